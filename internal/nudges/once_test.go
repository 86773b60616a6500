package nudges

import (
	"context"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"throughline/internal/mission"
)

func date(s string) mission.Date {
	d, err := mission.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// commitment puts an open commitment into the store, and its nudge on its way.
func (m *memory) commitment(t testing.TB, run mission.Mission, by mission.UserID, id mission.ID, day string, now time.Time) mission.Entry {
	t.Helper()
	e := mission.Entry{ID: id, Team: team, Mission: run.ID, Author: by, Kind: mission.Commitment, At: now, By: date(day)}
	m.do(t, func(tx Tx) error {
		m.entries = append([]mission.Entry{e}, m.entries...)
		return PlanPromise(tx, e, now)
	})
	return e
}

// change replaces an entry of the store.
func (m *memory) change(t testing.TB, e mission.Entry) {
	t.Helper()
	m.do(t, func(Tx) error {
		for i := range m.entries {
			if m.entries[i].ID == e.ID {
				m.entries[i] = e
			}
		}
		return nil
	})
}

func TestDueOn(t *testing.T) {
	lisbon := DefaultHours("Europe/Lisbon")
	early := Hours{Zone: "Europe/Lisbon", Days: everyDay, QuietFrom: 18 * 60, QuietTo: 11 * 60}
	night := Hours{Zone: "Europe/Lisbon", Days: MonToFri, QuietFrom: 6 * 60, QuietTo: 20 * 60}
	for name, c := range map[string]struct {
		hours Hours
		day   string
		now   time.Time
		want  string
	}{
		"on the day":                            {lisbon, "2026-11-27", lisbonDay(0, 12, 0), "2026-11-27T09:05"},
		"a Saturday becomes Monday":             {lisbon, "2026-11-28", lisbonDay(0, 12, 0), "2026-11-30T09:05"},
		"today after nine is tomorrow":          {lisbon, "2026-11-23", lisbonDay(0, 12, 0), "2026-11-24T09:05"},
		"today before nine is today":            {lisbon, "2026-11-23", lisbonDay(0, 8, 0), "2026-11-23T09:05"},
		"a day that has passed is the next one": {lisbon, "2026-11-02", lisbonDay(0, 12, 0), "2026-11-24T09:05"},
		"a Friday said at noon is Monday":       {lisbon, "2026-11-27", lisbonDay(4, 12, 0), "2026-11-30T09:05"},
		"no day is the next morning":            {lisbon, "", lisbonDay(4, 12, 0), "2026-11-30T09:05"},
		"after her quiet hours":                 {early, "2026-11-28", lisbonDay(0, 12, 0), "2026-11-28T11:00"},
		"a night's worker is asked at night":    {night, "2026-11-27", lisbonDay(0, 12, 0), "2026-11-27T20:00"},
		"before her own morning in Chicago":     {DefaultHours("America/Chicago"), "2026-11-27", lisbonDay(0, 12, 0), "2026-11-27T09:05"},
		"hours that allow none have none":       {Hours{Zone: "UTC"}, "2026-11-27", lisbonDay(0, 12, 0), ""},
	} {
		var day mission.Date
		if c.day != "" {
			day = date(c.day)
		}
		got := ""
		if at := DueOn(c.hours, day, c.now); !at.IsZero() {
			got = at.In(c.hours.location()).Format(wallLayout)
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// TestDueOnInEveryZone walks two years: what is due on a day comes on it at 09:05 where it is a working day, and
// otherwise on the next one, whatever the clocks do.
func TestDueOnInEveryZone(t *testing.T) {
	for _, zone := range []string{"Europe/Lisbon", "America/Chicago", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Cairo", "America/Asuncion", "Pacific/Kiritimati"} {
		h := DefaultHours(zone)
		day := date("2026-01-01")
		for range 2 * 365 {
			want := day
			for !MonToFri.Has(want.Weekday()) {
				want = want.AddDays(1)
			}
			at := DueOn(h, day, lisbonDay(-400, 0, 0)).In(h.location())
			if mission.DateOf(at) != want || at.Format("15:04") != "09:05" {
				t.Errorf("%s: what is due on %s comes at %s", zone, day, at)
			}
			day = day.AddDays(1)
		}
	}
}

func TestAFollowUpComesOnceOnItsDay(t *testing.T) {
	m, run, slack, clock, e := setup(t)
	for _, by := range []mission.UserID{"UANA", "UBO"} {
		m.commitment(t, run, by, mission.ID("E-"+by), "2026-11-27", clock.Now())
	}
	walkTo(t, e, clock, lisbonDay(21, 0, 0))
	if n := slack.posted(); n != 2 {
		t.Fatalf("%d follow-ups, want one each", n)
	}
	for i, want := range []time.Time{lisbonDay(4, 9, 5), lisbonDay(4, 15, 5)} { // Bo lives in Chicago
		if got := slack.posts[i].accepted; !got.Equal(want) {
			t.Errorf("it came at %v, want %v", got, want)
		}
	}
}

func TestAFollowUpFollowsItsDay(t *testing.T) {
	m, run, slack, clock, e := setup(t)
	c := m.commitment(t, run, "UANA", "E1", "2026-11-25", clock.Now())
	c.By = date("2026-12-04")
	m.change(t, c)
	m.do(t, func(tx Tx) error { return PlanPromise(tx, c, clock.Now()) })
	walkTo(t, e, clock, lisbonDay(30, 0, 0))
	if n := slack.posted(); n != 1 || !slack.posts[0].accepted.Equal(lisbonDay(11, 9, 5)) {
		t.Fatalf("%d follow-ups, the first at %v", n, slack.posts[0].accepted)
	}
	c.By = date("2027-01-15")
	m.change(t, c)
	m.do(t, func(tx Tx) error { return PlanPromise(tx, c, clock.Now()) })
	walkTo(t, e, clock, lisbonDay(90, 0, 0))
	if n := slack.posted(); n != 1 {
		t.Errorf("a second follow-up came after a new day")
	}
}

func TestARiskIsLookedAtEachTimeThatWasSaid(t *testing.T) {
	m, run, slack, clock, e := setup(t)
	r := mission.Entry{ID: "E1", Team: team, Mission: run.ID, Author: "UANA", Kind: mission.Risk, Look: date("2026-11-25")}
	m.do(t, func(tx Tx) error {
		m.entries = append(m.entries, r)
		return PlanPromise(tx, r, clock.Now())
	})
	walkTo(t, e, clock, lisbonDay(3, 0, 0))
	r.Look, r.Turns = date("2026-12-02"), 1
	m.change(t, r)
	m.do(t, func(tx Tx) error { return PlanPromise(tx, r, clock.Now()) })
	walkTo(t, e, clock, lisbonDay(30, 0, 0))
	if n := slack.posted(); n != 2 {
		t.Errorf("the risk was asked after %d times, want twice", n)
	}
}

func TestWhatBecameOfItNeedsNoFollowUp(t *testing.T) {
	for name, change := range map[string]func(*memory, *mission.Entry){
		"it is done":            func(_ *memory, c *mission.Entry) { c.Fate = mission.Kept },
		"it was let go":         func(_ *memory, c *mission.Entry) { c.Fate = mission.LetGo },
		"it was withdrawn":      func(_ *memory, c *mission.Entry) { c.WithdrawnAt = lisbonDay(1, 0, 0) },
		"it is gone":            func(_ *memory, c *mission.Entry) { c.ID = "another" },
		"the mission ended":     func(m *memory, _ *mission.Entry) { m.end("M1", mission.CarryOver{}) },
		"it waits for the next": func(m *memory, _ *mission.Entry) { m.end("M1", mission.CarryOver{Commitments: true}) },
		"these are off":         func(m *memory, _ *mission.Entry) { _ = SetOff(m, team, "UANA", FollowUp, "M1", true) },
		"she left":              func(m *memory, _ *mission.Entry) { delete(m.members, memberKey("M1", "UANA")) },
		"away for longer than a while": func(m *memory, _ *mission.Entry) {
			p := m.people["UANA"]
			p.AwayThrough = date("2026-12-10")
			m.people["UANA"] = p
		},
	} {
		t.Run(name, func(t *testing.T) {
			m, run, slack, clock, e := setup(t)
			c := m.commitment(t, run, "UANA", "E1", "2026-11-25", clock.Now())
			m.do(t, func(Tx) error { change(m, &c); m.entries[0] = c; return nil })
			walkTo(t, e, clock, lisbonDay(30, 0, 0))
			if n := slack.posted(); n != 0 {
				t.Errorf("%d follow-ups came", n)
			}
		})
	}
}

// end ends a mission, taking something along.
func (m *memory) end(id mission.ID, carry mission.CarryOver) {
	run := m.missions[id]
	run.Outcome = &mission.Outcome{Kind: mission.Completed, At: lisbonDay(1, 0, 0), Carry: carry}
	m.missions[id] = run
}

func TestAFollowUpWaitsWithinItsGrace(t *testing.T) {
	away := func(through string) func(*memory) {
		return func(m *memory) {
			p := m.people["UANA"]
			p.AwayThrough = date(through)
			m.people["UANA"] = p
		}
	}
	for name, c := range map[string]struct {
		change func(*memory)
		want   time.Time
	}{
		"away on the day":            {away("2026-11-25"), lisbonDay(3, 8, 30)},
		"the mission went on":        {follows, lisbonDay(2, 9, 5)},
		"moved west before the day":  {func(m *memory) { m.people["UANA"] = Person{Team: team, User: "UANA", Zone: "America/Chicago"} }, lisbonDay(2, 15, 5)},
		"snoozed until the next day": {func(m *memory) { _ = Snooze(m, team, "UANA", FollowUp, "M1", lisbonDay(3, 12, 0), lisbonDay(1, 0, 0)) }, lisbonDay(3, 12, 0)},
	} {
		t.Run(name, func(t *testing.T) {
			m, run, slack, clock, e := setup(t)
			m.commitment(t, run, "UANA", "E1", "2026-11-25", clock.Now())
			m.do(t, func(Tx) error { c.change(m); return nil })
			walkTo(t, e, clock, lisbonDay(30, 0, 0))
			if slack.posted() != 1 || !slack.posts[0].accepted.Equal(c.want) {
				t.Errorf("%d came, %+v; want one at %v", slack.posted(), slack.posts, c.want)
			}
		})
	}
}

// follows ends the mission, and another one takes its commitments along.
func follows(m *memory) {
	m.end("M1", mission.CarryOver{Commitments: true})
	next := m.missions["M1"]
	next.ID, next.From, next.Carried, next.Outcome = "M2", "M1", mission.CarryOver{Commitments: true}, nil
	m.missions["M2"] = next
	m.members[memberKey("M2", "UANA")] = mission.Member{Team: team, Mission: "M2", User: "UANA", JoinedAt: lisbonDay(1, 0, 0)}
}

// TestPromisesAlwaysGoAndCount gives Ana five commitments for one day, and a line that would tell her something.
func TestPromisesAlwaysGoAndCount(t *testing.T) {
	m, run, slack, clock, e := setup(t)
	for i := range 5 {
		m.commitment(t, run, "UANA", mission.ID(fmt.Sprint("E", i)), "2026-11-25", clock.Now())
	}
	m.do(t, func(tx Tx) error {
		return PostOnce(tx, Once{Team: team, Kind: Told, Mission: run.ID, User: "UANA", Ref: "x", Day: date("2026-11-25")}, clock.Now())
	})
	walkTo(t, e, clock, lisbonDay(9, 0, 0))
	if n := slack.posted(); n != 5 {
		t.Errorf("%d messages, want the five follow-ups and nothing else", n)
	}
	if r := m.row(t, Once{Kind: Told, User: "UANA", Ref: "x"}.Key()); r.State != Dropped || Reason(r.Reason) != ReasonBudgetWeek {
		t.Errorf("the line is %s, %s", r.State, r.Reason)
	}
}

func TestWhatIsToldWaitsForAnotherDay(t *testing.T) {
	m, run, slack, clock, e := setup(t)
	m.commitment(t, run, "UANA", "E1", "2026-11-25", clock.Now())
	m.do(t, func(tx Tx) error {
		return PostOnce(tx, Once{Team: team, Kind: Welcome, Mission: run.ID, User: "UANA", Ref: "x", Day: date("2026-11-25")}, clock.Now())
	})
	walkTo(t, e, clock, lisbonDay(9, 0, 0))
	if n := slack.posted(); n != 2 || !slack.posts[1].accepted.Equal(lisbonDay(3, 9, 5)) {
		t.Errorf("%d messages, %+v", n, slack.posts)
	}
}

// TestACommitmentHasOneFollowUpEver does to a commitment whatever people and machines do, in any order, and
// counts what came.
func TestACommitmentHasOneFollowUpEver(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		m, run, slack, clock, e := setup(t)
		c := m.commitment(t, run, "UANA", "E1", "2026-11-25", clock.Now())
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			switch rapid.SampledFrom([]string{"day", "wait", "zone", "fate", "plan", "away", "tick"}).Draw(rt, "step") {
			case "day":
				c.By = mission.DateOf(clock.Now()).AddDays(rapid.IntRange(0, 9).Draw(rt, "days"))
				m.change(t, c)
				m.do(t, func(tx Tx) error { return PlanPromise(tx, c, clock.Now()) })
			case "plan":
				m.do(t, func(tx Tx) error { return PlanPromise(tx, c, clock.Now()) })
			case "fate":
				c.Fate = rapid.SampledFrom([]mission.Fate{mission.Awaited, mission.Kept}).Draw(rt, "fate")
				m.change(t, c)
			case "zone":
				zone := rapid.SampledFrom([]string{"Europe/Lisbon", "America/Chicago", "Pacific/Kiritimati"}).Draw(rt, "zone")
				m.do(t, func(tx Tx) error { return Rezone(tx, team, "UANA", zone, clock.Now()) })
			case "away":
				p := m.people["UANA"]
				p.AwayThrough = mission.DateOf(clock.Now()).AddDays(rapid.IntRange(-1, 5).Draw(rt, "away"))
				m.do(t, func(tx Tx) error { return tx.PutPerson(p) })
			case "tick":
				if err := e.TickOnce(context.Background()); err != nil {
					rt.Fatal(err)
				}
			case "wait":
				walkTo(t, e, clock, clock.Now().Add(time.Duration(rapid.IntRange(1, 100).Draw(rt, "hours"))*time.Hour))
			}
		}
		walkTo(t, e, clock, clock.Now().AddDate(0, 0, 30))
		if n := slack.posted(); n > 1 {
			rt.Fatalf("%d follow-ups came", n)
		}
	})
}
