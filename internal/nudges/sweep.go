package nudges

import (
	"context"
	"time"
)

const (
	// keepRows is how long a row stays after it ended: as long as a question is not repeated, and far
	// longer than one can be in doubt.
	keepRows   = NoRepeat
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
	before := e.now().Add(-keepRows)
	err := e.store.Update(ctx, func(tx Tx) (err error) {
		n, err = tx.SweepRows(before, sweepSlice)
		return err
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
