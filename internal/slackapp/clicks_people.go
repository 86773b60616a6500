package slackapp

import (
	"context"
	"strings"

	"throughline/internal/mission"
	"throughline/internal/slackapp/view"
)

// What is pressed to come into a mission, to look at it and to leave it.

func (a *App) clickJoin(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	return a.joinForm(ctx, p.request, m, who)
}

func (a *App) clickPiece(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	words, _ := a.waiting.get(p.meta.Ref, p.user)
	return a.pieceForm(ctx, p.request, m, who, strings.TrimSpace(unescape(words, a.dir.name)))
}

func (a *App) clickDetails(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	return a.details(ctx, p.request, m, who)
}

func (a *App) clickLeave(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	if err := a.may(ctx, mission.LeaveIt, who, m); err != nil {
		return answer{}, err
	}
	return say(view.AskLeave(a.env(ctx, nil), m, m.Lead == p.user)), nil
}

func (a *App) clickLeaveYes(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	if _, err := a.leave(ctx, p.request, who, m.ID); err != nil {
		return answer{}, err
	}
	return instead(view.Left(a.env(ctx, nil), m)), nil
}

func (a *App) clickDismiss(ctx context.Context, _ press) (answer, error) {
	return instead(view.Stayed(a.env(ctx, nil))), nil
}
