package postgres

import (
	"slices"
	"time"

	"throughline/internal/mission"
	"throughline/internal/store/record"
)

// seenID names a request across workspaces.
type seenID struct{ team, key string }

// placeHeld stands under the key of a request from when it was looked for until its answer is remembered, in the same
// transaction. Nobody else ever sees it.
const placeHeld = "{}"

// holdPlace keeps the place of a request, or finds what stands there. The inner selection runs only where nothing was
// inserted.
const holdPlace = "with held as (insert into seen (team, request, seen_at, doc) values ($1, $2, 0, '" + placeHeld + "') " +
	"on conflict do nothing returning true) " +
	"select case when exists (select from held) then null else (select doc from seen where team = $1 and request = $2) end"

// Seen returns what was remembered under a key, such as the id of an event or a trigger of Slack, and
// whether anything was.
//
// In a transaction that writes it takes the key's place at once, instead of looking for it: a look at what is not there
// locks a whole page of the index, on which the keys of all the latest requests stand, so that any two commands at
// the same time would be in each other's way. Two that hold the same place are told apart by the key itself.
func (tx *Tx) Seen(team mission.TeamID, k string) (result []byte, ok bool, err error) {
	id := seenID{string(team), k}
	if !tx.mode.writable || slices.Contains(tx.held, id) || fits([]any{id.team, id.key}) != nil || record.CheckIDs([]string{id.team, id.key}, nil) != nil {
		return tx.lookSeen(id)
	}
	found, err := tx.docs(holdPlace, id.team, id.key)
	switch {
	case err != nil:
		return nil, false, err
	case found[0] == nil:
		tx.held, tx.wrote = append(tx.held, id), true
		return nil, false, nil
	}
	r, err := record.SeenRequests.Decode(found[0])
	return r.Result, err == nil, err
}

func (tx *Tx) lookSeen(id seenID) (result []byte, ok bool, err error) {
	if slices.Contains(tx.held, id) {
		return nil, false, tx.live()
	}
	r, err := seenRequests.get(tx, id.team, id.key)
	if isMissing(err) {
		return nil, false, nil
	}
	return r.Result, err == nil, err
}

// Remember keeps a result under a key, in place of an earlier one, until it is swept.
func (tx *Tx) Remember(team mission.TeamID, k string, result []byte, at time.Time) error {
	if err := seenRequests.put(tx, record.ToSeen(team, k, result, at)); err != nil {
		return err
	}
	tx.held = slices.DeleteFunc(tx.held, func(id seenID) bool { return id == seenID{string(team), k} })
	return nil
}

// leavePlaces gives up the places of requests that were looked for and not remembered.
func (tx *Tx) leavePlaces() {
	for _, id := range tx.held {
		tx.waiting.Queue(seenRequests.sql.drop, id.team, id.key)
	}
	tx.held = nil
}

// SweepSeen forgets at most limit keys that were remembered before the given time, the oldest first,
// and says how many.
func (tx *Tx) SweepSeen(before time.Time, limit int) (int, error) {
	tx.leavePlaces()
	found, err := seenRequests.find(tx, "seen_at < $1 order by seen_at, team, request limit $2", before.UnixMilli(), max(limit, 0))
	if err != nil {
		return 0, err
	}
	return len(found), seenRequests.deleteAll(tx, found)
}
