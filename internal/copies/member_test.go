package copies

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// table is a database in memory. While it is away nobody is heard.
type table struct {
	mu   sync.Mutex
	away bool
	seen map[string]Copy
	news []News
	from []string
}

var errAway = errors.New("the database is away")

func (s *table) answer() error {
	if s.away {
		return errAway
	}
	return nil
}

func (s *table) Beat(ctx context.Context, c Copy, within time.Duration) ([]Copy, time.Time, error) {
	s.mu.Lock()
	if err := s.answer(); err != nil {
		s.mu.Unlock()
		return nil, time.Time{}, err
	}
	c.Seen = time.Now()
	s.seen[c.ID] = c
	s.mu.Unlock()
	living, err := s.Living(ctx, within)
	return living, time.Now(), err
}

func (s *table) Living(_ context.Context, within time.Duration) (out []Copy, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.seen {
		if time.Since(c.Seen) < within {
			out = append(out, c)
		}
	}
	return out, s.answer()
}

func (s *table) Leave(_ context.Context, id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.seen, id)
	return s.answer()
}

func (s *table) Tell(_ context.Context, from string, news []News) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.answer(); err != nil {
		return err
	}
	for _, n := range news {
		n.ID = int64(len(s.news) + 1)
		s.news, s.from = append(s.news, n), append(s.from, from)
	}
	return nil
}

func (s *table) Heard(_ context.Context, by string, _ time.Duration) (out []News, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, n := range s.news {
		if s.from[i] != by {
			out = append(out, n)
		}
	}
	return out, s.answer()
}

func (s *table) TakeLease(context.Context, string, string, time.Duration) (bool, error) {
	return true, s.answer()
}

func (s *table) Sweep(context.Context, time.Duration) error { return s.answer() }

func (s *table) goes(away bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.away = away
}

// joins runs a copy until the context ends.
func joins(ctx context.Context, t *testing.T, s *table, id string, heard func(News)) *Member {
	t.Helper()
	m, err := Join(ctx, Options{Store: s, Self: Copy{ID: id}, Logger: slog.New(slog.DiscardHandler), OnNews: heard})
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = m.Run(ctx) }()
	return m
}

func (m *Member) alive(t *testing.T) []string {
	t.Helper()
	ids, err := m.Alive(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(ids)
	return ids
}

func TestWhoLives(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &table{seen: map[string]Copy{}}
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		ana := joins(ctx, t, s, "ana", nil)
		time.Sleep(time.Second)
		bos, kill := context.WithCancel(ctx)
		joins(bos, t, s, "bo", nil)
		if got := ana.alive(t); !slices.Equal(got, []string{"ana", "bo"}) {
			t.Errorf("one that began after the last look is not alive: %v", got)
		}

		// The database is away for longer than it takes to count as dead. Bo comes back a second later than Ana.
		time.Sleep(BeatEvery + BeatEvery/10)
		s.goes(true)
		time.Sleep(2 * DeadAfter)
		s.goes(false)
		for range 8 {
			time.Sleep(time.Second)
			if got := ana.alive(t); !slices.Equal(got, []string{"ana", "bo"}) || len(ana.Living()) != 2 {
				t.Fatalf("after an outage of everybody these live: %v, at the last look %v", got, ana.Living())
			}
		}

		// One that dies is dead in time, and one that died in the outage as well.
		kill()
		time.Sleep(DeadAfter + BeatEvery)
		if got := ana.alive(t); !slices.Equal(got, []string{"ana"}) || len(ana.Living()) != 1 {
			t.Errorf("one that died lives: %v, at the last look %v", got, ana.Living())
		}
		s.goes(true)
		cee, gone := context.WithCancel(ctx)
		s.goes(false)
		joins(cee, t, s, "cee", nil)
		time.Sleep(BeatEvery)
		s.goes(true)
		gone()
		time.Sleep(DeadAfter)
		s.goes(false)
		time.Sleep(DeadAfter + 2*BeatEvery)
		if got := ana.alive(t); !slices.Equal(got, []string{"ana"}) || len(ana.Living()) != 1 {
			t.Errorf("one that died while the database was away lives: %v, at the last look %v", got, ana.Living())
		}
	})
}

// TestNewsReachACopyThatBeganAMomentAgo tells something before the next look at who lives.
func TestNewsReachACopyThatBeganAMomentAgo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &table{seen: map[string]Copy{}}
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		ana := joins(ctx, t, s, "ana", nil)
		time.Sleep(time.Second)
		var heard []News
		joins(ctx, t, s, "bo", func(n News) { heard = append(heard, n) })
		ana.Tell("channel", "C1")
		time.Sleep(HearEvery + time.Millisecond)
		synctest.Wait()
		if len(heard) != 1 || heard[0].Subject != "C1" {
			t.Errorf("it heard %+v", heard)
		}
	})
}
