package slackapp

import (
	"context"
	"errors"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/view"
)

// What is pressed about a commitment or a risk: in the channel's message, in the question about it, or in the
// form that lists what one promised.

// pointed finds the commitment or risk that a press is about. What nobody else sees is found by its author alone.
func (a *App) pointed(ctx context.Context, p press) (promiseRef, error) {
	if p.meta.Nudge != "" {
		return a.pointedByNudge(ctx, p)
	}
	if p.meta.Kind == view.KindOwn {
		return a.pointedOwn(ctx, p.user, p.meta.Entry)
	}
	m, who, err := a.seen(ctx, p.request, p.meta.Mission)
	if err != nil {
		return promiseRef{}, err
	}
	e, err := a.entry(ctx, m, p.meta.Entry)
	if isNotFound(err) || err == nil && !e.Kind.Promised() {
		err = &mission.Refusal{Code: mission.Hidden}
	}
	return promiseRef{mission: m, who: who, entry: e}, err
}

// pointedByNudge finds what a question to this person is about.
func (a *App) pointedByNudge(ctx context.Context, p press) (promiseRef, error) {
	row, m, who, err := a.asked(ctx, p)
	if err != nil {
		return promiseRef{}, err
	}
	if !row.Nudge.Kind.AsksAfter() {
		return promiseRef{}, &mission.Refusal{Code: mission.Hidden}
	}
	e, err := a.entry(ctx, m, mission.ID(row.Ref))
	if isNotFound(err) {
		return a.pointedOwn(ctx, p.user, mission.ID(row.Ref))
	}
	return promiseRef{mission: m, who: who, entry: e}, err
}

func (a *App) pointedOwn(ctx context.Context, user mission.UserID, id mission.ID) (p promiseRef, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		c, err := tx.OwnCommitment(a.team, user, id)
		if err != nil {
			return err
		}
		p.own, p.entry = &c, ownEntry(c)
		p.mission, err = tx.Mission(a.team, c.Mission)
		return err
	})
	if isNotFound(err) {
		err = &mission.Refusal{Code: mission.Hidden}
	}
	return p, err
}

// ownEntry is a commitment of one's own in the shape of an entry, without its words.
func ownEntry(c mission.OwnCommitment) mission.Entry {
	return mission.Entry{
		ID: c.ID, Team: c.Team, Mission: c.Mission, Author: c.User, Kind: mission.Commitment, By: c.By, At: c.At,
		EditedAt: c.EditedAt, Fate: c.Fate, FateAt: c.FateAt,
	}
}

// openOwn is a commitment of one's own with its words, for a form of its author's.
func (a *App) openOwn(c mission.OwnCommitment) (view.PromiseItem, error) {
	e := ownEntry(c)
	var errText, errIf, errBecause error
	e.Text, errText = a.open(c.Text, ownBinding(c, ownText))
	e.If, errIf = a.open(c.If, ownBinding(c, ownIf))
	e.Because, errBecause = a.open(c.Because, ownBinding(c, ownBecause))
	return view.PromiseItem{Entry: e, Own: true}, errors.Join(errText, errIf, errBecause)
}

// item is what a form shows of a commitment or a risk to its author, or of an entry to anyone who may see it.
func (a *App) item(p promiseRef) (view.PromiseItem, error) {
	if p.own != nil {
		item, err := a.openOwn(*p.own)
		item.Mission = p.mission
		return item, err
	}
	return view.PromiseItem{Mission: p.mission, Entry: p.entry}, nil
}

// authors refuses where the words are somebody else's, or nothing is left to say.
func (p promiseRef) authors() error {
	if p.own == nil && p.entry.Author != p.who.User {
		return &mission.Refusal{Code: mission.AuthorOnly, Mission: p.mission.ID, By: p.entry.Author}
	}
	return nil
}

// stands refuses where somebody else may say what became of it, or that was said.
func (p promiseRef) stands() error {
	if err := p.authors(); err != nil {
		return err
	}
	if !p.entry.Awaits() {
		return &mission.Refusal{Code: mission.MovedOn, Mission: p.mission.ID}
	}
	return nil
}

func (a *App) clickPromiseShow(ctx context.Context, p press) (answer, error) {
	ref, err := a.pointed(ctx, p)
	if err != nil {
		return answer{}, err
	}
	if err := ref.authors(); err != nil {
		return answer{}, err
	}
	item, err := a.item(ref)
	return a.form(p.request, view.PromiseView(a.env(ctx, a.reader(ctx, p.user)), item)), err
}

func (a *App) clickPromiseDone(ctx context.Context, p press) (answer, error) {
	return a.saysOf(ctx, p, a.promiseDone())
}

func (a *App) clickPromiseOpen(ctx context.Context, p press) (answer, error) {
	return a.saysOf(ctx, p, a.promiseOpen())
}

// saysOf does with one tap what needs no words, and shows what became of it where the tap came from.
func (a *App) saysOf(ctx context.Context, p press, do change) (answer, error) {
	ref, err := a.pointed(ctx, p)
	if err != nil {
		return answer{}, err
	}
	if err := a.onPromise(ctx, p.request, ref, do); err != nil {
		return a.orFate(ctx, p, ref, err)
	}
	return a.showsFate(ctx, p)
}

// orFate shows what became of a commitment or a risk where that is why something was refused: the first press
// counts, and a second one says no more than that. It returns any other error as it is.
func (a *App) orFate(ctx context.Context, p press, ref promiseRef, err error) (answer, error) {
	refused, ok := mission.Refused(err)
	if !ok || refused.Code != mission.MovedOn || ref.entry.Withdrawn() || ref.authors() != nil {
		return answer{}, err
	}
	return a.showsFate(ctx, p)
}

// showsFate shows what became of it: in the form that was pressed, in the question, which changes by itself, or
// in a line to the one who pressed.
func (a *App) showsFate(ctx context.Context, p press) (answer, error) {
	ref, err := a.pointed(ctx, p)
	if err != nil {
		return answer{}, err
	}
	env := a.env(ctx, a.reader(ctx, p.user))
	switch {
	case p.view != nil && p.view.CallbackID == view.ViewPromise:
		item, err := a.item(ref)
		return a.refresh(p, view.PromiseView(env, item)), err
	case p.meta.Nudge != "" || p.view != nil:
		return answer{}, nil
	case p.ephemeral:
		return instead(view.PromiseSaid(env, ref.mission, ref.entry)), nil
	}
	return say(view.PromiseSaid(env, ref.mission, ref.entry)), nil
}

func (a *App) clickPromiseLetGo(ctx context.Context, p press) (answer, error) {
	ref, err := a.pointed(ctx, p)
	if err != nil {
		return answer{}, err
	}
	if err := ref.stands(); err != nil {
		return a.orFate(ctx, p, ref, err)
	}
	env := a.env(ctx, a.reader(ctx, p.user))
	return a.form(p.request, view.LetItGo(env, ref.mission, ref.entry.Kind, p.meta, ref.own != nil)), nil
}

func (a *App) clickPromiseDay(ctx context.Context, p press) (answer, error) {
	ref, err := a.pointed(ctx, p)
	if err != nil {
		return answer{}, err
	}
	if err := ref.stands(); err != nil {
		return a.orFate(ctx, p, ref, err)
	}
	asked, err := a.wasAsked(ctx, ref)
	env := a.env(ctx, a.reader(ctx, p.user))
	return a.form(p.request, view.AnotherDay(env, ref.entry.Kind, p.meta, ref.entry.Day(), asked)), err
}

// wasAsked reports whether its author was asked after it.
func (a *App) wasAsked(ctx context.Context, p promiseRef) (asked bool, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		asked, err = nudges.PromiseAsked(tx, p.entry)
		return err
	})
	return asked, err
}

func (a *App) clickPromiseChange(ctx context.Context, p press) (answer, error) {
	ref, err := a.pointed(ctx, p)
	if err != nil {
		return answer{}, err
	}
	return a.changeForm(ctx, p, ref)
}

// changeForm opens the words and the day of a commitment or a risk for its author.
func (a *App) changeForm(ctx context.Context, p press, ref promiseRef) (answer, error) {
	if err := ref.stands(); err != nil {
		return a.orFate(ctx, p, ref, err)
	}
	item, err := a.item(ref)
	if err != nil {
		return answer{}, err
	}
	e := item.Entry
	in := view.PromiseForm{Text: e.Text, If: e.If, Expect: e.Expect, Day: e.Day(), Own: item.Own}
	return a.form(p.request, view.ChangePromise(a.env(ctx, a.reader(ctx, p.user)), ref.mission, e.Kind, p.meta, in)), nil
}

func (a *App) clickRiskTell(ctx context.Context, p press) (answer, error) {
	ref, err := a.pointed(ctx, p)
	if err != nil {
		return answer{}, err
	}
	if ref.entry.Kind != mission.Risk || !ref.entry.Awaits() {
		return answer{}, &mission.Refusal{Code: mission.MovedOn, Mission: ref.mission.ID}
	}
	return a.form(p.request, view.TellWhatHappened(a.env(ctx, nil), ref.mission, ref.entry, p.meta)), nil
}

func (a *App) submitPromiseChange(ctx context.Context, s submitted) (answer, error) {
	p := press{request: s.request, meta: s.meta}
	ref, err := a.pointed(ctx, p)
	if err != nil {
		return answer{}, err
	}
	in, errs := view.ParseChangePromise(s.values, ref.entry.Kind)
	if len(errs) > 0 {
		return wrong(errs)
	}
	return done(), a.onPromise(ctx, s.request, ref, a.promiseChange(ref.mission, in.Promise()))
}

func (a *App) submitPromiseDay(ctx context.Context, s submitted) (answer, error) {
	day, errs := view.ParseAnotherDay(s.values)
	if len(errs) > 0 {
		return wrong(errs)
	}
	ref, err := a.pointed(ctx, press{request: s.request, meta: s.meta})
	if err != nil {
		return answer{}, err
	}
	return done(), a.onPromise(ctx, s.request, ref, a.promiseDay(ref.mission, day))
}

func (a *App) submitPromiseLetGo(ctx context.Context, s submitted) (answer, error) {
	because, errs := view.ParseLetItGo(s.values)
	if len(errs) > 0 {
		return wrong(errs)
	}
	ref, err := a.pointed(ctx, press{request: s.request, meta: s.meta})
	if err != nil {
		return answer{}, err
	}
	return done(), a.onPromise(ctx, s.request, ref, a.promiseLetGo(because))
}

func (a *App) submitRiskTell(ctx context.Context, s submitted) (answer, error) {
	text, errs := view.ParseWhatHappened(s.values)
	if len(errs) > 0 {
		return wrong(errs)
	}
	ref, err := a.pointed(ctx, press{request: s.request, meta: s.meta})
	if err != nil {
		return answer{}, err
	}
	if err := a.reachable(ctx, ref.mission); err != nil {
		return answer{}, err
	}
	return done(), a.tellWhatHappened(ctx, s.request, ref, text)
}
