package slackapp

import (
	"context"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// A chore is work that has its time and must not be lost, such as deleting a file tomorrow. It goes through
// the outbox like a message, since that knows due times, retries and what to do after a crash. A chore posts
// nothing that must not be posted twice: in doubt it is done again.

// chore does what a row asks for. It is given the arguments of the row's Ref, and less than a minute. With
// [errGoOn] it is called again at once, with any other error after a while.
type chore func(ctx context.Context, r nudges.Row, args []string) error

// errGoOn says that a chore did a part and has more to do.
var errGoOn = &nudges.SendError{Class: nudges.RateLimited, Code: "go_on", RetryAfter: choreGap}

// choreGap is the pause between two parts of a chore, in which others get their turn.
const choreGap = time.Second

// chore puts work on its way, once for a key, to be done at a time or as soon as possible after it.
func (w rows) chore(team mission.TeamID, key string, at time.Time, parts ...string) error {
	if at.Before(w.now) {
		at = w.now
	}
	_, err := nudges.Post(w.tx, nudges.Row{
		Key: "chore/" + key, Team: team, Subject: nudges.OfChore, Ref: ref(parts...), Update: true, Due: at, NotBefore: at,
	}, w.now)
	return err
}

// doChore does the work of a row before anything counts as sent.
func (a *App) doChore(ctx context.Context, r nudges.Row) error {
	what, args := refParts(r.Ref)
	do, ok := a.table.chores[what]
	if !ok {
		return unknown("chore", what)
	}
	err := do(ctx, r, args)
	if err == nil || ctx.Err() != nil {
		return err
	}
	return notRendered(sendError(err, what))
}
