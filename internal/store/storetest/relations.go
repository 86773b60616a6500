package storetest

import (
	"errors"

	"throughline/internal/mission"
)

func relation(from, to mission.ID) mission.Relation {
	return mission.Relation{Team: "T1", From: from, To: to, Bond: mission.ServesIt, At: noon}
}

func relationName(r mission.Relation) string { return string(r.From) + ">" + string(r.To) }

func relationsOfBoth(s *suite) {
	other := relation("M1", "M2")
	other.Team = "T2"
	s.put(running("T1", "M1", "C1"), running("T1", "M2", "C2"), running("T1", "M3", "C3"),
		relation("M2", "M1"), relation("M1", "M3"), relation("M1", "M2"), other)
	of := func(id mission.ID, want ...string) {
		s.Helper()
		s.view(func(tx Tx) error {
			got, err := tx.RelationsOf("T1", id)
			s.same("relations of "+string(id), ids(got, relationName), want)
			return err
		})
	}
	of("M1", "M1>M2", "M1>M3", "M2>M1")
	of("M2", "M2>M1", "M1>M2")
	of("M3", "M1>M3")
	dropped := relation("M1", "M3")
	dropped.DroppedAt = at(1)
	s.put(dropped)
	s.view(func(tx Tx) error {
		got, err := tx.Relation("T1", "M1", "M3")
		s.same("the relation that was taken back", got, dropped)
		return err
	})
}

func relationsMove(s *suite) {
	r := relation("M1", "M2")
	r.Ask = mission.MessageRef{Channel: "C2", TS: "1.1"}
	r.Told = []mission.Telling{{Phase: mission.Middle, At: noon, Message: mission.MessageRef{Channel: "C2", TS: "2.2"}}}
	s.put(running("T1", "M1", "C1"), running("T1", "M2", "C2"), r)
	s.update(func(tx Tx) error {
		return errors.Join(tx.MoveChannel("T1", "C1", "C7"), tx.MoveChannel("T1", "C2", "C8"))
	})
	s.view(func(tx Tx) error {
		got, err := tx.Relation("T1", "M1", "M2")
		s.same("what was asked", got.Ask, mission.MessageRef{Channel: "C8", TS: "1.1"})
		s.same("what was told", got.Told[0].Message, mission.MessageRef{Channel: "C8", TS: "2.2"})
		return err
	})
}
