package nudges

import "time"

// ConnectMonths is how long what somebody wrote about her and the mission stands unasked.
const ConnectMonths = 1

// The ids of the questions of [Connect], which are not drawn from the library.
const (
	ConnectFirst = "connect-first" // nothing is written yet
	ConnectAgain = "connect-again" // is it still so?
)

// connectRules are those of the question how the mission touches what a member is after herself.
func connectRules() kindRules {
	return kindRules{backsOff: true, read: readConnected, needless: connected, pick: pickConnect}
}

func readConnected(tx Tx, s *Situation, _ time.Time) error {
	c, err := orZero(tx.Connection(s.Row.Team, s.Row.User, s.Row.Mission))
	s.Connected, s.Written = c.UpdatedAt, c.Written()
	return err
}

// connected drops the question while what she wrote is less than a month old.
func connected(s Situation, now time.Time) (Decision, bool) {
	if until := s.connectedUntil(); until.After(now) {
		return Decision{Action: Drop, Reason: ReasonConnected, Until: until}, true
	}
	return pass()
}

// connectedUntil is how long what she wrote stands unasked, or the zero time.
func (s Situation) connectedUntil() time.Time {
	if s.Connected.IsZero() {
		return time.Time{}
	}
	day := addMonths(midnight(wallOf(s.Connected.In(s.Hours.location()))), ConnectMonths)
	until, _ := resolve(day, s.Hours.location())
	return until
}

func pickConnect(s Situation, _ time.Time) (Choice, bool) {
	id := ConnectFirst
	if s.Written {
		id = ConnectAgain
	}
	return Choice{Question: Question{ID: id, Audience: Member, Theme: themeConnect}, Candidates: 1, Theme: themeConnect}, true
}
