package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Probed is what a look at a database tells that changes nothing.
type Probed struct {
	// Layout is the version of the tables, 0 where there are none of ours, and Known the newest that this program knows.
	Layout, Known int
	// Ahead is how far the server's clock is ahead of this machine's.
	Ahead time.Duration
}

// Probe connects to a database and looks whether this program can work on it. Unlike [Open] it makes nothing and brings
// nothing up to date. It returns ErrNewer as Open does.
func Probe(ctx context.Context, opts Options) (Probed, error) {
	config, err := poolConfig(opts)
	if err != nil {
		return Probed{}, err
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return Probed{}, openError(err)
	}
	defer pool.Close()
	p := Probed{}
	if p.Known, err = knownVersion(); err != nil {
		return p, err
	}
	if p.Layout, err = schemaVersion(ctx, pool); err != nil {
		return p, openError(err)
	}
	if p.Layout > p.Known {
		return p, openError(newer(p.Layout, p.Known))
	}
	asked := time.Now()
	var theirs time.Time
	if err := pool.QueryRow(ctx, "select clock_timestamp()").Scan(&theirs); err != nil {
		return p, openError(err)
	}
	p.Ahead = theirs.Sub(asked.Add(time.Since(asked) / 2))
	return p, nil
}
