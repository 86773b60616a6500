package sandbox

import (
	"context"
	"sync/atomic"
	"time"
)

// Clock is the sandbox's time: real time plus an offset, always ticking. It is
// safe for concurrent use.
type Clock struct {
	offset atomic.Int64 // nanoseconds
}

// NewClock starts a clock at t, or at real time when t is zero.
func NewClock(t time.Time) *Clock {
	c := &Clock{}
	if !t.IsZero() {
		c.set(t)
	}
	return c
}

// Now is the sandbox's present.
func (c *Clock) Now() time.Time { return time.Now().Add(c.Offset()) }

// Offset is how far the sandbox is ahead of real time.
func (c *Clock) Offset() time.Duration { return time.Duration(c.offset.Load()) }

func (c *Clock) set(t time.Time) { c.offset.Store(int64(time.Until(t))) }

// Bot is what a walk of the clock needs to know of the bot. A bot in the same
// process implements it; one in another process reports over
// POST /_sandbox/bot.
type Bot interface {
	// Wake tells the bot to look at the clock again. It must not block. A
	// Status asked for after Wake returned must speak of the moved clock.
	Wake()
	// Status says when the bot has something to do next (zero: nothing) and
	// whether everything that is due by now is done.
	Status(ctx context.Context) (nextDue time.Time, rested bool)
}
