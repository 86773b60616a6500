package bolt

import (
	"encoding/binary"
	"slices"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/store/record"
)

var rows = table[record.Row]{kind: record.Rows, bucket: bucketRow,
	indexes: []index[record.Row]{
		{bucketRowDue, rowByWork},
		{bucketRowPlace, rowByPlace},
		{bucketRowWaiting, rowWaiting},
		{bucketRowMsg, func(r *record.Row) []byte {
			if !r.IsPost() {
				return nil
			}
			return key(string(r.Team), string(r.Channel), r.TS, r.Key)
		}},
		{bucketRowEnded, func(r *record.Row) []byte {
			if r.NeedsWork() {
				return nil
			}
			return timeKey(r.EndedTime(), string(r.Team), r.Key)
		}},
	},
}

// rowByWork is the key of a row that needs work.
func rowByWork(r *record.Row) []byte {
	if !r.NeedsWork() {
		return nil
	}
	k := appendTime([]byte{byte(r.Urgency())}, r.WorkTime())
	k = binary.BigEndian.AppendUint16(k, r.Lot())
	return append(k, key(string(r.Team), r.Key)...)
}

// lotSize is the length of a lot in a key.
const lotSize = 2

// rowByPlace is the key of a nudge that somebody was asked, may have been, or is about to be.
func rowByPlace(r *record.Row) []byte {
	if !r.IsAsked() {
		return nil
	}
	out := prefix(string(r.Team), r.Place())
	return append(appendTime(out, r.AskedTime()), r.Key...)
}

// rowWaiting is the key of a nudge that waits for its turn at a place.
func rowWaiting(r *record.Row) []byte {
	if !r.IsWaiting() {
		return nil
	}
	out := prefix(string(r.Team), r.Place())
	return append(appendTime(out, r.DueTime()), r.Key...)
}

// Row returns a row of the outbox, or ErrNotFound.
func (tx *Tx) Row(team mission.TeamID, k string) (nudges.Row, error) {
	r, err := rows.get(tx, key(string(team), k))
	if err != nil {
		return nudges.Row{}, err
	}
	return record.FromRow(r), nil
}

// RowToEdit is Row: one transaction writes at a time.
func (tx *Tx) RowToEdit(team mission.TeamID, k string) (nudges.Row, error) { return tx.Row(team, k) }

// PutRow keeps a row in place of what was kept under its key, and moves it in the indexes.
func (tx *Tx) PutRow(r nudges.Row) error { return rows.put(tx, record.ToRow(r)) }

// DueRows returns at most limit rows of all workspaces that need work at or before now, the most urgent first and
// among those the earliest.
func (tx *Tx) DueRows(now time.Time, limit int) ([]nudges.Row, error) {
	return tx.dueFrom(nudges.Acted, now, limit)
}

// Yielding returns at most limit rows of all workspaces that need work at or before now and are less urgent than what
// people do, in the order of DueRows.
func (tx *Tx) Yielding(now time.Time, limit int) ([]nudges.Row, error) {
	return tx.dueFrom(nudges.Acted+1, now, limit)
}

// dueFrom returns what is due by a time and no more urgent than first.
func (tx *Tx) dueFrom(first nudges.Urgency, now time.Time, limit int) ([]nudges.Row, error) {
	var due []record.Row
	for u := first; u <= nudges.LeastUrgent; u++ {
		some, err := dueRecords(tx, &rows, bucketRowDue, []byte{byte(u)}, lotSize, now, limit-len(due))
		if err != nil {
			return nil, err
		}
		due = append(due, some...)
	}
	return convert(due, record.FromRow), nil
}

// RowsIn returns every row of all workspaces in one of the given states, the most urgent first and among those the
// earliest. It reads only rows that need work.
func (tx *Tx) RowsIn(states ...nudges.State) ([]nudges.Row, error) {
	var out []nudges.Row
	for k := range tx.ascend(bucketRowDue, nil) {
		r, err := rows.get(tx, k[1+timeSize+lotSize:])
		if err != nil {
			return nil, err
		}
		if slices.Contains(states, r.State) {
			out = append(out, record.FromRow(r))
		}
	}
	return out, tx.live()
}

// RowsWith returns the rows whose keys begin with a text, by their keys.
func (tx *Tx) RowsWith(team mission.TeamID, start string) ([]nudges.Row, error) {
	var out []nudges.Row
	for _, raw := range tx.ascend(bucketRow, key(string(team), start)) {
		r, err := rows.kind.Decode(raw)
		if err != nil {
			return nil, err
		}
		out = append(out, record.FromRow(r))
	}
	return out, tx.live()
}

// RowAt returns the row that was settled as the given message, or ErrNotFound. Edits of a message do
// not count.
func (tx *Tx) RowAt(team mission.TeamID, at mission.MessageRef) (nudges.Row, error) {
	p := prefix(string(team), string(at.Channel), at.TS)
	for k := range tx.ascend(bucketRowMsg, p) {
		return tx.Row(team, lastText(k, p))
	}
	return nudges.Row{}, tx.missing()
}

// AskedAt returns the nudges that were settled or withheld, are in doubt or under way at a place since a time,
// newest first. The time is when they were sent, or were to be sent where they are only claimed.
func (tx *Tx) AskedAt(team mission.TeamID, place string, since time.Time) ([]nudges.Row, error) {
	p := prefix(string(team), place)
	var out []nudges.Row
	for k := range tx.descend(bucketRowPlace, p, "") {
		ms, err := readTime(k[len(p):])
		if err != nil {
			return nil, err
		}
		if ms < since.UnixMilli() {
			break
		}
		r, err := tx.Row(team, string(k[len(p)+timeSize:]))
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, tx.live()
}

// WaitingAt returns the nudges that are to go to a place before a time and are not under way yet, earliest first.
func (tx *Tx) WaitingAt(team mission.TeamID, place string, before time.Time) ([]nudges.Row, error) {
	p := prefix(string(team), place)
	var out []nudges.Row
	for k := range tx.ascend(bucketRowWaiting, p) {
		ms, err := readTime(k[len(p):])
		if err != nil {
			return nil, err
		}
		if ms >= before.UnixMilli() {
			break
		}
		r, err := tx.Row(team, string(k[len(p)+timeSize:]))
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, tx.live()
}

// SweepRows removes at most limit rows that ended before the given time, those that ended first, and
// says how many. A row ended when it was sent, or else when it was to be.
func (tx *Tx) SweepRows(before time.Time, limit int) (int, error) {
	keys, err := tx.keysBefore(bucketRowEnded, before, limit)
	if err != nil {
		return 0, err
	}
	for _, k := range keys {
		if err := rows.delete(tx, k[timeSize:]); err != nil {
			return 0, err
		}
	}
	return len(keys), nil
}

// keysBefore copies at most limit keys of an index by time that stand before a time.
func (tx *Tx) keysBefore(ix []byte, before time.Time, limit int) ([][]byte, error) {
	var keys [][]byte
	for k := range tx.ascend(ix, nil) {
		ms, err := readTime(k)
		if err != nil {
			return nil, err
		}
		if len(keys) >= limit || ms >= before.UnixMilli() {
			break
		}
		keys = append(keys, slices.Clone(k))
	}
	return keys, tx.live()
}
