package slackapp

import (
	"context"
	"errors"

	"throughline/internal/chart"
	"throughline/internal/coaching"
	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/api"
	"throughline/internal/slackapp/view"
)

// A person's balance check: asked and shown in forms alone. Each reading begins with the id of the one who
// asks, as Slack sent it; a check's id from a button is looked for among her own.

func (a *App) balanceCommands() map[verb]handler {
	return map[verb]handler{verbBalance: a.balanceCommand}
}

func (a *App) balanceClicks() map[string]pressed {
	return map[string]pressed{
		view.ActBalance:        func(ctx context.Context, p press) (answer, error) { return a.balanceCommand(ctx, p.request) },
		view.ActBalanceShow:    a.clickBalanceShow,
		view.ActBalancePast:    a.clickBalancePast,
		view.ActBalanceDelete:  a.clickBalanceDelete,
		view.ActBalancePicture: a.clickBalancePicture,
	}
}

func (a *App) balanceForms() map[string]sent {
	return map[string]sent{view.ViewBalance1: a.submitBalance1, view.ViewBalance2: a.submitBalance2}
}

// balanceDraft is where the choices of the first view wait for those of the second.
var balanceDraft = draftKey("balance", "")

// balanceCommand opens the check, with what was chosen in one that was left halfway.
func (a *App) balanceCommand(ctx context.Context, r *request) (answer, error) {
	r.text = ""
	in, err := a.halfBalance(ctx, r.user)
	if err != nil {
		return answer{}, err
	}
	past, err := a.checks(ctx, r.user, "", 1)
	return a.form(r, view.Balance1(a.env(ctx, nil), in, len(past) > 0)), err
}

// halfBalance returns the choices of a check that was not finished.
func (a *App) halfBalance(ctx context.Context, user mission.UserID) (in coaching.Balance, err error) {
	_, err = a.loadDraft(ctx, user, balanceDraft, &in)
	return in, err
}

func (a *App) submitBalance1(ctx context.Context, s submitted) (answer, error) {
	in, err := a.halfBalance(ctx, s.user)
	if err != nil {
		return answer{}, err
	}
	if errs := view.ParseBalance(s.values, false, &in); len(errs) > 0 {
		return wrong(errs)
	}
	if err := a.saveDraft(ctx, s.user, balanceDraft, in); err != nil {
		return answer{}, err
	}
	return inPlace(view.Balance2(a.env(ctx, nil), in)), nil
}

func (a *App) submitBalance2(ctx context.Context, s submitted) (answer, error) {
	in, err := a.halfBalance(ctx, s.user)
	if err != nil {
		return answer{}, err
	}
	if errs := view.ParseBalance(s.values, true, &in); len(errs) > 0 {
		return wrong(errs)
	}
	done, err := a.keepBalance(ctx, s, in)
	if errors.Is(err, errHalf) {
		return inPlace(view.Balance1(a.env(ctx, nil), in, false)), nil
	}
	if err != nil {
		return answer{}, err
	}
	d, err := a.balance(ctx, s.user, done.Entry)
	return inPlace(view.Balance(a.env(ctx, a.reader(ctx, s.user)), d)), err
}

// errHalf says that the first half of a check is missing: it waited too long, or never was.
var errHalf = &mission.Refusal{Code: mission.MovedOn, Field: "balance"}

// keepBalance keeps a whole check, sealed.
func (a *App) keepBalance(ctx context.Context, s submitted, in coaching.Balance) (outcome, error) {
	c := coaching.Check{ID: a.newID(), Team: a.team, User: s.user, At: a.clock.Now()}
	var err error
	if c.Choices, err = a.seal.Seal(checkBinding(c), in.Encode()); err != nil {
		return outcome{}, err
	}
	return a.once(ctx, s.key, func(tx Tx) (outcome, error) {
		if _, err := coaching.DecodeBalance(in.Encode()); err != nil {
			return outcome{}, errHalf
		}
		return outcome{Did: "balance", Entry: c.ID}, inOrder(
			func() error { return tx.PutCheck(c) },
			func() error { return tx.DeleteDraft(a.team, s.user, balanceDraft) },
		)
	})
}

func checkBinding(c coaching.Check) mission.Binding {
	return mission.Binding{Team: c.Team, User: c.User, Field: "balance", Record: string(c.ID)}
}

// checks returns a person's checks, newest first.
func (a *App) checks(ctx context.Context, user mission.UserID, before mission.ID, limit int) (all []coaching.Check, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		all, err = tx.Checks(a.team, user, before, limit)
		return err
	})
	return all, err
}

// balance returns one of a person's own checks, beside the one before it.
func (a *App) balance(ctx context.Context, user mission.UserID, id mission.ID) (view.BalanceData, error) {
	var c coaching.Check
	err := a.store.View(ctx, func(tx Tx) (err error) {
		c, err = tx.Check(a.team, user, id)
		return err
	})
	if isNotFound(err) {
		return view.BalanceData{}, &mission.Refusal{Code: mission.MovedOn}
	}
	if err != nil {
		return view.BalanceData{}, err
	}
	before, err := a.checks(ctx, user, id, 1)
	if err != nil {
		return view.BalanceData{}, err
	}
	return a.compared(append([]coaching.Check{c}, before...))[0], nil
}

// compared opens checks, newest first, each beside the next. One that cannot be opened is locked.
func (a *App) compared(all []coaching.Check) []view.BalanceData {
	out := make([]view.BalanceData, len(all))
	for i, c := range all {
		out[i] = view.BalanceData{ID: c.ID, At: c.At, Turn: coaching.Turns(c.ID, 0, 1<<10)}
		text, err := a.open(c.Choices, checkBinding(c))
		if err == nil {
			out[i].Choices, err = coaching.DecodeBalance(text)
		}
		out[i].Locked = err != nil
	}
	for i := range len(out) - 1 {
		if !out[i].Locked && !out[i+1].Locked {
			out[i].Before, out[i].BeforeAt = &out[i+1].Choices, out[i+1].At
		}
	}
	return out
}

func (a *App) clickBalanceShow(ctx context.Context, p press) (answer, error) {
	d, err := a.balance(ctx, p.user, p.meta.Entry)
	if err != nil {
		return answer{}, err
	}
	return a.onTop(p, view.Balance(a.env(ctx, a.reader(ctx, p.user)), d)), nil
}

const (
	checksShown = 5
	// checksKept bounds how many checks a list goes through: one every two weeks for seven years.
	checksKept = 200
)

func (a *App) clickBalancePast(ctx context.Context, p press) (answer, error) {
	all, err := a.checks(ctx, p.user, "", checksKept)
	if err != nil {
		return answer{}, err
	}
	page := view.BalancesPage{Pages: max((len(all)+checksShown-1)/checksShown, 1)}
	page.At = min(max(p.meta.Page, 0), page.Pages-1)
	from, to := page.At*checksShown, min((page.At+1)*checksShown, len(all))
	page.Checks = a.compared(all[from:min(to+1, len(all))])[:to-from]
	return a.onTop(p, view.Balances(a.env(ctx, a.reader(ctx, p.user)), page)), nil
}

func (a *App) clickBalanceDelete(ctx context.Context, p press) (answer, error) {
	_, err := a.once(ctx, p.key, func(tx Tx) (outcome, error) {
		return outcome{Did: "balance_delete", Entry: p.meta.Entry}, tx.DeleteCheck(a.team, p.user, p.meta.Entry)
	})
	if err != nil {
		return answer{}, err
	}
	p.meta.Page = 0
	return a.clickBalancePast(ctx, p)
}

// clickBalancePicture sends the picture of a check, and the two before it, to the one who asks.
func (a *App) clickBalancePicture(ctx context.Context, p press) (answer, error) {
	d, err := a.balance(ctx, p.user, p.meta.Entry)
	if err != nil {
		return answer{}, err
	}
	_, err = a.once(ctx, p.key, func(tx Tx) (outcome, error) {
		return outcome{Did: "balance_picture", Entry: d.ID}, a.rows(tx).post(nudges.Row{
			Key: "balance/" + string(a.newID()), Team: a.team, Subject: nudges.OfFile, User: p.user,
			Ref: ref(fileBalance, string(d.ID), string(p.user)),
		})
	})
	d.Sent = true
	return a.onTop(p, view.Balance(a.env(ctx, a.reader(ctx, p.user)), d)), err
}

// picturesBefore is how many earlier checks a picture shows.
const picturesBefore = 2

// balanceFile draws a check for its author, with those before it.
func (a *App) balanceFile(ctx context.Context, r nudges.Row) (api.File, error) {
	_, args := refParts(r.Ref)
	d, err := a.balance(ctx, r.User, mission.ID(args[0]))
	if refused, ok := mission.Refused(err); ok && refused.Code == mission.MovedOn || err == nil && d.Locked {
		return api.File{}, mission.ErrNotFound // it was deleted meanwhile
	}
	if err != nil {
		return api.File{}, err
	}
	before, err := a.checks(ctx, r.User, d.ID, picturesBefore)
	if err != nil {
		return api.File{}, err
	}
	shown := []view.BalanceData{d}
	for _, c := range a.compared(before) {
		if !c.Locked {
			shown = append(shown, c)
		}
	}
	picture, err := drawBalance(shown)
	title, alt := view.BalancePicture(a.env(ctx, a.reader(ctx, r.User)), shown)
	return api.File{Name: "balance.png", Title: title, Alt: alt, Body: picture}, err
}

// drawBalance draws checks, the newest first.
func drawBalance(checks []view.BalanceData) ([]byte, error) {
	lean := map[coaching.Choice]chart.Lean{
		coaching.MostlyFirst: chart.ToFirst, coaching.Both: chart.ToBoth,
		coaching.MostlySecond: chart.ToSecond, coaching.Little: chart.ToNeither,
	}
	var b chart.Balance
	for i := range coaching.Pairs {
		var p chart.Pair
		p.First, p.Second = view.PairNames(i)
		for _, c := range checks {
			p.Answers = append(p.Answers, lean[c.Choices[i]])
		}
		b.Pairs = append(b.Pairs, p)
	}
	return b.PNG()
}
