package mission

import (
	"slices"
	"time"
)

// OwnCommitment is a commitment that its author keeps to herself. Nobody else sees it or counts it; it stands
// in no channel, list or report.
type OwnCommitment struct {
	ID      ID
	Team    TeamID
	User    UserID
	Mission ID
	Text    Sealed
	If      Sealed // "if …, then I will …", or nothing
	By      Date
	At      time.Time

	EditedAt time.Time
	Fate     Fate
	FateAt   time.Time
	Because  Sealed // why it was let go, or nothing
}

// Awaits reports whether nothing was said of it yet.
func (c OwnCommitment) Awaits() bool { return c.Fate == Awaited }

// Ended returns the commitment with what became of it.
func (c OwnCommitment) Ended(f Fate, because Sealed, now time.Time) OwnCommitment {
	c.Fate, c.Because, c.FateAt = f, because, now
	if f == Awaited {
		c.Because, c.FateAt = nil, time.Time{}
	}
	return c
}

// CommitToOneself checks a new commitment that is its author's alone, before its words are sealed: she must be
// in the mission, which must be running.
func CommitToOneself(tx Tx, now time.Time, by Actor, m Mission, in *NewEntry) error {
	in.Kind = Commitment
	if err := Check(tx, PromiseIt, by, m, ""); err != nil {
		return err
	}
	if !m.Running() {
		return refuse(Ended, m)
	}
	return in.check(by, m, now)
}

// CheckOwn cleans changed words and a changed day of a commitment that is its author's alone, before they are
// sealed.
func CheckOwn(c OwnCommitment, today Date, in *Promise) error {
	return in.check(Entry{Kind: Commitment, By: c.By}, today)
}

// HeldPromise is a commitment or a risk, and the running mission in which it lives: its own, or the one that took
// it along.
type HeldPromise struct {
	Entry
	In Mission
}

// OpenPromisesOf returns the commitments and risks of a person in the running missions she is in, and of which
// nothing was said yet, the next day first. Her own that nobody else sees are read from [PrivateTx].
func OpenPromisesOf(tx Tx, team TeamID, user UserID) ([]HeldPromise, error) {
	memberships, err := tx.MembershipsOf(team, user)
	if err != nil {
		return nil, err
	}
	var out []HeldPromise
	for _, in := range memberships {
		m, err := tx.Mission(team, in.Mission)
		if err != nil {
			return nil, err
		}
		if !m.Running() {
			continue
		}
		open, err := OpenPromises(tx, m)
		if err != nil {
			return nil, err
		}
		for _, e := range open {
			if e.Author == user {
				out = append(out, HeldPromise{Entry: e, In: m})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b HeldPromise) int { return b.Day().DaysUntil(a.Day()) })
	return out, nil
}
