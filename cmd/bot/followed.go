package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"

	"throughline/internal/sandbox"
)

// sandboxClock is the clock of a local Slack in this process.
type sandboxClock struct {
	*sandbox.Clock
	start time.Time
}

// Mono returns what has really passed, wherever the clock was moved.
func (c sandboxClock) Mono() time.Duration { return time.Since(c.start) }

// followEvery is how often the bot asks the local Slack of another process for the time, and says where
// it stands itself.
const followEvery = 50 * time.Millisecond

// followedClock is the clock of a local Slack in another process: real time plus its offset.
type followedClock struct {
	url    string
	start  time.Time
	offset atomic.Int64
	seq    int
}

// report is what the bot tells the local Slack, and gets back, so that a walk of the clock can wait for
// it.
type report struct {
	NextDue *time.Time `json:"next_due"`
	Rested  bool       `json:"rested"`
	Seq     int        `json:"seq"`
}

func newFollowedClock(ctx context.Context, url string) (*followedClock, error) {
	c := &followedClock{url: url + "/_sandbox/bot", start: time.Now()}
	_, err := c.exchange(ctx, report{})
	return c, err
}

// Now returns the time of the local Slack.
func (c *followedClock) Now() time.Time { return time.Now().Add(time.Duration(c.offset.Load())) }

// Mono returns what has really passed.
func (c *followedClock) Mono() time.Duration { return time.Since(c.start) }

// follow keeps the clock in step until ctx ends. While the local Slack cannot be reached the clock goes
// on as it was.
func (c *followedClock) follow(ctx context.Context, bot sandbox.Bot) error {
	tick := time.NewTicker(followEvery)
	defer tick.Stop()
	for {
		moved, err := c.exchange(ctx, c.status(ctx, bot))
		if err == nil && moved {
			bot.Wake()
			continue
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

func (c *followedClock) status(ctx context.Context, bot sandbox.Bot) report {
	next, rested := bot.Status(ctx)
	r := report{Rested: rested, Seq: c.seq}
	if !next.IsZero() {
		r.NextDue = &next
	}
	return r
}

// exchange tells where the bot stands and learns where the clock does; it reports whether it was moved.
func (c *followedClock) exchange(ctx context.Context, r report) (bool, error) {
	body, err := json.Marshal(r)
	if err != nil {
		return false, err
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url, bytes.NewReader(body))
	if err != nil {
		return false, fmt.Errorf("--slack: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return false, fmt.Errorf("the local Slack cannot be reached: %w", err)
	}
	defer func() { _ = resp.Body.Close() }()
	var answer struct {
		OffsetSeconds float64 `json:"offset_seconds"`
		Seq           int     `json:"seq"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
		return false, fmt.Errorf("%s does not answer like a local Slack: %w", c.url, err)
	}
	moved := answer.Seq != c.seq
	c.offset.Store(int64(answer.OffsetSeconds * float64(time.Second)))
	c.seq = answer.Seq
	return moved, nil
}
