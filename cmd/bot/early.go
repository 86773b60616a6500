package main

import (
	"context"
	"log/slog"
	"time"

	"throughline/internal/config"
	"throughline/internal/store/postgres"
)

// longestAway is the longest pause between two questions to a database that is away.
const longestAway = 15 * time.Second

// openPatiently opens the store for a bot that is to run. While a database is away it goes on asking, as it does with
// Slack: a bot that is started beside its database is not to depend on who is up first. What no patience mends, such as
// a wrong password, is refused at once.
func openPatiently(ctx context.Context, cfg config.Config, log *slog.Logger, count *counts) (db store, err error) {
	err = patiently(ctx, cfg, log, func() error {
		db, err = openCounted(ctx, cfg, log, count)
		return err
	})
	return db, err
}

// patiently does something that a start needs of the store, again and again while a database is away: it may go as well
// between two steps of a start.
func patiently(ctx context.Context, cfg config.Config, log *slog.Logger, do func() error) error {
	for wait := time.Second; ; wait = min(2*wait, longestAway) {
		err := do()
		if err == nil || cfg.Store.Driver != config.Postgres || ctx.Err() != nil || !postgres.Away(err) {
			return err
		}
		log.Warn("the database cannot be reached; trying again", "in", wait.String(), "error", err)
		select {
		case <-ctx.Done():
			return err
		case <-time.After(wait):
		}
	}
}

// stoppedEarly is how the program ends that was told to stop before it was put together, while it waited for Slack or for
// its database: in order, since it did as it was told and held nothing.
func stoppedEarly(ctx context.Context, err error, log *slog.Logger) error {
	if ctx.Err() == nil {
		return err
	}
	log.Info("stopped before it was connected", "error", err)
	return nil
}
