package postgres

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"throughline/internal/nudges"
)

const (
	// defaultConns is how many connections a copy has at most, where the settings do not say it.
	defaultConns = 16
	// minConns is the least that works: one to write, one to read meanwhile, and one to ask what became of the first.
	minConns = 3
	// connectLimit bounds the wait for a connection.
	connectLimit = 5 * time.Second
	// idleConn is after how long an unused connection is closed.
	idleConn = 5 * time.Minute
	// oldestServer is the first version of the server that can tell what became of a transaction in the way asked here.
	oldestServer = 130000
)

// Options are how a store is opened.
type Options struct {
	// URL says where the database is, as PostgreSQL's own programs take it, with the password in it. It is printed
	// nowhere.
	URL string
	// Logger is told of what an operator should know; nil logs nothing.
	Logger *slog.Logger
	// MaxConns is how many connections to hold at most; 0 means 16. Half of them write at most.
	MaxConns int
	// Moving opens a database that is being filled from another store too, to go on with that.
	Moving bool
	// Reading opens a database only to look at it: it is neither made nor brought up to date, and every Update is refused.
	Reading bool
}

// DB is the store in a database of PostgreSQL. It can be used from many goroutines, and by many processes at once.
type DB struct {
	pool    *pgxpool.Pool
	schema  string // where the tables are, for a store in the making; empty for the one that a connection sees
	reading bool   // nothing is written
	layout  int    // the version of the tables that this program knows
	log     *slog.Logger
	turns   chan struct{} // holds one for each Update that runs
	stats   counters
	closed  chan struct{}

	closing sync.Once
	wiping  wiping
}

// counters are what happened since the store was opened.
type counters struct{ updates, conflicts, alone, lost, doubts atomic.Int64 }

// Stats tell how the store fares, since it was opened.
type Stats struct {
	// Updates is how often Update was called, and Conflicts how often a transaction was run again because of another
	// one.
	Updates, Conflicts int64
	// Alone is how often one ran while all others waited, as it had been run again too often.
	Alone int64
	// Lost is how often a connection was lost or not to be had, and Doubts how often that was during a commit.
	Lost, Doubts int64
	// Conns is how many connections there are, Busy how many of them are in use, and MaxConns how many there may be.
	Conns, Busy, MaxConns int
}

// Stats returns what happened since the store was opened.
func (db *DB) Stats() Stats {
	p := db.pool.Stat()
	return Stats{
		Updates: db.stats.updates.Load(), Conflicts: db.stats.conflicts.Load(), Alone: db.stats.alone.Load(),
		Lost: db.stats.lost.Load(), Doubts: db.stats.doubts.Load(),
		Conns: int(p.TotalConns()), Busy: int(p.AcquiredConns()), MaxConns: int(p.MaxConns()),
	}
}

// Open connects to the database and brings its tables up to date, also where several copies do so at once. It returns
// ErrNewer for a database that a later version has written. The context bounds the opening alone.
func Open(ctx context.Context, opts Options) (*DB, error) {
	if opts.Logger == nil {
		opts.Logger = slog.New(slog.DiscardHandler)
	}
	config, err := poolConfig(opts)
	if err != nil {
		return nil, err
	}
	pool, err := pgxpool.NewWithConfig(context.WithoutCancel(ctx), config)
	if err != nil {
		return nil, openError(err)
	}
	ready := migrate
	if opts.Reading {
		ready = upToDate
	}
	if err := ready(ctx, pool, config); err != nil {
		pool.Close()
		return nil, openError(err)
	}
	layout, err := knownVersion()
	if err != nil {
		pool.Close()
		return nil, openError(err)
	}
	db := &DB{
		pool: pool, reading: opts.Reading, layout: layout, log: opts.Logger, closed: make(chan struct{}),
		turns: make(chan struct{}, max(1, int(config.MaxConns)/2)),
	}
	if !opts.Moving {
		if err := db.refuseMoving(ctx); err != nil {
			return nil, errors.Join(fmt.Errorf("open the database: %w", err), db.Close())
		}
	}
	return db, nil
}

// errURL says that the URL cannot be read. It says no more, since an error of the parser quotes the URL.
var errURL = errors.New("the URL of the database cannot be read: it is postgres://user:password@host:port/database")

// poolConfig reads the URL. Statements are sent without names on the server unless the URL asks for it, so that a
// pooler may stand in between.
func poolConfig(opts Options) (*pgxpool.Config, error) {
	config, err := pgxpool.ParseConfig(opts.URL)
	if err != nil {
		return nil, errURL
	}
	if !strings.Contains(opts.URL, "default_query_exec_mode") {
		config.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeExec
	}
	if !hasParam(opts.URL, "pool_max_conns") {
		config.MaxConns = defaultConns
	}
	if opts.MaxConns > 0 {
		config.MaxConns = int32(min(opts.MaxConns, 1<<15))
	}
	config.MaxConns = max(config.MaxConns, minConns)
	config.MaxConnIdleTime = idleConn
	config.PingTimeout = connectLimit
	if config.ConnConfig.ConnectTimeout == 0 {
		config.ConnConfig.ConnectTimeout = connectLimit
	}
	if config.ConnConfig.RuntimeParams["application_name"] == "" {
		config.ConnConfig.RuntimeParams["application_name"] = "throughline"
	}
	config.ConnConfig.DialFunc = dialer().DialContext
	return config, nil
}

func hasParam(text, name string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Query().Has(name) || strings.Contains(text, name+"=")
}

// dialer makes connections that notice within some 10 seconds that the other side is gone.
func dialer() *net.Dialer {
	return &net.Dialer{
		KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: 5 * time.Second, Interval: 2 * time.Second, Count: 3},
		ControlContext:  limitUnanswered,
	}
}

// openError turns what the driver says into a sentence that helps and holds no password.
func openError(err error) error {
	return fmt.Errorf("open the database: %w", serverError(err))
}

// Nudges returns the store as the nudges see it.
func (db *DB) Nudges() nudges.Store { return forNudges{db} }

type forNudges struct{ db *DB }

func (n forNudges) Update(ctx context.Context, f func(nudges.Tx) error) error {
	return n.db.Update(ctx, func(tx *Tx) error { return f(tx) })
}

func (n forNudges) View(ctx context.Context, f func(nudges.Tx) error) error {
	return n.db.View(ctx, func(tx *Tx) error { return f(tx) })
}

// Close lets what runs end and closes the connections. It may be called more than once.
func (db *DB) Close() error {
	db.closing.Do(func() {
		close(db.closed)
		db.wipeAtEnd()
		if db.schema == "" {
			db.pool.Close()
		}
	})
	return nil
}
