package record

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"

	"throughline/internal/mission"
)

// Kind describes the records of one type, whatever store they stand in.
type Kind[R any] struct {
	// Name is the name of the table, the same in each store, and of the kind in exports.
	Name string
	// Columns name the texts that Key returns. The first is always the workspace.
	Columns []string
	// Key returns the texts under which a record stands; no two records of a kind have the same.
	Key func(*R) []string
	// IDs returns every text that stands in keys and indexes; the required ones may not be empty.
	IDs func(*R) (required, optional []string)
	// Missions returns the missions that have to exist for the record to make sense; nil for none. Only a
	// check of the store asks.
	Missions func(*R) (mission.TeamID, []mission.ID)
	// Private says that the older states of a record may not stay behind where it was kept: what was private, and
	// what would tell in which order people answered.
	Private bool
	// Passing says that records of this kind are kept for so short a time, and for so good a reason, that no backup
	// and no export may hold them: the answers and marks of rounds.
	Passing bool
}

// Any is a kind of any type of record, for what treats all alike.
type Any interface {
	// KindName is the name of the kind.
	KindName() string
	// KeyColumns name the texts of a key.
	KeyColumns() []string
	// KeyOf returns the key that a stored record says it belongs under.
	KeyOf(raw []byte) ([]string, error)
	// Verify returns an error for a record that no store would have kept: damaged, or with ids that cannot be.
	Verify(raw []byte) error
	// IsPrivate says that the older states of records of this kind may not stay behind where they were kept.
	IsPrivate() bool
	// IsPassing says that no backup and no export may hold records of this kind.
	IsPassing() bool
	// MissionsOf returns the missions that have to exist for the record to make sense.
	MissionsOf(raw []byte) (mission.TeamID, []mission.ID, error)
	// About says what a stored record says of a person, and false where it says nothing. The key of the holding
	// is the store's to fill in.
	About(raw []byte, user mission.UserID) (mission.Holding, bool, error)
	// People returns whom a stored record names.
	People(raw []byte) ([]mission.UserID, error)
	// MaySeal says that records of this kind can hold sealed words.
	MaySeal() bool
	// Seals says that records of this kind can hold sealed words, and say whose they are. Answers to a round do not.
	Seals() bool
	// Canonical returns the one form of a stored record that it has in whichever store. Strict does the same with one
	// that comes from outside, and refuses what no store would have written.
	Canonical(raw []byte) ([]byte, error)
	Strict(raw []byte) ([]byte, error)
	// EachSealed hands over the sealed words of a stored record, with whose record it is.
	EachSealed(raw []byte, look func(owner mission.UserID, s mission.Sealed) error) error
	// Type is the type of the records, whose tags name the fields of the JSON.
	Type() reflect.Type
}

// All are the kinds of records, in the order in which they can be put into a store: what speaks of a mission comes
// after the missions.
func All() []Any {
	return []Any{
		Missions, Members, Entries, Relations, Connections, Reflections, OwnCommitments, Drafts,
		Conversations, Practices, Balances, Rotations,
		Plans, Rows, Rounds, RoundAnswers, RoundMarks, RoundSettings, RoundGuesses, People, Houses, Files, Erasures,
		Trials, TrialTosses, TrialLooks,
		Choices, PlaceCountings, AudienceCountings,
		ErasedPeople, SeenRequests,
	}
}

// Named returns the kind of a name.
func Named(name string) (Any, bool) {
	all := All()
	i := slices.IndexFunc(all, func(k Any) bool { return k.KindName() == name })
	if i < 0 {
		return nil, false
	}
	return all[i], true
}

// KindName implements [Any].
func (k *Kind[R]) KindName() string { return k.Name }

// KeyColumns implements [Any].
func (k *Kind[R]) KeyColumns() []string { return k.Columns }

// IsPrivate implements [Any].
func (k *Kind[R]) IsPrivate() bool { return k.Private }

// IsPassing implements [Any].
func (k *Kind[R]) IsPassing() bool { return k.Passing }

// KeyOf implements [Any].
func (k *Kind[R]) KeyOf(raw []byte) ([]string, error) {
	r, err := k.Decode(raw)
	if err != nil {
		return nil, err
	}
	return k.Key(&r), nil
}

// MissionsOf implements [Any].
func (k *Kind[R]) MissionsOf(raw []byte) (mission.TeamID, []mission.ID, error) {
	if k.Missions == nil {
		return "", nil, nil
	}
	r, err := k.Decode(raw)
	if err != nil {
		return "", nil, err
	}
	team, ids := k.Missions(&r)
	return team, ids, nil
}

// Verify implements [Any].
func (k *Kind[R]) Verify(raw []byte) error {
	r, err := k.Decode(raw)
	if err != nil {
		return err
	}
	return k.Check(&r)
}

// Check returns ErrBadID for a record that cannot be kept.
func (k *Kind[R]) Check(r *R) error {
	if err := CheckIDs(k.IDs(r)); err != nil {
		return fmt.Errorf("keep in %s: %w", k.Name, err)
	}
	return nil
}

// Decode reads a stored record. The error names the kind and no words of the record.
func (k *Kind[R]) Decode(raw []byte) (R, error) {
	var r R
	if err := json.Unmarshal(raw, &r); err != nil {
		return r, fmt.Errorf("a record in %s is damaged: %w", k.Name, err)
	}
	return r, nil
}

// Encode makes what is stored of a record.
func (k *Kind[R]) Encode(r R) ([]byte, error) {
	out, err := Encode(r)
	if err != nil {
		return nil, fmt.Errorf("keep in %s: %w", k.Name, err)
	}
	return out, nil
}

// Encode writes JSON without the escapes for HTML, which would make a dump hard to read.
func Encode(v any) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}

// People implements [Any].
func (k *Kind[R]) People(raw []byte) ([]mission.UserID, error) {
	r, err := k.Decode(raw)
	if err != nil {
		return nil, err
	}
	var n naming
	n.look(&r)
	return n.met, nil
}

// MaySeal implements [Any].
func (k *Kind[R]) MaySeal() bool { return holdsType(reflect.TypeFor[R](), sealedType) }

// Seals implements [Any].
func (k *Kind[R]) Seals() bool {
	r := reflect.TypeFor[R]()
	for f := range r.Fields() {
		if owns(f) {
			return holdsType(r, sealedType)
		}
	}
	return false
}

// OwnRange returns the texts with which the keys of a person's own records begin: the workspace and the person
// where keys are made so, and else the workspace alone.
func (k *Kind[R]) OwnRange(team mission.TeamID, user mission.UserID) []string {
	var r R
	v := reflect.ValueOf(&r).Elem()
	for i := range v.NumField() {
		switch f := v.Type().Field(i); {
		case f.Name == "Team":
			v.Field(i).SetString(string(team))
		case owns(f):
			v.Field(i).SetString(string(user))
		}
	}
	if key := k.Key(&r); len(key) > 1 && key[1] == string(user) {
		return key[:2]
	}
	return []string{string(team)}
}

// About implements [Any].
func (k *Kind[R]) About(raw []byte, user mission.UserID) (mission.Holding, bool, error) {
	r, err := k.Decode(raw)
	if err != nil {
		return mission.Holding{}, false, err
	}
	n := naming{user: user}
	n.look(&r)
	if !n.owner {
		n.sealed = nil // the words of somebody else
	}
	h := mission.Holding{Kind: k.Name, Own: n.owner, Others: n.others, As: n.as, Body: slices.Clone(raw), Sealed: n.sealed}
	return h, n.owner || len(n.as) > 0, nil
}

// Fate is what becomes of a record out of which somebody was taken.
type Fate int

// What becomes of it.
const (
	// Stays says that the record does not name her.
	Stays Fate = iota
	// Goes says that the record was hers alone, or is nobody's without her.
	Goes
	// Changes says that the record is to be kept as it is without her, where its key says that it belongs.
	Changes
)

// Forget takes a person out of a record, and says what becomes of it.
func (k *Kind[R]) Forget(r *R, user mission.UserID) Fate {
	n := naming{user: user, blank: true}
	n.look(r)
	switch required, _ := k.IDs(r); {
	case n.owner:
		return Goes
	case len(n.as) == 0:
		return Stays
	case slices.Contains(required, ""):
		return Goes
	}
	return Changes
}

// Reseal puts what change makes of them in the place of the sealed words of a record, and reports whether any
// changed. Owner is whose record it is, or "".
func (k *Kind[R]) Reseal(r *R, change func(owner mission.UserID, s mission.Sealed) (mission.Sealed, error)) (bool, error) {
	owner, changed := ownerOf(r), false
	err := sealedIn(reflect.ValueOf(r).Elem(), func(s mission.Sealed) (mission.Sealed, error) {
		out, err := change(owner, s)
		changed = changed || !bytes.Equal(out, s)
		return out, err
	})
	return changed, err
}

// ownerOf returns whose record it is, or "".
func ownerOf(record any) mission.UserID {
	v := reflect.ValueOf(record).Elem()
	for i := range v.NumField() {
		if owns(v.Type().Field(i)) {
			return mission.UserID(v.Field(i).String())
		}
	}
	return ""
}
