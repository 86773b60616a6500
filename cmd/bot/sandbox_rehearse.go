package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"throughline/internal/config"
	"throughline/internal/sandbox"
)

// rehearser runs the bot of the sandbox once more, on a copy of what it keeps.
type rehearser struct {
	bot *program
	cfg config.Config // of the bot that is copied
	log *slog.Logger
}

// connectLimit is how long a copy of the bot may take to connect to the copy of the local Slack, on the same machine.
const connectLimit = 15 * time.Second

// Rehearse starts the copy; see sandbox.Rehearser.
func (r rehearser) Rehearse(ctx context.Context, on *sandbox.Server) (stop func() error, err error) {
	dir, err := os.MkdirTemp("", "throughline-ahead-")
	if err != nil {
		return nil, fmt.Errorf("no room for a copy of the store: %w", err)
	}
	p, err := r.twin(ctx, dir, on)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	running, cancel := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan error, 1)
	go func() { ended <- p.run(running) }()
	stop = func() error {
		cancel()
		return errors.Join(<-ended, p.close(), os.RemoveAll(dir))
	}
	on.SetBot(p)
	wait, done := context.WithTimeout(ctx, connectLimit)
	defer done()
	if !p.connected(wait) {
		return nil, errors.Join(errors.New("the copy of the bot did not connect"), stop())
	}
	return stop, nil
}

// twin copies the store and what stands beside it, and puts a bot together on the copy.
func (r rehearser) twin(ctx context.Context, dir string, on *sandbox.Server) (*program, error) {
	env := on.Env()
	cfg := r.cfg
	cfg.Slack.APIURL = env.APIURL
	cfg.Store.Path = filepath.Join(dir, storeName)
	if err := r.bot.db.CopyTo(ctx, cfg.Store.Path); err != nil {
		return nil, err
	}
	for from, to := range map[string]string{r.cfg.KeyFile(): cfg.KeyFile(), r.cfg.ErasedFile(): cfg.ErasedFile()} {
		if err := copyBeside(from, to); err != nil {
			return nil, err
		}
	}
	return newProgram(ctx, cfg, sandboxClock{Clock: on.Clock(), start: time.Now()}, r.log)
}

// copyBeside copies a file that its owner alone can read. One that is not there is no error.
func copyBeside(from, to string) error {
	body, err := os.ReadFile(from)
	switch {
	case errors.Is(err, fs.ErrNotExist) || from == to:
		return nil
	case err != nil:
		return fmt.Errorf("copy what stands beside the store: %w", err)
	}
	if err := os.WriteFile(to, body, 0o600); err != nil { //nolint:gosec // G703: the bot's own files, by its own settings.
		return fmt.Errorf("copy what stands beside the store: %w", err)
	}
	return nil
}
