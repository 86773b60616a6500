package nudges

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"throughline/internal/mission"
)

func TestParseDays(t *testing.T) {
	const sun, mon, tue, wed, thu, fri, sat = time.Sunday, time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday
	for text, want := range map[string]Days{
		"mon-thu":                 daysOf(mon, tue, wed, thu),
		"Mon–Thu":                 daysOf(mon, tue, wed, thu),
		"monday to thursday":      daysOf(mon, tue, wed, thu),
		"mon - fri":               MonToFri,
		"mon, tue, thu":           daysOf(mon, tue, thu),
		"mon tue and thu":         daysOf(mon, tue, thu),
		"mondays and wednesdays":  daysOf(mon, wed),
		"sun-thu":                 daysOf(sun, mon, tue, wed, thu),
		"fri-mon":                 daysOf(fri, sat, sun, mon),
		"mon-tue, thu-fri":        daysOf(mon, tue, thu, fri),
		"Tues & Thurs":            daysOf(tue, thu),
		"wednesday":               daysOf(wed),
		"sat-sat":                 daysOf(sat),
		"weekdays":                MonToFri,
		"every day":               everyDay,
		"":                        0,
		"m-f":                     0,
		"mon-":                    0,
		"-fri":                    0,
		"mon-someday":             0,
		"monkey":                  0,
		"18-9":                    0,
		", ,":                     0,
		"mon-tue-wed":             0,
		"from monday to thursday": 0,
	} {
		got, ok := ParseDays(text)
		if ok != (want != 0) || ok && got != want {
			t.Errorf("%q: %07b, %v, want %07b", text, got, ok, want)
		}
	}
}

func TestParseQuiet(t *testing.T) {
	for text, want := range map[string]Quiet{
		"18-9": {18 * 60, 9 * 60}, "18:00-9:30": {18 * 60, 9*60 + 30}, "18.30 – 08:15": {18*60 + 30, 8*60 + 15},
		"6pm-9am": {18 * 60, 9 * 60}, "6 PM to 9 am": {18 * 60, 9 * 60}, "from 22 until 7": {22 * 60, 7 * 60},
		"24-7": {0, 7 * 60}, "midnight to noon": {0, 12 * 60}, "12am-12pm": {0, 12 * 60}, "12:30 p.m. - 1 p.m.": {12*60 + 30, 13 * 60},
		"18h-9h": {18 * 60, 9 * 60}, "18h30-9h": {18*60 + 30, 9 * 60}, "default": DefaultQuiet,
	} {
		if got, ok := ParseQuiet(text); !ok || got != want {
			t.Errorf("%q: %+v, %v, want %+v", text, got, ok, want)
		}
	}
	if q, ok := ParseQuiet("off"); !ok || !q.Empty() {
		t.Errorf("off: %+v, %v", q, ok)
	}
	for _, text := range []string{"", "18", "18-", "-9", "9-9", "25-9", "18-9:60", "13pm-9am", "0am-9", "18-9-7", "1:2-3", "mon-fri", "24:30-7", "18–"} {
		if q, ok := ParseQuiet(text); ok {
			t.Errorf("%q was read as %+v", text, q)
		}
	}
}

func FuzzParseQuietAndDays(f *testing.F) {
	for _, s := range []string{"18-9", "6pm – 9am", "off", "mon-thu", "sun, tue and fri-mon", "\u00a018-9", "‒", "24-24"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if q, ok := ParseQuiet(text); ok {
			h := Hours{Zone: "UTC", Days: MonToFri, QuietFrom: q.From, QuietTo: q.To}
			if err := h.Check(); err != nil {
				t.Errorf("%q gives hours that cannot be: %v", text, err)
			}
		}
		if d, ok := ParseDays(text); ok && (d == 0 || d&^everyDay != 0) {
			t.Errorf("%q gives the days %08b", text, d)
		}
	})
}

// TestThePlansFollowDaysAndHours changes settings on Monday at noon and looks when things come next.
func TestThePlansFollowDaysAndHours(t *testing.T) {
	noon := lisbonDay(0, 12, 0)
	quiet := func(from, to int) *Quiet { return &Quiet{from * 60, to * 60} }
	for _, c := range []struct {
		name             string
		change           func(*Settings)
		reflect, connect string
	}{
		{"as they were", func(*Settings) {}, "2026-11-27T15:00", "2026-11-24T09:05"},
		{"a week that ends on Thursday", func(s *Settings) { s.Days, _ = ParseDays("mon-thu") }, "2026-11-26T15:00", "2026-11-24T09:05"},
		{"a week that begins on Wednesday", func(s *Settings) { s.Days, _ = ParseDays("wed-sat") }, "2026-11-28T15:00", "2026-11-25T09:05"},
		{"no days are the default ones", func(s *Settings) { s.Days = 0 }, "2026-11-27T15:00", "2026-11-24T09:05"},
		{"quiet from two in the afternoon", func(s *Settings) { s.Quiet = quiet(14, 9) }, "2026-11-27T13:30", "2026-11-24T09:05"},
		{"quiet until ten", func(s *Settings) { s.Quiet = quiet(18, 10) }, "2026-11-27T15:00", "2026-11-24T10:00"},
		{"a night's worker", func(s *Settings) { s.Quiet = quiet(6, 20) }, "2026-11-27T20:00", "2026-11-24T20:00"},
		{"away through Friday", func(s *Settings) { s.AwayThrough = mission.DateOf(onFriday(0, 0)) }, "2026-12-04T15:00", "2026-11-30T09:05"},
		{"quiet for a week", func(s *Settings) { s.SnoozedAll = lisbonDay(7, 0, 0) }, "2026-12-04T15:00", "2026-11-30T09:05"},
		{"quiet until Thursday", func(s *Settings) { s.SnoozedAll = lisbonDay(3, 0, 0) }, "2026-11-27T15:00", "2026-11-26T09:05"},
		{"a pause that is over", func(s *Settings) { s.SnoozedAll, s.AwayThrough = noon, mission.DateOf(lisbonDay(-1, 0, 0)) }, "2026-11-27T15:00", "2026-11-24T09:05"},
		{"away longer than quiet", func(s *Settings) {
			s.SnoozedAll, s.AwayThrough = lisbonDay(3, 0, 0), mission.DateOf(onFriday(0, 0))
		}, "2026-12-04T15:00", "2026-11-30T09:05"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, run := planned(t)
			m.do(t, func(tx Tx) error {
				_, err := Change(tx, team, "UANA", noon, c.change)
				return err
			})
			if r, k := m.plan(t, reflectPlan), m.plan(t, connectPlan); r.NextWall != c.reflect || k.NextWall != c.connect {
				t.Errorf("reflection at %s, connection at %s; want %s and %s", r.NextWall, k.NextWall, c.reflect, c.connect)
			}
			// Who joins with these settings is planned for by them.
			m.do(t, func(tx Tx) error {
				return errors.Join(StopMember(tx, run, "UANA"), PlanMember(tx, run, m.people["UANA"], Reflect, noon))
			})
			if r := m.plan(t, reflectPlan); r.NextWall != c.reflect {
				t.Errorf("who joins is asked at %s, want %s", r.NextWall, c.reflect)
			}
			m.do(t, func(tx Tx) error {
				_, err := Resume(tx, team, "UANA", noon)
				return err
			})
			p := m.people["UANA"]
			if _, paused := p.Paused(noon); paused || len(p.SnoozedUntil) > 0 {
				t.Errorf("still paused after coming back: %+v", p)
			}
			if r := m.plan(t, reflectPlan); r.Next.After(noon.AddDate(0, 0, 7)) {
				t.Errorf("after coming back the reflection is as far away as %s", r.NextWall)
			}
		})
	}
}

func TestPlansThatRestGoOnRestingThroughSettings(t *testing.T) {
	m, run := planned(t)
	noon := lisbonDay(0, 12, 0)
	m.do(t, func(tx Tx) error {
		_, err := Change(tx, team, "UANA", noon, func(s *Settings) { s.Days, _ = ParseDays("mon-thu") })
		return errors.Join(TurnOff(tx, team, reflectPlan), StopMission(tx, run), err)
	})
	for _, id := range []string{reflectPlan, connectPlan} {
		if p := m.plan(t, id); !p.Next.IsZero() {
			t.Errorf("%s is due at %s", id, p.NextWall)
		}
	}
	m.do(t, func(tx Tx) error {
		return errors.Join(ResumeMission(tx, run, noon), TurnOn(tx, team, reflectPlan, noon))
	})
	if p := m.plan(t, reflectPlan); p.NextWall != "2026-11-26T15:00" {
		t.Errorf("turned on again it comes at %s, not on the last of her days", p.NextWall)
	}
}

func TestAWeekHasOneReflectionHoweverTheDaysMove(t *testing.T) {
	m, _ := planned(t)
	p := m.plan(t, reflectPlan)
	p.LastSent = onFriday(15, 0)
	m.do(t, func(tx Tx) error { return tx.PutPlan(p) })
	m.do(t, func(tx Tx) error {
		_, err := Change(tx, team, "UANA", onFriday(16, 0), func(s *Settings) { s.Days, _ = ParseDays("mon-sat") })
		return err
	})
	if p := m.plan(t, reflectPlan); p.NextWall != "2026-12-05T15:00" {
		t.Errorf("the reflection comes again at %s", p.NextWall)
	}
}

func TestResumeSaysWhetherThereWasAPause(t *testing.T) {
	noon := lisbonDay(0, 12, 0)
	for name, pause := range map[string]func(Tx) error{
		"away": func(tx Tx) error {
			_, err := Change(tx, team, "UANA", noon, func(s *Settings) { s.AwayThrough = mission.DateOf(noon) })
			return err
		},
		"quiet": func(tx Tx) error {
			_, err := Change(tx, team, "UANA", noon, func(s *Settings) { s.SnoozedAll = noon.Add(time.Hour) })
			return err
		},
		"one kind": func(tx Tx) error { return Snooze(tx, team, "UANA", Reflect, "M1", noon.Add(time.Hour), noon) },
		"":         func(Tx) error { return nil },
	} {
		m, _ := planned(t)
		m.do(t, pause)
		m.do(t, func(tx Tx) error {
			was, err := Resume(tx, team, "UANA", noon)
			if was != (name != "") {
				t.Errorf("%q: was paused %v", name, was)
			}
			return err
		})
	}
}

// TestTheEndOfAnAbsenceInEveryZone walks two years in zones that change their clocks in every way there is,
// one of which has no 30 December 2011, and holds each absence to ending with its last day on the wall.
func TestTheEndOfAnAbsenceInEveryZone(t *testing.T) {
	starts := map[string]mission.Date{
		"Europe/Lisbon": {Year: 2026, Month: 1, Day: 1}, "America/Chicago": {Year: 2026, Month: 1, Day: 1},
		"Asia/Kolkata": {Year: 2026, Month: 1, Day: 1}, "Australia/Lord_Howe": {Year: 2026, Month: 1, Day: 1},
		"America/Asuncion": {Year: 2023, Month: 1, Day: 1}, "Africa/Cairo": {Year: 2025, Month: 1, Day: 1},
		"Pacific/Apia": {Year: 2011, Month: 1, Day: 1}, "America/Havana": {Year: 2026, Month: 1, Day: 1},
		"Asia/Beirut": {Year: 2022, Month: 1, Day: 1}, "Pacific/Kiritimati": {Year: 1994, Month: 6, Day: 1},
	}
	for zone, day := range starts {
		loc, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 * 365 {
			p := Person{Zone: zone, Settings: Settings{AwayThrough: day}}
			until, _ := p.Away(time.Time{})
			before := mission.DateOf(until.Add(-time.Nanosecond).In(loc))
			if back := mission.DateOf(until.In(loc)); !day.Before(back) || day.Before(before) {
				t.Errorf("%s: away through %s ends at %s", zone, day, until.In(loc))
			}
			if _, away := p.Away(until.Add(-time.Nanosecond)); !away {
				t.Errorf("%s: not away to the last moment of %s", zone, day)
			}
			if _, away := p.Away(until); away {
				t.Errorf("%s: away after %s", zone, day)
			}
			day = day.AddDays(1)
		}
	}
}

// TestNothingComesInAPause draws settings and times, and holds every decision to them.
func TestNothingComesInAPause(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone := rapid.SampledFrom([]string{"Europe/Lisbon", "America/Chicago", "Asia/Kolkata", "Pacific/Apia", "Australia/Lord_Howe"}).Draw(t, "zone")
		now := lisbonDay(0, 0, 0).Add(time.Duration(rapid.IntRange(0, 400*24*60).Draw(t, "minute")) * time.Minute)
		s := usual(Reflect, now)
		s.Row.Due = now
		s.Person.Zone = zone
		s.Person.Days = Days(rapid.IntRange(0, 127).Draw(t, "days"))
		if rapid.Bool().Draw(t, "own quiet") {
			s.Person.Quiet = &Quiet{rapid.IntRange(0, minutesADay-1).Draw(t, "from"), rapid.IntRange(0, minutesADay-1).Draw(t, "to")}
		}
		if rapid.Bool().Draw(t, "away") {
			s.Person.AwayThrough = mission.DateOf(now).AddDays(rapid.IntRange(-3, 3).Draw(t, "through"))
		}
		if rapid.Bool().Draw(t, "quiet") {
			s.Person.SnoozedAll = now.Add(time.Duration(rapid.IntRange(-100, 100).Draw(t, "hours")) * time.Hour)
		}
		s.Hours = s.Person.Hours()
		d := Decide(s, now)
		until, paused := s.Person.Paused(now)
		switch {
		case paused && d.Action != Drop:
			t.Fatalf("%s although paused until %s", d.Action, until)
		case paused && !d.Until.After(now):
			t.Fatalf("a pause without an end: %+v", d)
		case d.Action == Send && !s.Hours.Allowed(now):
			t.Fatalf("sent outside of her hours %+v at %s", s.Hours, now)
		case d.Action == Wait && !s.Hours.Allowed(d.Until):
			t.Fatalf("waits until %s, which is outside of her hours", d.Until)
		}
	})
}
