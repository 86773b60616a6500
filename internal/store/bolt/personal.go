package bolt

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"

	"throughline/internal/mission"
	"throughline/internal/store/record"
)

// anyTable is a table of any type of record.
type anyTable interface {
	name() string
	check(c *checker) error
	// load keeps a record that comes from another store.
	load(tx *Tx, raw []byte) error
	// about says what a record under a key says of a person, and false where it says nothing.
	about(k, raw []byte, user mission.UserID) (mission.Holding, bool, error)
	forget(tx *Tx, k []byte, user mission.UserID) error
	// people returns whom a record names.
	people(raw []byte) ([]mission.UserID, error)
	// private says that records of this type can hold sealed words, and say whose they are. Answers to a round
	// do not.
	private() bool
	// maySeal says that records of this type can hold sealed words, whosever they are.
	maySeal() bool
	// rangeOf is the beginning of the keys under which a person's own records stand.
	rangeOf(team mission.TeamID, user mission.UserID) []byte
	// sealed changes the sealed fields of a record. It writes only where one changed.
	sealed(tx *Tx, k []byte, change func(owner mission.UserID, s mission.Sealed) (mission.Sealed, error)) error
}

// tables are all tables, in the order of the drawing.
var tables = []anyTable{
	&missions, &members, &entries, &relations, &connections, &reflections, &ownCommitments, &drafts,
	&conversations, &practices, &balances, &rotations,
	&plans, &rows, &roundsKept, &roundAnswers, &roundMarks, &roundSettings, &roundGuesses, &people, &houses, &files, &erasures,
	&trials, &trialTosses, &trialLooks,
	&choices, &placeCounts, &audienceCounts,
}

func (t *table[R]) name() string { return string(t.bucket) }

func (t *table[R]) people(raw []byte) ([]mission.UserID, error) { return t.kind.People(raw) }

func (t *table[R]) maySeal() bool { return t.kind.MaySeal() }

func (t *table[R]) private() bool { return t.kind.Seals() }

func (t *table[R]) rangeOf(team mission.TeamID, user mission.UserID) []byte {
	return prefix(t.kind.OwnRange(team, user)...)
}

func (t *table[R]) about(k, raw []byte, user mission.UserID) (mission.Holding, bool, error) {
	if !bytes.Contains(raw, []byte(user)) && !bytes.Contains(k, []byte(user)) {
		return mission.Holding{}, false, nil // most records, told without decoding
	}
	h, named, err := t.kind.About(raw, user)
	h.Key = string(k)
	return h, named, err
}

// forget removes a record of somebody's own, and takes her out of one of the team's, which moves where she
// stands in its key.
func (t *table[R]) forget(tx *Tx, k []byte, user mission.UserID) error {
	r, err := t.get(tx, k)
	if errors.Is(err, mission.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	switch t.kind.Forget(&r, user) {
	case record.Stays:
		return nil
	case record.Goes:
		return t.delete(tx, k)
	}
	if !bytes.Equal(t.key(&r), k) {
		if err := t.delete(tx, k); err != nil {
			return err
		}
	}
	return t.put(tx, r)
}

func (t *table[R]) sealed(tx *Tx, k []byte, change func(mission.UserID, mission.Sealed) (mission.Sealed, error)) error {
	r, err := t.get(tx, k)
	if err != nil {
		return err
	}
	if changed, err := t.kind.Reseal(&r, change); err != nil || !changed {
		return err
	}
	return t.put(tx, r)
}

// A place in the store, for reading it in slices, is the number of a table and the key after which to go on.

func placeAt(table int, k []byte) string {
	return fmt.Sprintf("%d:%s", table, base64.RawStdEncoding.EncodeToString(k))
}

func readPlace(s string) (table int, after []byte, err error) {
	if s == "" {
		return 0, nil, nil
	}
	number, key, ok := strings.Cut(s, ":")
	if ok {
		_, err = fmt.Sscanf(number, "%d", &table)
	}
	if ok && err == nil {
		after, err = base64.RawStdEncoding.DecodeString(key)
	}
	if !ok || err != nil || table < 0 || table >= len(tables) {
		return 0, nil, fmt.Errorf("no place in the store: %q", s)
	}
	return table, after, nil
}

// eachFrom hands over at most limit records from a place on, in all tables, and returns where to go on, or
// "" at the end. Do must write nothing.
func (tx *Tx) eachFrom(from string, limit int, do func(t anyTable, k, raw []byte) error) (next string, err error) {
	return tx.eachOf(func(anyTable) bool { return true }, from, limit, do)
}

// eachOf is eachFrom in the tables that are wanted.
func (tx *Tx) eachOf(wanted func(anyTable) bool, from string, limit int, do func(t anyTable, k, raw []byte) error) (next string, err error) {
	at, after, err := readPlace(from)
	if err != nil {
		return "", err
	}
	if tx.over {
		return "", errOver
	}
	for n := 0; at < len(tables); at, after = at+1, nil {
		if !wanted(tables[at]) {
			continue
		}
		c := tx.b.Bucket([]byte(tables[at].name())).Cursor()
		k, v := c.First()
		if after != nil {
			if k, v = c.Seek(after); bytes.Equal(k, after) {
				k, v = c.Next()
			}
		}
		for ; k != nil; k, v = c.Next() {
			if err := do(tables[at], k, v); err != nil {
				return "", err
			}
			if n++; n >= limit {
				return placeAt(at, k), nil
			}
		}
	}
	return "", nil
}

// HoldingsOf returns the records that speak of a person, see [mission.PersonalTx].
func (tx *Tx) HoldingsOf(team mission.TeamID, user mission.UserID, from string, limit int) (found []mission.Holding, next string, err error) {
	if user == "" {
		return nil, "", fmt.Errorf("%w: nobody is named", ErrBadID)
	}
	mine := prefix(string(team))
	next, err = tx.eachFrom(from, limit, func(t anyTable, k, raw []byte) error {
		if !bytes.HasPrefix(k, mine) {
			return nil
		}
		h, named, err := t.about(k, raw, user)
		if named {
			found = append(found, h)
		}
		return err
	})
	return found, next, err
}

// PeopleIn returns whom records name, see [mission.PersonalTx].
func (tx *Tx) PeopleIn(team mission.TeamID, from string, limit int) (found []mission.UserID, next string, err error) {
	mine := prefix(string(team))
	next, err = tx.eachFrom(from, limit, func(t anyTable, k, raw []byte) error {
		if !bytes.HasPrefix(k, mine) {
			return nil
		}
		ids, err := t.people(raw)
		found = append(found, ids...)
		return err
	})
	return found, next, err
}

// PrivateHoldings returns the records of a person's own that hold sealed words, see [mission.PersonalTx].
// Of a table whose keys begin with the person only hers are read.
func (tx *Tx) PrivateHoldings(team mission.TeamID, user mission.UserID) ([]mission.Holding, error) {
	var out []mission.Holding
	for _, t := range tables {
		if !t.private() {
			continue
		}
		for k, raw := range tx.ascend([]byte(t.name()), t.rangeOf(team, user)) {
			h, _, err := t.about(k, raw, user)
			if err != nil {
				return nil, err
			}
			if h.Own && len(h.Sealed) > 0 {
				out = append(out, h)
			}
		}
	}
	return out, tx.live()
}

// Forget takes a person out of one record, see [mission.PersonalTx].
func (tx *Tx) Forget(team mission.TeamID, user mission.UserID, h mission.Holding) error {
	for _, t := range tables {
		if t.name() == h.Kind && user != "" && strings.HasPrefix(h.Key, string(prefix(string(team)))) {
			return t.forget(tx, []byte(h.Key), user)
		}
	}
	return fmt.Errorf("forget somebody in %q: there is no such record", h.Kind)
}

// ForgetSeen takes a person out of what is remembered of requests. They stay remembered, so that one which
// comes again does nothing.
func (tx *Tx) ForgetSeen(team mission.TeamID, user mission.UserID) error {
	if user == "" {
		return fmt.Errorf("%w: nobody is named", ErrBadID)
	}
	type pair struct{ k, v []byte }
	var found []pair
	for k, v := range tx.ascend(bucketSeen, prefix(string(team))) {
		if said := string(v[timeSize:]); record.Without(said, string(user)) != said {
			found = append(found, pair{slices.Clone(k), slices.Clone(v)})
		}
	}
	for _, p := range found {
		said := record.Without(string(p.v[timeSize:]), string(user))
		if err := tx.put(bucketSeen, p.k, append(p.v[:timeSize:timeSize], said...)); err != nil {
			return err
		}
	}
	return tx.live()
}

// EntriesBy returns what a person told, see [mission.PersonalTx].
func (tx *Tx) EntriesBy(team mission.TeamID, user mission.UserID, from string, limit int) (found []mission.Entry, next string, err error) {
	p := prefix(string(team), string(user))
	after, err := base64.RawStdEncoding.DecodeString(from)
	if err != nil {
		return nil, "", fmt.Errorf("no place in the store: %q", from)
	}
	for k := range tx.ascendFrom(bucketEntryAuthor, p, after) {
		if len(found) >= limit {
			return found, base64.RawStdEncoding.EncodeToString(after), nil
		}
		ids, err := readTexts(k[len(p):], 2)
		if err != nil {
			return nil, "", err
		}
		e, err := tx.Entry(team, mission.ID(ids[0]), mission.ID(ids[1]))
		if err != nil {
			return nil, "", err
		}
		found, after = append(found, e), slices.Clone(k)
	}
	return found, "", tx.live()
}

// SealedFrom hands over the sealed words of at most limit records from a place on, with whose record it is
// and where it stands, and returns where to go on, or "" at the end.
func (tx *Tx) SealedFrom(from string, limit int, look func(kind string, owner mission.UserID, s mission.Sealed) error) (next string, err error) {
	return tx.eachOf(anyTable.maySeal, from, limit, func(t anyTable, k, _ []byte) error {
		return t.sealed(tx, k, func(owner mission.UserID, s mission.Sealed) (mission.Sealed, error) {
			return s, look(t.name(), owner, s)
		})
	})
}

// Reseal puts what change makes of them in the place of the sealed words of at most limit records, and
// returns where to go on, or "" at the end.
func (tx *Tx) Reseal(from string, limit int, change func(mission.Sealed) (mission.Sealed, error)) (next string, err error) {
	type at struct {
		t anyTable
		k []byte
	}
	var todo []at
	next, err = tx.eachOf(anyTable.maySeal, from, limit, func(t anyTable, k, _ []byte) error {
		todo = append(todo, at{t, slices.Clone(k)})
		return nil
	})
	if err != nil {
		return "", err
	}
	for _, r := range todo {
		err := r.t.sealed(tx, r.k, func(_ mission.UserID, s mission.Sealed) (mission.Sealed, error) { return change(s) })
		if err != nil {
			return "", err
		}
	}
	return next, nil
}
