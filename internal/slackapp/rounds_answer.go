package slackapp

import (
	"context"
	"crypto/rand"
	"errors"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/rounds"
	"throughline/internal/slackapp/view"
)

// What people do with a round: answer it, guess, open one, and turn them off.

// clickRoundAnswer opens the form of a round for whom it is open to.
func (a *App) clickRoundAnswer(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	r, err := a.waitsFor(ctx, m, who, p.meta.Round)
	if err != nil {
		return answer{}, err
	}
	guesses := m.Lead == p.user && r.Topic.Mood()
	return a.form(p.request, view.RoundForm(a.env(ctx, a.reader(ctx, p.user)), view.RoundData{Mission: m, Round: r}, guesses)), nil
}

// submitRound keeps an answer. Nothing is remembered of the request: who has answered is known by the mark
// that dies with the round, so that a repeated envelope changes nothing either.
func (a *App) submitRound(ctx context.Context, s submitted) (answer, error) {
	m, who, err := a.subject(ctx, s)
	if err != nil {
		return answer{}, err
	}
	r, err := a.round(ctx, m, s.meta.Round)
	if err != nil {
		return answer{}, err
	}
	said, errs := view.ParseRound(s.values, r.Topic)
	if len(errs) > 0 {
		return wrong(errs)
	}
	_, err = a.once(ctx, "", func(tx Tx) (outcome, error) {
		return outcome{}, rounds.Give(tx, a.seal, a.clock.Now(), who, m, r.ID, said, rand.Reader)
	})
	again := errors.Is(err, &mission.Refusal{Code: rounds.AlreadyIn})
	if err != nil && !again {
		return answer{}, err
	}
	sent := view.RoundSent(a.env(ctx, nil), again)
	return answer{form: slack.NewUpdateViewSubmissionResponse(&sent)}, nil
}

// clickRoundWhy explains why a round came.
func (a *App) clickRoundWhy(ctx context.Context, p press, m mission.Mission, _ mission.Actor) (answer, error) {
	r, err := a.round(ctx, m, p.meta.Round)
	if err != nil {
		return answer{}, err
	}
	env := a.env(ctx, a.reader(ctx, p.user), r.OpenedBy)
	return a.form(p.request, view.RoundWhy(env, view.RoundData{Mission: m, Round: r})), nil
}

// clickRoundOpen opens the form that opens a round, for whoever may.
func (a *App) clickRoundOpen(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	d := view.OpenRoundData{Mission: m, Topic: rounds.Topic(p.meta.Kind), Leads: m.Lead == p.user}
	if !d.Topic.Valid() {
		d.Topic = rounds.Energy
	}
	err := a.store.View(ctx, func(tx Tx) error {
		if err := mission.Check(tx, mission.OpenRound, who, m, ""); err != nil {
			return err
		}
		if err := a.mayOpen(tx, m, d.Topic); err != nil {
			return err
		}
		var err error
		d.Floor, err = rounds.Floor(tx, m)
		return err
	})
	if err != nil {
		return answer{}, err
	}
	return a.form(p.request, view.OpenRound(a.env(ctx, a.reader(ctx, p.user)), d)), nil
}

// mayOpen returns nil where a round could open now that asks those who agreed to it, and otherwise why not.
func (a *App) mayOpen(tx Tx, m mission.Mission, topic rounds.Topic) error {
	asked, err := nudges.AgreedToRounds(tx, m, roundKind(topic))
	if err != nil {
		return err
	}
	return rounds.May(tx, a.clock.Now(), m, topic, len(asked))
}

func (a *App) submitRoundOpen(ctx context.Context, s submitted) (answer, error) {
	in, errs := view.ParseOpenRound(s.values, s.meta.Kind)
	if len(errs) > 0 {
		return wrong(errs)
	}
	m, who, err := a.subject(ctx, s)
	if err != nil {
		return answer{}, err
	}
	opened, err := a.openRound(ctx, s.request, who, m.ID, in)
	if err != nil {
		return answer{}, err
	}
	r, err := a.round(ctx, m, opened.Entry)
	if err != nil {
		return answer{}, err
	}
	return doneAnd(s, m, view.RoundOpened(a.env(ctx, nil), view.RoundData{Mission: m, Round: r})), nil
}

// clickRoundGuess opens the form for what whoever leads expects.
func (a *App) clickRoundGuess(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	var r rounds.Round
	var kept rounds.Word
	err := a.store.View(ctx, func(tx Tx) (err error) {
		if r, err = tx.Round(m.Team, m.ID, p.meta.Round); err != nil {
			return err
		}
		if err := rounds.MayGuess(tx, a.clock.Now(), who, m, r); err != nil {
			return err
		}
		kept, err = rounds.GuessOf(tx, a.seal, a.team, p.user, r.ID)
		return err
	})
	if err != nil {
		return answer{}, err
	}
	return a.form(p.request, view.GuessForm(a.env(ctx, nil), view.RoundData{Mission: m, Round: r}, kept)), nil
}

// submitRoundGuess keeps a guess. It closes the form on top alone: the answer may wait below it.
func (a *App) submitRoundGuess(ctx context.Context, s submitted) (answer, error) {
	w, errs := view.ParseGuess(s.values)
	if len(errs) > 0 {
		return wrong(errs)
	}
	m, who, err := a.subject(ctx, s)
	if err != nil {
		return answer{}, err
	}
	_, err = a.onMission(ctx, s.request, m.ID, func(tx Tx, m mission.Mission, _ rows) (outcome, error) {
		return outcome{Did: "guess", Mission: m.ID}, rounds.PutGuess(tx, a.seal, a.clock.Now(), who, m, s.meta.Round, w)
	})
	return answer{}, err
}

// clickRoundFloor opens the form for how many have to answer, while no round runs.
func (a *App) clickRoundFloor(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	var floor int
	err := a.store.View(ctx, func(tx Tx) (err error) {
		if err := rounds.MaySetFloor(tx, who, m); err != nil {
			return err
		}
		floor, err = rounds.Floor(tx, m)
		return err
	})
	if err != nil {
		return answer{}, err
	}
	return a.form(p.request, view.FloorForm(a.env(ctx, nil), m, floor)), nil
}

func (a *App) submitRoundFloor(ctx context.Context, s submitted) (answer, error) {
	floor, errs := view.ParseFloor(s.values)
	if len(errs) > 0 {
		return wrong(errs)
	}
	m, who, err := a.subject(ctx, s)
	if err != nil {
		return answer{}, err
	}
	_, err = a.onMission(ctx, s.request, m.ID, func(tx Tx, m mission.Mission, _ rows) (outcome, error) {
		return outcome{Did: "floor", Mission: m.ID}, rounds.SetFloor(tx, who, m, floor)
	})
	if err != nil {
		return answer{}, err
	}
	return doneAnd(s, m, view.FloorKept(a.env(ctx, nil), m, floor)), nil
}

// clickRoundNotes shows the notes of a closed round to a member.
func (a *App) clickRoundNotes(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	var r rounds.Round
	var notes []string
	err := a.store.View(ctx, func(tx Tx) (err error) {
		if r, err = tx.Round(m.Team, m.ID, p.meta.Round); err != nil {
			return err
		}
		notes, err = rounds.Notes(tx, a.seal, a.clock.Now(), who, m, r.ID)
		return err
	})
	if err != nil {
		return answer{}, err
	}
	env := a.env(ctx, a.reader(ctx, p.user))
	return a.turnTo(p, view.RoundNotes(env, view.RoundData{Mission: m, Round: r}, notes, p.meta.Page)), nil
}

// waitsFor returns a round that waits for a person's answer.
func (a *App) waitsFor(ctx context.Context, m mission.Mission, who mission.Actor, id mission.ID) (r rounds.Round, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		if err := mission.Check(tx, mission.AnswerRound, who, m, ""); err != nil {
			return err
		}
		if r, err = tx.Round(m.Team, m.ID, id); err != nil {
			return err
		}
		return rounds.Takes(tx, a.clock.Now(), m, r, who.User)
	})
	return r, err
}

// roundTyped answers what was typed where a round asks. It is not kept: it would carry a name.
func (a *App) roundTyped(ctx context.Context, s said, key string) view.Message {
	env := a.env(ctx, a.reader(ctx, s.user))
	row, m, err := a.nudge(ctx, nudges.Row{Team: a.team, Ref: key, Update: true})
	if err != nil {
		return view.NothingOpen(env, s.at)
	}
	r, err := a.round(ctx, m, mission.ID(row.Ref))
	if err != nil {
		return view.NothingOpen(env, s.at)
	}
	return view.RoundTyped(env, view.RoundData{Mission: m, Round: r}, s.at, s.thread != "")
}
