package storetest

import (
	"errors"
	"fmt"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

func duePlans(s *suite) {
	s.put(plan("T1", "P1", at(10)), plan("T1", "P2", at(5)), plan("T2", "P1", at(7)), plan("T1", "P3", time.Time{}))
	due := func(now time.Time, limit int, want ...string) {
		s.Helper()
		s.view(func(tx Tx) error {
			got, err := tx.DuePlans(now, limit)
			names := ids(got, func(p nudges.Plan) string { return string(p.Team) + p.ID })
			s.same(fmt.Sprintf("%d plans due at %s", limit, now.Format(time.TimeOnly)), names, append([]string{}, want...))
			return err
		})
	}
	due(at(4), 9)
	due(at(5), 9, "T1P2")
	due(at(10), 9, "T1P2", "T2P1", "T1P1")
	due(at(10), 2, "T1P2", "T2P1")
	due(at(10), 0)

	off, later := plan("T1", "P2", at(5)), plan("T2", "P1", at(20))
	off.Off = true
	s.put(off, later)
	due(at(10), 9, "T1P1")
	due(at(20), 9, "T1P1", "T2P1")
	s.put(plan("T1", "P2", at(6))) // Turned on again.
	due(at(6), 9, "T1P2")
	s.update(func(tx Tx) error { return tx.DeletePlan("T1", "P2") })
	due(at(6), 9)
	s.put(plan("T1", "P1", time.Time{}))
	due(at(60), 9, "T2P1")
}

func plansOfMission(s *suite) {
	s.put(plan("T1", "P2", noon), plan("T1", "P1", time.Time{}), nudges.Plan{ID: "P3", Team: "T1", Mission: "M10"})
	of := func(m mission.ID, want ...string) {
		s.Helper()
		s.view(func(tx Tx) error {
			got, err := tx.PlansOf("T1", m)
			s.same("plans of "+string(m), ids(got, planID), append([]string{}, want...))
			return err
		})
	}
	of("M1", "P1", "P2")
	of("M10", "P3")
	s.put(nudges.Plan{ID: "P2", Team: "T1", Mission: "M10"}) // It moves to another mission.
	of("M1", "P1")
	of("M10", "P2", "P3")
	s.update(func(tx Tx) error { return tx.DeletePlan("T1", "P3") })
	of("M10", "P2")
}

func plansOfPerson(s *suite) {
	s.put(nudges.Plan{ID: "P2", Team: "T1", Mission: "M1", User: "UANA"}, nudges.Plan{ID: "P1", Team: "T1", Mission: "M2", User: "UANA", Off: true},
		nudges.Plan{ID: "P3", Team: "T1", Mission: "M1", User: "UANA2"}, nudges.Plan{ID: "P4", Team: "T1", Mission: "M1"},
		nudges.Plan{ID: "P5", Team: "T2", Mission: "M1", User: "UANA"})
	of := func(user mission.UserID, want ...string) {
		s.Helper()
		s.view(func(tx Tx) error {
			got, err := tx.PlansFor("T1", user)
			s.same("plans for "+string(user), ids(got, planID), append([]string{}, want...))
			return err
		})
	}
	of("UANA", "P1", "P2")
	of("UANA2", "P3")
	s.update(func(tx Tx) error { return tx.DeletePlan("T1", "P2") })
	of("UANA", "P1")
}

// rowsMove takes a row through its states and looks when it is due in each.
func rowsMove(s *suite) {
	row := nudges.Row{Key: "K1", Team: "T1", Due: at(0), NotBefore: at(10), Lease: at(20)}
	for _, c := range []struct {
		state nudges.State
		due   time.Time // when it needs work, or zero for never
	}{
		{nudges.Due, at(10)}, {nudges.Claimed, at(20)}, {nudges.Sending, at(20)}, {nudges.Unknown, at(10)},
		{nudges.Settled, time.Time{}}, {nudges.Due, at(10)}, {nudges.Skipped, time.Time{}}, {nudges.Claimed, at(20)},
		{nudges.Dropped, time.Time{}}, {nudges.Unknown, at(10)}, {nudges.Failed, time.Time{}}, {nudges.Sending, at(20)},
		{nudges.Unsure, time.Time{}},
	} {
		row.State = c.state
		s.put(row)
		s.view(func(tx Tx) error {
			next, err := tx.NextWork()
			s.same("the next work of a row that is "+string(c.state), next, c.due)
			early, errEarly := tx.DueRows(c.due.Add(-time.Millisecond), 9)
			s.same("rows due before its time, "+string(c.state), len(early), 0)
			due, errDue := tx.DueRows(at(60), 9)
			s.same("rows due, "+string(c.state), len(due) == 1, !c.due.IsZero())
			return errors.Join(err, errEarly, errDue)
		})
	}
}

func rowsByState(s *suite) {
	for i, state := range []nudges.State{nudges.Due, nudges.Sending, nudges.Claimed, nudges.Sending, nudges.Settled, nudges.Unknown} {
		s.put(nudges.Row{Key: fmt.Sprintf("K%d", i), Team: "T1", State: state, NotBefore: at(-i), Lease: at(-i)})
	}
	s.view(func(tx Tx) error {
		for what, c := range map[string]struct {
			states []nudges.State
			want   []string
		}{
			"sending":             {[]nudges.State{nudges.Sending}, []string{"K3", "K1"}},
			"sending and unknown": {[]nudges.State{nudges.Unknown, nudges.Sending}, []string{"K5", "K3", "K1"}},
			"ended ones":          {[]nudges.State{nudges.Settled}, []string{}},
			"no state":            {nil, []string{}},
		} {
			got, err := tx.RowsIn(c.states...)
			s.same("rows in "+what, ids(got, rowKey), c.want)
			if err != nil {
				return err
			}
		}
		few, err := tx.DueRows(at(60), 2)
		s.same("the two rows due first", ids(few, rowKey), []string{"K5", "K3"})
		return err
	})
}

func urgentFirst(s *suite) {
	for i, k := range []nudges.Kind{nudges.Reflect, nudges.Coach, nudges.FollowUp, ""} {
		r := nudges.Row{Key: fmt.Sprintf("K%d", i), Team: "T1", State: nudges.Due, NotBefore: at(i)}
		if k != "" {
			r.Nudge = &nudges.Asked{Kind: k}
		}
		s.put(r)
	}
	s.put(nudges.Row{Key: "K9", Team: "T1", State: nudges.Due, NotBefore: at(-1), Nudge: &nudges.Asked{Kind: nudges.Reflect}})
	s.view(func(tx Tx) error {
		all, err := tx.DueRows(at(60), 9)
		s.same("all that is due", ids(all, rowKey), []string{"K3", "K2", "K1", "K9", "K0"})
		few, errFew := tx.DueRows(at(60), 4)
		s.same("the first four", ids(few, rowKey), []string{"K3", "K2", "K1", "K9"})
		soon, errSoon := tx.DueRows(at(1), 9)
		s.same("what is due sooner", ids(soon, rowKey), []string{"K1", "K9", "K0"})
		next, errNext := tx.NextWork()
		s.same("the next work", next, at(-1))
		behind, errBehind := tx.Yielding(at(60), 9)
		s.same("all that yields", ids(behind, rowKey), []string{"K2", "K1", "K9", "K0"})
		long, errLong := tx.Yielding(at(1), 9)
		s.same("what yields sooner", ids(long, rowKey), []string{"K1", "K9", "K0"})
		first, errFirst := tx.Yielding(at(1), 1)
		s.same("the first that yields", ids(first, rowKey), []string{"K1"})
		return errors.Join(err, errFew, errSoon, errNext, errBehind, errLong, errFirst)
	})
}

func rowByMessage(s *suite) {
	ref := mission.MessageRef{Channel: "C1", TS: "1.1"}
	post := nudges.Row{Key: "post", Team: "T1", State: nudges.Settled, Channel: "C1", TS: "1.1", SentAt: noon}
	edit := post
	edit.Key, edit.Update = "edit", true
	other := post
	other.Key, other.TS = "other", "1.10"
	s.put(post, edit, other)
	s.view(func(tx Tx) error {
		got, err := tx.RowAt("T1", ref)
		s.same("the row at the message", got.Key, "post")
		return err
	})
	post.State = nudges.Unknown
	s.put(post)
	s.view(func(tx Tx) error {
		_, err := tx.RowAt("T1", ref)
		s.missing("the row at a message that is in doubt", err)
		return nil
	})
}

// askedAtPlace asks in a channel and in a person's direct messages, in every state.
func askedAtPlace(s *suite) {
	ask := func(key string, user mission.UserID, state nudges.State, sent, due int) nudges.Row {
		r := nudges.Row{Key: key, Team: "T1", User: user, Channel: "C1", State: state, Due: at(due), NotBefore: at(due), Nudge: &nudges.Asked{}}
		if sent != 0 {
			r.SentAt = at(sent)
		}
		return r
	}
	noNudge := ask("card", "", nudges.Settled, 3, 3)
	noNudge.Nudge = nil
	s.put(ask("settled", "", nudges.Settled, 1, -90), ask("sending", "", nudges.Sending, 4, 0), ask("unknown", "", nudges.Unknown, 2, 9),
		ask("unsure", "", nudges.Unsure, 5, 0), ask("claimed", "", nudges.Claimed, 0, 6), ask("due", "", nudges.Due, 0, 7),
		ask("dropped", "", nudges.Dropped, 8, 0), ask("skipped", "", nudges.Skipped, 8, 0), ask("failed", "", nudges.Failed, 8, 0),
		ask("withheld", "", nudges.Withheld, 3, 0),
		ask("old", "", nudges.Settled, -60, -60), ask("direct", "UANA", nudges.Settled, 1, 0), noNudge)
	asked := func(place string, since time.Time, want ...string) {
		s.Helper()
		s.view(func(tx Tx) error {
			got, err := tx.AskedAt("T1", place, since)
			s.same("asked at "+place, ids(got, rowKey), append([]string{}, want...))
			return err
		})
	}
	asked("C1", at(0), "claimed", "unsure", "sending", "withheld", "unknown", "settled")
	asked("C1", at(4), "claimed", "unsure", "sending")
	asked("C1", at(-60), "claimed", "unsure", "sending", "withheld", "unknown", "settled", "old")
	asked("UANA", at(0), "direct")
	asked("UBO", at(0))
	s.put(ask("claimed", "", nudges.Due, 0, 6), ask("sending", "", nudges.Settled, 9, 0), ask("unknown", "", nudges.Dropped, 2, 9))
	asked("C1", at(0), "sending", "unsure", "withheld", "settled")
}

// waitingAtPlace lists what waits for a channel and for a person, and lets one row go through its states.
func waitingAtPlace(s *suite) {
	wait := func(key string, user mission.UserID, state nudges.State, due int) nudges.Row {
		return nudges.Row{Key: key, Team: "T1", User: user, Channel: "C1", State: state, Due: at(0), NotBefore: at(due), Nudge: &nudges.Asked{}}
	}
	noNudge := wait("card", "", nudges.Due, 2)
	noNudge.Nudge = nil
	s.put(wait("second", "", nudges.Due, 5), wait("first", "", nudges.Due, 3), wait("direct", "UANA", nudges.Due, 4),
		wait("claimed", "", nudges.Claimed, 1), wait("settled", "", nudges.Settled, 1), wait("dropped", "", nudges.Dropped, 1), noNudge)
	waiting := func(place string, before time.Time, want ...string) {
		s.Helper()
		s.view(func(tx Tx) error {
			got, err := tx.WaitingAt("T1", place, before)
			s.same("waiting at "+place, ids(got, rowKey), append([]string{}, want...))
			return err
		})
	}
	waiting("C1", at(9), "first", "second")
	waiting("C1", at(5), "first")
	waiting("UANA", at(9), "direct")
	waiting("UBO", at(9))
	s.put(wait("first", "", nudges.Claimed, 3), wait("claimed", "", nudges.Due, 8))
	waiting("C1", at(9), "second", "claimed")
	s.put(wait("second", "", nudges.Due, 20))
	waiting("C1", at(9), "claimed")
}

func nextWork(s *suite) {
	next := func(want time.Time) {
		s.Helper()
		s.view(func(tx Tx) error {
			got, err := tx.NextWork()
			s.same("the next work", got, want)
			return err
		})
	}
	next(time.Time{})
	s.put(plan("T1", "P1", at(10)))
	next(at(10))
	s.put(nudges.Row{Key: "K1", Team: "T2", State: nudges.Due, NotBefore: at(5)})
	next(at(5))
	s.put(nudges.Row{Key: "K1", Team: "T2", State: nudges.Settled, NotBefore: at(5)})
	next(at(10))
	s.put(nudges.Row{Key: "K2", Team: "T2", State: nudges.Due}) // Without any time it is due at once.
	s.view(func(tx Tx) error {
		got, err := tx.NextWork()
		if got.IsZero() || got.After(at(0)) {
			s.Errorf("the next work is at %v; want a time that has passed", got)
		}
		return err
	})
}

// sweepsRows lets rows end, one a minute, and sweeps them five at a time.
func sweepsRows(s *suite) {
	const n = 23
	s.update(func(tx Tx) error {
		for i := range n {
			r := nudges.Row{
				Key: fmt.Sprintf("K%02d", i), Team: "T1", Channel: "C1", State: nudges.Settled,
				SentAt: at(i), TS: fmt.Sprint(i), Nudge: &nudges.Asked{},
			}
			if err := tx.PutRow(r); err != nil {
				return err
			}
		}
		return tx.PutRow(nudges.Row{Key: "open", Team: "T1", State: nudges.Due, NotBefore: at(-90)})
	})
	sweep := func(before time.Time, limit, want int) {
		s.Helper()
		s.update(func(tx Tx) error {
			got, err := tx.SweepRows(before, limit)
			s.same("rows swept", got, want)
			return err
		})
	}
	sweep(at(0), 5, 0)
	sweep(at(12), 5, 5)
	sweep(at(12), 5, 5)
	sweep(at(12), 5, 2)
	sweep(at(12), 5, 0)
	s.view(func(tx Tx) error {
		left, err := tx.AskedAt("T1", "C1", at(0))
		s.same("rows left", len(left), n-12)
		_, missing := tx.Row("T1", "K11")
		s.missing("a swept row", missing)
		_, missing = tx.RowAt("T1", mission.MessageRef{Channel: "C1", TS: "11"})
		s.missing("a swept row by its message", missing)
		_, errKept := tx.Row("T1", "K12")
		_, errOpen := tx.Row("T1", "open")
		return errors.Join(err, errKept, errOpen)
	})
}

func seenIsSwept(s *suite) {
	remember := func(team mission.TeamID, key, result string, when time.Time) {
		s.Helper()
		s.update(func(tx Tx) error { return tx.Remember(team, key, []byte(result), when) })
	}
	seen := func(team mission.TeamID, key, want string, wantOK bool) {
		s.Helper()
		s.view(func(tx Tx) error {
			got, ok, err := tx.Seen(team, key)
			if string(got) != want || ok != wantOK {
				s.Errorf("Seen(%s, %s) = %q, %v; want %q, %v", team, key, got, ok, want, wantOK)
			}
			return err
		})
	}
	remember("T1", "A", "first", at(0))
	remember("T1", "B", "", at(1))
	remember("T2", "A", "of another", at(2))
	remember("T1", "AA", "third", at(3))
	seen("T1", "A", "first", true)
	seen("T1", "B", "", true)
	seen("T2", "A", "of another", true)
	seen("T2", "B", "", false)

	remember("T1", "A", "again", at(4))
	for i, want := range []int{2, 1, 0} {
		s.update(func(tx Tx) error {
			n, err := tx.SweepSeen(at(4), 2)
			s.same(fmt.Sprintf("keys swept in slice %d", i), n, want)
			return err
		})
	}
	seen("T1", "A", "again", true)
	seen("T1", "B", "", false)
	seen("T2", "A", "", false)
}

func rowsThatBegin(s *suite) {
	for _, k := range []string{"thread/M1/led:U1/7", "thread/M1/led:U1/8", "thread/M1/led:U12/7", "thread/M10/led:U1/7"} {
		s.put(nudges.Row{Team: "T1", Key: k}, nudges.Row{Team: "T10", Key: k})
	}
	s.view(func(tx Tx) error {
		got, err := tx.RowsWith("T1", "thread/M1/led:U1/")
		s.same("the rows", ids(got, rowKey), []string{"thread/M1/led:U1/7", "thread/M1/led:U1/8"})
		return err
	})
}
