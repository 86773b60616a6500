package mission

import (
	"maps"
	"slices"
	"time"
)

// NewEntry is what somebody tells.
type NewEntry struct {
	ID   ID
	Kind EntryKind
	Text string
	Gain Gain
	To   []UserID
	// PieceOf is whose piece it belongs to, or empty for the author's own; NoPiece says that it belongs to none.
	PieceOf UserID
	NoPiece bool

	If     string
	By     Date
	Expect string
	Look   Date

	// Said is whose words they are, where they are those of a message.
	Said Said
}

// Tell adds an entry to a running mission and counts it.
//
// It refuses with [Empty] or [TooLong] for the text, with [ThanksNobody], [ThanksSelf] or [ThanksMany]
// for thanks, and with [NoDate] or [DatePast] for commitments and risks.
func Tell(tx Tx, now time.Time, by Actor, m Mission, in NewEntry) (Mission, Entry, error) {
	do := TellEntry
	if in.Kind.Promised() {
		do = PromiseIt
	}
	if err := Check(tx, do, by, m, ""); err != nil {
		return m, Entry{}, err
	}
	if !m.Running() {
		return m, Entry{}, refuse(Ended, m)
	}
	if err := firstError(in.check(by, m, now), in.Said.check(tx, m)); err != nil {
		return m, Entry{}, err
	}
	member, err := membership(tx, m, by.User)
	if err != nil {
		return m, Entry{}, err
	}
	e := Entry{
		ID: in.ID, Team: m.Team, Mission: m.ID, Author: by.User, Kind: in.Kind, Text: in.Text, At: now, Phase: m.Phase,
		Gain: in.Gain, To: in.To, If: in.If, By: in.By, Expect: in.Expect, Look: in.Look, Said: in.Said,
	}
	if err := in.pieceInto(tx, m, member, &e); err != nil {
		return m, Entry{}, err
	}
	m.Tally = m.Tally.add(e)
	m = m.wake(by.User, now)
	if err := tx.PutEntry(e); err != nil {
		return m, Entry{}, err
	}
	return m, e, tx.PutMission(m)
}

// pieceInto notes which piece an entry belongs to: the author's, another member's, or none.
func (in *NewEntry) pieceInto(tx Tx, m Mission, author *Member, e *Entry) error {
	owner := author
	switch {
	case in.NoPiece:
		return nil
	case in.PieceOf != "" && in.PieceOf != e.Author:
		var err error
		if owner, err = membership(tx, m, in.PieceOf); err != nil {
			return err
		}
		if owner == nil || !owner.In() || owner.Piece == "" {
			return &Refusal{Code: BadChoice, Field: "piece_of"}
		}
		e.PieceOf = in.PieceOf
	}
	if owner != nil && owner.In() {
		e.Piece = owner.Piece
	}
	return nil
}

// check cleans what was told and holds it to the rules of its kind. Which day it is is asked only where a
// day was given: the zone is read from a file each time.
func (in *NewEntry) check(by Actor, m Mission, now time.Time) error {
	if !in.Kind.Valid() {
		return &Refusal{Code: BadChoice, Field: "kind"}
	}
	if err := words("text", &in.Text, MaxText, true); err != nil {
		return err
	}
	switch in.Kind {
	case Thanks:
		return in.checkThanks(by.User)
	case Commitment:
		return firstError(words("if", &in.If, MaxLine, false), ahead("by", in.By, m.Today(now)))
	case Risk:
		return firstError(words("expect", &in.Expect, MaxText, true), ahead("look", in.Look, m.Today(now)))
	case Win:
		return in.checkGain()
	}
	return nil
}

func (in *NewEntry) checkThanks(by UserID) error {
	slices.Sort(in.To)
	in.To = slices.Compact(in.To)
	switch {
	case len(in.To) == 0:
		return &Refusal{Code: ThanksNobody}
	case slices.Contains(in.To, by):
		return &Refusal{Code: ThanksSelf}
	case len(in.To) > MaxThanks:
		return &Refusal{Code: ThanksMany, Got: len(in.To), Max: MaxThanks}
	}
	return nil
}

func (in *NewEntry) checkGain() error {
	switch in.Gain {
	case ForNobodySaid, ForCustomers, ForUs, ForCompany:
		return nil
	}
	return &Refusal{Code: BadChoice, Field: "gain"}
}

// ahead holds a promised day to being given and not past.
func ahead(field string, d, today Date) error {
	if d.IsZero() {
		return &Refusal{Code: NoDate, Field: field}
	}
	if d.Before(today) {
		return &Refusal{Code: DatePast, Field: field, Date: d}
	}
	return nil
}

// EditText changes an entry's words. The author alone may.
func EditText(tx Tx, now time.Time, by Actor, m Mission, id ID, text string) (Entry, error) {
	e, err := ownEntry(tx, EditEntry, by, m, id)
	if err != nil {
		return Entry{}, err
	}
	if err := words("text", &text, MaxText, true); err != nil {
		return Entry{}, err
	}
	if e.Kind == Celebration { // its words are those of a sealed sentence, changed where that stands
		return Entry{}, refuse(MovedOn, m)
	}
	if text == e.Text {
		return e, nil
	}
	e.Text, e.EditedAt = text, now
	e.Said.Reworded = e.Said.By != ""
	return e, tx.PutEntry(e)
}

// Withdraw takes an entry back: its words are gone, one line stays that says so.
func Withdraw(tx Tx, now time.Time, by Actor, m Mission, id ID) (Mission, Entry, error) {
	e, err := ownEntry(tx, TakeBack, by, m, id)
	if err != nil {
		return m, Entry{}, err
	}
	if e = e.emptied(now); by.User != e.Author {
		e.WithdrawnBy = by.User
	}
	if err := tx.PutEntry(e); err != nil {
		return m, Entry{}, err
	}
	if e.Kind.aside() {
		return m, e, nil
	}
	if m, err = uncount(tx, m, e); err != nil {
		return m, Entry{}, err
	}
	return m, e, tx.PutMission(m)
}

// emptied returns an entry that was taken back, without words.
func (e Entry) emptied(now time.Time) Entry {
	e.Text, e.If, e.Expect, e.Because, e.Piece, e.PieceOf, e.To, e.WithdrawnAt = "", "", "", "", "", "", nil, now
	e.Said = Said{}
	return e
}

// uncount takes a withdrawn entry out of the tally.
func uncount(tx Tx, m Mission, e Entry) (Mission, error) {
	m.Tally = m.Tally.with(e.Kind, -1)
	if m.Tally.LatestWin != e.ID {
		return m, nil
	}
	var err error
	m.Tally.LatestWin, err = winBefore(tx, m, e.ID)
	return m, err
}

// winBefore returns the newest win before an entry that still stands, or "". It looks only where the
// tally counts one, so that a long story is not read through for nothing.
func winBefore(tx Tx, m Mission, before ID) (ID, error) {
	for m.Tally.Count(Win) > 0 {
		wins, err := tx.Entries(m.Team, m.ID, before, 20, Win)
		if err != nil || len(wins) == 0 {
			return "", err
		}
		for _, w := range wins {
			if before = w.ID; !w.Withdrawn() {
				return w.ID, nil
			}
		}
	}
	return "", nil
}

// Answer keeps somebody's answer to a question of the channel, for the thread of that question. It counts
// as nothing: talking is not telling.
func Answer(tx Tx, now time.Time, by Actor, m Mission, id ID, text string, thread MessageRef) (Entry, error) {
	if err := Check(tx, AnswerHere, by, m, ""); err != nil {
		return Entry{}, err
	}
	if !m.Running() {
		return Entry{}, refuse(Ended, m)
	}
	if err := words("text", &text, MaxText, true); err != nil {
		return Entry{}, err
	}
	e := Entry{
		ID: id, Team: m.Team, Mission: m.ID, Author: by.User, Kind: Reply, Text: text, At: now, Phase: m.Phase,
		Thread: thread,
	}
	if err := waken(tx, m, by.User, now); err != nil {
		return Entry{}, err
	}
	return e, tx.PutEntry(e)
}

// ownEntry returns an entry of the mission that still has words, where the actor may do the action.
func ownEntry(tx Tx, do Action, by Actor, m Mission, id ID) (Entry, error) {
	e, err := tx.Entry(m.Team, m.ID, id)
	if err != nil {
		return Entry{}, err
	}
	if err := Check(tx, do, by, m, e.AuthorFor(do, by.User)); err != nil {
		return Entry{}, err
	}
	if e.Withdrawn() {
		return Entry{}, refuse(MovedOn, m)
	}
	return e, nil
}

// Reopened marks a block as gone. Anyone in the channel may; the first one counts.
func Reopened(tx Tx, now time.Time, by Actor, m Mission, id ID) (Entry, error) {
	e, err := openBlock(tx, OpenAgain, by, m, id)
	if err != nil {
		return Entry{}, err
	}
	e.OpenedAt, e.OpenedBy = now, by.User
	return e, tx.PutEntry(e)
}

// Help notes that somebody offers to help with a block, once a person. It reports whether the offer
// is a new one.
func Help(tx Tx, by Actor, m Mission, id ID) (Entry, bool, error) {
	e, err := openBlock(tx, OfferHelp, by, m, id)
	if err != nil {
		return Entry{}, false, err
	}
	if slices.Contains(e.Helpers, by.User) {
		return e, false, nil
	}
	e.Helpers = append(e.Helpers, by.User)
	return e, true, tx.PutEntry(e)
}

func openBlock(tx Tx, do Action, by Actor, m Mission, id ID) (Entry, error) {
	e, err := tx.Entry(m.Team, m.ID, id)
	if err != nil {
		return Entry{}, err
	}
	if err := Check(tx, do, by, m, ""); err != nil {
		return Entry{}, err
	}
	if !e.Open() {
		return Entry{}, refuse(MovedOn, m)
	}
	return e, nil
}

// add counts a new entry. Of two wins that are told in the same moment the one may be kept first that was named last, so the
// newest is the one with the greatest id, as in every list of them.
func (t Tally) add(e Entry) Tally {
	t = t.with(e.Kind, 1)
	t.LastEntry = e.At
	if e.Kind == Win {
		t.LatestWin = max(t.LatestWin, e.ID)
	}
	return t
}

// with returns the tally with n more of a kind, leaving the receiver's map alone.
func (t Tally) with(k EntryKind, n int) Tally {
	counts := make(map[EntryKind]int, len(t.ByKind)+1)
	maps.Copy(counts, t.ByKind)
	if counts[k] += n; counts[k] <= 0 {
		delete(counts, k)
	}
	t.ByKind = counts
	return t
}
