package nudges

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the tests walk through zones whatever the machine knows

	"pgregory.net/rapid"
)

func mustRecur(t testing.TB, r Recur) Schedule {
	t.Helper()
	s, err := ParseRecur(r)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func mustZone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := LoadZone(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// slotAt is a quarter of an hour on the wall and the first instant at which the wall shows it or,
// after a leap, something later.
type slotAt struct{ wall, at time.Time }

// walk finds every quarter of an hour by looking at the wall clock every fifteen minutes, for two
// years. It uses none of the code under test but the difference between the wall and UTC.
func walk(loc *time.Location, year int) []slotAt {
	var slots []slotAt
	start := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
	latest := wallOf(start.In(loc))
	for at := start; at.Year() < year+2; at = at.Add(15 * time.Minute) {
		for wall := wallOf(at.In(loc)); latest.Before(wall); {
			latest = latest.Add(15 * time.Minute)
			if wall.Equal(latest) || dayShown(loc, latest) {
				slots = append(slots, slotAt{latest, at})
			}
		}
	}
	return slots
}

// dayShown reports whether the wall clock shows the day of a wall time at some hour.
func dayShown(loc *time.Location, wall time.Time) bool {
	for h := -40; h < 40; h++ {
		shown := wallOf(wall.Add(time.Duration(h) * time.Hour).In(loc))
		if shown.Format(fromLayout) == wall.Format(fromLayout) {
			return true
		}
	}
	return false
}

// eventful lists zones with the years to walk: those to come, and those with odd changes.
var eventful = []struct {
	zone string
	year int
}{
	{"UTC", 2026},
	{"America/New_York", 2026},
	{"Europe/London", 2026},
	{"Australia/Lord_Howe", 2026}, // half an hour of summer time
	{"Pacific/Chatham", 2026},     // +12:45, changes at 02:45
	{"Asia/Kathmandu", 1985},      // +05:30 becomes +05:45
	{"Asia/Kathmandu", 2026},
	{"America/Sao_Paulo", 2017}, // leaps over midnight
	{"America/Sao_Paulo", 2026},
	{"Pacific/Apia", 2011}, // leaps over a whole day
	{"Pacific/Apia", 2026},
	{"Asia/Tehran", 2021}, // leaps over midnight, then gives it up
	{"Asia/Tehran", 2026},
	{"Africa/Casablanca", 2026}, // changes around Ramadan
}

func TestEveryDueDayFiresExactlyOnce(t *testing.T) {
	times := []struct{ hour, minute int }{
		{0, 0}, {0, 30}, {1, 0}, {1, 30}, {2, 0}, {2, 15}, {2, 30}, {2, 45}, {3, 0}, {3, 30}, {9, 0}, {15, 0}, {23, 45},
	}
	for _, e := range eventful {
		t.Run(fmt.Sprintf("%s from %d", e.zone, e.year), func(t *testing.T) {
			t.Parallel()
			slots := walk(mustZone(t, e.zone), e.year)
			for _, c := range times {
				s := mustRecur(t, Recur{Expr: fmt.Sprintf("%d %d * * *", c.minute, c.hour), Zone: e.zone})
				walkSchedule(t, s, slots, func(wall time.Time) bool { return wall.Hour() == c.hour && wall.Minute() == c.minute })
			}
			weekend := mustRecur(t, Recur{Expr: "30 1 * * sun,sat", Zone: e.zone})
			walkSchedule(t, weekend, slots, func(wall time.Time) bool {
				day := wall.Weekday()
				return wall.Hour() == 1 && wall.Minute() == 30 && (day == time.Sunday || day == time.Saturday)
			})
		})
	}
}

// walkSchedule compares all firings of a schedule with the slots that are due.
func walkSchedule(t *testing.T, s Schedule, slots []slotAt, due func(wall time.Time) bool) {
	t.Helper()
	after := slots[0].at.Add(-time.Second)
	fired := 0
	for _, want := range slots {
		if !due(want.wall) {
			continue
		}
		at, wall := s.Next(after)
		if !at.Equal(want.at) || wall != want.wall.Format(wallLayout) {
			t.Fatalf("after %s: %s at %s, want %s at %s", after, wall, at, want.wall.Format(wallLayout), want.at)
		}
		after = at
		fired++
	}
	if fired < 200 {
		t.Fatalf("only %d firings", fired)
	}
}

func TestNextFromAnyMoment(t *testing.T) {
	const zone, year = "Pacific/Chatham", 2026
	exprs := []string{"*/15 * * * *", "0,30 */2 * * *", "45 2 * * *", "0,15,30,45 2 * * 0"}
	slots := walk(mustZone(t, zone), year)
	for _, expr := range exprs {
		s := mustRecur(t, Recur{Expr: expr, Zone: zone})
		rapid.Check(t, func(t *rapid.T) {
			// Near a change three times in four.
			base := rapid.SampledFrom([]string{"2026-04-04", "2026-09-26", "2027-04-03", "2026-06-01"}).Draw(t, "day")
			day, _ := time.Parse(fromLayout, base)
			after := day.Add(time.Duration(rapid.IntRange(0, 48*3600).Draw(t, "seconds")) * time.Second)
			at, wall := s.Next(after)
			for _, slot := range slots {
				if !slot.at.After(after) || !dueInUTC(s, slot.wall) {
					continue
				}
				if !at.Equal(slot.at) || wall != slot.wall.Format(wallLayout) {
					t.Fatalf("%s after %s: %s at %s, want %s at %s", expr, after, wall, at, slot.wall, slot.at)
				}
				return
			}
			t.Fatal("no slot to compare with")
		})
	}
}

// dueInUTC asks cron itself, where no clock changes, whether a wall time is a slot.
func dueInUTC(s Schedule, wall time.Time) bool {
	return s.spec.Next(wall.Add(-time.Second)).Equal(wall)
}

func TestNextAtClockChanges(t *testing.T) {
	tests := []struct {
		name, zone, expr, after, wantAt, wantWall string
	}{
		{"an ordinary Tuesday", "Europe/Lisbon", "0 10 * * 2,4", "2026-11-23T12:00:00Z", "2026-11-24T10:00:00Z", "2026-11-24T10:00"},
		{"the slot itself is past", "Europe/Lisbon", "0 10 * * 2,4", "2026-11-24T10:00:00Z", "2026-11-26T10:00:00Z", "2026-11-26T10:00"},
		{"leapt over: at the change", "America/New_York", "30 2 * * *", "2026-03-08T00:00:00-05:00", "2026-03-08T03:00:00-04:00", "2026-03-08T02:30"},
		{"the day after is as ever", "America/New_York", "30 2 * * *", "2026-03-08T03:00:00-04:00", "2026-03-09T02:30:00-04:00", "2026-03-09T02:30"},
		{"two slots leapt over are one", "America/New_York", "15,45 2 * * *", "2026-03-08T03:00:00-04:00", "2026-03-09T02:15:00-04:00", "2026-03-09T02:15"},
		{"repeated: the first time", "America/New_York", "30 1 * * *", "2026-11-01T00:00:00-04:00", "2026-11-01T01:30:00-04:00", "2026-11-01T01:30"},
		{"repeated: not the second time", "America/New_York", "30 1 * * *", "2026-11-01T01:30:00-04:00", "2026-11-02T01:30:00-05:00", "2026-11-02T01:30"},
		{"from within the repeated hour", "America/New_York", "30 1 * * *", "2026-11-01T01:10:00-05:00", "2026-11-02T01:30:00-05:00", "2026-11-02T01:30"},
		{"half an hour back keeps the morning", "Australia/Lord_Howe", "0 9 * * *", "2026-04-04T23:00:00+11:00", "2026-04-05T09:00:00+10:30", "2026-04-05T09:00"},
		{"half an hour forward keeps the morning", "Australia/Lord_Howe", "0 9 * * *", "2026-10-03T23:00:00+10:30", "2026-10-04T09:00:00+11:00", "2026-10-04T09:00"},
		{"Chatham, in the hour that is repeated", "Pacific/Chatham", "59 3 * * *", "2026-04-05T02:59:30+13:45", "2026-04-05T03:59:00+12:45", "2026-04-05T03:59"},
		{"Chatham, in its repeat", "Pacific/Chatham", "59 3 * * *", "2026-04-05T02:59:30+12:45", "2026-04-05T03:59:00+12:45", "2026-04-05T03:59"},
		{"a midnight that is leapt over", "America/Sao_Paulo", "0 0 * * *", "2018-11-03T12:00:00-03:00", "2018-11-04T01:00:00-02:00", "2018-11-04T00:00"},
		{"a day that is leapt over", "Pacific/Apia", "0 9 * * *", "2011-12-29T12:00:00-10:00", "2011-12-31T09:00:00+14:00", "2011-12-31T09:00"},
		{"a leap year", "UTC", "0 9 29 2 *", "2026-01-01T00:00:00Z", "2028-02-29T09:00:00Z", "2028-02-29T09:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			at, wall := mustRecur(t, Recur{Expr: tt.expr, Zone: tt.zone}).Next(instant(t, tt.after))
			if !at.Equal(instant(t, tt.wantAt)) || wall != tt.wantWall {
				t.Errorf("%s at %s, want %s at %s", wall, at.Format(time.RFC3339), tt.wantWall, tt.wantAt)
			}
		})
	}
}

func instant(t testing.TB, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestTheZeroScheduleIsNeverDue(t *testing.T) {
	if at, wall := (Schedule{}).Next(tuesday); !at.IsZero() || wall != "" {
		t.Errorf("due at %s, %q", at, wall)
	}
}

func TestEvery(t *testing.T) {
	tests := []struct {
		name  string
		recur Recur
		want  []string // the first firings after noon on 1 October 2026
	}{
		{
			"every second Wednesday, counted from one that is past",
			Recur{Expr: "0 14 * * 3", Every: 2, From: "2026-09-02"},
			[]string{"2026-10-14T14:00", "2026-10-28T14:00", "2026-11-11T14:00"},
		},
		{
			"the other Wednesdays",
			Recur{Expr: "0 14 * * 3", Every: 2, From: "2026-09-03"},
			[]string{"2026-10-07T14:00", "2026-10-21T14:00", "2026-11-04T14:00"},
		},
		{
			"a day to come: its first slot is the first",
			Recur{Expr: "0 10 * * 2,4", Every: 3, From: "2026-10-14"},
			[]string{"2026-10-15T10:00", "2026-10-27T10:00", "2026-11-05T10:00"},
		},
		{
			"several a day",
			Recur{Expr: "0,30 9,15 * * *", Every: 3, From: "2026-09-30"},
			[]string{"2026-10-01T15:00", "2026-10-02T09:30", "2026-10-03T09:00", "2026-10-03T15:30"},
		},
		{
			"a day of the month or a weekday",
			Recur{Expr: "0 9 15 * 1", Every: 2, From: "2026-10-01"},
			[]string{"2026-10-05T09:00", "2026-10-15T09:00", "2026-10-26T09:00"},
		},
		{
			"some months only",
			Recur{Expr: "0 9 1 1,4,7,10 *", Every: 2, From: "2026-01-01"},
			[]string{"2027-01-01T09:00", "2027-07-01T09:00"},
		},
		{
			"a day to begin on without leaving any out",
			Recur{Expr: "0 9 * * *", From: "2026-10-20"},
			[]string{"2026-10-20T09:00", "2026-10-21T09:00"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.recur.Zone = "Europe/Lisbon"
			s := mustRecur(t, tt.recur)
			after := instant(t, "2026-10-01T12:00:00+01:00")
			for _, want := range tt.want {
				at, wall := s.Next(after)
				if wall != want {
					t.Fatalf("%s, want %s", wall, want)
				}
				after = at
			}
		})
	}
}

func TestEveryCountsLikeAnAbacus(t *testing.T) {
	exprs := []string{"0 10 * * 2,4", "0,20,40 8-11 * * 1-5", "0 9 1,15 * 1", "30 14 */2 * *", "0 7 29 2,3 *"}
	rapid.Check(t, func(t *rapid.T) {
		from := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 400).Draw(t, "from"))
		every := rapid.IntRange(2, maxEvery).Draw(t, "every")
		r := Recur{Expr: rapid.SampledFrom(exprs).Draw(t, "expr"), Zone: "UTC", From: from.Format(fromLayout), Every: every}
		s, err := ParseRecur(r)
		if err != nil {
			t.Fatal(err)
		}
		after := from.Add(time.Duration(rapid.IntRange(-100, 20000).Draw(t, "hours")) * time.Hour)
		at, _ := s.Next(after)
		want := time.Time{}
		for slot, n := s.spec.Next(from.Add(-time.Second)), 0; !slot.IsZero(); slot, n = s.spec.Next(slot), n+1 {
			if n%every == 0 && slot.After(after) {
				want = slot
				break
			}
		}
		if !at.Equal(want) {
			t.Fatalf("%+v after %s: %s, want %s", r, after, at, want)
		}
	})
}

func TestNextSpaced(t *testing.T) {
	tests := []struct {
		name, after, sent, want string
		gap                     int
	}{
		{"never sent: the next slot", "2026-10-01T12:00:00Z", "", "2026-10-02T09:05", 1},
		{"a month after a sending", "2026-10-06T09:05:04Z", "2026-10-06T09:05:04Z", "2026-11-06T09:05", 1},
		{"the day counts, not the minute", "2026-10-06T17:00:00Z", "2026-10-06T16:59:00Z", "2026-11-06T09:05", 1},
		{"the day is the one in the zone", "2026-10-06T23:30:00Z", "2026-10-06T23:30:00Z", "2026-11-09T09:05", 1},
		{"on a weekend it waits for Monday", "2026-10-14T12:00:00Z", "2026-10-14T09:05:00Z", "2026-11-16T09:05", 1},
		{"the end of a short month", "2027-01-29T12:00:00Z", "2027-01-29T09:05:00Z", "2027-03-01T09:05", 1},
		{"a sending long past leaves nothing out", "2026-10-01T12:00:00Z", "2026-01-01T12:00:00Z", "2026-10-02T09:05", 1},
		{"three months", "2026-10-06T12:00:00Z", "2026-10-06T09:05:00Z", "2027-01-06T09:05", 3},
		{"no gap", "2026-10-06T12:00:00Z", "2026-10-06T09:05:00Z", "2026-10-07T09:05", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := mustRecur(t, Recur{Expr: "5 9 * * 1-5", Zone: "Europe/Lisbon", GapMonths: tt.gap})
			var sent time.Time
			if tt.sent != "" {
				sent = instant(t, tt.sent)
			}
			if _, wall := s.NextSpaced(instant(t, tt.after), sent); wall != tt.want {
				t.Errorf("%s, want %s", wall, tt.want)
			}
		})
	}
}

func TestParseRecurRefuses(t *testing.T) {
	tests := []struct {
		name  string
		recur Recur
		want  string // part of the sentence
	}{
		{"an empty line", Recur{}, "has five fields"},
		{"four fields", Recur{Expr: "0 10 * *"}, "this one has 4"},
		{"six fields", Recur{Expr: "0 0 10 * * *"}, "this one has 6"},
		{"every so often", Recur{Expr: "@every 1h"}, "not a time on the wall"},
		{"a descriptor", Recur{Expr: "@daily"}, "not a time on the wall"},
		{"a zone in front", Recur{Expr: "TZ=UTC 0 10 * * 2"}, "a place of its own"},
		{"a zone alone, which makes the parser panic", Recur{Expr: "TZ=UTC"}, "a place of its own"},
		{"another form of a zone", Recur{Expr: "CRON_TZ=Europe/Lisbon 0 10 * * 2"}, "a place of its own"},
		{"a zone that hides behind blanks", Recur{Expr: "  TZ=UTC"}, "a place of its own"},
		{"minute 60", Recur{Expr: "60 10 * * *"}, `"60" does not fit the minute; use 0 to 59`},
		{"hour 24", Recur{Expr: "0 24 * * *"}, `"24" does not fit the hour`},
		{"day 0", Recur{Expr: "0 10 0 * *"}, `"0" does not fit the day of the month`},
		{"month 13", Recur{Expr: "0 10 * 13 *"}, `"13" does not fit the month`},
		{"seven for Sunday", Recur{Expr: "0 10 * * 7"}, `"7" does not fit the weekday; use 0 to 6`},
		{"a word", Recur{Expr: "0 ten * * *"}, `"ten" does not fit the hour`},
		{"the second of a list", Recur{Expr: "0 10 * * 2,9"}, `"9" does not fit the weekday`},
		{"an empty part of a list", Recur{Expr: "0 10 * * 2,"}, `"" does not fit the weekday`},
		{"a comma alone", Recur{Expr: ", 10 * * *"}, `"" does not fit the minute`},
		{"a range backwards", Recur{Expr: "0 10 * * fri-mon"}, `"fri-mon" does not fit the weekday`},
		{"the last day of the month", Recur{Expr: "0 10 L * *"}, `"L" does not fit the day of the month`},
		{"a step of nothing", Recur{Expr: "*/0 10 * * *"}, `"*/0" does not fit the minute`},
		{"a step over the hour", Recur{Expr: "*/60 10 * * *"}, "The step 60 is too big for the minute"},
		{"an enormous step", Recur{Expr: "*/99999999999 10 * * *"}, "is too big for the minute"},
		{"a step of words", Recur{Expr: "*/two 10 * * *"}, `"*/two" does not fit the minute`},
		{"a step beyond all numbers", Recur{Expr: "*/99999999999999999999 10 * * *"}, "does not fit the minute"},
		{"a star in a range", Recur{Expr: "0 *-5 * * *"}, `"*-5" does not fit the hour`},
		{"31 February", Recur{Expr: "0 10 31 2 *"}, "never come"},
		{"the last of four short months", Recur{Expr: "0 10 31 2,4,6,9,11 *"}, "never come"},
		{"a very long line", Recur{Expr: strings.Repeat("1,", 200) + "1 10 * * *"}, "too long"},
		{"no zone", Recur{Expr: "0 10 * * 2", Zone: "-"}, "Name a time zone"},
		{"the machine's zone", Recur{Expr: "0 10 * * 2", Zone: "Local"}, "Name a time zone"},
		{"an unknown zone", Recur{Expr: "0 10 * * 2", Zone: "Europe/Atlantis"}, `I do not know the time zone "Europe/Atlantis"`},
		{"a path as a zone", Recur{Expr: "0 10 * * 2", Zone: "../../etc/passwd"}, "I do not know the time zone"},
		{"every -1", Recur{Expr: "0 10 * * 2", Every: -1}, "One in -1 is not possible"},
		{"every 65th", Recur{Expr: "0 10 * * 2", Every: 65, From: "2026-01-01"}, "choose a number up to 64"},
		{"every second from nowhere", Recur{Expr: "0 10 * * 2", Every: 2}, "needs a day to count from"},
		{"a day that does not exist", Recur{Expr: "0 10 * * 2", Every: 2, From: "2026-02-30"}, `The day "2026-02-30" is not in the calendar`},
		{"a day in antiquity", Recur{Expr: "0 10 * * 2", Every: 2, From: "0044-03-15"}, "too far away"},
		{"a gap backwards", Recur{Expr: "0 10 * * 2", GapMonths: -1}, "A gap of -1 months"},
		{"a gap of years", Recur{Expr: "0 10 * * 2", GapMonths: 13}, "A gap of 13 months"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			switch tt.recur.Zone {
			case "":
				tt.recur.Zone = "Europe/Lisbon"
			case "-":
				tt.recur.Zone = ""
			}
			_, err := ParseRecur(tt.recur)
			var sentence *ScheduleError
			if !errors.As(err, &sentence) || !strings.Contains(sentence.Sentence, tt.want) || !strings.HasSuffix(err.Error(), ".") {
				t.Errorf("error %v, want a sentence with %q", err, tt.want)
			}
		})
	}
}

func TestParseScheduleAccepts(t *testing.T) {
	for _, expr := range []string{
		"0 10 * * 2,4", " 0  10 * * TUE,Thu ", "*/59 */23 */30 */11 */6", "0 9-17/2 * jan-mar mon-fri", "0 0 ? * 0", "0 9 29 2 *",
		"5/20 8 1,15 * *",
	} {
		if _, err := parseSchedule(expr, "Asia/Kathmandu"); err != nil {
			t.Errorf("%q: %v", expr, err)
		}
	}
}

func TestFirstZone(t *testing.T) {
	for want, names := range map[string][]string{
		"Asia/Tokyo": {"", "Mars/Olympus", "Asia/Tokyo", "Europe/Lisbon"},
		"UTC":        {"", "Local"},
	} {
		if got := FirstZone(names...); got != want {
			t.Errorf("of %q the first zone is %q, want %q", names, got, want)
		}
	}
}

func TestLocationsAreLoadedOnce(t *testing.T) {
	if once, again := mustZone(t, "Asia/Tokyo"), mustZone(t, "Asia/Tokyo"); once != again {
		t.Error("two copies of one location")
	}
}

func FuzzParseSchedule(f *testing.F) {
	for _, seed := range []string{
		"0 10 * * 2,4", "@every 1h", "TZ=UTC", "CRON_TZ=", "TZ=TZ=TZ=", "0 10 31 2 *", "*/99999999999 * * * *", ", , , , ,",
		"? ? ? ? ?", "0 0 1 1 0", "-1 - -- / *", "59 3 * * *", "0-59/7 1-2 29 2 SAT",
	} {
		f.Add(seed, "Pacific/Chatham", int64(1_775_300_000))
	}
	f.Fuzz(func(t *testing.T, expr, zone string, unix int64) {
		s, err := parseSchedule(expr, zone)
		if err != nil {
			if _, ok := errors.AsType[*ScheduleError](err); !ok {
				t.Fatalf("%q: %v is no sentence", expr, err)
			}
			return
		}
		after := time.Unix(unix%4_000_000_000, 0)
		for range 3 {
			at, wall := s.Next(after)
			if !at.After(after) {
				t.Fatalf("%q in %q: %s comes before %s", expr, zone, at, after)
			}
			if _, err := time.Parse(wallLayout, wall); err != nil {
				t.Fatal(err)
			}
			after = at
		}
	})
}

func BenchmarkNext(b *testing.B) {
	s := mustRecur(b, Recur{Expr: "0 10 * * 2,4", Zone: "Europe/Lisbon"})
	b.ReportAllocs()
	for b.Loop() {
		if at, _ := s.Next(tuesday); at.IsZero() {
			b.Fatal("not due")
		}
	}
}

func BenchmarkParseSchedule(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := parseSchedule("0 10 * * 2,4", "Europe/Lisbon"); err != nil {
			b.Fatal(err)
		}
	}
}

// parseSchedule reads a cron expression in a zone.
func parseSchedule(expr, zone string) (Schedule, error) {
	return ParseRecur(Recur{Expr: expr, Zone: zone})
}
