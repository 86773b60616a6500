package slackapp

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"

	"github.com/slack-go/slack/slackevents"

	"throughline/internal/mission"
	"throughline/internal/slackapp/view"
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

// minding returns a step that follows an acknowledgement, after whose panic its person hears that something broke. Where
// telling her panics as well, the worker logs that.
func (a *App) minding(r *request, step func(context.Context)) func(context.Context) {
	return func(ctx context.Context) {
		_, err := safely(func() (answer, error) { step(ctx); return answer{}, nil })
		if err != nil {
			a.tell(ctx, r, a.broken(ctx, r, err))
		}
	}
}

// broken logs a fault, and words it for the person without anything that could break again.
func (a *App) broken(ctx context.Context, r *request, err error) answer {
	var c view.RefusalContext
	c.Support = a.set().SupportContact
	refusal := a.unforeseen(ctx, r, err, &c)
	return say(view.Refusal(refusal, c))
}

// panicAttrs are what the log says of a panic, or nothing.
func panicAttrs(err error) []any {
	if p, ok := errors.AsType[*panicError](err); ok {
		return []any{slog.String("panic", p.what), slog.String("stack", p.stack)}
	}
	return nil
}

// panicked reports whether an error is a panic.
func panicked(err error) bool {
	_, ok := errors.AsType[*panicError](err)
	return ok
}

// brokenEvent logs an event that broke the program, and returns what tells the author of a direct message, who else waits
// for an answer. Whoever caused another event waits for none.
func (a *App) brokenEvent(ctx context.Context, key string, e slackevents.EventsAPIEvent, err error) func(context.Context) {
	r := &request{source: fromMessage, key: key}
	ans := a.broken(ctx, r, err)
	ev, ok := e.InnerEvent.Data.(*slackevents.MessageEvent)
	if !ok || ev.User == "" || ev.BotID != "" || mission.UserID(ev.User) == a.bot || !direct(ev.Channel, "") {
		return nil
	}
	r.user, r.channel, r.dm = mission.UserID(ev.User), mission.ChannelID(ev.Channel), true
	return func(ctx context.Context) { a.tellDirectly(ctx, r, *ans.message) }
}
