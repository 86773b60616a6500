package mission

import "time"

// Decision is what a team decided at its midpoint: what works and is kept, what changes, and what stops since it no
// longer serves the end that is wanted.
type Decision struct {
	By                 UserID
	At                 time.Time
	Keep, Change, Stop string
	// Message is what tells the channel of it.
	Message MessageRef
}

// NewDecision is what somebody writes of it. At least one of the three is needed.
type NewDecision struct {
	Keep, Change, Stop string
}

// Decide notes what the midpoint decided, in place of what was noted before. It can be told once half of the planned
// time is over; before it is refused with [TooEarly].
func Decide(tx Tx, now time.Time, by Actor, m Mission, in NewDecision) (_ Mission, first bool, err error) {
	if err := Check(tx, DecideMidpoint, by, m, ""); err != nil {
		return m, false, err
	}
	if !m.Running() {
		return m, false, refuse(Ended, m)
	}
	if !m.PastMidpoint(now) {
		return m, false, refuse(TooEarly, m)
	}
	err = firstError(
		words("keep", &in.Keep, MaxText, false),
		words("change", &in.Change, MaxText, false),
		words("stop", &in.Stop, MaxText, in.Keep == "" && in.Change == ""),
	)
	if err != nil {
		return m, false, err
	}
	d := Decision{By: by.User, At: now, Keep: in.Keep, Change: in.Change, Stop: in.Stop}
	if first = m.Midpoint == nil; !first {
		d.Message = m.Midpoint.Message
	}
	m.Midpoint = &d
	m = m.wake(by.User, now)
	return m, first, tx.PutMission(m)
}
