package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"

	"throughline/internal/config"
	"throughline/internal/systemd"
)

const (
	// askMore is how much more time to start the service manager is asked for, and askEvery how often.
	askMore, askEvery = 30 * time.Second, 10 * time.Second
	// afterDrain is what the end takes once the workers are done: sockets close and the store is written.
	afterDrain = 8 * time.Second
)

// errOutlasts says that what was under way did not end in its time. Nothing is lost by it: what was acknowledged is
// stored, and what was being sent is looked up by the next start.
var errOutlasts = errors.New("stopped: what was under way did not end in time (stop.seconds); the next start takes it up")

// drainWithin is how long envelopes are waited for, of the time that the whole end has.
func drainWithin(s config.Stop) time.Duration {
	return max(time.Duration(s.Seconds)*time.Second-afterDrain, time.Second)
}

// lifecycle tells the service manager how far the bot is, and ends it in a bounded time.
type lifecycle struct {
	manager systemd.Notifier
	count   *counts
	log     *slog.Logger
}

// told logs that the manager could not be told, which harms nobody by itself.
func (l lifecycle) told(err error) {
	if err != nil {
		l.log.Warn("the service manager was not told", "error", err)
	}
}

// starting asks the manager for patience until the function that it returns is called: while Slack is out of reach the
// bot waits, and being killed for it would not help.
func (l lifecycle) starting(ctx context.Context) (started func()) {
	ctx, cancel := context.WithCancel(ctx)
	var asking sync.WaitGroup
	asking.Go(func() {
		tick := time.NewTicker(askEvery)
		defer tick.Stop()
		for {
			l.told(l.manager.Starting("waiting for Slack", askMore))
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
		}
	})
	return sync.OnceFunc(func() { cancel(); asking.Wait() })
}

// work runs the bot until ctx ends, reloads on each hangup, and then drains.
func (l lifecycle) work(ctx context.Context, stop config.Stop, p *program, started func(), r *reloader, hup <-chan os.Signal) error {
	beside, end := context.WithCancel(ctx)
	var others sync.WaitGroup
	others.Go(func() {
		p.connected(beside)
		started()
		if beside.Err() == nil {
			l.told(l.manager.Ready("connected to Slack"))
		}
		r.listen(beside, hup, func() { l.told(l.manager.Reloading()) }, func() { l.told(l.manager.Ready("connected to Slack")) })
	})
	others.Go(func() {
		l.manager.Feed(beside, func(ctx context.Context) bool { return l.count.panel.Live(ctx).OK })
	})
	defer others.Wait()
	defer end()
	stopping := context.AfterFunc(ctx, func() {
		l.count.panel.Drain()
		l.log.Info("stopping: what is under way is finished first", "seconds", stop.Seconds)
		l.told(l.manager.Stopping())
	})
	defer stopping()
	return endWithin(ctx, time.Duration(stop.Seconds)*time.Second, p.run)
}

// endWithin runs f, and waits for it no longer than d after ctx has ended.
func endWithin(ctx context.Context, d time.Duration, f func(context.Context) error) error {
	done := make(chan error, 1)
	go func() { done <- f(ctx) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case err := <-done:
		return err
	case <-timer.C:
		return fmt.Errorf("after %s: %w", d, errOutlasts)
	}
}
