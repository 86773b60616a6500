package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"throughline/internal/config"
	"throughline/internal/systemd"
)

// RunCmd is bot run.
type RunCmd struct {
	Config string `help:"Read the settings from this file. Without it throughline.toml is read where there is one." placeholder:"FILE"`
}

// Run connects to Slack and works until the program is told to stop.
func (c RunCmd) Run(ctx context.Context, con *console) error {
	cfg, err := config.Load(c.Config, con.env)
	if err != nil {
		return err
	}
	if err := refuseLost(cfg); err != nil {
		return err
	}
	con.after = func() { handOver(cfg) }
	count, level := newCounts(), levelOf(cfg.Log)
	log := slog.New(count.logging(newFloodGuard(newHandler(cfg.Log, level, con.stderr))))
	warnOfOpenFiles(con.env, cfg.File, log)
	hup := make(chan os.Signal, 1)
	signal.Notify(hup, syscall.SIGHUP)
	defer signal.Stop(hup)
	defer count.serveHealth(ctx, cfg.Metrics, log).close()
	service := lifecycle{manager: systemd.New(con.env, os.Getpid()), count: count, log: log}
	started := service.starting(ctx)
	p, err := newCounted(ctx, cfg, newRealClock(), log, count)
	if err != nil {
		started()
		return stoppedEarly(ctx, err, log)
	}
	count.watch(p, cfg)
	log.Info("starting", "version", buildName(), "store", storePlace(cfg), "sockets", cfg.Slack.Sockets)
	answering := listenToOperator(cfg, p, log)
	go spareMemory(ctx, p.socket.Idle)
	reload := &reloader{path: c.Config, env: con.env, level: level, log: log, program: p, running: cfg}
	err = service.work(ctx, cfg.Stop, p, started, reload, hup)
	err = errors.Join(err, answering.close())
	if errors.Is(err, errOutlasts) {
		return err // Something still uses the store, which loses nothing when it is left open.
	}
	if err = errors.Join(err, p.close()); err != nil {
		return fmt.Errorf("stopped: %w", err)
	}
	log.Info("stopped")
	return nil
}

// newHandler returns the handler of logs that the settings ask for, with a level that can change meanwhile: text for a
// person at a terminal, JSON for everything else.
func newHandler(cfg config.Log, level slog.Leveler, w io.Writer) slog.Handler {
	opts := &slog.HandlerOptions{Level: level, ReplaceAttr: readable}
	if cfg.Format == "text" || cfg.Format == "auto" && isTerminal(w) {
		return slog.NewTextHandler(w, opts)
	}
	return slog.NewJSONHandler(w, opts)
}

// readable writes a length of time as people read it, where JSON would have nanoseconds.
func readable(_ []string, a slog.Attr) slog.Attr {
	if a.Value.Kind() == slog.KindDuration {
		a.Value = slog.StringValue(a.Value.Duration().Round(time.Millisecond).String())
	}
	return a
}

func levelOf(cfg config.Log) *slog.LevelVar {
	v := new(slog.LevelVar)
	v.Set(cfg.Level)
	return v
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
