package slackapp

import (
	"context"
	"errors"
	"time"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"throughline/internal/limits"
	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/view"
)

// How much one person may cause, see [limits.Table]. What is durable is counted in the transaction that makes it, by the
// rows that it puts on their way: no handler has to think of it, and copies of the bot count together. Requests are
// counted in memory, before anything is done for them.

// cause is who asks for a change, and how much was typed for it. It travels in the context of a request, from the place
// where the envelope is read to the transaction; what Slack tells by itself has none.
type cause struct {
	user    mission.UserID
	letters int
}

type causeKey struct{}

// causedBy notes whose request a context belongs to.
func causedBy(ctx context.Context, user mission.UserID, letters int) context.Context {
	return context.WithValue(ctx, causeKey{}, cause{user: user, letters: letters})
}

func causeOf(ctx context.Context) (cause, bool) {
	c, ok := ctx.Value(causeKey{}).(cause)
	return c, ok && c.user != ""
}

// lettersIn counts what was typed into a form.
func lettersIn(state *slack.ViewState) int {
	if state == nil {
		return 0
	}
	n := 0
	for _, block := range state.Values {
		for _, v := range block {
			n += utf8.RuneCountInString(v.Value)
		}
	}
	return n
}

// acts are changes with a rule of their own besides those of all.
var acts = map[string]limits.Rule{
	"start":        limits.Missions,
	"my_data":      limits.Direct,
	"private_file": limits.Direct,
}

// always are changes that go through whatever was done before: to be forgotten is a right.
var always = map[string]bool{"forget": true}

// counted counts a change among those of the person who asked for it, and refuses it where that is too much; what was
// written so far is then rolled back.
func (a *App) counted(tx *watched, by cause, done outcome) error {
	if a.set().Limits.None() || always[done.Did] {
		return nil
	}
	now := a.clock.Now()
	name := "limits/" + a.seal.Tag("limits", string(by.user))
	kept, _, err := tx.Seen(a.team, name)
	if err != nil {
		return err
	}
	ledger, err := limits.ReadLedger(kept)
	if err != nil {
		a.log.Warn("limits counted anew", "error", err)
	}
	if err := a.charge(ledger, tx, by, done, now); err != nil {
		return tooMuchAtOnce(err)
	}
	if kept, err = ledger.Bytes(now); err != nil {
		return err
	}
	return tx.Remember(a.team, name, kept, now)
}

// charge counts everything that a change brings.
func (a *App) charge(l limits.Ledger, tx *watched, by cause, done outcome, now time.Time) error {
	scale := a.set().Limits
	take := func(r limits.Rule, place string, n int) error { return l.Take(scale.Of(r), place, n, now) }
	for channel, n := range tx.posts {
		place := a.seal.Tag("limits in", string(channel))
		if err := errors.Join(take(limits.Posts, place, n), take(limits.PostsInDay, place, n)); err != nil {
			return err
		}
	}
	return errors.Join(
		take(limits.Direct, "", tx.sent),
		take(acts[done.Did], "", 1),
		take(limits.Changes, "", 1),
		take(limits.Letters, "", by.letters),
	)
}

// refusals are the reasons that people are told of.
var refusals = map[string]mission.Code{
	limits.Posts.Name:      view.ManyPosts,
	limits.PostsInDay.Name: view.ManyPosts,
	limits.Missions.Name:   view.ManyMissions,
	limits.Letters.Name:    view.ManyLetters,
}

// tooMuchAtOnce makes a refusal of a rule that is reached, with the time at which it goes on: that of the rule which
// takes longest.
func tooMuchAtOnce(err error) error {
	worst := &limits.Reached{}
	for _, e := range reachedIn(err) {
		if e.At.After(worst.At) {
			worst = e
		}
	}
	if worst.At.IsZero() {
		return err
	}
	code, ok := refusals[worst.Rule.Name]
	if !ok {
		code = view.Many
	}
	return &mission.Refusal{Code: code, At: worst.At}
}

// reachedIn returns every rule that is reached in an error that may join several.
func reachedIn(err error) []*limits.Reached {
	if r, ok := err.(*limits.Reached); ok { //nolint:errorlint // The errors of a join are walked one by one.
		return []*limits.Reached{r}
	}
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return nil
	}
	var all []*limits.Reached
	for _, e := range joined.Unwrap() {
		all = append(all, reachedIn(e)...)
	}
	return all
}

// posted notes a row that puts a new message on its way at once, for [App.counted]. What is planned, what is edited and
// what others are told with a budget of their own is not counted.
func (w *watched) posted(r nudges.Row) {
	soon := !r.NotBefore.After(w.now.Add(time.Minute))
	if r.Update || r.State != nudges.Due || r.Attempts > 0 || !soon {
		return
	}
	switch r.Subject {
	case nudges.OfNudge, nudges.OfChore, nudges.OfRound, nudges.OfRemoval:
		return
	}
	if r.User != "" {
		w.sent++
		return
	}
	w.posts[r.Channel]++
}

// PutRow keeps a row of the outbox, and notes what it posts.
func (w *watched) PutRow(r nudges.Row) error {
	w.posted(r)
	return w.Tx.PutRow(r)
}

// tooFast is the refusal of a request that is not looked at, since its author asks for more than anybody can mean.
func (a *App) tooFast(user mission.UserID) error {
	if a.requests.Take(string(user), a.clock.Now()) {
		return nil
	}
	return &mission.Refusal{Code: view.TooFast}
}

// slowsDown are the refusals by which somebody is asked to go slower.
var slowsDown = map[mission.Code]bool{
	view.TooFast: true, view.Many: true, view.ManyPosts: true, view.ManyMissions: true, view.ManyLetters: true,
}

// slowed reports whether an error is one of them.
func slowed(err error) bool {
	refusal, ok := mission.Refused(err)
	return ok && slowsDown[refusal.Code]
}

// hushed reports whether such a refusal is not told, since telling it costs calls to Slack and it was told a moment ago.
// Commands and forms are always answered: their answer travels in the acknowledgement.
func (a *App) hushed(r *request, err error) bool {
	if !slowed(err) || r.source == fromCommand || r.source == fromForm {
		return false
	}
	return !a.hints.Take(string(r.user), a.clock.Now())
}

// slowSaid asks the author of a message to go slower, where she was not asked a moment ago. Her words stand where she
// typed them.
func (a *App) slowSaid(s said, err error) func(context.Context) {
	refusal, ok := mission.Refused(err)
	if !ok || !a.hints.Take(string(s.user), a.clock.Now()) {
		return nil
	}
	return a.refuseSaid(s, refusal, true)
}
