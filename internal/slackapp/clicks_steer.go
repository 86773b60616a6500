package slackapp

import (
	"context"

	"throughline/internal/mission"
	"throughline/internal/rounds"
	"throughline/internal/slackapp/view"
)

// What is pressed by those who steer a mission, or would: undoing, handing the lead on, suggesting.

func (a *App) clickUndoClose(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	if _, err := a.undoClose(ctx, p.request, who, m.ID); err != nil {
		return answer{}, err
	}
	return a.undone(ctx, m.ID)
}

// undone answers whoever took something back.
func (a *App) undone(ctx context.Context, id mission.ID) (answer, error) {
	m, err := a.mission(ctx, id)
	return instead(view.Undone(a.env(ctx, nil), m)), err
}

func (a *App) clickUndoEnd(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	if _, err := a.undoEnd(ctx, p.request, who, m.ID); err != nil {
		return answer{}, err
	}
	ans, err := a.undone(ctx, m.ID)
	if m.Card.Posted() {
		ans.then = func(ctx context.Context) { a.pin(ctx, m.Card) } // the ending took the pin off
	}
	return ans, err
}

func (a *App) clickAcceptLead(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	if _, err := a.acceptLead(ctx, p.request, who, m.ID); err != nil {
		return answer{}, err
	}
	return instead(view.LeadAccepted(a.env(ctx, nil), m, a.mirrorAsks(ctx, m, p.user))), nil
}

func (a *App) clickDeclineLead(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	_, err := a.onMission(ctx, p.request, m.ID, func(tx Tx, m mission.Mission, w rows) (outcome, error) {
		m, asked, err := mission.DeclineLead(tx, who, m)
		if err != nil || !asked {
			return outcome{Did: "decline"}, err
		}
		return outcome{Did: "decline", Mission: m.ID}, w.cardChanged(m)
	})
	return instead(view.LeadDeclined(a.env(ctx, nil), m)), err
}

// clickSuggest puts an idea to whoever leads, in her direct messages. Where nobody leads any more there is
// nobody to ask: whoever may goes on.
func (a *App) clickSuggest(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	if err := running(m); err != nil {
		return answer{}, err
	}
	if m.SelfGoverned() {
		return a.steer(ctx, p, m, who)
	}
	_, err := a.once(ctx, p.key, func(tx Tx) (outcome, error) {
		w := a.rows(tx)
		return outcome{Did: "suggest", Mission: m.ID},
			w.notice(m, m.Lead, noticeSuggest, string(p.user), p.meta.Kind, string(m.ID), m.Phase.String())
	})
	return instead(view.Suggested(a.env(ctx, nil, m.Lead), m)), err
}

// steer opens the form for what was to be suggested.
func (a *App) steer(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	switch mission.Action(p.meta.Kind) {
	case mission.ClosePhaseOf:
		return a.clickClosePhase(ctx, p, m, who)
	case mission.EndMission:
		return a.clickEnd(ctx, p, m, who)
	case mission.DecideMidpoint:
		return a.clickDecide(ctx, p, m, who)
	case mission.AnswerRelated:
		return a.details(ctx, p.request, m, who)
	case mission.PlanNudges:
		return a.plansForm(ctx, p.request, m, who)
	case mission.OpenRound:
		p.meta.Kind = string(rounds.Energy)
		return a.clickRoundOpen(ctx, p, m, who)
	}
	return a.clickEdit(ctx, p, m, who)
}
