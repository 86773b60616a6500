package copies

import (
	"sync"
	"time"
)

// muchOff is from how far apart the clocks of the machine and of the database are worth a warning.
const muchOff = time.Second

// slowest bounds how long an answer may have taken whose time is believed: the clock of the database was read somewhere
// within it.
const slowest = time.Second

// Clock is the time of the database, as the machine's own clock and the distance between the two tell it. Leases and due
// times of several machines are compared by it. It may be used from many goroutines.
type Clock struct {
	start time.Time

	mu     sync.Mutex
	offset time.Duration
}

// NewClock returns a clock that goes by the machine's until it is set.
func NewClock() *Clock { return &Clock{start: time.Now()} }

// Now returns the database's time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Round(0).Add(c.offset)
}

// Mono returns what has passed since the clock was made, whatever happened to the wall time.
func (c *Clock) Mono() time.Duration { return time.Since(c.start) }

// Offset is how far the database's clock is ahead of the machine's.
func (c *Clock) Offset() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.offset
}

// set takes up an answer of the database's clock that was asked for at one time of the machine and came at another, and
// reports whether it is believed. The middle is at most half of the way wrong.
func (c *Clock) set(asked time.Time, took time.Duration, answer time.Time) bool {
	if took < 0 || took > slowest {
		return false
	}
	offset := answer.Sub(asked.Round(0).Add(took / 2))
	c.mu.Lock()
	defer c.mu.Unlock()
	// Within what the way took the old distance is as good as the new one, and time does not jump for nothing.
	if d := offset - c.offset; d.Abs() <= took/2 {
		return true
	}
	c.offset = offset
	return true
}
