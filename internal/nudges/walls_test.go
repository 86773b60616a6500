package nudges

import (
	"testing"
	"time"

	"throughline/internal/mission"
)

// eightZones are those of the walk: clocks that change by an hour, by half an hour, at midnight, never any more, and
// one that left a whole day out.
var eightZones = []string{
	"America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu",
	"America/Sao_Paulo", "Pacific/Apia", "Asia/Tehran", "UTC",
}

// onTheWall returns the first moment at which a wall shows a time, found by trying every minute: the oracle. Where the
// clock leaps over it, it is the first minute after the leap; where the day was left out, it is none.
func onTheWall(day mission.Date, minute int, loc *time.Location) (time.Time, bool) {
	midnight := time.Date(day.Year, day.Month, day.Day, 0, 0, 0, 0, time.UTC)
	_, offset := midnight.In(loc).Zone()
	from := midnight.Add(-time.Duration(offset)*time.Second - 2*time.Hour)
	there := false
	for at := from; at.Before(from.Add(54 * time.Hour)); at = at.Add(time.Minute) {
		local := at.In(loc)
		today := mission.DateOf(local)
		there = there || today == day
		if today == day && local.Hour()*60+local.Minute() >= minute {
			return at, true
		}
		if day.Before(today) {
			return at, there
		}
	}
	return time.Time{}, false
}

// TestTwoYearsOnEightWalls walks two years day by day, those to come and those in which these zones changed most, for
// the times of every default plan: none is doubled, none is dropped, none comes at a wrong hour.
func TestTwoYearsOnEightWalls(t *testing.T) {
	hours := DefaultHours("UTC")
	plans := map[string]Weekly{
		"coach": weekly(t, coachExpr), "digest": weekly(t, digestExpr), "rounds": weekly(t, roundExpr),
		"reflect": weekly(t, exprFor(Reflect, hours, "")), "mirror": weekly(t, "5 9 * * 1,4"),
		"at night": {Days: everyDay, Minute: 2*60 + 30}, "at midnight": {Days: everyDay},
	}
	for _, first := range []mission.Date{{Year: 2026, Month: time.November, Day: 23}, {Year: 2011, Month: time.June, Day: 1}} {
		for _, zone := range eightZones {
			t.Run(first.String()+" "+zone, func(t *testing.T) {
				t.Parallel()
				for name, w := range plans {
					if n := walkPlan(t, name, zone, w, first); n < 100 {
						t.Errorf("%s was due %d times in two years", name, n)
					}
				}
				walkSingle(t, zone, first)
			})
		}
	}
}

func weekly(t *testing.T, expr string) Weekly {
	t.Helper()
	w, ok := Recur{Expr: expr}.Weekly()
	if !ok {
		t.Fatalf("%q is not weekly", expr)
	}
	return w
}

// walkPlan takes a plan from each due time to the next, as the engine does, beside the oracle.
func walkPlan(t *testing.T, name, zone string, w Weekly, first mission.Date) (n int) {
	t.Helper()
	loc := mustZone(t, zone)
	start, _ := onTheWall(first, 0, loc)
	p, err := aim(Plan{Kind: Digest, Recur: Recur{Expr: w.Expr(), Zone: zone}}, start.Add(-time.Second), start.Add(-time.Second))
	if err != nil {
		t.Fatal(err)
	}
	var last time.Time
	for day := first; day.Before(first.AddDays(2 * 365)); day = day.AddDays(1) {
		at, exists := onTheWall(day, w.Minute, loc)
		if !w.Days.Has(day.Weekday()) || !exists || at.Equal(last) {
			continue
		}
		last = at
		if n++; !p.Next.Equal(at) {
			t.Fatalf("%s in %s is due at %v, want %v", name, zone, p.Next.In(loc), at.In(loc))
		}
		if p, err = advance(p, p.Next); err != nil {
			t.Fatal(err)
		}
	}
	return n
}

// walkSingle asks for each day when somebody is written to about it: at 09:05 on the first working day from then on.
func walkSingle(t *testing.T, zone string, first mission.Date) {
	t.Helper()
	loc, h := mustZone(t, zone), DefaultHours(zone)
	now, _ := onTheWall(first, 0, loc)
	for day := first; day.Before(first.AddDays(2 * 365)); day = day.AddDays(1) {
		want := time.Time{}
		for d := day; want.IsZero(); d = d.AddDays(1) {
			if at, exists := onTheWall(d, onceHour*60+onceMinute, loc); exists && MonToFri.Has(d.Weekday()) && mission.DateOf(at.In(loc)) == d {
				want = at
			}
		}
		if got := DueOn(h, day, now); !got.Equal(want) {
			t.Fatalf("about %s somebody in %s is written to at %v, want %v", day, zone, got.In(loc), want.In(loc))
		}
	}
}
