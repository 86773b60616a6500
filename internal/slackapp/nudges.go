package slackapp

import (
	"context"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/view"
)

// What the buttons beside nudges do.

// asked returns the nudge that a press is about, where it was sent to this person or to a channel whose
// mission she may see.
func (a *App) asked(ctx context.Context, p press) (nudges.Row, mission.Mission, mission.Actor, error) {
	row, m, err := a.nudge(ctx, nudges.Row{Team: a.team, Ref: p.meta.Nudge, Update: true})
	if isNotFound(err) || err == nil && row.User != "" && row.User != p.user {
		return row, m, mission.Actor{}, &mission.Refusal{Code: mission.Hidden}
	}
	if err != nil {
		return row, m, mission.Actor{}, err
	}
	m, who, err := a.seen(ctx, p.request, m.ID)
	if refused, ok := mission.Refused(err); ok && refused.Code == mission.Hidden && row.User == p.user {
		// She has left the channel since; what she was asked is still hers to put aside.
		m, err = a.mission(ctx, row.Mission)
		m = unseen(m)
	}
	return row, m, who, err
}

// onNudge changes what became of a nudge, together with whatever else is to change, and brings its message
// up to date.
func (a *App) onNudge(ctx context.Context, p press, did string, row nudges.Row, how nudges.Answer, also func(Tx, time.Time) error) error {
	_, err := a.once(ctx, p.key, func(tx Tx) (outcome, error) {
		now := a.clock.Now()
		return outcome{Did: did, Row: row.Key}, inOrder(
			func() error { return also(tx, now) },
			func() error {
				_, err := nudges.MarkAnswered(tx, a.team, row.Key, how, now)
				return err
			},
			func() error { return a.rows(tx).nudgeChanged(row) },
		)
	})
	return err
}

func nothing(Tx, time.Time) error { return nil }

func (a *App) clickNotNow(ctx context.Context, p press) (answer, error) {
	row, _, _, err := a.asked(ctx, p)
	if err != nil {
		return answer{}, err
	}
	return answer{}, a.onNudge(ctx, p, "not_now", row, nudges.NotNow, nothing)
}

// clickAnswer opens the form for a private answer, with what was kept in it before.
func (a *App) clickAnswer(ctx context.Context, p press) (answer, error) {
	row, m, _, err := a.asked(ctx, p)
	if err != nil {
		return answer{}, err
	}
	note, _, err := a.formNote(ctx, row)
	if err != nil {
		return answer{}, err
	}
	kept, err := a.open(note.Text, noteBinding(note))
	if err != nil {
		return answer{}, err
	}
	return a.form(p.request, view.Answer(a.env(ctx, nil), a.nudgeData(row, m), kept)), nil
}

// formNote returns what the one who was asked wrote in the form of a question, and whether she did.
func (a *App) formNote(ctx context.Context, row nudges.Row) (note mission.Reflection, found bool, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		note, found, err = formNote(tx, row)
		return err
	})
	return note, found, err
}

// answerKept reports whether anything is kept that somebody answered a question with, and whether it was
// written in its form.
func (a *App) answerKept(ctx context.Context, row nudges.Row) (form, kept bool, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		return eachNote(tx, row.Team, row.User, func(n mission.Reflection) bool {
			if n.Nudge == row.Key && !nudges.IsFurther(n.Question) {
				kept, form = true, form || n.Source == (mission.MessageRef{})
			}
			return !form
		})
	})
	return form, kept, err
}

// notesAtOnce is how many reflections are looked through at a time.
const notesAtOnce = 100

func formNote(tx Tx, row nudges.Row) (found mission.Reflection, there bool, err error) {
	if row.User == "" {
		return found, false, nil
	}
	err = eachNote(tx, row.Team, row.User, func(n mission.Reflection) bool {
		if there = n.Nudge == row.Key && n.Source == (mission.MessageRef{}) && !nudges.IsFurther(n.Question); there {
			found = n
		}
		return !there
	})
	return found, there, err
}

// eachNote goes through a person's reflections, newest first, until look says that it has seen enough.
func eachNote(tx Tx, team mission.TeamID, user mission.UserID, look func(mission.Reflection) bool) error {
	for before := mission.ID(""); ; {
		notes, err := tx.Reflections(team, user, before, notesAtOnce)
		for _, n := range notes {
			if !look(n) {
				return nil
			}
			before = n.ID
		}
		if err != nil || len(notes) < notesAtOnce {
			return err
		}
	}
}

// takeAnswerOut deletes what was written in the form of a question, and opens the question again.
func (a *App) takeAnswerOut(ctx context.Context, p press) (answer, error) {
	row, _, _, err := a.asked(ctx, p)
	if err != nil {
		return answer{}, err
	}
	_, err = a.once(ctx, p.key, func(tx Tx) (outcome, error) {
		note, found, err := formNote(tx, row)
		if err != nil || !found {
			return outcome{Did: "take_out"}, err
		}
		return outcome{Did: "take_out", Row: row.Key}, inOrder(
			func() error { return tx.DeleteReflection(a.team, p.user, note.ID) },
			func() error { return a.reopen(tx, row.Key, p.user) },
		)
	})
	return answer{}, err
}

// submitAnswer keeps a private answer, sealed, in place of an earlier one.
func (a *App) submitAnswer(ctx context.Context, s submitted) (answer, error) {
	text, errs := view.ParseAnswer(s.values)
	if len(errs) > 0 {
		return wrong(errs)
	}
	p := press{request: s.request, meta: s.meta}
	row, m, _, err := a.asked(ctx, p)
	if err != nil {
		return answer{}, err
	}
	note, err := a.sealedNote(s.user, m.ID, text)
	if err != nil {
		return answer{}, err
	}
	note.Nudge, note.Question = row.Key, row.Nudge.Question
	return done(), a.onNudge(ctx, p, "answer", row, nudges.Answered, func(tx Tx, _ time.Time) error {
		before, found, err := formNote(tx, row)
		if err != nil || !found {
			return inOrder(
				func() error { return err },
				func() error { return tx.PutReflection(note) },
				func() error { return nudges.AskFurther(tx, a.team, row.Key, text, a.set().Library) },
			)
		}
		before.Text, err = a.seal.Seal(noteBinding(before), text)
		return inOrder(func() error { return err }, func() error { return tx.PutReflection(before) })
	})
}

// sealedNote makes a journal entry of somebody's words.
func (a *App) sealedNote(user mission.UserID, m mission.ID, text string) (mission.Reflection, error) {
	note := mission.Reflection{ID: a.newID(), Team: a.team, User: user, Mission: m, At: a.clock.Now()}
	var err error
	note.Text, err = a.seal.Seal(noteBinding(note), text)
	return note, err
}

func noteBinding(r mission.Reflection) mission.Binding {
	return mission.Binding{Team: r.Team, User: r.User, Field: "reflection", Record: string(r.ID)}
}

// clickAnswerHere opens the form for an answer in the channel's thread.
func (a *App) clickAnswerHere(ctx context.Context, p press) (answer, error) {
	row, m, who, err := a.asked(ctx, p)
	if err != nil {
		return answer{}, err
	}
	if err := a.may(ctx, mission.AnswerHere, who, m); err != nil {
		return answer{}, err
	}
	return a.form(p.request, view.AnswerHere(a.env(ctx, nil), a.nudgeData(row, m))), nil
}

func (a *App) submitAnswerHere(ctx context.Context, s submitted) (answer, error) {
	text, errs := view.ParseAnswer(s.values)
	if len(errs) > 0 {
		return wrong(errs)
	}
	p := press{request: s.request, meta: s.meta}
	row, m, who, err := a.asked(ctx, p)
	if err != nil {
		return answer{}, err
	}
	id := a.newID()
	return done(), a.onNudge(ctx, p, "answer_here", row, nudges.Answered, func(tx Tx, now time.Time) error {
		thread := mission.MessageRef{Channel: row.Channel, TS: row.TS}
		e, err := mission.Answer(tx, now, who, m, id, text, thread)
		if err != nil {
			return err
		}
		return a.rows(tx).entryPosted(m, e)
	})
}

// steersNudges returns the channel's nudge that a press is about, where the person may change its plan.
func (a *App) steersNudges(ctx context.Context, p press) (nudges.Row, mission.Mission, error) {
	row, m, who, err := a.asked(ctx, p)
	if err != nil {
		return row, m, err
	}
	return row, m, a.may(ctx, mission.SteerNudges, who, m)
}

func (a *App) clickTalked(ctx context.Context, p press) (answer, error) {
	row, m, who, err := a.asked(ctx, p)
	if err != nil {
		return answer{}, err
	}
	if err := a.may(ctx, mission.AnswerHere, who, m); err != nil {
		return answer{}, err
	}
	return answer{}, a.onNudge(ctx, p, "talked", row, nudges.Talked, func(tx Tx, _ time.Time) error {
		kept, err := tx.Row(a.team, row.Key)
		if err != nil || kept.Nudge == nil || kept.Nudge.By != "" {
			return err
		}
		named := *kept.Nudge
		named.By = p.user
		kept.Nudge = &named
		return tx.PutRow(kept)
	})
}

// onPlan changes the channel's plan and says in a thread who did: the question's, where it was done from
// one, else the card's.
func (a *App) onPlan(ctx context.Context, p press, row nudges.Row, m mission.Mission, line string, change func(Tx, time.Time) error) error {
	_, err := a.once(ctx, p.key, func(tx Tx) (outcome, error) {
		return outcome{Did: line, Mission: m.ID}, inOrder(
			func() error { return change(tx, a.clock.Now()) },
			func() error { return a.rows(tx).planLine(m, row, line, string(p.user)) },
		)
	})
	return err
}

// clickUnskip lets the next question come after all.
func (a *App) clickUnskip(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	if err := a.may(ctx, mission.SteerNudges, who, m); err != nil {
		return answer{}, err
	}
	return answer{}, a.onPlan(ctx, p, nudges.Row{TS: p.thread}, m, lineUnskipped, func(tx Tx, _ time.Time) error {
		return nudges.SkipNext(tx, a.team, nudges.PlanID(nudges.Coach, m.ID, ""), false)
	})
}

func (a *App) clickOnHere(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	if err := a.may(ctx, mission.SteerNudges, who, m); err != nil {
		return answer{}, err
	}
	return answer{}, a.onPlan(ctx, p, nudges.Row{TS: p.thread}, m, lineOn, func(tx Tx, now time.Time) error {
		return nudges.TurnOn(tx, a.team, nudges.PlanID(nudges.Coach, m.ID, ""), now)
	})
}

func ignoreNotFound(err error) error {
	if isNotFound(err) {
		return nil
	}
	return err
}
