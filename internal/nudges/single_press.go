package nudges

import (
	"errors"
	"time"

	"throughline/internal/mission"
)

// Press notes what somebody did with a channel's nudge, and who. What was said beside it never stands over what was
// chosen for it, and nothing stands over an answer that is final.
func Press(tx Tx, team mission.TeamID, key string, how Answer, by mission.UserID, now time.Time) error {
	r, err := tx.Row(team, key)
	if err != nil {
		return wrap("press", err)
	}
	if r.Nudge == nil || r.Nudge.Answer.final() || r.Nudge.Answer == how ||
		how == SaidSomething && r.Nudge.Answer != NotAnswered {
		return nil
	}
	asked := *r.Nudge
	asked.Answer, asked.By, asked.AnsweredAt = how, by, now
	if how == NotAnswered {
		asked.By, asked.AnsweredAt = "", time.Time{}
	}
	r.Nudge = &asked
	return wrap("press", tx.PutRow(r))
}

// AskMidpointAgain puts the question of a midpoint on its way once more, for a day.
func AskMidpointAgain(tx Tx, m mission.Mission, asked Row, day mission.Date, now time.Time) error {
	return PostOnce(tx, midpointAfter(m, asked, day), now)
}

// UnaskMidpoint takes that back, as long as it was not sent.
func UnaskMidpoint(tx Tx, m mission.Mission, asked Row, now time.Time) error {
	r, err := tx.Row(m.Team, midpointAfter(m, asked, mission.Date{}).Key())
	if errors.Is(err, mission.ErrNotFound) || err == nil && r.State != Due && r.State != Claimed {
		return nil
	}
	if err != nil {
		return wrap("unask", err)
	}
	return wrap("unask", tx.PutRow(drop(r, string(ReasonSettled), now)))
}

func midpointAfter(m mission.Mission, asked Row, day mission.Date) Once {
	return Once{Kind: Midpoint, Ref: string(m.ID), Turn: TurnOf(asked) + 1, Day: day}.in(m)
}

// MidpointStanding returns the newest question of a mission's midpoint that stands in its channel.
func MidpointStanding(tx Tx, m mission.Mission) (Row, bool, error) {
	var found Row
	for o := (Once{Kind: Midpoint, Ref: string(m.ID)}).in(m); ; o.Turn++ {
		r, err := tx.Row(m.Team, o.Key())
		switch {
		case errors.Is(err, mission.ErrNotFound):
			return found, found.Key != "", nil
		case err != nil:
			return found, false, wrap("the midpoint's question", err)
		case r.State == Settled:
			found = r
		}
	}
}
