package storetest

import (
	"fmt"

	"throughline/internal/coaching"
	"throughline/internal/mission"
)

func oneConversation(s *suite) {
	c := coaching.Conversation{ID: "V1", Team: "T1", User: "UANA", LastAt: noon, Turns: []coaching.Turn{{Question: "first", Asked: 1}}}
	s.put(c, coaching.Conversation{ID: "V9", Team: "T1", User: "UBO"})
	c.ID, c.Turns = "V2", append(c.Turns, coaching.Turn{Question: "second", Answer: mission.Sealed("sealed")})
	s.put(c)
	s.view(func(tx Tx) error {
		got, err := tx.Conversation("T1", "UANA")
		s.same("the conversation", got, c)
		return err
	})
	s.update(func(tx Tx) error { return tx.DeleteConversation("T1", "UANA") })
	s.view(func(tx Tx) error {
		_, err := tx.Conversation("T1", "UANA")
		s.missing("the deleted conversation", err)
		other, err := tx.Conversation("T1", "UBO")
		s.same("the other's conversation", other.ID, mission.ID("V9"))
		return err
	})
}

func balanceCheck(id mission.ID, user mission.UserID) coaching.Check {
	return coaching.Check{ID: id, Team: "T1", User: user, At: noon, Choices: mission.Sealed("sealed " + string(id))}
}

func checkPages(s *suite) {
	for i := range 4 {
		s.put(balanceCheck(mission.ID(fmt.Sprintf("B%d", i)), "UANA"))
	}
	s.put(balanceCheck("B9", "UBO"), balanceCheck("B9", "UANA2"))
	page := func(before mission.ID, limit int, want ...string) {
		s.Helper()
		s.view(func(tx Tx) error {
			got, err := tx.Checks("T1", "UANA", before, limit)
			s.same(fmt.Sprintf("%d before %q", limit, before), ids(got, func(c coaching.Check) string { return string(c.ID) }), want)
			return err
		})
	}
	page("", 2, "B3", "B2")
	page("B2", 2, "B1", "B0")
	s.update(func(tx Tx) error { return tx.DeleteCheck("T1", "UANA", "B2") })
	page("", 9, "B3", "B1", "B0")
	s.view(func(tx Tx) error {
		none, err := tx.Checks("T1", "UANA", "", 0)
		s.same("none were asked for", len(none), 0)
		return err
	})
}

func forgetCoaching(s *suite) {
	for _, user := range []mission.UserID{"UANA", "UANA2", "UBO"} {
		s.put(coaching.Conversation{ID: "V1", Team: "T1", User: user}, coaching.Practice{Team: "T1", User: user, Mirror: true},
			balanceCheck("B1", user), balanceCheck("B2", user),
			coaching.Rotation{Team: "T1", Lead: user, Mission: "M1"}, coaching.Rotation{Team: "T1", Lead: user, Mission: "M2"})
	}
	s.forget("T1", "UANA")
	has := func(tx Tx, user mission.UserID) []bool {
		_, talk := tx.Conversation("T1", user)
		_, practice := tx.Practice("T1", user)
		checks, err := tx.Checks("T1", user, "", 9)
		_, first := tx.Rotation("T1", user, "M1")
		_, second := tx.Rotation("T1", user, "M2")
		if err != nil {
			s.Fatal(err)
		}
		return []bool{talk == nil, practice == nil, len(checks) == 2, first == nil, second == nil}
	}
	s.view(func(tx Tx) error {
		s.same("what is left of the forgotten", has(tx, "UANA"), []bool{false, false, false, false, false})
		for _, user := range []mission.UserID{"UANA2", "UBO"} {
			s.same("what is left of "+string(user), has(tx, user), []bool{true, true, true, true, true})
		}
		return nil
	})
}
