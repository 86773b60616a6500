package postgres

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// migrationFiles are the steps from an empty database to the tables of today. A step never changes once it was
// released.
//
//go:embed migrations/*.sql
var migrationFiles embed.FS

var (
	// ErrNewer says that a later version of the bot has written the database.
	ErrNewer = errors.New("a newer version of the bot has written this database: install that version again, " +
		"or restore a backup from before it")
	// ErrOlder says to whoever opens a database only to look at it that it has to be brought up to date first.
	ErrOlder = errors.New("an older version of the bot wrote this database: start this version once, which brings it up to date, " +
		"or check it with that version")
	// ErrEmpty says to the same that no bot has ever used it.
	ErrEmpty = errors.New("no bot has used this database yet: look whether THROUGHLINE_DATABASE_URL names the right one")
	// ErrReading says that the database was opened only to look at it.
	ErrReading = errors.New("the database was opened for reading alone")
	// ErrOldServer says that the server is too old.
	ErrOldServer = errors.New("the store needs PostgreSQL 13 or later")
)

const (
	// lockLease is for how long a copy that dies while it changes the tables holds up the others.
	lockLease, lockBeat = 15 * time.Second, 3 * time.Second
	// lockGlance is the pause between two looks whether another copy is done, and lockLooks how many there are.
	lockGlance, lockLooks = 100 * time.Millisecond, 1200
	// undefinedTable is what the server says about a table that is not there.
	undefinedTable = "42P01"
)

// migrate brings the tables up to date. Several copies may do so at once: one works, the others wait. The lock between
// them is a row and no lock of a session, which would not hold behind a pooler.
func migrate(ctx context.Context, pool *pgxpool.Pool, config *pgxpool.Config) error {
	steps, version, known, err := versions(ctx, pool)
	if err != nil || version == known {
		return err
	}
	return bringUp(ctx, config, steps)
}

// upToDate returns nil for a database that needs no step, and changes nothing.
func upToDate(ctx context.Context, pool *pgxpool.Pool, _ *pgxpool.Config) error {
	_, version, known, err := versions(ctx, pool)
	switch {
	case err != nil || version == known:
		return err
	case version == 0:
		return ErrEmpty
	}
	return ErrOlder
}

// versions returns the steps, the version that the database has, and the one that it should have. The error is ErrNewer
// where it has a later one.
func versions(ctx context.Context, pool *pgxpool.Pool) (steps fs.FS, version, known int, err error) {
	if steps, err = fs.Sub(migrationFiles, "migrations"); err != nil {
		return nil, 0, 0, err
	}
	if known, err = knownVersion(); err != nil {
		return nil, 0, 0, err
	}
	version, err = schemaVersion(ctx, pool)
	if err == nil && version > known {
		err = newer(version, known)
	}
	return steps, version, known, err
}

// versionOfTables asks a database that has tables of ours for their version.
const versionOfTables = "select coalesce(max(version_id), 0) from " + goose.DefaultTablename + " where is_applied"

// knownVersion returns the version of the tables that this program makes.
func knownVersion() (int, error) {
	steps, err := fs.Glob(migrationFiles, "migrations/*.sql")
	return len(steps), err
}

func newer(version, known int) error {
	return fmt.Errorf("%w (the database has version %d, this bot knows %d)", ErrNewer, version, known)
}

// schemaVersion returns 0 for a database without tables of ours.
func schemaVersion(ctx context.Context, pool *pgxpool.Pool) (version int, err error) {
	var server int
	err = pool.QueryRow(ctx, "select current_setting('server_version_num')::int").Scan(&server)
	if err != nil {
		return 0, err
	}
	if server < oldestServer {
		return 0, ErrOldServer
	}
	err = pool.QueryRow(ctx, versionOfTables).Scan(&version)
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok && pg.Code == undefinedTable {
		return 0, nil
	}
	return version, err
}

func bringUp(ctx context.Context, config *pgxpool.Config, steps fs.FS) error {
	silent := slog.New(slog.DiscardHandler)
	locker, err := lock.NewPostgresTableLocker(
		lock.WithTableLeaseDuration(lockLease), lock.WithTableHeartbeatInterval(lockBeat),
		lock.WithTableLockTimeout(lockGlance, lockLooks), lock.WithTableLogger(silent),
	)
	if err != nil {
		return err
	}
	db := stdlib.OpenDB(*config.ConnConfig)
	defer func() { _ = db.Close() }() // What was done was committed.
	provider, err := goose.NewProvider(goose.DialectPostgres, db, steps,
		goose.WithLocker(locker), goose.WithSlog(silent), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("bring the tables up to date: %w", err)
	}
	return nil
}
