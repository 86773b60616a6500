package mission_test

import (
	"slices"
	"time"

	"throughline/internal/mission"
)

// begin is when the tests' missions start: a Monday.
var begin = time.Date(2026, time.October, 12, 9, 0, 0, 0, time.UTC)

// memory is a store of one workspace that forgets nothing and fails never.
type memory struct {
	mission.Tx // panics on what the operations do not use
	missions   map[mission.ID]mission.Mission
	members    map[mission.ID]map[mission.UserID]mission.Member
	entries    map[mission.ID]mission.Entry
	relations  map[[2]mission.ID]mission.Relation
}

func newMemory() *memory {
	return &memory{
		missions:  make(map[mission.ID]mission.Mission),
		members:   make(map[mission.ID]map[mission.UserID]mission.Member),
		entries:   make(map[mission.ID]mission.Entry),
		relations: make(map[[2]mission.ID]mission.Relation),
	}
}

func (s *memory) Mission(_ mission.TeamID, id mission.ID) (mission.Mission, error) {
	return found(s.missions, id)
}

func (s *memory) PutMission(m mission.Mission) error {
	s.missions[m.ID] = m
	return nil
}

func (s *memory) ActiveMission(_ mission.TeamID, c mission.ChannelID) (mission.Mission, error) {
	for _, m := range s.missions {
		if m.Channel == c && m.Running() {
			return m, nil
		}
	}
	return mission.Mission{}, mission.ErrNotFound
}

func (s *memory) MissionsIn(_ mission.TeamID, c mission.ChannelID) ([]mission.Mission, error) {
	var list []mission.Mission
	for _, m := range s.missions {
		if m.Channel == c {
			list = append(list, m)
		}
	}
	slices.SortFunc(list, func(a, b mission.Mission) int { return compareIDs(a.ID, b.ID) })
	return list, nil
}

func (s *memory) Member(_ mission.TeamID, m mission.ID, u mission.UserID) (mission.Member, error) {
	return found(s.members[m], u)
}

func (s *memory) PutMember(m mission.Member) error {
	if s.members[m.Mission] == nil {
		s.members[m.Mission] = make(map[mission.UserID]mission.Member)
	}
	s.members[m.Mission][m.User] = m
	return nil
}

func (s *memory) Entry(_ mission.TeamID, _, id mission.ID) (mission.Entry, error) {
	return found(s.entries, id)
}

func (s *memory) PutEntry(e mission.Entry) error {
	s.entries[e.ID] = e
	return nil
}

func (s *memory) Entries(_ mission.TeamID, m, before mission.ID, limit int, kinds ...mission.EntryKind) ([]mission.Entry, error) {
	var list []mission.Entry
	for _, e := range s.entries {
		wanted := len(kinds) == 0 || slices.Contains(kinds, e.Kind)
		if e.Mission == m && wanted && (before == "" || e.ID < before) {
			list = append(list, e)
		}
	}
	slices.SortFunc(list, func(a, b mission.Entry) int { return -compareIDs(a.ID, b.ID) })
	return list[:min(limit, len(list))], nil
}

func (s *memory) AwaitedIn(_ mission.TeamID, m mission.ID) ([]mission.Entry, error) {
	var list []mission.Entry
	for _, e := range s.entries {
		if e.Mission == m && e.Awaits() {
			list = append(list, e)
		}
	}
	slices.SortFunc(list, func(a, b mission.Entry) int { return compareIDs(a.ID, b.ID) })
	return list, nil
}

func (s *memory) Relation(_ mission.TeamID, from, to mission.ID) (mission.Relation, error) {
	return found(s.relations, [2]mission.ID{from, to})
}

func (s *memory) PutRelation(r mission.Relation) error {
	s.relations[[2]mission.ID{r.From, r.To}] = r
	return nil
}

func (s *memory) RelationsOf(_ mission.TeamID, id mission.ID) ([]mission.Relation, error) {
	var list []mission.Relation
	for _, r := range s.relations {
		if r.From == id || r.To == id {
			list = append(list, r)
		}
	}
	return list, nil
}

func compareIDs(a, b mission.ID) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func found[K comparable, V any](m map[K]V, k K) (V, error) {
	v, ok := m[k]
	if !ok {
		return v, mission.ErrNotFound
	}
	return v, nil
}
