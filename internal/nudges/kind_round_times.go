package nudges

import (
	"time"

	"throughline/internal/mission"
)

// roundsLooked is how many times ahead are looked at for how close together they are.
const roundsLooked = 24

// RoundsWithin reports whether times bring rounds closer together than so many days. A round comes every second time at
// the most.
func RoundsWithin(r Recur, days int, now time.Time) bool {
	r.Every = max(r.Every, roundEvery)
	if r.From == "" {
		r.From = mission.DateOf(now).String()
	}
	s, err := ParseRecur(r)
	if err != nil {
		return false
	}
	var last mission.Date
	for at, n := now, 0; n < roundsLooked; n++ {
		next, wall := s.Next(at)
		if next.IsZero() {
			return false
		}
		day, err := mission.ParseDate(wall[:len(time.DateOnly)])
		if err != nil {
			return false
		}
		if !last.IsZero() && last.DaysUntil(day) < days {
			return true
		}
		last, at = day, next
	}
	return false
}
