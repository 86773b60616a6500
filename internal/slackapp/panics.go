package slackapp

import (
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"
)

// panicError is a panic on the way to an answer. Its text is free of the panic's value, which may hold what people wrote,
// unless it is the runtime's own.
type panicError struct{ what, stack string }

func (e *panicError) Error() string { return "a handler panicked: " + e.what }

// safely runs what answers a request, and turns a panic into an error, so that the person hears of it, with a word that
// the log has too.
func safely(do func() (answer, error)) (ans answer, err error) {
	defer func() {
		v := recover()
		if v == nil {
			return
		}
		what := fmt.Sprintf("%T", v)
		if known, ok := v.(runtime.Error); ok {
			what = known.Error()
		}
		ans, err = answer{}, &panicError{what, string(debug.Stack())}
	}()
	return do()
}

// panicAttrs are what the log says of a panic, or nothing.
func panicAttrs(err error) []any {
	if p, ok := errors.AsType[*panicError](err); ok {
		return []any{slog.String("panic", p.what), slog.String("stack", p.stack)}
	}
	return nil
}
