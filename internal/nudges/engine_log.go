package nudges

import (
	"context"
	"log/slog"
)

// The log names kinds, missions, states and reasons, and never the person whom a nudge was for: why
// somebody got none is nobody's business.

// logMove tells where a row stands, where that is worth telling.
func (e *Engine) logMove(r Row, f *SendError) {
	level := slog.LevelDebug
	switch r.State {
	case Failed, Unsure, Unknown:
		level = slog.LevelWarn
	case Skipped, Dropped:
		level = slog.LevelInfo
	}
	attrs := rowAttrs(r)
	if f != nil {
		attrs = append(attrs, slog.String("class", f.Class.String()), slog.String("code", f.Code))
		switch {
		case f.Class == Down:
			level = slog.LevelError
		case f.Code != codeNotYet: // What waits for another row is tried often, and nothing is wrong.
			level = max(level, slog.LevelInfo)
		}
	}
	e.log.LogAttrs(context.Background(), level, "row moved", attrs...)
}

// logChoice keeps what a choice of question can be replayed from.
func (e *Engine) logChoice(r Row, d Decision, seed uint64) {
	if d.Action != Send || r.State == Withheld {
		return
	}
	e.log.LogAttrs(context.Background(), slog.LevelInfo, "question chosen", append(rowAttrs(r),
		slog.String("question", d.Choice.Question.ID), slog.String("theme", d.Choice.Theme),
		slog.Int("candidates", d.Choice.Candidates), slog.Uint64("seed", seed),
		slog.String("library", e.set().reader.library.Hash()))...)
}

func (e *Engine) logTaken(done []taken) {
	for _, t := range done {
		e.observer.Taken(t.Plan.Kind, t.Reason)
		level := slog.LevelInfo
		attrs := []slog.Attr{
			slog.String("kind", string(t.Plan.Kind)), slog.String("mission", string(t.Plan.Mission)),
			slog.Time("due", t.Plan.Next), slog.String("reason", string(t.Reason)),
		}
		if t.Err != nil {
			level = slog.LevelError
			attrs = append(attrs, slog.String("error", t.Err.Error()))
		}
		e.log.LogAttrs(context.Background(), level, "plan due", attrs...)
	}
}

func rowAttrs(r Row) []slog.Attr {
	attrs := []slog.Attr{
		slog.String("subject", string(r.Subject)), slog.String("mission", string(r.Mission)),
		slog.String("state", string(r.State)),
	}
	if r.Reason != "" {
		attrs = append(attrs, slog.String("reason", r.Reason))
	}
	if r.Nudge != nil {
		attrs = append(attrs, slog.String("kind", string(r.Nudge.Kind)), slog.Time("due", r.Due))
	}
	return attrs
}
