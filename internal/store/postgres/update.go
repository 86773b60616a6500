package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

const (
	// patience is how often an Update is tried beside others. After that it is run alone, which cannot fail because of
	// them.
	patience = 6
	// firstPause and longestPause bound the pause before another try; each lasts a random part of it.
	firstPause, longestPause = time.Millisecond, 50 * time.Millisecond
	// outage is for how long a transaction is begun anew after connections were lost. A server that was restarted is
	// back by then; one that is away for longer is reported to the caller.
	outage = 2 * time.Second
	// contention is for how long a transaction is run again because of others. By then somebody keeps a lock who does not
	// let go, and the caller is to tell of it.
	contention = 30 * time.Second
	// commitLimit bounds the wait for the answer to a commit, and rollbackLimit that to a rollback.
	commitLimit, rollbackLimit = 10 * time.Second, time.Second
)

var (
	// ErrUnknown says that the connection was lost while a change was being stored, and that the server could not be
	// asked what became of it. Whether it was stored is not known until it is looked up.
	ErrUnknown = errors.New("whether the database stored the change is not known")
	// ErrClosed says that the store was closed. Nothing was written.
	ErrClosed = errors.New("the store is closed")
)

// notSavedError is a failure of the store of which nothing is stored, for sure.
type notSavedError struct{ error }

// Unwrap returns what failed.
func (e notSavedError) Unwrap() error { return e.error }

// NotSaved tells whoever has to tell a person that she may do it again.
func (notSavedError) NotSaved() bool { return true }

// PanicError says that a function given to Update panicked. Nothing of it was written. Its text is
// free of the panic's value, which may hold what people wrote.
type PanicError struct {
	Value any
	Stack []byte
}

// Error names the type of the panic's value.
func (e *PanicError) Error() string {
	if err, ok := e.Value.(runtime.Error); ok {
		return "a transaction panicked: " + err.Error()
	}
	return fmt.Sprintf("a transaction panicked with a %T", e.Value)
}

// Update runs f in a transaction that writes and returns once the outcome is durable. An error of f rolls back what f
// wrote. Transactions are serializable: each sees the store as if it ran alone, and where the server cannot
// keep that up, f is run again. So f must have no effect outside of the transaction.
//
// If ctx ends before the commit is sent, nothing was written and the context's error is returned.
func (db *DB) Update(ctx context.Context, f func(*Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if db.reading {
		return ErrReading
	}
	select {
	case db.turns <- struct{}{}:
		defer func() { <-db.turns }()
	case <-ctx.Done():
		return ctx.Err()
	case <-db.closed:
		return notSavedError{ErrClosed}
	}
	db.stats.updates.Add(1)
	began, lost := time.Now(), time.Time{}
	for try := 0; ; try++ {
		m := update
		if try >= patience {
			m = updateAlone
			db.stats.alone.Add(1)
		}
		err := db.try(ctx, m, f)
		switch {
		case err == nil:
			return nil
		case ctx.Err() != nil && !errors.Is(err, ErrUnknown):
			return ctx.Err()
		case conflict(err) && time.Since(began) < contention:
			db.stats.conflicts.Add(1)
		case unreachable(err) && (lost.IsZero() || time.Since(lost) < outage):
			if db.stats.lost.Add(1); lost.IsZero() {
				lost = time.Now()
			}
		default:
			return err
		}
		if err := pause(ctx, try); err != nil {
			return err
		}
	}
}

// try runs f once.
func (db *DB) try(ctx context.Context, m mode, f func(*Tx) error) error {
	conn, err := db.pool.Acquire(ctx)
	if err != nil {
		return notSavedError{db.acquireError(err)}
	}
	tx := newTx(ctx, conn, db.seen(m), settingsOfUpdate)
	defer tx.end()
	if err := run(tx, f); err != nil {
		return err
	}
	commit, cancel := context.WithTimeout(context.WithoutCancel(ctx), commitLimit)
	defer cancel()
	if err := tx.commit(commit); err != nil {
		switch err = db.outcome(commit, tx, err); {
		case errors.Is(err, ErrUnknown):
			return err
		case err != nil:
			return notSavedError{err}
		}
	}
	db.wipeSoon(tx.wipe)
	return nil
}

// run runs f and returns the error that counts: that of the transaction before that of f, which may not have passed it
// on.
func run(tx *Tx, f func(*Tx) error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &PanicError{Value: v, Stack: debug.Stack()}
		}
	}()
	err = f(tx)
	if tx.err != nil {
		return notSavedError{tx.err}
	}
	return err
}

// View runs f in a transaction that reads: one moment of the store, whatever is written meanwhile. Where the store itself
// fails, the error says that nothing was saved, as one of Update does.
func (db *DB) View(ctx context.Context, f func(*Tx) error) error {
	return db.read(ctx, view, settingsOfView, f)
}

// Snapshot is View for reads of unknown length, such as an export.
func (db *DB) Snapshot(ctx context.Context, f func(*Tx) error) error {
	return db.read(ctx, longView, settingsOfLongView, f)
}

func (db *DB) read(ctx context.Context, m mode, settings string, f func(*Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	began := time.Now()
	for try := 0; ; try++ {
		begun, err := db.tryRead(ctx, m, settings, f)
		switch {
		case err == nil:
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case begun || !unreachable(err) || time.Since(began) > outage:
			return err
		}
		db.stats.lost.Add(1)
		if err := pause(ctx, try); err != nil {
			return err
		}
	}
}

// tryRead runs f once, and says whether f has seen anything yet: then it cannot be run again, since a view may hand
// out what it reads.
func (db *DB) tryRead(ctx context.Context, m mode, settings string, f func(*Tx) error) (begun bool, err error) {
	conn, err := db.pool.Acquire(ctx)
	if err != nil {
		return false, notSavedError{db.acquireError(err)}
	}
	tx := newTx(ctx, conn, db.seen(m), settings)
	defer tx.end()
	if err := tx.send(ctx); err != nil {
		return false, notSavedError{err}
	}
	err = f(tx)
	if tx.err != nil {
		return true, notSavedError{tx.err}
	}
	return true, err
}

func (db *DB) acquireError(err error) error {
	select {
	case <-db.closed:
		return ErrClosed
	default:
		return serverError(err)
	}
}

// conflict reports whether a transaction failed because of another one that ran beside it, and can be run again:
// serialization failures, deadlocks, locks that were waited for too long, and two that made the same record.
func conflict(err error) bool {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		switch pg.Code {
		case "40001", "40P01", "55P03", "23505":
			return true
		}
	}
	return errors.Is(err, errRolledBack)
}

// unreachable reports whether the connection was lost or could not be made, so that nothing was stored, or whether the
// server ended the session by itself.
func unreachable(err error) bool {
	if errors.Is(err, ErrUnknown) || errors.Is(err, ErrClosed) {
		return false
	}
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		switch pg.Code {
		case "57P01", "57P02", "57P03", "25P03", "08P01":
			return true // It is shut down, has crashed, is not ready, or we took too long, see the settings.
		}
		return pg.Code[:2] == "08"
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return true
	}
	_, network := errors.AsType[net.Error](err)
	return network || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) || pgconn.SafeToRetry(err)
}

// pause waits before another try, longer each time and never equally long for two.
func pause(ctx context.Context, try int) error {
	longest := min(firstPause<<min(try, 10), longestPause)
	timer := time.NewTimer(rand.N(longest)) //nolint:gosec // Jitter is no secret.
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
