package nudges

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"throughline/internal/mission"
)

// bubbleClock shows the bubble's time, moved to where the test wants it.
type bubbleClock struct {
	start  time.Time
	offset atomic.Int64
}

func newBubbleClock(now time.Time) *bubbleClock {
	c := &bubbleClock{start: time.Now()}
	c.offset.Store(int64(now.Sub(c.start)))
	return c
}

func (c *bubbleClock) Now() time.Time {
	return time.Now().Add(time.Duration(c.offset.Load())).UTC()
}

func (c *bubbleClock) Mono() time.Duration { return time.Since(c.start) }

func (c *bubbleClock) jump(d time.Duration) { c.offset.Add(int64(d)) }

// running is an engine that runs in a bubble.
type running struct {
	*memory
	run    mission.Mission
	slack  *fakeSlack
	clock  *bubbleClock
	engine *Engine
	stop   func() error
}

// inBubble runs a test against an engine that runs from Monday at nine, and stops it at the end. The
// bubble fails the test where a goroutine is left over.
func inBubble(t *testing.T, test func(t *testing.T, r *running)) {
	synctest.Test(t, func(t *testing.T) {
		r := &running{clock: newBubbleClock(lisbonDay(0, 9, 0))}
		r.memory, r.run = refundsTeam()
		r.slack = &fakeSlack{clock: r.clock}
		r.engine = testEngine(t, r.memory, r.slack, r.clock)
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan error, 1)
		go func() { ended <- r.engine.Run(ctx) }()
		stopped := false
		r.stop = func() error {
			stopped = true
			cancel()
			return <-ended
		}
		test(t, r)
		if !stopped {
			if err := r.stop(); err != nil {
				t.Errorf("Run: %v", err)
			}
		}
	})
}

func (r *running) post(t *testing.T, key string, channel mission.ChannelID) {
	t.Helper()
	r.do(t, func(tx Tx) error {
		row := entry(key)
		row.Channel = channel
		_, err := Post(tx, row, r.clock.Now())
		return err
	})
	r.engine.Wake()
}

func TestRunSendsAtTheDueTimeByItself(t *testing.T) {
	inBubble(t, func(t *testing.T, r *running) {
		r.do(t, func(tx Tx) error { return PlanMission(tx, r.run, r.clock.Now()) })
		r.engine.Wake()
		time.Sleep(14 * 24 * time.Hour)
		if n := r.slack.posted(); n != 4 {
			t.Fatalf("%d questions in two weeks, want 4", n)
		}
		for i, msg := range r.slack.posts {
			if late := msg.accepted.Sub(msg.accepted.Truncate(time.Hour)); late > time.Millisecond {
				t.Errorf("question %d came %v late", i, late)
			}
		}
	})
}

func TestRunSendsWhatIsPostedAtOnce(t *testing.T) {
	inBubble(t, func(t *testing.T, r *running) {
		for _, key := range []string{"E1", "E2", "E3"} {
			r.post(t, key, "C1")
		}
		synctest.Wait()
		if n := r.slack.posted(); n != 3 {
			t.Errorf("%d messages stand without any time passing, want 3", n)
		}
		if _, rested := r.engine.Status(t.Context()); !rested {
			t.Error("the engine says that it does not rest")
		}
	})
}

func TestRunNoticesAClockThatWasSet(t *testing.T) {
	inBubble(t, func(t *testing.T, r *running) {
		r.do(t, func(tx Tx) error { return PlanMission(tx, r.run, r.clock.Now()) })
		r.engine.Wake()
		synctest.Wait()
		r.clock.jump(25 * time.Hour)
		if next, rested := r.engine.Status(t.Context()); rested || !next.Equal(lisbonDay(1, 10, 0)) {
			t.Errorf("after the jump: next %v, rested %v", next, rested)
		}
		time.Sleep(heartbeat)
		synctest.Wait()
		if n := r.slack.posted(); n != 1 {
			t.Errorf("%d questions after a heartbeat, want 1", n)
		}
	})
}

func TestRunDrainsWhenItIsStopped(t *testing.T) {
	inBubble(t, func(t *testing.T, r *running) {
		r.slack.script = func(int, Row) fate {
			time.Sleep(4 * time.Second)
			return fate{accepted: true}
		}
		r.post(t, "E1", "C1")
		synctest.Wait()
		if _, rested := r.engine.Status(t.Context()); rested {
			t.Error("the engine says that it rests while a call is under way")
		}
		if err := r.stop(); err != nil {
			t.Errorf("Run: %v", err)
		}
		if row := r.only(t); row.State != Settled {
			t.Errorf("the row is %s, want settled", row.State)
		}
	})
}

func TestRunStartsNothingOnceStopped(t *testing.T) {
	inBubble(t, func(t *testing.T, r *running) {
		r.slack.prepare = func(row Row) (Row, error) {
			time.Sleep(time.Minute / 2)
			return row, nil
		}
		r.post(t, "E1", "C1")
		synctest.Wait()
		if err := r.stop(); err != nil {
			t.Errorf("Run: %v", err)
		}
		if row := r.only(t); row.State != Claimed || r.slack.posted() != 0 {
			t.Errorf("the row is %s and %d messages were posted", row.State, r.slack.posted())
		}
	})
}

func TestRunWorksOnSeveralPlacesAtOnceButNotTooMany(t *testing.T) {
	inBubble(t, func(t *testing.T, r *running) {
		var now atomic.Int32
		var reached [9]atomic.Bool // how many were at work at once
		r.slack.prepare = func(row Row) (Row, error) {
			reached[now.Add(1)].Store(true)
			time.Sleep(time.Second)
			now.Add(-1)
			return row, nil
		}
		for _, c := range []mission.ChannelID{"C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8"} {
			r.post(t, "E"+string(c), c)
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if n := r.slack.posted(); n != 8 || !reached[4].Load() || reached[5].Load() {
			t.Errorf("%d messages stand after two seconds, want 8, with four workers and not five", n)
		}
	})
}

func TestRunLetsNoPlaceHoldTheOthersUp(t *testing.T) {
	inBubble(t, func(t *testing.T, r *running) {
		r.slack.prepare = func(row Row) (Row, error) {
			time.Sleep(time.Second)
			return row, nil
		}
		for i := range 2 * rowSlice {
			row := entry(fmt.Sprintf("E%03d", i))
			row.State, row.NotBefore = Due, r.clock.Now()
			r.do(t, func(tx Tx) error { return tx.PutRow(row) })
		}
		r.post(t, "other", "C2")
		time.Sleep(5 * time.Second)
		if r.slack.count("other") != 1 {
			t.Errorf("after %d messages to a busy channel none went to another one", r.slack.posted())
		}
	})
}

func TestRunDoesNotSpinOnAStoreThatFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, _ := refundsTeam()
		clock := newBubbleClock(lisbonDay(0, 9, 0))
		slack := &fakeSlack{clock: clock}
		store := &failingStore{Store: m}
		m.do(t, func(tx Tx) error {
			_, err := Post(tx, entry("E1"), clock.Now())
			return err
		})
		e := testEngine(t, store, slack, clock)
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan error, 1)
		go func() { ended <- e.Run(ctx) }()
		synctest.Wait()
		store.failing.Store(true)
		e.Wake()
		m.do(t, func(tx Tx) error {
			_, err := Post(tx, entry("E2"), clock.Now())
			return err
		})
		time.Sleep(time.Minute)
		if n := store.updates.Load(); n > 30 {
			t.Errorf("%d transactions were tried within a minute", n)
		}
		store.failing.Store(false)
		time.Sleep(time.Minute)
		if slack.count("E1") != 1 || slack.count("E2") != 1 {
			t.Errorf("afterwards E1 stands %d times and E2 %d times", slack.count("E1"), slack.count("E2"))
		}
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Run: %v", err)
		}
	})
}

// failingStore refuses to write when told to.
type failingStore struct {
	Store
	failing atomic.Bool
	updates atomic.Int32
}

func (s *failingStore) Update(ctx context.Context, f func(Tx) error) error {
	if !s.failing.Load() {
		return s.Store.Update(ctx, f)
	}
	s.updates.Add(1)
	return errors.New("disk full")
}

func TestRunRefusesToBeginWithoutItsStore(t *testing.T) {
	m, _ := refundsTeam()
	clock := &handClock{now: lisbonDay(0, 9, 0)}
	store := &failingStore{Store: m}
	store.failing.Store(true)
	if err := testEngine(t, store, &fakeSlack{clock: clock}, clock).Run(t.Context()); err == nil {
		t.Error("Run began although the store cannot be written")
	}
}

func TestRunSweepsWhatEndedLongAgo(t *testing.T) {
	inBubble(t, func(t *testing.T, r *running) {
		for i := range 1200 {
			row := entry("old" + time.Duration(i).String())
			row.State, row.SentAt = Settled, lisbonDay(-91, 0, 0)
			r.do(t, func(tx Tx) error { return tx.PutRow(row) })
		}
		kept := entry("young")
		kept.State, kept.SentAt = Settled, lisbonDay(-89, 0, 0)
		r.do(t, func(tx Tx) error { return tx.PutRow(kept) })
		time.Sleep(sweepEvery + time.Minute)
		synctest.Wait()
		if row := r.only(t); row.Key != "young" {
			t.Errorf("the row %q is left", row.Key)
		}
	})
}
