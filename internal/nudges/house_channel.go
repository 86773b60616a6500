package nudges

import (
	"errors"
	"time"

	"throughline/internal/mission"
)

// What any member changes in the menu beside a nudge in the channel, whichever way its kind comes.

// fewer reports whether a kind comes half as often as by default.
func (h House) fewer(k Kind) bool { return h.agreed(k).Pace(k) == HalfAsOften }

// SetPaceHere changes how often a kind comes to a mission's channel, and returns the number of the change, as
// [Agree] does.
func SetPaceHere(tx Tx, m mission.Mission, k Kind, pace Pace, now time.Time) (turn int, err error) {
	a, err := AgreedOn(tx, m, k)
	if err != nil {
		return 0, err
	}
	return Agree(tx, m, k, a.At(k, pace, m.Today(now)), now)
}

// Rarer reports whether a mission can have the kind half as often: what has times, and what comes to its channel more
// than once.
func (k Kind) Rarer() bool { return k.Timed() || k.ToChannel() && k != Midpoint }

// SkipHere leaves the next nudge of a kind to a mission's channel out, or takes that back.
func SkipHere(tx Tx, m mission.Mission, k Kind, skip bool) error {
	err := SkipNext(tx, m.Team, PlanID(k, m.ID, ""), skip)
	if !errors.Is(err, mission.ErrNotFound) {
		return err
	}
	_, err = changeHouse(tx, m.Team, m.ID, func(h *House) {
		if delete(h.Skip, k); skip {
			h.Skip[k] = true
		}
	})
	return err
}
