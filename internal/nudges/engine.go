package nudges

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/robfig/cron/v3"

	"throughline/internal/mission"
)

// Options are what an [Engine] is made of. Store, Sender, Facts, Clock and Logger are needed.
type Options struct {
	Store   Store
	Sender  Sender
	Facts   Facts
	Settler Settler // or nil
	Library Library
	// Holidays are the calendars that missions can choose, or nil for none.
	Holidays Calendars
	Clock    Clock
	Logger   *slog.Logger
	// Owner names this process in the rows that it holds. With Copies it is another for each life of each copy.
	Owner string
	// Copies knows the other processes that work on the store, whose transactions are then each a [SharedTx]; nil means
	// that this one has the store to itself.
	Copies Copies
	// Workers is how many rows are on their way at once; 0 means 4. Rows to one place never are.
	Workers int
	// Seed draws the lot for the questions; nil means the random one of math/rand/v2.
	Seed func() uint64
	// Sealer seals what a choice would tell of what somebody keeps to herself; nil keeps nothing of it.
	Sealer mission.Sealer
	// Keep is how long a row stays after it ended; 0 means the 90 days in which no question comes back, and
	// less is taken for that.
	Keep time.Duration
	// Observer is told how rows fare; nil counts nothing.
	Observer Observer
	// Limits are the constants of delivery; nil means [DefaultLimits].
	Limits *Limits
}

// Engine sends what is due. Everything that it knows stands in the store, so it can be stopped and
// started at any point.
type Engine struct {
	store    Store
	sender   Sender
	facts    Facts
	settler  Settler
	clock    Clock
	log      *slog.Logger
	owner    string
	copies   Copies
	workers  int
	seed     func() uint64
	sealer   mission.Sealer
	limits   Limits
	setNow   atomic.Pointer[engineSet]
	observer Observer
	round    atomic.Int64 // when the loop last went round, by the monotonic clock

	wake chan struct{} // holds one: look at the store again
	wg   sync.WaitGroup

	mu      sync.Mutex
	busy    map[string]bool          // places that a row is on its way to
	resting map[string]time.Duration // places left alone after an error, by the monotonic clock
	pauses  map[pauseKey]time.Time
	started uint64 // how many rows were ever taken up
	swept   time.Duration
	yields  overtaken     // of the goroutine of tick alone
	looked  time.Duration // when tick last looked deep into a long queue; of its goroutine alone
	known   []string      // the owners that lived at the last look; of its goroutine alone
	adopted time.Duration // when the outbox was last looked through for rows of the dead; of its goroutine alone
	behind  bool          // rows that are due wait for another copy; of its goroutine alone
}

// heartbeat is how often the store is looked at when nothing else wakes the engine, which heals
// whatever a clock that was set, or a timer that slept with the machine, has missed.
const heartbeat = 30 * time.Second

// New makes an engine. It does nothing until [Engine.Run] or [Engine.TickOnce].
func New(o Options) (*Engine, error) {
	e := &Engine{
		store: o.Store, sender: o.Sender, facts: o.Facts, settler: o.Settler,
		clock: o.Clock, log: o.Logger, owner: o.Owner, copies: o.Copies, workers: o.Workers, seed: o.Seed, sealer: o.Sealer,
		limits: DefaultLimits(),
		wake:   make(chan struct{}, 1),
		busy:   make(map[string]bool), resting: make(map[string]time.Duration),
		pauses: make(map[pauseKey]time.Time),
	}
	if o.Store == nil || o.Sender == nil || o.Facts == nil || o.Clock == nil || o.Logger == nil {
		return nil, errors.New("nudges: store, sender, facts, clock and logger are needed")
	}
	e.Change(o.Library, o.Holidays, o.Keep)
	if e.observer = o.Observer; e.observer == nil {
		e.observer = unobserved{}
	}
	e.round.Store(int64(e.clock.Mono()))
	if o.Limits != nil {
		e.limits = *o.Limits
	}
	if e.workers <= 0 {
		e.workers = 4
	}
	if e.seed == nil {
		e.seed = rand.Uint64
	}
	e.swept, e.looked, e.yields.looked = -sweepEvery, -deepEvery, -overtakenEvery
	return e, wrap("nudges", e.limits.Check())
}

// Run sends what is due until ctx ends, and returns when everything that was under way has been
// written down. It returns an error only where it could not begin on a store of its own: one that is shared may be out of
// reach for a while, and what others left behind there is given on later.
func (e *Engine) Run(ctx context.Context) error {
	switch err := e.recoverRows(ctx); {
	case err != nil && e.copies == nil:
		return err
	case err != nil && ctx.Err() == nil:
		e.log.WarnContext(ctx, "what other copies left behind is given on later", "error", err)
		e.adopted = e.clock.Mono() - heartbeat
	}
	stop := e.startHeartbeat()
	defer e.wg.Wait()
	defer stop()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		e.round.Store(int64(e.clock.Mono()))
		select {
		case <-ctx.Done():
			return nil
		case <-e.wake:
		case <-timer.C:
		}
		timer.Reset(e.tick(ctx))
	}
}

// Wake makes the engine look at the store again, at once. It is to be called after every transaction
// that posts, edits or plans something, and after the clock was set. It never blocks.
func (e *Engine) Wake() {
	select {
	case e.wake <- struct{}{}:
	default:
	}
}

// Status tells when the next work is due, the zero time for none, and whether the engine rests: nothing
// is due at this moment and nothing is under way.
func (e *Engine) Status(ctx context.Context) (nextDue time.Time, rested bool) {
	before, busy := e.progress()
	next, err := e.nextWork(ctx)
	if err != nil {
		e.log.ErrorContext(ctx, "outbox cannot be read", "error", err)
		return time.Time{}, false
	}
	after, stillBusy := e.progress()
	quiet := !busy && !stillBusy && before == after
	return next, quiet && (next.IsZero() || next.After(e.now()))
}

func (e *Engine) progress() (started uint64, busy bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.started, len(e.busy) > 0
}

func (e *Engine) nextWork(ctx context.Context) (next time.Time, err error) {
	err = e.store.View(ctx, func(tx Tx) error {
		next, err = tx.NextWork()
		return err
	})
	return next, err
}

// startHeartbeat starts the one cron entry, which wakes the engine, and returns what stops it. What is
// due is asked of the store, so a beat that is missed or comes twice does no harm.
func (e *Engine) startHeartbeat() (stop func()) {
	log := cronLog{e.log}
	c := cron.New(
		cron.WithLocation(time.UTC),
		cron.WithLogger(cron.DiscardLogger),
		// Recover stands inside: outside, a panic would leave the job marked as running for good.
		cron.WithChain(cron.SkipIfStillRunning(log), cron.Recover(log)),
	)
	c.Schedule(cron.Every(heartbeat), cron.FuncJob(e.Wake))
	c.Start()
	return func() { <-c.Stop().Done() }
}

// cronLog hands what cron says to the logger.
type cronLog struct{ *slog.Logger }

func (l cronLog) Info(msg string, kv ...any) { l.Debug("heartbeat", append(kv, "event", msg)...) }

func (l cronLog) Error(err error, msg string, kv ...any) {
	l.Logger.Error("heartbeat", append(kv, "event", msg, "error", err)...)
}

// recoverRows gives on what processes that are gone left behind, so that no lease has to run out first. The lock on the
// store proves that they are, or the list of those that live. The outbox is read through before anything is written, so
// that a long queue keeps nobody from writing.
func (e *Engine) recoverRows(ctx context.Context) error {
	now := e.now()
	var left []Row
	err := e.store.View(ctx, func(tx Tx) (err error) {
		left, err = tx.RowsIn(Claimed, Sending)
		return err
	})
	if err != nil {
		return wrap("recover the outbox", err)
	}
	living, err := e.alive(ctx)
	if err != nil {
		return wrap("recover the outbox", err)
	}
	return wrap("recover the outbox", e.store.Update(ctx, func(tx Tx) error {
		for _, l := range left {
			if !forsaken(l, living) {
				continue
			}
			r, err := tx.Row(l.Team, l.Key)
			if errors.Is(err, mission.ErrNotFound) || err == nil && r.Owner != l.Owner {
				continue // somebody else was here first
			}
			if err != nil {
				return err
			}
			if r, ok := recovered(r, now, e.limits); ok {
				if err := tx.PutRow(r); err != nil {
					return err
				}
			}
		}
		return nil
	}))
}

// now returns the time on the wall and nothing else: with the monotonic reading that time.Now adds, two
// times would be compared by that, and a machine that slept would not be noticed.
func (e *Engine) now() time.Time { return e.clock.Now().Round(0) }

// guard runs f and turns a panic into an error, so that one row cannot stop all others. The log names
// the panic's type alone unless it is the runtime's: its text may hold what people wrote.
func (e *Engine) guard(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			what := fmt.Sprintf("%T", p)
			if known, ok := p.(runtime.Error); ok {
				what = known.Error()
			}
			e.log.Error("panic in the outbox", "panic", what, "stack", string(debug.Stack()))
			err = errors.New("panic")
		}
	}()
	return f()
}
