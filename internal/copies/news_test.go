package copies

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// told is what a copy tells its own process.
type told struct {
	mu     sync.Mutex
	heard  []string
	missed int
	living []int
}

// listens runs a copy that notes what it is told, until the context ends.
func (h *told) listens(ctx context.Context, t *testing.T, s Store, id string) *Member {
	t.Helper()
	m, err := Join(ctx, Options{
		Store: s, Self: Copy{ID: id}, Logger: slog.New(slog.DiscardHandler),
		OnNews:   func(n News) { h.notes(func() { h.heard = append(h.heard, n.Subject) }) },
		OnMissed: func() { h.notes(func() { h.missed++ }) },
		OnLiving: func(n int) { h.notes(func() { h.living = append(h.living, n) }) },
	})
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = m.Run(ctx) }()
	return m
}

func (h *told) notes(f func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	f()
}

// holds compares what was heard and how often something may have been missed.
func (h *told) holds(t *testing.T, sentence string, missed int, heard ...string) {
	t.Helper()
	synctest.Wait()
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.missed != missed || !slices.Equal(h.heard, heard) {
		t.Errorf("%s: it heard %q and missed %d times, want %q and %d", sentence, h.heard, h.missed, heard, missed)
	}
}

// TestNewsAreHeardOnce follows what one copy tells another, also while the database is away.
func TestNewsAreHeardOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &table{seen: map[string]Copy{}}
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		ana := joins(ctx, t, s, "ana", nil)
		ana.Tell("channel", "before")
		time.Sleep(time.Second)
		var bo told
		bo.listens(ctx, t, s, "bo")
		ana.Tell("channel", "C1")
		time.Sleep(time.Minute)
		bo.holds(t, "what was told before it began is nothing that it remembers", 0, "C1")

		s.goes(true)
		ana.Tell("channel", "C2")
		time.Sleep(hearBack / 2)
		s.goes(false)
		time.Sleep(2 * HearEvery)
		bo.holds(t, "what could not be told at once is told later", 0, "C1", "C2")

		s.goes(true)
		time.Sleep(2 * hearBack)
		s.goes(false)
		time.Sleep(2 * HearEvery)
		bo.holds(t, "whoever could not ask for longer than news are shown may have missed some, once", 1, "C1", "C2")
	})
}

// TestNewsThatCannotBeToldAreBounded lets a copy without its database have more to tell than it keeps.
func TestNewsThatCannotBeToldAreBounded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &table{seen: map[string]Copy{}}
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		hung, err := Join(ctx, Options{Store: s, Self: Copy{ID: "hung"}, Logger: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		for i := range mostTold + 500 {
			hung.Tell("channel", fmt.Sprint(i))
		}
		if len(hung.told) != mostTold {
			t.Errorf("one that waits for an answer keeps %d", len(hung.told))
		}
		ana := joins(ctx, t, s, "ana", nil)
		s.goes(true)
		for i := range mostTold + 500 {
			ana.Tell("channel", fmt.Sprint(i))
			if i%100 == 0 {
				time.Sleep(time.Millisecond) // it tries, and puts them back
			}
		}
		time.Sleep(BeatEvery)
		s.goes(false)
		time.Sleep(2 * HearEvery)
		synctest.Wait()
		s.mu.Lock()
		defer s.mu.Unlock()
		if len(s.news) != mostTold || s.news[0].Subject != "0" {
			t.Errorf("%d news are told, the first of %q; want the first %d", len(s.news), s.news[0].Subject, mostTold)
		}
	})
}

// TestTheRateFollowsThoseThatLive holds what a copy makes of the list of those that live, in the time that the documentation
// gives.
func TestTheRateFollowsThoseThatLive(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &table{seen: map[string]Copy{}}
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		var ana told
		m := ana.listens(ctx, t, s, "ana")
		bos, kill := context.WithCancel(ctx)
		joins(bos, t, s, "bo", nil)
		time.Sleep(6 * time.Second)
		kill()
		time.Sleep(13 * time.Second)
		if got := m.alive(t); len(got) != 2 {
			t.Errorf("one that said 14 to 19 seconds ago that it lives is dead: %v", got)
		}
		time.Sleep(12 * time.Second)
		if got := m.alive(t); len(got) != 1 {
			t.Errorf("one that was not heard of for 25 seconds lives: %v", got)
		}
		ana.notes(func() {
			if !slices.Equal(ana.living, []int{1, 2, 1}) {
				t.Errorf("Ana's process was told that these many live: %v", ana.living)
			}
		})
		s.goes(true)
		if m.Alone(ctx, "a turn", time.Minute) {
			t.Error("it is its turn although nobody could be asked")
		}
		s.goes(false)
		if !m.Alone(ctx, "a turn", time.Minute) {
			t.Error("it is nobody's turn")
		}
	})
}

// forgetful is a database that lists nobody, as one that was restored to an older state may at the first look.
type forgetful struct{ *table }

func (f forgetful) Beat(ctx context.Context, c Copy, within time.Duration) ([]Copy, time.Time, error) {
	_, now, err := f.table.Beat(ctx, c, within)
	return nil, now, err
}

// A copy that is not on the list counts itself: a rate that is shared among nobody would be none.
func TestWhoAsksLives(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		var ana told
		m := ana.listens(ctx, t, forgetful{&table{seen: map[string]Copy{}}}, "ana")
		if got := m.Living(); !slices.Equal(got, []string{"ana"}) {
			t.Errorf("these live: %v", got)
		}
	})
}

func TestTheDatabasesClock(t *testing.T) {
	t.Parallel()
	asked := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	for _, row := range []struct {
		sentence     string
		before, took time.Duration
		ahead        time.Duration // of the database's clock as it answered, seen from when it was asked
		want         time.Duration
		believed     bool
	}{
		{"an answer at once is the distance", 0, 0, time.Minute, time.Minute, true},
		{"the clock was read in the middle of the way", 0, 400 * time.Millisecond, time.Minute, time.Minute - 200*time.Millisecond, true},
		{"a clock that is behind has a distance too", 0, 0, -time.Minute, -time.Minute, true},
		{"what lies within the way moves nothing", time.Minute, 400 * time.Millisecond, time.Minute + 300*time.Millisecond, time.Minute, true},
		{"what lies beyond the way does", time.Minute, 400 * time.Millisecond, time.Minute + 500*time.Millisecond, time.Minute + 300*time.Millisecond, true},
		{"an answer that took too long is not believed", time.Second, slowest + 1, time.Minute, time.Second, false},
		{"and neither is one that came before it was asked for", time.Second, -1, time.Minute, time.Second, false},
	} {
		c := NewClock()
		c.offset = row.before
		if got := c.set(asked, row.took, asked.Add(row.ahead)); got != row.believed || c.Offset() != row.want {
			t.Errorf("%s: the distance is %v (believed: %v), want %v", row.sentence, c.Offset(), got, row.want)
		}
	}
}
