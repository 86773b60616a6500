package nudges

import (
	"errors"
	"fmt"
	"time"

	"throughline/internal/mission"
)

// Post puts a message on its way, and reports whether it was added: a key that is there already stays
// as it is, whatever became of it, so asking twice posts once. The row needs Team, Key and Subject, and
// a Channel or a User; Due is now where it is not given, and without a Grace it is never too late.
//
// Call [Engine.Wake] after the transaction, so that it goes out at once.
func Post(tx Tx, r Row, now time.Time) (bool, error) {
	_, err := tx.Row(r.Team, r.Key)
	if err == nil {
		return false, nil
	}
	if !errors.Is(err, mission.ErrNotFound) {
		return false, fmt.Errorf("outbox: post: %w", err)
	}
	if err := tx.PutRow(fresh(r, now)); err != nil {
		return false, fmt.Errorf("outbox: post: %w", err)
	}
	return true, nil
}

// Edit asks that the message a row names be rendered anew and edited in place. The key names the
// message: edits of it that wait are one, and two follow each other at the earliest after
// [Limits.EditGap], the gap of [DefaultLimits].
func Edit(tx Tx, r Row, now time.Time) error {
	r.Update = true
	old, err := tx.RowToEdit(r.Team, r.Key)
	switch {
	case errors.Is(err, mission.ErrNotFound):
		r = fresh(r, now)
	case err != nil:
		return fmt.Errorf("outbox: edit: %w", err)
	default:
		var changed bool
		if r, changed = editAgain(old, now, DefaultLimits()); !changed {
			return nil
		}
	}
	if err := tx.PutRow(r); err != nil {
		return fmt.Errorf("outbox: edit: %w", err)
	}
	return nil
}

// Shown returns a row whose message shows, or may show by now, what stood before this transaction, and false for any other:
// one that has not begun its call renders what this transaction writes, and nobody lets it begin before that has ended. It is
// for whoever changes what a message shows, and edits the message where it is needed.
func Shown(tx Tx, team mission.TeamID, key string) (Row, bool, error) {
	r, err := tx.RowToEdit(team, key)
	switch {
	case errors.Is(err, mission.ErrNotFound):
		return r, false, nil
	case err != nil:
		return r, false, fmt.Errorf("outbox: shown: %w", err)
	}
	return r, r.State == Sending || r.State == Unknown || r.State == Settled, nil
}

// editAgain asks for one more edit of a message, and reports whether the row changed by it. A row that
// has not begun its call renders what stands in the store when it does, so it is left alone.
func editAgain(r Row, now time.Time, l Limits) (Row, bool) {
	switch {
	case r.State == Sending && !r.Again:
		r.Again = true
		return r, true
	case !r.State.Ended():
		return r, false
	}
	at := now
	if next := r.SentAt.Add(l.EditGap); r.State == Settled && next.After(at) {
		at = next
	}
	r.Due = now
	return postpone(r, at, ""), true
}

// fresh returns a row as it enters the outbox.
func fresh(r Row, now time.Time) Row {
	r.State = Due
	if r.Due.IsZero() {
		r.Due = now
	}
	if r.NotBefore.Before(r.Due) {
		r.NotBefore = r.Due
	}
	return r
}
