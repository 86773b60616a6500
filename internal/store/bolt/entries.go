package bolt

import (
	"bytes"
	"slices"

	"throughline/internal/mission"
	"throughline/internal/store/record"
)

var entries = table[record.Entry]{kind: record.Entries, bucket: bucketEntry,
	indexes: []index[record.Entry]{{bucketEntryAuthor, func(r *record.Entry) []byte {
		return key(string(r.Team), string(r.Author), string(r.Mission), string(r.ID))
	}}, {bucketEntryAwaited, func(r *record.Entry) []byte {
		if !r.IsAwaited() {
			return nil
		}
		return key(string(r.Team), string(r.Mission), string(r.ID))
	}}},
}

// Entry returns an entry, or ErrNotFound.
func (tx *Tx) Entry(team mission.TeamID, in, id mission.ID) (mission.Entry, error) {
	r, err := entries.get(tx, key(string(team), string(in), string(id)))
	if err != nil {
		return mission.Entry{}, err
	}
	return record.FromEntry(r)
}

// PutEntry keeps an entry in place of what was kept under its id. The mission's tally is not touched.
func (tx *Tx) PutEntry(e mission.Entry) error {
	if err := record.CheckDays(e.By, e.Look); err != nil {
		return err
	}
	return entries.put(tx, record.ToEntry(e))
}

// AwaitedIn returns the commitments and risks of a mission of which nothing was said yet, oldest first.
func (tx *Tx) AwaitedIn(team mission.TeamID, in mission.ID) ([]mission.Entry, error) {
	var out []mission.Entry
	p := prefix(string(team), string(in))
	for k := range tx.ascend(bucketEntryAwaited, p) {
		e, err := tx.Entry(team, in, mission.ID(lastText(k, p)))
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, tx.live()
}

// kindMarks returns how the kinds stand in the JSON of a record. A record without the mark of a kind is
// not of it, which is told much faster than by decoding it: a long story can hold few of a kind. There
// are no marks where a kind leaves none.
func kindMarks(kinds []mission.EntryKind) ([][]byte, error) {
	if slices.Contains(kinds, "") {
		return nil, nil
	}
	var marks [][]byte
	for _, k := range kinds {
		value, err := record.Encode(k)
		if err != nil {
			return nil, err
		}
		marks = append(marks, append([]byte(`"kind":`), value...))
	}
	return marks, nil
}

// holdsAny reports whether one of the marks stands in a record, or there are none.
func holdsAny(raw []byte, marks [][]byte) bool {
	return len(marks) == 0 || slices.ContainsFunc(marks, func(m []byte) bool { return bytes.Contains(raw, m) })
}

// Entries returns a mission's entries, newest first, at most limit of them, starting before the given
// id and only of the given kinds, where they are given.
func (tx *Tx) Entries(team mission.TeamID, in, before mission.ID, limit int, kinds ...mission.EntryKind) ([]mission.Entry, error) {
	var out []mission.Entry
	if limit <= 0 {
		return out, tx.live()
	}
	marks, err := kindMarks(kinds)
	if err != nil {
		return nil, err
	}
	for _, raw := range tx.descend(bucketEntry, prefix(string(team), string(in)), string(before)) {
		if !holdsAny(raw, marks) {
			continue
		}
		r, err := entries.kind.Decode(raw)
		if err != nil {
			return nil, err
		}
		if len(kinds) > 0 && !slices.Contains(kinds, r.Kind) {
			continue
		}
		e, err := record.FromEntry(r)
		if err != nil {
			return nil, err
		}
		if out = append(out, e); len(out) == limit {
			break
		}
	}
	return out, tx.live()
}
