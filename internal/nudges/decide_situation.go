package nudges

import (
	"errors"
	"time"

	"throughline/internal/mission"
)

// situation reads what a decision about a nudge rests on. What only Slack knows is left to the caller.
func situation(tx Tx, r Row, lib Library, now time.Time) (Situation, error) {
	s := Situation{Row: r}
	reads := []func(Tx, *Situation, time.Time) error{readMission, readMember, readKind, readAsked}
	for _, read := range reads {
		if err := read(tx, &s, now); err != nil {
			return s, wrap("situation", err)
		}
	}
	if audience := r.Nudge.Kind.rules().audience; audience != "" {
		s.Fits = lib.Fitting(audience, s.Mission.Phase)
	}
	return s, nil
}

// orZero turns "not there" into the zero value, which a decision reads as such.
func orZero[T any](v T, err error) (T, error) {
	if errors.Is(err, mission.ErrNotFound) {
		var none T
		return none, nil
	}
	return v, err
}

func readMission(tx Tx, s *Situation, _ time.Time) error {
	var err error
	if s.Mission, err = orZero(tx.Mission(s.Row.Team, s.Row.Mission)); err != nil {
		return err
	}
	if s.once() {
		err = readHolder(tx, s)
	} else {
		s.Plan, err = orZero(tx.Plan(s.Row.Team, s.Row.Nudge.Plan))
	}
	s.Hours = DefaultHours(s.Mission.Zone)
	if err == nil {
		s.House, err = HouseOf(tx, s.Row.Team, s.Mission.ID)
	}
	return err
}

func readMember(tx Tx, s *Situation, _ time.Time) error {
	if s.Row.User == "" {
		return nil
	}
	var err error
	if s.Member, err = orZero(tx.Member(s.Row.Team, s.Mission.ID, s.Row.User)); err != nil {
		return err
	}
	s.Person, err = personOf(tx, s.Row.Team, s.Row.User)
	s.Hours = s.Person.Hours(s.Mission.Zone)
	return err
}

// readKind reads what only decisions about this kind of nudge look at.
func readKind(tx Tx, s *Situation, now time.Time) error {
	if read := s.kind().rules().read; read != nil {
		return read(tx, s, now)
	}
	return nil
}

func readAsked(tx Tx, s *Situation, now time.Time) error {
	place := string(s.Mission.Channel)
	if s.Row.User != "" {
		place = string(s.Row.User)
	}
	rows, err := tx.AskedAt(s.Row.Team, place, now.Add(-NoRepeat))
	for _, r := range rows {
		if r.Key != s.Row.Key && r.Nudge != nil && counts(r.State) {
			s.Asked = append(s.Asked, r)
		}
	}
	return err
}

// counts reports whether a nudge in this state uses up the budget of its place: it has reached it, or may have, or
// was withheld from it.
func counts(s State) bool {
	switch s {
	case Sending, Unknown, Settled, Unsure, Withheld:
		return true
	}
	return false
}
