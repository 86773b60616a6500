package nudges

import (
	"math/bits"
	"time"

	"github.com/robfig/cron/v3"
)

// wallLayout is the form of a wall key, and fromLayout that of Recur.From.
const (
	wallLayout = "2006-01-02T15:04"
	fromLayout = time.DateOnly
)

// maxEvery bounds Recur.Every, so that a plan that is made rarer again and again still comes round.
const maxEvery = 64

// maxGap bounds Recur.GapMonths.
const maxGap = 12

// Recur says how a plan recurs: a cron expression on the wall clock of a zone, thinned out if wanted.
type Recur struct {
	// Expr has five fields: minute, hour, day of the month, month, weekday. As in every cron, a day of
	// the month and a weekday that are both given mean either of them.
	Expr string
	// Zone is an IANA name such as "Europe/Lisbon".
	Zone string
	// Every keeps each n-th slot, counted from the first one on or after From; 0 and 1 keep all.
	Every int
	// From is a day as "2026-10-12". Slots before it are left out. Every above 1 needs it.
	From string
	// GapMonths leaves out slots on days earlier than so many calendar months after the day of the
	// previous sending; see [Schedule.NextSpaced]. 0 is no gap.
	GapMonths int
}

// Schedule tells when a plan is due. It is made by [ParseRecur], is immutable, and may be copied and
// shared. The zero Schedule is never due.
type Schedule struct {
	spec *cron.SpecSchedule // in UTC, where it walks over wall times as if no clock ever changed
	zone *time.Location
	// every, from and gap are those of Recur; from is a midnight, or zero.
	every int
	from  time.Time
	gap   int
}

// ParseRecur reads how a plan recurs. Its errors are of type [ScheduleError].
func ParseRecur(r Recur) (Schedule, error) {
	loc, err := LoadZone(r.Zone)
	if err != nil {
		return Schedule{}, err
	}
	spec, err := parseExpr(r.Expr)
	if err != nil {
		return Schedule{}, err
	}
	s := Schedule{spec: spec, zone: loc, every: max(r.Every, 1), gap: r.GapMonths}
	if r.From != "" {
		if s.from, err = time.Parse(fromLayout, r.From); err != nil {
			return Schedule{}, badSchedule("The day %q is not in the calendar; write it as 2026-10-12.", r.From)
		}
	}
	return s, s.check(r)
}

func (s Schedule) check(r Recur) error {
	switch {
	case r.Every < 0 || r.Every > maxEvery:
		return badSchedule("One in %d is not possible; choose a number up to %d.", r.Every, maxEvery)
	case r.From != "" && (s.from.Year() < 2000 || s.from.Year() > 2199):
		return badSchedule("The day %s is too far away to count from.", r.From)
	case s.every > 1 && s.from.IsZero():
		return badSchedule("One in %d needs a day to count from.", r.Every)
	case r.GapMonths < 0 || r.GapMonths > maxGap:
		return badSchedule("A gap of %d months is not possible; choose a number from 0 to 12.", r.GapMonths)
	}
	return nil
}

// Next returns the first due time after the given one, and its wall time in the zone as
// "2026-11-24T10:00", which names the slot. Each slot is due once: one that a clock change leaps over
// is due at the change, one that it repeats is due the first time. Slots that fall on the same instant
// by a leap are one, named by the earliest; a slot on a day that the zone left out altogether is not
// due. Next returns the zero time and "" where nothing is due any more.
func (s Schedule) Next(after time.Time) (time.Time, string) {
	return s.NextSpaced(after, time.Time{})
}

// NextSpaced is Next, less the slots that Recur.GapMonths leaves out after a sending at the given time.
// The zero time stands for none.
func (s Schedule) NextSpaced(after, sent time.Time) (time.Time, string) {
	if s.spec == nil {
		return time.Time{}, ""
	}
	for slot := s.slotAfter(s.start(after, sent)); !slot.IsZero(); slot = s.slotAfter(slot) {
		at, exists := resolve(slot, s.zone)
		if exists && at.After(after) {
			return at, slot.Format(wallLayout)
		}
	}
	return time.Time{}, ""
}

// start returns the wall time after which to look for slots.
func (s Schedule) start(after, sent time.Time) time.Time {
	start := wallOf(after.In(s.zone))
	if first := s.from.Add(-time.Second); !s.from.IsZero() && first.After(start) {
		start = first
	}
	if s.gap == 0 || sent.IsZero() {
		return start
	}
	if first := addMonths(midnight(wallOf(sent.In(s.zone))), s.gap).Add(-time.Second); first.After(start) {
		start = first
	}
	return start
}

// slotAfter returns the first slot after a wall time that Every keeps, or the zero time.
func (s Schedule) slotAfter(wall time.Time) time.Time {
	slot := s.spec.Next(wall)
	if s.every == 1 || slot.IsZero() {
		return slot
	}
	for n := s.slotsBefore(slot); n%s.every != 0 && !slot.IsZero(); n++ {
		slot = s.spec.Next(slot)
	}
	return slot
}

// slotsBefore counts the slots from the day that Every counts from to the given one, which is not
// counted. It goes by days, since every due day has the same times.
func (s Schedule) slotsBefore(slot time.Time) int {
	today := midnight(slot)
	days := 0
	for d := s.from; d.Before(today); d = d.AddDate(0, 0, 1) {
		if s.dueOn(d) {
			days++
		}
	}
	count := days * bits.OnesCount64(s.spec.Hour&cronValues) * bits.OnesCount64(s.spec.Minute&cronValues)
	for t := s.spec.Next(today.Add(-time.Second)); t.Before(slot); t = s.spec.Next(t) {
		count++
	}
	return count
}

// cronValues are the bits of a cron field that stand for values; the topmost one marks a star.
const cronValues = 1<<63 - 1

// dueOn reports whether the day has slots, by the rules of cron.
func (s Schedule) dueOn(day time.Time) bool {
	inMonth := s.spec.Month&(1<<uint(day.Month())) != 0
	byDay := s.spec.Dom&(1<<uint(day.Day())) != 0
	byWeekday := s.spec.Dow&(1<<uint(day.Weekday())) != 0
	if s.spec.Dom&^cronValues != 0 || s.spec.Dow&^cronValues != 0 {
		return inMonth && byDay && byWeekday
	}
	return inMonth && (byDay || byWeekday)
}
