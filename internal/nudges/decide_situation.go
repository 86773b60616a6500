package nudges

import (
	"errors"
	"time"

	"throughline/internal/mission"
)

// situation reads what a decision about a nudge rests on. What only Slack knows is left to the caller.
func situation(tx Tx, r Row, lib Library, now time.Time) (Situation, error) {
	s := Situation{Row: r}
	reads := []func(Tx, *Situation, time.Time) error{readMission, readMember, readLately, readAsked}
	for _, read := range reads {
		if err := read(tx, &s, now); err != nil {
			return s, wrap("situation", err)
		}
	}
	audience := Member
	if r.Nudge.Kind.ToChannel() {
		audience = Channel
	}
	s.Fits = lib.Fitting(audience, s.Mission.Phase)
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

// recentEntries is how many entries are read to see whether a team is talking.
const recentEntries = 50

func readLately(tx Tx, s *Situation, now time.Time) error {
	switch s.kind() {
	case Digest, Follow:
		return readMoved(tx, s)
	case Coach:
		entries, err := tx.Entries(s.Row.Team, s.Row.Mission, "", recentEntries)
		s.Authors = authorsSince(entries, now.Add(-CoachPause))
		return err
	case Reflect:
		last, err := tx.Reflections(s.Row.Team, s.Row.User, "", 1)
		if len(last) > 0 {
			s.Reflected = last[0].At
		}
		return err
	case Connect:
		c, err := orZero(tx.Connection(s.Row.Team, s.Row.User, s.Row.Mission))
		s.Connected, s.Written = c.UpdatedAt, c.Written()
		return err
	case FollowUp, RiskDue:
		return readPromise(tx, s)
	}
	return nil
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
func readPromise(tx Tx, s *Situation) error {
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

func authorsSince(entries []mission.Entry, since time.Time) int {
	authors := make(map[mission.UserID]bool)
	for _, e := range entries {
		if e.At.After(since) && !e.Withdrawn() {
			authors[e.Author] = true
		}
	}
	return len(authors)
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

// counts reports whether a nudge in this state has reached its place, or may have.
func counts(s State) bool {
	switch s {
	case Sending, Unknown, Settled, Unsure:
		return true
	}
	return false
}
