package storetest

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/rounds"
)

// RunContention runs the tests of many writers at once alone. A store whose Update goes through several processes, or
// several handles on one database in turn, is tested with it as they are.
func RunContention(t *testing.T, open func(t *testing.T) Store) { runCases(t, contention, open) }

// contention are the tests of many writers at once.
var contention = []testCase{
	{"contention/16 writers tell on one mission", func(s *suite) { s.tellAtOnce(16, 1) }},
	{"contention/16 writers tell on 200 missions", func(s *suite) { s.tellAtOnce(16, 200) }},
	{"contention/a repeated request is done once", repeatedOnce},
	{"contention/a budget is never overdrawn", budgetHolds},
	{"contention/a channel gets one running mission", oneRunning},
	{"contention/a person answers a round once", oneAnswer},
	{"contention/the last one stays", lastStays},
	{"contention/counts are exact", countsExact},
	{"contention/each due plan is taken once", plansTakenOnce},
	{"contention/what happened could have happened one after the other", behavesSerially},
}

// atOnce runs f as so many writers, each so often, and fails the test for each error.
func (s *suite) atOnce(writers, times int, f func(writer, n int) error) {
	s.Helper()
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for n := range times {
				if err := f(w, n); err != nil {
					s.Errorf("writer %d, %d: %v", w, n, err)
				}
			}
		})
	}
	wg.Wait()
}

// tellAtOnce does what commands do: it reads the mission and the dedupe key, and writes an entry, the tally and the key.
func (s *suite) tellAtOnce(writers, missions int) {
	const times = 6
	name := func(i int) mission.ID { return mission.ID(fmt.Sprintf("M%03d", i)) }
	s.update(func(tx Tx) error {
		for i := range missions {
			if err := put(tx, running("T1", name(i), mission.ChannelID("C"+name(i)))); err != nil {
				return err
			}
		}
		return nil
	})
	s.atOnce(writers, times, func(w, n int) error {
		id := fmt.Sprintf("N%02d%02d", w, n)
		return s.store.Update(s.Context(), func(tx Tx) error { return tellOnce(tx, name((w*times+n)%missions), id) })
	})
	entries, counted := 0, 0
	s.view(func(tx Tx) error {
		for i := range missions {
			found, err := tx.Entries("T1", name(i), "", 1000)
			m, errMission := tx.Mission("T1", name(i))
			if err := errors.Join(err, errMission); err != nil {
				return err
			}
			entries, counted = entries+len(found), counted+m.Tally.Count(mission.Progress)
		}
		return nil
	})
	s.same("entries", entries, writers*times)
	s.same("entries as the missions count them", counted, writers*times)
}

// tellOnce tells an entry, unless the request was answered before.
func tellOnce(tx Tx, in mission.ID, request string) error {
	_, seen, err := tx.Seen("T1", request)
	if err != nil || seen {
		return err
	}
	m, err := tx.Mission("T1", in)
	if err != nil {
		return err
	}
	if m.Tally.ByKind == nil {
		m.Tally.ByKind = map[mission.EntryKind]int{}
	}
	m.Tally.ByKind[mission.Progress]++
	e := entry("T1", in, mission.ID(fmt.Sprintf("%s-%03d", request, m.Tally.ByKind[mission.Progress])), mission.Progress)
	return errors.Join(put(tx, m, e), tx.Remember("T1", request, []byte("done"), noon))
}

// repeatedOnce delivers each request to several writers at the same time, as Slack does when it repeats itself.
func repeatedOnce(s *suite) {
	const writers, requests = 6, 8
	s.put(running("T1", "M1", "C1"))
	s.atOnce(writers, requests, func(_, n int) error {
		return s.store.Update(s.Context(), func(tx Tx) error { return tellOnce(tx, "M1", fmt.Sprintf("R%d", n)) })
	})
	s.view(func(tx Tx) error {
		found, err := tx.Entries("T1", "M1", "", 100)
		s.same("entries of repeated requests", len(found), requests)
		return err
	})
}

// budgetHolds lets many claim nudges to one person, who may be asked three times. Whether there is room is read off what
// was claimed, so nobody writes what another one writes.
func budgetHolds(s *suite) {
	const claimers, waiting, budget = 8, 16, 3
	for i := range waiting {
		s.put(nudges.Row{
			Key: fmt.Sprintf("K%02d", i), Team: "T1", User: "UANA", State: nudges.Due, Due: noon, NotBefore: noon, Nudge: &nudges.Asked{},
		})
	}
	s.atOnce(claimers, waiting/claimers, func(w, n int) error {
		return s.store.Update(s.Context(), func(tx Tx) error {
			asked, err := tx.AskedAt("T1", "UANA", at(-60))
			if err != nil || len(asked) >= budget {
				return err
			}
			r, err := tx.Row("T1", fmt.Sprintf("K%02d", w*waiting/claimers+n))
			if err != nil {
				return err
			}
			r.State, r.Lease = nudges.Claimed, at(5)
			return tx.PutRow(r)
		})
	})
	s.view(func(tx Tx) error {
		asked, err := tx.AskedAt("T1", "UANA", at(-60))
		s.same("nudges that were claimed", len(asked), budget)
		return err
	})
}

// oneRunning lets many start a mission in one channel where none runs.
func oneRunning(s *suite) {
	for c := range 3 {
		channel := mission.ChannelID(fmt.Sprintf("C%d", c))
		s.atOnce(8, 1, func(w, _ int) error {
			return s.store.Update(s.Context(), func(tx Tx) error {
				if _, err := tx.ActiveMission("T1", channel); !errors.Is(err, mission.ErrNotFound) {
					return err
				}
				return put(tx, running("T1", mission.ID(fmt.Sprintf("M%d%d", c, w)), channel))
			})
		})
		s.view(func(tx Tx) error {
			all, err := tx.MissionsIn("T1", channel)
			s.same("running missions in "+string(channel), len(all), 1)
			return err
		})
	}
}

// oneAnswer lets four people answer a round, each from four places at once.
func oneAnswer(s *suite) {
	s.atOnce(16, 1, func(w, _ int) error {
		person := fmt.Sprintf("mark of %d", w%4)
		return s.store.Update(s.Context(), func(tx Tx) error {
			marked, err := tx.Marked("T1", "Q1", person)
			if err != nil || marked {
				return err
			}
			a := rounds.Answer{Key: fmt.Sprintf("%02d", w), Body: mission.Sealed("yes")}
			return errors.Join(tx.PutMark("T1", "Q1", person), tx.PutAnswer("T1", "Q1", a))
		})
	})
	s.view(func(tx Tx) error {
		answers, err := tx.Answers("T1", "Q1")
		s.same("answers", len(answers), 4)
		return err
	})
}

// lastStays lets everybody leave a mission at once, which each may only while somebody else is in: none of them writes
// what another one reads but by the list of who is in.
func lastStays(s *suite) {
	users := []mission.UserID{"UANA", "UBO", "UCHIDI", "UDEE"}
	for _, u := range users {
		s.put(member("T1", "M1", u, noon))
	}
	s.atOnce(len(users), 1, func(w, _ int) error {
		return s.store.Update(s.Context(), func(tx Tx) error {
			in, err := tx.Members("T1", "M1")
			if err != nil || len(in) < 2 {
				return err
			}
			m := member("T1", "M1", users[w], noon)
			m.LeftAt = at(1)
			return tx.PutMember(m)
		})
	})
	s.view(func(tx Tx) error {
		in, err := tx.Members("T1", "M1")
		s.same("who is still in", len(in), 1)
		return err
	})
}

// countsExact lets many count at one place where nothing was counted before.
func countsExact(s *suite) {
	const writers, times = 8, 5
	s.atOnce(writers, times, func(int, int) error {
		return s.store.Update(s.Context(), func(tx Tx) error {
			c, err := tx.PlaceCounts("T1", "C1")
			if err != nil && !errors.Is(err, mission.ErrNotFound) {
				return err
			}
			themes := c.Themes
			if themes == nil {
				themes = map[string]choiceCount{}
			}
			one := themes["power"]
			one.Asked++
			themes["power"] = one
			return tx.PutPlaceCounts(nudges.PlaceCounts{Team: "T1", Channel: "C1", Themes: themes})
		})
	})
	s.view(func(tx Tx) error {
		c, err := tx.PlaceCounts("T1", "C1")
		s.same("what was counted", c.Themes["power"].Asked, writers*times)
		return err
	})
}

// plansTakenOnce lets several tick at once: each takes plans that are due, makes a row of each and moves the plan on.
func plansTakenOnce(s *suite) {
	const due = 24
	s.update(func(tx Tx) error {
		for i := range due {
			if err := put(tx, plan("T1", fmt.Sprintf("P%02d", i), at(-i))); err != nil {
				return err
			}
		}
		return nil
	})
	var mu sync.Mutex
	taken := map[string]int{}
	s.atOnce(4, 1, func(int, int) error {
		for {
			var mine []string
			err := s.store.Update(s.Context(), func(tx Tx) error {
				mine = nil
				found, err := tx.DuePlans(noon, 5)
				for _, p := range found {
					mine = append(mine, p.ID)
					p.Next = noon.Add(time.Hour)
					err = errors.Join(err, put(tx, p, nudges.Row{Team: "T1", Key: "row of " + p.ID, State: nudges.Due}))
				}
				return err
			})
			if err != nil || len(mine) == 0 {
				return err
			}
			mu.Lock()
			for _, id := range mine {
				taken[id]++
			}
			mu.Unlock()
		}
	})
	s.same("plans that were taken", len(taken), due)
	for id, n := range taken {
		s.same("how often "+id+" was taken", n, 1)
	}
}
