package nudges

import (
	"slices"
	"time"

	"throughline/internal/mission"
)

// Foreseen is a nudge that a forecast came upon: one that goes out, or one that would have come.
type Foreseen struct {
	Kind    Kind
	Mission mission.ID
	// At is when it goes out, or when it is decided that it does not.
	At time.Time
	// Reason is ReasonDue for one that goes out, or else why it does not.
	Reason Reason
	// For is the kind that has its room that day, where it gives way to one that the forecast holds too.
	For Kind
}

// Goes reports whether the nudge goes out.
func (f Foreseen) Goes() bool { return f.Reason == ReasonDue }

// Look is where a forecast looks, and with what.
type Look struct {
	Mission mission.Mission
	// User is whose direct messages are looked at, over all of her missions, or empty for the channel.
	User    mission.UserID
	Library Library
	// Holidays are the calendars that missions can choose, or nil for none.
	Holidays Calendars
	// Rounds says whether rounds of a mission have people enough to be opened; nil looks at none.
	Rounds func(m mission.Mission) bool
	// Else are rows that will be made for the place by then, which nothing in the store says so far.
	Else []Row
	// Answered takes every nudge to be answered. Without it nobody does anything.
	Answered bool
	// Present takes the person to be there: neither away nor asking for quiet. It is for a look by anybody else, whose
	// business that is not.
	Present bool
}

func (l Look) place() string {
	if l.User != "" {
		return string(l.User)
	}
	return string(l.Mission.Channel)
}

// mostForeseen bounds a forecast, whatever is planned.
const mostForeseen = 500

// Forecast returns what comes to a place from one time until another, as things stand: it takes plans and nudges
// that wait through the same decisions as the engine, one after the other at their times, on a copy that is thrown
// away. It writes nothing. What only Slack knows is taken to be well.
func Forecast(tx Tx, l Look, from, until time.Time) ([]Foreseen, error) {
	s, err := newScratch(tx, l, until)
	if err == nil && l.User != "" && l.Present {
		err = s.goesOn(from)
	}
	if err == nil && l.User != "" {
		err = s.addRounds(from)
	}
	if err != nil {
		return nil, wrap("forecast", err)
	}
	for now := from; len(s.found) < mostForeseen; {
		if err := s.due(now); err != nil {
			return nil, wrap("forecast", err)
		}
		next, err := s.NextWork()
		if err != nil || next.IsZero() || !next.Before(until) {
			return s.told(), wrap("forecast", err)
		}
		if next.After(now) {
			now = next
		}
	}
	return s.told(), nil
}

// due does what the engine would do at a moment.
func (s *scratch) due(now time.Time) error {
	plans, err := s.DuePlans(now, len(s.plans))
	if err != nil {
		return err
	}
	for _, p := range plans {
		t, err := take(s, p, now)
		if err != nil {
			return err
		}
		if t.Reason == ReasonSkipNext {
			s.note(Row{Mission: p.Mission, Nudge: &Asked{Kind: p.Kind}}, p.Next, t.Reason)
		}
	}
	rows, err := s.DueRows(now, len(s.rows))
	if err != nil {
		return err
	}
	for _, r := range rows {
		if err := s.judge(r, now); err != nil {
			return err
		}
	}
	return nil
}

// judge decides about one row and keeps what follows from it.
func (s *scratch) judge(r Row, now time.Time) error {
	if late(r, now) {
		s.note(r, now, codeLate)
		return s.PutRow(end(r, Skipped, codeLate, now))
	}
	in, err := s.situation(r, now)
	if err != nil {
		return err
	}
	switch d := Decide(in, now); d.Action {
	case Wait:
		if !d.Until.After(now) {
			return s.PutRow(drop(r, string(d.Reason), now))
		}
		return s.PutRow(moved(r, d, in.Hours))
	case Drop:
		return s.dropped(r, in.Plan, d, now)
	case Send:
		return s.sent(r, in, d.Choice, now)
	}
	return nil
}

// situation reads what the engine would.
func (s *scratch) situation(r Row, now time.Time) (Situation, error) {
	return reader{s.look.Library, s.look.Holidays}.situation(s, r, nil, now)
}

// dropped keeps what follows from a nudge that is left out.
func (s *scratch) dropped(r Row, p Plan, d Decision, now time.Time) error {
	s.note(r, now, d.Reason)
	err := s.PutRow(drop(r, string(d.Reason), now))
	if err != nil || p.ID == "" || d.Until.IsZero() {
		return err
	}
	if p, err = pushBack(p, d.Until, now); err != nil {
		return err
	}
	return s.PutPlan(p)
}

// sent keeps what follows from a nudge that goes out.
func (s *scratch) sent(r Row, in Situation, c Choice, now time.Time) error {
	s.note(r, now, ReasonDue)
	asked := *r.Nudge
	asked.Question, asked.Theme = c.Question.ID, c.Theme
	asked.Tires = in.Plan.Tires()
	if s.look.Answered {
		asked.Answer, asked.AnsweredAt = Answered, now
	}
	r.Nudge = &asked
	r = settle(r, "foreseen", now)
	for _, key := range in.Along {
		if along, ok := s.rows[key]; ok {
			s.rows[key] = end(along, Settled, "", now)
		}
	}
	if err := s.PutRow(r); err != nil {
		return err
	}
	return noteSent(s, r, now)
}

// note keeps what became of a nudge. One whose matter is settled by then was never going to come: each entry leaves a
// question after a silence behind, and hundreds of those would fill a forecast.
func (s *scratch) note(r Row, at time.Time, why Reason) {
	if why == ReasonMoved || why == ReasonSettled {
		return
	}
	s.found = append(s.found, Foreseen{Kind: r.Nudge.Kind, Mission: r.Mission, At: at, Reason: why})
}

// told says, of what gives way for a day, to what.
func (s *scratch) told() []Foreseen {
	loc := s.zone()
	day := func(f Foreseen) mission.Date { return mission.DateOf(f.At.In(loc)) }
	for i, f := range s.found {
		if !f.Reason.gaveWay() {
			continue
		}
		j := slices.IndexFunc(s.found, func(other Foreseen) bool { return other.Goes() && day(other) == day(f) })
		if j >= 0 {
			s.found[i].For = s.found[j].Kind
		}
	}
	return s.found
}

// gaveWay reports whether a nudge was left out because another one has its day.
func (r Reason) gaveWay() bool {
	switch r {
	case ReasonBudgetDay, ReasonGivesWayDay:
		return true
	}
	return false
}
