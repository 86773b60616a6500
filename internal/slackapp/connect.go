package slackapp

import (
	"context"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/view"
)

// How a mission touches what a person is after herself: two sentences, hers alone, written and read in a
// form.

// clickConnect opens the form with what was written before.
func (a *App) clickConnect(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	if err := a.may(ctx, mission.ConnectIt, who, m); err != nil {
		return answer{}, err
	}
	in, _, err := a.connection(ctx, m, p.user)
	if err != nil {
		return answer{}, err
	}
	return a.form(p.request, view.Connect(a.env(ctx, nil), m, p.meta.Nudge, in)), nil
}

// connection opens what a person wrote about herself and a mission, and reports whether she wrote
// anything.
func (a *App) connection(ctx context.Context, m mission.Mission, user mission.UserID) (in view.ConnectForm, written bool, err error) {
	var c mission.Connection
	err = a.store.View(ctx, func(tx Tx) error {
		c, err = tx.Connection(a.team, user, m.ID)
		return ignoreNotFound(err)
	})
	if err != nil {
		return in, false, err
	}
	if in.Personal, err = a.open(c.Personal, personalBinding(a.team, user, m.ID)); err != nil {
		return in, false, err
	}
	in.Serves, err = a.open(c.Serves, servesBinding(a.team, user, m.ID))
	return in, in != (view.ConnectForm{}), err
}

// open opens sealed text; nothing opens as nothing.
func (a *App) open(s mission.Sealed, b mission.Binding) (string, error) {
	if len(s) == 0 {
		return "", nil
	}
	return a.seal.Open(b, s)
}

// sealText seals text; nothing seals as nothing, so that what was taken back is gone.
func (a *App) sealText(text string, b mission.Binding) (mission.Sealed, error) {
	if text == "" {
		return nil, nil
	}
	return a.seal.Seal(b, text)
}

func personalBinding(t mission.TeamID, u mission.UserID, m mission.ID) mission.Binding {
	return mission.Binding{Team: t, User: u, Field: "personal_mission", Record: string(m)}
}

func servesBinding(t mission.TeamID, u mission.UserID, m mission.ID) mission.Binding {
	return mission.Binding{Team: t, User: u, Field: "serves", Record: string(m)}
}

func (a *App) submitConnect(ctx context.Context, s submitted) (answer, error) {
	m, who, err := a.subject(ctx, s)
	if err != nil {
		return answer{}, err
	}
	_, written, err := a.connection(ctx, m, s.user)
	if err != nil {
		return answer{}, err
	}
	in, errs := view.ParseConnect(s.values, written)
	if len(errs) > 0 {
		return wrong(errs)
	}
	c, err := a.sealedConnection(m, s.user, in)
	if err != nil {
		return answer{}, err
	}
	_, err = a.once(ctx, s.key, func(tx Tx) (outcome, error) {
		if err := mission.Check(tx, mission.ConnectIt, who, m, ""); err != nil {
			return outcome{}, err
		}
		return outcome{Did: "connect", Mission: m.ID}, inOrder(
			func() error { return tx.PutConnection(c) },
			func() error { return a.connectAnswered(tx, s) },
		)
	})
	if err != nil || s.meta.Nudge != "" {
		return done(), err
	}
	ans := done()
	ans.then = func(ctx context.Context) {
		a.tellDirectly(ctx, s.request, view.ConnectKept(a.env(ctx, nil), m, in))
	}
	return ans, nil
}

func (a *App) sealedConnection(m mission.Mission, user mission.UserID, in view.ConnectForm) (mission.Connection, error) {
	c := mission.Connection{Team: a.team, User: user, Mission: m.ID, UpdatedAt: a.clock.Now()}
	var err error
	if c.Personal, err = a.sealText(in.Personal, personalBinding(a.team, user, m.ID)); err != nil {
		return c, err
	}
	c.Serves, err = a.sealText(in.Serves, servesBinding(a.team, user, m.ID))
	return c, err
}

// connectAnswered settles the nudge that the form was opened from, where it was this person's.
func (a *App) connectAnswered(tx Tx, s submitted) error {
	if s.meta.Nudge == "" {
		return nil
	}
	row, err := tx.Row(a.team, s.meta.Nudge)
	if isNotFound(err) || err == nil && row.User != s.user {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := nudges.MarkAnswered(tx, a.team, row.Key, nudges.Answered, a.clock.Now()); err != nil {
		return err
	}
	return a.rows(tx).nudgeChanged(row)
}

// keepServes keeps a typed reply to the connect question as how the mission serves the person.
func (a *App) keepServes(tx Tx, m mission.ID, s said, now time.Time) error {
	c, err := tx.Connection(a.team, s.user, m)
	if ignoreNotFound(err) != nil {
		return err
	}
	c.Team, c.User, c.Mission, c.Source, c.UpdatedAt = a.team, s.user, m, s.at, now
	return a.putServes(tx, c, s.text)
}

func (a *App) putServes(tx Tx, c mission.Connection, text string) (err error) {
	if c.Serves, err = a.sealText(text, servesBinding(c.Team, c.User, c.Mission)); err != nil {
		return err
	}
	return tx.PutConnection(c)
}

// changeServes does the same where the message that was kept so has changed, or is gone.
func (a *App) changeServes(tx Tx, user mission.UserID, source mission.MessageRef, text string) error {
	memberships, err := tx.MembershipsOf(a.team, user)
	if err != nil {
		return err
	}
	for _, in := range memberships {
		c, err := tx.Connection(a.team, user, in.Mission)
		switch {
		case ignoreNotFound(err) != nil:
			return err
		case err == nil && c.Source == source:
			return a.putServes(tx, c, text)
		}
	}
	return nil
}
