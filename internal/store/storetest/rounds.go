package storetest

import (
	"errors"

	"throughline/internal/mission"
	"throughline/internal/rounds"
)

func round(m, id mission.ID) rounds.Round {
	return rounds.Round{Team: "T1", Mission: m, ID: id, Topic: rounds.Energy, OpenedAt: noon}
}

func roundID(r rounds.Round) string    { return string(r.ID) }
func answerKey(a rounds.Answer) string { return a.Key }
func guessRound(g rounds.Guess) string { return string(g.Round) }

func roundsInOrder(s *suite) {
	s.put(round("M1", "Q2"), round("M2", "Q3"), round("M1", "Q1"), round("M11", "Q4"))
	s.view(func(tx Tx) error {
		got, err := tx.RoundsOf("T1", "M1")
		s.same("a mission's rounds", ids(got, roundID), []string{"Q1", "Q2"})
		none, errNone := tx.RoundsOf("T2", "M1")
		s.same("another workspace's rounds", len(none), 0)
		if err == nil {
			err = errNone
		}
		return err
	})
}

func answersDropped(s *suite) {
	s.update(func(tx Tx) error {
		for _, key := range []string{"b", "a", "c"} {
			if err := tx.PutAnswer("T1", "Q1", rounds.Answer{Key: key, Body: mission.Sealed("sealed " + key)}); err != nil {
				return err
			}
			if err := tx.PutMark("T1", "Q1", "mark of "+key); err != nil {
				return err
			}
		}
		return tx.PutAnswer("T1", "Q2", rounds.Answer{Key: "d"})
	})
	marked := func(mark string, want bool) {
		s.Helper()
		s.view(func(tx Tx) error {
			got, err := tx.Marked("T1", "Q1", mark)
			s.same("marked with "+mark, got, want)
			return err
		})
	}
	answers := func(id mission.ID, want ...string) {
		s.Helper()
		s.view(func(tx Tx) error {
			got, err := tx.Answers("T1", id)
			s.same("the answers to "+string(id), ids(got, answerKey), append([]string{}, want...))
			return err
		})
	}
	answers("Q1", "a", "b", "c")
	marked("mark of a", true)
	marked("mark of d", false)
	s.view(func(tx Tx) error {
		got, err := tx.Answers("T1", "Q1")
		s.same("what was answered", got[0], rounds.Answer{Key: "a", Body: mission.Sealed("sealed a")})
		return err
	})
	s.update(func(tx Tx) error { return tx.DropAnswers("T1", "Q1") })
	answers("Q1")
	answers("Q2", "d")
	marked("mark of a", false)
	s.update(func(tx Tx) error { return tx.DropAnswers("T1", "Q9") })
}

func guessesOfOne(s *suite) {
	of := func(user mission.UserID, id mission.ID) rounds.Guess {
		return rounds.Guess{Team: "T1", User: user, Mission: "M1", Round: id, Word: mission.Sealed("sealed")}
	}
	s.put(of("UANA", "Q2"), of("UBO", "Q1"), of("UANA", "Q1"))
	guesses := func(want ...string) {
		s.Helper()
		s.view(func(tx Tx) error {
			got, err := tx.GuessesOf("T1", "UANA")
			s.same("a person's guesses", ids(got, guessRound), want)
			return err
		})
	}
	guesses("Q1", "Q2")
	s.forget("T1", "UANA")
	s.view(func(tx Tx) error {
		hers, err := tx.GuessesOf("T1", "UANA")
		s.same("what is left of the forgotten", len(hers), 0)
		_, errOther := tx.Guess("T1", "UBO", "Q1")
		return errors.Join(err, errOther)
	})
}
