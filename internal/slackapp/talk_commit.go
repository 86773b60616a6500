package slackapp

import (
	"context"
	"slices"

	"throughline/internal/coaching"
	"throughline/internal/mission"
	"throughline/internal/slackapp/view"
)

// clickTalkCommit opens the form for a commitment with what somebody wrote at the end of a conversation. It
// belongs to the mission that she began from, or to the only one that she is in; otherwise she is asked.
func (a *App) clickTalkCommit(ctx context.Context, p press) (answer, error) {
	c, open, err := a.talkOf(ctx, p.user)
	if err != nil {
		return answer{}, err
	}
	if !open || c.ID != p.meta.Entry {
		return answer{}, &mission.Refusal{Code: coaching.Over}
	}
	if !c.Planned() {
		return answer{}, &mission.Refusal{Code: mission.MovedOn}
	}
	mine, err := a.tellable(ctx, p.user)
	if err == nil && len(mine) == 0 {
		err = errNoneOfMine
	}
	if err != nil {
		return answer{}, err
	}
	env, d := a.env(ctx, nil), a.talkData(c, len(c.Turns)-1)
	m, ok := chosenOf(mine, p.meta.Mission, c.Mission)
	if !ok {
		return a.form(p.request, view.TalkWhich(env, d, mine)), nil
	}
	plan, err := a.talkPlan(c)
	return a.onTop(p, view.TalkCommit(env, d, m, plan)), err
}

// chosenOf returns the mission with the first of some ids that is among them, or the only one there is.
func chosenOf(missions []mission.Mission, ids ...mission.ID) (mission.Mission, bool) {
	for _, id := range ids {
		if i := slices.IndexFunc(missions, func(m mission.Mission) bool { return m.ID == id }); i >= 0 {
			return missions[i], true
		}
	}
	if len(missions) == 1 {
		return missions[0], true
	}
	return mission.Mission{}, false
}

// submitTalkCommit keeps the commitment and ends the conversation that led to it.
func (a *App) submitTalkCommit(ctx context.Context, s submitted) (answer, error) {
	if _, errs := view.ParseCommit(s.values); len(errs) > 0 {
		return wrong(errs)
	}
	ans, err := a.submitCommit(ctx, s)
	if err != nil {
		return ans, err
	}
	r := *s.request
	r.key += "/talk"
	err = a.onTalk(ctx, &r, "talk_commit", func(tx Tx, c coaching.Conversation) error {
		return inOrder(
			func() error { return sameTalk(c, s.meta.Entry) },
			func() error { return a.endTalk(tx, c, view.TalkCommitted) },
		)
	})
	if refused, ok := mission.Refused(err); ok && refused.Code == coaching.Over {
		err = nil // the commitment stands, and the conversation had ended before
	}
	return ans, err
}
