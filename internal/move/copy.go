package move

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strings"

	"golang.org/x/sync/errgroup"

	"throughline/internal/progress"
	"throughline/internal/store/record"
)

const (
	// batchRecords and batchBytes bound what is kept in one transaction of the target.
	batchRecords = 2000
	batchBytes   = 4 << 20
	// stride is after how many records progress is told.
	stride = 500
)

var (
	// ErrOther says that a target is being filled from something else.
	ErrOther = errors.New("the target is being filled from something else")
	// ErrDiffers says that what arrived is not what was read.
	ErrDiffers = errors.New("what arrived is not what was read")
)

// Options are how a copy is made.
type Options struct {
	// Name names the source, so that a copy is not gone on with from another one.
	Name string
	// Passing copies also the answers and marks of open rounds, which no backup may hold.
	Passing bool
	// Tell is told how far the copy is; nil tells nobody.
	Tell progress.Func
}

// state is the note in a target that is being filled.
type state struct {
	From  string `json:"from"`
	After string `json:"after"` // the place behind which reading goes on
	Sums  Sums   `json:"sums"`
	// Whole says that all records are there and were verified.
	Whole bool `json:"whole,omitzero"`
}

// Copy brings the records of a store into a target that is empty, or in which an interrupted copy goes on. It verifies that
// all arrived, and checks the target's indexes. The target keeps its note, so that no bot opens it, until [Finish].
func Copy(ctx context.Context, from, to Store, o Options) (Sums, error) {
	st, err := begin(ctx, to, o.Name)
	if err != nil {
		return nil, err
	}
	if !st.Whole {
		if err := fill(ctx, from, to, o, &st); err != nil {
			return nil, fmt.Errorf("copy the records: %w", err)
		}
		if err := Verify(ctx, to, st.Sums, o.Tell); err != nil {
			return nil, err
		}
		st.Whole = true
		if err := to.Update(ctx, func(tx Tx) error { return st.put(tx) }); err != nil {
			return nil, fmt.Errorf("note that all records are there: %w", err)
		}
	}
	return st.Sums, nil
}

// Finish takes the note away: from here on the target is a store.
func Finish(ctx context.Context, to Store) error {
	if err := to.Update(ctx, func(tx Tx) error { return tx.PutNote(record.NoteMoving, nil) }); err != nil {
		return fmt.Errorf("finish the move: %w", err)
	}
	return nil
}

// begin returns how far a target is filled, which is not at all where it has no note.
func begin(ctx context.Context, to Store, name string) (st state, err error) {
	st = state{From: name, Sums: Sums{}}
	err = to.Update(ctx, func(tx Tx) error {
		note, err := tx.Note(record.NoteMoving)
		if err != nil || note == nil {
			return errors.Join(err, st.put(tx))
		}
		found := state{Sums: Sums{}}
		if err := json.Unmarshal(note, &found); err != nil {
			return fmt.Errorf("the note of a move is damaged: %w", err)
		}
		if found.From != name {
			return fmt.Errorf("%w: %s", ErrOther, found.From)
		}
		st = found
		return nil
	})
	return st, err
}

func (st state) put(tx Tx) error {
	note, err := json.Marshal(st)
	if err != nil {
		return err
	}
	return tx.PutNote(record.NoteMoving, note)
}

// batch is what is kept in one transaction, and how far the copy is with it.
type batch struct {
	items []record.Item
	state state
}

// fill reads and keeps at the same time, so that neither waits for the other's disk.
func fill(ctx context.Context, from, to Store, o Options, st *state) error {
	batches := make(chan batch, 2)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		defer close(batches)
		return from.Snapshot(ctx, func(tx Tx) error { return read(ctx, tx, o, *st, batches) })
	})
	g.Go(func() error {
		for b := range batches {
			err := to.Update(ctx, func(tx Tx) error {
				if err := tx.Load(b.items); err != nil {
					return err
				}
				return b.state.put(tx)
			})
			if err != nil {
				return err
			}
			*st = b.state
		}
		return nil
	})
	return g.Wait()
}

// read hands over the records behind the state's place in batches.
func read(ctx context.Context, tx Tx, o Options, st state, out chan<- batch) error {
	total, err := records(ctx, tx, o.Passing)
	if err != nil {
		return err
	}
	done, b, size := st.Sums.Records(), batch{}, 0
	send := func() error {
		b.state = state{From: st.From, After: st.After, Sums: st.Sums.clone()}
		select {
		case out <- b:
		case <-ctx.Done():
			return ctx.Err()
		}
		b, size = batch{}, 0
		return nil
	}
	err = tx.Items(ctx, st.After, func(item record.Item) error {
		kind, canonical, err := canonical(item)
		if err != nil || kind.IsPassing() && !o.Passing {
			return err
		}
		st.Sums.add(item.Kind, canonical)
		st.After = item.Place
		b.items = append(b.items, record.Item{Kind: item.Kind, Raw: canonical})
		if done++; done%stride == 0 {
			o.Tell.Tell(progress.Step{What: "copying", Done: done, Total: total})
		}
		if size += len(canonical); len(b.items) < batchRecords && size < batchBytes {
			return nil
		}
		return send()
	})
	if err != nil {
		return err
	}
	return send()
}

// canonical returns the one form of a record. It is no slice of the store's.
func canonical(item record.Item) (record.Any, []byte, error) {
	kind, ok := record.Named(item.Kind)
	if !ok {
		return nil, nil, fmt.Errorf("there is no kind of records named %q", item.Kind)
	}
	out, err := kind.Canonical(item.Raw)
	return kind, out, err
}

// records is how many records a copy has.
func records(ctx context.Context, tx Tx, withPassing bool) (n int64, err error) {
	counts, err := tx.Counts(ctx)
	for name, count := range counts {
		if kind, ok := record.Named(name); ok && (withPassing || !kind.IsPassing()) {
			n += count
		}
	}
	return n, err
}

func (s Sums) clone() Sums {
	return maps.Clone(s)
}

// SumsOf reads all records of a store and returns their sums. Each is told of every record, in its one form, and may be
// nil.
func SumsOf(ctx context.Context, s Store, what string, tell progress.Func, each func(record.Any, []byte) error) (Sums, error) {
	sums := Sums{}
	err := s.Snapshot(ctx, func(tx Tx) error {
		total, err := records(ctx, tx, true)
		if err != nil {
			return err
		}
		done := int64(0)
		return tx.Items(ctx, "", func(item record.Item) error {
			kind, canonical, err := canonical(item)
			if err != nil {
				return err
			}
			sums.add(item.Kind, canonical)
			if done++; done%stride == 0 {
				tell.Tell(progress.Step{What: what, Done: done, Total: total})
			}
			if each == nil {
				return nil
			}
			return each(kind, canonical)
		})
	})
	return sums, err
}

// Verify holds a store to sums, and checks its indexes.
func Verify(ctx context.Context, s Store, want Sums, tell progress.Func) error {
	got, err := SumsOf(ctx, s, "comparing", tell, nil)
	if err != nil {
		return fmt.Errorf("compare what arrived: %w", err)
	}
	if !got.Equal(want) {
		return fmt.Errorf("%w: %s", ErrDiffers, strings.Join(want.Differences(got), "; "))
	}
	tell.Tell(progress.Step{What: "checking the indexes"})
	return s.Check(ctx)
}
