package nudges

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"throughline/internal/mission"
)

// memory is a store for tests: maps, and a lock round each transaction.
type memory struct {
	mission.Tx // what the nudges never call stays nil
	mu         sync.Mutex
	records
}

type records struct {
	missions    map[mission.ID]mission.Mission
	members     map[string]mission.Member
	entries     []mission.Entry // newest first
	plans       map[string]Plan
	rows        map[rowKey]Row
	people      map[mission.UserID]Person
	houses      map[mission.ID]House
	chosen      map[string]Chosen
	places      map[string]PlaceCounts
	audiences   map[Audience]AudienceCounts
	connections map[string]mission.Connection
	own         map[string]mission.OwnCommitment
	reflections []mission.Reflection // newest first
	trials      trialRecords
}

func newMemory() *memory {
	return &memory{records: records{
		missions: make(map[mission.ID]mission.Mission), members: make(map[string]mission.Member),
		plans: make(map[string]Plan), rows: make(map[rowKey]Row),
		people: make(map[mission.UserID]Person), connections: make(map[string]mission.Connection),
		own: make(map[string]mission.OwnCommitment), houses: make(map[mission.ID]House),
		chosen: make(map[string]Chosen), places: make(map[string]PlaceCounts), audiences: make(map[Audience]AudienceCounts),
	}}
}

func (r records) clone() records {
	r.missions, r.members, r.plans = maps.Clone(r.missions), maps.Clone(r.members), maps.Clone(r.plans)
	r.rows, r.people, r.connections = maps.Clone(r.rows), maps.Clone(r.people), maps.Clone(r.connections)
	r.own, r.houses = maps.Clone(r.own), maps.Clone(r.houses)
	r.chosen, r.places, r.audiences = maps.Clone(r.chosen), maps.Clone(r.places), maps.Clone(r.audiences)
	r.entries, r.reflections = slices.Clone(r.entries), slices.Clone(r.reflections)
	r.trials = r.trials.clone()
	return r
}

func (m *memory) Update(ctx context.Context, f func(Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	before := m.records.clone()
	if err := f(m); err != nil {
		m.records = before
		return err
	}
	return nil
}

func (m *memory) View(ctx context.Context, f func(Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return f(m)
}

func at[K comparable, V any](from map[K]V, k K) (V, error) {
	v, ok := from[k]
	if !ok {
		return v, mission.ErrNotFound
	}
	return v, nil
}

func memberKey(m mission.ID, u mission.UserID) string { return string(m) + "/" + string(u) }

func (m *memory) Mission(_ mission.TeamID, id mission.ID) (mission.Mission, error) {
	return at(m.missions, id)
}

func (m *memory) Member(_ mission.TeamID, id mission.ID, u mission.UserID) (mission.Member, error) {
	return at(m.members, memberKey(id, u))
}

func (m *memory) Members(_ mission.TeamID, id mission.ID) ([]mission.Member, error) {
	var out []mission.Member
	for _, v := range m.members {
		if v.Mission == id {
			out = append(out, v)
		}
	}
	return out, nil
}

func (m *memory) MembershipsOf(_ mission.TeamID, u mission.UserID) ([]mission.Member, error) {
	var out []mission.Member
	for _, v := range m.members {
		if v.User == u && v.In() {
			out = append(out, v)
		}
	}
	return out, nil
}

func (m *memory) Entries(_ mission.TeamID, id, _ mission.ID, limit int, _ ...mission.EntryKind) ([]mission.Entry, error) {
	var out []mission.Entry
	for _, e := range m.entries {
		if e.Mission == id && len(out) < limit {
			out = append(out, e)
		}
	}
	return out, nil
}

func (m *memory) Connection(_ mission.TeamID, u mission.UserID, id mission.ID) (mission.Connection, error) {
	return at(m.connections, memberKey(id, u))
}

func (m *memory) OwnCommitment(_ mission.TeamID, u mission.UserID, id mission.ID) (mission.OwnCommitment, error) {
	return at(m.own, memberKey(id, u))
}

func (m *memory) Entry(_ mission.TeamID, in, id mission.ID) (mission.Entry, error) {
	for _, e := range m.entries {
		if e.Mission == in && e.ID == id {
			return e, nil
		}
	}
	return mission.Entry{}, mission.ErrNotFound
}

func (m *memory) MissionsIn(_ mission.TeamID, c mission.ChannelID) ([]mission.Mission, error) {
	var out []mission.Mission
	for _, v := range m.missions {
		if v.Channel == c {
			out = append(out, v)
		}
	}
	return out, nil
}

func (m *memory) AwaitedIn(_ mission.TeamID, in mission.ID) ([]mission.Entry, error) {
	var out []mission.Entry
	for _, e := range m.entries {
		if e.Mission == in && e.Awaits() {
			out = append(out, e)
		}
	}
	return out, nil
}

func (m *memory) Reflections(_ mission.TeamID, u mission.UserID, _ mission.ID, limit int) ([]mission.Reflection, error) {
	var out []mission.Reflection
	for _, r := range m.reflections {
		if r.User == u && len(out) < limit {
			out = append(out, r)
		}
	}
	return out, nil
}

func (m *memory) Plan(_ mission.TeamID, id string) (Plan, error) { return at(m.plans, id) }

func (m *memory) PutPlan(p Plan) error {
	m.plans[p.ID] = p
	return nil
}

func (m *memory) DeletePlan(_ mission.TeamID, id string) error {
	delete(m.plans, id)
	return nil
}

func (m *memory) PlansOf(_ mission.TeamID, id mission.ID) ([]Plan, error) {
	return sorted(m.plans, func(p Plan) bool { return p.Mission == id }, func(Plan) time.Time { return time.Time{} }), nil
}

func (m *memory) PlansFor(_ mission.TeamID, user mission.UserID) ([]Plan, error) {
	return sorted(m.plans, func(p Plan) bool { return p.User == user }, func(Plan) time.Time { return time.Time{} }), nil
}

// sorted returns the values that match, earliest first.
func sorted[K cmp.Ordered, V any](from map[K]V, match func(V) bool, when func(V) time.Time) []V {
	var keys []K
	for k, v := range from {
		if match(v) {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	var out []V
	for _, k := range keys {
		out = append(out, from[k])
	}
	slices.SortStableFunc(out, func(a, b V) int { return when(a).Compare(when(b)) })
	return out
}

func (m *memory) DuePlans(now time.Time, limit int) ([]Plan, error) {
	due := sorted(m.plans,
		func(p Plan) bool { return !p.Off && !p.Next.IsZero() && !p.Next.After(now) },
		func(p Plan) time.Time { return p.Next })
	return due[:min(len(due), limit)], nil
}

func (m *memory) RowToEdit(team mission.TeamID, k string) (Row, error) { return m.Row(team, k) }

func (m *memory) Row(team mission.TeamID, k string) (Row, error) { return at(m.rows, rowKey{team, k}) }

func (m *memory) PutRow(r Row) error {
	if r.Nudge != nil {
		asked := *r.Nudge
		r.Nudge = &asked
	}
	m.rows[keyOf(r)] = r
	return nil
}

func workTime(r Row) time.Time {
	if r.State == Claimed || r.State == Sending {
		return r.Lease
	}
	return r.NotBefore
}

func (m *memory) sortedRows(match func(Row) bool, when func(Row) time.Time) []Row {
	byKey := make(map[string]Row)
	for k, r := range m.rows {
		if match(r) {
			byKey[string(k.team)+" "+k.key] = r
		}
	}
	return sorted(byKey, match, when)
}

func (m *memory) DueRows(now time.Time, limit int) ([]Row, error) {
	due := m.sortedRows(func(r Row) bool { return !r.State.Ended() && !workTime(r).After(now) }, workTime)
	slices.SortStableFunc(due, func(a, b Row) int { return cmp.Compare(a.Urgency(), b.Urgency()) })
	return due[:min(len(due), limit)], nil
}

func (m *memory) Yielding(now time.Time, limit int) ([]Row, error) {
	due, err := m.DueRows(now, len(m.rows))
	due = slices.DeleteFunc(due, func(r Row) bool { return r.Urgency() == Acted })
	return due[:min(len(due), limit)], err
}

func (m *memory) RowsIn(states ...State) ([]Row, error) {
	return m.sortedRows(func(r Row) bool { return !r.State.Ended() && slices.Contains(states, r.State) }, workTime), nil
}

func (m *memory) RowAt(team mission.TeamID, ref mission.MessageRef) (Row, error) {
	for _, r := range m.rows {
		if r.Team == team && r.State == Settled && !r.Update && r.Channel == ref.Channel && r.TS == ref.TS {
			return r, nil
		}
	}
	return Row{}, mission.ErrNotFound
}

func (m *memory) NextWork() (time.Time, error) {
	var next time.Time
	earlier := func(t time.Time) {
		if !t.IsZero() && (next.IsZero() || t.Before(next)) {
			next = t
		}
	}
	for _, p := range m.plans {
		if !p.Off {
			earlier(p.Next)
		}
	}
	for _, r := range m.rows {
		if !r.State.Ended() {
			earlier(workTime(r))
		}
	}
	return next, nil
}

// AskedAt returns claimed rows too, as a store may.
func (m *memory) AskedAt(team mission.TeamID, place string, since time.Time) ([]Row, error) {
	out := m.sortedRows(func(r Row) bool {
		return r.Team == team && r.Nudge != nil && (counts(r.State) || r.State == Claimed) &&
			placeOf(r) == string(team)+"/"+place && !r.SentAt.Before(since)
	}, func(r Row) time.Time { return r.SentAt })
	slices.Reverse(out)
	return out, nil
}

func (m *memory) WaitingAt(team mission.TeamID, place string, before time.Time) ([]Row, error) {
	return m.sortedRows(func(r Row) bool {
		return r.Team == team && r.Nudge != nil && r.State == Due && placeOf(r) == string(team)+"/"+place && r.NotBefore.Before(before)
	}, workTime), nil
}

func (m *memory) Person(_ mission.TeamID, u mission.UserID) (Person, error) { return at(m.people, u) }

func (m *memory) PutPerson(p Person) error {
	m.people[p.User] = p
	return nil
}

func (m *memory) House(_ mission.TeamID, id mission.ID) (House, error) { return at(m.houses, id) }

func (m *memory) PutHouse(h House) error {
	m.houses[h.Mission] = h
	return nil
}

func (m *memory) SweepRows(before time.Time, limit int) (int, error) {
	old := m.sortedRows(func(r Row) bool { return r.State.Ended() && r.SentAt.Before(before) }, workTime)
	for _, r := range old[:min(len(old), limit)] {
		delete(m.rows, keyOf(r))
	}
	return min(len(old), limit), nil
}

func (m *memory) Chosen(_ mission.TeamID, _ mission.UserID, k string) (Chosen, error) {
	return at(m.chosen, k)
}

func (m *memory) PutChosen(c Chosen) error {
	m.chosen[c.Key] = c
	return nil
}

func (m *memory) sortedChosen(match func(Chosen) bool, limit int) []Chosen {
	all := sorted(m.chosen, match, func(c Chosen) time.Time { return c.At })
	return all[:min(limit, len(all))]
}

func (m *memory) OpenChosen(before time.Time, limit int) ([]Chosen, error) {
	return m.sortedChosen(func(c Chosen) bool { return c.Outcome == OutcomeOpen && !c.At.After(before) }, limit), nil
}

func (m *memory) ChosenSince(since time.Time, _ string, _ int) ([]Chosen, string, error) {
	return m.sortedChosen(func(c Chosen) bool { return !c.At.Before(since) }, len(m.chosen)), "", nil
}

func (m *memory) SweepChosen(before time.Time, limit int) (int, error) {
	old := m.sortedChosen(func(c Chosen) bool { return c.At.Before(before) }, limit)
	for _, c := range old {
		delete(m.chosen, c.Key)
	}
	return len(old), nil
}

func (m *memory) PlaceCounts(_ mission.TeamID, place string) (PlaceCounts, error) {
	return at(m.places, place)
}

func (m *memory) PutPlaceCounts(c PlaceCounts) error {
	m.places[Chosen{Channel: c.Channel, User: c.User}.place()] = c
	return nil
}

func (m *memory) AudienceCounts(_ mission.TeamID, a Audience) (AudienceCounts, error) {
	return at(m.audiences, a)
}

func (m *memory) PutAudienceCounts(c AudienceCounts) error {
	m.audiences[c.Audience] = c
	return nil
}
