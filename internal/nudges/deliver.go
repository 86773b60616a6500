package nudges

import (
	"context"
	"errors"
	"time"

	"throughline/internal/mission"
)

// deliver takes one row as far as it goes: claimed, prepared, sending, sent, settled, with each step
// written before the next one is taken. A row in doubt is looked up instead.
func (e *Engine) deliver(ctx context.Context, k rowKey) error {
	lots := e.lots()
	r, mine, err := e.claim(ctx, k, lots)
	if err != nil || !mine {
		return err
	}
	if r.State == Unknown {
		return e.lookUp(ctx, r)
	}
	return e.send(ctx, r, lots)
}

func (e *Engine) send(ctx context.Context, r Row, lots lots) error {
	ready, known, err := e.prepare(ctx, r)
	if ctx.Err() != nil {
		return ctx.Err() // shutting down: nothing was sent, and the next start gives the claim back
	}
	if err != nil {
		return e.giveBack(ctx, r, failure(err))
	}
	start := e.clock.Mono()
	r, err = e.begin(ctx, ready, known, lots)
	if err != nil || r.State != Sending {
		return err
	}
	ref, err := e.call(ctx, r, start)
	return e.record(ctx, r, ref, err)
}

// prepare does what takes time before the call. It is bounded well within the claim.
func (e *Engine) prepare(ctx context.Context, r Row) (Row, *facts, error) {
	ctx, cancel := context.WithTimeout(ctx, e.limits.Claim/2)
	defer cancel()
	known, err := e.ask(ctx, r)
	if err != nil {
		return r, nil, err
	}
	ready, err := e.sender.Prepare(ctx, r)
	return ready, known, err
}

// ask asks what a nudge to a person depends on: what Slack says of her, and what she ticked.
func (e *Engine) ask(ctx context.Context, r Row) (*facts, error) {
	if r.Nudge == nil || r.User == "" {
		return nil, nil
	}
	var m mission.Mission
	err := e.store.View(ctx, func(tx Tx) (err error) {
		m, err = tx.Mission(r.Team, r.Mission)
		return err
	})
	if err != nil {
		return nil, wrap("facts", err)
	}
	p, err := e.facts.Person(ctx, r.Team, r.User)
	if err != nil {
		return nil, wrap("facts", err)
	}
	in, err := e.facts.InChannel(ctx, r.Team, m.Channel, r.User)
	if err != nil {
		return nil, wrap("facts", err)
	}
	known := &facts{inChannel: in, zone: p.Zone, gone: p.Gone}
	known.quiet, err = e.facts.QuietUntil(ctx, r.Team, r.User, func() []mission.UserID { return e.company(ctx, r) })
	if err != nil {
		return nil, wrap("facts", err)
	}
	if r.Nudge.Kind.rules().audience != "" {
		known.powers, err = e.facts.Powers(ctx, r.Team, r.Mission, r.User)
	}
	return known, wrap("facts", err)
}

// mostCompany bounds how many rows are read to find out who is written to next.
const mostCompany = 100

// company returns who else is to be written to by now. Where that cannot be read it is nobody.
func (e *Engine) company(ctx context.Context, r Row) []mission.UserID {
	due, err := e.dueRows(ctx, e.now(), mostCompany)
	if err != nil {
		return nil
	}
	var all []mission.UserID
	for _, next := range due {
		if next.Nudge != nil && next.User != "" && next.Team == r.Team {
			all = append(all, next.User)
		}
	}
	return all
}

// errTooSlow is a call that was not begun, since it would have come too late.
var errTooSlow = &SendError{Class: Later, Code: "too_slow"}

// call makes the one call. It goes on when the program is shutting down, so that its answer is kept.
func (e *Engine) call(ctx context.Context, r Row, start time.Duration) (mission.MessageRef, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), e.limits.Call)
	defer cancel()
	if !mayBegin(r.SentAt, e.now(), e.clock.Mono()-start, e.limits) {
		return mission.MessageRef{}, errTooSlow
	}
	return e.sender.Send(ctx, r)
}

// record writes what came of the call. Where that fails, the row stays as it is and is in doubt once
// its lease is over.
func (e *Engine) record(ctx context.Context, held Row, ref mission.MessageRef, failed error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), e.limits.Call)
	defer cancel()
	now := e.now()
	if failed == nil {
		return e.finish(ctx, held, Sending, nil, func(r Row) Row { return settle(r, ref.TS, now) })
	}
	f := failure(failed)
	at := e.again(held, f, now)
	return e.finish(ctx, held, Sending, f, func(r Row) Row { return e.afterCall(r, f, at, now) })
}

// afterCall says what a failed call makes of a row.
func (e *Engine) afterCall(r Row, f *SendError, at, now time.Time) Row {
	switch f.Class {
	case RateLimited, Later, Down:
		return retry(r, at, f.Code)
	case Gone, Refused:
		return fail(r, f.Code, now)
	case void:
		return drop(r, f.Code, now)
	}
	return doubt(r, now, e.limits)
}

// giveBack ends or postpones a row that was claimed and could not be prepared. Nothing was sent, so
// nothing is in doubt.
func (e *Engine) giveBack(ctx context.Context, held Row, f *SendError) error {
	now := e.now()
	at := e.again(held, f, now)
	return e.finish(ctx, held, Claimed, f, func(r Row) Row {
		switch f.Class {
		case Gone, Refused:
			return fail(r, f.Code, now)
		case void:
			return drop(r, f.Code, now)
		}
		return retry(r, at, f.Code)
	})
}

// lookUp asks Slack's history what became of a row in doubt.
func (e *Engine) lookUp(ctx context.Context, held Row) error {
	looking, cancel := context.WithTimeout(ctx, e.limits.Look/2)
	defer cancel()
	ref, there, failed := e.sender.Lookup(looking, held)
	if ctx.Err() != nil {
		return ctx.Err() // shutting down: it is looked up again
	}
	now := e.now()
	if failed != nil {
		return e.lookUpFailed(ctx, held, failed, now)
	}
	return e.finish(ctx, held, Unknown, nil, func(r Row) Row {
		if there {
			if r.Channel == "" { // a direct message that was sent after the backup from which the row was restored
				r.Channel = ref.Channel
			}
			return settle(r, ref.TS, r.SentAt)
		}
		return absent(r, now, e.limits)
	})
}

func (e *Engine) lookUpFailed(ctx context.Context, held Row, failed error, now time.Time) error {
	f := failure(failed)
	if f.Class == Gone || f.Class == Refused || errors.Is(failed, ErrNoHistory) {
		return e.finish(ctx, held, Unknown, nil, func(r Row) Row { return unsure(r, now) })
	}
	at := e.again(held, f, now)
	return e.finish(ctx, held, Unknown, f, func(r Row) Row { return lookFailed(r, at) })
}

// finish moves a row that the caller holds on by a pure step, and logs what became of it.
func (e *Engine) finish(ctx context.Context, held Row, from State, f *SendError, step func(Row) Row) error {
	r, err := e.move(ctx, held, from, func(_ Tx, r Row) (Row, error) { return step(r), nil })
	if err != nil {
		return err
	}
	e.logMove(r, f)
	e.tellMove(r)
	return nil
}

// move applies one transition to a row that the caller holds, in a transaction of its own. It changes
// nothing where the row is no longer held.
func (e *Engine) move(ctx context.Context, held Row, from State, step func(Tx, Row) (Row, error)) (Row, error) {
	now := e.now()
	var out Row
	err := e.store.Update(ctx, func(tx Tx) error {
		r, err := tx.Row(held.Team, held.Key)
		if err != nil {
			return err
		}
		if !stillHeld(r, from, held.Fence) {
			return errLost
		}
		if out, err = step(tx, r); err != nil {
			return err
		}
		return e.put(tx, out, now)
	})
	return out, wrap("move a row on from "+string(from), err)
}

// put keeps a row and, where it ended, tells whoever has to know.
func (e *Engine) put(tx Tx, r Row, now time.Time) error {
	if err := tx.PutRow(r); err != nil {
		return err
	}
	if !r.State.Ended() {
		return nil
	}
	if r.State == Settled || r.State == Withheld {
		if err := noteSent(tx, r, now); err != nil {
			return err
		}
	}
	if err := singleEnded(tx, r, now); err != nil {
		return err
	}
	if e.settler != nil {
		if err := e.settler.Settle(tx, r); err != nil {
			return wrap("settle", err)
		}
	}
	if again, ok := reopen(r, now, e.limits); ok {
		return tx.PutRow(again)
	}
	return nil
}

// noteSent carries what follows from a message that stands: a nudge's plan learns of it, and what
// waited for the card goes out into its thread.
func noteSent(tx Tx, r Row, now time.Time) error {
	switch {
	case r.Nudge != nil && !r.Update:
		return noteNudge(tx, r, now)
	case r.Subject == OfCard && !r.Update:
		return releaseThread(tx, r, now)
	}
	return nil
}

func noteNudge(tx Tx, r Row, now time.Time) error {
	return changeIfThere(tx, r.Team, r.Nudge.Plan, func(p Plan) (Plan, error) {
		p.LastSent, p.LastWall = r.SentAt, r.Nudge.Wall
		p, err := p.noteSpent(r, now)
		if err != nil {
			return p, err
		}
		if p.Recur.GapMonths == 0 || p.Next.IsZero() {
			return p, nil
		}
		return aim(p, now, now)
	})
}

// releaseThread lets the lines go that were tried before their card stood. It looks at one slice of the
// outbox alone: behind a longer queue they wait for their own next try.
func releaseThread(tx Tx, card Row, now time.Time) error {
	waiting, err := tx.DueRows(now.Add(maxBackoff), rowSlice)
	if err != nil {
		return err
	}
	for _, r := range waiting {
		if r.State != Due || r.Team != card.Team || r.Mission != card.Mission || !r.InThread || r.Attempts == 0 {
			continue
		}
		if err := tx.PutRow(postpone(r, now, "")); err != nil {
			return err
		}
	}
	return nil
}
