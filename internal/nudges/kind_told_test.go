package nudges

import (
	"slices"
	"testing"
	"time"

	"throughline/internal/mission"
)

// tell puts lines about these things on their way to somebody.
func (m *memory) tell(t testing.TB, run mission.Mission, to mission.UserID, awaited bool, now time.Time, refs ...string) {
	t.Helper()
	m.do(t, func(tx Tx) error {
		for _, ref := range refs {
			o := Once{Team: team, Mission: run.ID, User: to, Ref: ref, Awaited: awaited}
			if err := Tell(tx, o, now); err != nil {
				return err
			}
		}
		return nil
	})
}

func toldKey(to mission.UserID, ref string) string { return "once/told/" + string(to) + "/" + ref }

// What waited through the night comes in one message in the morning, and nothing of it on the days after.
func TestWhatWaitsTogetherIsToldTogether(t *testing.T) {
	m, run, slack, clock, e := setup(t)
	walkTo(t, e, clock, lisbonDay(0, 20, 0))
	m.tell(t, run, "UANA", false, clock.Now(), "a", "b", "c")
	e.Wake()
	walkTo(t, e, clock, lisbonDay(4, 12, 0))
	if n := slack.posted(); n != 1 {
		t.Fatalf("%d messages, want one", n)
	}
	carrier, _ := m.Row(team, toldKey("UANA", "a"))
	if got := carrier.Nudge.Along(); !slices.Equal(got, []string{toldKey("UANA", "b"), toldKey("UANA", "c")}) {
		t.Errorf("along went %q", got)
	}
	for _, ref := range []string{"b", "c"} {
		if r, _ := m.Row(team, toldKey("UANA", ref)); r.State != Dropped || r.Reason != string(ReasonTogether) {
			t.Errorf("%s is %s, %s", ref, r.State, r.Reason)
		}
	}
	m.do(t, func(tx Tx) error {
		if rest, err := Untold(tx, team, "UANA"); err != nil || len(rest) > 0 {
			t.Errorf("still to be told: %v, %v", rest, err)
		}
		return nil
	})
}

// What does not go along waits, and stays on Home.
func TestWhatGoesAlongIsTheReadersToSee(t *testing.T) {
	now := lisbonDay(0, 20, 0)
	for name, c := range map[string]struct {
		other mission.Mission
		set   func(*Person)
		along bool
	}{
		"of another mission that everybody sees": {mission.Mission{ID: "M2", Team: team}, nil, true},
		"of another private mission":             {mission.Mission{ID: "M2", Team: team, Private: true}, nil, false},
		"of a mission that ended":                {mission.Mission{ID: "M2", Team: team, Outcome: &mission.Outcome{}}, nil, false},
		"of a channel out of reach":              {mission.Mission{ID: "M2", Team: team, Unreachable: "is_archived"}, nil, false},
		"snoozed there":                          {mission.Mission{ID: "M2", Team: team}, func(p *Person) { p.SnoozedUntil = map[string]time.Time{"told/M2": now.Add(time.Hour)} }, false},
		"off there":                              {mission.Mission{ID: "M2", Team: team}, func(p *Person) { p.Off = map[string]bool{"told/M2": true} }, false},
	} {
		m, run, _, _, _ := setup(t)
		m.missions[c.other.ID] = c.other
		m.tell(t, run, "UANA", false, now, "a")
		m.tell(t, c.other, "UANA", false, now, "b")
		if c.set != nil {
			m.do(t, func(tx Tx) error { return changePerson(tx, team, "UANA", "", c.set) })
		}
		m.do(t, func(tx Tx) error {
			r, err := tx.Row(team, toldKey("UANA", "a"))
			if err != nil {
				return err
			}
			s := Situation{Row: r, Mission: run}
			if s.Person, err = tx.Person(team, "UANA"); err != nil {
				return err
			}
			if err := readTold(tx, &s, now); err != nil || (len(s.Along) > 0) != c.along {
				t.Errorf("%s: along goes %q, %v", name, s.Along, err)
			}
			return nil
		})
	}
}

// Somebody who is waited for hears of it the same day, whatever else came; what nobody waits for comes the day after.
func TestWhatSomebodyWaitsForComesTheSameDay(t *testing.T) {
	m, run, slack, clock, e := setup(t)
	walkTo(t, e, clock, lisbonDay(0, 9, 30))
	m.tell(t, run, "UANA", false, clock.Now(), "first")
	e.Wake()
	walkTo(t, e, clock, lisbonDay(0, 10, 0))
	m.tell(t, run, "UANA", false, clock.Now(), "second")
	e.Wake()
	walkTo(t, e, clock, lisbonDay(0, 11, 0))
	if n := slack.posted(); n != 1 {
		t.Fatalf("%d messages on one day, want one", n)
	}
	m.tell(t, run, "UANA", true, clock.Now(), "asked")
	e.Wake()
	walkTo(t, e, clock, lisbonDay(0, 12, 0))
	if n := slack.posted(); n != 2 {
		t.Fatalf("%d messages after somebody asked, want two", n)
	}
	asked, _ := m.Row(team, toldKey("UANA", "asked"))
	if got := asked.Nudge.Along(); !slices.Equal(got, []string{toldKey("UANA", "second")}) {
		t.Errorf("along went %q, want what had waited", got)
	}
	walkTo(t, e, clock, lisbonDay(3, 12, 0))
	if n := slack.posted(); n != 2 {
		t.Errorf("%d messages in the end", n)
	}
}

// What its reader opened on Home is not told once more.
func TestWhatWasOpenedOnHomeIsNotTold(t *testing.T) {
	m, run, slack, clock, e := setup(t)
	walkTo(t, e, clock, lisbonDay(0, 20, 0))
	m.tell(t, run, "UANA", false, clock.Now(), "a")
	m.do(t, func(tx Tx) error { return MarkTold(tx, team, toldKey("UANA", "a"), clock.Now()) })
	walkTo(t, e, clock, lisbonDay(3, 12, 0))
	if n := slack.posted(); n != 0 {
		t.Errorf("%d messages", n)
	}
}

// Fewer means once a week, and what somebody waits for is no part of it.
func TestFewerLinesComeOnceAWeek(t *testing.T) {
	m, run, slack, clock, e := setup(t)
	m.do(t, func(tx Tx) error { return SetFewer(tx, team, "UANA", Told, run.ID, true) })
	for day, want := range []int{1, 1, 2, 2} {
		walkTo(t, e, clock, lisbonDay(day, 10, 0))
		m.tell(t, run, "UANA", day == 2, clock.Now(), string(rune('a'+day)))
		e.Wake()
		walkTo(t, e, clock, lisbonDay(day, 12, 0))
		if n := slack.posted(); n != want {
			t.Errorf("day %d: %d messages, want %d", day, n, want)
		}
	}
}
