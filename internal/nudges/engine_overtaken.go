package nudges

import (
	"context"
	"time"
)

// What people do goes before everything else, and in a channel that is written to without a pause, or after a queue of
// hours, there is always more of it: a question waited there until its time was over, though messages went out all along.
// So of the rows that it overtakes for long one goes first now and then: a fifth of what Slack takes in a minute at most,
// so that what people do still shows beside ten thousand reflections that are due. Among themselves these rows keep their
// order, since the budget of a place goes to what is more urgent.
const (
	overtakenFor   = 2 * time.Minute
	overtakenEvery = time.Second
	mostYielding   = 64 // looked at for one that waits for so long and whose place is free
)

// overtaken are the rows of which the next one goes first. Where their places are busy they wait here for the moment at
// which one is free, which others would take.
type overtaken struct {
	rows   []Row
	looked time.Duration
}

// startOvertaken starts one row that what people do overtakes for long, before that takes its place, and returns how many
// it started.
func (e *Engine) startOvertaken(ctx context.Context, now time.Time) (started int, err error) {
	if err := e.lookBehind(ctx, now); err != nil {
		return 0, err
	}
	for _, r := range e.yields.rows {
		if _, held := e.paused(r, now); held || !e.occupy(placeOf(r)) {
			continue
		}
		e.yields.rows = nil
		e.start(ctx, r)
		return 1, nil
	}
	return 0, nil
}

// lookBehind reads anew who is overtaken, where it is time for the next one.
func (e *Engine) lookBehind(ctx context.Context, now time.Time) error {
	mono := e.clock.Mono()
	if mono-e.yields.looked < overtakenEvery {
		return nil
	}
	e.yields.looked = mono
	yielding, _, err := e.dueHere(ctx, func(tx Tx) ([]Row, error) { return tx.Yielding(now, mostYielding) })
	e.yields.rows = longOvertaken(yielding, now)
	return err
}

// longOvertaken returns those rows that are the first of their place and wait for long.
func longOvertaken(yielding []Row, now time.Time) (long []Row) {
	places := make(map[string]bool)
	for _, r := range yielding {
		if place := placeOf(r); !places[place] {
			places[place] = true
			if now.Sub(r.workTime()) >= overtakenFor {
				long = append(long, r)
			}
		}
	}
	return long
}

// workTime is when something is to be done about the row.
func (r Row) workTime() time.Time {
	if r.State == Claimed || r.State == Sending {
		return r.Lease
	}
	return r.NotBefore
}
