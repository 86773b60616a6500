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

// json is what dnd.info and dnd.teamInfo say. Without hours both times are 1,
// as Slack has it.
func (d dnd) json(u *user, now time.Time) obj {
	if !d.Enabled {
		return obj{"dnd_enabled": false, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}
	}
	start, end := d.window(u.zone(), now)
	return obj{"dnd_enabled": true, "next_dnd_start_ts": start.Unix(), "next_dnd_end_ts": end.Unix()}
}

func (d dnd) snoozeJSON(now time.Time) obj {
	if !d.SnoozeUntil.After(now) {
		return obj{"snooze_enabled": false}
	}
	return obj{
		"snooze_enabled": true, "snooze_endtime": d.SnoozeUntil.Unix(),
		"snooze_remaining": int(d.SnoozeUntil.Sub(now).Seconds()), "snooze_is_indefinite": false,
	}
}
