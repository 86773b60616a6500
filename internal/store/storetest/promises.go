package storetest

import (
	"errors"
	"fmt"

	"throughline/internal/mission"
)

// awaitedIn holds the list of what is open to what is said of it, and to its mission.
func awaitedIn(s *suite) {
	withdrawn, kept := entry("T1", "M1", "E4", mission.Risk), entry("T1", "M1", "E5", mission.Commitment)
	withdrawn.WithdrawnAt, kept.Fate = noon, mission.Kept
	s.put(entry("T1", "M1", "E1", mission.Win), entry("T1", "M1", "E3", mission.Commitment), entry("T1", "M1", "E2", mission.Risk),
		withdrawn, kept, entry("T1", "M12", "E6", mission.Risk), entry("T2", "M1", "E7", mission.Risk))
	open := func(want ...string) {
		s.Helper()
		s.view(func(tx Tx) error {
			got, err := tx.AwaitedIn("T1", "M1")
			s.same("open", ids(got, entryID), want)
			return err
		})
	}
	open("E2", "E3")
	letGo := entry("T1", "M1", "E2", mission.Risk)
	letGo.Fate = mission.LetGo
	kept.Fate = mission.Awaited
	s.put(letGo, kept)
	open("E3", "E5")
}

func ownCommitmentPages(s *suite) {
	for i := range 4 {
		id := mission.ID(fmt.Sprintf("O%d", i))
		s.put(mission.OwnCommitment{ID: id, Team: "T1", User: "UANA", Text: mission.Sealed("sealed")})
	}
	s.put(mission.OwnCommitment{ID: "O9", Team: "T1", User: "UANA2"}, mission.OwnCommitment{ID: "O9", Team: "T2", User: "UANA"})
	page := func(before mission.ID, limit int, want ...string) {
		s.Helper()
		s.view(func(tx Tx) error {
			got, err := tx.OwnCommitments("T1", "UANA", before, limit)
			s.same(fmt.Sprintf("%d before %q", limit, before), ids(got, func(c mission.OwnCommitment) string { return string(c.ID) }), want)
			return err
		})
	}
	page("", 3, "O3", "O2", "O1")
	page("O1", 3, "O0")
	s.update(func(tx Tx) error { return tx.DeleteOwnCommitment("T1", "UANA", "O2") })
	page("", 9, "O3", "O1", "O0")
	s.view(func(tx Tx) error {
		_, gone := tx.OwnCommitment("T1", "UANA", "O2")
		_, other := tx.OwnCommitment("T1", "UANA2", "O9")
		s.missing("a deleted commitment", gone)
		return errors.Join(other)
	})
}
