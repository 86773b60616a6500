package slackapp

import (
	"context"
	"errors"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// What changes a commitment or a risk, in one transaction each: the domain's operation, the question that its
// author is asked about it, and the messages that tell of both.

// promiseRef is a commitment or a risk that somebody points at: an entry of a mission, or one that only she
// sees.
type promiseRef struct {
	mission mission.Mission
	who     mission.Actor
	entry   mission.Entry          // an entry, or what the own one is without its words
	own     *mission.OwnCommitment // nil for an entry
}

// tellPromise keeps a commitment or a risk, posts it, and plans the question after it.
func (a *App) tellPromise(ctx context.Context, r *request, who mission.Actor, id mission.ID, in mission.NewEntry) (outcome, error) {
	person, err := a.person(ctx, who.User)
	if err != nil {
		return outcome{}, err
	}
	in.ID = a.newID()
	return a.onMission(ctx, r, id, func(tx Tx, m mission.Mission, w rows) (outcome, error) {
		m, e, err := mission.Tell(tx, w.now, who, m, in)
		if err != nil {
			return outcome{}, err
		}
		return outcome{Did: "tell", Mission: m.ID, Entry: e.ID}, inOrder(
			func() error { return keepZone(tx, person, w.now) },
			func() error { return nudges.PlanPromise(tx, e, w.now) },
			func() error { return w.entryPosted(m, e) },
			func() error { return w.cardChanged(m) },
		)
	})
}

// The fields that a commitment of one's own is sealed for.
const (
	ownText    = "commitment"
	ownIf      = "commitment_if"
	ownBecause = "commitment_because"
)

func ownBinding(c mission.OwnCommitment, field string) mission.Binding {
	return mission.Binding{Team: c.Team, User: c.User, Field: field, Record: string(c.ID)}
}

// sealOwn seals the words of a commitment of one's own.
func (a *App) sealOwn(c mission.OwnCommitment, text, moment string) (mission.OwnCommitment, error) {
	var err, errIf error
	c.Text, err = a.sealText(text, ownBinding(c, ownText))
	c.If, errIf = a.sealText(moment, ownBinding(c, ownIf))
	return c, errors.Join(err, errIf)
}

// keepOwn keeps a commitment that nobody but its author sees, and plans the question after it.
func (a *App) keepOwn(ctx context.Context, r *request, who mission.Actor, id mission.ID, in mission.NewEntry) (outcome, error) {
	person, err := a.person(ctx, who.User)
	if err != nil {
		return outcome{}, err
	}
	c := mission.OwnCommitment{ID: a.newID(), Team: a.team, User: who.User, Mission: id}
	return a.onMission(ctx, r, id, func(tx Tx, m mission.Mission, w rows) (outcome, error) {
		if err := mission.CommitToOneself(tx, w.now, who, m, &in); err != nil {
			return outcome{}, err
		}
		c.By, c.At = in.By, w.now
		c, err := a.sealOwn(c, in.Text, in.If)
		return outcome{Did: "own", Mission: m.ID, Entry: c.ID}, inOrder(
			func() error { return err },
			func() error { return keepZone(tx, person, w.now) },
			func() error { return tx.PutOwnCommitment(c) },
			func() error { return nudges.PlanOwn(tx, c, w.now) },
		)
	})
}

// change is what is done to a commitment or a risk. Entry and own are its two kinds; the other one is nil. It
// returns what is to be kept.
type change struct {
	did   string
	entry func(Tx, promiseRef, time.Time) (mission.Entry, error)
	own   func(mission.OwnCommitment, time.Time) (mission.OwnCommitment, error)
	// opens says that what was said of it is taken back, so that its question is open again.
	opens bool
}

// onPromise does something to a commitment or a risk, once.
func (a *App) onPromise(ctx context.Context, r *request, p promiseRef, do change) error {
	_, err := a.once(ctx, r.key, func(tx Tx) (outcome, error) {
		if p.own != nil {
			return outcome{Did: do.did, Entry: p.own.ID}, a.changeOwn(tx, p, do)
		}
		return outcome{Did: do.did, Mission: p.mission.ID, Entry: p.entry.ID}, a.changeEntry(tx, p, do)
	})
	return err
}

func (a *App) changeOwn(tx Tx, p promiseRef, do change) error {
	w := a.rows(tx)
	c, err := tx.OwnCommitment(a.team, p.own.User, p.own.ID)
	if err != nil {
		return err
	}
	if !c.Awaits() && !do.opens {
		return &mission.Refusal{Code: mission.MovedOn}
	}
	if c, err = do.own(c, w.now); err != nil {
		return err
	}
	return inOrder(
		func() error { return tx.PutOwnCommitment(c) },
		func() error { return a.asking(tx, nudges.OwnKey(c), do.opens) },
		func() error { return a.plansOwn(tx, c) },
	)
}

// plansOwn lets the question after a commitment of one's own follow its day.
func (a *App) plansOwn(tx Tx, c mission.OwnCommitment) error {
	if !c.Awaits() {
		return nil
	}
	return nudges.PlanOwn(tx, c, a.clock.Now())
}

func (a *App) changeEntry(tx Tx, p promiseRef, do change) error {
	w := a.rows(tx)
	m, err := tx.Mission(a.team, p.mission.ID)
	if err != nil {
		return err
	}
	before, err := tx.Entry(a.team, m.ID, p.entry.ID)
	if err != nil {
		return err
	}
	e, err := do.entry(tx, promiseRef{mission: m, who: p.who, entry: before}, w.now)
	if err != nil {
		return err
	}
	steps := []func() error{
		func() error { return a.asking(tx, nudges.PromiseKey(before), do.opens) },
		func() error { return w.entryChanged(m, e) },
	}
	if e.Awaits() {
		steps = append(steps, func() error { return nudges.PlanPromise(tx, e, w.now) })
	}
	return inOrder(steps...)
}

// asking brings the question about a commitment or a risk up to date, where it was asked: it is answered, or
// open again.
func (a *App) asking(tx Tx, key string, opens bool) error {
	row, shown, err := nudges.Shown(tx, a.team, key)
	if err != nil || !shown {
		return err
	}
	if opens {
		_, err = nudges.Reopen(tx, a.team, key)
	} else {
		_, err = nudges.MarkAnswered(tx, a.team, key, nudges.Answered, a.clock.Now())
	}
	return inOrder(func() error { return err }, func() error { return a.rows(tx).nudgeChanged(row) })
}

// done says that it is done.
func (a *App) promiseDone() change {
	return change{
		did: "done",
		entry: func(tx Tx, p promiseRef, now time.Time) (mission.Entry, error) {
			return mission.KeepPromise(tx, now, p.who, p.mission, p.entry.ID)
		},
		own: func(c mission.OwnCommitment, now time.Time) (mission.OwnCommitment, error) {
			return c.Ended(mission.Kept, nil, now), nil
		},
	}
}

// promiseLetGo lets it go, with a reason or without one.
func (a *App) promiseLetGo(because string) change {
	return change{
		did: "let_go",
		entry: func(tx Tx, p promiseRef, now time.Time) (mission.Entry, error) {
			return mission.LetGoOf(tx, now, p.who, p.mission, p.entry.ID, because)
		},
		own: func(c mission.OwnCommitment, now time.Time) (mission.OwnCommitment, error) {
			sealed, err := a.sealText(because, ownBinding(c, ownBecause))
			return c.Ended(mission.LetGo, sealed, now), err
		},
	}
}

// promiseOpen takes back what was said of it.
func (a *App) promiseOpen() change {
	return change{
		did: "open", opens: true,
		entry: func(tx Tx, p promiseRef, _ time.Time) (mission.Entry, error) {
			return mission.TakeUp(tx, p.who, p.mission, p.entry.ID)
		},
		own: func(c mission.OwnCommitment, now time.Time) (mission.OwnCommitment, error) {
			return c.Ended(mission.Awaited, nil, now), nil
		},
	}
}

// promiseDay gives it another day. A risk that was asked after is looked at another time.
func (a *App) promiseDay(m mission.Mission, day mission.Date) change {
	return change{
		did: "another_day",
		entry: func(tx Tx, p promiseRef, now time.Time) (mission.Entry, error) {
			again, err := nudges.PromiseAsked(tx, p.entry)
			if err != nil {
				return mission.Entry{}, err
			}
			return mission.Postpone(tx, now, p.who, p.mission, p.entry.ID, day, again)
		},
		own: func(c mission.OwnCommitment, now time.Time) (mission.OwnCommitment, error) {
			if day.Before(m.Today(now)) {
				return c, &mission.Refusal{Code: mission.DatePast, Field: "day", Date: day}
			}
			c.By = day
			return c, nil
		},
	}
}

// promiseChange changes its words and its day.
func (a *App) promiseChange(m mission.Mission, in mission.Promise) change {
	return change{
		did: "change_promise",
		entry: func(tx Tx, p promiseRef, now time.Time) (mission.Entry, error) {
			e, moved, err := mission.Repromise(tx, now, p.who, p.mission, p.entry.ID, in)
			if err != nil || !moved || e.Kind != mission.Risk {
				return e, err
			}
			again, err := nudges.PromiseAsked(tx, e)
			if err != nil || !again {
				return e, err
			}
			return mission.Postpone(tx, now, p.who, p.mission, e.ID, e.Look, true)
		},
		own: func(c mission.OwnCommitment, now time.Time) (mission.OwnCommitment, error) {
			if err := mission.CheckOwn(c, m.Today(now), &in); err != nil {
				return c, err
			}
			c.By, c.EditedAt = in.Day, now
			return a.sealOwn(c, in.Text, in.If)
		},
	}
}

// tellWhatHappened tells what came of a risk as a lesson, and says so at the risk.
func (a *App) tellWhatHappened(ctx context.Context, r *request, p promiseRef, text string) error {
	in := mission.NewEntry{ID: a.newID(), Text: text}
	_, err := a.onMission(ctx, r, p.mission.ID, func(tx Tx, m mission.Mission, w rows) (outcome, error) {
		holder, lesson, risk, err := mission.TellLesson(tx, w.now, p.who, m, p.entry.ID, in)
		if err != nil {
			return outcome{}, err
		}
		return outcome{Did: "looked", Mission: m.ID, Entry: lesson.ID}, inOrder(
			func() error { return w.entryPosted(holder, lesson) },
			func() error { return w.entryChanged(m, risk) },
			func() error { return w.cardChanged(holder) },
			func() error { return a.asking(tx, nudges.PromiseKey(risk), false) },
		)
	})
	return err
}

// ownAtOnce is how many commitments of one's own are read at a time.
const ownAtOnce = 100

// ownOpen reads the commitments that a person keeps to herself and has not said anything of yet.
func ownOpen(tx Tx, team mission.TeamID, user mission.UserID) ([]mission.OwnCommitment, error) {
	var open []mission.OwnCommitment
	for before := mission.ID(""); ; {
		page, err := tx.OwnCommitments(team, user, before, ownAtOnce)
		if err != nil {
			return nil, err
		}
		for _, c := range page {
			if before = c.ID; c.Awaits() {
				open = append(open, c)
			}
		}
		if len(page) < ownAtOnce {
			return open, nil
		}
	}
}

// planAgain puts the questions about everything that is open in a mission on their way once more: it goes on,
// it follows another, or somebody came back to it. Only those of one person where one is named.
func (a *App) planAgain(tx Tx, m mission.Mission, of mission.UserID) error {
	now := a.clock.Now()
	open, err := mission.OpenPromises(tx, m)
	if err != nil {
		return err
	}
	for _, e := range open {
		if of != "" && e.Author != of || !nudges.InGrace(e.Day(), m, now) {
			continue
		}
		if err := nudges.PlanPromise(tx, e, now); err != nil {
			return err
		}
	}
	members, err := tx.Members(m.Team, m.ID)
	if err != nil {
		return err
	}
	for _, member := range members {
		if of != "" && member.User != of {
			continue
		}
		if err := a.planOwnAgain(tx, m, member.User); err != nil {
			return err
		}
	}
	return nil
}

func (a *App) planOwnAgain(tx Tx, m mission.Mission, user mission.UserID) error {
	now := a.clock.Now()
	own, err := ownOpen(tx, m.Team, user)
	if err != nil {
		return err
	}
	for _, c := range own {
		if !nudges.InGrace(c.By, m, now) {
			continue
		}
		if err := nudges.PlanOwn(tx, c, now); err != nil {
			return err
		}
	}
	return nil
}

// openIn reports whether commitments and risks of a mission are open.
func (a *App) openIn(ctx context.Context, m mission.Mission) (promised, tried bool, err error) {
	var open []mission.Entry
	err = a.store.View(ctx, func(tx Tx) (err error) {
		open, err = mission.OpenPromises(tx, m)
		return err
	})
	for _, e := range open {
		promised = promised || e.Kind == mission.Commitment
		tried = tried || e.Kind == mission.Risk
	}
	return promised, tried, err
}
