package storetest

import (
	"context"
	"errors"
	"sync"

	"throughline/internal/coaching"
	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/rounds"
	"throughline/internal/trial"
)

var errTest = errors.New("the function of the test failed")

// oneOfEach returns records of every kind that belong together.
func oneOfEach() []any {
	return []any{
		running("T1", "M1", "C1"), member("T1", "M1", "UANA", noon), entry("T1", "M1", "E1", mission.Risk),
		mission.Relation{Team: "T1", From: "M1", To: "M2", Bond: mission.ServesIt},
		mission.Connection{Team: "T1", User: "UANA", Mission: "M1", Personal: mission.Ringed{Words: mission.Sealed("x")}},
		mission.Reflection{ID: "R1", Team: "T1", User: "UANA", At: noon, Source: mission.MessageRef{Channel: "D1", TS: "1.1"}},
		mission.OwnCommitment{ID: "O1", Team: "T1", User: "UANA", At: noon, Text: mission.Sealed("x")},
		mission.Draft{Team: "T1", User: "UANA", Channel: "C1", Body: mission.Sealed("x")},
		coaching.Conversation{ID: "V1", Team: "T1", User: "UANA", Mission: "M1", Turns: []coaching.Turn{{Asked: 1}}, Then: mission.Sealed("x")},
		coaching.Practice{Team: "T1", User: "UANA", Asked: []string{"q"}},
		coaching.Check{ID: "B1", Team: "T1", User: "UANA", At: noon, Choices: mission.Sealed("x")},
		coaching.Rotation{Team: "T1", Lead: "UANA", Mission: "M1", Waiting: []mission.UserID{"UBO"}},
		rounds.Round{ID: "Q1", Team: "T1", Mission: "M1", Topic: rounds.Energy, OpenedAt: noon},
		rounds.Settings{Team: "T1", Mission: "M1", Floor: 6},
		rounds.Guess{Team: "T1", User: "UANA", Mission: "M1", Round: "Q1", Word: mission.Sealed("x")},
		mission.SentFile{Team: "T1", User: "UANA", ID: "F1", At: noon},
		mission.Erasure{Team: "T1", User: "UANA", At: noon},
		plan("T1", "P1", noon), nudges.Plan{ID: "P3", Team: "T1", Kind: nudges.Reflect, Mission: "M2", User: "UANA"},
		nudges.Row{Key: "K1", Team: "T1", State: nudges.Due, NotBefore: noon, Channel: "C1"},
		nudges.Person{Team: "T1", User: "UANA", Zone: "Europe/Lisbon"},
		nudges.House{Team: "T1", Mission: "M1", Holidays: "pt"},
		trial.Trial{Team: "T1", ID: "TR1", Channel: "C1", Rho: .2}, trial.Decision{Team: "T1", Trial: "TR1", Nudge: "K1", User: "UANA"},
		trial.Look{Team: "T1", Trial: "TR1", N: 1},
	}
}

// checkEmpty fails the test if anything of oneOfEach is there, under its id or in an index.
func (s *suite) checkEmpty() {
	s.Helper()
	s.view(func(tx Tx) error {
		for what, read := range reads(tx) {
			s.missing(what, read())
		}
		for what, list := range lists(tx) {
			n, err := list()
			if n != 0 || err != nil {
				s.Errorf("%s holds %d, %v; want nothing", what, n, err)
			}
		}
		_, ok, err := tx.Seen("T1", "S1")
		if next, errNext := tx.NextWork(); ok || err != nil || errNext != nil || !next.IsZero() {
			s.Errorf("Seen = %v, %v, NextWork = %v, %v; want nothing", ok, err, next, errNext)
		}
		return nil
	})
}

// reads returns a read of each record of oneOfEach by its id.
func reads(tx Tx) map[string]func() error {
	source := mission.MessageRef{Channel: "D1", TS: "1.1"}
	return map[string]func() error{
		"Mission":        func() error { _, err := tx.Mission("T1", "M1"); return err },
		"ActiveMission":  func() error { _, err := tx.ActiveMission("T1", "C1"); return err },
		"Member":         func() error { _, err := tx.Member("T1", "M1", "UANA"); return err },
		"Entry":          func() error { _, err := tx.Entry("T1", "M1", "E1"); return err },
		"Relation":       func() error { _, err := tx.Relation("T1", "M1", "M2"); return err },
		"Connection":     func() error { _, err := tx.Connection("T1", "UANA", "M1"); return err },
		"ReflectionFrom": func() error { _, err := tx.ReflectionFrom("T1", "UANA", source); return err },
		"OwnCommitment":  func() error { _, err := tx.OwnCommitment("T1", "UANA", "O1"); return err },
		"Draft":          func() error { _, err := tx.Draft("T1", "UANA", "C1"); return err },
		"Conversation":   func() error { _, err := tx.Conversation("T1", "UANA"); return err },
		"Practice":       func() error { _, err := tx.Practice("T1", "UANA"); return err },
		"Check":          func() error { _, err := tx.Check("T1", "UANA", "B1"); return err },
		"Rotation":       func() error { _, err := tx.Rotation("T1", "UANA", "M1"); return err },
		"Round":          func() error { _, err := tx.Round("T1", "M1", "Q1"); return err },
		"RoundSettings":  func() error { _, err := tx.RoundSettings("T1", "M1"); return err },
		"Guess":          func() error { _, err := tx.Guess("T1", "UANA", "Q1"); return err },
		"Erasure":        func() error { _, err := tx.Erasure("T1", "UANA"); return err },
		"Plan":           func() error { _, err := tx.Plan("T1", "P1"); return err },
		"Row":            func() error { _, err := tx.Row("T1", "K1"); return err },
		"RowAt":          func() error { _, err := tx.RowAt("T1", source); return err },
		"Person":         func() error { _, err := tx.Person("T1", "UANA"); return err },
		"House":          func() error { _, err := tx.House("T1", "M1"); return err },
		"Trial":          func() error { _, err := tx.Trial("T1", "TR1"); return err },
		"TrialDecision":  func() error { _, err := tx.TrialDecision("T1", "TR1", "K1"); return err },
	}
}

// count adapts a list to how many it holds.
func count[T any](items []T, err error) (int, error) { return len(items), err }

// lists returns a read of each list that holds records of oneOfEach.
func lists(tx Tx) map[string]func() (int, error) {
	return map[string]func() (int, error){
		"MissionsIn":      func() (int, error) { return count(tx.MissionsIn("T1", "C1")) },
		"RunningMissions": func() (int, error) { return count(tx.RunningMissions("T1")) },
		"Members":         func() (int, error) { return count(tx.Members("T1", "M1")) },
		"MembershipsOf":   func() (int, error) { return count(tx.MembershipsOf("T1", "UANA")) },
		"Entries":         func() (int, error) { return count(tx.Entries("T1", "M1", "", 9)) },
		"RelationsOf":     func() (int, error) { return count(tx.RelationsOf("T1", "M2")) },
		"Checks":          func() (int, error) { return count(tx.Checks("T1", "UANA", "", 9)) },
		"AwaitedIn":       func() (int, error) { return count(tx.AwaitedIn("T1", "M1")) },
		"OwnCommitments":  func() (int, error) { return count(tx.OwnCommitments("T1", "UANA", "", 9)) },
		"Reflections":     func() (int, error) { return count(tx.Reflections("T1", "UANA", "", 9)) },
		"PlansOf":         func() (int, error) { return count(tx.PlansOf("T1", "M1")) },
		"PlansFor":        func() (int, error) { return count(tx.PlansFor("T1", "UANA")) },
		"RoundsOf":        func() (int, error) { return count(tx.RoundsOf("T1", "M1")) },
		"TrialsIn":        func() (int, error) { return count(tx.TrialsIn("T1", "C1")) },
		"TrialsOf":        func() (int, error) { return count(tx.TrialsOf("T1")) },
		"TrialDecisions":  func() (int, error) { return count(tx.TrialDecisions("T1", "TR1")) },
		"TrialLooks":      func() (int, error) { return count(tx.TrialLooks("T1", "TR1")) },
		"GuessesOf":       func() (int, error) { return count(tx.GuessesOf("T1", "UANA")) },
		"SentFiles":       func() (int, error) { return count(tx.SentFiles("T1", "UANA")) },
		"Erasures":        func() (int, error) { return count(tx.Erasures()) },
		"DuePlans":        func() (int, error) { return count(tx.DuePlans(at(60), 9)) },
		"DueRows":         func() (int, error) { return count(tx.DueRows(at(60), 9)) },
		"RowsIn":          func() (int, error) { return count(tx.RowsIn(nudges.Due, nudges.Unknown)) },
		"AskedAt":         func() (int, error) { return count(tx.AskedAt("T1", "C1", at(-60))) },
	}
}

func rollsBack(s *suite) {
	err := s.store.Update(s.Context(), func(tx Tx) error {
		if err := errors.Join(put(tx, oneOfEach()...), tx.Remember("T1", "S1", []byte("done"), noon)); err != nil {
			return err
		}
		return errTest
	})
	if !errors.Is(err, errTest) {
		s.Errorf("Update = %v; want the function's error", err)
	}
	s.checkEmpty()
}

func panicRollsBack(s *suite) {
	func() {
		defer func() { _ = recover() }() // A store may pass the panic on, or return an error.
		if err := s.store.Update(s.Context(), func(tx Tx) error {
			if err := put(tx, oneOfEach()...); err != nil {
				return err
			}
			panic("the function of the test panics")
		}); err == nil {
			s.Error("Update says that a function that panicked was stored")
		}
	}()
	s.checkEmpty()
	s.put(oneOfEach()...) // The store goes on.
}

func readsOwnWrites(s *suite) {
	s.update(func(tx Tx) error {
		if err := put(tx, oneOfEach()...); err != nil {
			return err
		}
		reads := reads(tx)
		delete(reads, "RowAt") // The row has not been settled.
		for what, read := range reads {
			if err := read(); err != nil {
				s.Errorf("%s inside the transaction that wrote it: %v", what, err)
			}
		}
		lists := lists(tx)
		delete(lists, "AskedAt") // The row is no nudge.
		for what, list := range lists {
			if n, err := list(); n != 1 || err != nil {
				s.Errorf("%s inside the transaction holds %d, %v; want 1", what, n, err)
			}
		}
		return nil
	})
}

func viewIsOneMoment(s *suite) {
	s.put(running("T1", "M1", "C1"))
	s.view(func(tx Tx) error {
		before, err := tx.Mission("T1", "M1")
		if err != nil {
			return err
		}
		changed := make(chan error)
		go func() {
			m := before
			m.Name = "Another name"
			changed <- s.store.Update(s.Context(), func(tx Tx) error {
				return put(tx, m, entry("T1", "M1", "E1", mission.Win))
			})
		}()
		if err := <-changed; err != nil {
			return err
		}
		after, err := tx.Mission("T1", "M1")
		s.same("the mission later in the same view", after, before)
		_, missing := tx.Entry("T1", "M1", "E1")
		s.missing("an entry written after the view began", missing)
		return err
	})
}

func viewCannotWrite(s *suite) {
	for _, v := range oneOfEach() {
		if err := s.store.View(s.Context(), func(tx Tx) error { return put(tx, v) }); err == nil {
			s.Errorf("a view wrote a %T", v)
		}
	}
	s.checkEmpty()
}

func endedContext(s *suite) {
	ctx, cancel := context.WithCancel(s.Context())
	cancel()
	run := func(Tx) error { s.Error("the function was run"); return nil }
	for name, err := range map[string]error{"Update": s.store.Update(ctx, run), "View": s.store.View(ctx, run)} {
		if !errors.Is(err, context.Canceled) {
			s.Errorf("%s = %v; want the context's error", name, err)
		}
	}
}

// loseNoUpdate lets many writers count on one mission at once. Every eighth also counts in a transaction
// that fails after it has written, which must count for nothing.
func loseNoUpdate(s *suite) {
	const writers, rounds = 64, 5
	s.put(running("T1", "M1", "C1"))
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for range rounds {
				if err := s.store.Update(s.Context(), countOne); err != nil {
					s.Error(err)
				}
				if w%8 != 0 {
					continue
				}
				err := s.store.Update(s.Context(), func(tx Tx) error { return errors.Join(countOne(tx), errTest) })
				if !errors.Is(err, errTest) {
					s.Errorf("a function that fails: %v; want its error", err)
				}
			}
		})
	}
	wg.Wait()
	s.view(func(tx Tx) error {
		m, err := tx.Mission("T1", "M1")
		s.same("the tally", m.Tally.Count(mission.Progress), writers*rounds)
		return err
	})
}

// countOne adds one to the mission's tally.
func countOne(tx Tx) error {
	m, err := tx.Mission("T1", "M1")
	if err != nil {
		return err
	}
	if m.Tally.ByKind == nil {
		m.Tally.ByKind = map[mission.EntryKind]int{}
	}
	m.Tally.ByKind[mission.Progress]++
	return tx.PutMission(m)
}

// handsOutCopies spoils what it gave to the store and what it got from it, and looks again.
func handsOutCopies(s *suite) {
	want := filled[mission.Mission]()
	given := filled[mission.Mission]()
	reflection := mission.Reflection{ID: "R1", Team: "T1", User: "UANA", Text: mission.Sealed("sealed")}
	result := []byte("done")
	s.update(func(tx Tx) error {
		err := errors.Join(put(tx, given, reflection), tx.Remember("T1", "S1", result, noon))
		spoil(given)
		reflection.Text[0], result[0] = '!', '!'
		return err
	})
	look := func(tx Tx) error {
		m, err := tx.Mission(want.Team, want.ID)
		s.same("the mission", m, want)
		spoil(m)
		list, errList := tx.Reflections("T1", "UANA", "", 1)
		if len(list) == 1 {
			s.same("the reflection", string(list[0].Text), "sealed")
			list[0].Text[0] = '!'
		}
		kept, _, errSeen := tx.Seen("T1", "S1")
		s.same("the result", string(kept), "done")
		if len(kept) > 0 {
			kept[0] = '!'
		}
		return errors.Join(err, errList, errSeen)
	}
	for range 2 {
		s.view(look)
		s.update(func(tx Tx) error { return errors.Join(look(tx), look(tx)) })
	}
}

func spoil(m mission.Mission) {
	m.Earlier[0].Reason = "spoilt"
	m.Closings[0].Ahead = "spoilt"
	m.Outcome.Lessons[0] = "spoilt"
	m.Outcome.Story = "spoilt"
	clear(m.Tally.ByKind)
}
