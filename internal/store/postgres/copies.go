package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"throughline/internal/copies"
	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/store/record"
)

// LockRow returns a row and keeps other transactions from taking it, or returns [nudges.ErrLocked] where one has it.
func (tx *Tx) LockRow(team mission.TeamID, k string) (nudges.Row, error) {
	if err := tx.mayWrite(); err != nil {
		return nudges.Row{}, err
	}
	r, err := first(tx, rows, sure(record.FromRow), "team = $1 and row_key = $2 for update skip locked", string(team), k)
	if !isMissing(err) {
		return r, err
	}
	if r, err = tx.Row(team, k); err == nil {
		err = nudges.ErrLocked
	}
	return r, err
}

// RowToEdit returns a row and lets nobody move it before this transaction ends. Serializable transactions alone do not keep
// that order: one that found the row waiting could commit after its call had begun and had rendered what stood there before.
func (tx *Tx) RowToEdit(team mission.TeamID, k string) (nudges.Row, error) {
	if err := tx.mayWrite(); err != nil {
		return nudges.Row{}, err
	}
	return first(tx, rows, sure(record.FromRow), "team = $1 and row_key = $2 for no key update", string(team), k)
}

// HeldAt returns the rows that are claimed or being sent at a place, by their keys.
func (tx *Tx) HeldAt(team mission.TeamID, place string) ([]nudges.Row, error) {
	return find(tx, rows, sure(record.FromRow),
		"team = $1 and place = $2 and (doc ->> 'state') in ('claimed', 'sending') order by row_key", string(team), place)
}

// Held returns all rows that are claimed or being sent, the earliest first. The index has few others.
func (tx *Tx) Held() ([]nudges.Row, error) {
	return find(tx, rows, sure(record.FromRow), "(doc ->> 'state') in ('claimed', 'sending') order by work_at, team, row_key")
}

// Copies returns what the copies that share the database know of each other.
func (db *DB) Copies() Copies { return Copies{db} }

// Copies is what several copies of the bot keep for each other. Each call is a statement of its own.
type Copies struct{ db *DB }

func (c Copies) exec(ctx context.Context, sql string, args ...any) error {
	_, err := c.db.pool.Exec(ctx, sql, args...)
	return c.failed(err)
}

// failed makes an error that quotes no value.
func (c Copies) failed(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("the copies' tables: %w", serverError(err))
}

// Beat notes that a copy lives, and returns all that were seen within the given time, and the server's time. Its error is
// [copies.ErrOutgrown] once a newer version has changed the tables.
func (c Copies) Beat(ctx context.Context, me copies.Copy, within time.Duration) (living []copies.Copy, now time.Time, err error) {
	batch := &pgx.Batch{}
	batch.Queue(`insert into copy (id, host, sockets, version, started, seen)
		values ($1, $2, $3, $4, clock_timestamp(), clock_timestamp())
		on conflict (id) do update set sockets = excluded.sockets, seen = excluded.seen`, me.ID, me.Host, me.Sockets, me.Version)
	batch.Queue(`select id, host, sockets, version, started, seen from copy
		where seen > clock_timestamp() - make_interval(secs => $1) order by id`, within.Seconds()).Query(func(rows pgx.Rows) error {
		living, err = pgx.CollectRows(rows, pgx.RowToStructByPos[copies.Copy])
		return err
	})
	batch.Queue("select clock_timestamp()").QueryRow(func(row pgx.Row) error { return row.Scan(&now) })
	var version int
	batch.Queue(versionOfTables).QueryRow(func(row pgx.Row) error { return row.Scan(&version) })
	err = c.db.pool.SendBatch(ctx, batch).Close()
	if err == nil && version > c.db.layout {
		return nil, now, fmt.Errorf("%w (the database has version %d, this bot knows %d)", copies.ErrOutgrown, version, c.db.layout)
	}
	return living, now, c.failed(err)
}

// Living returns the copies that were seen within the given time.
func (c Copies) Living(ctx context.Context, within time.Duration) ([]copies.Copy, error) {
	rows, err := c.db.pool.Query(ctx, `select id, host, sockets, version, started, seen from copy
		where seen > clock_timestamp() - make_interval(secs => $1) order by id`, within.Seconds())
	if err != nil {
		return nil, c.failed(err)
	}
	living, err := pgx.CollectRows(rows, pgx.RowToStructByPos[copies.Copy])
	return living, c.failed(err)
}

// Leave takes a copy out of the list, and gives its leases back.
func (c Copies) Leave(ctx context.Context, id string) error {
	batch := &pgx.Batch{}
	batch.Queue("delete from copy where id = $1", id)
	batch.Queue("delete from copy_lease where owner = $1", id)
	return c.failed(c.db.pool.SendBatch(ctx, batch).Close())
}

// Tell adds news of a copy.
func (c Copies) Tell(ctx context.Context, from string, news []copies.News) error {
	batch := &pgx.Batch{}
	for _, n := range news {
		batch.Queue("insert into copy_news (owner, kind, subject) values ($1, $2, $3)", from, n.Kind, n.Subject)
	}
	return c.failed(c.db.pool.SendBatch(ctx, batch).Close())
}

// Heard returns the news that other copies told within the given time, by their ids.
func (c Copies) Heard(ctx context.Context, by string, within time.Duration) ([]copies.News, error) {
	rows, err := c.db.pool.Query(ctx, `select id, kind, subject from copy_news
		where at > clock_timestamp() - make_interval(secs => $1) and owner <> $2 order by id`, within.Seconds(), by)
	if err != nil {
		return nil, c.failed(err)
	}
	news, err := pgx.CollectRows(rows, pgx.RowToStructByPos[copies.News])
	return news, c.failed(err)
}

// TakeLease gives a lease to whoever has it already, or to anybody where nobody has it.
func (c Copies) TakeLease(ctx context.Context, name, owner string, length time.Duration) (bool, error) {
	tag, err := c.db.pool.Exec(ctx, `insert into copy_lease (name, owner, until)
		values ($1, $2, clock_timestamp() + make_interval(secs => $3))
		on conflict (name) do update set owner = excluded.owner, until = excluded.until
		where copy_lease.owner = excluded.owner or copy_lease.until < clock_timestamp()`, name, owner, length.Seconds())
	return tag.RowsAffected() == 1, c.failed(err)
}

// Sweep removes news, and copies that are gone, from before the given time, and words that nobody waits for any more.
func (c Copies) Sweep(ctx context.Context, age time.Duration) error {
	batch := &pgx.Batch{}
	batch.Queue("delete from copy_news where at < clock_timestamp() - make_interval(secs => $1)", age.Seconds())
	batch.Queue("delete from copy where seen < clock_timestamp() - make_interval(secs => $1)", age.Seconds())
	batch.Queue("delete from copy_words where until < clock_timestamp()")
	batch.Queue("delete from copy_lease where until < clock_timestamp()")
	return c.failed(c.db.pool.SendBatch(ctx, batch).Close())
}

// mostWords is how many words of one person wait at a time; the oldest go first.
const mostWords = 25

// KeepWords keeps sealed words of a person under a name for a while.
func (c Copies) KeepWords(ctx context.Context, name string, by mission.UserID, words mission.Sealed, length time.Duration) error {
	batch := &pgx.Batch{}
	batch.Queue(`delete from copy_words where person = $1 and name not in
		(select name from copy_words where person = $1 order by until desc limit $2)`, string(by), mostWords-1)
	batch.Queue(`insert into copy_words (name, person, sealed, until)
		values ($1, $2, $3, clock_timestamp() + make_interval(secs => $4))`, name, string(by), []byte(words), length.Seconds())
	return c.failed(c.db.pool.SendBatch(ctx, batch).Close())
}

// Words returns the words that are kept of a person under a name, or ErrNotFound.
func (c Copies) Words(ctx context.Context, name string, by mission.UserID) (mission.Sealed, error) {
	var words []byte
	err := c.db.pool.QueryRow(ctx, "select sealed from copy_words where name = $1 and person = $2 and until > clock_timestamp()",
		name, string(by)).Scan(&words)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, mission.ErrNotFound
	}
	return words, c.failed(err)
}

// DropWords removes the words of a person under a name, or all of hers where the name is empty.
func (c Copies) DropWords(ctx context.Context, name string, by mission.UserID) error {
	return c.exec(ctx, "delete from copy_words where person = $1 and ($2 = '' or name = $2)", string(by), name)
}

// Journal returns the lines of the journal of those who were forgotten.
func (c Copies) Journal(ctx context.Context) ([]string, error) {
	rows, err := c.db.pool.Query(ctx, "select line from copy_journal order by line")
	if err != nil {
		return nil, c.failed(err)
	}
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	return lines, c.failed(err)
}

// AddJournal adds lines to the journal; those that are there stay as they are.
func (c Copies) AddJournal(ctx context.Context, lines []string) error {
	batch := &pgx.Batch{}
	for _, line := range lines {
		batch.Queue("insert into copy_journal (line) values ($1) on conflict do nothing", line)
	}
	return c.failed(c.db.pool.SendBatch(ctx, batch).Close())
}

// Canary keeps a sealed text where there is none yet, and returns the one that is there.
func (c Copies) Canary(ctx context.Context, sealed mission.Sealed) (mission.Sealed, error) {
	err := c.exec(ctx, "insert into copy_canary (sealed) values ($1) on conflict do nothing", []byte(sealed))
	if err != nil {
		return nil, err
	}
	var kept []byte
	err = c.db.pool.QueryRow(ctx, "select sealed from copy_canary").Scan(&kept)
	return kept, c.failed(err)
}

// PutCanary puts a sealed text in place of the one that is there, as after a change of the key.
func (c Copies) PutCanary(ctx context.Context, sealed mission.Sealed) error {
	return c.exec(ctx, "insert into copy_canary (sealed) values ($1) on conflict (one) do update set sealed = excluded.sealed", []byte(sealed))
}
