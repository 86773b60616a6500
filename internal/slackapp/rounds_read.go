package slackapp

import (
	"context"
	"errors"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/rounds"
	"throughline/internal/slackapp/view"
)

// What is read of rounds: the invitation, the result, and the trend.

// frameRound asks a round, or says that it is closed.
func (a *App) frameRound(ctx context.Context, env view.Env, row nudges.Row, d view.NudgeData) (view.Message, error) {
	r, err := a.round(ctx, d.Mission, mission.ID(row.Ref))
	if err != nil {
		return view.Message{}, err
	}
	data := view.RoundData{Mission: d.Mission, Round: r, Leads: d.Mission.Lead == row.User}
	if r.Closed() {
		return view.RoundOver(env, data), nil
	}
	return view.RoundAsked(env, data), nil
}

func (a *App) frameResult(ctx context.Context, env view.Env, row nudges.Row, d view.NudgeData) (view.Message, error) {
	return a.roundResult(ctx, env, d.Mission, mission.ID(row.Ref), false, &d)
}

func (a *App) round(ctx context.Context, m mission.Mission, id mission.ID) (r rounds.Round, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		r, err = tx.Round(m.Team, m.ID, id)
		return err
	})
	return r, err
}

// changesLooked is how many of the newest entries are looked through for what changed.
const changesLooked = 50

// roundResult makes the message that tells a result.
func (a *App) roundResult(ctx context.Context, env view.Env, m mission.Mission, id mission.ID, alone bool, nudge *view.NudgeData) (view.Message, error) {
	d := view.RoundResultData{Alone: alone, Nudge: nudge}
	d.Mission = m
	err := a.store.View(ctx, func(tx Tx) (err error) {
		if d.Round, err = tx.Round(m.Team, m.ID, id); err != nil {
			return err
		}
		if d.Before, err = rounds.TellBeside(tx, m, d.Round); err != nil {
			return err
		}
		d.Changes, err = changedSince(tx, m, d.Round, d.Before)
		return err
	})
	return view.RoundResult(env, d), err
}

// changedSince returns the wins and changes told from the last round to the close of this one, newest first.
func changedSince(tx Tx, m mission.Mission, r rounds.Round, before rounds.Before) ([]mission.Entry, error) {
	all, err := tx.Entries(m.Team, m.ID, "", changesLooked, mission.Win, mission.Changed)
	var out []mission.Entry
	for _, e := range all {
		if e.At.After(before.Since) && !e.At.After(r.ClosedAt) && !e.Withdrawn() {
			out = append(out, e)
		}
	}
	return out, err
}

// roundCommand answers the round that runs, or else says what the rounds said so far.
func (a *App) roundCommand(topic rounds.Topic) handler {
	return func(ctx context.Context, r *request) (answer, error) {
		r.text = "" // words after the verb would be no anonymous answer; none of them is kept or shown
		m, who, err := a.here(ctx, r)
		if err != nil {
			return answer{}, err
		}
		d, err := a.trend(ctx, m, who, topic)
		if err != nil {
			return answer{}, err
		}
		if d.Open != nil && d.Answers && !d.In && r.trigger != "" {
			return a.form(r, view.RoundForm(a.env(ctx, a.reader(ctx, r.user)), view.RoundData{Mission: m, Round: *d.Open}, d.Guesses)), nil
		}
		return a.sayTrend(ctx, r, d), nil
	}
}

func (a *App) sayTrend(ctx context.Context, r *request, d view.TrendData) answer {
	return say(view.Trend(a.env(ctx, a.reader(ctx, r.user), d.Mission.Lead), d))
}

func (a *App) clickRoundTrend(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	topic := rounds.Topic(p.meta.Kind)
	if !topic.Valid() {
		topic = rounds.Energy
	}
	d, err := a.trend(ctx, m, who, topic)
	return a.sayTrend(ctx, p.request, d), err
}

// trend reads what the rounds on a topic said, and what this person can do about the next.
func (a *App) trend(ctx context.Context, m mission.Mission, who mission.Actor, topic rounds.Topic) (view.TrendData, error) {
	d := view.TrendData{Mission: m, Topic: topic, Hidden: !a.showsEnergy(ctx, m)}
	err := a.store.View(ctx, func(tx Tx) (err error) {
		if d.Floor, err = rounds.Floor(tx, m); err != nil {
			return err
		}
		return inOrder(
			func() error { return readResults(tx, &d) },
			func() error { return a.readOpen(tx, &d, who) },
			func() error { return a.readRights(tx, &d, who) },
			func() error { return hideFrom(tx, &d, who) },
		)
	})
	return d, err
}

// hideFrom takes out what the reader is not to see: results in a channel shared with another organisation, where
// she is not in the mission.
func hideFrom(tx Tx, d *view.TrendData, who mission.Actor) error {
	member, err := optional(tx.Member(d.Mission.Team, d.Mission.ID, who.User))
	d.Hidden = d.Hidden && (member == nil || !member.In())
	if d.Hidden {
		d.Results, d.Others, d.Own = nil, nil, nil
	}
	return err
}

// clickRoundDrawn sends the trend of energy to the one who pressed, in words and with its picture.
func (a *App) clickRoundDrawn(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	d, err := a.trend(ctx, m, who, rounds.Energy)
	if err != nil {
		return answer{}, err
	}
	if !d.Drawn() {
		return a.sayTrend(ctx, p.request, d), nil
	}
	row := nudges.Row{
		Key: "trend/" + string(a.newID()), Team: m.Team, Subject: nudges.OfNotice, Mission: m.ID, User: p.user, Ref: noticeTrend,
	}
	done, err := a.once(ctx, p.key, func(tx Tx) (outcome, error) {
		return outcome{Did: "trend", Mission: m.ID}, a.rows(tx).post(row)
	})
	if err != nil || done.again || p.dm {
		return answer{}, err
	}
	return say(view.OnItsWay()), nil
}

// trendNotice is the trend in words. Whoever it goes to must still see the mission.
func (a *App) trendNotice(ctx context.Context, env view.Env, r rowRef) (view.Message, error) {
	asked := &request{user: r.row.User, userTeam: a.team}
	m, who, err := a.towards(ctx, asked, r.mission)
	if _, refused := mission.Refused(err); refused {
		return view.Message{}, mission.ErrNotFound
	}
	if err != nil {
		return view.Message{}, err
	}
	d, err := a.trend(ctx, m, who, rounds.Energy)
	if err == nil && !d.Drawn() {
		err = mission.ErrNotFound
	}
	return view.TrendInWords(env, d), err
}

func readResults(tx Tx, d *view.TrendData) (err error) {
	if d.Topic == rounds.OwnWords {
		d.Own, err = lastOwn(tx, d.Mission)
		return err
	}
	for _, topic := range rounds.Moods {
		results, err := rounds.Trend(tx, d.Mission, topic)
		switch {
		case err != nil:
			return err
		case topic == d.Topic:
			d.Results = results
		case len(results) > 0:
			d.Others = append(d.Others, results[len(results)-1])
		}
	}
	return nil
}

// lastOwn returns the last round of own words that had a result, or nil.
func lastOwn(tx Tx, m mission.Mission) (*rounds.Round, error) {
	all, err := tx.RoundsOf(m.Team, m.ID)
	var last *rounds.Round
	for _, r := range all {
		if r.Topic == rounds.OwnWords && r.Shared != nil {
			last = &r
		}
	}
	return last, err
}

// readOpen reads the round that runs, and whether it waits for this person.
func (a *App) readOpen(tx Tx, d *view.TrendData, who mission.Actor) error {
	r, runs, err := rounds.Running(tx, d.Mission, d.Topic)
	if err != nil || !runs || !r.OpenAt(a.clock.Now()) {
		return err
	}
	d.Open = &r
	d.Guesses = d.Mission.Lead == who.User && r.Topic.Mood()
	if err := mission.Check(tx, mission.AnswerRound, who, d.Mission, ""); err != nil {
		return unlessRefused(err)
	}
	err = rounds.Takes(tx, a.clock.Now(), d.Mission, r, who.User)
	d.In = errors.Is(err, &mission.Refusal{Code: rounds.AlreadyIn})
	d.Answers = err == nil || d.In
	d.Unasked = !d.Answers
	return unlessRefused(err)
}

// unlessRefused lets a refusal pass: it is an answer.
func unlessRefused(err error) error {
	if _, refused := mission.Refused(err); refused {
		return nil
	}
	return err
}

// readRights reads whether this person may open a round, and why nobody can.
func (a *App) readRights(tx Tx, d *view.TrendData, who mission.Actor) error {
	d.Steers = mission.Check(tx, mission.OpenRound, who, d.Mission, "") == nil
	err := a.mayOpen(tx, d.Mission, d.Topic)
	d.Opens = err == nil && d.Steers
	if refusal, refused := mission.Refused(err); refused {
		d.Why = refusal
		return nil
	}
	return err
}
