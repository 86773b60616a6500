package mission_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"throughline/internal/mission"
)

func on(month time.Month, d int) mission.Date { return mission.Date{Year: 2026, Month: month, Day: d} }

// promised is a mission that Bo is in, with a commitment of his and a risk.
func promised(t testing.TB) (*memory, mission.Mission) {
	t.Helper()
	s := newMemory()
	m, err := mission.Start(s, begin, ana, mission.NewMission{ID: "M1", Channel: "C1", Zone: "Europe/Lisbon", Wording: refunds()})
	if err == nil {
		_, err = mission.Join(s, begin, bo, m, "the bank", nil)
	}
	if err == nil {
		m, _, err = mission.Tell(s, begin, bo, m, mission.NewEntry{ID: "C1", Kind: mission.Commitment, Text: "send the file", If: "the number arrives", By: on(10, 16)})
	}
	if err == nil {
		m, _, err = mission.Tell(s, begin, bo, m, mission.NewEntry{ID: "R1", Kind: mission.Risk, Text: "pay at once", Expect: "fewer calls", Look: on(10, 20)})
	}
	if err != nil {
		t.Fatal(err)
	}
	return s, m
}

// chidi is in the channel and not in the mission.
var chidi = mission.Actor{Team: "T1", User: "UCHIDI", InChannel: true}

// TestWhoSaysWhatBecameOfIt has a row for each thing that can be said of a promise, and who may say it.
func TestWhoSaysWhatBecameOfIt(t *testing.T) {
	t.Parallel()
	later := begin.Add(time.Hour)
	do := map[string]func(mission.Tx, mission.Actor, mission.Mission) error{
		"done": func(tx mission.Tx, by mission.Actor, m mission.Mission) error {
			_, err := mission.KeepPromise(tx, later, by, m, "C1")
			return err
		},
		"let go": func(tx mission.Tx, by mission.Actor, m mission.Mission) error {
			_, err := mission.LetGoOf(tx, later, by, m, "C1", "why")
			return err
		},
		"postpone": func(tx mission.Tx, by mission.Actor, m mission.Mission) error {
			_, err := mission.Postpone(tx, later, by, m, "C1", on(11, 2), false)
			return err
		},
		"change": func(tx mission.Tx, by mission.Actor, m mission.Mission) error {
			_, _, err := mission.Repromise(tx, later, by, m, "C1", mission.Promise{Text: "send it", Day: on(11, 2)})
			return err
		},
		"tell what happened": func(tx mission.Tx, by mission.Actor, m mission.Mission) error {
			_, _, _, err := mission.TellLesson(tx, later, by, m, "R1", mission.NewEntry{ID: "L1", Text: "half the calls"})
			return err
		},
		"commit": func(tx mission.Tx, by mission.Actor, m mission.Mission) error {
			_, _, err := mission.Tell(tx, later, by, m, mission.NewEntry{ID: "C2", Kind: mission.Commitment, Text: "x", By: on(11, 2)})
			return err
		},
		"commit alone": func(tx mission.Tx, by mission.Actor, m mission.Mission) error {
			return mission.CommitToOneself(tx, later, by, m, &mission.NewEntry{Text: "x", By: on(11, 2)})
		},
	}
	for what, want := range map[string][3]string{ // its author, another member, somebody in the channel
		"done":               {"ok", "author_only", "author_only"},
		"let go":             {"ok", "author_only", "author_only"},
		"postpone":           {"ok", "author_only", "author_only"},
		"change":             {"ok", "author_only", "author_only"},
		"tell what happened": {"ok", "ok", "members_only"},
		"commit":             {"ok", "ok", "members_only"},
		"commit alone":       {"ok", "ok", "members_only"},
	} {
		for i, by := range []mission.Actor{bo, ana, chidi} {
			s, m := promised(t)
			if got := verdict(do[what](s, by, m)); got != want[i] {
				t.Errorf("%s by %s: %s, want %s", what, by.User, got, want[i])
			}
		}
	}
}

func TestWhatIsSaidOfAPromiseOnce(t *testing.T) {
	t.Parallel()
	s, m := promised(t)
	e, err := mission.LetGoOf(s, begin, bo, m, "C1", " no longer needed ")
	if err != nil || e.Fate != mission.LetGo || e.Because != "no longer needed" || !e.FateAt.Equal(begin) {
		t.Fatalf("let go: %+v, %v", e, err)
	}
	if _, err := mission.KeepPromise(s, begin, bo, m, "C1"); verdict(err) != string(mission.MovedOn) {
		t.Errorf("done after it was let go: %v", err)
	}
	e, err = mission.TakeUp(s, bo, m, "C1")
	if err != nil || !e.Awaits() || e.Because != "" || !e.FateAt.IsZero() {
		t.Fatalf("taken up: %+v, %v", e, err)
	}
	if _, err := mission.KeepPromise(s, begin, bo, m, "R1"); verdict(err) != string(mission.MovedOn) {
		t.Errorf("a risk is not done: %v", err)
	}
	_, lesson, risk, err := mission.TellLesson(s, begin, ana, m, "R1", mission.NewEntry{ID: "L1", Text: "half the calls"})
	if err != nil || lesson.Kind != mission.Learned || lesson.Of != "R1" || risk.Fate != mission.Looked || risk.Lesson != "L1" {
		t.Fatalf("told %+v of %+v, %v", lesson, risk, err)
	}
	if _, err := mission.TakeUp(s, bo, m, "R1"); verdict(err) != string(mission.MovedOn) {
		t.Errorf("a risk that was told of is open again: %v", err)
	}
}

func TestChangingAPromise(t *testing.T) {
	t.Parallel()
	later := begin.AddDate(0, 0, 14)
	for name, c := range map[string]struct {
		id    mission.ID
		in    mission.Promise
		code  string
		moved bool
	}{
		"words alone, after its day has passed": {"C1", mission.Promise{Text: "send both files", Day: on(10, 16)}, "ok", false},
		"another day":                           {"C1", mission.Promise{Text: "send the file", Day: on(11, 2)}, "ok", true},
		"a day that has passed":                 {"C1", mission.Promise{Text: "send the file", Day: on(10, 17)}, "date_past", false},
		"no day":                                {"C1", mission.Promise{Text: "send the file"}, "no_date", false},
		"no words":                              {"C1", mission.Promise{Day: on(11, 2)}, "empty", false},
		"a risk without what is expected":       {"R1", mission.Promise{Text: "pay", Day: on(11, 2)}, "empty", false},
		"a risk":                                {"R1", mission.Promise{Text: "pay", Expect: "calls", Day: on(11, 2)}, "ok", true},
	} {
		s, m := promised(t)
		_, moved, err := mission.Repromise(s, later, bo, m, c.id, c.in)
		if verdict(err) != c.code || moved != c.moved {
			t.Errorf("%s: %v, moved %v", name, err, moved)
		}
	}
}

// ended ends the mission and starts the next one, where one is wanted.
func ended(t *testing.T, s *memory, m mission.Mission, carry mission.CarryOver, next mission.ID) (mission.Mission, mission.Mission) {
	t.Helper()
	m, err := mission.Finish(s, begin.Add(time.Hour), ana, m, mission.EndOfMission{Kind: mission.Completed, Story: "done", Carry: carry})
	if err != nil || next == "" {
		return m, mission.Mission{}
	}
	n, err := mission.Start(s, begin.Add(2*time.Hour), ana, mission.NewMission{ID: next, Channel: "C1", Zone: "Europe/Lisbon", Wording: refunds(), From: m.ID})
	if err != nil {
		t.Fatal(err)
	}
	return m, n
}

func TestWhatIsCarriedOverLivesOn(t *testing.T) {
	t.Parallel()
	both := mission.CarryOver{Commitments: true, Risks: true}
	for name, c := range map[string]struct {
		carry  mission.CarryOver
		next   mission.ID
		open   int
		holder mission.ID
		says   string
	}{
		"carried into the next":         {both, "M2", 2, "M2", "ok"},
		"only the commitments":          {mission.CarryOver{Commitments: true}, "M2", 1, "M2", "ok"},
		"carried, and none follows yet": {both, "", 0, "M1", "ok"},
		"not carried":                   {mission.CarryOver{}, "M2", 0, "M1", "ended"},
		"only the risks":                {mission.CarryOver{Risks: true}, "M2", 1, "M1", "ended"},
		"neither carried nor followed":  {mission.CarryOver{}, "", 0, "M1", "ended"},
		"something else was carried":    {mission.CarryOver{Why: true}, "M2", 0, "M1", "ended"},
	} {
		s, m := promised(t)
		m, next := ended(t, s, m, c.carry, c.next)
		holder, open, err := mission.Holder(s, m, mission.Commitment)
		if err != nil || holder.ID != c.holder || open != (c.says == "ok") {
			t.Errorf("%s: held by %s, open %v, %v", name, holder.ID, open, err)
		}
		if own, err := mission.OwnHolder(s, m); err != nil || c.next != "" && own.ID != c.next {
			t.Errorf("%s: what is one's own is held by %s, %v", name, own.ID, err)
		}
		if c.next != "" {
			if all, err := mission.OpenPromises(s, next); err != nil || len(all) != c.open {
				t.Errorf("%s: the next one follows %d, %v", name, len(all), err)
			}
		}
		if _, err := mission.KeepPromise(s, begin.Add(3*time.Hour), bo, m, "C1"); verdict(err) != c.says {
			t.Errorf("%s: done says %v, want %s", name, err, c.says)
		}
	}
}

func TestAnEndingThatIsUndoneBringsThemBack(t *testing.T) {
	t.Parallel()
	s, m := promised(t)
	m, _ = ended(t, s, m, mission.CarryOver{}, "")
	m, err := mission.UndoEnd(s, begin.Add(2*time.Hour), ana, m)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := mission.KeepPromise(s, begin.Add(3*time.Hour), bo, m, "C1"); err != nil {
		t.Errorf("not open again: %v", err)
	}
}

func TestPromisesSince(t *testing.T) {
	t.Parallel()
	s, m := promised(t)
	if _, err := mission.KeepPromise(s, begin.Add(48*time.Hour), bo, m, "C1"); err != nil {
		t.Fatal(err)
	}
	for since, want := range map[time.Duration]int{0: 2, time.Minute: 1, 72 * time.Hour: 0} {
		if got, err := mission.PromisesSince(s, m, begin.Add(since)); err != nil || len(got) != want {
			t.Errorf("since %s: %d, %v; want %d", since, len(got), err, want)
		}
	}
	_, next := ended(t, s, m, mission.CarryOver{Commitments: true, Risks: true}, "M2")
	got, err := mission.PromisesSince(s, next, begin)
	if err != nil || len(got) != 2 { // the commitment was kept after the end, by the clock of this test
		t.Errorf("of the next one: %+v, %v", got, err)
	}
}

// TestALineOfMissionsHasOneHolder walks a line of missions that carry or do not, and holds the first holder to
// being the one that lists the promise, and to being unique.
func TestALineOfMissionsHasOneHolder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		s, m := promised(t)
		line := []mission.Mission{m}
		carried := true
		for i := range rapid.IntRange(0, 4).Draw(rt, "more") {
			carry := rapid.Bool().Draw(rt, "carry")
			carried = carried && carry
			_, next := ended(t, s, line[len(line)-1], mission.CarryOver{Commitments: carry}, mission.ID("N"+string(rune('1'+i))))
			line = append(line, next)
		}
		first, err := s.Mission("T1", "M1")
		if err != nil {
			rt.Fatal(err)
		}
		holder, open, err := mission.Holder(s, first, mission.Commitment)
		last := line[len(line)-1]
		if err != nil || open != carried || open && holder.ID != last.ID {
			rt.Fatalf("held by %s, open %v, %v; carried %v through %d", holder.ID, open, err, carried, len(line))
		}
		listed, err := mission.OpenPromises(s, last)
		n := 0
		for _, e := range listed {
			if e.ID == "C1" {
				n++
			}
		}
		if err != nil || n > 1 || (n == 1) != carried {
			rt.Fatalf("listed %d times, %v", n, err)
		}
	})
}
