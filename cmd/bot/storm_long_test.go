//go:build !race

package main

import (
	"flag"
	"testing"
	"time"
)

// stormPeople is how many people are written to at once: `go test ./cmd/bot -run ManyAreWrittenTo -v -people 10000`
// prints the figures of ten thousand.
var stormPeople = flag.Int("people", 300, "how many people are written to at once")

// aMinute is how many messages went out a minute, from the first to the last.
func aMinute(all []posted) float64 {
	took := all[len(all)-1].at.Sub(all[0].at)
	return float64(len(all)-1) / took.Minutes()
}

// Ten thousand direct messages that are due at once go out nearly as fast as Slack allows: fifty a minute where each
// conversation has to be opened first, three hundred where they stand open.
func TestManyAreWrittenToAtTheRateThatSlackAllows(t *testing.T) {
	inStorm(t, *stormPeople, func(s *storm) {
		due := time.Now().Add(time.Hour)
		time.Sleep(time.Hour)
		first := s.sent(due, 24*time.Hour)
		s.onceEach(first)
		due = due.AddDate(0, 0, 7)
		time.Sleep(time.Until(due))
		again := s.sent(due, 24*time.Hour)
		s.onceEach(again)
		if t.Failed() {
			return
		}
		for what, row := range map[string]struct{ got, allowed float64 }{
			"conversations opened first": {aMinute(first), 50}, "conversations open": {aMinute(again), 300},
		} {
			t.Logf("%d people, %s: %.1f messages a minute, %.1f %% of %.0f", s.people, what, row.got, 100*row.got/row.allowed, row.allowed)
			if row.got < 0.95*row.allowed || row.got > row.allowed {
				t.Errorf("%s: %.1f messages a minute, want at least 95 %% of %.0f", what, row.got, row.allowed)
			}
		}
	})
}
