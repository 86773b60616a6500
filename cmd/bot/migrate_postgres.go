package main

import (
	"context"
	"errors"
	"fmt"

	"throughline/internal/config"
	"throughline/internal/copies"
	"throughline/internal/move"
	"throughline/internal/store/postgres"
	"throughline/internal/store/record"
)

// openToMove opens the database of the environment, also one that is being filled, where no copy of the bot lives on it.
func openToMove(ctx context.Context, cfg config.Config) (*postgres.DB, error) {
	if !cfg.Database.IsSet() {
		return nil, errors.New("postgres: names the database of THROUGHLINE_DATABASE_URL, or of the file that THROUGHLINE_DATABASE_URL_FILE names; neither is set")
	}
	db, err := postgres.Open(ctx, postgres.Options{URL: cfg.Database.Reveal(), MaxConns: cfg.Store.MaxConnections, Moving: true})
	if err != nil {
		return nil, err
	}
	living, err := db.Copies().Living(ctx, copies.DeadAfter)
	if err == nil && len(living) > 0 {
		err = fmt.Errorf("%d copies of the bot live on this database: stop them first, and wait until they are gone for 20 seconds", len(living))
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// postgresSource opens the database that records come from. One that is itself only partly filled is none.
func postgresSource(ctx context.Context, cfg config.Config) (move.Store, func() error, error) {
	db, err := openToMove(ctx, cfg)
	if err != nil {
		return nil, nil, err
	}
	from := move.Of(db)
	moving, _, err := filling(ctx, from)
	if err == nil && moving {
		err = errors.New("a move into this database was not finished: it cannot be moved from")
	}
	if err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	return from, db.Close, nil
}

// filling reports whether a store is being filled, and how many records it holds.
func filling(ctx context.Context, s move.Store) (moving bool, n int64, err error) {
	err = s.Snapshot(ctx, func(tx move.Tx) error {
		note, err := tx.Note(record.NoteMoving)
		if err != nil {
			return err
		}
		moving = note != nil
		counts, err := tx.Counts(ctx)
		for _, c := range counts {
			n += c
		}
		return err
	})
	return moving, n, err
}

// postgresTarget fills the database in place: until all is there, its note keeps every bot away.
func (c MigrateCmd) postgresTarget(ctx context.Context, cfg config.Config) (*moveTarget, error) {
	if c.Again {
		return nil, errors.New("--again: empty the database first (drop and create it), then begin anew")
	}
	db, err := openToMove(ctx, cfg)
	if err != nil {
		return nil, err
	}
	to := move.Of(db)
	moving, n, err := filling(ctx, to)
	if err == nil && !moving && n > 0 {
		err = fmt.Errorf("the database holds %d records already, and no store is written over: name an empty one", n)
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &moveTarget{store: to, close: db.Close, finish: func() error { return errors.Join(move.Finish(ctx, to), db.Close()) }}, nil
}
