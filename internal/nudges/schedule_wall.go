package nudges

import (
	"strings"
	"sync"
	"time"
)

// A wall time is a time.Time in UTC that holds what the clock on the wall shows, whatever the zone.
// Arithmetic on it never meets a clock change.

// wallOf returns what the wall clock shows at t in t's own location.
func wallOf(t time.Time) time.Time {
	_, offset := t.Zone()
	return t.UTC().Add(time.Duration(offset) * time.Second)
}

// midnight returns the beginning of a wall time's day.
func midnight(wall time.Time) time.Time {
	y, m, d := wall.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// addMonths returns the same day so many months later, or the last day of a month that is too short.
func addMonths(day time.Time, months int) time.Time {
	y, m, d := day.Date()
	last := time.Date(y, m+time.Month(months)+1, 0, 0, 0, 0, 0, time.UTC)
	return time.Date(last.Year(), last.Month(), min(d, last.Day()), 0, 0, 0, 0, time.UTC)
}

// resolve returns the instant of a wall time in a zone: its first occurrence where the clock is set
// back over it, and the change itself where the clock leaps over it. It reports false where the whole
// day is leapt over, as Apia did with 30 December 2011.
func resolve(wall time.Time, zone *time.Location) (time.Time, bool) {
	at, leapt := instantOf(wall, zone)
	if !leapt {
		return at, true
	}
	day := midnight(wall)
	start, _ := instantOf(day, zone)
	end, _ := instantOf(day.AddDate(0, 0, 1), zone)
	return at, start.Before(end)
}

// instantOf is resolve without regard to the day; leapt tells that the wall time does not exist.
func instantOf(wall time.Time, zone *time.Location) (at time.Time, leapt bool) {
	// time.Date answers by one of the two offsets around a change; the stretches beside it hold the other.
	guess := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), wall.Nanosecond(), zone)
	start, end := guess.ZoneBounds()
	before, after := guess, guess
	if !start.IsZero() {
		before = start.Add(-time.Nanosecond)
	}
	if !end.IsZero() {
		after = end
	}
	for _, near := range []time.Time{before, guess, after} {
		_, offset := near.Zone()
		t := wall.Add(-time.Duration(offset) * time.Second).In(zone)
		if wallOf(t).Equal(wall) && (at.IsZero() || t.Before(at)) {
			at = t
		}
	}
	if !at.IsZero() {
		return at, false
	}
	if !start.IsZero() && wallOf(start.Add(-time.Nanosecond)).Before(wall) && wallOf(start).After(wall) {
		return start, true
	}
	return end, true
}

// zones remembers the locations that were loaded, by name. A location never changes and loading one
// costs more than all the rest of parsing a plan, so each is loaded once a process.
var zones sync.Map

// LoadZone returns the location of an IANA zone name. Neither an empty name nor the machine's own zone
// is accepted: a plan must mean the same wherever it is read. Its errors are of type [ScheduleError].
func LoadZone(name string) (*time.Location, error) {
	if loc, ok := zones.Load(name); ok {
		return loc.(*time.Location), nil
	}
	if name == "" || strings.EqualFold(name, "local") {
		return nil, badSchedule("Name a time zone, such as Europe/Lisbon.")
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil, badSchedule("I do not know the time zone %q; use a name such as Europe/Lisbon.", name)
	}
	zones.Store(name, loc)
	return loc, nil
}

// FirstZone returns the first of the names that is a zone, and "UTC" for none. A person's zone from
// Slack may be missing or one that this program does not know; then the mission's stands in.
func FirstZone(names ...string) string {
	for _, name := range names {
		if _, err := LoadZone(name); err == nil {
			return name
		}
	}
	return "UTC"
}
