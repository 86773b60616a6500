package slackapp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/api"
	"throughline/internal/slackapp/view"
)

// While Slack's Web API does not answer, its sockets may well go on. Then an acknowledgement is the one way to a
// person, and only that of a command has words. Whoever cannot be told at once is told when Slack is back.

// away reports whether an error says that Slack could not be asked, rather than what it said.
func away(err error) bool {
	switch api.ClassOf(err) {
	case api.Transient, api.RateLimited, api.Doubt, api.TokenDead:
		return true
	}
	return false
}

// openWithin is how long a form may take that is opened before its command is acknowledged.
const openWithin = 1500 * time.Millisecond

// openFirst opens a command's form before the acknowledgement, where Slack is away: so the acknowledgement can say
// that nothing opened. It returns false where the form is to be opened after it, as usual.
func (a *App) openFirst(ctx context.Context, r *request, ans answer) (ack json.RawMessage, done bool) {
	if r.source != fromCommand || ans.message != nil || ans.form != nil || !a.api.Away() {
		return nil, false
	}
	ctx, cancel := context.WithTimeout(ctx, openWithin)
	defer cancel()
	if err := a.openedForm(ctx, r, ans); err != nil {
		ack, _ = inAck(r, a.notOpened(r, err))
	}
	return ack, true
}

// notOpened tells why a form did not open: it came too late, Slack is away, nobody knows, or it is a fault of ours,
// which gets a word to find it by.
func (a *App) notOpened(r *request, err error) answer {
	code, c := view.TooSlow, view.RefusalContext{}
	switch class := api.ClassOf(err); {
	case isCode(err, "push_limit_reached"):
		code = view.TooManyForms
	case class == api.Doubt:
		code = view.OpenUnsure
	case away(err):
		code = view.NotOpened
	case class == api.Bug, class == api.Config:
		code, c.Reference, c.Support = view.Unforeseen, view.Reference(rand.Uint64()), a.set().SupportContact //nolint:gosec // G404: no secret.
		a.log.Error("request failed", "ref", c.Reference, "class", failUnforeseen, "key", r.key, "error", err)
	}
	return say(view.Refusal(&mission.Refusal{Code: code}, c))
}

// isCode reports whether Slack refused a call with a code.
func isCode(err error, code string) bool {
	var e *api.Error
	return errors.As(err, &e) && e.Code == code
}

// savedForLater is what a command is acknowledged with whose answer will be a message, where Slack takes none.
func (a *App) savedForLater(r *request, ans answer) (json.RawMessage, bool) {
	if r.source != fromCommand || ans.message != nil || ans.open != nil || ans.form != nil || ans.then != nil || !a.api.Away() {
		return nil, false
	}
	return inAck(r, say(view.SavedForLater()))
}

// noticeUnanswered tells somebody that an answer may not have reached her: unanswered:<unix>.
const noticeUnanswered = "unanswered"

// unansweredGrace is how late that may still be told.
const unansweredGrace = 12 * time.Hour

// unanswered lets somebody know, as soon as Slack takes messages, that an answer may not have reached her: once an
// hour, however often she asked. An answer that Slack refused for another reason is not told of again.
func (a *App) unanswered(ctx context.Context, r *request, cause error) {
	if !away(cause) && !errors.Is(cause, context.DeadlineExceeded) {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), unansweredWithin)
	defer cancel()
	err := a.store.Update(ctx, func(tx Tx) error { return a.rows(tx).unanswered(a.team, r.user) })
	if err != nil {
		a.log.Error("somebody is not told that an answer did not reach her", "error", err)
		return
	}
	a.engine.Wake()
}

// unansweredWithin bounds writing that down.
const unansweredWithin = 2 * time.Second

func (w rows) unanswered(team mission.TeamID, user mission.UserID) error {
	hour := w.now.Unix() / int64(time.Hour/time.Second)
	before, err := optional(w.tx.Row(team, unansweredKey(user, hour-1)))
	if err != nil || before != nil && !before.State.Ended() {
		return err // she is told already
	}
	return w.post(nudges.Row{
		Key: unansweredKey(user, hour), Team: team, Subject: nudges.OfNotice, Ref: ref(noticeUnanswered, unix(w.now)),
		User: user, Grace: unansweredGrace,
	})
}

func unansweredKey(user mission.UserID, hour int64) string {
	return fmt.Sprintf("unanswered/%s/%d", user, hour)
}

func (a *App) awayNotices() map[string]noticed {
	return map[string]noticed{
		noticeUnanswered: func(_ context.Context, env view.Env, r rowRef) (view.Message, error) {
			at, err := strconv.ParseInt(r.args[0], 10, 64)
			return view.Unanswered(env, time.UnixMilli(at)), err
		},
	}
}

// The bot's token can die without an event that says so. It is asked about again before that is believed, since an
// incident of Slack's looks the same for a moment.
const (
	tokenEvery = time.Minute
	tokenTries = 3
)

// watchToken stops the bot once Slack has said for a while, whatever was asked, that its token is dead.
func (a *App) watchToken(ctx context.Context) {
	tick := time.NewTicker(tokenEvery)
	defer tick.Stop()
	for dead := 0; ; {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if !a.api.TokenDead() {
			dead = 0
			continue
		}
		_, err := a.api.AuthTest(ctx)
		if api.ClassOf(err) != api.TokenDead {
			dead = 0
			continue
		}
		if dead++; dead >= tokenTries {
			a.stop(fmt.Errorf("Slack refuses the bot's token; install the app again, or give the bot its new token: %w", err)) //nolint:staticcheck // ST1005: a name begins it.
			return
		}
	}
}
