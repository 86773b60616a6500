package view

import (
	"fmt"
	"strings"
	"time"

	"throughline/internal/mission"
)

// Day writes a date with its weekday, and with the year where it is another one than today's: "Friday 27
// November", "Friday 15 January 2027".
func Day(d, today mission.Date) string {
	if d.IsZero() {
		return "a day still to be chosen"
	}
	s := fmt.Sprintf("%s %d %s", d.Weekday(), d.Day, d.Month)
	if d.Year != today.Year {
		s += fmt.Sprintf(" %d", d.Year)
	}
	return s
}

// DayIn writes a date with how far ahead it is: "Friday 27 November, in 3 days". A date that has passed
// is written alone: nobody counts the days behind.
func DayIn(d, today mission.Date) string {
	day := Day(d, today)
	switch n := today.DaysUntil(d); {
	case d.IsZero() || n < 0:
		return day
	case n == 0:
		return day + ", today"
	case n == 1:
		return day + ", tomorrow"
	default:
		return fmt.Sprintf("%s, in %d days", day, n)
	}
}

// Clock writes the time of day in a zone and names the zone: "09:00 (Lagos)".
func Clock(t time.Time, loc *time.Location) string {
	return t.In(loc).Format("15:04") + " (" + ZoneName(loc.String()) + ")"
}

// ZoneName returns the part of an IANA zone name that people know: "Lagos" for "Africa/Lagos".
func ZoneName(zone string) string {
	name := zone[strings.LastIndexByte(zone, '/')+1:]
	return strings.ReplaceAll(name, "_", " ")
}

// days writes a number of days.
func days(n int) string {
	if n == 1 {
		return "1 day"
	}
	return fmt.Sprintf("%d days", n)
}

// number writes a whole number with commas between the thousands.
func number(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
