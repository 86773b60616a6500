package slackapp

import (
	"context"
	"errors"
	"slices"
	"strings"

	"throughline/internal/mission"
	"throughline/internal/slackapp/view"
	"throughline/internal/when"
)

// Commitments and risks: what people say they will do or try, by which day, and what became of it.

func (a *App) promiseCommands() map[verb]handler {
	return map[verb]handler{verbCommit: a.commitCommand, verbRisk: a.riskCommand}
}

func (a *App) promiseClicks() map[string]pressed {
	return map[string]pressed{
		view.ActCommit:        a.at(a.clickCommit),
		view.ActCommitOn:      a.at(a.clickCommitOn),
		view.ActRisk:          a.at(a.clickRisk),
		view.ActPromiseDay:    a.clickPromiseDay,
		view.ActPromiseDone:   a.clickPromiseDone,
		view.ActPromiseLetGo:  a.clickPromiseLetGo,
		view.ActPromiseChange: a.clickPromiseChange,
		view.ActPromiseOpen:   a.clickPromiseOpen,
		view.ActPromiseShow:   a.clickPromiseShow,
		view.ActPromises:      a.clickPromises,
		view.ActRiskTell:      a.clickRiskTell,
	}
}

func (a *App) promiseForms() map[string]sent {
	return map[string]sent{
		view.ViewCommit:        a.submitCommit,
		view.ViewRisk:          a.submitRisk,
		view.ViewPromiseChange: a.submitPromiseChange,
		view.ViewPromiseDay:    a.submitPromiseDay,
		view.ViewPromiseLetGo:  a.submitPromiseLetGo,
		view.ViewRiskTell:      a.submitRiskTell,
	}
}

// commitCommand keeps what was promised where its day was typed with it, and opens the form otherwise.
func (a *App) commitCommand(ctx context.Context, r *request) (answer, error) {
	m, who, err := a.mayPromise(ctx, r)
	if err != nil {
		return answer{}, err
	}
	words := strings.TrimSpace(unescape(r.text, a.dir.name))
	said, err := when.SplitBy(words, m.Today(a.clock.Now()))
	if err != nil {
		return a.askDay(ctx, r, m, words, said, err), nil
	}
	in := spokenCommitment(said)
	switch {
	case words == "" || in.Text == "" && r.source != fromMention:
		return a.commitForm(ctx, r, m, nil, formOf(in))
	case in.By.IsZero() && r.source == fromMention:
		asked := view.Meta{Mission: m.ID, Ref: a.waiting.keep(r.user, r.text)}
		return say(view.WhichDayBy(unreadDay(words), words, asked)), nil
	case in.By.IsZero():
		return a.commitForm(ctx, r, m, nil, formOf(in))
	}
	return a.commit(ctx, r, m, who, in, said.Typed)
}

// mayPromise finds the mission of a command, where the one who asks may promise something in it.
func (a *App) mayPromise(ctx context.Context, r *request) (mission.Mission, mission.Actor, error) {
	m, who, err := a.here(ctx, r)
	if err == nil {
		err = running(m)
	}
	if err == nil {
		err = a.may(ctx, mission.PromiseIt, who, m)
	}
	return m, who, err
}

func spokenCommitment(said when.Promise) mission.NewEntry {
	in := mission.NewEntry{Kind: mission.Commitment, By: said.Date}
	in.If, in.Text = mission.SplitIf(said.Text)
	return in
}

func formOf(in mission.NewEntry) view.PromiseForm {
	day := in.By
	if in.Kind == mission.Risk {
		day = in.Look
	}
	return view.PromiseForm{Text: in.Text, If: in.If, Expect: in.Expect, Day: day}
}

// unreadDay is the end of a text that looks as if a day was meant, or "".
func unreadDay(words string) string {
	i := strings.LastIndex(strings.ToLower(words), "by ")
	if i < 0 || i > 0 && words[i-1] != ' ' || len(strings.Fields(words[i:])) > 3 {
		return ""
	}
	return words[i:]
}

// askDay asks for a day where the one that was typed can be read in two ways, or has passed.
func (a *App) askDay(ctx context.Context, r *request, m mission.Mission, words string, said when.Promise, err error) answer {
	env := a.env(ctx, nil)
	asked := view.Meta{Mission: m.ID, Ref: a.waiting.keep(r.user, r.text)}
	if two, ok := errors.AsType[*when.Ambiguous](err); ok {
		return say(view.WhichDayMeant(env, m, said.Typed, two.A, two.B, asked))
	}
	var day mission.Date
	if past, ok := errors.AsType[*when.Past](err); ok {
		day = past.Date
	}
	return say(view.DayHasPassed(env, m, day, words, asked))
}

// commit keeps a commitment that the channel sees, and says which day was taken where it was typed.
func (a *App) commit(ctx context.Context, r *request, m mission.Mission, who mission.Actor, in mission.NewEntry, typed string) (answer, error) {
	if err := a.reachable(ctx, m); err != nil {
		return answer{}, err
	}
	done, err := a.tellPromise(ctx, r, who, m.ID, in)
	if err != nil || typed == "" {
		return answer{}, err
	}
	e, err := a.entry(ctx, m, done.Entry)
	return say(view.TookDay(a.env(ctx, nil), m, e, typed)), err
}

// riskCommand keeps a risk that was told whole, and opens the form otherwise, with what was told.
func (a *App) riskCommand(ctx context.Context, r *request) (answer, error) {
	m, who, err := a.mayPromise(ctx, r)
	if err != nil {
		return answer{}, err
	}
	words := strings.TrimSpace(unescape(r.text, a.dir.name))
	in, typed := a.spokenRisk(m, words)
	if in.Expect != "" && !in.Look.IsZero() {
		return a.commit(ctx, r, m, who, in, typed)
	}
	if r.source == fromMention && words != "" {
		asked := view.Meta{Mission: m.ID, Ref: a.waiting.keep(r.user, r.text)}
		return say(view.RiskInForm(words, asked)), nil
	}
	return a.riskForm(ctx, r, m, formOf(in))
}

// spokenRisk reads a risk, and what was typed as its day. Where the day cannot be read all of it is what is
// tried.
func (a *App) spokenRisk(m mission.Mission, words string) (mission.NewEntry, string) {
	in := mission.NewEntry{Kind: mission.Risk}
	var look string
	in.Text, in.Expect, look = mission.SplitRisk(words)
	if look == "" {
		return in, ""
	}
	day, err := when.Day(look, m.Today(a.clock.Now()))
	if err != nil {
		in.Text, in.Expect = words, ""
		return in, ""
	}
	in.Look = day
	return in, look
}

// clickCommit opens the form for a commitment: empty, about a block, or with words that waited for a day.
func (a *App) clickCommit(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	if err := inOrder(func() error { return running(m) }, func() error { return a.may(ctx, mission.PromiseIt, who, m) }); err != nil {
		return answer{}, err
	}
	var block *mission.Entry
	var in view.PromiseForm
	if p.meta.Entry != "" {
		e, err := a.entry(ctx, m, p.meta.Entry)
		if isNotFound(err) || err == nil && !e.Open() {
			err = &mission.Refusal{Code: mission.MovedOn, Mission: m.ID}
		}
		if err != nil {
			return answer{}, err
		}
		block, in.Text = &e, view.SeeTo(e)
	}
	if words, ok := a.waiting.get(p.meta.Ref, p.user); ok {
		in = formOf(a.waited(m, words))
	}
	return a.commitForm(ctx, p.request, m, block, in)
}

// commitForm opens the form for a commitment. Block is what it is about, or nil.
func (a *App) commitForm(ctx context.Context, r *request, m mission.Mission, block *mission.Entry, in view.PromiseForm) (answer, error) {
	asks, err := a.asksOf(ctx, m, r.user, mission.Commitment)
	var author mission.UserID
	if block != nil {
		author = block.Author
	}
	in.Unasked = !asks
	return a.form(r, view.Commit(a.env(ctx, nil, author), m, block, in)), err
}

// riskForm opens the form for a risk.
func (a *App) riskForm(ctx context.Context, r *request, m mission.Mission, in view.PromiseForm) (answer, error) {
	asks, err := a.asksOf(ctx, m, r.user, mission.Risk)
	in.Unasked = !asks
	return a.form(r, view.TrySomething(a.env(ctx, nil), m, in)), err
}

// waited reads a commitment that waits for its day.
func (a *App) waited(m mission.Mission, words string) mission.NewEntry {
	said, err := when.SplitBy(unescape(words, a.dir.name), m.Today(a.clock.Now()))
	if err != nil {
		said.Date = mission.Date{}
	}
	return spokenCommitment(said)
}

// clickCommitOn keeps a commitment whose day could be read in two ways.
func (a *App) clickCommitOn(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	words, ok := a.waiting.get(p.meta.Ref, p.user)
	if !ok {
		return answer{}, &mission.Refusal{Code: view.WordsGone}
	}
	day, err := mission.ParseDate(p.meta.Kind)
	if err != nil {
		return answer{}, &mission.Refusal{Code: mission.NoDate, Field: "by"}
	}
	p.request.key = p.meant()
	in := a.waited(m, words)
	in.By = day
	if _, err := a.commit(ctx, p.request, m, who, in, ""); err != nil {
		return answer{}, err
	}
	return instead(view.DayTaken(a.env(ctx, nil), m, day)), nil
}

func (a *App) clickRisk(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	if err := inOrder(func() error { return running(m) }, func() error { return a.may(ctx, mission.PromiseIt, who, m) }); err != nil {
		return answer{}, err
	}
	var in mission.NewEntry
	if words, ok := a.waiting.get(p.meta.Ref, p.user); ok {
		in, _ = a.spokenRisk(m, unescape(words, a.dir.name))
	}
	in.Kind = mission.Risk
	return a.riskForm(ctx, p.request, m, formOf(in))
}

func (a *App) submitCommit(ctx context.Context, s submitted) (answer, error) {
	in, errs := view.ParseCommit(s.values)
	if len(errs) > 0 {
		return wrong(errs)
	}
	m, who, err := a.subject(ctx, s)
	if err != nil {
		return answer{}, err
	}
	entry := mission.NewEntry{Kind: mission.Commitment, Text: in.Text, If: in.If, By: in.Day}
	if in.Own {
		return a.submitOwn(ctx, s, m, who, entry)
	}
	_, err = a.commit(ctx, s.request, m, who, entry, "")
	return done(), err
}

// submitOwn keeps a commitment that nobody but its author sees.
func (a *App) submitOwn(ctx context.Context, s submitted, m mission.Mission, who mission.Actor, in mission.NewEntry) (answer, error) {
	out, err := a.keepOwn(ctx, s.request, who, m.ID, in)
	if err != nil {
		return answer{}, err
	}
	asks, err := a.asksOf(ctx, m, s.user, mission.Commitment)
	return doneAnd(s, m, view.OwnKept(a.env(ctx, a.reader(ctx, s.user)), m, out.Entry, in.By, asks)), err
}

func (a *App) submitRisk(ctx context.Context, s submitted) (answer, error) {
	in, errs := view.ParseRisk(s.values)
	if len(errs) > 0 {
		return wrong(errs)
	}
	m, who, err := a.subject(ctx, s)
	if err != nil {
		return answer{}, err
	}
	entry := mission.NewEntry{Kind: mission.Risk, Text: in.Text, Expect: in.Expect, Look: in.Day}
	_, err = a.commit(ctx, s.request, m, who, entry, "")
	return done(), err
}

// clickPromises lists what the one who pressed has promised, in a form that nobody else sees.
func (a *App) clickPromises(ctx context.Context, p press) (answer, error) {
	return a.promisesForm(ctx, p.request, p.meta.Page)
}

// promisesForm opens what a person promised and has not said anything of yet: in the channels that she is in,
// and what she keeps to herself.
func (a *App) promisesForm(ctx context.Context, r *request, page int) (answer, error) {
	items, err := a.promisesOf(ctx, r)
	if err != nil {
		return answer{}, err
	}
	v := view.Promises(a.env(ctx, a.reader(ctx, r.user)), items, page)
	if r.view != nil && r.view.CallbackID == view.ViewRead && r.view.Title != nil && r.view.Title.Text == v.Title.Text {
		return a.refresh(press{request: r}, v), nil
	}
	return a.form(r, v), nil
}

// promisesOf reads what a person promised and has not said anything of yet, the next day first. What she keeps
// to herself has its words only here, for a form of hers.
func (a *App) promisesOf(ctx context.Context, r *request) ([]view.PromiseItem, error) {
	var open []mission.HeldPromise
	var own []mission.OwnCommitment
	err := a.store.View(ctx, func(tx Tx) (err error) {
		if open, err = mission.OpenPromisesOf(tx, a.team, r.user); err != nil {
			return err
		}
		own, err = ownOpen(tx, a.team, r.user)
		return err
	})
	if err != nil {
		return nil, err
	}
	a.dir.manyFor(ctx, len(open), r.user)
	var items []view.PromiseItem
	for _, p := range open {
		if a.sees(ctx, r, p.In) {
			items = append(items, view.PromiseItem{Mission: p.In, Entry: p.Entry})
		}
	}
	for _, c := range own {
		item, err := a.openOwn(c)
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	slices.SortStableFunc(items, func(x, y view.PromiseItem) int { return y.Entry.Day().DaysUntil(x.Entry.Day()) })
	return items, nil
}
