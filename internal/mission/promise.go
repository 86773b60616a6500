package mission

import (
	"errors"
	"time"
)

// Fate is what became of a commitment or of a risk. None of them is better than another.
type Fate string

// The fates.
const (
	Awaited Fate = ""       // nothing was said yet
	Kept    Fate = "kept"   // a commitment: it is done
	LetGo   Fate = "let_go" // it was let go, or no longer matters
	Looked  Fate = "looked" // a risk: what happened was told, as a lesson
)

// Promised reports whether entries of this kind have a day and a fate.
func (k EntryKind) Promised() bool { return k == Commitment || k == Risk }

// Day is the day of a commitment or of a risk, or no day.
func (e Entry) Day() Date {
	if e.Kind == Risk {
		return e.Look
	}
	return e.By
}

// Awaits reports whether the entry is a commitment or a risk of which nothing was said yet.
func (e Entry) Awaits() bool { return e.Kind.Promised() && e.Fate == Awaited && !e.Withdrawn() }

// Promise is a change of a commitment or a risk: the fields of its kind alone are read.
type Promise struct {
	Text, If, Expect string
	Day              Date
}

// KeepPromise says that a commitment is done. Its author alone may.
func KeepPromise(tx Tx, now time.Time, by Actor, m Mission, id ID) (Entry, error) {
	e, err := awaited(tx, KeepIt, by, m, id)
	if err != nil {
		return Entry{}, err
	}
	if e.Kind != Commitment {
		return Entry{}, refuse(MovedOn, m)
	}
	e = e.ended(Kept, "", now)
	return e, tx.PutEntry(e)
}

// LetGoOf lets a commitment or a risk go, with a reason or without one. Its author alone may.
func LetGoOf(tx Tx, now time.Time, by Actor, m Mission, id ID, because string) (Entry, error) {
	if err := words("because", &because, MaxEnd, false); err != nil {
		return Entry{}, err
	}
	e, err := awaited(tx, KeepIt, by, m, id)
	if err != nil {
		return Entry{}, err
	}
	e = e.ended(LetGo, because, now)
	return e, tx.PutEntry(e)
}

// TakeUp takes back what was said of a commitment or a risk: it is open again. Its author alone may.
func TakeUp(tx Tx, by Actor, m Mission, id ID) (Entry, error) {
	e, err := ownEntry(tx, KeepIt, by, m, id)
	if err != nil {
		return Entry{}, err
	}
	if err := heldSomewhere(tx, m, e.Kind); err != nil {
		return Entry{}, err
	}
	if !e.Kind.Promised() || e.Fate == Looked {
		return Entry{}, refuse(MovedOn, m)
	}
	e.Fate, e.FateAt, e.Because = Awaited, time.Time{}, ""
	return e, tx.PutEntry(e)
}

// Repromise changes the words and the day of a commitment or a risk. Its author alone may. It reports whether
// the day is another one.
func Repromise(tx Tx, now time.Time, by Actor, m Mission, id ID, in Promise) (_ Entry, moved bool, err error) {
	e, err := awaited(tx, EditEntry, by, m, id)
	if err != nil {
		return Entry{}, false, err
	}
	if err := in.check(e, m.Today(now)); err != nil {
		return Entry{}, false, err
	}
	before := e
	e.Text, e.If, e.Expect = in.Text, in.If, in.Expect
	if e.Kind == Risk {
		e.Look, e.If = in.Day, ""
	} else {
		e.By, e.Expect = in.Day, ""
	}
	moved = e.Day() != before.Day()
	if e.Text != before.Text || e.If != before.If || e.Expect != before.Expect || moved {
		e.EditedAt = now
	}
	return e, moved, tx.PutEntry(e)
}

// Postpone gives a commitment or a risk another day. Its author alone may. Looking at a risk again is another
// turn where it was due before.
func Postpone(tx Tx, now time.Time, by Actor, m Mission, id ID, day Date, again bool) (Entry, error) {
	e, err := awaited(tx, KeepIt, by, m, id)
	if err != nil {
		return Entry{}, err
	}
	if err := ahead("day", day, m.Today(now)); err != nil {
		return Entry{}, err
	}
	if e.Kind == Risk {
		e.Look = day
		if again {
			e.Turns++
		}
	} else {
		e.By = day
	}
	return e, tx.PutEntry(e)
}

// TellLesson tells what happened with a risk, as a lesson, whatever came of it. Anyone in the mission may: what
// was tried, was tried by all.
func TellLesson(tx Tx, now time.Time, by Actor, m Mission, risk ID, in NewEntry) (Mission, Entry, Entry, error) {
	holder, e, err := riskToLookAt(tx, by, m, risk)
	if err != nil {
		return m, Entry{}, Entry{}, err
	}
	in.Kind = Learned
	holder, lesson, err := Tell(tx, now, by, holder, in)
	if err != nil {
		return m, Entry{}, Entry{}, err
	}
	lesson.Of = risk
	e = e.ended(Looked, "", now)
	e.Lesson = lesson.ID
	return holder, lesson, e, firstError(tx.PutEntry(lesson), tx.PutEntry(e))
}

// riskToLookAt returns a risk of which nothing was said yet, and the mission that it lives on in, where the
// actor may tell what happened with it.
func riskToLookAt(tx Tx, by Actor, m Mission, id ID) (Mission, Entry, error) {
	holder, open, err := Holder(tx, m, Risk)
	if err != nil {
		return m, Entry{}, err
	}
	if err := Check(tx, LookAtIt, by, holder, ""); err != nil {
		return m, Entry{}, err
	}
	e, err := tx.Entry(m.Team, m.ID, id)
	switch {
	case err != nil:
		return m, Entry{}, err
	case e.Kind != Risk || !e.Awaits():
		return m, Entry{}, refuse(MovedOn, m)
	case !open:
		return m, Entry{}, refuse(Ended, m)
	}
	return holder, e, nil
}

func (e Entry) ended(f Fate, because string, now time.Time) Entry {
	e.Fate, e.FateAt, e.Because = f, now, because
	return e
}

func (in *Promise) check(e Entry, today Date) error {
	if err := words("text", &in.Text, MaxText, true); err != nil {
		return err
	}
	field := "by"
	err := words("if", &in.If, MaxLine, false)
	if e.Kind == Risk {
		field, err = "look", words("expect", &in.Expect, MaxText, true)
	}
	if err != nil || in.Day == e.Day() {
		return err // a day that has passed meanwhile may stay
	}
	return ahead(field, in.Day, today)
}

// awaited returns a commitment or a risk of which nothing was said yet, where the actor may do the action.
func awaited(tx Tx, do Action, by Actor, m Mission, id ID) (Entry, error) {
	e, err := ownEntry(tx, do, by, m, id)
	if err != nil {
		return Entry{}, err
	}
	if !e.Awaits() {
		return Entry{}, refuse(MovedOn, m)
	}
	return e, heldSomewhere(tx, m, e.Kind)
}

// heldSomewhere refuses where the promises of an ended mission were not carried over.
func heldSomewhere(tx Tx, m Mission, k EntryKind) error {
	_, open, err := Holder(tx, m, k)
	if err == nil && !open {
		err = refuse(Ended, m)
	}
	return err
}

// carries reports whether promises of a kind are carried over.
func (c CarryOver) carries(k EntryKind) bool {
	return k == Commitment && c.Commitments || k == Risk && c.Risks
}

// Holder returns the running mission in which the open commitments or risks of m live on: m itself, or the
// one that grew from it and took them along. Open says that they were not let go; where no mission runs that
// took them along, they wait for one and the holder is m.
func Holder(tx Tx, m Mission, k EntryKind) (holder Mission, open bool, err error) {
	return heldBy(tx, m, func(c CarryOver) bool { return c.carries(k) })
}

// OwnHolder is [Holder] for what somebody keeps to herself: whoever ended a mission could not choose about it,
// so it goes on with whichever mission follows.
func OwnHolder(tx Tx, m Mission) (holder Mission, err error) {
	holder, _, err = heldBy(tx, m, func(CarryOver) bool { return true })
	return holder, err
}

func heldBy(tx Tx, m Mission, carries func(CarryOver) bool) (holder Mission, open bool, err error) {
	if m.Running() {
		return m, true, nil
	}
	if !carries(m.Outcome.Carry) {
		return m, false, nil
	}
	all, err := tx.MissionsIn(m.Team, m.Channel)
	if err != nil {
		return m, false, err
	}
	for at := m; ; {
		next, found := grownFrom(all, at.ID)
		switch {
		case !found:
			return m, true, nil
		case next.Running():
			return next, true, nil
		case !carries(next.Outcome.Carry):
			return m, false, nil
		}
		at = next
	}
}

// grownFrom returns the mission that grew from another, which is newer, so that there is no end to look for.
func grownFrom(all []Mission, from ID) (Mission, bool) {
	for _, m := range all {
		if m.From == from && m.ID != from {
			return m, true
		}
	}
	return Mission{}, false
}

// promisesAtOnce is how many commitments and risks are read at a time.
const promisesAtOnce = 100

// OpenPromises returns the commitments and risks of a mission of which nothing was said yet: its own, oldest
// first, and then those that it took along from the missions before it. What is for its author's eyes alone is
// not among them.
func OpenPromises(tx Tx, m Mission) ([]Entry, error) {
	return takenAlong(tx, m, func(m Mission) ([]Entry, error) { return tx.AwaitedIn(m.Team, m.ID) })
}

// PromisesSince returns the commitments and risks of a mission, and those that it took along, that were made
// or of which something was said at or after a time, newest first: for a report of what became of them.
func PromisesSince(tx Tx, m Mission, since time.Time) ([]Entry, error) {
	return takenAlong(tx, m, func(m Mission) ([]Entry, error) {
		return entriesOf(tx, m, func(e Entry) bool {
			return !e.Withdrawn() && (!e.At.Before(since) || !e.EditedAt.Before(since) || e.Fate != Awaited && !e.FateAt.Before(since))
		}, Commitment, Risk)
	})
}

// takenAlong reads commitments and risks of a mission, and of those before it what was open when they ended
// and was carried over.
func takenAlong(tx Tx, m Mission, read func(Mission) ([]Entry, error)) ([]Entry, error) {
	out, err := read(m)
	taken := CarryOver{Commitments: true, Risks: true}
	for err == nil && m.From != "" {
		taken.Commitments = taken.Commitments && m.Carried.Commitments
		taken.Risks = taken.Risks && m.Carried.Risks
		if !taken.Commitments && !taken.Risks {
			return out, nil
		}
		if m, err = tx.Mission(m.Team, m.From); err != nil || m.Running() {
			return out, ignoreMissing(err)
		}
		var before []Entry
		before, err = read(m)
		for _, e := range before {
			if taken.carries(e.Kind) && (e.Awaits() || e.FateAt.After(m.Outcome.At)) {
				out = append(out, e)
			}
		}
	}
	return out, err
}

// entriesOf reads all entries of some kinds that are to be kept, newest first.
func entriesOf(tx Tx, m Mission, keep func(Entry) bool, kinds ...EntryKind) ([]Entry, error) {
	return entriesSince(tx, m, time.Time{}, keep, kinds...)
}

// idSlack is how far the order of ids may differ from that of times: an id is made a moment before its entry.
const idSlack = time.Hour

// entriesSince is entriesOf without those from before a time, which it does not read: a story may be long.
func entriesSince(tx Tx, m Mission, since time.Time, keep func(Entry) bool, kinds ...EntryKind) ([]Entry, error) {
	var out []Entry
	for before := ID(""); ; {
		page, err := tx.Entries(m.Team, m.ID, before, promisesAtOnce, kinds...)
		if err != nil {
			return nil, err
		}
		for _, e := range page {
			if e.At.Before(since.Add(-idSlack)) {
				return out, nil
			}
			if before = e.ID; keep(e) {
				out = append(out, e)
			}
		}
		if len(page) < promisesAtOnce {
			return out, nil
		}
	}
}

func ignoreMissing(err error) error {
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	return err
}
