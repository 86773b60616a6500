// Package move brings what one store holds into another one, or into a file of lines and back, and proves that it
// arrived.
//
// What moves are records in their one form ([record.Any].Canonical), kind by kind in the order of [record.All]. The proof is
// two sums for each kind, a count and a digest that does not depend on the order, of what was read and of what stands in
// the target when all is there.
//
// A target is filled apart from anything that a bot opens, and carries a note of how far it is. So a move that was killed
// goes on where it was, and whoever opens a store finds one that is whole.
package move

import (
	"context"

	"throughline/internal/mission"
	"throughline/internal/store/record"
)

// Tx is a transaction of a store, as moving sees it.
type Tx interface {
	// Counts returns how many records there are of each kind.
	Counts(ctx context.Context) (map[string]int64, error)
	// Teams returns the workspaces of which there are records.
	Teams(ctx context.Context) ([]mission.TeamID, error)
	// Items hands over the records behind a place, in the order of [record.All]; an empty place is before the first. What
	// do keeps of an item it has to copy.
	Items(ctx context.Context, after string, do func(record.Item) error) error
	// Load keeps records, each in place of what stood under its key.
	Load(items []record.Item) error
	// Note returns what was noted about the store itself under a name, or nil; PutNote notes it.
	Note(name string) ([]byte, error)
	PutNote(name string, note []byte) error
}

// Store is a store that is moved from, or to. Snapshot runs its function on one moment; Update's may be run again.
type Store interface {
	Snapshot(ctx context.Context, f func(Tx) error) error
	Update(ctx context.Context, f func(Tx) error) error
	// Check verifies every index and reference.
	Check(ctx context.Context) error
}

// database is a store with transactions of its own type.
type database[T Tx] interface {
	Snapshot(ctx context.Context, f func(T) error) error
	Update(ctx context.Context, f func(T) error) error
	Check(ctx context.Context) error
}

// Of returns a store as moving sees it.
func Of[T Tx](db database[T]) Store { return store[T]{db} }

type store[T Tx] struct{ db database[T] }

func (s store[T]) Snapshot(ctx context.Context, f func(Tx) error) error {
	return s.db.Snapshot(ctx, func(tx T) error { return f(tx) })
}

func (s store[T]) Update(ctx context.Context, f func(Tx) error) error {
	return s.db.Update(ctx, func(tx T) error { return f(tx) })
}

func (s store[T]) Check(ctx context.Context) error { return s.db.Check(ctx) }

// Teams returns the workspaces of which a store has records.
func Teams(ctx context.Context, s Store) (teams []mission.TeamID, err error) {
	err = s.Snapshot(ctx, func(tx Tx) error {
		teams, err = tx.Teams(ctx)
		return err
	})
	return teams, err
}
