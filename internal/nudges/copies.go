package nudges

import (
	"context"
	"errors"
	"slices"
	"time"

	"throughline/internal/mission"
)

// Several engines may work on one store, each in a process of its own, a copy. What keeps them apart stands in the rows: a
// row belongs to whoever claimed it until its lease is over or its owner is known to be gone, and a place, a channel or a
// person, is worked on by one copy at a time, so that what goes there keeps its order. The fence and the wait of the outbox
// hold whatever a copy believes of another: one that was taken for dead and is not can double nothing.

// Copies knows the copies that share the store.
type Copies interface {
	// Living returns the owners that were alive at the last look, whoever asks among them.
	Living() []string
	// Alive looks, and returns the owners that are alive at this moment: one that began after the last look too.
	Alive(ctx context.Context) ([]string, error)
}

// SharedTx is what a transaction of a store offers that several copies share.
type SharedTx interface {
	Tx
	// LockRow returns a row as Row does and keeps other transactions from taking it until this one ends. Where another
	// has it already it returns [ErrLocked] at once.
	LockRow(team mission.TeamID, key string) (Row, error)
	// HeldAt returns the rows that are claimed or being sent at a place, whoever holds them. A place is a channel, or a
	// user for her direct messages.
	HeldAt(team mission.TeamID, place string) ([]Row, error)
	// Held returns all rows that are claimed or being sent, whoever holds them.
	Held() ([]Row, error)
}

// ErrLocked says that another transaction has a row at this moment.
var ErrLocked = errors.New("the row is locked by another transaction")

// errElsewhere says that another copy is at work where a row goes.
var errElsewhere = errors.New("another copy is at work there")

// elsewhere is how long a place is left to another copy before it is looked at again.
const elsewhere = 250 * time.Millisecond

// rowToClaim returns the row that is to be claimed. Where copies share the store it also makes sure that none of them is at
// work where the row goes.
func (e *Engine) rowToClaim(tx Tx, k rowKey) (Row, error) {
	if e.copies == nil {
		return tx.Row(k.team, k.key)
	}
	shared, err := sharedTx(tx)
	if err != nil {
		return Row{}, err
	}
	r, err := shared.LockRow(k.team, k.key)
	if err != nil {
		return r, err
	}
	held, err := shared.HeldAt(k.team, placeName(r))
	if err != nil {
		return r, err
	}
	for _, h := range held {
		if h.Owner != e.owner && h.Key != r.Key {
			return r, errElsewhere
		}
	}
	return r, nil
}

func sharedTx(tx Tx) (SharedTx, error) {
	shared, ok := tx.(SharedTx)
	if !ok {
		return nil, errors.New("nudges: this store is not made for several copies")
	}
	return shared, nil
}

// dueHere returns those of the rows that need work which are read, and how many were read. It leaves
// out whatever goes where another copy is at work. Both are read at one moment: if that copy died a moment later, what it
// held would be due again and go first, but no list made before tells so.
func (e *Engine) dueHere(ctx context.Context, reads func(Tx) ([]Row, error)) (due []Row, read int, err error) {
	var held []Row
	err = e.store.View(ctx, func(tx Tx) error {
		if due, err = reads(tx); err != nil || e.copies == nil || len(due) == 0 {
			return err
		}
		shared, err := sharedTx(tx)
		if err == nil {
			held, err = shared.Held()
		}
		return err
	})
	read = len(due)
	if held = slices.DeleteFunc(held, e.atWork); err != nil || len(held) == 0 {
		return due, read, err
	}
	places, living := map[string]bool{}, e.living()
	for _, h := range held {
		places[placeOf(h)] = true
		if h.Owner == e.owner {
			err = errors.Join(err, e.takeBack(ctx, h, e.now()))
		}
		if forsaken(h, living) {
			e.adopted = e.clock.Mono() - heartbeat // The next look gives it on.
		}
	}
	due = slices.DeleteFunc(due, func(r Row) bool { return places[placeOf(r)] })
	e.behind = e.behind || len(due) < read
	return due, read, err
}

// atWork reports whether a row keeps nothing back here: a worker of this process is at it, or what was called is in doubt
// once its lease is over. What is left is held by others, or by nobody: a claim of this process whose worker lost the
// database.
func (e *Engine) atWork(h Row) bool {
	if h.Owner != e.owner {
		return false
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	return h.State != Claimed || e.busy[placeOf(h)]
}

// takeBack makes a claim due again that no worker of this process is at, so that it goes before what came after it. Workers
// begin where this is called, so none begins meanwhile.
func (e *Engine) takeBack(ctx context.Context, left Row, now time.Time) error {
	return wrap("take a claim back", e.store.Update(ctx, func(tx Tx) error {
		r, err := tx.Row(left.Team, left.Key)
		if err != nil || r.Owner != e.owner || !stillHeld(r, Claimed, left.Fence) {
			return unlessGone(err)
		}
		r, _ = recovered(r, now, e.limits)
		return tx.PutRow(r)
	}))
}

// placeName names the place of a row within its workspace.
func placeName(r Row) string {
	if r.User != "" {
		return string(r.User)
	}
	return string(r.Channel)
}

// forsaken reports whether nobody who lives holds a row. Without copies whoever held it before this process is gone.
func forsaken(r Row, living []string) bool { return living == nil || !slices.Contains(living, r.Owner) }

// alive returns the owners whose rows are theirs, or nil where this process has the store to itself. It is asked after the
// rows were read, so that whoever began meanwhile is among them.
func (e *Engine) alive(ctx context.Context) ([]string, error) {
	if e.copies == nil {
		return nil, nil
	}
	living, err := e.copies.Alive(ctx)
	return append(living, e.owner), err
}

// living returns the owners that are alive, or nil where this process has the store to itself.
func (e *Engine) living() []string {
	if e.copies == nil {
		return nil
	}
	return append(e.copies.Living(), e.owner)
}

// adopt gives on what copies left behind that died since the last look. It looks where somebody is missing, and with every
// heartbeat, in case that one came and went unseen.
func (e *Engine) adopt(ctx context.Context) error {
	if e.copies == nil {
		return nil
	}
	living, mono := e.living(), e.clock.Mono()
	missing := slices.ContainsFunc(e.known, func(owner string) bool { return !slices.Contains(living, owner) })
	if !missing && mono-e.adopted < heartbeat {
		e.known = living
		return nil
	}
	if err := e.recoverRows(ctx); err != nil {
		return err
	}
	e.known, e.adopted = living, mono
	return nil
}
