package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// askAgain is the pause before the server is asked again what became of a transaction that it still holds.
const askAgain = 20 * time.Millisecond

// outcome finds out what became of a transaction whose commit was answered with an error, or not at all. It returns
// nil where it was stored.
//
// Where the connection was lost on the way, nobody here knows whether the commit arrived. The server knows, by the
// transaction's id: it keeps the fate of each for as long as two billion others. While the old session still runs it
// says "in progress", which ends within seconds: with the commit, or when the session sees that its client is gone.
func (db *DB) outcome(ctx context.Context, tx *Tx, failed error) error {
	if refused(failed) || tx.xid == "" {
		return failed
	}
	db.stats.doubts.Add(1)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), commitLimit)
	defer cancel()
	for {
		status, err := db.status(ctx, tx.xid)
		switch {
		case err == nil && status == "committed":
			return nil
		case err == nil && status == "aborted":
			return fmt.Errorf("%w (%w)", errRolledBack, failed)
		case err != nil && !unreachable(err), ctx.Err() != nil, err == nil && status == "":
			return fmt.Errorf("%w: %w", ErrUnknown, failed)
		}
		timer := time.NewTimer(askAgain)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
		}
	}
}

// status asks what became of a transaction: "committed", "aborted", "in progress", or "" where that is too long ago.
func (db *DB) status(ctx context.Context, xid string) (status string, err error) {
	err = db.pool.QueryRow(ctx, "select coalesce(pg_xact_status($1::xid8), '')", xid).Scan(&status)
	if err != nil {
		return "", serverError(err)
	}
	return status, nil
}

// refused reports whether an error is the server's own answer to a statement, after which nothing was stored. An
// error with which it ends the session tells nothing about the commit before it.
func refused(err error) bool {
	if errors.Is(err, errRolledBack) {
		return true
	}
	pg, ok := errors.AsType[*pgconn.PgError](err)
	return ok && pg.Severity == "ERROR"
}
