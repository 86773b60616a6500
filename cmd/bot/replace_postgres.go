package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"throughline/internal/copies"
	"throughline/internal/erased"
	"throughline/internal/move"
	"throughline/internal/store/postgres"
)

// dropLimit bounds the removal of what was not finished in a database.
const dropLimit = 10 * time.Second

// databaseSite makes a store in tables beside those that they take the place of.
type databaseSite struct {
	db *postgres.DB
	in *postgres.Incoming
}

func (r *replacement) inDatabase(ctx context.Context) error {
	db, err := openToMove(ctx, r.cfg)
	if err != nil {
		return err
	}
	err = r.look(ctx, move.Of(db))
	s := databaseSite{db: db}
	if err == nil {
		s.in, err = db.Incoming(ctx)
	}
	if err != nil {
		return errors.Join(err, db.Close())
	}
	r.site = s
	return nil
}

// close removes what was not finished also where a person interrupted the command.
func (s databaseSite) close() error {
	ctx, cancel := context.WithTimeout(context.Background(), dropLimit)
	defer cancel()
	return errors.Join(s.in.Drop(ctx), s.db.Close())
}

func (s databaseSite) fill(ctx context.Context, by func(to move.Store) error) error {
	to := move.Of(s.in.DB)
	err := by(to)
	if err == nil {
		err = move.Finish(ctx, to)
	}
	return err
}

func (s databaseSite) open(context.Context) (store, error) { return pgStore{s.in.DB}, nil }

// forgotten adds the lines that the copies keep for each other.
func (s databaseSite) forgotten(ctx context.Context, journal *erased.Journal) error {
	lines, err := s.db.Copies().Journal(ctx)
	if err == nil {
		_, err = journal.Adopt(lines)
	}
	return err
}

func (s databaseSite) swap(ctx context.Context, now time.Time) (string, error) {
	kept, err := s.in.Replace(ctx, postgres.KeptPrefix+now.UTC().Format("20060102t150405z"), copies.DeadAfter)
	if err != nil || kept == "" {
		return "", err
	}
	return fmt.Sprintf("What was there before is kept in the schema %s. It holds private words, sealed: drop it once all is well "+
		"(drop schema %[1]s cascade).", kept), nil
}
