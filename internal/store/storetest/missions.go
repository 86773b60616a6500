package storetest

import (
	"errors"
	"fmt"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

func activeMission(s *suite) {
	s.put(ended("T1", "M1", "C1"), running("T1", "M2", "C1"), running("T1", "M3", "C2"), ended("T1", "M4", "C1"))
	active := func(channel mission.ChannelID, want mission.ID) {
		s.Helper()
		s.view(func(tx Tx) error {
			m, err := tx.ActiveMission("T1", channel)
			s.same("the running mission of "+string(channel), m.ID, want)
			return err
		})
	}
	active("C1", "M2")
	active("C2", "M3")
	s.put(ended("T1", "M2", "C1"))
	s.view(func(tx Tx) error {
		_, err := tx.ActiveMission("T1", "C1")
		s.missing("the running mission after the end", err)
		all, err := tx.RunningMissions("T1")
		s.same("running missions", ids(all, missionID), []string{"M3"})
		return err
	})
	s.put(running("T1", "M2", "C1")) // The end was taken back.
	active("C1", "M2")
}

func missionsInOrder(s *suite) {
	s.put(running("T1", "M3", "C1"), ended("T1", "M1", "C1"), ended("T1", "M2", "C1"), running("T1", "M0", "C9"),
		running("T1", "M4", "C0"))
	s.view(func(tx Tx) error {
		in, err := tx.MissionsIn("T1", "C1")
		s.same("missions in the channel", ids(in, missionID), []string{"M1", "M2", "M3"})
		all, errAll := tx.RunningMissions("T1")
		s.same("running missions", ids(all, missionID), []string{"M0", "M3", "M4"})
		places, errPlaces := tx.RunningPlaces("T1")
		s.same("where missions run", places, []mission.Place{{ID: "M0", Channel: "C9"}, {ID: "M3", Channel: "C1"}, {ID: "M4", Channel: "C0"}})
		none, errNone := tx.RunningPlaces("T2")
		s.same("where missions run elsewhere", len(none), 0)
		return errors.Join(err, errAll, errPlaces, errNone)
	})
}

func moveChannel(s *suite) {
	m, past, other := running("T1", "M2", "C1"), ended("T1", "M1", "C1"), running("T1", "M3", "C3")
	m.Card = mission.MessageRef{Channel: "C1", TS: "1.1"}
	past.Outcome.Message = mission.MessageRef{Channel: "C1", TS: "2.2"}
	asked := nudges.Row{
		Key: "K1", Team: "T1", State: nudges.Settled, Channel: "C1", TS: "3.3", SentAt: noon, Nudge: &nudges.Asked{Question: "q1"},
	}
	s.put(m, past, other, asked)
	s.update(func(tx Tx) error { return tx.MoveChannel("T1", "C1", "C2") })
	s.view(func(tx Tx) error {
		old, err := tx.AskedAt("T1", "C1", at(-1))
		s.same("what was asked under the old id", ids(old, rowKey), []string{})
		moved, errMoved := tx.AskedAt("T1", "C2", at(-1))
		s.same("what was asked under the new id", ids(moved, rowKey), []string{"K1"})
		row, errRow := tx.RowAt("T1", mission.MessageRef{Channel: "C2", TS: "3.3"})
		s.same("the question at its message", row.Key, "K1")
		return errors.Join(err, errMoved, errRow)
	})
	s.view(func(tx Tx) error {
		before, err := tx.MissionsIn("T1", "C1")
		s.same("missions in the channel's old id", ids(before, missionID), []string{})
		_, missing := tx.ActiveMission("T1", "C1")
		s.missing("the running mission under the old id", missing)
		after, errAfter := tx.MissionsIn("T1", "C2")
		s.same("missions in the channel's new id", ids(after, missionID), []string{"M1", "M2"})
		for _, m := range after {
			s.same("the channel of "+string(m.ID), m.Channel, mission.ChannelID("C2"))
		}
		active, errActive := tx.ActiveMission("T1", "C2")
		s.same("the running mission", active.ID, mission.ID("M2"))
		s.same("its card", active.Card, mission.MessageRef{Channel: "C2", TS: "1.1"})
		if len(after) > 0 && after[0].Outcome != nil {
			s.same("the ended one's story", after[0].Outcome.Message, mission.MessageRef{Channel: "C2", TS: "2.2"})
		}
		untouched, errOther := tx.ActiveMission("T1", "C3")
		s.same("another channel's mission", untouched, other)
		return errors.Join(err, errAfter, errActive, errOther)
	})
}

func membersInOrder(s *suite) {
	s.put(running("T1", "M1", "C1"), member("T1", "M1", "UCHIDI", at(1)), member("T1", "M1", "UANA", at(2)),
		member("T1", "M1", "UBO", at(0)), member("T1", "M2", "UDEE", at(0)))
	s.view(func(tx Tx) error {
		all, err := tx.Members("T1", "M1")
		s.same("members", ids(all, memberUser), []string{"UBO", "UCHIDI", "UANA"})
		return err
	})
}

func leaving(s *suite) {
	ana := member("T1", "M1", "UANA", noon)
	s.put(ana, member("T1", "M1", "UBO", noon), member("T1", "M2", "UANA", noon), member("T1", "M0", "UANA", noon))
	left := ana
	left.LeftAt = at(5)
	s.put(left)
	s.view(func(tx Tx) error {
		all, err := tx.Members("T1", "M1")
		s.same("members", ids(all, memberUser), []string{"UBO"})
		of, errOf := tx.MembershipsOf("T1", "UANA")
		s.same("memberships", ids(of, memberMission), []string{"M0", "M2"})
		got, errGet := tx.Member("T1", "M1", "UANA")
		s.same("the membership of the one who left", got, left)
		return errors.Join(err, errOf, errGet)
	})
	s.put(ana) // She comes back.
	s.view(func(tx Tx) error {
		of, err := tx.MembershipsOf("T1", "UANA")
		s.same("memberships after coming back", ids(of, memberMission), []string{"M0", "M1", "M2"})
		return err
	})
}

// entryPages reads 250 entries page by page, then again after most were withdrawn.
func entryPages(s *suite) {
	const n = 250
	var want []string
	s.update(func(tx Tx) error {
		want = nil
		for i := range n {
			id := fmt.Sprintf("E%03d", i)
			want = append([]string{id}, want...)
			if err := put(tx, entry("T1", "M1", mission.ID(id), mission.Progress)); err != nil {
				return err
			}
		}
		return put(tx, entry("T1", "M0", "E999", mission.Progress), entry("T1", "M2", "E000", mission.Progress))
	})
	s.view(func(tx Tx) error {
		for _, size := range []int{1, 7, n, n + 1} {
			s.same(fmt.Sprintf("pages of %d", size), s.readPages(tx, size), want)
		}
		for what, limit := range map[string]int{"none": 0, "fewer than none": -1} {
			got, err := tx.Entries("T1", "M1", "", limit)
			if len(got) != 0 || err != nil {
				s.Errorf("asked for %s: %d entries, %v", what, len(got), err)
			}
		}
		from, err := tx.Entries("T1", "M1", "E002x", 9) // An id that is not there.
		s.same("entries before an id between two", ids(from, entryID), []string{"E002", "E001", "E000"})
		first, errFirst := tx.Entries("T1", "M1", "E000", 9)
		s.same("entries before the first", ids(first, entryID), []string{})
		return errors.Join(err, errFirst)
	})
}

func (s *suite) readPages(tx Tx, size int) []string {
	s.Helper()
	var all []string
	for before := mission.ID(""); ; {
		page, err := tx.Entries("T1", "M1", before, size)
		if err != nil {
			s.Fatal(err)
		}
		if len(page) == 0 {
			return all
		}
		all = append(all, ids(page, entryID)...)
		before = page[len(page)-1].ID
	}
}

func entryKinds(s *suite) {
	for i, kind := range []mission.EntryKind{mission.Win, mission.Progress, mission.Learned, mission.Win, mission.Blocked} {
		s.put(entry("T1", "M1", mission.ID(fmt.Sprintf("E%d", i)), kind))
	}
	feigned := entry("T1", "M1", "E5", "feigned")
	feigned.Text = `"kind":"win"`
	s.put(feigned, entry("T1", "M1", "E6", ""))
	s.view(func(tx Tx) error {
		for what, c := range map[string]struct {
			before mission.ID
			limit  int
			kinds  []mission.EntryKind
			want   []string
		}{
			"no kind":                     {"", 9, []mission.EntryKind{""}, []string{"E6"}},
			"all kinds":                   {"", 9, nil, []string{"E6", "E5", "E4", "E3", "E2", "E1", "E0"}},
			"wins":                        {"", 9, []mission.EntryKind{mission.Win}, []string{"E3", "E0"}},
			"the newest win":              {"", 1, []mission.EntryKind{mission.Win}, []string{"E3"}},
			"the win before that":         {"E3", 1, []mission.EntryKind{mission.Win}, []string{"E0"}},
			"wins and lessons":            {"", 2, []mission.EntryKind{mission.Win, mission.Learned}, []string{"E3", "E2"}},
			"a kind that nobody told":     {"", 9, []mission.EntryKind{mission.Thanks}, []string{}},
			"a kind that does not exist":  {"", 9, []mission.EntryKind{"x"}, []string{}},
			"the limit counts only those": {"", 2, []mission.EntryKind{mission.Progress}, []string{"E1"}},
		} {
			got, err := tx.Entries("T1", "M1", c.before, c.limit, c.kinds...)
			s.same(what, ids(got, entryID), c.want)
			if err != nil {
				return err
			}
		}
		return nil
	})
}
