package nudges

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"throughline/internal/mission"
)

// LockRow is Row: the memory runs one transaction at a time.
func (m *memory) LockRow(team mission.TeamID, key string) (Row, error) { return m.Row(team, key) }

func (m *memory) HeldAt(team mission.TeamID, place string) ([]Row, error) {
	return m.sortedRows(func(r Row) bool {
		return r.Team == team && placeName(r) == place && (r.State == Claimed || r.State == Sending)
	}, workTime), nil
}

func (m *memory) Held() ([]Row, error) { return m.RowsIn(Claimed, Sending) }

// twoCopies are two engines on one store and one Slack. Wherever one waits for Slack the other may go on.
type twoCopies struct {
	*memory
	slack   *fakeSlack
	clock   *handClock
	engines [2]*Engine
	// lets says, at each wait, whether the other one goes on; errs whether each takes the other for dead.
	lets, errs func() bool

	mu     sync.Mutex
	nested bool
	at     map[string]int // which copy is at work at a place
	wrong  []string
	order  map[string][]string // the keys that were posted to a place, in order
}

// copyOf is one of the two, as a Sender, and what it knows of the other.
type copyOf struct {
	*fakeSlack
	both *twoCopies
	no   int
}

func (c copyOf) Living() []string {
	if c.both.errs() {
		return nil
	}
	return []string{"copy-0", "copy-1"}
}

func (c copyOf) Alive(context.Context) ([]string, error) { return c.Living(), nil }

func (c copyOf) Prepare(ctx context.Context, r Row) (Row, error) {
	c.both.enter(placeOf(r), c.no, r.Key)
	c.both.goOn(ctx, 1-c.no)
	return c.fakeSlack.Prepare(ctx, r)
}

func (c copyOf) Send(ctx context.Context, r Row) (mission.MessageRef, error) {
	c.both.goOn(ctx, 1-c.no)
	ref, err := c.fakeSlack.Send(ctx, r)
	c.both.posted(placeOf(r), r)
	c.both.goOn(ctx, 1-c.no)
	c.both.leave(placeOf(r), c.no)
	return ref, err
}

func (b *twoCopies) enter(place string, no int, key string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if other, there := b.at[place]; there && other != no {
		b.wrong = append(b.wrong, fmt.Sprintf("copy %d took %s while copy %d was at work at %s", no, key, other, place))
	}
	b.at[place] = no
}

func (b *twoCopies) leave(place string, no int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.at[place] == no {
		delete(b.at, place)
	}
}

func (b *twoCopies) posted(place string, r Row) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.order[place] = append(b.order[place], r.Key)
}

// goOn lets a copy do what is due, in the middle of what the other one does.
func (b *twoCopies) goOn(ctx context.Context, no int) {
	b.mu.Lock()
	if b.nested || !b.lets() {
		b.mu.Unlock()
		return
	}
	b.nested = true
	b.mu.Unlock()
	_ = b.engines[no].recoverRows(ctx)
	_ = b.engines[no].TickOnce(ctx)
	b.mu.Lock()
	b.nested = false
	b.mu.Unlock()
}

func newTwoCopies(t *rapid.T, dead ...bool) *twoCopies {
	m, _ := refundsTeam()
	clock := &handClock{now: lisbonDay(1, 9, 59)}
	b := &twoCopies{
		memory: m, clock: clock, slack: &fakeSlack{clock: clock}, at: map[string]int{}, order: map[string][]string{},
		lets: flips(t, "the other goes on", true, false), errs: flips(t, "taken for dead", append(dead, false)...),
	}
	for no := range b.engines {
		me := copyOf{b.slack, b, no}
		e, err := New(Options{
			Store: m, Sender: me, Facts: b.slack, Library: Builtin(), Clock: clock, Logger: slog.New(slog.DiscardHandler),
			Owner: fmt.Sprintf("copy-%d", no), Copies: me, Workers: 1, Seed: func() uint64 { return 1 },
		})
		if err != nil {
			t.Fatal(err)
		}
		b.engines[no] = e
	}
	return b
}

// flips draws answers one after another; when they are over it is no.
func flips(t *rapid.T, of string, among ...bool) func() bool {
	drawn := rapid.SliceOfN(rapid.SampledFrom(among), 0, 60).Draw(t, of)
	var mu sync.Mutex
	return func() bool {
		mu.Lock()
		defer mu.Unlock()
		if len(drawn) == 0 {
			return false
		}
		next := drawn[0]
		drawn = drawn[1:]
		return next
	}
}

// entriesIn posts rows to two channels, a second apart, and returns their keys by channel.
func (b *twoCopies) entriesIn(t *rapid.T) map[string][]string {
	want := map[string][]string{}
	for i := range rapid.IntRange(1, 8).Draw(t, "entries") {
		r := entry(fmt.Sprintf("E%d", i))
		r.Channel = rapid.SampledFrom([]mission.ChannelID{"C1", "C2"}).Draw(t, "channel")
		b.clock.moveTo(b.clock.Now().Add(time.Second))
		if err := b.Update(t.Context(), func(tx Tx) error { _, err := Post(tx, r, b.clock.Now()); return err }); err != nil {
			t.Fatal(err)
		}
		place := placeOf(r)
		want[place] = append(want[place], r.Key)
	}
	return want
}

// run lets the copies take turns until nothing is left to do.
func (b *twoCopies) run(t *rapid.T) {
	for range 500 {
		for _, e := range b.engines {
			_ = e.adopt(t.Context())
			_ = e.TickOnce(t.Context())
		}
		next, rested := b.engines[0].Status(t.Context())
		switch {
		case rested && next.IsZero():
			return
		case rested:
			b.clock.moveTo(next)
		default:
			b.clock.moveTo(b.clock.Now().Add(elsewhere))
		}
	}
	t.Fatal("the copies never come to rest")
}

// TestCopiesWorkAtOnePlaceOneAfterAnother holds two copies to the order of each place, and to be there alone.
func TestCopiesWorkAtOnePlaceOneAfterAnother(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := newTwoCopies(t)
		want := b.entriesIn(t)
		b.run(t)
		for _, w := range b.wrong {
			t.Error(w)
		}
		for place, keys := range want {
			if !slices.Equal(b.order[place], keys) {
				t.Errorf("at %s came %v, want %v", place, b.order[place], keys)
			}
		}
	})
}

// TestACopyTakenForDeadDoublesNothing lets each copy give on what the other one still holds, at any time.
func TestACopyTakenForDeadDoublesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := newTwoCopies(t, true, true)
		want := b.entriesIn(t)
		for _, e := range b.engines {
			e.limits.Looks = 1
		}
		b.run(t)
		for _, keys := range want {
			for _, key := range keys {
				if n := b.slack.count(key); n != 1 {
					t.Errorf("%s stands %d times", key, n)
				}
				if r := b.rows[rowKey{team, key}]; r.State != Settled {
					t.Errorf("%s is %s", key, r.State)
				}
			}
		}
	})
}

// TestOnlyTheRowsOfTheDeadAreGivenOn has a row for each owner.
func TestOnlyTheRowsOfTheDeadAreGivenOn(t *testing.T) {
	for name, tc := range map[string]struct {
		owner string
		state State
		want  State
	}{
		"a claim of the dead is free":                     {"gone", Claimed, Due},
		"a call of the dead is in doubt":                  {"gone", Sending, Unknown},
		"a claim of the living is theirs":                 {"alive", Claimed, Claimed},
		"a call of the living is theirs":                  {"alive", Sending, Sending},
		"a call of one that began since the last look":    {"young", Sending, Sending},
		"what this copy itself holds is no one's to give": {"test", Sending, Sending},
	} {
		t.Run(name, func(t *testing.T) {
			m, _ := refundsTeam()
			clock := &handClock{now: lisbonDay(1, 9, 59)}
			r := entry("E1")
			r.State, r.Owner, r.SentAt, r.Lease = tc.state, tc.owner, clock.Now(), clock.Now().Add(time.Minute)
			m.do(t, func(tx Tx) error { return tx.PutRow(r) })
			o := quietOptions(m, &fakeSlack{clock: clock}, clock)
			o.Copies = alive{"alive"}
			e, err := New(o)
			if err != nil {
				t.Fatal(err)
			}
			if err := e.recoverRows(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := m.row(t, "E1").State; got != tc.want {
				t.Errorf("it is %s, want %s", got, tc.want)
			}
		})
	}
}

// TestWhatTheDeadHeldGoesFirst: a copy died with a claim on the first of two rows to a channel. Nobody takes the second before
// that one is given on, neither while it looks held by one who lives nor after, and then they go in their order.
func TestWhatTheDeadHeldGoesFirst(t *testing.T) {
	t.Parallel()
	m, _ := refundsTeam()
	clock := &handClock{now: lisbonDay(1, 9, 59)}
	slack := &fakeSlack{clock: clock}
	first, second := entry("E1"), entry("E2")
	for i, r := range []*Row{&first, &second} {
		r.State, r.Due = Due, clock.Now().Add(time.Duration(i-60)*time.Second)
		r.NotBefore = r.Due
	}
	first.State, first.Owner, first.Fence, first.Lease = Claimed, "gone", 1, clock.Now().Add(time.Minute)
	m.do(t, func(tx Tx) error { return errors.Join(tx.PutRow(first), tx.PutRow(second)) })
	o := quietOptions(m, slack, clock)
	living := alive{"gone"}
	o.Copies = &living
	e, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	if wait := e.tick(t.Context()); wait != elsewhere || m.row(t, "E2").State != Due {
		t.Fatalf("it waits %v while another copy is at work there, and the second is %s", wait, m.row(t, "E2").State)
	}
	living = nil
	for range 3 {
		e.tick(t.Context())
		e.wg.Wait()
	}
	at := func(key string) string { return m.row(t, key).TS }
	if at("E1") == "" || at("E2") == "" || at("E1") >= at("E2") {
		t.Errorf("the first stands at %q, the second at %q", at("E1"), at("E2"))
	}
}

type alive []string

// Alive looks again, and finds one that was not there before.
func (a alive) Alive(context.Context) ([]string, error) { return append(a, "young"), nil }

func (a alive) Living() []string { return a }

// TestAClaimThatLostItsWorkerGoesFirst: this copy claimed the first of two rows, and lost the database before it could go on.
func TestAClaimThatLostItsWorkerGoesFirst(t *testing.T) {
	t.Parallel()
	m, _ := refundsTeam()
	clock := &handClock{now: lisbonDay(1, 9, 59)}
	o := quietOptions(m, &fakeSlack{clock: clock}, clock)
	o.Copies = alive{}
	e, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	for i, key := range []string{"E1", "E2"} {
		r := entry(key)
		r.State, r.Due = Due, clock.Now().Add(time.Duration(i-60)*time.Second)
		if r.NotBefore = r.Due; i == 0 {
			r.State, r.Owner, r.Fence, r.Lease = Claimed, e.owner, 1, clock.Now().Add(time.Minute)
		}
		m.do(t, func(tx Tx) error { return tx.PutRow(r) })
	}
	for range 3 {
		e.tick(t.Context())
		e.wg.Wait()
	}
	if first, second := m.row(t, "E1").TS, m.row(t, "E2").TS; first == "" || second == "" || first >= second {
		t.Errorf("the first stands at %q, the second at %q", first, second)
	}
}

// awayAtFirst is a store that cannot be reached when it is asked for the first time.
type awayAtFirst struct {
	*memory
	asked atomic.Bool
}

func (s *awayAtFirst) View(ctx context.Context, f func(Tx) error) error {
	if !s.asked.Swap(true) {
		return errors.New("the database is away")
	}
	return s.memory.View(ctx, f)
}

// TestACopyBeginsWhileTheDatabaseIsAway: one of several goes on, and gives on later what another one left behind.
func TestACopyBeginsWhileTheDatabaseIsAway(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m, _ := refundsTeam()
		clock := &handClock{now: lisbonDay(1, 9, 59)}
		r := entry("E1")
		r.State, r.Owner, r.Lease = Claimed, "gone", clock.Now().Add(time.Hour)
		m.do(t, func(tx Tx) error { return tx.PutRow(r) })
		o := quietOptions(m, &fakeSlack{clock: clock}, clock)
		o.Store, o.Copies = &awayAtFirst{memory: m}, alive{}
		e, err := New(o)
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- e.Run(ctx) }()
		time.Sleep(2 * afterFail)
		if got := m.row(t, "E1").State; got != Settled {
			t.Errorf("what another copy left behind is %s", got)
		}
		stop()
		if err := <-ended; err != nil {
			t.Errorf("it ended with %v", err)
		}
	})
}
