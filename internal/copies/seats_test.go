package copies

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

func TestShare(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		wanted []int // by the oldest first
		want   string
	}{
		"one alone has what it wants":               {[]int{2}, "[2]"},
		"one alone leaves one for the change":       {[]int{10}, "[9]"},
		"three have what they want":                 {[]int{2, 2, 2}, "[2 2 2]"},
		"five have nine, and the youngest has less": {[]int{2, 2, 2, 2, 2}, "[2 2 2 2 1]"},
		"each has one before any has another":       {[]int{9, 1, 9}, "[4 1 4]"},
		"ten have one each":                         {[]int{2, 2, 2, 2, 2, 2, 2, 2, 2, 2}, "[1 1 1 1 1 1 1 1 1 1]"},
		"the youngest of twelve wait":               {[]int{1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 1, 1}, "[1 1 1 1 1 1 1 1 1 1 0 0]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			living := livingOf(tc.wanted)
			var got []int
			for _, c := range living {
				got = append(got, Share(living, c.ID))
			}
			if fmt.Sprint(got) != tc.want {
				t.Errorf("%v, want %s", got, tc.want)
			}
		})
	}
}

// livingOf returns copies that want so many, the oldest first, whose ids are in another order.
func livingOf(wanted []int) (living []Copy) {
	for i, n := range wanted {
		living = append(living, Copy{ID: fmt.Sprint("c", 99-i), Sockets: n, Started: time.Unix(int64(i), 0)})
	}
	return living
}

// However many live, and in whatever order they are listed: all together keep to Slack's number, each of the first ten
// has one, and nobody has more than she wants.
func TestSharesKeepToTen(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		living := livingOf(rapid.SliceOfN(rapid.IntRange(1, 10), 1, 20).Draw(t, "wanted"))
		shuffled := rapid.Permutation(living).Draw(t, "order")
		all := 0
		for i, c := range living {
			got := Share(shuffled, c.ID)
			if all += got; got > c.Sockets || i < MostSockets && got == 0 {
				t.Fatalf("copy %d of %d has %d", i, len(living), got)
			}
		}
		if all > MostSockets {
			t.Fatalf("all together have %d", all)
		}
	})
}

// exchange is a Slack that counts sockets.
type exchange struct {
	mu   sync.Mutex
	held map[string]int
}

// seat is what one copy holds of it.
type seat struct {
	*exchange
	id     string
	others int
	known  bool
}

func (s *seat) Hold(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.held[s.id] == n {
		return
	}
	s.held[s.id], s.others, s.known = n, 0, n > 0
	for id, held := range s.held {
		if id != s.id {
			s.others += held
		}
	}
}

func (s *seat) Beside() (int, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.others, s.known
}

func (x *exchange) all() (n int) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, held := range x.held {
		n += held
	}
	return n
}

func (x *exchange) of(id string) int {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.held[id]
}

// cable is the way of one copy to a table, which can be cut.
type cable struct {
	*table
	mu  sync.Mutex
	cut bool
}

func (c *cable) is(cut bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.cut = cut
}

// waits lets a call over a cut cable hang until its context ends, as a call without an answer does.
func (c *cable) waits(ctx context.Context) error {
	c.mu.Lock()
	cut := c.cut
	c.mu.Unlock()
	if !cut {
		return nil
	}
	<-ctx.Done()
	return ctx.Err()
}

func (c *cable) Beat(ctx context.Context, me Copy, within time.Duration) ([]Copy, time.Time, error) {
	if err := c.waits(ctx); err != nil {
		return nil, time.Time{}, err
	}
	return c.table.Beat(ctx, me, within)
}

func (c *cable) Heard(ctx context.Context, by string, within time.Duration) ([]News, error) {
	if err := c.waits(ctx); err != nil {
		return nil, err
	}
	return c.table.Heard(ctx, by, within)
}

// seated is a copy that runs with its sockets.
type seated struct {
	*Member
	*cable
	log *safeLog
}

// sits runs a copy that wants two sockets.
func sits(ctx context.Context, t *testing.T, s *table, x *exchange, id string) seated {
	t.Helper()
	c := seated{cable: &cable{table: s}, log: &safeLog{}}
	var err error
	c.Member, err = Join(ctx, Options{Store: c.cable, Self: Copy{ID: id, Sockets: 2, Started: time.Now()}, Logger: slog.New(slog.NewTextHandler(c.log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = c.Run(ctx) }()
	go func() { _ = c.Seat(ctx, &seat{exchange: x, id: id}) }()
	time.Sleep(time.Second)
	return c
}

type safeLog struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *safeLog) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(b)
}

func (l *safeLog) says(text string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Count(l.buf.String(), text)
}

// TestACopyThatIsCutOffLeavesItsPlace cuts one of three copies off: it holds nothing from a few seconds later on, but for a
// glance, and everything again as soon as the database answers.
func TestACopyThatIsCutOffLeavesItsPlace(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		s, x := &table{seen: map[string]Copy{}}, &exchange{held: map[string]int{}}
		for _, id := range []string{"ana", "bo"} {
			sits(ctx, t, s, x, id)
		}
		cee := sits(ctx, t, s, x, "cee")
		time.Sleep(2 * BeatEvery)
		if x.all() != 6 || cee.Unseated() != nil {
			t.Fatalf("%d sockets are held, %v", x.all(), cee.Unseated())
		}
		cee.is(true)
		time.Sleep(CutOffAfter + time.Second)
		if x.of("cee") != 0 || cee.Unseated() == nil || cee.log.says("closes its sockets") != 1 {
			t.Fatalf("it holds %d sockets, %v", x.of("cee"), cee.Unseated())
		}
		held := 0
		for range 600 {
			time.Sleep(100 * time.Millisecond)
			held += x.of("cee")
		}
		if held > 20 {
			t.Errorf("cut off for a minute, it held a socket for %d tenths of a second", held)
		}
		cee.is(false)
		time.Sleep(callLimit + BeatEvery)
		if x.of("cee") != 2 || cee.Unseated() != nil || cee.log.says("opens its sockets") != 1 {
			t.Errorf("it holds %d sockets once it is answered, %v", x.of("cee"), cee.Unseated())
		}
	})
}

// TestOneCopyStaysWithoutADatabase takes the database from all of them: after a while one of them, and seldom more, is there
// to tell people so, and all are back after it.
func TestOneCopyStaysWithoutADatabase(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		s, x := &table{seen: map[string]Copy{}}, &exchange{held: map[string]int{}}
		var all []seated
		for _, id := range []string{"ana", "bo", "cee"} {
			all = append(all, sits(ctx, t, s, x, id))
		}
		time.Sleep(2 * BeatEvery)
		for _, c := range all {
			c.is(true)
		}
		time.Sleep(CutOffAfter + 2*firstLook + time.Second)
		nobody, several := 0, 0
		for range 6000 {
			time.Sleep(100 * time.Millisecond)
			switch n := x.all(); {
			case n == 0:
				nobody++
			case n > 1:
				several++
			}
		}
		if nobody > 1500 || several > 300 {
			t.Errorf("of ten minutes nobody was there for %d tenths of a second, and several for %d", nobody, several)
		}
		for _, c := range all {
			c.is(false)
		}
		time.Sleep(callLimit + BeatEvery)
		if x.all() != 6 {
			t.Errorf("%d sockets are held after it", x.all())
		}
	})
}

// TestWhoIsAloneStays: nobody else could tell people that nothing is saved.
func TestWhoIsAloneStays(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		s, x := &table{seen: map[string]Copy{}}, &exchange{held: map[string]int{}}
		ana := sits(ctx, t, s, x, "ana")
		ana.is(true)
		time.Sleep(10 * time.Minute)
		if x.of("ana") != 2 || ana.Unseated() != nil {
			t.Errorf("it holds %d, %v", x.of("ana"), ana.Unseated())
		}
	})
}

// TestCopiesAboveTenWait starts twelve copies: all together keep to ten sockets once each knows of the others, the youngest
// say why they have none, and take the places of those that end.
func TestCopiesAboveTenWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, x := &table{seen: map[string]Copy{}}, &exchange{held: map[string]int{}}
		var all []seated
		var ends []func()
		for i := range 12 {
			ctx, end := context.WithCancel(t.Context())
			defer end()
			all, ends = append(all, sits(ctx, t, s, x, fmt.Sprint("copy", i))), append(ends, end)
		}
		time.Sleep(2 * BeatEvery)
		last := all[11]
		if x.all() != MostSockets || x.of("copy11") != 0 || x.of("copy0") != 1 {
			t.Fatalf("they hold %v", x.held)
		}
		if err := last.Unseated(); err == nil || !strings.Contains(err.Error(), "12 copies live") || last.log.says("older copies hold them all") != 1 {
			t.Errorf("the youngest says %v", err)
		}
		for i := range 8 {
			ends[i]()
			synctest.Wait()
			_ = all[i].Leave(t.Context())
			(&seat{exchange: x, id: fmt.Sprint("copy", i)}).Hold(0)
		}
		time.Sleep(2 * BeatEvery)
		if x.all() != 8 || x.of("copy11") != 2 || last.Unseated() != nil || last.log.says("room again") != 1 {
			t.Errorf("four hold %v, %v", x.held, last.Unseated())
		}
	})
}

// outgrown is a table that a newer version changes.
type outgrown struct{ *table }

func (outgrown) Beat(context.Context, Copy, time.Duration) ([]Copy, time.Time, error) {
	return nil, time.Time{}, fmt.Errorf("%w (version 3)", ErrOutgrown)
}

// TestACopyEndsWhenItIsOutgrown: a newer version changed the tables while it ran.
func TestACopyEndsWhenItIsOutgrown(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &table{seen: map[string]Copy{}}
		m, err := Join(t.Context(), Options{Store: s, Self: Copy{ID: "ana"}, Logger: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		m.o.Store = outgrown{s}
		began := time.Now()
		if err := m.Run(t.Context()); !errors.Is(err, ErrOutgrown) || time.Since(began) > BeatEvery {
			t.Errorf("it ended with %v after %v", err, time.Since(began))
		}
	})
}
