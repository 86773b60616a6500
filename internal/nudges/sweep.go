package nudges

import (
	"context"
	"time"
)

// A row stays after it ended for as long as a question is not repeated at least, which is far longer than
// one can be in doubt.
const (
	sweepSlice = 500
	sweepEvery = time.Hour
)

// sweepSome removes one slice of the rows that ended long ago, once an hour, and every tick while there
// are more of them, so that commands get in between.
func (e *Engine) sweepSome(ctx context.Context) error {
	mono := e.clock.Mono()
	if mono-e.swept < sweepEvery {
		return nil
	}
	n := 0
	before := e.now().Add(-e.set().keep)
	now := e.now()
	err := e.store.Update(ctx, func(tx Tx) (err error) {
		if n, err = tx.SweepRows(before, sweepSlice); err != nil {
			return err
		}
		return tidyChosen(tx, now)
	})
	if err != nil {
		return wrap("sweep", err)
	}
	if n < sweepSlice {
		e.swept = mono
		return nil
	}
	e.Wake()
	return nil
}
