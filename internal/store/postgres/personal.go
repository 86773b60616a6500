package postgres

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"throughline/internal/mission"
	"throughline/internal/store/record"
)

// anyTable is a table of any type of record.
type anyTable interface {
	record.Any
	check(ctx context.Context, c *checker) error
	forget(tx *Tx, key []string, user mission.UserID) error
	// sealed changes the sealed fields of a record. It writes only where one changed.
	sealed(tx *Tx, key []string, change func(owner mission.UserID, s mission.Sealed) (mission.Sealed, error)) error
	load(tx *Tx, raw []byte) error
	ownRange(team mission.TeamID, user mission.UserID) []string
}

// forget removes a record of somebody's own, and takes her out of one of the team's, which moves where she
// stands in its key.
func (t *table[R]) forget(tx *Tx, key []string, user mission.UserID) error {
	r, err := t.get(tx, key...)
	if isMissing(err) {
		return nil
	}
	if err != nil {
		return err
	}
	switch t.kind.Forget(&r, user) {
	case record.Stays:
		return nil
	case record.Goes:
		return t.delete(tx, key...)
	}
	if !slices.Equal(t.kind.Key(&r), key) {
		if err := t.delete(tx, key...); err != nil {
			return err
		}
	}
	return t.put(tx, r)
}

func (t *table[R]) sealed(tx *Tx, key []string, change func(mission.UserID, mission.Sealed) (mission.Sealed, error)) error {
	r, err := t.get(tx, key...)
	if err != nil {
		return err
	}
	if changed, err := t.kind.Reseal(&r, change); err != nil || !changed {
		return err
	}
	return t.put(tx, r)
}

func (t *table[R]) load(tx *Tx, raw []byte) error {
	r, err := t.kind.Decode(raw)
	if err != nil {
		return err
	}
	return t.put(tx, r)
}

func (t *table[R]) ownRange(team mission.TeamID, user mission.UserID) []string {
	return t.kind.OwnRange(team, user)
}

// HoldingsOf returns the records that speak of a person, see [mission.PersonalTx].
func (tx *Tx) HoldingsOf(team mission.TeamID, user mission.UserID, from string, limit int) (found []mission.Holding, next string, err error) {
	if user == "" {
		return nil, "", fmt.Errorf("%w: nobody is named", record.ErrBadID)
	}
	next, err = tx.eachFrom(team, from, limit, func(t anyTable, k keyed) error {
		h, named, err := about(t, k, user)
		if named {
			found = append(found, h)
		}
		return err
	})
	return found, next, err
}

// about says what a record says of a person, and false where it says nothing.
func about(t anyTable, k keyed, user mission.UserID) (mission.Holding, bool, error) {
	key := writeTexts(k.key...)
	if !strings.Contains(string(k.raw), string(user)) && !strings.Contains(key, string(user)) {
		return mission.Holding{}, false, nil // most records, told without decoding
	}
	h, named, err := t.About(k.raw, user)
	h.Key = key
	return h, named, err
}

// PeopleIn returns whom records name, see [mission.PersonalTx].
func (tx *Tx) PeopleIn(team mission.TeamID, from string, limit int) (found []mission.UserID, next string, err error) {
	next, err = tx.eachFrom(team, from, limit, func(t anyTable, k keyed) error {
		ids, err := t.People(k.raw)
		found = append(found, ids...)
		return err
	})
	return found, next, err
}

// PrivateHoldings returns the records of a person's own that hold sealed words, see [mission.PersonalTx].
// Of a table whose keys begin with the person only hers are read.
func (tx *Tx) PrivateHoldings(team mission.TeamID, user mission.UserID) ([]mission.Holding, error) {
	var out []mission.Holding
	if !readable(string(team), string(user)) {
		return nil, tx.live()
	}
	for _, t := range held {
		if !t.Seals() {
			continue
		}
		own := t.ownRange(team, user)
		s := slice{where: "team = $1", args: texts(own), limit: manyRecords}
		if len(own) > 1 {
			s.where += " and " + t.KeyColumns()[1] + " = $2"
		}
		err := tx.all(t, s, func(k keyed) error {
			h, _, err := about(t, k, user)
			if h.Own && len(h.Sealed) > 0 {
				out = append(out, h)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Forget takes a person out of one record, see [mission.PersonalTx].
func (tx *Tx) Forget(team mission.TeamID, user mission.UserID, h mission.Holding) error {
	for _, t := range held {
		if t.KindName() != h.Kind || user == "" {
			continue
		}
		if key, err := readTexts(h.Key, len(t.KeyColumns())); err == nil && h.Key != "" && key[0] == string(team) {
			return t.forget(tx, key, user)
		}
	}
	return fmt.Errorf("forget somebody in %q: there is no such record", h.Kind)
}

// ForgetSeen takes a person out of what is remembered of requests. They stay remembered, so that one which
// comes again does nothing.
func (tx *Tx) ForgetSeen(team mission.TeamID, user mission.UserID) error {
	if user == "" {
		return fmt.Errorf("%w: nobody is named", record.ErrBadID)
	}
	if !readable(string(team)) {
		return tx.mayWrite()
	}
	tx.leavePlaces()
	s := slice{where: "team = $1", args: []any{string(team)}, limit: manyRecords}
	return tx.all(seenRequests, s, func(k keyed) error {
		r, err := record.SeenRequests.Decode(k.raw)
		if err != nil {
			return err
		}
		said := record.Without(string(r.Result), string(user))
		if said == string(r.Result) {
			return nil
		}
		r.Result = []byte(said)
		return seenRequests.put(tx, r)
	})
}

// SealedFrom hands over the sealed words of at most limit records from a place on, with whose record it is
// and where it stands, and returns where to go on, or "" at the end.
func (tx *Tx) SealedFrom(from string, limit int, look func(kind string, owner mission.UserID, s mission.Sealed) error) (next string, err error) {
	return tx.eachOf(anyTable.MaySeal, "", from, limit, func(t anyTable, k keyed) error {
		return t.EachSealed(k.raw, func(owner mission.UserID, s mission.Sealed) error { return look(t.KindName(), owner, s) })
	})
}

// Reseal puts what change makes of them in the place of the sealed words of at most limit records, and
// returns where to go on, or "" at the end.
func (tx *Tx) Reseal(from string, limit int, change func(mission.Sealed) (mission.Sealed, error)) (next string, err error) {
	return tx.eachOf(anyTable.MaySeal, "", from, limit, func(t anyTable, k keyed) error {
		return t.sealed(tx, k.key, func(_ mission.UserID, s mission.Sealed) (mission.Sealed, error) { return change(s) })
	})
}
