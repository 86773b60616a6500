package nudges

import (
	"context"
	"errors"
	"time"

	"throughline/internal/mission"
)

// method names a kind of call that Slack limits by itself (docs.slack.dev/apis/web-api/rate-limits:
// limits hold for a method in a workspace).
type method string

const (
	posting method = "post"
	editing method = "edit"
	looking method = "look"

	uploading method = "upload"
)

type pauseKey struct {
	team   mission.TeamID
	method method
}

// How long a method rests where Slack gives no time, and how long everything does with a dead token.
const (
	defaultPause = time.Minute
	deadPause    = 5 * time.Minute
)

// callOf returns the call that a row needs next, or is in the middle of.
func callOf(r Row) method {
	switch {
	case r.State == Unknown:
		return looking
	case r.Update:
		return editing
	case r.Subject == OfFile:
		return uploading
	}
	return posting
}

// again says when a row may be tried again after a failure that did nothing. A rate limit pauses its
// method for everyone, a dead token everything.
func (e *Engine) again(r Row, f *SendError, now time.Time) time.Time {
	switch f.Class {
	case RateLimited:
		wait := f.RetryAfter
		if wait <= 0 {
			wait = defaultPause
		}
		until := now.Add(wait)
		if r.State != Claimed { // what Prepare calls is not what the others wait for
			e.pause(pauseKey{r.Team, callOf(r)}, until)
		}
		return until
	case Down:
		until := now.Add(deadPause)
		for _, m := range []method{posting, editing, looking, uploading} {
			e.pause(pauseKey{r.Team, m}, until)
		}
		return until
	}
	return now.Add(backoff(r.Attempts))
}

// pause lets a method rest until a time, or longer where it was to rest longer.
func (e *Engine) pause(k pauseKey, until time.Time) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if until.After(e.pauses[k]) {
		e.pauses[k] = until
	}
}

// pausedRow is a row whose method rests until a time.
type pausedRow struct {
	rowKey
	until time.Time
}

// paused returns when the pause ends that a row which is due has to wait for, and false for no pause.
func (e *Engine) paused(r Row, now time.Time) (pausedRow, bool) {
	if r.State != Due && r.State != Unknown {
		return pausedRow{}, false
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	k := pauseKey{r.Team, callOf(r)}
	until := e.pauses[k]
	if !until.After(now) {
		delete(e.pauses, k)
		return pausedRow{}, false
	}
	return pausedRow{keyOf(r), until}, true
}

// holdPaused moves rows behind the pause of their method, so that they are not looked at until then.
func (e *Engine) holdPaused(ctx context.Context, rows []pausedRow) error {
	if len(rows) == 0 {
		return nil
	}
	return wrap("hold paused rows", e.store.Update(ctx, func(tx Tx) error {
		for _, p := range rows {
			r, err := tx.Row(p.team, p.key)
			if errors.Is(err, mission.ErrNotFound) {
				continue // erased meanwhile
			}
			if err != nil {
				return err
			}
			if (r.State != Due && r.State != Unknown) || !p.until.After(r.NotBefore) {
				continue
			}
			r.NotBefore = p.until
			if err := tx.PutRow(r); err != nil {
				return err
			}
		}
		return nil
	}))
}
