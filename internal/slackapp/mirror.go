package slackapp

import (
	"context"
	"slices"

	"throughline/internal/coaching"
	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/rounds"
	"throughline/internal/slackapp/view"
)

// The mirror: a private log with one question a day. What is written in it lies in the person's journal.

func (a *App) mirrorCommands() map[verb]handler {
	return map[verb]handler{verbMirror: func(ctx context.Context, r *request) (answer, error) {
		r.text = ""
		return a.mirror(ctx, r, a.aside(ctx, r))
	}}
}

func (a *App) mirrorClicks() map[string]pressed {
	return map[string]pressed{
		view.ActMirror:     func(ctx context.Context, p press) (answer, error) { return a.mirror(ctx, p.request, p.meta.Mission) },
		view.ActMirrorOn:   a.clickMirrorOn,
		view.ActMirrorOff:  a.clickMirrorOff,
		view.ActMirrorPast: a.clickMirrorPast,
		view.ActGuesses:    a.at(a.clickGuesses),
		view.ActWhom:       a.at(a.clickWhom),
		view.ActWhomTalked: a.at(a.clickWhomTalked),
		view.ActWhomLater:  a.at(a.clickWhomLater),
		view.ActWhomElse:   a.at(a.clickWhomElse),
	}
}

func (a *App) mirrorForms() map[string]sent {
	return map[string]sent{view.ViewMirror: a.submitMirror}
}

// mirror opens the mirror, and offers it to who leads nothing.
func (a *App) mirror(ctx context.Context, r *request, about mission.ID) (answer, error) {
	d, err := a.mirrorData(ctx, r, about)
	if err != nil {
		return answer{}, err
	}
	if len(d.Leads) == 0 && !d.TurnedOn {
		return say(view.MirrorOffer(a.env(ctx, nil))), nil
	}
	return a.form(r, view.Mirror(a.env(ctx, nil), d)), nil
}

func (a *App) mirrorData(ctx context.Context, r *request, about mission.ID) (d view.MirrorData, err error) {
	var led []mission.Mission
	err = a.store.View(ctx, func(tx Tx) error {
		p, err := a.practice(tx, r.user)
		if err != nil {
			return err
		}
		d.TurnedOn = p.Mirror
		_, led, err = standingOf(tx, a.team, r.user)
		return err
	})
	if err != nil {
		return d, err
	}
	d.Leads = a.seenBy(ctx, r, led, len(led))
	slices.SortStableFunc(d.Leads, func(x, y mission.Mission) int {
		return boolInt(y.ID == about) - boolInt(x.ID == about)
	})
	if len(d.Leads) > 0 {
		d.In = d.Leads[0].ID
	}
	return d, a.askToday(ctx, r.user, &d)
}

// askToday fills in today's question. Who turned the mirror on and is in no mission gets one by the calendar: there is
// nothing that could ask her, and nothing that would count it.
func (a *App) askToday(ctx context.Context, user mission.UserID, d *view.MirrorData) error {
	me, err := a.me(ctx, user)
	if err != nil {
		return err
	}
	about := mission.Mission{}
	if len(d.Leads) > 0 {
		about = d.Leads[0]
	}
	var row nudges.Row
	found := false
	err = a.store.Update(ctx, func(tx Tx) error {
		about := about // The transaction may be run again.
		if mine, err := a.runningOf(tx, user); err != nil {
			return err
		} else if about.ID == "" && len(mine) > 0 {
			about = mine[0]
		}
		row, found, err = a.todaysMirror(tx, me, about)
		return err
	})
	if err != nil {
		return err
	}
	if found {
		d.Question, d.QuestionID, d.Row = a.questionText(row.Nudge.Question), row.Nudge.Question, row.Key
		return nil
	}
	pool := a.set().Library.Fitting(nudges.Lead, mission.Middle)
	if len(pool) > 0 {
		day := mission.Date{Year: 2026, Month: 1, Day: 1}.DaysUntil(me.today)
		q := pool[coaching.Turns(mission.ID(user), max(day, 0), len(pool))]
		d.Question, d.QuestionID = q.Text, q.ID
	}
	return nil
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (a *App) submitMirror(ctx context.Context, s submitted) (answer, error) {
	text, errs := view.ParseMirror(s.values)
	if len(errs) > 0 {
		return wrong(errs)
	}
	d, err := a.mirrorData(ctx, s.request, s.meta.Mission)
	if err != nil {
		return answer{}, err
	}
	note, err := a.sealedNote(s.user, d.In, text)
	if err != nil {
		return answer{}, err
	}
	note.Question = d.QuestionID
	if q, ok := a.set().Library.ByID(s.meta.Kind); ok && q.Audience == nudges.Lead {
		note.Question = q.ID // the one that she was shown, perhaps before midnight
	}
	if note.Question == d.QuestionID {
		note.Nudge = d.Row
	}
	if _, err := a.once(ctx, s.key, func(tx Tx) (outcome, error) {
		return outcome{Did: "mirror", Entry: note.ID}, inOrder(
			func() error { return tx.PutReflection(note) },
			func() error { return a.answeredMirror(tx, note.Nudge) },
		)
	}); err != nil {
		return answer{}, err
	}
	page, err := a.mirrorPage(ctx, s.user, 0)
	page.Kept = true
	return inPlace(view.MirrorPast(a.env(ctx, a.reader(ctx, s.user)), page)), err
}

const (
	mirrorShown = 5
	// mirrorLook bounds how many notes of the journal are gone through for those of the mirror.
	mirrorLook = 2000
)

// mirrorPage reads a page of what a person wrote in her mirror.
func (a *App) mirrorPage(ctx context.Context, user mission.UserID, at int) (view.MirrorPage, error) {
	var notes []mission.Reflection
	err := a.store.View(ctx, func(tx Tx) error {
		all, err := tx.Reflections(a.team, user, "", mirrorLook)
		notes = slices.DeleteFunc(all, func(n mission.Reflection) bool { return !a.ofMirror(n) })
		return err
	})
	page := view.MirrorPage{Pages: max((len(notes)+mirrorShown-1)/mirrorShown, 1)}
	page.At = min(max(at, 0), page.Pages-1)
	for _, n := range notes[page.At*mirrorShown : min((page.At+1)*mirrorShown, len(notes))] {
		q, _ := a.set().Library.ByID(n.Question)
		words, errOpen := a.open(n.Text, noteBinding(n))
		page.Notes = append(page.Notes, view.MirrorNote{ID: n.ID, At: n.At, Question: q.Text, Words: words, Locked: errOpen != nil})
	}
	return page, err
}

// ofMirror reports whether a note answers a question of the mirror.
func (a *App) ofMirror(n mission.Reflection) bool {
	q, ok := a.set().Library.ByID(n.Question)
	return ok && q.Audience == nudges.Lead
}

func (a *App) clickMirrorPast(ctx context.Context, p press) (answer, error) {
	page, err := a.mirrorPage(ctx, p.user, p.meta.Page)
	return a.onTop(p, view.MirrorPast(a.env(ctx, a.reader(ctx, p.user)), page)), err
}

func (a *App) clickMirrorOn(ctx context.Context, p press) (answer, error) {
	if err := a.setMirror(ctx, p, true); err != nil {
		return answer{}, err
	}
	return a.mirror(ctx, p.request, "")
}

func (a *App) clickMirrorOff(ctx context.Context, p press) (answer, error) {
	err := a.setMirror(ctx, p, false)
	return a.onTop(p, view.MirrorOff(a.env(ctx, nil))), err
}

func (a *App) setMirror(ctx context.Context, p press, on bool) error {
	_, err := a.once(ctx, p.key, func(tx Tx) (outcome, error) {
		return outcome{Did: "mirror_set"}, a.wantsMirror(tx, p.user, on)
	})
	return err
}

// clickGuesses shows the lead how her guesses fared.
func (a *App) clickGuesses(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	if err := a.may(ctx, mission.TalkInTurn, who, m); err != nil {
		return answer{}, err
	}
	var all []rounds.Fared
	err := a.store.View(ctx, func(tx Tx) (err error) {
		all, err = rounds.Guesses(tx, a.seal, a.team, p.user, m.ID)
		return err
	})
	return a.form(p.request, view.Guesses(a.env(ctx, a.reader(ctx, p.user)), m, all)), err
}
