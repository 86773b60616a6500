package slackapp

import (
	"context"
	"math"
	"strings"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/view"
)

// The question after a silence, and the rest of a mission.

const (
	lineRests  = "rests"   // rests:<user>, the mission rests
	lineGoesOn = "goes_on" // goes_on:<user>

	// choreRest lets a mission rest of which nobody said that it goes on: rest:<mission>:<key of the question>.
	choreRest = "rest"
)

func (a *App) quietClicks() map[string]pressed {
	return map[string]pressed{
		view.ActStillTrue: a.clickStillTrue,
		view.ActLetRest:   a.at(a.clickLetRest),
		view.ActWake:      a.at(a.clickWake),
	}
}

func (a *App) quietForms() map[string]sent {
	return map[string]sent{view.ViewLetRest: a.submitLetRest}
}

func (a *App) quietLines() map[string]lined {
	return map[string]lined{
		lineRests: func(_ context.Context, env view.Env, r rowRef) (view.Message, error) {
			if r.mission.Rest == nil {
				return view.Message{}, mission.ErrNotFound
			}
			return view.ThreadRests(env, r.mission, r.user()), nil
		},
		lineGoesOn: byWhom(view.ThreadGoesOn),
	}
}

func (a *App) quietChores() map[string]chore {
	return map[string]chore{choreRest: a.restUnasked}
}

func (a *App) frameQuiet(ctx context.Context, env view.Env, row nudges.Row, d view.NudgeData) (view.Message, error) {
	m := d.Mission
	q := view.QuietNudge{SingleNudge: single(row, d), Rests: m.Resting(a.clock.Now())}
	days := row.Due.Sub(nudges.QuietSince(row)).Hours() / 24
	q.Weeks = max(int(math.Floor(days/7+0.2)), 1)
	last := nudges.TurnOf(row) == nudges.LastQuiet
	switch {
	case row.Nudge.Answer == nudges.StillSo:
		return view.QuietStill(env, q), nil
	case row.Nudge.Answer == nudges.SnoozedIt, last && q.Rests && m.Rest.By == "":
		by := mission.UserID("")
		if m.Rest != nil {
			by = m.Rest.By
		}
		return view.QuietRest(a.env(ctx, nil, by), q), nil
	}
	if last && nudges.StillQuiet(row, m) {
		q.RestsOn = m.Today(restsAt(m, row))
	}
	return view.QuietAsked(env, q), nil
}

// restsAt is when a mission rests after the last question about its silence.
func restsAt(m mission.Mission, row nudges.Row) time.Time {
	return m.Today(row.Due).AddDays(nudges.RestAfter).At(10, 0, m.Location())
}

// quietAsked plans the rest that follows the last question.
func (w rows) quietAsked(m mission.Mission, row nudges.Row) error {
	if nudges.TurnOf(row) != nudges.LastQuiet {
		return nil
	}
	return w.chore(m.Team, "rest/"+row.Key, restsAt(m, row), choreRest, string(m.ID), row.Key)
}

// restUnasked lets a mission rest, where its silence goes on and nobody pressed anything.
func (a *App) restUnasked(ctx context.Context, r nudges.Row, args []string) error {
	if len(args) < 2 {
		return unknown("rest", r.Ref)
	}
	id, key := mission.ID(args[0]), strings.Join(args[1:], ":")
	_, err := a.runOnce(ctx, "", func(tx Tx) (outcome, error) {
		row, err := tx.Row(r.Team, key)
		if err != nil {
			return outcome{}, ignoreNotFound(err)
		}
		m, err := tx.Mission(r.Team, id)
		if err != nil || m.Unreachable != "" || !nudges.StillQuiet(row, m) {
			return outcome{}, ignoreNotFound(err)
		}
		m, rests, err := mission.RestUnasked(tx, a.clock.Now(), m)
		if err != nil || !rests {
			return outcome{}, err
		}
		return outcome{}, a.rows(tx).line(m, lineRests, "")
	})
	return err
}

// clickStillTrue says that the mission holds, in the channel's question about it.
func (a *App) clickStillTrue(ctx context.Context, p press) (answer, error) {
	row, _, who, err := a.askedHere(ctx, p, nudges.StillTrue)
	if err != nil {
		return answer{}, err
	}
	return answer{}, a.pressHere(ctx, p, row, nudges.StillSo, func(tx Tx, m mission.Mission, w rows) error {
		_, err := mission.SayStillTrue(tx, w.now, who, m)
		return err
	})
}

// clickLetRest opens the form for a rest.
func (a *App) clickLetRest(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	if err := a.steerable(ctx, mission.RestIt, m, who); err != nil {
		return answer{}, err
	}
	return a.form(p.request, view.LetRest(a.env(ctx, nil), m, p.meta.Nudge)), nil
}

func (a *App) submitLetRest(ctx context.Context, s submitted) (answer, error) {
	m, who, err := a.subject(ctx, s)
	if err != nil {
		return answer{}, err
	}
	until, errs := view.ParseLetRest(s.values, m.Today(a.clock.Now()))
	if len(errs) > 0 {
		return wrong(errs)
	}
	_, err = a.onMission(ctx, s.request, m.ID, func(tx Tx, m mission.Mission, w rows) (outcome, error) {
		m, err := mission.LetRest(tx, w.now, who, m, until)
		if err != nil {
			return outcome{}, err
		}
		return outcome{Did: "rest", Mission: m.ID}, inOrder(
			func() error { return restedAt(tx, m, s.meta.Nudge, s.user, w.now) },
			func() error { return w.line(m, lineRests, string(s.user)) },
		)
	})
	if err != nil {
		return answer{}, err
	}
	if m, err = a.mission(ctx, m.ID); err != nil || m.Rest == nil {
		return done(), err
	}
	return doneAnd(s, m, view.RestBegun(a.env(ctx, a.reader(ctx, s.user)), m)), nil
}

// restedAt notes on the question from which the form was opened that the mission rests. A key that came back from
// the client counts only where it names a question of this mission.
func restedAt(tx Tx, m mission.Mission, key string, by mission.UserID, now time.Time) error {
	row, err := tx.Row(m.Team, key)
	if key == "" || isNotFound(err) || err == nil && (row.Mission != m.ID || row.Nudge == nil || row.Nudge.Kind != nudges.StillTrue) {
		return nil
	}
	if err != nil {
		return err
	}
	return nudges.Press(tx, m.Team, key, nudges.SnoozedIt, by, now)
}

// clickWake ends a rest.
func (a *App) clickWake(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	if err := a.steerable(ctx, mission.GoOnWithIt, m, who); err != nil {
		return answer{}, err
	}
	_, err := a.onMission(ctx, p.request, m.ID, func(tx Tx, m mission.Mission, w rows) (outcome, error) {
		if m.Rest == nil {
			return outcome{Did: "wake", Mission: m.ID}, nil
		}
		m, err := mission.GoOn(tx, w.now, who, m)
		if err != nil {
			return outcome{}, err
		}
		return outcome{Did: "wake", Mission: m.ID, New: true}, w.line(m, lineGoesOn, string(p.user))
	})
	if err != nil || p.view != nil {
		return answer{}, err
	}
	return say(view.RestOver(a.env(ctx, nil), m)), nil
}

// restTold brings the card and the questions up to date that say that a mission rests, or did.
func (a *App) restTold(tx Tx, m, before mission.Mission) error {
	if before.ID == "" || (before.Rest == nil) == (m.Rest == nil) && (m.Rest == nil || *m.Rest == *before.Rest) {
		return nil
	}
	return inOrder(
		func() error { return a.rows(tx).cardChanged(m) },
		func() error {
			return a.turnAll(tx, m, nudges.StillTrue, func(r nudges.Row) bool {
				return r.Nudge.Answer == nudges.SnoozedIt || nudges.TurnOf(r) == nudges.LastQuiet
			})
		},
	)
}
