package slackapp

import (
	"context"
	"slices"
	"time"

	"throughline/internal/coaching"
	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/view"
)

// Whose turn it is to be talked with comes along with the first mirror of a week, for whoever leads.

// tellTurn notes, before a mirror is sent, whose turn it tells of, once a week. What it tells stands in the order of
// the conversations, so that the message is the same whenever it is drawn.
func (a *App) tellTurn(ctx context.Context, row nudges.Row) error {
	if row.Nudge == nil || row.Nudge.Kind != nudges.Mirror || row.Update {
		return nil
	}
	return a.store.Update(ctx, func(tx Tx) error {
		m, err := tx.Mission(row.Team, row.Mission)
		if err != nil || m.Lead != row.User {
			return ignoreNotFound(err)
		}
		r, err := a.rotation(tx, m)
		if err != nil || r.In == row.Key {
			return err
		}
		told, thisWeek, err := a.toldInWeek(tx, r, m)
		if err != nil || thisWeek {
			return err
		}
		if !told {
			r.Told, r.In, r.Became = "", "", coaching.Open // that message never went out
		}
		r, tells := r.Tell(row.Key, a.clock.Now(), a.away(tx))
		if !tells {
			return nil
		}
		return tx.PutRotation(r)
	})
}

// toldInWeek reports whether the last message that was to tell of a turn went out, and whether in the week of now.
func (a *App) toldInWeek(tx Tx, r coaching.Rotation, m mission.Mission) (told, thisWeek bool, err error) {
	if r.In == "" {
		return false, false, nil
	}
	row, err := optional(tx.Row(a.team, r.In))
	if err != nil || row == nil {
		return row == nil && err == nil, false, err // it is kept for 90 days, and was sent before
	}
	p, err := optional(tx.Person(a.team, m.Lead))
	if err != nil {
		return false, false, err
	}
	zone := m.Location()
	if p != nil {
		if loc, err := nudges.LoadZone(p.Zone); err == nil {
			zone = loc
		}
	}
	told = row.State == nudges.Settled || row.State == nudges.Unknown || row.State == nudges.Unsure
	return told, told && mondayOf(row.SentAt.In(zone)) == mondayOf(a.clock.Now().In(zone)), nil
}

func mondayOf(t time.Time) mission.Date {
	return mission.DateOf(t).AddDays(-(int(t.Weekday()) + 6) % 7)
}

// away reports who is away or gone. It is asked of each turn anew and told to nobody.
func (a *App) away(tx Tx) func(mission.UserID) bool {
	return func(user mission.UserID) bool {
		p, err := tx.Person(a.team, user)
		if err != nil {
			return false
		}
		_, away := p.Away(a.clock.Now())
		return away || p.Gone
	}
}

// withTurn adds to a mirror's message whose turn it tells of, if it does.
func (a *App) withTurn(ctx context.Context, msg view.Message, row nudges.Row, m mission.Mission) (view.Message, error) {
	if m.Lead != row.User {
		return msg, nil
	}
	var r coaching.Rotation
	err := a.store.View(ctx, func(tx Tx) (err error) {
		r, err = a.rotation(tx, m)
		return err
	})
	if err != nil || r.In != row.Key || r.Told == "" {
		return msg, err
	}
	d := view.TurnData{Mission: m, Nudge: row.Key, User: r.Told, Became: r.Became, Until: r.NotBefore, Question: a.askInTurn(m, r.Told, r.Talks)}
	shared, err := a.sharedWith(ctx, m, mission.Actor{Team: a.team, User: row.User, InChannel: true})
	d.Shared = slices.ContainsFunc(shared, func(s view.SharedSentence) bool { return s.User == r.Told })
	return view.WithTurn(a.env(ctx, a.reader(ctx, row.User), r.Told), msg, d), err
}

// turnShown brings the message up to date that told of a turn.
func (a *App) turnShown(tx Tx, r coaching.Rotation) error {
	if r.In == "" {
		return nil
	}
	return a.rows(tx).nudgeShown(a.team, r.In)
}
