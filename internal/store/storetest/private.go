package storetest

import (
	"errors"
	"fmt"

	"throughline/internal/mission"
)

func note(id mission.ID, user mission.UserID, source mission.MessageRef) mission.Reflection {
	return mission.Reflection{ID: id, Team: "T1", User: user, Text: mission.Sealed("sealed " + string(id)), At: noon, Source: source}
}

func reflectionPages(s *suite) {
	for i := range 5 {
		s.put(note(mission.ID(fmt.Sprintf("R%d", i)), "UANA", mission.MessageRef{}))
	}
	s.put(note("R9", "UBO", mission.MessageRef{}), note("R9", "UANA2", mission.MessageRef{}))
	page := func(before mission.ID, limit int, want ...string) {
		s.Helper()
		s.view(func(tx Tx) error {
			got, err := tx.Reflections("T1", "UANA", before, limit)
			s.same(fmt.Sprintf("%d before %q", limit, before), ids(got, reflectionID), want)
			return err
		})
	}
	page("", 2, "R4", "R3")
	page("R3", 2, "R2", "R1")
	page("R1", 2, "R0")
	page("", 9, "R4", "R3", "R2", "R1", "R0")
	s.update(func(tx Tx) error { return tx.DeleteReflection("T1", "UANA", "R3") })
	page("", 2, "R4", "R2")
	s.view(func(tx Tx) error {
		none, err := tx.Reflections("T1", "UANA", "", 0)
		s.same("none were asked for", len(none), 0)
		return err
	})
}

func reflectionByMessage(s *suite) {
	first, second := mission.MessageRef{Channel: "D1", TS: "1.1"}, mission.MessageRef{Channel: "D1", TS: "1.10"}
	find := func(ref mission.MessageRef, want mission.ID) {
		s.Helper()
		s.view(func(tx Tx) error {
			got, err := tx.ReflectionFrom("T1", "UANA", ref)
			s.same("the reflection at "+ref.TS, got.ID, want)
			return err
		})
	}
	none := func(ref mission.MessageRef) {
		s.Helper()
		s.view(func(tx Tx) error {
			_, err := tx.ReflectionFrom("T1", "UANA", ref)
			s.missing("a reflection at "+ref.TS, err)
			return nil
		})
	}
	s.put(note("R1", "UANA", first), note("R2", "UANA", second), note("R3", "UBO", first))
	find(first, "R1")
	find(second, "R2")
	s.put(note("R1", "UANA", mission.MessageRef{}))
	none(first)
	s.update(func(tx Tx) error { return tx.DeleteReflection("T1", "UANA", "R2") })
	none(second)
	s.view(func(tx Tx) error {
		_, err := tx.ReflectionFrom("T1", "UBO", first)
		return err
	})
}

func draftsAreKept(s *suite) {
	d := mission.Draft{Team: "T1", User: "UANA", Channel: "C1", At: noon, Body: mission.Sealed("first")}
	s.put(d)
	d.Body = mission.Sealed("second")
	s.put(d, mission.Draft{Team: "T1", User: "UANA", Channel: "C2"})
	s.view(func(tx Tx) error {
		got, err := tx.Draft("T1", "UANA", "C1")
		s.same("the draft", got, d)
		return err
	})
	s.update(func(tx Tx) error { return tx.DeleteDraft("T1", "UANA", "C1") })
	s.view(func(tx Tx) error {
		_, err := tx.Draft("T1", "UANA", "C1")
		s.missing("the deleted draft", err)
		_, other := tx.Draft("T1", "UANA", "C2")
		return errors.Join(other)
	})
}
