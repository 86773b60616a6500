package view

import (
	"time"

	"throughline/internal/mission"
)

// many says that a limit for one person is reached, and when it goes on, to the minute after. Today is not named.
func many(tmpl string) func(*mission.Refusal, RefusalContext) said {
	return func(r *mission.Refusal, c RefusalContext) said {
		return say(tmpl, c.goesOn(r.At))
	}
}

// goesOn writes a moment, rounded up to the minute: the clock alone today, and else with its day.
func (c RefusalContext) goesOn(at time.Time) string {
	at = at.Add(time.Minute - 1).Truncate(time.Minute)
	zone := c.zone(c.mission())
	if mission.DateOf(at.In(zone)) == mission.DateOf(c.Now.In(zone)) {
		return Clock(at, zone)
	}
	return c.until(c.mission(), at)
}

// slows reports whether a refusal only asks somebody to wait: a form then stays as it is, with all that was typed.
func slows(code mission.Code) bool {
	switch code {
	case TooFast, Many, ManyPosts, ManyMissions, ManyLetters:
		return true
	}
	return false
}
