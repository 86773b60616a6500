package nudges

import (
	"context"
	"errors"
	"time"

	"throughline/internal/mission"
)

const (
	planSlice = 256             // plans moved in one transaction; commands wait for at most one slice
	fewRows   = 16              // rows looked at first: enough for all workers where places differ
	rowSlice  = 256             // rows looked at in one go
	mostRows  = 4096            // rows looked at while workers are free and places busy
	deepEvery = time.Second / 4 // between two looks at more than rowSlice, which cost the most
	afterFail = 5 * time.Second // how long a place is left alone after an error of the store
	soonest   = time.Second     // between two ticks while due rows wait for their place to be free
)

// TickOnce does everything that is due at this moment and returns when it is done. It is what
// [Engine.Run] does, step by step: due plans become rows; rows that are due are judged, claimed, sent
// and settled, those in doubt looked up.
func (e *Engine) TickOnce(ctx context.Context) error {
	for {
		if err := e.plansToRows(ctx); err != nil {
			return err
		}
		n, err := e.dispatch(ctx, mostRows)
		e.wg.Wait()
		if err != nil || n == 0 {
			return err
		}
	}
}

// tick starts what is due and returns how long the engine may sleep.
func (e *Engine) tick(ctx context.Context) time.Duration {
	err := e.guard(func() error {
		return errors.Join(e.adopt(ctx), e.plansToRows(ctx), e.dispatchAll(ctx), e.sweepSome(ctx))
	})
	if err != nil && ctx.Err() == nil {
		e.log.ErrorContext(ctx, "tick failed", "error", err)
		return afterFail
	}
	next, err := e.nextWork(ctx)
	if err != nil || next.IsZero() {
		return heartbeat
	}
	wait := next.Sub(e.now())
	switch {
	case wait <= 0 && e.behind:
		return elsewhere
	case wait <= 0:
		return soonest
	}
	return min(wait, heartbeat)
}

// plansToRows moves every plan that is due into the outbox and on to its next time, in slices. It looks
// before it writes, so that a tick without anything due takes no write lock.
func (e *Engine) plansToRows(ctx context.Context) error {
	for {
		now := e.now()
		var due []Plan
		err := e.store.View(ctx, func(tx Tx) (err error) {
			due, err = tx.DuePlans(now, 1)
			return err
		})
		if err != nil || len(due) == 0 {
			return wrap("due plans", err)
		}
		if err := e.takeSlice(ctx, now); err != nil {
			return wrap("due plans", err)
		}
	}
}

func (e *Engine) takeSlice(ctx context.Context, now time.Time) error {
	var done []taken
	err := e.store.Update(ctx, func(tx Tx) error {
		done = done[:0]
		due, err := tx.DuePlans(now, planSlice)
		if err != nil {
			return err
		}
		for _, p := range due {
			t, err := take(tx, p, now)
			if err != nil {
				return err
			}
			done = append(done, t)
		}
		return nil
	})
	if err == nil {
		e.logTaken(done)
	}
	return err
}

// dispatchAll dispatches, and looks deep into a long queue only now and then: it is called after each
// command, and reading rows that cannot go out yet would be its greatest cost.
func (e *Engine) dispatchAll(ctx context.Context) error {
	most := rowSlice
	if now := e.clock.Mono(); now-e.looked >= deepEvery {
		most, e.looked = mostRows, now
	}
	_, err := e.dispatch(ctx, most)
	return err
}

// dispatch starts workers for rows that are due, at most one for each place and as many as are free,
// and returns how many it started. Rows whose method rests are moved behind the pause. Where a long
// queue to one place stands before all others, it looks further while workers are free, at most rows in
// all.
func (e *Engine) dispatch(ctx context.Context, most int) (started int, err error) {
	now := e.now()
	e.behind = false
	if started, err = e.startOvertaken(ctx, now); err != nil {
		return started, wrap("overtaken rows", err)
	}
	for limit := fewRows; limit <= most && e.workerFree(); limit *= 4 {
		due, read, err := e.dueHere(ctx, func(tx Tx) ([]Row, error) { return tx.DueRows(now, limit) })
		if err != nil {
			return started, wrap("due rows", err)
		}
		n, held := e.startDue(ctx, due, now)
		started += n
		if len(held) > 0 || read < limit {
			return started, e.holdPaused(ctx, held)
		}
	}
	return started, nil
}

func (e *Engine) dueRows(ctx context.Context, now time.Time, limit int) (due []Row, err error) {
	err = e.store.View(ctx, func(tx Tx) (err error) {
		due, err = tx.DueRows(now, limit)
		return err
	})
	return due, err
}

// startDue starts what can be started and returns what a pause holds back.
func (e *Engine) startDue(ctx context.Context, due []Row, now time.Time) (started int, held []pausedRow) {
	for _, r := range due {
		if p, ok := e.paused(r, now); ok {
			held = append(held, p)
		} else if e.occupy(placeOf(r)) {
			e.start(ctx, r)
			started++
		}
	}
	return started, held
}

func (e *Engine) workerFree() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.busy) < e.workers
}

// placeOf names where a row goes. Rows to one place go one after another, in the order in which they
// are due.
func placeOf(r Row) string {
	if r.User != "" {
		return string(r.Team) + "/" + string(r.User)
	}
	return string(r.Team) + "/" + string(r.Channel)
}

// occupy takes a place for a worker, and reports false where it is taken, is left alone for a while, or
// no worker is free.
func (e *Engine) occupy(place string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.busy[place] || len(e.busy) >= e.workers {
		return false
	}
	if until, ok := e.resting[place]; ok && e.clock.Mono() < until {
		return false
	}
	delete(e.resting, place)
	e.busy[place] = true
	e.started++
	return true
}

// start delivers a row in a worker of its own, which wakes the engine when the place is free again.
func (e *Engine) start(ctx context.Context, r Row) {
	e.wg.Go(func() {
		err := e.guard(func() error { return e.deliver(ctx, keyOf(r)) })
		e.leave(placeOf(r), e.pauseAfter(ctx, r, err))
		e.Wake()
	})
}

// pauseAfter says for how long a place is left alone after a delivery that ended like this, and logs what went wrong.
func (e *Engine) pauseAfter(ctx context.Context, r Row, err error) time.Duration {
	switch {
	case errors.Is(err, errElsewhere), errors.Is(err, ErrLocked):
		return elsewhere
	case errors.Is(err, errLost) && e.copies != nil:
		return elsewhere
	case err == nil, errors.Is(err, errLost), errors.Is(err, mission.ErrNotFound), ctx.Err() != nil: // taken up by another, or erased
		return 0
	}
	e.log.Error("row was not delivered", "subject", r.Subject, "state", r.State, "error", err)
	return afterFail
}

func (e *Engine) leave(place string, rest time.Duration) {
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.busy, place)
	if rest > 0 {
		e.resting[place] = e.clock.Mono() + rest
	}
}
