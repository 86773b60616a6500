package sandbox

import "time"

// dnd is a person's do-not-disturb: daily hours in their own zone, and a snooze.
type dnd struct {
	Enabled     bool
	Start, End  int // minutes of the day
	SnoozeUntil time.Time
}

// window is the daily span that holds now, or else the next one.
func (d dnd) window(loc *time.Location, now time.Time) (start, end time.Time) {
	here := now.In(loc)
	for day := -1; ; day++ {
		start = atMinute(here, day, d.Start)
		end = atMinute(here, day, d.End)
		if d.End <= d.Start {
			end = atMinute(here, day+1, d.End)
		}
		if end.After(now) {
			return start, end
		}
	}
}

func atMinute(day time.Time, plus, minute int) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day()+plus, minute/60, minute%60, 0, 0, day.Location())
}

// json is what dnd.info and dnd.teamInfo say of somebody to others. Without hours both times are 1, as Slack has it.
// The snooze_* properties are told to oneself alone (docs.slack.dev/reference/methods/dnd.info); to others a snooze
// is a quiet time like any other, which is how their clients come to show it.
func (d dnd) json(u *user, now time.Time) obj {
	start, end, quiet := d.span(u.zone(), now)
	if !quiet {
		return obj{"dnd_enabled": false, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}
	}
	return obj{"dnd_enabled": true, "next_dnd_start_ts": start.Unix(), "next_dnd_end_ts": end.Unix()}
}

// span is the quiet time around now, or else the next one: by the daily hours, a snooze, or both where they touch.
func (d dnd) span(loc *time.Location, now time.Time) (start, end time.Time, quiet bool) {
	snoozed := d.SnoozeUntil.After(now)
	if !d.Enabled {
		return now, d.SnoozeUntil, snoozed
	}
	start, end = d.window(loc, now)
	switch {
	case !snoozed:
	case d.SnoozeUntil.Before(start):
		return now, d.SnoozeUntil, true
	default:
		if start.After(now) {
			start = now
		}
		if d.SnoozeUntil.After(end) {
			end = d.SnoozeUntil
		}
	}
	return start, end, true
}
