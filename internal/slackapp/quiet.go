package slackapp

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"throughline/internal/mission"
	"throughline/internal/slackapp/api"
)

// What Slack calls do-not-disturb: the hours of the night, and a pause that somebody turned on. It is asked about many
// people at a time, since Slack answers 20 such questions a minute (docs.slack.dev/reference/methods/dnd.teamInfo),
// and for so long only that a pause turned on a moment ago is still noticed.

const (
	// quietFresh is how long an answer about do-not-disturb is trusted.
	quietFresh = time.Minute
	// quietAgain is how long nobody is asked about after Slack refused, as it does without the scope.
	quietAgain = time.Hour
)

// quietBook knows until when people do not want to be disturbed.
type quietBook struct {
	api quietAPI
	now func() time.Time
	log *slog.Logger

	asking chan struct{} // holds one: whoever asks Slack

	mu      sync.Mutex
	people  map[mission.UserID]known[api.DND]
	refused time.Time // when Slack refused to tell, or zero
}

// quietAPI is what the book asks Slack.
type quietAPI interface {
	DND(ctx context.Context, userIDs []string) (map[string]api.DND, error)
}

func newQuietBook(client quietAPI, now func() time.Time, log *slog.Logger) *quietBook {
	return &quietBook{
		api: client, now: now, log: log, asking: make(chan struct{}, 1), people: make(map[mission.UserID]known[api.DND]),
	}
}

// until returns when the quiet time of a person ends, or the zero time. Where Slack does not tell, there is none: the
// hours that people chose with the bot hold all the same.
func (b *quietBook) until(ctx context.Context, user mission.UserID, company func() []mission.UserID) (time.Time, error) {
	if dnd, ok := b.kept(user); ok {
		return dnd.Until(b.now()), nil
	}
	select {
	case b.asking <- struct{}{}:
		defer func() { <-b.asking }()
	case <-ctx.Done():
		return time.Time{}, ctx.Err()
	}
	if dnd, ok := b.kept(user); ok { // meanwhile somebody else asked
		return dnd.Until(b.now()), nil
	}
	if err := b.ask(ctx, b.together(user, company())); err != nil {
		return time.Time{}, err
	}
	dnd, _ := b.kept(user)
	return dnd.Until(b.now()), nil
}

// kept returns what is known of a person, and whether Slack need not be asked.
func (b *quietBook) kept(user mission.UserID) (api.DND, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if age := b.now().Sub(b.refused); !b.refused.IsZero() && age >= 0 && age < quietAgain {
		return api.DND{}, true
	}
	k, ok := b.people[user]
	age := b.now().Sub(k.at)
	return k.fact, ok && age >= 0 && age < quietFresh
}

// together returns a person and those of the company who are not known, as many as can be asked about at once.
func (b *quietBook) together(user mission.UserID, company []mission.UserID) []string {
	ids, seen := []string{string(user)}, map[mission.UserID]bool{user: true}
	for _, u := range company {
		if _, ok := b.kept(u); !ok && !seen[u] && len(ids) < api.DNDMost {
			ids, seen[u] = append(ids, string(u)), true
		}
	}
	return ids
}

// ask asks Slack about some people and keeps the answers in place of all that are too old. Only an error that may pass
// soon is returned: a nudge waits for it.
func (b *quietBook) ask(ctx context.Context, ids []string) error {
	all, err := b.api.DND(ctx, ids)
	var e *api.Error
	if err != nil && (!errors.As(err, &e) || passing(e.Class)) {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.now()
	if err != nil {
		b.log.Warn("do-not-disturb is not respected: Slack does not tell of it", "error", err)
		b.refused = now
		return nil
	}
	for id, k := range b.people {
		if age := now.Sub(k.at); age < 0 || age >= quietFresh {
			delete(b.people, id)
		}
	}
	for _, id := range ids {
		b.people[mission.UserID(id)] = known[api.DND]{fact: all[id], at: now}
	}
	b.refused = time.Time{}
	return nil
}

// passing reports whether trying again later may help.
func passing(c api.Class) bool {
	switch c {
	case api.RateLimited, api.Transient, api.Doubt, api.TokenDead:
		return true
	}
	return false
}

// QuietUntil returns until when somebody does not want to be disturbed.
func (a *App) QuietUntil(ctx context.Context, _ mission.TeamID, user mission.UserID, company func() []mission.UserID) (time.Time, error) {
	until, err := a.quiet.until(ctx, user, company)
	return until, sendError(err, "dnd.teamInfo")
}
