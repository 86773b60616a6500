package mission

import (
	"errors"
	"slices"
	"time"
)

// EndOfMission is what somebody writes when a mission ends.
type EndOfMission struct {
	Kind    EndKind
	Story   string
	Lessons []ID
	Thanks  []UserID
	Carry   CarryOver
}

// Finish ends a mission in one of the three ways, in whatever phase it is. A phase that was open stays
// as it is: nobody is made to say that it was reached.
func Finish(tx Tx, now time.Time, by Actor, m Mission, in EndOfMission) (Mission, error) {
	if err := Check(tx, EndMission, by, m, ""); err != nil {
		return m, err
	}
	if !m.Running() {
		return m, refuse(Ended, m)
	}
	if !slices.Contains(EndKinds[:], in.Kind) {
		return m, &Refusal{Code: Empty, Field: "ending"}
	}
	if err := words("story", &in.Story, MaxText, true); err != nil {
		return m, err
	}
	if err := areLessons(tx, m, in.Lessons); err != nil {
		return m, err
	}
	m.Outcome = &Outcome{
		Kind: in.Kind, By: by.User, At: now, Story: in.Story,
		Lessons: in.Lessons, Thanks: in.Thanks, Carry: in.Carry,
	}
	m.Offered, m.Rest = "", nil
	return m, tx.PutMission(m)
}

// areLessons holds the chosen lessons to being lessons of this mission.
func areLessons(tx Tx, m Mission, ids []ID) error {
	for _, id := range ids {
		e, err := tx.Entry(m.Team, m.ID, id)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
		if err != nil || e.Kind != Learned {
			return &Refusal{Code: BadChoice, Field: "lessons"}
		}
	}
	return nil
}

// UndoEnd takes an ending back, within a day, by the one who ended it, unless another mission runs in
// the channel by then or has grown from this one.
func UndoEnd(tx Tx, now time.Time, by Actor, m Mission) (Mission, error) {
	if err := maySee(by, m); err != nil {
		return m, err
	}
	if m.Running() {
		return m, refuse(MovedOn, m)
	}
	if m.Outcome.By != by.User || now.Sub(m.Outcome.At) > undoFor {
		return m, refuse(TooLate, m)
	}
	if err := noneFollowed(tx, m); err != nil {
		return m, err
	}
	m.Outcome = nil
	return m, tx.PutMission(m)
}

// noneFollowed refuses where a mission runs in the channel of one that ended, or grew from it.
func noneFollowed(tx Tx, ended Mission) error {
	if err := noneRuns(tx, ended.Team, ended.Channel); err != nil {
		return err
	}
	all, err := tx.MissionsIn(ended.Team, ended.Channel)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(all, func(m Mission) bool { return m.From == ended.ID }) {
		return refuse(MovedOn, ended)
	}
	return nil
}
