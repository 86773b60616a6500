package main

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

const (
	// floodWindow is the time in which lines are counted, and floodLimit how many of one message are written in it.
	floodWindow = time.Minute
	floodLimit  = 20
)

// floodGuard holds back lines of a message that comes again and again, so that a fault that lasts does not fill the disk
// and hides nothing else. A line with a reference is always written: a person may ask for it.
type floodGuard struct {
	slog.Handler
	seen *floodBook
}

func newFloodGuard(h slog.Handler) slog.Handler {
	return floodGuard{h, &floodBook{count: map[string]int{}}}
}

// floodBook counts what came in the window that runs.
type floodBook struct {
	mu    sync.Mutex
	began time.Time
	count map[string]int
}

// note counts a message, and says whether it is to be written, and what was held back in the window before.
func (b *floodBook) note(message string, at time.Time) (write bool, before map[string]int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if at.Sub(b.began) >= floodWindow || at.Before(b.began) {
		before = b.count
		b.began, b.count = at, map[string]int{}
	}
	b.count[message]++
	return b.count[message] <= floodLimit, before
}

// Handle writes a line unless too many like it came.
func (g floodGuard) Handle(ctx context.Context, r slog.Record) error {
	write, before := g.seen.note(r.Message, r.Time)
	for message, n := range before {
		if n > floodLimit {
			more := slog.NewRecord(r.Time, slog.LevelWarn, message, 0)
			more.AddAttrs(slog.Int("held_back", n-floodLimit))
			if err := g.Handler.Handle(ctx, more); err != nil {
				return err
			}
		}
	}
	if !write && !hasReference(r) {
		return nil
	}
	return g.Handler.Handle(ctx, r)
}

func hasReference(r slog.Record) (found bool) {
	r.Attrs(func(a slog.Attr) bool {
		found = a.Key == "ref"
		return !found
	})
	return found
}

// WithAttrs keeps counting.
func (g floodGuard) WithAttrs(attrs []slog.Attr) slog.Handler {
	return floodGuard{g.Handler.WithAttrs(attrs), g.seen}
}

// WithGroup keeps counting.
func (g floodGuard) WithGroup(name string) slog.Handler {
	return floodGuard{g.Handler.WithGroup(name), g.seen}
}
