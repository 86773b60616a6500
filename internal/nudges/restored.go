package nudges

import (
	"context"
	"errors"
	"time"

	"throughline/internal/mission"
)

// A store that was restored from a backup knows nothing of what was sent after the backup. Whatever was due meanwhile may
// stand in Slack already, under the very key that its row has, since keys follow from what a row is for. So none of it
// goes out unseen: it is in doubt, and looked up first.

// Restored brings a restored store up to the moment of its restoration: plans that were due meanwhile become rows as they
// would have, and every row that was due is in doubt. It returns how many are. Nothing may send from the store meanwhile. It
// may be run again, and changes nothing then.
func Restored(ctx context.Context, store Store, now time.Time) (int, error) {
	if err := takeMissed(ctx, store, now); err != nil {
		return 0, wrap("plans that were due before the restoration", err)
	}
	var waiting []Row
	err := store.View(ctx, func(tx Tx) (err error) {
		waiting, err = tx.RowsIn(Due, Claimed, Sending, Unknown)
		return err
	})
	if err != nil {
		return 0, wrap("rows that were due before the restoration", err)
	}
	doubtful := 0
	for len(waiting) > 0 {
		n := min(len(waiting), planSlice)
		found, err := doubtSlice(ctx, store, waiting[:n], now)
		if err != nil {
			return doubtful, wrap("rows that were due before the restoration", err)
		}
		doubtful, waiting = doubtful+found, waiting[n:]
	}
	return doubtful, nil
}

// takeMissed moves the plans that are due into the outbox.
func takeMissed(ctx context.Context, store Store, now time.Time) error {
	for more := true; more; {
		err := store.Update(ctx, func(tx Tx) error {
			due, err := tx.DuePlans(now, planSlice)
			for _, p := range due {
				if _, err := take(tx, p, now); err != nil {
					return err
				}
			}
			more = len(due) > 0
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func doubtSlice(ctx context.Context, store Store, waiting []Row, now time.Time) (found int, err error) {
	err = store.Update(ctx, func(tx Tx) error {
		found = 0
		for _, w := range waiting {
			r, err := tx.Row(w.Team, w.Key)
			if errors.Is(err, mission.ErrNotFound) {
				continue
			}
			if err != nil {
				return err
			}
			after, changed := afterRestore(r, now, DefaultLimits())
			if !changed {
				continue
			}
			if err := tx.PutRow(after); err != nil {
				return err
			}
			more, err := doubtSilence(tx, after, now)
			if err != nil {
				return err
			}
			found += 1 + more
		}
		return nil
	})
	return found, err
}

// doubtSilence puts in doubt the questions about a silence that have followed one which was due: of each silence one row
// waits at a time, so that the backup knows of no other, and all of them may stand in the channel. It returns how many.
// One that does not may still be asked, as if it was due by now.
func doubtSilence(tx Tx, r Row, now time.Time) (found int, err error) {
	if r.Nudge == nil || r.Nudge.Kind != StillTrue || r.Update {
		return 0, nil
	}
	m, err := tx.Mission(r.Team, r.Mission)
	if errors.Is(err, mission.ErrNotFound) || err == nil && !StillQuiet(r, m) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	house, err := HouseOf(tx, m.Team, m.ID)
	if err != nil {
		return 0, err
	}
	for _, o := range Singles(m, house, now) {
		if o.Kind != StillTrue {
			continue
		}
		doubtful, err := doubtOnce(tx, o, m, now)
		if err != nil {
			return found, err
		}
		if doubtful {
			found++
		}
	}
	return found, nil
}

// doubtOnce puts in doubt a nudge that a mission brings once and of which there is no row, where it was due before now.
func doubtOnce(tx Tx, o Once, m mission.Mission, now time.Time) (bool, error) {
	began := DayBegins(o.Day, m.Location())
	if began.After(now) {
		return false, nil
	}
	if _, err := tx.Row(o.Team, o.Key()); !errors.Is(err, mission.ErrNotFound) {
		return false, err
	}
	if due, _, _, err := onceDue(tx, o, began); err != nil || due.After(now) {
		return false, err
	}
	if err := PostOnce(tx, o, began); err != nil {
		return false, err
	}
	r, err := tx.Row(o.Team, o.Key())
	if err != nil {
		return false, err
	}
	r.Grace = now.Add(onceGrace).Sub(r.Due)
	r, _ = afterRestore(r, now, DefaultLimits())
	return true, tx.PutRow(r)
}

// afterRestore returns a row as it goes on in a restored store, and whether that changed it. What was due may have been
// sent at any time since, and by a process that ended a moment ago, so it is looked up after the full wait. What may be done
// twice is given on as it is after a crash.
func afterRestore(r Row, now time.Time, l Limits) (Row, bool) {
	switch {
	case r.State.Ended(), r.NotBefore.After(now) && r.State == Due:
		return r, false
	case !postsOnce(r):
		return recovered(r, now, l)
	}
	before := r
	if r.State == Due || r.State == Claimed {
		r.SentAt = r.NotBefore
	}
	if r.State != Unknown {
		r.NotBefore = now.Add(l.Wait)
	}
	r.State, r.Lease, r.Absent, r.Reason = Unknown, time.Time{}, 0, ""
	return r, r != before
}

// postsOnce reports whether a row makes a message that must not stand twice.
func postsOnce(r Row) bool {
	if r.Update {
		return false
	}
	switch r.Subject {
	case OfRound, OfChore, OfRemoval:
		return false
	}
	return true
}
