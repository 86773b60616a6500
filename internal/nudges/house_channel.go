package nudges

import (
	"errors"
	"time"

	"throughline/internal/mission"
)

// What the people of a mission change about one kind of nudge in its channel, whichever way it comes: what a [Plan]
// brings is changed there, and what the mission's life brings in its [House].

// fewer reports whether a kind comes half as often as by default.
func (h House) fewer(k Kind) bool { return h.Times[k].Every > 1 }

// PaceHere returns how often a kind comes to a mission's channel.
func PaceHere(tx Tx, m mission.Mission, k Kind) (Pace, error) {
	p, err := tx.Plan(m.Team, PlanID(k, m.ID, ""))
	if err == nil {
		return p.Pace(), nil
	}
	if !errors.Is(err, mission.ErrNotFound) {
		return "", wrap("how often a kind comes", err)
	}
	h, err := HouseOf(tx, m.Team, m.ID)
	switch {
	case err != nil:
		return "", err
	case h.IsOff(k):
		return Never, nil
	case h.fewer(k):
		return HalfAsOften, nil
	}
	return AsPlanned, nil
}

// SetPaceHere changes that. What the mission's life brings is rescheduled by it.
func SetPaceHere(tx Tx, m mission.Mission, k Kind, pace Pace, now time.Time) error {
	if _, err := tx.Plan(m.Team, PlanID(k, m.ID, "")); !errors.Is(err, mission.ErrNotFound) {
		return firstOf(err, func() error { return SetPace(tx, m.Team, PlanID(k, m.ID, ""), pace, now) })
	}
	_, err := changeHouse(tx, m.Team, m.ID, func(h *House) {
		delete(h.Off, k)
		recur := h.Times[k]
		if recur.Every = 0; pace == HalfAsOften {
			recur.Every = 2
		}
		if h.Times[k] = recur; recur == (Recur{}) {
			delete(h.Times, k)
		}
		if pace == Never {
			h.Off[k] = true
		}
	})
	return firstOf(err, func() error { return Reschedule(tx, m, now) })
}

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

// firstOf returns an error, or what comes next where there is none.
func firstOf(err error, next func() error) error {
	if err != nil {
		return err
	}
	return next()
}
