package slackapp

import (
	"context"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/rounds"
	"throughline/internal/slackapp/view"
)

// The menu beside a nudge to one person: why it came, and how to have less of it. Each choice turns the nudge into one
// line that takes it back. Nobody else learns of it.

// snoozeFor is how long "Snooze 1 week" holds a kind of nudge back.
const snoozeFor = 7 * 24 * time.Hour

func (a *App) menuClicks() map[string]pressed {
	return map[string]pressed{
		view.ActFurther:     a.clickFurther,
		view.ActWhy:         a.clickWhy,
		view.ActSnooze:      a.clickSnooze,
		view.ActSnoozeUntil: a.clickSnoozeUntil,
		view.ActUnsnooze:    a.onOwn("unsnooze", nudges.NotAnswered, a.unsnoozed),
		view.ActFewer:       a.onOwn("fewer", nudges.FewerOf, a.fewer(true)),
		view.ActUnfewer:     a.onOwn("unfewer", nudges.NotAnswered, a.fewer(false)),
		view.ActOff:         a.clickOff,
		view.ActOn:          a.onOwn("on", nudges.NotAnswered, a.turned(false)),
		view.ActOffAll:      a.onOwn("off_all", nudges.OffAll, a.turnedOffInAll),
	}
}

func (a *App) menuForms() map[string]sent {
	return map[string]sent{view.ViewSnooze: a.submitSnooze, view.ViewFurther: a.submitFurther}
}

// lessOf changes how a kind of nudge reaches the person whom a row was sent to.
type lessOf func(tx Tx, row nudges.Row, now time.Time) error

// onOwn does what a choice from the menu asks for, about a nudge to the one who pressed.
func (a *App) onOwn(did string, how nudges.Answer, change lessOf) pressed {
	return func(ctx context.Context, p press) (answer, error) {
		row, _, err := a.askedOwn(ctx, p)
		if err != nil {
			return answer{}, err
		}
		return answer{}, a.onNudge(ctx, p, did, row, how, func(tx Tx, now time.Time) error { return change(tx, row, now) })
	}
}

// askedOwn is [App.asked] for nudges to the person alone; the channel's are no one's to put off.
func (a *App) askedOwn(ctx context.Context, p press) (nudges.Row, mission.Mission, error) {
	row, m, _, err := a.asked(ctx, p)
	if err == nil && row.User == "" {
		err = hidden
	}
	return row, m, err
}

func (a *App) clickSnooze(ctx context.Context, p press) (answer, error) {
	return a.onOwn("snooze", nudges.SnoozedIt, func(tx Tx, row nudges.Row, now time.Time) error {
		return nudges.Snooze(tx, a.team, row.User, row.Nudge.Kind, row.Mission, now.Add(snoozeFor), now)
	})(ctx, p)
}

func (a *App) unsnoozed(tx Tx, row nudges.Row, now time.Time) error {
	return nudges.Unsnooze(tx, a.team, row.User, row.Nudge.Kind, row.Mission, now)
}

// clickSnoozeUntil opens the form for a day.
func (a *App) clickSnoozeUntil(ctx context.Context, p press) (answer, error) {
	row, _, err := a.askedOwn(ctx, p)
	if err != nil {
		return answer{}, err
	}
	me, err := a.me(ctx, p.user)
	if err != nil {
		return answer{}, err
	}
	return a.form(p.request, view.SnoozeUntil(me.env, row.Nudge.Kind, view.Meta{Nudge: row.Key, Channel: p.channel})), nil
}

// submitSnooze puts a kind off until the day that was chosen: of a nudge, or of a round.
func (a *App) submitSnooze(ctx context.Context, s submitted) (answer, error) {
	me, err := a.me(ctx, s.user)
	if err != nil {
		return answer{}, err
	}
	day, errs := view.ParseQuietUntil(s.values, me.today, false)
	if len(errs) > 0 {
		return wrong(errs)
	}
	until := nudges.DayBegins(day, me.env.Zone)
	if s.meta.Round != "" {
		return a.snoozeRounds(ctx, s, until)
	}
	p := press{request: s.request, meta: s.meta}
	row, _, err := a.askedOwn(ctx, p)
	if err != nil {
		return answer{}, err
	}
	return done(), a.onNudge(ctx, p, "snooze", row, nudges.SnoozedIt, func(tx Tx, now time.Time) error {
		return nudges.Snooze(tx, a.team, row.User, row.Nudge.Kind, row.Mission, until, now)
	})
}

func (a *App) fewer(fewer bool) lessOf {
	return func(tx Tx, row nudges.Row, now time.Time) error {
		if row.Nudge.Plan == "" {
			return nudges.SetFewer(tx, a.team, row.User, row.Nudge.Kind, row.Mission, fewer)
		}
		return ignoreNotFound(nudges.FewerOfPlan(tx, a.team, row.Nudge.Plan, fewer, now))
	}
}

// turned turns a kind off in the mission of a nudge, or on again.
func (a *App) turned(off bool) lessOf {
	return func(tx Tx, row nudges.Row, now time.Time) error {
		if row.Nudge.Kind == nudges.Mirror && !off {
			if err := a.mirrorMayCome(tx, row); err != nil {
				return err
			}
		}
		return a.turnKind(tx, row.Nudge.Kind, row.User, row.Mission, off, now)
	}
}

// mirrorMayCome undoes that a person wants no mirror at all, for the mission of a row.
func (a *App) mirrorMayCome(tx Tx, row nudges.Row) error {
	if err := nudges.SetOff(tx, a.team, row.User, nudges.Mirror, "", false); err != nil {
		return err
	}
	m, err := tx.Mission(a.team, row.Mission)
	if err != nil {
		return err
	}
	return a.keepMirror(tx, m, row.User)
}

func (a *App) turnKind(tx Tx, k nudges.Kind, user mission.UserID, id mission.ID, off bool, now time.Time) error {
	plan := nudges.PlanID(k, id, user)
	_, err := tx.Plan(a.team, plan)
	switch {
	case isNotFound(err) && k.Planned():
		return nil
	case isNotFound(err):
		return nudges.SetOff(tx, a.team, user, k, id, off)
	case err != nil:
		return err
	case off:
		err = nudges.TurnOff(tx, a.team, plan)
	default:
		err = nudges.TurnOn(tx, a.team, plan, now)
	}
	if err != nil || k != nudges.Follow {
		return err
	}
	m, err := tx.Mission(a.team, id)
	return inOrder(func() error { return err }, func() error { return a.rows(tx).cardChanged(m) })
}

// turnedOffInAll turns a kind off in all of the person's missions.
func (a *App) turnedOffInAll(tx Tx, row nudges.Row, now time.Time) error {
	k := row.Nudge.Kind
	ids, err := nudges.Followed(tx, a.team, row.User)
	if k != nudges.Follow {
		ids = nil
	}
	mine, errMine := tx.MembershipsOf(a.team, row.User)
	for _, in := range mine {
		ids = append(ids, in.Mission)
	}
	steps := []func() error{func() error { return err }, func() error { return errMine }}
	if k == nudges.Mirror { // which would begin again with the next mission that she leads
		steps = append(steps, func() error { return nudges.SetOff(tx, a.team, row.User, k, "", true) })
	}
	for _, id := range append(ids, row.Mission) {
		steps = append(steps, func() error { return a.turnKind(tx, k, row.User, id, true, now) })
	}
	return inOrder(steps...)
}

// clickOff turns a kind off where the nudge is of; from "why this?" the form says so.
func (a *App) clickOff(ctx context.Context, p press) (answer, error) {
	ans, err := a.onOwn("off", nudges.TurnedOff, a.turned(true))(ctx, p)
	if err != nil || !p.inForm() {
		return ans, err
	}
	row, m, err := a.askedOwn(ctx, p)
	if err != nil {
		return answer{}, err
	}
	return a.refresh(p, view.Told(view.TurnedOff(a.env(ctx, a.reader(ctx, p.user)), a.nudgeData(row, m), false))), nil
}

// clickWhy explains why a nudge came, as things stood when it was sent.
func (a *App) clickWhy(ctx context.Context, p press) (answer, error) {
	row, m, _, err := a.asked(ctx, p)
	if err != nil {
		return answer{}, err
	}
	n := row.Nudge
	d := view.WhyData{
		NudgeData: a.nudgeData(row, m), Reason: n.Why, Candidates: n.Candidates, Recur: n.Recur, Phase: n.Phase,
	}
	d.Drawn = view.Drawn{Themes: n.Rested, Tickets: n.Tickets, Tired: n.Tired}
	if d.Theme = n.Theme; row.User == p.user {
		if d.Counted, err = a.countedOf(ctx, p.user, n.Theme); err != nil {
			return answer{}, err
		}
	}
	if member, err := a.membership(ctx, m, p.user); err == nil {
		d.Outside = member == nil || !member.In()
	}
	if err := a.whyOf(ctx, row, m, &d); err != nil {
		return answer{}, err
	}
	return a.form(p.request, view.Why(a.env(ctx, a.reader(ctx, p.user)), d)), nil
}

// whyOf adds what only some kinds have to say about why they came.
func (a *App) whyOf(ctx context.Context, row nudges.Row, m mission.Mission, d *view.WhyData) (err error) {
	switch row.Nudge.Kind {
	case nudges.Told:
		d.Told, err = a.whyTold(ctx, row)
	case nudges.Mirror:
		if d.Leads = m.Lead == row.User; d.Leads {
			d.Turn, err = a.toldTurn(ctx, row, m)
		}
	case nudges.RoundResult:
		r, errRound := a.round(ctx, m, mission.ID(row.Ref))
		d.OwnWords, err = r.Topic == rounds.OwnWords, ignoreNotFound(errRound)
	}
	return err
}

// toldTurn reports whether a mirror tells of whose turn it is.
func (a *App) toldTurn(ctx context.Context, row nudges.Row, m mission.Mission) (told bool, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		r, err := a.rotation(tx, m)
		told = r.In == row.Key && r.Told != ""
		return err
	})
	return told, err
}
