package nudges

import (
	"time"

	"throughline/internal/mission"
)

// Days is a set of weekdays.
type Days uint8

// MonToFri are the working days of whoever has not chosen any.
const MonToFri Days = 1<<time.Monday | 1<<time.Tuesday | 1<<time.Wednesday | 1<<time.Thursday | 1<<time.Friday

const everyDay Days = 1<<7 - 1

// Has reports whether the day is in the set.
func (d Days) Has(day time.Weekday) bool { return d&(1<<uint(day)) != 0 }

// LastWorkingDay returns the day that ends the working week: the one before the longest stretch of days
// off, whichever day the week begins on. Of stretches equally long the last from Monday on counts, so
// that it is Friday for Monday to Friday, Thursday for Sunday to Thursday, and Sunday for all seven.
// It reports false for no days.
func (d Days) LastWorkingDay() (time.Weekday, bool) {
	last, longest := time.Sunday, -1
	for i := range 7 {
		day := time.Weekday((i + 1) % 7)
		if off := d.offAfter(day); d.Has(day) && off >= longest {
			last, longest = day, off
		}
	}
	return last, longest >= 0
}

// offAfter counts the days off between a day and the next one in the set.
func (d Days) offAfter(day time.Weekday) int {
	for n := range 7 {
		if d.Has((day + time.Weekday(n) + 1) % 7) {
			return n
		}
	}
	return 7
}

const minutesADay = 24 * 60

// Hours say when somebody, or a channel, may be written to. The zero Hours allow no time at all;
// [DefaultHours] are the place to begin.
type Hours struct {
	Zone string // an IANA name; one that is unknown counts as UTC
	Days Days
	// QuietFrom and QuietTo bound the quiet part of every day in minutes after midnight on the wall. It
	// holds its first minute and not its last, may go over midnight, and is empty where both are equal.
	QuietFrom, QuietTo int
	// Off has days off beside those that are no working days, or is nil.
	Off Calendar
}

// DefaultHours are Monday to Friday, quiet from 18:00 to 08:30, in the first zone that is known.
func DefaultHours(zones ...string) Hours {
	return Hours{Zone: FirstZone(zones...), Days: MonToFri, QuietFrom: 18 * 60, QuietTo: 8*60 + 30}
}

// Check says what makes the hours unusable, as a [ScheduleError], or nothing.
func (h Hours) Check() error {
	if _, err := LoadZone(h.Zone); err != nil {
		return err
	}
	switch {
	case h.Days&everyDay == 0:
		return badSchedule("Choose at least one working day.")
	case h.Days&^everyDay != 0:
		return badSchedule("A week has seven days.")
	case !minuteOfDay(h.QuietFrom) || !minuteOfDay(h.QuietTo):
		return badSchedule("Quiet hours go from one time of the day to another, from 00:00 to 23:59.")
	}
	return nil
}

func minuteOfDay(m int) bool { return m >= 0 && m < minutesADay }

// Allowed reports whether now is on a working day and outside the quiet hours.
func (h Hours) Allowed(now time.Time) bool {
	return h.allows(wallOf(now.In(h.location())))
}

func (h Hours) allows(wall time.Time) bool {
	return h.Days.Has(wall.Weekday()) && !h.quiet(wall.Hour()*60+wall.Minute()) && !h.off(mission.DateOf(wall))
}

// Holiday reports whether now is on a day that would be a working day, were it not off.
func (h Hours) Holiday(now time.Time) bool {
	day := mission.DateOf(now.In(h.location()))
	return h.Days.Has(day.Weekday()) && h.off(day)
}

func (h Hours) off(day mission.Date) bool {
	if h.Off == nil {
		return false
	}
	_, off := h.Off.Holiday(day)
	return off
}

// works reports whether somebody with these hours is written to on a day.
func (h Hours) works(day mission.Date) bool { return h.Days.Has(day.Weekday()) && !h.off(day) }

// mostDaysOff is how far ahead a working day is looked for: a team may close for weeks.
const mostDaysOff = 100

func (h Hours) quiet(minute int) bool {
	if h.QuietFrom <= h.QuietTo {
		return minute >= h.QuietFrom && minute < h.QuietTo
	}
	return minute >= h.QuietFrom || minute < h.QuietTo
}

// NextAllowed returns now where it is allowed, else the first instant after it that is. It returns the
// zero time for hours that allow none.
func (h Hours) NextAllowed(now time.Time) time.Time {
	loc := h.location()
	for at, end := now.In(loc), now.AddDate(0, 0, mostDaysOff); at.Before(end); {
		wall := wallOf(at)
		if h.allows(wall) {
			return at
		}
		// Between two clock changes the wall moves with time, so the next point at which the answer may
		// turn is as far away as it looks. A change before it is a point to look at too.
		next := at.Add(h.nextTurn(wall).Sub(wall))
		if _, change := at.ZoneBounds(); !change.IsZero() && change.Before(next) {
			next = change
		}
		at = next
	}
	return time.Time{}
}

// nextTurn returns the wall time after the given one at which quiet hours end or a day begins.
func (h Hours) nextTurn(wall time.Time) time.Time {
	day := midnight(wall)
	if end := day.Add(time.Duration(h.QuietTo) * time.Minute); end.After(wall) {
		return end
	}
	return day.AddDate(0, 0, 1)
}

func (h Hours) location() *time.Location {
	loc, err := LoadZone(h.Zone)
	if err != nil {
		return time.UTC
	}
	return loc
}

// Calendar tells which days are off for everybody of a mission, beside weekends.
type Calendar interface {
	// Holiday returns the name of a day off, and false for a day like any other.
	Holiday(d mission.Date) (name string, off bool)
}

// Calendars finds a calendar by its code, and reports false where there is none.
type Calendars interface {
	Calendar(code string) (Calendar, bool)
}
