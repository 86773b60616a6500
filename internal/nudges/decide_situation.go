package nudges

import (
	"errors"
	"time"

	"throughline/internal/mission"
)

// reader reads what decisions rest on.
type reader struct {
	library   Library
	calendars Calendars // or nil
}

// situation reads what a decision about a nudge rests on, with what is known of Slack. Without that, what only Slack
// knows is taken to be well. What else comes to the place is read where nothing else speaks against the nudge.
func (d reader) situation(tx Tx, r Row, known *facts, now time.Time) (Situation, error) {
	s := Situation{Row: r}
	if err := d.readStanding(tx, &s, now); err != nil {
		return s, wrap("situation", err)
	}
	if s.InChannel = known == nil || known.inChannel; known != nil {
		s.Person.Gone, s.Quiet = s.Person.Gone || known.gone, known.quiet
	}
	if err := readAsked(tx, &s, now); err != nil {
		return s, wrap("situation", err)
	}
	if audience := r.Nudge.Kind.rules().audience; audience != "" {
		s.Fits = d.library.Fitting(audience, s.Mission.Phase)
		var err error
		if s.Counts, err = countsAt(tx, r.Team, s.place(), audience); err != nil {
			return s, wrap("situation", err)
		}
	}
	for _, some := range [][]rule{standing[:], sharing[:]} {
		if _, against := firstAgainst(some, s, now); against {
			return s, nil
		}
	}
	if s.itself(now).always() || r.Nudge.Kind.rules().uncounted {
		return s, nil
	}
	return s, wrap("situation", d.readExpected(tx, &s, now))
}

// readStanding reads what the rules that look at one nudge alone rest on.
func (d reader) readStanding(tx Tx, s *Situation, now time.Time) error {
	reads := []func(Tx, *Situation, time.Time) error{readMission, readMember, d.readHolidays, readKind}
	for _, read := range reads {
		if err := read(tx, s, now); err != nil {
			return err
		}
	}
	return nil
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

// readHolidays lets the days that are off in a mission be none to write on. A calendar that is no longer there has none.
func (d reader) readHolidays(_ Tx, s *Situation, _ time.Time) error {
	if s.House.Holidays == "" || d.calendars == nil {
		return nil
	}
	if c, ok := d.calendars.Calendar(s.House.Holidays); ok {
		s.Hours.Off = c
	}
	return nil
}

// readKind reads what only decisions about this kind of nudge look at.
func readKind(tx Tx, s *Situation, now time.Time) error {
	if read := s.kind().rules().read; read != nil {
		return read(tx, s, now)
	}
	return nil
}

func readAsked(tx Tx, s *Situation, now time.Time) error {
	rows, err := tx.AskedAt(s.Row.Team, s.place(), now.Add(-NoRepeat))
	for _, r := range rows {
		if r.Key != s.Row.Key && r.Nudge != nil && counts(r.State) {
			s.Asked = append(s.Asked, r)
		}
	}
	return err
}

// place is the person for her direct messages, and else the channel.
func (s Situation) place() string {
	if s.Row.User != "" {
		return string(s.Row.User)
	}
	return string(s.Mission.Channel)
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
