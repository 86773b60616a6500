package nudges

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"throughline/internal/mission"
)

// dated is a mission of Lisbon that began on Monday 23 November and has target dates.
func dated(beginning, middle, end string) mission.Mission {
	m := mission.Mission{ID: "M1", Team: team, Channel: "C1", Zone: "Europe/Lisbon", Starter: "UANA", StartedAt: lisbonDay(0, 9, 12)}
	for i, d := range [...]string{beginning, middle, end} {
		if d != "" {
			m.Plan[i].Target = date(d)
		}
	}
	return m
}

// said writes what is due once as "kind turn day".
func said(all []Once) string {
	var out []string
	for _, o := range all {
		out = append(out, fmt.Sprintf("%s %d %s", o.Kind, o.Turn, o.Day))
	}
	return strings.Join(out, ", ")
}

func TestWhatAMissionBringsOnce(t *testing.T) {
	usual := dated("2026-12-18", "2027-01-22", "2027-02-26")
	const quiet = "quiet 0 2026-11-30, quiet 1 2026-12-07, quiet 2 2026-12-21"
	decided, rests, until, late, ended, told := usual, usual, usual, usual, usual, usual
	decided.Midpoint = &mission.Decision{At: lisbonDay(50, 9, 0)}
	rests.Rest = &mission.Rest{At: lisbonDay(1, 9, 0)}
	until.Rest = &mission.Rest{At: lisbonDay(1, 9, 0), Until: date("2026-12-16")}
	late.Phase = mission.Middle
	ended.Outcome = &mission.Outcome{}
	told.Tally.LastEntry = lisbonDay(2, 9, 0)
	half := map[Kind]Recur{PhaseDue: {Every: 2}, StillTrue: {Every: 2}}
	for name, c := range map[string]struct {
		m     mission.Mission
		house House
		now   time.Time
		want  string
	}{
		"on the first day": {usual, House{}, lisbonDay(0, 10, 0),
			"midpoint 0 2027-01-10, phase_due 0 2026-12-15, phase_due 1 2026-12-19, " + quiet + ", alone 0 2026-11-26"},
		"without dates": {dated("", "", ""), House{}, lisbonDay(0, 10, 0), quiet + ", alone 0 2026-11-26"},
		"half as often": {usual, House{Times: half}, lisbonDay(0, 10, 0),
			"midpoint 0 2027-01-10, phase_due 0 2026-12-15, quiet 0 2026-12-07, quiet 1 2026-12-21, quiet 2 2027-01-18, alone 0 2026-11-26"},
		"something was told": {told, House{}, lisbonDay(2, 10, 0),
			"midpoint 0 2027-01-10, phase_due 0 2026-12-15, phase_due 1 2026-12-19, quiet 0 2026-12-02, quiet 1 2026-12-09, quiet 2 2026-12-23, alone 0 2026-11-26"},
		"in the middle, decided":    {decided, House{}, lisbonDay(60, 10, 0), "quiet 0 2027-01-19, quiet 1 2027-01-26, quiet 2 2027-02-09"},
		"too late for the midpoint": {late, House{}, lisbonDay(75, 10, 0), "quiet 2 2026-12-21"},
		"at rest":                   {rests, House{}, lisbonDay(5, 10, 0), ""},
		"at rest until a day": {until, House{}, lisbonDay(5, 10, 0),
			"midpoint 0 2027-01-10, phase_due 0 2026-12-16, phase_due 1 2026-12-19, quiet 0 2026-12-23, quiet 1 2026-12-30, quiet 2 2027-01-13, alone 0 2026-12-16"},
		"ended": {ended, House{}, lisbonDay(5, 10, 0), ""},
	} {
		if got := said(Singles(c.m, c.house, c.now)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// What is due once comes once: however often a mission is rescheduled, and however it is changed between, no key is
// ever sent twice, nothing is due in the past, and a second look changes nothing.
func TestReschedulingIsIdempotentAndNeverSendsTwice(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		store, _ := refundsTeam()
		m := dated("2026-12-18", "2027-01-22", "2027-02-26")
		now := lisbonDay(0, 10, 0)
		sent := make(map[string]int)
		for range rapid.IntRange(1, 40).Draw(rt, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(0, 10*24).Draw(rt, "hours")) * time.Hour)
			changeMission(rt, &m, now)
			store.missions[m.ID] = m
			store.do(t, func(tx Tx) error { return Reschedule(tx, m, now) })
			before := fmt.Sprint(store.rows)
			for _, r := range store.rows {
				if r.State == Due && !r.Due.After(now.Add(-30*24*time.Hour)) && !late(r, now) {
					rt.Fatalf("%s is due at %v and not late at %v", r.Key, r.Due, now)
				}
			}
			store.do(t, func(tx Tx) error { return Reschedule(tx, m, now) })
			if after := fmt.Sprint(store.rows); after != before {
				rt.Fatalf("a second look changed the outbox:\n%s\n%s", before, after)
			}
			for k, r := range store.rows {
				if r.State == Due && !r.Due.After(now) {
					r.State, r.SentAt = Settled, now
					store.rows[k] = r
					sent[r.Key]++
				}
			}
		}
		for key, n := range sent {
			if n > 1 {
				rt.Fatalf("%s was sent %d times", key, n)
			}
		}
	})
}

// changeMission does something to a mission that people may do.
func changeMission(rt *rapid.T, m *mission.Mission, now time.Time) {
	switch rapid.IntRange(0, 6).Draw(rt, "change") {
	case 0:
		m.Tally.LastEntry = now
	case 1:
		m.Plan[m.Phase].Target = m.Today(now).AddDays(rapid.IntRange(0, 60).Draw(rt, "ahead"))
	case 2:
		m.Phase = min(m.Phase+1, mission.Ending)
	case 3:
		m.Rest = &mission.Rest{At: now}
		if rapid.Bool().Draw(rt, "until") {
			m.Rest.Until = m.Today(now).AddDays(rapid.IntRange(1, 20).Draw(rt, "days"))
		}
	case 4:
		m.Rest, m.Pulse = nil, mission.Pulse{By: "UBO", At: now}
	case 5:
		m.Midpoint = &mission.Decision{At: now}
	}
}

func TestAWorkingDayIsCountedFromTheDayAfter(t *testing.T) {
	h := DefaultHours("Europe/Lisbon")
	for from, want := range map[string]string{"2026-11-23": "2026-11-26", "2026-11-26": "2026-12-01", "2026-11-28": "2026-12-02"} {
		if got := WorkingDay(h, date(from), 3); got.String() != want {
			t.Errorf("the third working day after %s is %s, want %s", from, got, want)
		}
	}
}

func TestAQuestionAboutADateNamesItsPhaseAndDay(t *testing.T) {
	m := dated("2026-12-18", "2027-01-22", "2027-02-26")
	m.Phase = mission.Middle
	phase, target, ok := TargetOf(Row{Ref: targetRef(m)})
	if phase != mission.Middle || target != date("2027-01-22") || !ok {
		t.Errorf("read %v, %v, %v from %q", phase, target, ok, targetRef(m))
	}
	for _, bad := range []string{"", "M1", "M1:middle", "M1:muddle:2027-01-22", "M1:middle:soon", "M1:middle:2027-01-22:x"} {
		if _, _, ok := TargetOf(Row{Ref: bad}); ok {
			t.Errorf("%q was read as a phase and a day", bad)
		}
	}
}

// Three days late is three days late on the wall, also where its clock is set back in between.
func TestAFridayReachesItsMondayOverAClockChange(t *testing.T) {
	m := dated("", "", "")
	store, _ := refundsTeam()
	store.missions[m.ID] = m
	now := time.Date(2027, 10, 28, 9, 0, 0, 0, time.UTC) // Lisbon leaves summer time on Sunday 31 October 2027
	store.do(t, func(tx Tx) error {
		return PostOnce(tx, Once{Team: team, Kind: StillTrue, Mission: m.ID, Ref: "M1:1", Day: date("2027-10-29")}, now)
	})
	r := store.row(t, Once{Kind: StillTrue, Ref: "M1:1"}.Key())
	monday := time.Date(2027, 11, 1, 10, 0, 0, 0, time.UTC)
	if late(r, monday) || !late(r, monday.Add(time.Minute)) {
		t.Errorf("due %v with a grace of %v", r.Due, r.Grace)
	}
}

func TestAMissionAtRestSendsNothingButResults(t *testing.T) {
	_, m := refundsTeam()
	now := lisbonDay(2, 10, 0)
	m.Rest = &mission.Rest{At: now}
	for _, k := range order {
		s := Situation{Mission: m, Row: Row{Mission: m.ID, User: "UBO", Nudge: &Asked{Kind: k, Plan: "p"}}, Plan: Plan{ID: "p"}}
		d, against := asleep(s, now)
		if want := k != RoundResult; against != want || want && (d.Action != Drop || d.Reason != ReasonResting) {
			t.Errorf("%s of a mission at rest: %v, %+v", k, against, d)
		}
	}
	m.Rest.Until = date("2026-11-27")
	once := Situation{Mission: m, Hours: DefaultHours(m.Zone), Row: Row{Mission: m.ID, User: "UBO", Due: now, Grace: onceGrace, Nudge: &Asked{Kind: Told}}}
	if d, _ := asleep(once, now); d.Action != Wait || !d.Until.Equal(lisbonDay(4, 9, 5)) {
		t.Errorf("what comes once and fits behind the rest: %+v", d)
	}
}

// Two signs on one day begin one silence: what was put on its way after the first one is what is asked.
func TestASilenceIsNamedByItsDay(t *testing.T) {
	quiet := func(last time.Time) string {
		_, run := refundsTeam()
		run.Tally.LastEntry = last
		for _, o := range Singles(run, House{}, last) {
			if o.Kind == StillTrue && o.Turn == 0 {
				return o.Key()
			}
		}
		t.Fatalf("no question about the silence since %v", last)
		return ""
	}
	morning, evening, tomorrow := quiet(lisbonDay(0, 9, 0)), quiet(lisbonDay(0, 17, 30)), quiet(lisbonDay(1, 9, 0))
	if morning != evening || evening == tomorrow {
		t.Errorf("morning %s, evening %s, tomorrow %s", morning, evening, tomorrow)
	}
}
