package slackapp

import (
	"context"
	"errors"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/view"
)

// How commitments and risks look in the channel, and how they are asked after.

// promiseFrames are the questions after what somebody said she would do.
func (a *App) promiseFrames() map[nudges.Kind]framed {
	return map[nudges.Kind]framed{nudges.FollowUp: a.framePromise, nudges.RiskDue: a.framePromise}
}

// promiseLines are the lines of the card's thread about them.
func (a *App) promiseLines() map[string]lined {
	return map[string]lined{lineCarried: a.renderCarried}
}

// renderPromise makes the channel's message of a commitment or a risk.
func (a *App) renderPromise(ctx context.Context, m mission.Mission, e mission.Entry) (view.Message, error) {
	d := view.PromiseData{Mission: m, Entry: e}
	err := a.store.View(ctx, func(tx Tx) error {
		row, err := optional(tx.Row(a.team, nudges.PromiseKey(e)))
		asks, errAsks := asksAbout(tx, e)
		if row != nil && !row.State.Ended() && asks {
			d.AskedAt = row.Due
		}
		if err = errors.Join(err, errAsks); err != nil || e.Lesson == "" {
			return err
		}
		d.Lesson, err = a.lessonOf(tx, m, e)
		return err
	})
	if err != nil {
		return view.Message{}, err
	}
	d.AskedIn = a.reader(ctx, e.Author)
	if d.AskedIn == nil {
		d.AskedIn = m.Location()
	}
	people := peopleIn(e)
	if d.Lesson != nil {
		people = append(people, d.Lesson.Author)
	}
	return view.Promise(a.env(ctx, nil, people...), d), nil
}

// asksAbout reports whether the author of a commitment or a risk lets herself be asked after such things. Who has
// left is not asked.
func asksAbout(tx Tx, e mission.Entry) (bool, error) {
	author, err := optional(tx.Member(e.Team, e.Mission, e.Author))
	if err != nil || author != nil && !author.In() {
		return false, err
	}
	p, err := tx.Person(e.Team, e.Author)
	kind := nudges.FollowUp
	if e.Kind == mission.Risk {
		kind = nudges.RiskDue
	}
	return !p.IsOff(kind, e.Mission), ignoreNotFound(err)
}

// asksOf is [asksAbout] for what somebody is about to promise.
func (a *App) asksOf(ctx context.Context, m mission.Mission, user mission.UserID, k mission.EntryKind) (asks bool, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		asks, err = asksAbout(tx, mission.Entry{Team: m.Team, Mission: m.ID, Author: user, Kind: k})
		return err
	})
	return asks, err
}

// promisesShown brings the messages of what somebody promised up to date, as she leaves or comes back: whether I
// ask after it stands on them.
func promisesShown(tx Tx, w rows, m mission.Mission, author mission.UserID) error {
	open, err := mission.OpenPromises(tx, m)
	if err != nil {
		return err
	}
	for _, e := range open {
		if e.Author != author || e.Mission != m.ID {
			continue
		}
		if err := w.entryChanged(m, e); err != nil {
			return err
		}
	}
	return nil
}

// lessonOf reads the lesson that tells what happened with a risk: of its mission, or of the one that took it
// along.
func (a *App) lessonOf(tx Tx, m mission.Mission, e mission.Entry) (*mission.Entry, error) {
	missions, err := tx.MissionsIn(m.Team, m.Channel)
	if err != nil {
		return nil, err
	}
	for _, at := range missions {
		lesson, err := optional(tx.Entry(m.Team, at.ID, e.Lesson))
		if lesson != nil || err != nil {
			return lesson, err
		}
	}
	return nil, nil
}

// framePromise asks after a commitment or a risk, or says what became of it. The words of one that only its
// author sees are not read for it.
func (a *App) framePromise(ctx context.Context, env view.Env, row nudges.Row, d view.NudgeData) (view.Message, error) {
	asked, err := a.promiseNudge(ctx, row, d)
	if err != nil {
		return view.Message{}, err
	}
	if asked.Gone || row.Nudge.Answer == nudges.Answered {
		return view.PromiseAnswered(env, asked), nil
	}
	if d.Kind == nudges.RiskDue {
		return view.RiskDue(env, asked), nil
	}
	return view.FollowUp(env, asked), nil
}

func (a *App) promiseNudge(ctx context.Context, row nudges.Row, d view.NudgeData) (view.PromiseNudge, error) {
	out := view.PromiseNudge{NudgeData: d}
	err := a.store.View(ctx, func(tx Tx) error {
		e, err := optional(tx.Entry(row.Team, row.Mission, mission.ID(row.Ref)))
		if e != nil {
			out.Entry, out.Gone = *e, e.Withdrawn()
		}
		if e != nil || err != nil {
			return err
		}
		c, err := optional(tx.OwnCommitment(row.Team, row.User, mission.ID(row.Ref)))
		if out.Own, out.Gone = c != nil, c == nil; c != nil {
			out.Entry = ownEntry(*c)
		}
		return err
	})
	return out, err
}

// renderCarried lists in the thread of a new mission what it took along.
func (a *App) renderCarried(ctx context.Context, _ view.Env, r rowRef) (view.Message, error) {
	var open []mission.Entry
	var from mission.Mission
	err := a.store.View(ctx, func(tx Tx) (err error) {
		if from, err = tx.Mission(r.mission.Team, r.mission.From); err != nil {
			return err
		}
		all, err := mission.OpenPromises(tx, r.mission)
		for _, e := range all {
			if e.Mission != r.mission.ID {
				open = append(open, e)
			}
		}
		return err
	})
	var people []mission.UserID
	for _, e := range open {
		people = append(people, e.Author)
	}
	return view.ThreadCarried(a.env(ctx, nil, people...), r.mission, from, open), err
}

// takesAlong lets a new mission follow what it took along from the one before, and say so in its thread.
func (a *App) takesAlong(tx Tx, w rows, m mission.Mission) error {
	if m.From == "" {
		return nil
	}
	open, err := mission.OpenPromises(tx, m)
	if err != nil {
		return err
	}
	steps := []func() error{func() error { return a.planAgain(tx, m, "") }}
	if len(open) > 0 {
		steps = append(steps, func() error { return w.line(m, lineCarried) })
	}
	return inOrder(steps...)
}

// askTap answers words that were typed to a nudge that asks after something. Which answer they are is not
// guessed, and they are not kept.
func (a *App) askTap(ctx context.Context, s said, key string) view.Message {
	row, m, err := a.nudge(ctx, nudges.Row{Team: a.team, Ref: key, Update: true})
	if err != nil {
		a.log.Debug("the nudge of a reply is not known", "error", err)
		return view.Help(a.env(ctx, nil))
	}
	asked, err := a.promiseNudge(ctx, row, a.nudgeData(row, m))
	if err != nil {
		a.log.Debug("what a nudge asks after is not known", "error", err)
	}
	var reader *time.Location
	if row.User != "" {
		reader = a.reader(ctx, row.User)
	}
	env := a.env(ctx, reader)
	if asked.Gone || row.Nudge.Answer == nudges.Answered {
		return view.PromiseAnswered(env, asked)
	}
	return view.PromiseReply(env, asked, s.at, s.thread != "")
}
