package nudges

import (
	"time"

	"throughline/internal/mission"
)

// singleRules are those of what a mission's life brings a single time.
func singleRules(k Kind) kindRules {
	r := kindRules{channel: true, byTap: true, grace: fewDays, needless: singleNeedless, pick: pickNothing}
	if k == Alone {
		r.channel, r.read, r.needless = false, readAlone, settled
	}
	return r
}

// singleNeedless drops a question that what the mission says by now has answered, and what somebody asked to leave
// out.
func singleNeedless(s Situation, _ time.Time) (Decision, bool) {
	m := s.Mission
	switch s.kind() {
	case Midpoint:
		if m.Midpoint != nil {
			return dropped(ReasonSettled)
		}
	case PhaseDue:
		if phase, target, ok := TargetOf(s.Row); !ok || m.Phase != phase || m.Due() != target {
			return dropped(ReasonSettled)
		}
	case StillTrue:
		if !StillQuiet(s.Row, m) {
			return dropped(ReasonMoved)
		}
	}
	if s.House.Skip[s.kind()] {
		return dropped(ReasonSkipNext)
	}
	return pass()
}

// readAlone reads whether anybody is in beside the starter.
func readAlone(tx Tx, s *Situation, _ time.Time) error {
	if s.Mission.ID == "" {
		return nil
	}
	members, err := tx.Members(s.Row.Team, s.Mission.ID)
	for _, in := range members {
		s.Settled = s.Settled || in.User != s.Row.User
	}
	return err
}

// asleep drops what a mission that rests would send. The result of a round goes out all the same: people answered
// it, and its answers are deleted. What is due once waits where the rest ends in time.
func asleep(s Situation, now time.Time) (Decision, bool) {
	if s.kind() == RoundResult || !s.Mission.Resting(now) {
		return pass()
	}
	if until := s.Mission.RestsUntil(now); !until.IsZero() && s.once() {
		return s.later(ReasonResting, dueOn(s.Hours, mission.DateOf(until.In(s.Hours.location())), s.kind(), now))
	}
	return dropped(ReasonResting)
}
