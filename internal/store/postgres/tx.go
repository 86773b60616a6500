package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"throughline/internal/coaching"
	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/rounds"
)

var (
	// ErrReadOnly says that a function given to View tried to write.
	ErrReadOnly = errors.New("a view cannot write")
	// errOver says that a Tx was used after its function had returned.
	errOver = errors.New("the transaction is over")
)

// Tx is one transaction. It serves the domain, its private side and the nudges, and is valid only
// inside the function that it was given to, in one goroutine.
//
// What it writes waits here until something is read or the transaction is committed, and goes to the server with
// that, in one trip. So a transaction reads its own writes, and an error of a write shows later than the write.
type Tx struct {
	ctx  context.Context //nolint:containedctx // A transaction lives in one call, and its methods have no room for a context.
	conn *pgxpool.Conn
	mode mode

	waiting *pgx.Batch // not sent yet
	begun   bool       // the beginning was sent
	over    bool
	err     error // the first error of the server or the connection; nothing can be done after it

	xid    string          // the server's name of this transaction, for asking what became of it
	wrote  bool            // something was written
	rounds []roundID       // whose answers or marks were written
	held   []seenID        // requests whose places are held
	wipe   map[string]bool // tables in which something private was left behind
}

// mode is what kind of transaction it is, by the statements that begin it.
type mode struct {
	writable bool
	begin    []string
	// answer bounds the wait for an answer of the server, which ends what it does itself a good while earlier: beyond
	// it something in between hangs. 0 bounds nothing.
	answer time.Duration
	// spy is shown every statement that reads. Only tests look.
	spy func(sql string, args []any)
}

// The modes. Every setting is local to its transaction, since a pooler hands the connection to somebody else after it.
//
// Sequential scans are off since they lock whole tables against all writers: a predicate lock on an index covers a
// page of it. A transaction that hangs, as its copy was cut off, is ended by the server after some two seconds, so that
// it holds nobody up for longer.
var (
	update = mode{writable: true, answer: 20 * time.Second, begin: []string{
		"begin isolation level serializable",
		"set local lock_timeout = '2s'",
		"lock table turn in row share mode",
	}}
	updateAlone = mode{writable: true, answer: 20 * time.Second, begin: []string{
		"begin isolation level serializable",
		"set local lock_timeout = '4s'",
		"lock table turn in exclusive mode",
	}}
	view = mode{answer: 40 * time.Second, begin: []string{
		"begin isolation level repeatable read read only",
		"set local lock_timeout = '2s'",
	}}
	longView = mode{begin: view.begin}
)

// seen returns a mode in which the tables of a store in the making are seen, and no others.
func (db *DB) seen(m mode) mode {
	if db.schema != "" {
		m.begin = slices.Insert(slices.Clone(m.begin), 1, "set local search_path = "+quoted(db.schema))
	}
	return m
}

const (
	settingsOfUpdate = "select pg_current_xact_id()::text, set_config('enable_seqscan', 'off', true), " +
		"set_config('statement_timeout', '10s', true), set_config('idle_in_transaction_session_timeout', '2s', true)"
	settingsOfView = "select set_config('enable_seqscan', 'off', true), " +
		"set_config('statement_timeout', '30s', true), set_config('idle_in_transaction_session_timeout', '10s', true)"
	settingsOfLongView = "select set_config('enable_seqscan', 'off', true), " +
		"set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '10min', true)"
)

var (
	_ mission.Tx         = (*Tx)(nil)
	_ mission.PrivateTx  = (*Tx)(nil)
	_ nudges.Tx          = (*Tx)(nil)
	_ rounds.Tx          = (*Tx)(nil)
	_ coaching.Tx        = (*Tx)(nil)
	_ mission.PersonalTx = (*Tx)(nil)
)

// newTx makes a transaction. Nothing is sent before something is read or committed.
func newTx(ctx context.Context, conn *pgxpool.Conn, m mode, settings string) *Tx {
	tx := &Tx{ctx: ctx, conn: conn, mode: m, waiting: &pgx.Batch{}, wipe: map[string]bool{}}
	for _, sql := range m.begin {
		tx.waiting.Queue(sql)
	}
	q := tx.waiting.Queue(settings)
	if m.writable {
		q.QueryRow(func(row pgx.Row) error {
			var a, b, c string
			return row.Scan(&tx.xid, &a, &b, &c)
		})
	}
	return tx
}

// live returns an error where nothing can be done any more.
func (tx *Tx) live() error {
	if tx.over {
		return errOver
	}
	return tx.err
}

// missing is the answer where nothing was found.
func (tx *Tx) missing() error {
	if err := tx.live(); err != nil {
		return err
	}
	return mission.ErrNotFound
}

func (tx *Tx) mayWrite() error {
	if err := tx.live(); err != nil {
		return err
	}
	if !tx.mode.writable {
		return ErrReadOnly
	}
	return nil
}

// docs returns the one column that a statement finds.
func (tx *Tx) docs(sql string, args ...any) (found [][]byte, err error) {
	err = tx.read(sql, args, func(rows pgx.Rows) error {
		for rows.Next() {
			found = append(found, slices.Clone(rows.RawValues()[0]))
		}
		return rows.Err()
	})
	return found, err
}

// number returns the one number that a statement finds, or nil.
func (tx *Tx) number(sql string, args ...any) (found *int64, err error) {
	err = tx.read(sql, args, func(rows pgx.Rows) error {
		for rows.Next() {
			if err := rows.Scan(&found); err != nil {
				return err
			}
		}
		return rows.Err()
	})
	return found, err
}

// read sends what waits and a statement that finds something.
func (tx *Tx) read(sql string, args []any, do func(pgx.Rows) error) error {
	if err := tx.live(); err != nil {
		return err
	}
	if tx.mode.spy != nil {
		tx.mode.spy(sql, args)
	}
	tx.waiting.Queue(sql, args...).Query(do)
	return tx.send(tx.ctx)
}

// write lets a statement wait that changes something.
func (tx *Tx) write(sql string, args ...any) error {
	if err := tx.mayWrite(); err != nil {
		return err
	}
	tx.wrote = true
	tx.waiting.Queue(sql, args...)
	if tx.waiting.Len() >= maxWaiting {
		return tx.send(tx.ctx)
	}
	return nil
}

// maxWaiting is how many statements wait at most. A move of a whole channel writes thousands.
const maxWaiting = 500

// remove is write for a record that goes. Where it was private, what it leaves behind is to go soon, too.
func (tx *Tx) remove(table string, private bool, sql string, args ...any) error {
	if private {
		tx.wipe[table] = true
	}
	return tx.write(sql, args...)
}

// send sends what waits, in one trip, and waits for the answers.
func (tx *Tx) send(ctx context.Context) error {
	batch := tx.waiting
	tx.waiting, tx.begun = &pgx.Batch{}, true
	if tx.mode.answer > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, tx.mode.answer)
		defer cancel()
	}
	if err := tx.conn.SendBatch(ctx, batch).Close(); err != nil {
		tx.err = serverError(err)
	}
	return tx.err
}

// commit ends the transaction. The error says whether it may have been stored all the same: see [lost].
func (tx *Tx) commit(ctx context.Context) error {
	if !tx.begun && !tx.wrote {
		return nil
	}
	tx.leavePlaces()
	tx.spreadAnswers()
	tx.waiting.Queue("commit").Exec(func(done pgconn.CommandTag) error {
		if done.String() != "COMMIT" {
			return errRolledBack
		}
		return nil
	})
	return tx.send(ctx)
}

// errRolledBack says that the server ended a transaction otherwise than it was told to. It was not stored.
var errRolledBack = errors.New("the server rolled the transaction back")

// end gives the connection back, after it rolled back what is still open. One that fails at it is closed.
func (tx *Tx) end() {
	tx.over = true
	conn := tx.conn.Conn()
	if !conn.IsClosed() && conn.PgConn().TxStatus() != 'I' {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(tx.ctx), rollbackLimit)
		defer cancel()
		if _, err := conn.Exec(ctx, "rollback"); err != nil {
			_ = conn.Close(ctx) // It is of no use any more.
		}
	}
	tx.conn.Release()
}

// serverError keeps of an error of the server what is free of values: its details may quote a record.
func serverError(err error) error {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		bare := &pgconn.PgError{Severity: pg.Severity, Code: pg.Code, Message: pg.Message, TableName: pg.TableName, ConstraintName: pg.ConstraintName}
		if !quotesNothing(pg.Code) {
			bare.Message = "the server refused a statement"
		}
		return withReason(bare)
	}
	return withReason(err)
}

// withReason puts before an error what to do about it, where that is known.
func withReason(err error) error {
	if why := reason(err); why != "" {
		return fmt.Errorf("database: %s (%w)", why, err)
	}
	return fmt.Errorf("database: %w", err)
}

// quotesNothing reports whether messages of an error's class are free of values. Those about data are not.
func quotesNothing(code string) bool { return len(code) == 5 && code[:2] != "22" && code[:2] != "23" }
