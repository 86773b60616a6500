package socket

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"
)

const (
	minPause = time.Second
	// maxPause is short enough for the bot to be back soon after Slack is: while it is away commands are lost. Slack
	// takes 50 openings a minute (docs.slack.dev/reference/methods/apps.connections.open).
	maxPause = time.Minute
)

// gate spaces the calls of apps.connections.open of all connections. Each call
// that it lets through doubles the pause before the next one, from minPause to
// maxPause, until rest is called. slack-go reopens without any pause when Slack
// closes a connection right after its hello.
type gate struct {
	mu    sync.Mutex
	pause time.Duration
	next  time.Time
	held  time.Time     // nobody passes before, however healthy the connections are
	eased chan struct{} // closed and replaced when next moves earlier
}

func newGate() *gate {
	return &gate{eased: make(chan struct{})}
}

// wait returns when the caller may open a connection, or with ctx's error.
func (g *gate) wait(ctx context.Context) error {
	for {
		wait, eased := g.take(time.Now())
		if wait <= 0 {
			return ctx.Err()
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case <-timer.C:
		case <-eased:
			timer.Stop()
		}
	}
}

// take lets the caller through and returns zero, or says how long to wait.
func (g *gate) take(now time.Time) (time.Duration, <-chan struct{}) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if wait := max(g.next.Sub(now), g.held.Sub(now)); wait > 0 {
		return wait, g.eased
	}
	g.pause = min(max(2*g.pause, minPause), maxPause)
	g.next = now.Add(g.pause + rand.N(g.pause/5))
	return 0, nil
}

// hold lets nobody through for d.
func (g *gate) hold(d time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if until := time.Now().Add(d); until.After(g.held) {
		g.held = until
	}
}

// rest ends the gate's own pauses: a connection has shown that opening works.
// What Slack asked to hold stays held.
func (g *gate) rest() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.pause, g.next = 0, time.Time{}
	close(g.eased)
	g.eased = make(chan struct{})
}
