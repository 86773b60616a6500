package storetest

import (
	"time"

	"throughline/internal/nudges"
	"throughline/internal/nudges/choice"
)

func chosen(key string, hour int, outcome nudges.Outcome) nudges.Chosen {
	return nudges.Chosen{Team: "T1", Key: key, At: at(hour), Channel: "C1", Outcome: outcome}
}

func chosenKey(c nudges.Chosen) string { return c.Key }

func openChosen(s *suite) {
	s.put(chosen("K2", 2, ""), chosen("K1", 1, ""), chosen("K3", 3, ""), chosen("K0", 0, nudges.OutcomeSilent))
	open := func(hour, limit int) (keys []string) {
		s.view(func(tx Tx) error {
			found, err := tx.OpenChosen(at(hour), limit)
			keys = ids(found, chosenKey)
			return err
		})
		return keys
	}
	s.same("open by the second hour", open(2, 9), []string{"K1", "K2"})
	s.same("the first of them", open(2, 1), []string{"K1"})
	s.put(chosen("K1", 1, nudges.OutcomeAnswered))
	s.same("after an answer", open(9, 9), []string{"K2", "K3"})
	s.put(chosen("K2", 5, ""))
	s.same("after another choice for a row", open(9, 9), []string{"K3", "K2"})
}

func chosenSince(s *suite) {
	for i, k := range []string{"K0", "K1", "K2", "K3", "K4"} {
		s.put(chosen(k, i, nudges.OutcomeSilent))
	}
	for _, limit := range []int{1, 2, 3, 4, 9} {
		var keys []string
		for from, first := "", true; first || from != ""; first = false {
			s.view(func(tx Tx) error {
				found, next, err := tx.ChosenSince(at(1), from, limit)
				if len(found) > limit {
					s.Errorf("a slice of at most %d holds %d", limit, len(found))
				}
				keys, from = append(keys, ids(found, chosenKey)...), next
				return err
			})
		}
		s.same("since the first hour", keys, []string{"K1", "K2", "K3", "K4"})
	}
	s.view(func(tx Tx) error {
		all, _, err := tx.ChosenSince(time.Time{}, "", 9)
		s.same("since ever", len(all), 5)
		return err
	})
}

func sweepsChosen(s *suite) {
	s.put(chosen("K0", 0, nudges.OutcomeSilent), chosen("K1", 1, ""), chosen("K2", 2, ""))
	s.update(func(tx Tx) error {
		n, err := tx.SweepChosen(at(2), 1)
		s.same("swept in a slice", n, 1)
		return err
	})
	s.update(func(tx Tx) error {
		n, err := tx.SweepChosen(at(2), 9)
		s.same("swept after it", n, 1)
		return err
	})
	s.view(func(tx Tx) error {
		left, err := tx.OpenChosen(at(9), 9)
		s.same("left", ids(left, chosenKey), []string{"K2"})
		return err
	})
}

func countsMove(s *suite) {
	s.put(nudges.PlaceCounts{Team: "T1", Channel: "C1", Themes: choice.Tally{"risk": {Asked: 3, Answered: 1}, "own": {Asked: 1}}},
		nudges.PlaceCounts{Team: "T1", Channel: "C2", Themes: choice.Tally{"risk": {Asked: 2, Answered: 2}}},
		nudges.PlaceCounts{Team: "T2", Channel: "C1", Themes: choice.Tally{"risk": {Asked: 9}}})
	s.update(func(tx Tx) error { return tx.MoveChannel("T1", "C1", "C2") })
	s.view(func(tx Tx) error {
		got, err := tx.PlaceCounts("T1", "C2")
		s.same("the counts after a move", got, nudges.PlaceCounts{
			Team: "T1", Channel: "C2", Themes: choice.Tally{"risk": {Asked: 5, Answered: 3}, "own": {Asked: 1}},
		})
		s.missing("the old channel's counts", second(tx.PlaceCounts("T1", "C1")))
		other, errOther := tx.PlaceCounts("T2", "C1")
		s.same("another workspace's counts", other.Themes["risk"].Asked, 9)
		if err == nil {
			err = errOther
		}
		return err
	})
}
