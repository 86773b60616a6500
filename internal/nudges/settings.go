package nudges

import (
	"time"

	"throughline/internal/mission"
)

// Settings are what a person chose about how and when she is written to. The zero Settings are those of
// somebody who chose nothing.
type Settings struct {
	// Days are her working days, or none where the default ones hold, [MonToFri].
	Days Days
	// Quiet are her quiet hours, or nil where the default ones hold.
	Quiet *Quiet
	// AwayThrough is the last day on which she is away, in her own zone, or no day. She is back by
	// herself on the day after.
	AwayThrough mission.Date
	// SnoozedAll is until when nothing reaches her, or zero. It ends by itself.
	SnoozedAll time.Time
	// Preview says that she sees her words before they are posted.
	Preview bool
}

// Quiet is the part of a day in which somebody is not written to, in minutes after midnight on her wall.
// It holds its first minute and not its last, may go over midnight, and is empty where both are equal.
type Quiet struct{ From, To int }

// Empty reports whether there are no quiet hours at all.
func (q Quiet) Empty() bool { return q.From == q.To }

// DefaultQuiet are the quiet hours of whoever has not chosen any: 18:00 to 08:30.
var DefaultQuiet = Quiet{From: 18 * 60, To: 8*60 + 30}

// Hours are when the person may be written to: as she chose, else the default, in her own zone or the
// first of the given ones that is known.
func (p Person) Hours(zones ...string) Hours {
	h := DefaultHours(append([]string{p.Zone}, zones...)...)
	if p.Days&everyDay != 0 {
		h.Days = p.Days & everyDay
	}
	if p.Quiet != nil {
		h.QuietFrom, h.QuietTo = p.Quiet.From, p.Quiet.To
	}
	return h
}

// Away reports whether the person is away, and until when: the midnight after her last day of it, in her
// zone or the first of the given ones that is known.
func (p Person) Away(now time.Time, zones ...string) (until time.Time, away bool) {
	if p.AwayThrough.IsZero() {
		return time.Time{}, false
	}
	loc := Hours{Zone: FirstZone(append([]string{p.Zone}, zones...)...)}.location()
	until = DayBegins(p.AwayThrough.AddDays(1), loc)
	return until, now.Before(until)
}

// Paused reports whether nothing at all reaches the person, and until when: she is away, or asked for
// quiet until a time.
func (p Person) Paused(now time.Time, zones ...string) (until time.Time, paused bool) {
	until, paused = p.Away(now, zones...)
	if p.SnoozedAll.After(now) && p.SnoozedAll.After(until) {
		return p.SnoozedAll, true
	}
	if !paused {
		return time.Time{}, false
	}
	return until, true
}

// DayBegins is the first moment of a day, also where a clock change leaps over its midnight.
func DayBegins(d mission.Date, loc *time.Location) time.Time {
	at, _ := resolve(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC), loc)
	return at
}

// BackOn is the first working day after a person's absence or pause that ends at the given time.
func BackOn(h Hours, until time.Time) mission.Date {
	d := mission.DateOf(until.In(h.location()))
	for range 7 {
		if h.Days.Has(d.Weekday()) {
			return d
		}
		d = d.AddDays(1)
	}
	return d
}
