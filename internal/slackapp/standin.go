package slackapp

import (
	"context"

	"throughline/internal/mission"
	"throughline/internal/slackapp/view"
)

// While a lead is away any member may act in her place. Each time the bot says so first.

// leadAway reports whether somebody else leads a mission and is away.
func (a *App) leadAway(ctx context.Context, m mission.Mission, user mission.UserID) (bool, error) {
	if m.Lead == "" || m.Lead == user {
		return false, nil
	}
	var through mission.Date
	err := a.store.View(ctx, func(tx Tx) (err error) {
		through, err = a.awayThrough(tx, m, user)
		return err
	})
	return !through.IsZero(), err
}

// awayThrough is the last day on which somebody else leads a mission and is away, or no day.
func (a *App) awayThrough(tx Tx, m mission.Mission, user mission.UserID) (mission.Date, error) {
	if m.Lead == "" || m.Lead == user {
		return mission.Date{}, nil
	}
	p, err := tx.Person(m.Team, m.Lead)
	if _, away := p.Away(a.clock.Now(), m.Zone); err != nil || !away {
		return mission.Date{}, ignoreNotFound(err)
	}
	return p.AwayThrough, nil
}

// asksFirst refuses what a member would do in the place of a lead who is away, until she has said that she
// wants to.
func (a *App) asksFirst(r *request, m mission.Mission, who mission.Actor) error {
	if !who.LeadAway || m.Lead == "" || m.Lead == who.User || r.goesOn {
		return nil
	}
	return &mission.Refusal{Code: view.LeadAway, Mission: m.ID, By: m.Lead}
}

// clickGoOn carries on with what a member was asked about.
func (a *App) clickGoOn(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	p.goesOn = true
	switch mission.Action(p.meta.Kind) {
	case mission.EditMission:
		return a.editForm(ctx, p.request, m, who)
	case mission.EndMission:
		return a.endForm(ctx, p.request, m, who)
	}
	return a.phaseForm(ctx, p.request, m, who)
}
