// Package limits says how much one person may cause through the bot, so that nobody floods a channel, keeps the others
// waiting or fills the disk. It knows people and channels by opaque names alone, and no clock: time is an input.
//
// A [Rule] lets so much through at once, and then one more each Every. What is kept of it is a single moment, at which
// everything is allowed again: no list and no count of what somebody did.
package limits

import (
	"fmt"
	"time"
)

// Rule allows Burst at once, and one more each Every. The zero rule allows everything.
type Rule struct {
	// Name stands in the log and in the ledger; it never changes.
	Name  string
	Burst int
	Every time.Duration
}

// window is the time after which everything is allowed again, whatever was done before.
func (r Rule) window() time.Duration { return time.Duration(r.Burst) * r.Every }

// take counts n at now, where free is the moment at which everything is allowed again. It returns that moment as it
// stands after, or how long it takes until n go through. More than the rule ever allows at once goes through where
// nothing was done lately: a single act is never impossible.
func (r Rule) take(free, now time.Time, n int) (after time.Time, wait time.Duration) {
	if r.Burst <= 0 || n <= 0 {
		return free, 0
	}
	end := now.Add(r.window())
	if free.Before(now) {
		free = now
	}
	if free.After(end) {
		free = end // the clock was set back
	}
	after = free.Add(time.Duration(min(n, r.Burst)) * r.Every)
	return after, max(0, after.Sub(end))
}

// Reached says that a rule is reached, and when it goes on. Nothing was counted.
type Reached struct {
	Rule Rule
	At   time.Time
}

// Error names the rule for the log, and nobody.
func (r *Reached) Error() string { return fmt.Sprintf("the limit %s is reached", r.Rule.Name) }
