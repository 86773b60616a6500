package nudges

import (
	"errors"
	"time"

	"throughline/internal/mission"
)

// promiseRules are those of the nudges that ask after a commitment or a risk.
func promiseRules() kindRules {
	return kindRules{byTap: true, asksAfter: true, grace: fewDays, read: readPromise, needless: settled, pick: pickNothing}
}

// settled drops the question where something was said of the promise already.
func settled(s Situation, _ time.Time) (Decision, bool) {
	if s.Settled {
		return dropped(ReasonSettled)
	}
	return pass()
}

// kindAsked is the kind of entry that a nudge asks after.
func (s Situation) kindAsked() mission.EntryKind {
	if s.kind() == RiskDue {
		return mission.Risk
	}
	return mission.Commitment
}

// readHolder finds the running mission in which a promise of one that ended lives on.
func readHolder(tx Tx, s *Situation) error {
	if !s.kind().AsksAfter() || s.Mission.ID == "" {
		return nil
	}
	_, err := tx.Entry(s.Row.Team, s.Row.Mission, mission.ID(s.Row.Ref))
	switch {
	case errors.Is(err, mission.ErrNotFound):
		s.Mission, err = mission.OwnHolder(tx, s.Mission)
	case err == nil:
		s.Mission, _, err = mission.Holder(tx, s.Mission, s.kindAsked())
	}
	return err
}

// readPromise reads whether something was said of a promise already. It is an entry, or its author's alone.
func readPromise(tx Tx, s *Situation, _ time.Time) error {
	id := mission.ID(s.Row.Ref)
	e, err := tx.Entry(s.Row.Team, s.Row.Mission, id)
	if err == nil {
		s.Settled = !e.Awaits()
		return nil
	}
	if !errors.Is(err, mission.ErrNotFound) {
		return err
	}
	c, err := orZero(tx.OwnCommitment(s.Row.Team, s.Row.User, id))
	s.Settled = c.ID == "" || !c.Awaits()
	return err
}
