package nudges

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"throughline/internal/mission"
)

// scratch is a store on which a forecast plays: it holds the plans and rows of one place, reads everything else from
// below, and writes nothing there.
type scratch struct {
	Tx
	look   Look
	plans  map[string]Plan
	rows   map[string]Row
	person *Person
	found  []Foreseen
}

// newScratch reads the plans of a place and what waits for it until a time.
func newScratch(tx Tx, l Look, until time.Time) (*scratch, error) {
	s := &scratch{Tx: tx, look: l, plans: make(map[string]Plan), rows: make(map[string]Row)}
	var plans []Plan
	var err error
	if l.User != "" {
		plans, err = tx.PlansFor(l.Mission.Team, l.User)
	} else {
		plans, err = tx.PlansOf(l.Mission.Team, l.Mission.ID)
	}
	if err != nil {
		return nil, err
	}
	for _, p := range plans {
		if l.User != "" || p.User == "" && p.Kind.ToChannel() {
			s.plans[p.ID] = p
		}
	}
	waiting, err := tx.WaitingAt(l.Mission.Team, l.place(), until)
	for _, r := range slices.Concat(waiting, l.Else) {
		if r.Nudge != nil && !r.Update {
			s.rows[r.Key] = r
		}
	}
	return s, err
}

// goesOn ends every pause of the person as far as the forecast goes, and what it has put off so far.
func (s *scratch) goesOn(from time.Time) error {
	if _, err := Resume(s, s.look.Mission.Team, s.look.User, from); err != nil {
		return err
	}
	for key, r := range s.rows {
		if r.State == Due && (r.Reason == string(ReasonAway) || r.Reason == string(ReasonSnoozed)) {
			s.rows[key] = postpone(r, from, "")
		}
	}
	return nil
}

// addRounds adds the rounds of a person's missions as they come to her, where she agreed to them. A mission has one
// plan of them, which writes to nobody.
func (s *scratch) addRounds(from time.Time) error {
	team, user := s.look.Mission.Team, s.look.User
	who, err := personOf(s, team, user)
	if err != nil || s.look.Rounds == nil {
		return err
	}
	memberships, err := s.MembershipsOf(team, user)
	if err != nil {
		return err
	}
	for _, in := range memberships {
		plan, err := orZero(s.Tx.Plan(team, PlanID(Round, in.Mission, "")))
		if err != nil {
			return err
		}
		m, err := orZero(s.Mission(team, in.Mission))
		if err != nil {
			return err
		}
		if plan.ID == "" || plan.Off || plan.Next.IsZero() || who.IsOff(Round, in.Mission) || !s.look.Rounds(m) {
			continue
		}
		plan.ID, plan.User = PlanID(Round, in.Mission, user), user
		if plan, err = aim(plan.ForMember(who.Zone), from, from); err != nil {
			return err
		}
		s.plans[plan.ID] = plan
	}
	return nil
}

// zone is the one in which the days of the place are told.
func (s *scratch) zone() *time.Location {
	h := DefaultHours(s.look.Mission.Zone)
	if s.look.User != "" {
		if p, err := personOf(s, s.look.Mission.Team, s.look.User); err == nil {
			h = p.Hours(s.look.Mission.Zone)
		}
	}
	return h.location()
}

// Plan returns a plan of the place, or one from below.
func (s *scratch) Plan(team mission.TeamID, id string) (Plan, error) {
	if p, ok := s.plans[id]; ok {
		return p, nil
	}
	return s.Tx.Plan(team, id)
}

// PutPlan keeps a plan for as long as the forecast lasts.
func (s *scratch) PutPlan(p Plan) error {
	s.plans[p.ID] = p
	return nil
}

// PlansOf returns the plans of a mission as they stand in the forecast.
func (s *scratch) PlansOf(team mission.TeamID, m mission.ID) ([]Plan, error) {
	return s.over(s.Tx.PlansOf(team, m))
}

// PlansFor returns the plans for a person as they stand in the forecast.
func (s *scratch) PlansFor(team mission.TeamID, user mission.UserID) ([]Plan, error) {
	return s.over(s.Tx.PlansFor(team, user))
}

func (s *scratch) over(below []Plan, err error) ([]Plan, error) {
	out := slices.Clone(below)
	for i, p := range out {
		if own, ok := s.plans[p.ID]; ok {
			out[i] = own
		}
	}
	return out, err
}

// DuePlans returns the plans of the place that are due.
func (s *scratch) DuePlans(now time.Time, _ int) ([]Plan, error) {
	var out []Plan
	for _, p := range s.plans {
		if !p.Off && !p.Next.IsZero() && !p.Next.After(now) {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(a, b Plan) int {
		return cmp.Or(a.Next.Compare(b.Next), strings.Compare(a.ID, b.ID))
	})
	return out, nil
}

// RowToEdit is Row: nobody else works on a copy in memory.
func (s *scratch) RowToEdit(team mission.TeamID, key string) (Row, error) { return s.Row(team, key) }

// Row returns a row of the place, or one from below.
func (s *scratch) Row(team mission.TeamID, key string) (Row, error) {
	if r, ok := s.rows[key]; ok {
		return r, nil
	}
	return s.Tx.Row(team, key)
}

// PutRow keeps a row for as long as the forecast lasts.
func (s *scratch) PutRow(r Row) error {
	s.rows[r.Key] = r
	return nil
}

// DueRows returns the nudges of the place that wait until now, in the order in which the engine takes them.
func (s *scratch) DueRows(now time.Time, _ int) ([]Row, error) {
	return s.waiting(func(r Row) bool { return !r.NotBefore.After(now) }), nil
}

// Yielding returns nothing: a forecast knows of one place, where nobody does anything.
func (s *scratch) Yielding(time.Time, int) ([]Row, error) { return nil, nil }

func (s *scratch) waiting(which func(Row) bool) []Row {
	var out []Row
	for _, r := range s.rows {
		if r.State == Due && which(r) {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b Row) int {
		return cmp.Or(cmp.Compare(a.Urgency(), b.Urgency()), a.NotBefore.Compare(b.NotBefore), strings.Compare(a.Key, b.Key))
	})
	return out
}

// WaitingAt returns what waits for a place, where it is the forecast's as it stands there.
func (s *scratch) WaitingAt(team mission.TeamID, place string, before time.Time) ([]Row, error) {
	if place != s.look.place() {
		return s.Tx.WaitingAt(team, place, before)
	}
	out := s.waiting(func(r Row) bool { return latest(r.NotBefore, r.Due).Before(before) })
	slices.SortStableFunc(out, func(a, b Row) int { return latest(a.NotBefore, a.Due).Compare(latest(b.NotBefore, b.Due)) })
	return out, nil
}

// AskedAt returns what was asked at a place, and what the forecast has asked there since.
func (s *scratch) AskedAt(team mission.TeamID, place string, since time.Time) ([]Row, error) {
	below, err := s.Tx.AskedAt(team, place, since)
	if place != s.look.place() {
		return below, err
	}
	var out []Row
	for _, r := range s.rows {
		if counts(r.State) && !r.SentAt.Before(since) {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b Row) int { return b.SentAt.Compare(a.SentAt) })
	return append(out, below...), err
}

// NextWork returns when anything of the place is due next.
func (s *scratch) NextWork() (next time.Time, err error) {
	soonest := func(t time.Time) {
		if next.IsZero() || t.Before(next) {
			next = t
		}
	}
	for _, p := range s.plans {
		if !p.Off && !p.Next.IsZero() {
			soonest(p.Next)
		}
	}
	for _, r := range s.rows {
		if r.State == Due {
			soonest(r.NotBefore)
		}
	}
	return next, nil
}

// Person returns somebody as she stands in the forecast.
func (s *scratch) Person(team mission.TeamID, user mission.UserID) (Person, error) {
	if s.person != nil && s.person.User == user {
		return *s.person, nil
	}
	return s.Tx.Person(team, user)
}

// PutPerson keeps somebody for as long as the forecast lasts.
func (s *scratch) PutPerson(p Person) error {
	s.person = &p
	return nil
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
