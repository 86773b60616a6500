package main

import (
	"context"
	"log/slog"
	"strings"
)

// countingHandler counts the lines of a log by their level, and hands them on.
type countingHandler struct {
	slog.Handler
	count func(level string)
}

// Handle counts a line before it is written.
func (h countingHandler) Handle(ctx context.Context, r slog.Record) error {
	h.count(levelName(r.Level))
	return h.Handler.Handle(ctx, r)
}

// WithAttrs keeps counting.
func (h countingHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return countingHandler{h.Handler.WithAttrs(attrs), h.count}
}

// WithGroup keeps counting.
func (h countingHandler) WithGroup(name string) slog.Handler {
	return countingHandler{h.Handler.WithGroup(name), h.count}
}

func levelName(l slog.Level) string {
	switch {
	case l >= slog.LevelError:
		return "error"
	case l >= slog.LevelWarn:
		return "warn"
	case l >= slog.LevelInfo:
		return "info"
	}
	return strings.ToLower(slog.LevelDebug.String())
}
