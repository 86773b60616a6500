package nudges

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var (
	errDead  = errors.New("the process is dead")
	errReset = errors.New("connection reset")
)

// trouble is one thing that goes wrong, at a write or a call.
type trouble int

const (
	fine        trouble = iota
	refuses             // the write is not made; the call surely did nothing
	crashBefore         // the process dies before it
	crashAfter          // the process dies when it is done
	crashLate           // the process dies while the request is on its way
	pauses              // the process stands still for a while after it
	losesAnswer         // it is done, and the answer is lost
	losesAll            // it is not done, and the answer is lost
	comesLate           // it is done long after the answer was given up
	limits              // 429
)

// bout is one trouble and its size: how long a pause lasts, or how late something happens.
type bout struct {
	what trouble
	size time.Duration
}

// bouts draws troubles one after another; when they are over, all is fine.
func bouts(t *rapid.T, of string, among ...trouble) func() bout {
	drawn := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) bout {
		size := time.Duration(rapid.IntRange(0, 60).Draw(t, "seconds")) * time.Second
		return bout{rapid.SampledFrom(among).Draw(t, "trouble"), size}
	}), 0, 40).Draw(t, of)
	var mu sync.Mutex // a worker writes beside the tick
	return func() bout {
		mu.Lock()
		defer mu.Unlock()
		if len(drawn) == 0 {
			return bout{}
		}
		next := drawn[0]
		drawn = drawn[1:]
		return next
	}
}

// mortal is a process that can die: its store and its Slack answer to nobody afterwards.
type mortal struct {
	*memory
	slack *fakeSlack
	clock *handClock
	// writes and calls are the troubles of the two kinds of steps.
	writes, calls func() bout
	dead          atomic.Bool
}

func (p *mortal) Update(ctx context.Context, f func(Tx) error) error {
	b := p.writes()
	switch {
	case p.dead.Load():
		return errDead
	case b.what == crashBefore:
		p.dead.Store(true)
		return errDead
	case b.what == refuses:
		return errors.New("disk full")
	}
	err := p.memory.Update(ctx, f)
	switch b.what {
	case crashAfter:
		p.dead.Store(true)
		return errDead
	case pauses:
		p.clock.moveTo(p.clock.Now().Add(4 * b.size))
	}
	return err
}

func (p *mortal) View(ctx context.Context, f func(Tx) error) error {
	if p.dead.Load() {
		return errDead
	}
	return p.memory.View(ctx, f)
}

// fate says what becomes of the next request. Lateness and invisibility stay within what the limits
// take for granted.
func (p *mortal) fate(int, Row) fate {
	b := p.calls()
	late, hidden := b.size, b.size/2
	switch b.what {
	case refuses:
		return fate{err: &SendError{Class: Later}}
	case limits:
		return fate{err: &SendError{Class: RateLimited, RetryAfter: late}}
	case crashBefore:
		p.dead.Store(true)
		return fate{err: errDead}
	case crashAfter:
		p.dead.Store(true)
		return fate{accepted: true, hidden: hidden, err: errDead}
	case crashLate:
		p.dead.Store(true)
		return fate{accepted: true, late: late, hidden: hidden, err: errDead}
	case losesAnswer:
		return fate{accepted: true, hidden: hidden, err: errReset}
	case losesAll:
		return fate{err: errReset}
	case comesLate:
		return fate{accepted: true, late: late, hidden: hidden, err: errReset}
	}
	return fate{accepted: true, hidden: hidden}
}

func (p *mortal) history(int) error {
	switch b := p.calls(); b.what {
	case refuses, losesAnswer, losesAll:
		return errReset
	case crashBefore, crashAfter, crashLate:
		p.dead.Store(true)
		return errDead
	}
	return nil
}

// lives are the processes that come and go over one store and one Slack.
type lives struct {
	*memory
	slack         *fakeSlack
	clock         *handClock
	writes, calls func() bout
	process       *mortal
	engine        *Engine
	version       int // of what the card shows
	posted        []string
}

func (l *lives) begin(t *rapid.T) {
	for range 1000 {
		l.process = &mortal{memory: l.memory, slack: l.slack, clock: l.clock, writes: l.writes, calls: l.calls}
		l.slack.script, l.slack.history = l.process.fate, l.process.history
		o := Options{
			Store: l.process, Sender: l.slack, Facts: l.slack, Library: Builtin(), Clock: l.clock,
			Logger: slog.New(slog.DiscardHandler), Workers: 1,
		}
		var err error
		if l.engine, err = New(o); err != nil {
			t.Fatal(err)
		}
		if l.engine.recoverRows(context.Background()) == nil {
			return
		}
	}
	t.Fatal("no process ever starts")
}

// tell posts an entry and changes the card, in one transaction.
func (l *lives) tell(t *rapid.T) {
	key := fmt.Sprintf("E%d", len(l.posted))
	l.posted = append(l.posted, key)
	l.version++
	err := l.memory.Update(context.Background(), func(tx Tx) error {
		_, err := Post(tx, entry(key), l.clock.Now())
		return errors.Join(err, Edit(tx, Row{Key: "card", Team: team, Subject: OfCard, Channel: "C1"}, l.clock.Now()))
	})
	if err != nil {
		t.Fatal(err)
	}
}

// live goes from one due time to the next until the given moment, with a new process for each that dies.
func (l *lives) live(t *rapid.T, until time.Time) {
	l.begin(t)
	for range 5000 {
		_ = l.engine.TickOnce(context.Background()) // what failed is tried again
		if l.process.dead.Load() {
			l.clock.moveTo(l.clock.Now().Add(time.Second))
			l.begin(t)
			continue
		}
		next, rested := l.engine.Status(context.Background())
		switch {
		case !rested:
			l.clock.moveTo(l.clock.Now().Add(afterFail))
		case next.IsZero() || next.After(until):
			l.clock.moveTo(until)
			return
		default:
			l.clock.moveTo(next)
		}
	}
	t.Fatal("the engine never comes to rest")
}

func TestNothingIsLostNorDoubledWhateverGoesWrong(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, run := refundsTeam()
		clock := &handClock{now: lisbonDay(1, 9, 59)}
		l := &lives{memory: m, clock: clock, slack: &fakeSlack{clock: clock}}
		l.slack.content = func() string { return fmt.Sprint(l.version) }
		l.writes = bouts(t, "writes", fine, fine, fine, fine, fine, fine, refuses, crashBefore, crashAfter, pauses)
		l.calls = bouts(t, "calls", fine, refuses, crashBefore, crashAfter, crashLate, losesAnswer, losesAll, comesLate, limits)
		err := m.Update(context.Background(), func(tx Tx) error {
			if rapid.Bool().Draw(t, "a trial runs") {
				if err := tx.PutTrial(halfWithheld(clock.Now())); err != nil {
					return err
				}
			}
			return errors.Join(PlanMission(tx, run, clock.Now()), PlanMember(tx, run, m.people["UBO"], Reflect, clock.Now()))
		})
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			l.tell(t)
			gap := rapid.IntRange(0, 300).Draw(t, "gap")
			l.live(t, clock.Now().Add(time.Duration(gap)*time.Second))
		}
		l.live(t, lisbonDay(7, 0, 0))
		l.check(t)
	})
}

// check holds the end of the story to what was promised.
func (l *lives) check(t *rapid.T) {
	for _, r := range l.rows {
		n := l.slack.count(r.Key)
		switch {
		case r.Subject == OfChore:
			continue // its time has not come
		case r.Update:
			l.checkCard(t, r)
		case n > 1:
			t.Errorf("%s stands %d times", r.Key, n)
		case (r.State == Settled) != (n == 1):
			t.Errorf("%s is %s and stands %d times", r.Key, r.State, n)
		case r.State == Skipped && !r.SentAt.After(r.Due.Add(r.Grace)):
			t.Errorf("%s was skipped within its grace", r.Key)
		case !r.State.Ended():
			t.Errorf("%s never ended: %s", r.Key, r.State)
		}
	}
	l.checkCoin(t)
	for _, key := range l.posted {
		if r := l.rows[rowKey{team, key}]; r.State != Settled {
			t.Errorf("%s was told and is %s", key, r.State)
		}
	}
	for _, wall := range []string{"2026-11-24T10:00", "2026-11-26T10:00"} {
		if _, ok := l.rows[rowKey{team, NudgeKey(PlanID(Coach, "M1", ""), wall, "C1")}]; !ok {
			t.Errorf("the question of %s was forgotten", wall)
		}
	}
	if _, ok := l.rows[rowKey{team, NudgeKey(PlanID(Reflect, "M1", "UBO"), "2026-11-27T15:00", "UBO")}]; !ok {
		t.Error("Bo's reflection was forgotten")
	}
}

// checkCard holds the card to show what was told last.
func (l *lives) checkCard(t *rapid.T, r Row) {
	var last message
	for _, e := range l.slack.edits {
		if !e.accepted.Before(last.accepted) {
			last = e
		}
	}
	if r.State != Settled || last.text != fmt.Sprint(l.version) {
		t.Errorf("the card is %s and shows version %q of %d", r.State, last.text, l.version)
	}
}

// checkCoin holds what a trial wrote down to what became of the nudges: the coin fell once for each that was to be
// sent, and what it withheld was never seen.
func (l *lives) checkCoin(t *rapid.T) {
	for key, d := range l.trials.tosses {
		r := l.rows[rowKey{team, key}]
		if d.Withheld != (r.State == Withheld) || r.Nudge.Trial != d.Trial {
			t.Errorf("the coin said withheld %v of %s, which is %s in trial %q", d.Withheld, key, r.State, r.Nudge.Trial)
		}
	}
	for _, r := range l.rows {
		_, tossed := l.trials.tosses[r.Key]
		if asked := r.Nudge != nil && counts(r.State); len(l.trials.trials) > 0 && asked && !tossed {
			t.Errorf("%s is %s and no coin fell for it", r.Key, r.State)
		}
	}
}
