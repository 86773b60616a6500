package postgres

import (
	"unicode/utf8"

	"throughline/internal/mission"
	"throughline/internal/store/record"
)

// Entry returns an entry, or ErrNotFound.
func (tx *Tx) Entry(team mission.TeamID, in, id mission.ID) (mission.Entry, error) {
	return get(tx, entries, record.FromEntry, string(team), string(in), string(id))
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
	return find(tx, entries, record.FromEntry, "team = $1 and mission = $2 and awaited order by entry", string(team), string(in))
}

// Entries returns a mission's entries, newest first, at most limit of them, starting before the given
// id and only of the given kinds, where they are given.
func (tx *Tx) Entries(team mission.TeamID, in, before mission.ID, limit int, kinds ...mission.EntryKind) ([]mission.Entry, error) {
	if len(kinds) == 0 {
		return newest(tx, entries, record.FromEntry, "team = $1 and mission = $2", "entry", string(before), limit, string(team), string(in))
	}
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = string(k)
	}
	return newest(tx, entries, record.FromEntry, "team = $1 and mission = $2 and kind = any($3)", "entry", string(before), limit,
		string(team), string(in), names)
}

// EntriesBy returns what a person told, see [mission.PersonalTx].
func (tx *Tx) EntriesBy(team mission.TeamID, user mission.UserID, from string, limit int) (found []mission.Entry, next string, err error) {
	behind, err := readTexts(from, 2)
	if err != nil {
		return nil, "", err
	}
	if limit <= 0 {
		return nil, from, tx.live()
	}
	found, err = find(tx, entries, record.FromEntry,
		"team = $1 and author = $2 and (mission, entry) > ($3, $4) order by mission, entry limit $5",
		string(team), string(user), behind[0], behind[1], limit+1)
	if err != nil || len(found) <= limit {
		return found, "", err
	}
	last := found[limit-1]
	return found[:limit], writeTexts(string(last.Mission), string(last.ID)), nil
}

// newest returns the records that a condition finds, in the reverse order of the last text of their keys, at most limit
// of them, and starting before a text where one is given.
func newest[R, T any](tx *Tx, t *table[R], from func(R) (T, error), where, by, before string, limit int, args ...any) ([]T, error) {
	if limit <= 0 {
		return nil, tx.live()
	}
	args = append(args, limit)
	if before != "" {
		args = append(args, storable(before))
		where += " and " + by + " < " + mark(len(args))
		return find(tx, t, from, where+" order by "+by+" desc limit "+mark(len(args)-1), args...)
	}
	return find(tx, t, from, where+" order by "+by+" desc limit "+mark(len(args)), args...)
}

// storable cuts a text off where the database could not hold it. Nothing that is stored sorts in between.
func storable(s string) string {
	for i, r := range s {
		if _, n := utf8.DecodeRuneInString(s[i:]); r == 0 || r == utf8.RuneError && n < 2 {
			return s[:i]
		}
	}
	return s
}
