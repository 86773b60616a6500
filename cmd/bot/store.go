package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"throughline/internal/backup"
	"throughline/internal/config"
	"throughline/internal/mission"
	"throughline/internal/move"
	"throughline/internal/nudges"
	"throughline/internal/slackapp"
	"throughline/internal/store/bolt"
	"throughline/internal/store/postgres"
	"throughline/internal/store/record"
)

// storeTx is what the program itself asks of a transaction, whichever store it runs on.
type storeTx interface {
	slackapp.Tx
	AllRunning() ([]mission.Mission, error)
	Items(ctx context.Context, after string, do func(record.Item) error) error
	SealedFrom(from string, limit int, look func(kind string, owner mission.UserID, s mission.Sealed) error) (next string, err error)
	Reseal(from string, limit int, change func(mission.Sealed) (mission.Sealed, error)) (next string, err error)
}

// store is a store that is open. Update's function may be run again and must have no effect outside of the
// transaction.
type store interface {
	Update(ctx context.Context, f func(storeTx) error) error
	View(ctx context.Context, f func(storeTx) error) error
	Nudges() nudges.Store
	// Each hands over every record of one moment, under the name of its kind.
	Each(ctx context.Context, do func(kind string, key, value []byte) error) error
	// CopyTo writes what stands at one moment into a new file, a store of its own.
	CopyTo(ctx context.Context, path string) error
	// Moving returns the store as what moves records sees it, and Backup writes what a backup holds into a new file.
	Moving() move.Store
	Backup() backup.Source
	Check(ctx context.Context) error
	Close() error
	vital
}

// openStore opens the store that the settings name, and makes it where there is none.
func openStore(ctx context.Context, cfg config.Config, log *slog.Logger) (store, error) {
	return openCounted(ctx, cfg, log, nil)
}

// openCounted is openStore with what is counted; nil counts nothing.
func openCounted(ctx context.Context, cfg config.Config, log *slog.Logger, count *counts) (store, error) {
	if cfg.Store.Driver == config.Postgres {
		return openDatabase(ctx, cfg, log)
	}
	db, err := bolt.Open(cfg.Store.Path, bolt.Options{Logger: log, Observe: count.commits()})
	if err != nil {
		return nil, err
	}
	return boltStore{db}, nil
}

// vital is what a store tells of itself to whoever watches the bot.
type vital interface {
	// Writable reports whether it takes writes.
	Writable(ctx context.Context) error
	// Size returns how many bytes it takes, and how many of these are free to be written again; below zero is not known.
	Size(ctx context.Context) (size, free int64, err error)
}

// openThere opens the store that is there, for a subcommand that makes none.
func openThere(ctx context.Context, cfg config.Config) (store, error) {
	if err := isThere(cfg); err != nil {
		return nil, err
	}
	return openStore(ctx, cfg, nil)
}

// isThere says what is missing where no store is there yet.
func isThere(cfg config.Config) error {
	if cfg.Store.Driver == config.Postgres {
		return nil // Opening it tells.
	}
	if _, err := os.Stat(cfg.Store.Path); err != nil {
		return fmt.Errorf("the store %s is not there: %w", cfg.Store.Path, err)
	}
	return nil
}

// refuseLost returns an error where a store has backups and is gone. The bot would begin an empty one, people would write
// into it, and the backup that is restored later would take its place.
func refuseLost(cfg config.Config) error {
	if _, err := os.Stat(cfg.Store.Path); cfg.Store.Driver == config.Postgres || !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	folder := cfg.BackupsFolder()
	found, err := backup.In(folder)
	if err != nil || len(found) == 0 {
		return nil //nolint:nilerr // A folder of backups that cannot be looked at says nothing about the store.
	}
	return fmt.Errorf("there is no store at %s, and %s holds backups of one: restore the newest with bot restore %s; to begin with nothing, move that folder away",
		cfg.Store.Path, folder, filepath.Join(folder, found[len(found)-1]))
}

// inUse says whether a store does not open because another process has it to itself.
func inUse(err error) bool { return errors.Is(err, bolt.ErrLocked) }

// boltStore is the store in one file.
type boltStore struct{ *bolt.DB }

func (s boltStore) Update(ctx context.Context, f func(storeTx) error) error {
	return s.DB.Update(ctx, func(tx *bolt.Tx) error { return f(tx) })
}

func (s boltStore) Moving() move.Store { return move.Of(s.DB) }

func (s boltStore) Backup() backup.Source { return backup.FromBolt(s.DB) }

func (s boltStore) View(ctx context.Context, f func(storeTx) error) error {
	return s.DB.View(ctx, func(tx *bolt.Tx) error { return f(tx) })
}

// pgStore is the store in a database.
type pgStore struct{ *postgres.DB }

func (s pgStore) Update(ctx context.Context, f func(storeTx) error) error {
	return s.DB.Update(ctx, func(tx *postgres.Tx) error { return f(tx) })
}

func (s pgStore) View(ctx context.Context, f func(storeTx) error) error {
	return s.DB.View(ctx, func(tx *postgres.Tx) error { return f(tx) })
}

func (s pgStore) Moving() move.Store { return move.Of(s.DB) }

func (s pgStore) Backup() backup.Source { return backup.FromStore(move.Of(s.DB)) }

// CopyTo is for files, which a rehearsal in the local Slack copies.
func (s pgStore) CopyTo(context.Context, string) error {
	return errors.New("a database is not copied as a file is; bot backup makes a file of it")
}

func openDatabase(ctx context.Context, cfg config.Config, log *slog.Logger) (store, error) {
	db, err := postgres.Open(ctx, postgres.Options{URL: cfg.Database.Reveal(), Logger: log, MaxConns: cfg.Store.MaxConnections})
	if err != nil {
		return nil, err
	}
	return pgStore{db}, nil
}

// storePlace says where everything is kept.
func storePlace(cfg config.Config) string {
	if cfg.Store.Driver == config.Postgres {
		return "the database"
	}
	return cfg.Store.Path
}

// edgeStore gives the Slack edge its view of the store.
type edgeStore struct{ db store }

func (s edgeStore) Update(ctx context.Context, f func(slackapp.Tx) error) error {
	return s.db.Update(ctx, func(tx storeTx) error { return f(tx) })
}

func (s edgeStore) View(ctx context.Context, f func(slackapp.Tx) error) error {
	return s.db.View(ctx, func(tx storeTx) error { return f(tx) })
}
