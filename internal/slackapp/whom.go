package slackapp

import (
	"context"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"throughline/internal/coaching"
	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/view"
)

// Whom to talk with next: the lead's own, one person at a time, in an order that was drawn by lot. There is
// no place for notes about anybody.

// clickWhom shows whose turn it is. The order is drawn when it is first looked at.
func (a *App) clickWhom(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	d, err := a.turn(ctx, p, m, who, func(_ Tx, r coaching.Rotation) coaching.Rotation { return r })
	return a.form(p.request, d), err
}

func (a *App) clickWhomTalked(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	d, err := a.turn(ctx, p, m, who, func(_ Tx, r coaching.Rotation) coaching.Rotation { return r.Done(p.meta.User) })
	return a.turnedTo(p, d), err
}

func (a *App) clickWhomLater(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	until := a.nextMonday(ctx, p.user, m)
	d, err := a.turn(ctx, p, m, who, func(_ Tx, r coaching.Rotation) coaching.Rotation { return r.Later(until) })
	return a.turnedTo(p, d), err
}

func (a *App) clickWhomElse(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	d, err := a.turn(ctx, p, m, who, func(tx Tx, r coaching.Rotation) coaching.Rotation {
		return r.TellOther(p.meta.User, a.away(tx))
	})
	return a.turnedTo(p, d), err
}

// turnedTo shows whose turn it is by now: in the form that the press came from, or in the message, which follows by
// itself.
func (a *App) turnedTo(p press, v slack.ModalViewRequest) answer {
	if p.view == nil && p.meta.Nudge != "" {
		return answer{}
	}
	return a.onTop(p, v)
}

// nextMonday is the beginning of next week for the one who leads.
func (a *App) nextMonday(ctx context.Context, user mission.UserID, m mission.Mission) time.Time {
	zone := a.reader(ctx, user)
	if zone == nil {
		zone = m.Location()
	}
	today := mission.DateOf(a.clock.Now().In(zone))
	ahead := (int(time.Monday) - int(today.Weekday()) + 7) % 7
	if ahead == 0 {
		ahead = 7
	}
	return today.AddDays(ahead).At(0, 0, zone)
}

// turn changes the rotation of a mission, once a request, and shows whose turn it is then.
func (a *App) turn(ctx context.Context, p press, m mission.Mission, who mission.Actor, change func(Tx, coaching.Rotation) coaching.Rotation) (slack.ModalViewRequest, error) {
	_, err := a.once(ctx, p.key, func(tx Tx) (outcome, error) {
		if err := mission.Check(tx, mission.TalkInTurn, who, m, ""); err != nil {
			return outcome{}, err
		}
		r, err := a.rotation(tx, m)
		if err != nil {
			return outcome{}, err
		}
		after := change(tx, r)
		return outcome{Did: "whom", Mission: m.ID}, inOrder(
			func() error { return tx.PutRotation(after) },
			func() error { return a.turnShown(tx, after) },
		)
	})
	if err != nil {
		return slack.ModalViewRequest{}, err
	}
	return a.whom(ctx, m, who)
}

// rotation returns the order of whoever leads a mission, brought up to date with who is in it.
func (a *App) rotation(tx Tx, m mission.Mission) (coaching.Rotation, error) {
	r, err := tx.Rotation(a.team, m.Lead, m.ID)
	if ignoreNotFound(err) != nil {
		return r, err
	}
	r.Team, r.Lead, r.Mission = a.team, m.Lead, m.ID
	members, err := tx.Members(a.team, m.ID)
	var others []mission.UserID
	for _, in := range members {
		if in.User != m.Lead {
			others = append(others, in.User)
		}
	}
	return r.With(others), err
}

// whom shows whose turn it is.
func (a *App) whom(ctx context.Context, m mission.Mission, who mission.Actor) (slack.ModalViewRequest, error) {
	d := view.WhomData{Mission: m}
	err := a.store.View(ctx, func(tx Tx) error {
		r, err := a.rotation(tx, m)
		if err != nil {
			return err
		}
		d.User, _ = r.Here(a.away(tx))
		d.Until = r.NotBefore
		d.Question = a.askInTurn(m, d.User, r.Talks)
		return nil
	})
	if err != nil {
		return slack.ModalViewRequest{}, err
	}
	shared, err := a.sharedWith(ctx, m, who)
	d.Shared = slices.ContainsFunc(shared, func(s view.SharedSentence) bool { return s.User == d.User })
	return view.Whom(a.env(ctx, a.reader(ctx, who.User), d.User), d), err
}

// askInTurn is a question that fits the mission's phase, another one after each turn. What a person asks herself in
// private is not for whoever leads to ask her.
func (a *App) askInTurn(m mission.Mission, user mission.UserID, talks int) string {
	pool := slices.DeleteFunc(slices.Clone(a.set().Library.Fitting(nudges.Member, m.Phase)), nudges.Question.Inward)
	if len(pool) == 0 || user == "" {
		return ""
	}
	return pool[coaching.Turns(m.ID+mission.ID(user), talks, len(pool))].Text
}
