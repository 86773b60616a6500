package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"

	"throughline/internal/config"
)

// RunCmd is bot run.
type RunCmd struct {
	Config string `help:"Settings file. Without it throughline.toml is read where there is one." placeholder:"FILE"`
}

// Run connects to Slack and works until the program is told to stop.
func (c RunCmd) Run(ctx context.Context, con *console) error {
	cfg, err := config.Load(c.Config, con.env)
	if err != nil {
		return err
	}
	count := newCounts()
	log := slog.New(count.logging(newLogger(cfg.Log, con.stderr).Handler()))
	defer count.serveHealth(ctx, cfg.Metrics, log).close()
	p, err := newCounted(ctx, cfg, newRealClock(), log, count)
	if err != nil {
		return err
	}
	count.watch(p, cfg)
	log.Info("starting", "version", buildName(), "store", cfg.Store.Path, "sockets", cfg.Slack.Sockets)
	answering := listenToOperator(cfg, p, log)
	err = errors.Join(p.run(ctx), answering.close(), p.close())
	if err != nil {
		return fmt.Errorf("stopped: %w", err)
	}
	log.Info("stopped")
	return nil
}

// newLogger returns the logger that the settings ask for: text for a person at a terminal, JSON for
// everything else.
func newLogger(cfg config.Log, w io.Writer) *slog.Logger {
	opts := &slog.HandlerOptions{Level: cfg.Level}
	if cfg.Format == "text" || cfg.Format == "auto" && isTerminal(w) {
		return slog.New(slog.NewTextHandler(w, opts))
	}
	return slog.New(slog.NewJSONHandler(w, opts))
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
