package postgres

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/pressly/goose/v3"
)

const (
	// incomingPrefix begins the name of each schema in which a store is made. Nothing else has a name that begins so.
	incomingPrefix = "throughline_incoming_"
	// KeptPrefix begins the name of each schema in which a store is kept that was replaced.
	KeptPrefix = "throughline_before_"
	// swapTries is how often it is tried to put a store in the place of another while somebody reads that one.
	swapTries = 3
)

var (
	// ErrCopies says that a copy of the bot lives, or lived a moment ago, on a database that is to be replaced.
	ErrCopies = errors.New("a copy of the bot was started on this database meanwhile: stop it, and begin again")
	// ErrInUse says that somebody reads the tables that are to be replaced.
	ErrInUse = errors.New("somebody else is reading this database, such as pg_dump: wait until that has ended, and begin again")
	// ErrNoSchemas says that the role of the URL may not do what a replacement needs.
	ErrNoSchemas = errors.New("the role of THROUGHLINE_DATABASE_URL has to own the store's tables and may make schemas: " +
		"grant create on the database to it, or bring the store into a new database with bot migrate")
)

// swapping is the mode of the transaction that puts one store in the place of another. No copy is at work then, so that it
// waits for readers alone.
var swapping = mode{writable: true, begin: []string{"begin", "set local lock_timeout = '1s'"}}

// Incoming is a store in the making, in a schema of its own of the same database, which no copy sees. It is filled as any
// store is, and then takes the place of the one beside it with [Incoming.Replace].
type Incoming struct {
	*DB
	beside *DB
	place  string    // the schema of the store that is there
	began  time.Time // by the server's clock
}

// Incoming makes a new store beside this one, without records. What an earlier one left behind that was not finished goes.
func (db *DB) Incoming(ctx context.Context) (*Incoming, error) {
	in := &Incoming{beside: db}
	var id string
	err := db.pool.QueryRow(ctx, `select n.nspname, clock_timestamp(), pg_current_xact_id()::text from pg_class c
		join pg_namespace n on n.oid = c.relnamespace where c.oid = to_regclass('turn')`).Scan(&in.place, &in.began, &id)
	if err != nil {
		return nil, fmt.Errorf("make tables for a new store: %w", serverError(err))
	}
	in.DB = &DB{
		pool: db.pool, log: db.log, schema: incomingPrefix + id,
		turns: make(chan struct{}, cap(db.turns)), closed: make(chan struct{}),
	}
	if err := errors.Join(db.dropIncoming(ctx), in.make(ctx)); err != nil {
		return nil, fmt.Errorf("make tables for a new store: %w", err)
	}
	return in, nil
}

// dropIncoming removes all that is or was in the making. Another process that still fills one finds it gone, and ends with
// an error.
func (db *DB) dropIncoming(ctx context.Context) error {
	rows, err := db.pool.Query(ctx, "select nspname::text from pg_namespace where starts_with(nspname, $1)", incomingPrefix)
	if err != nil {
		return serverError(err)
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	for _, name := range names {
		if err == nil {
			_, err = db.pool.Exec(ctx, "drop schema if exists "+quoted(name)+" cascade")
		}
	}
	return rightsError(err)
}

// Leftovers returns the schemas of stores that were in the making, of which one may still be, and of those that were
// replaced; a schema that this store itself lies in is none.
func (db *DB) Leftovers(ctx context.Context) (unfinished, replaced []string, err error) {
	rows, err := db.pool.Query(ctx, "select nspname::text from pg_namespace where (starts_with(nspname, $1) or starts_with(nspname, $2))"+
		" and nspname <> current_schema() order by nspname", incomingPrefix, KeptPrefix)
	if err != nil {
		return nil, nil, serverError(err)
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, nil, serverError(err)
	}
	for _, name := range names {
		if strings.HasPrefix(name, incomingPrefix) {
			unfinished = append(unfinished, name)
		} else {
			replaced = append(replaced, name)
		}
	}
	return unfinished, replaced, nil
}

// Drop removes the store in the making, unless it has taken its place.
func (in *Incoming) Drop(ctx context.Context) error {
	_, err := in.pool.Exec(ctx, "drop schema if exists "+quoted(in.schema)+" cascade")
	return errors.Join(rightsError(err), in.Close())
}

// make makes the tables as the migrations do, with the count of the steps.
func (in *Incoming) make(ctx context.Context) error {
	sql, err := in.script()
	if err != nil {
		return err
	}
	tx, err := in.pool.Begin(ctx)
	if err != nil {
		return serverError(err)
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }() // After the commit it does nothing.
	if _, err := tx.Conn().PgConn().Exec(ctx, sql).ReadAll(); err != nil {
		return rightsError(err)
	}
	return rightsError(tx.Commit(ctx))
}

func (in *Incoming) script() (string, error) {
	steps, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil {
		return "", err
	}
	var sql strings.Builder
	fmt.Fprintf(&sql, "create schema %s; set local search_path = %[1]s;\n", quoted(in.schema))
	for _, step := range steps {
		text, err := migrationFiles.ReadFile(step)
		if err != nil {
			return "", err
		}
		sql.Write(text)
	}
	steppedIn, stepped := quoted(in.schema, goose.DefaultTablename), quoted(in.place, goose.DefaultTablename)
	fmt.Fprintf(&sql, "create table %s (like %s including all);\n", steppedIn, stepped)
	fmt.Fprintf(&sql, "insert into %s (version_id, is_applied, tstamp) select version_id, is_applied, tstamp from %s order by id;\n", steppedIn, stepped)
	return sql.String(), nil
}

// Replace puts the new store in the place of the one beside it, in one transaction: a crash leaves the one or the other. What
// was there is kept in a schema of the given name, or of one with a number behind it; where it holds no record at all it goes,
// and the name is empty. Who was forgotten is taken along from there. A copy of the bot that was seen within the given time,
// or was started since the new store was begun, is an [ErrCopies].
func (in *Incoming) Replace(ctx context.Context, keep string, within time.Duration) (kept string, err error) {
	if err := in.Close(); err != nil {
		return "", err
	}
	for range swapTries {
		err = in.beside.try(ctx, swapping, func(tx *Tx) (err error) {
			kept, err = in.swap(tx, keep, within)
			return err
		})
		if pg, ok := errors.AsType[*pgconn.PgError](err); !ok || pg.Code != "55P03" {
			return kept, rightsError(err)
		}
	}
	return "", ErrInUse
}

func (in *Incoming) swap(tx *Tx, keep string, within time.Duration) (kept string, err error) {
	// Every copy takes the first of these for each write, and writes into the second before it does anything else.
	err = tx.write("lock table " + quoted(in.place, "turn") + ", " + quoted(in.place, "copy") + " in access exclusive mode")
	if err != nil {
		return "", err
	}
	n, err := tx.number("select count(*) from "+quoted(in.place, "copy")+
		" where seen > clock_timestamp() - make_interval(secs => $1) or started > $2", within.Seconds(), in.began)
	if err != nil {
		return "", err
	}
	if *n > 0 {
		return "", ErrCopies
	}
	if keep, err = unusedSchema(tx, keep); err != nil {
		return "", err
	}
	if err := in.moveTables(tx, keep); err != nil {
		return "", err
	}
	return dropEmpty(tx, keep)
}

// moveTables moves all tables, with their indexes, and takes along what outlives every store.
func (in *Incoming) moveTables(tx *Tx, keep string) error {
	names, err := tx.docs("select tablename::text from pg_tables where schemaname = $1 order by tablename", in.schema)
	if err != nil {
		return err
	}
	if len(names) < len(tables) {
		return errors.New("the new store was taken away by somebody who makes another one")
	}
	statements := []string{"create schema " + quoted(keep)}
	for _, name := range names {
		statements = append(statements,
			"alter table "+quoted(in.place, string(name))+" set schema "+quoted(keep),
			"alter table "+quoted(in.schema, string(name))+" set schema "+quoted(in.place))
	}
	statements = append(statements,
		"insert into "+quoted(in.place, "copy_journal")+" select line from "+quoted(keep, "copy_journal")+" on conflict do nothing",
		"drop schema "+quoted(in.schema))
	for _, sql := range statements {
		if err := tx.write(sql); err != nil {
			return err
		}
	}
	return nil
}

// unusedSchema returns a name that no schema has, with a number behind it where it must be.
func unusedSchema(tx *Tx, name string) (string, error) {
	found, err := tx.docs("select nspname::text from pg_namespace where starts_with(nspname, $1)", name)
	taken := func(name string) bool {
		return slices.ContainsFunc(found, func(b []byte) bool { return string(b) == name })
	}
	free := name
	for n := 2; taken(free); n++ {
		free = fmt.Sprintf("%s_%d", name, n)
	}
	return free, err
}

// dropEmpty removes a store that holds no record, and returns the name of one that does.
func dropEmpty(tx *Tx, schema string) (string, error) {
	for _, t := range tables {
		n, err := tx.number("select count(*) from (select 1 from " + quoted(schema, t.KindName()) + " limit 1) as one")
		if err != nil || *n > 0 {
			return schema, err
		}
	}
	return "", tx.write("drop schema " + quoted(schema) + " cascade")
}

// rightsError says what a role needs that was refused something.
func rightsError(err error) error {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		if pg.Code == "42501" {
			return ErrNoSchemas
		}
		return serverError(err)
	}
	return err
}

func quoted(names ...string) string { return pgx.Identifier(names).Sanitize() }
