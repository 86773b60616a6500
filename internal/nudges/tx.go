package nudges

import (
	"context"
	"time"

	"throughline/internal/mission"
	"throughline/internal/trial"
)

// Tx is what the nudges need of a store inside one transaction. Like [mission.Tx] it returns
// [mission.ErrNotFound] for what is not there.
type Tx interface {
	mission.Tx
	trial.Tx

	Plan(team mission.TeamID, id string) (Plan, error)
	// PutPlan keeps a plan and moves its due time in the index. A plan that is off or has no next time
	// stands in no index.
	PutPlan(p Plan) error
	DeletePlan(team mission.TeamID, id string) error
	// PlansOf returns the plans of a mission, its channel's and its members'.
	PlansOf(team mission.TeamID, m mission.ID) ([]Plan, error)
	// PlansFor returns the plans for one person, in all missions.
	PlansFor(team mission.TeamID, user mission.UserID) ([]Plan, error)
	// DuePlans returns at most limit plans with Next at or before now, earliest first.
	DuePlans(now time.Time, limit int) ([]Plan, error)

	Row(team mission.TeamID, key string) (Row, error)
	// RowToEdit returns a row as Row does, and nobody moves it until the transaction has ended. Whoever begins a call
	// after having moved it sees what this transaction writes, and this one sees a call that began before.
	RowToEdit(team mission.TeamID, key string) (Row, error)
	// PutRow keeps a row, and moves it in the index of rows that need work: at NotBefore where it is
	// due or unknown, at Lease where it is claimed or sending, and nowhere once it has ended.
	PutRow(r Row) error
	// DueRows returns at most limit rows that need work at or before now, the most urgent first, see
	// [Row.Urgency], and among those the earliest.
	DueRows(now time.Time, limit int) ([]Row, error)
	// Yielding returns at most limit rows that need work at or before now and yield to what people do, which are all but
	// those that are [Acted], in the order of DueRows.
	Yielding(now time.Time, limit int) ([]Row, error)
	// RowsIn returns every row in one of the given states. It reads only rows that need work.
	RowsIn(states ...State) ([]Row, error)
	// RowAt returns the row that was settled as the given message.
	RowAt(team mission.TeamID, at mission.MessageRef) (Row, error)
	// NextWork returns the earliest due time of any plan or row, or the zero time for none.
	NextWork() (time.Time, error)
	// AskedAt returns the nudges settled, withheld, in doubt or under way at a place since a time, newest first. What
	// was withheld uses up the budget; it was not asked.
	// A place is a channel, or a user for her direct messages.
	AskedAt(team mission.TeamID, place string, since time.Time) ([]Row, error)
	// WaitingAt returns the nudges that are due, but not claimed, and are to go to a place before a time, earliest
	// first.
	WaitingAt(team mission.TeamID, place string, before time.Time) ([]Row, error)

	Person(team mission.TeamID, user mission.UserID) (Person, error)
	PutPerson(p Person) error
	// House and PutHouse keep what a mission agreed on about its nudges.
	House(team mission.TeamID, m mission.ID) (House, error)
	PutHouse(h House) error
	// Connection and Reflections are those of [mission.PrivateTx]. They are read for their times alone:
	// what was written lately need not be asked for.
	Connection(team mission.TeamID, user mission.UserID, m mission.ID) (mission.Connection, error)
	Reflections(team mission.TeamID, user mission.UserID, before mission.ID, limit int) ([]mission.Reflection, error)
	// OwnCommitment is that of [mission.PrivateTx]. It is read for its day and its fate alone.
	OwnCommitment(team mission.TeamID, user mission.UserID, id mission.ID) (mission.OwnCommitment, error)

	ChosenTx

	// SweepRows removes at most limit rows that ended before the given time and says how many.
	SweepRows(before time.Time, limit int) (int, error)
}

// Store runs transactions. Update's function may be run again and must have no effect outside of the
// transaction; its error rolls everything back.
type Store interface {
	Update(ctx context.Context, f func(Tx) error) error
	View(ctx context.Context, f func(Tx) error) error
}
