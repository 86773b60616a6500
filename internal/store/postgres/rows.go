package postgres

import (
	"strings"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/store/record"
)

// Row returns a row of the outbox, or ErrNotFound.
func (tx *Tx) Row(team mission.TeamID, k string) (nudges.Row, error) {
	return get(tx, rows, sure(record.FromRow), string(team), k)
}

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
	var due []nudges.Row
	for u := first; u <= nudges.LeastUrgent; u++ {
		if len(due) >= limit {
			break
		}
		some, err := find(tx, rows, sure(record.FromRow),
			"urgency = $1 and work_at <= $2 order by work_at, lot, team, row_key limit $3", int64(u), now.UnixMilli(), limit-len(due))
		if err != nil {
			return nil, err
		}
		due = append(due, some...)
	}
	return due, tx.live()
}

// RowsIn returns every row of all workspaces in one of the given states, the most urgent first and among those the
// earliest. It reads only rows that need work.
func (tx *Tx) RowsIn(states ...nudges.State) ([]nudges.Row, error) {
	if len(states) == 0 {
		return nil, tx.live()
	}
	names := make([]string, len(states))
	for i, s := range states {
		names[i] = string(s)
	}
	return find(tx, rows, sure(record.FromRow),
		"work_at is not null and doc->>'state' = any($1) order by urgency, work_at, lot, team, row_key", names)
}

// RowsWith returns the rows whose keys begin with a text, by their keys.
func (tx *Tx) RowsWith(team mission.TeamID, start string) ([]nudges.Row, error) {
	return find(tx, rows, sure(record.FromRow),
		"team = $1 and row_key >= $2 and starts_with(row_key, $2) and ($3 = '' or row_key < $3) order by row_key",
		string(team), start, behindAll(start))
}

// behindAll returns a text behind all texts that begin with the given one, or "" where there is none. The last letter
// is raised as far as it goes: no text that begins with start has a greater one in its place.
func behindAll(start string) string {
	letters := []rune(start)
	if len(letters) == 0 {
		return ""
	}
	letters[len(letters)-1]++
	if last := letters[len(letters)-1]; last > 0x10ffff || last >= 0xd800 && last <= 0xdfff {
		return "" // There is no such letter, and the other conditions do.
	}
	return string(letters)
}

// RowAt returns the row that was settled as the given message, or ErrNotFound. Edits of a message do
// not count.
func (tx *Tx) RowAt(team mission.TeamID, at mission.MessageRef) (nudges.Row, error) {
	return first(tx, rows, sure(record.FromRow), "team = $1 and channel = $2 and ts = $3 order by row_key limit 1",
		string(team), string(at.Channel), at.TS)
}

// AskedAt returns the nudges that were settled or withheld, are in doubt or under way at a place since a time,
// newest first. The time is when they were sent, or were to be sent where they are only claimed.
func (tx *Tx) AskedAt(team mission.TeamID, place string, since time.Time) ([]nudges.Row, error) {
	return find(tx, rows, sure(record.FromRow),
		"team = $1 and place = $2 and asked_at >= $3 order by asked_at desc, row_key desc", string(team), place, since.UnixMilli())
}

// WaitingAt returns the nudges that are to go to a place before a time and are not under way yet, earliest first.
func (tx *Tx) WaitingAt(team mission.TeamID, place string, before time.Time) ([]nudges.Row, error) {
	return find(tx, rows, sure(record.FromRow),
		"team = $1 and place = $2 and waiting_at < $3 order by waiting_at, row_key", string(team), place, before.UnixMilli())
}

// SweepRows removes at most limit rows that ended before the given time, those that ended first, and
// says how many. A row ended when it was sent, or else when it was to be.
func (tx *Tx) SweepRows(before time.Time, limit int) (int, error) {
	found, err := rows.find(tx, "ended_at < $1 order by ended_at, team, row_key limit $2", before.UnixMilli(), max(limit, 0))
	if err != nil {
		return 0, err
	}
	return len(found), rows.deleteAll(tx, found)
}

// Plan returns a plan, or ErrNotFound.
func (tx *Tx) Plan(team mission.TeamID, id string) (nudges.Plan, error) {
	return get(tx, plans, sure(record.FromPlan), string(team), id)
}

// PutPlan keeps a plan in place of what was kept under its id, and moves its due time.
func (tx *Tx) PutPlan(p nudges.Plan) error { return plans.put(tx, record.ToPlan(p)) }

// DeletePlan removes a plan and its due time; one that is not there is no error.
func (tx *Tx) DeletePlan(team mission.TeamID, id string) error {
	return plans.delete(tx, string(team), id)
}

// PlansOf returns the plans of a mission, by their ids.
func (tx *Tx) PlansOf(team mission.TeamID, m mission.ID) ([]nudges.Plan, error) {
	return find(tx, plans, sure(record.FromPlan), "team = $1 and mission = $2 order by plan", string(team), string(m))
}

// PlansFor returns the plans for one person in all missions, by their ids.
func (tx *Tx) PlansFor(team mission.TeamID, user mission.UserID) ([]nudges.Plan, error) {
	return find(tx, plans, sure(record.FromPlan), "team = $1 and person = $2 and person <> '' order by plan", string(team), string(user))
}

// duePlans is the condition of plans that are due.
const duePlans = "due_at <= $1 order by due_at, team, plan limit $2"

// DuePlans returns at most limit plans of all workspaces with Next at or before now, earliest first.
//
// In a transaction that writes it claims them: what another copy has claimed is passed over, so that several copies
// work beside each other. Where all are claimed it waits for one of them, as there would be nothing to do but to come
// back at once.
func (tx *Tx) DuePlans(now time.Time, limit int) ([]nudges.Plan, error) {
	limit = max(limit, 0)
	if !tx.mode.writable || limit == 0 {
		return find(tx, plans, sure(record.FromPlan), duePlans, now.UnixMilli(), limit)
	}
	due, err := find(tx, plans, sure(record.FromPlan), duePlans+" for update skip locked", now.UnixMilli(), limit)
	if err != nil || len(due) > 0 {
		return due, err
	}
	return find(tx, plans, sure(record.FromPlan), duePlans+" for update", now.UnixMilli(), 1)
}

// NextWork returns the earliest due time of any plan or row, or the zero time for none.
func (tx *Tx) NextWork() (time.Time, error) {
	first := []string{"(select min(due_at) from plan where due_at is not null)"}
	var args []any
	for u := range nudges.LeastUrgent + 1 {
		args = append(args, int64(u))
		first = append(first, `(select min(work_at) from "row" where work_at is not null and urgency = `+mark(len(args))+")")
	}
	ms, err := tx.number("select least("+strings.Join(first, ", ")+")", args...)
	return record.Moment(ms), err
}
