package slackapp

import (
	"context"
	"strconv"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/view"
)

// How often a channel wants its question, which it is asked once where nobody took up the last ones.

func (a *App) oftenClicks() map[string]pressed {
	return map[string]pressed{view.ActHowOften: a.clickHowOften}
}

// clickHowOften changes how often the channel's question comes, or leaves it as it is, and asks no more.
func (a *App) clickHowOften(ctx context.Context, p press) (answer, error) {
	row, m, who, err := a.asked(ctx, p)
	if err != nil {
		return answer{}, err
	}
	if err := stillComes(m); err != nil {
		return answer{}, err
	}
	if err := a.may(ctx, mission.SteerNudges, who, m); err != nil {
		return answer{}, err
	}
	pace, k := nudges.Pace(p.meta.Ref), row.Nudge.Kind
	if pace != nudges.AsPlanned && pace != nudges.HalfAsOften && pace != nudges.Never || !k.ToChannel() || !k.Timed() {
		return answer{}, &mission.Refusal{Code: mission.BadChoice}
	}
	_, err = a.once(ctx, p.key, func(tx Tx) (outcome, error) {
		return outcome{Did: "how_often", Mission: m.ID, Row: row.Key}, inOrder(
			func() error { return nudges.SettleOften(tx, a.team, row.Key) },
			func() error { return a.setOften(tx, m, row, pace, p.user) },
			func() error { return a.rows(tx).nudgeChanged(row) },
		)
	})
	return answer{}, err
}

// setOften changes how often the kind of a nudge comes and says so in its thread. What comes as it did changes nothing.
func (a *App) setOften(tx Tx, m mission.Mission, row nudges.Row, pace nudges.Pace, user mission.UserID) error {
	k, now := row.Nudge.Kind, a.clock.Now()
	agreed, err := nudges.AgreedOn(tx, m, k)
	if err != nil || pace == nudges.AsPlanned {
		return err
	}
	turn, err := nudges.Agree(tx, m, k, agreed.At(k, pace, m.Today(now)), now)
	if err != nil || turn == 0 {
		return err
	}
	return a.rows(tx).planLine(m, row, linePlanned, string(k), strconv.Itoa(turn), string(user))
}
