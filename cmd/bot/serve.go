package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/pprof"
	"time"

	"throughline/internal/config"
	"throughline/internal/health"
)

// served are the pages that tell how the bot is, on an address of their own.
type served struct {
	server *http.Server
	done   chan struct{}
}

// serveHealth serves /metrics, /healthz and /readyz at the address of the settings, from before Slack is asked
// anything until the program ends. An address that cannot be listened at stops nobody from working: it is logged.
func (c *counts) serveHealth(ctx context.Context, cfg config.Metrics, log *slog.Logger) *served {
	log = log.With("component", "health")
	if cfg.Address == "" {
		return nil
	}
	if !config.Loopback(cfg.Address) {
		log.Warn("metrics and health can be read from other machines; they name nobody, and are not encrypted", "address", cfg.Address)
	}
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", cfg.Address)
	if err != nil {
		log.Warn("metrics and health are not served: choose another address in metrics.address", "address", cfg.Address, "error", err)
		return nil
	}
	s := &served{server: health.Server(c.pages(cfg)), done: make(chan struct{})}
	s.server.ErrorLog = slog.NewLogLogger(log.Handler(), slog.LevelDebug)
	go func() {
		defer close(s.done)
		if err := s.server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			log.Error("metrics and health are no longer served", "error", err)
		}
	}()
	log.Info("metrics and health are served", "address", l.Addr().String())
	return s
}

// pages are what is served; the profiles of the Go runtime only where the settings ask for them.
func (c *counts) pages(cfg config.Metrics) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", c.panel.Handler(c.metrics.Handler()))
	if cfg.Profiles {
		mux.HandleFunc("GET /debug/pprof/", pprof.Index)
		mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
		mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	}
	if config.Loopback(cfg.Address) {
		return health.OnThisMachine(mux)
	}
	return mux
}

// close ends the pages; nobody who asks is waited for longer than a moment.
func (s *served) close() {
	if s == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if s.server.Shutdown(ctx) != nil {
		_ = s.server.Close()
	}
	<-s.done
}
