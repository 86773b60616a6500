package bolt

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"time"

	bolt "go.etcd.io/bbolt"
)

const (
	// maxGroup is the most functions that share one commit.
	maxGroup = 1024
	// maxCompany is the longest wait for more functions after a group; see gather.
	maxCompany = time.Millisecond
	// manyFreePages is from how many free pages on the list of them is not written at each commit: it
	// is written whole, 8 bytes a page.
	manyFreePages = 10_000
)

var (
	// ErrCommit says that a commit failed, for instance on a full disk. Nothing that was answered
	// before is lost; whether this change was stored is not known until it is looked up.
	ErrCommit = errors.New("the store could not write")
	// ErrClosed says that the store was closed. Nothing was written.
	ErrClosed = errors.New("the store is closed")
	// ErrInterrupted says that the goroutine of the committer was ended from inside a function, which
	// only a test's FailNow does. Nothing was written.
	ErrInterrupted = errors.New("a function ended the committer's goroutine")
)

// PanicError says that a function given to Update panicked. Nothing of it was written. Its text is
// free of the panic's value, which may hold what people wrote.
type PanicError struct {
	Value any
	Stack []byte
}

// Error names the type of the panic's value.
func (e *PanicError) Error() string {
	if err, ok := e.Value.(runtime.Error); ok {
		return "a transaction panicked: " + err.Error()
	}
	return fmt.Sprintf("a transaction panicked with a %T", e.Value)
}

// Update runs f in a transaction that writes, together with others that wait, and returns once the
// outcome is durable. An error of f rolls back what f wrote, and only that. f may be run again; see
// the package comment for what it must not do.
//
// If ctx ends while f waits for its turn, f is not run and the context's error is returned. Once f
// has begun, Update waits for the outcome.
func (db *DB) Update(ctx context.Context, f func(*Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	db.used()
	j := &job{ctx: ctx, f: f, done: make(chan error, 1)}
	if !db.queue.push(j) {
		return ErrClosed
	}
	select {
	case err := <-j.done:
		return err
	case <-ctx.Done():
		if j.started.CompareAndSwap(false, true) {
			return ctx.Err()
		}
		return <-j.done
	}
}

// committer is what the goroutine of that name keeps between groups.
type committer struct {
	waiting []*job // taken from the queue and not answered yet
	running *job
	size    int           // of the last group
	took    time.Duration // the last commit
	// unlisted says that the file holds no list of its free pages, so that the next open would read
	// all of it.
	unlisted bool
	failing  bool // the last commit failed
}

// runCommitter takes groups until the queue is closed and empty. A function that ends the goroutine
// gets another one started in its place.
func (db *DB) runCommitter() {
	finished := false
	defer func() {
		if finished {
			close(db.ended)
			return
		}
		go db.runCommitter()
	}()
	c := &db.committer
	for len(c.waiting) > 0 || db.queue.wait() {
		if len(c.waiting) == 0 {
			c.waiting = db.gather()
			c.size = len(c.waiting)
		}
		db.settle()
	}
	finished = true
}

// gather takes what waits. After a group it gives those whom that group's answers woke a moment to
// come back, as otherwise two halves of the callers take turns at half the size. The wait is bounded
// by the last commit, and does not happen to lone callers.
func (db *DB) gather() []*job {
	c := &db.committer
	if c.size > 1 {
		limit := min(c.took/8, maxCompany)
		for start := time.Now(); db.queue.len() < c.size && time.Since(start) < limit; {
			runtime.Gosched()
		}
	}
	return db.queue.take(maxGroup)
}

// settle runs the waiting jobs in one transaction and answers them. A job that fails after it wrote,
// or panics, is taken out and the others are run again without it. As that costs a run of all before
// it, each time after the first the later half goes back to wait for the next transaction.
//
// Every answer waits for the commit, refusals too: a refusal may rest on what another function of the
// group wrote ("already stored"), which is not true if the commit fails.
func (db *DB) settle() {
	c := &db.committer
	live := c.waiting
	var spoilers []*job
	var tx *bolt.Tx
	finished := false
	defer func() {
		if !finished {
			c.interrupted(tx)
		}
	}()
	for {
		var err error
		if tx, err = db.begin(); err != nil {
			err = fmt.Errorf("%w: %w", ErrCommit, err)
			db.tell(err)
			finished = true
			c.answer(append(spoilers, live...), err)
			return
		}
		dirty, spoiler := c.runAll(tx, live)
		if spoiler < 0 {
			err = db.finish(tx, dirty)
			finished = true
			if err == nil && slices.ContainsFunc(live, func(j *job) bool { return j.private }) {
				db.wipeSoon()
			}
			c.answer(append(spoilers, live...), err)
			return
		}
		_ = tx.Rollback() // Only a closed transaction is an error.
		if len(spoilers) > 0 {
			live = live[:max(len(live)/2, spoiler+1)]
		}
		db.giveUp(live[spoiler].err)
		spoilers = append(spoilers, live[spoiler])
		live = slices.Concat(live[:spoiler], live[spoiler+1:])
	}
}

// runAll runs jobs one after the other in tx and returns whether they wrote, and the place of the
// first that spoiled the transaction, or -1.
func (c *committer) runAll(tx *bolt.Tx, jobs []*job) (dirty bool, spoiler int) {
	for i, j := range jobs {
		if !j.begin() {
			continue
		}
		c.running = j
		wrote, panicked := j.run(tx)
		if panicked || (wrote && j.err != nil) {
			return true, i
		}
		dirty = dirty || wrote
	}
	return dirty, -1
}

// answer tells the callers and takes their jobs out of those that wait. Where the commit failed, or the
// transaction did not even begin, that error is everybody's answer.
func (c *committer) answer(jobs []*job, commit error) {
	for _, j := range jobs {
		if commit != nil && (j.ran || j.err == nil) {
			j.err = commit
		}
		j.answered = true
		j.done <- j.err
	}
	c.waiting = slices.DeleteFunc(c.waiting, func(j *job) bool { return j.answered })
}

// interrupted cleans up after a function that ended the goroutine: it alone fails, the others are run
// again by the next goroutine.
func (c *committer) interrupted(tx *bolt.Tx) {
	_ = tx.Rollback() // Only a closed transaction is an error.
	c.running.err = ErrInterrupted
	c.answer([]*job{c.running}, nil)
}

// finish makes a group durable. One that wrote nothing needs no commit, unless the file still waits
// for its list of free pages.
func (db *DB) finish(tx *bolt.Tx, dirty bool) error {
	c := &db.committer
	unlisted := db.leaveUnlisted()
	if !dirty && (unlisted || !c.unlisted) {
		return tx.Rollback()
	}
	db.bolt.NoFreelistSync = unlisted
	start := time.Now()
	id := tx.ID()
	err := guarded(func() error { return db.commit(tx) })
	if errors.Is(err, ErrDamaged) {
		db.giveUp(err)
		_ = guarded(tx.Rollback) // What a commit has left half done is given back as far as it goes.
	}
	c.took = time.Since(start)
	if err != nil {
		err = db.commitError(id, err)
	} else {
		c.unlisted = unlisted
	}
	db.observe(c.size, c.took, err)
	db.tell(err)
	return err
}

// tell logs that the store stopped writing, once, and that it writes again. A full disk would otherwise
// fill the log as well.
func (db *DB) tell(commit error) {
	c := &db.committer
	switch failed := commit != nil; {
	case failed && !c.failing:
		db.log.Error("commits fail", "error", commit)
	case !failed && c.failing:
		db.log.Info("commits succeed again")
	}
	c.failing = commit != nil
	db.failing.Store(c.failing)
}

// leaveUnlisted says whether the list of free pages is better not written: beneath a long read pages
// cannot be used again, and the list, written whole at every commit, would make the file explode.
func (db *DB) leaveUnlisted() bool {
	if db.longReads.Load() > 0 {
		return true
	}
	stats := db.bolt.Stats()
	return stats.FreePageN+stats.PendingPageN > manyFreePages
}

// begin says whether a job is to be run. It is not if its caller has left or its context has ended
// while it waited; once it ran it belongs to its group.
func (j *job) begin() bool {
	if j.ran {
		return true
	}
	if !j.started.CompareAndSwap(false, true) {
		return false
	}
	if j.err = j.ctx.Err(); j.err != nil {
		return false
	}
	j.ran = true
	return true
}

// run runs the function once and says whether it wrote and whether it panicked.
func (j *job) run(b *bolt.Tx) (wrote, panicked bool) {
	tx := &Tx{b: b, writable: true}
	defer func() {
		tx.over, wrote = true, tx.dirty
		j.private = tx.private
		if v := recover(); v != nil {
			panicked = true
			if j.err = damageIn(v); j.err == nil {
				j.err = &PanicError{Value: v, Stack: debug.Stack()}
			}
		}
	}()
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	j.err = j.f(tx)
	return tx.dirty, false
}
