package bolt

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"throughline/internal/nudges"
)

// ErrLocked says that another process, or another DB in this one, has the file open.
var ErrLocked = errors.New("another copy of the bot has this file open: stop it first, or give this one a file of its own")

const (
	// lockTimeout is how long Open waits for another copy to let go of the file, where Options do not
	// say it.
	lockTimeout = 2 * time.Second
	// minMapped is the least size of the mapping, in bytes of addresses and not of memory. A write that
	// outgrows the mapping waits for every reader.
	minMapped = 1 << 30
)

// Options are how a store is opened. The zero value is good.
type Options struct {
	// Logger is told of failed commits; nil logs nothing.
	Logger *slog.Logger
	// Observe is told of each commit: how many functions shared it, how long it took, and how it ended. It is called by
	// the committer and must return at once; nil counts nothing.
	Observe func(functions int, took time.Duration, err error)
	// Timeout is how long to wait while another process has the file open; 0 means 2 seconds.
	Timeout time.Duration
	// Moving opens a file that is being filled from another store too, to go on with that.
	Moving bool
}

// DB is the store in one file. It can be used from many goroutines.
type DB struct {
	bolt  *bolt.DB
	file  os.FileInfo // of the file that was opened
	log   *slog.Logger
	queue *queue
	ended chan struct{} // closed when the committer has ended

	committer committer
	commit    func(*bolt.Tx) error // (*bolt.Tx).Commit; tests let it fail
	longReads atomic.Int64
	observe   func(functions int, took time.Duration, err error)
	failing   atomic.Bool           // the last commit failed
	damaged   atomic.Pointer[error] // the file was found damaged while it was open
	looked    time.Time             // when the committer last looked whether the file is there

	wiping   atomic.Bool   // free pages will be written over
	wipeTurn chan struct{} // holds one while they are; who waits for it waits as on any channel, in virtual time too
	closed   bool          // guarded by wipeTurn

	uses         atomic.Uint64
	looking      atomic.Bool // what is held in memory will be looked at
	mappedAtOpen int64       // bytes of mapped files that were there before this one

	closing  sync.Once
	closeErr error
}

// Open opens the file, makes it where it is not there (mode 0600, in a directory that exists), and
// brings its layout up to date. It returns ErrLocked while another copy has the file open, and
// ErrNewer for a file that a later version has written.
func Open(path string, opts Options) (*DB, error) {
	if opts.Logger == nil {
		opts.Logger = slog.New(slog.DiscardHandler)
	}
	if opts.Timeout == 0 {
		opts.Timeout = lockTimeout
	}
	if opts.Observe == nil {
		opts.Observe = func(int, time.Duration, error) {}
	}
	warnIfReadable(opts.Logger, path)
	if err := makeNew(path, opts); err != nil {
		return nil, openError(path, err)
	}
	if err := lookOver(path, opts); err != nil {
		return nil, openError(path, err)
	}
	preread(path)
	before := mappedResident()
	b, err := openFile(path, bolt.Options{
		Timeout: opts.Timeout, FreelistType: bolt.FreelistMapType, InitialMmapSize: mappedSize(path), OpenFile: openThere,
	})
	if err != nil {
		return nil, openError(path, err)
	}
	if err := guarded(func() error { return moveUp(b, path, opts) }); err != nil {
		return nil, errors.Join(openError(path, err), b.Close())
	}
	file, err := os.Stat(path)
	if err != nil {
		return nil, errors.Join(openError(path, err), b.Close())
	}
	db := &DB{
		bolt: b, file: file, log: opts.Logger, queue: newQueue(), ended: make(chan struct{}), commit: (*bolt.Tx).Commit, observe: opts.Observe,
		wipeTurn: make(chan struct{}, 1), mappedAtOpen: before,
	}
	go db.runCommitter()
	db.wipeSoon() // a copy that was killed may not have come to it
	return db, nil
}

// mappedSize is the size of the mapping to begin with: twice the file, but at least minMapped.
func mappedSize(path string) int {
	info, err := os.Stat(path)
	if err != nil {
		return minMapped
	}
	return max(minMapped, 2*int(info.Size()))
}

// warnIfReadable logs when the file can be read by other users of the machine.
func warnIfReadable(log *slog.Logger, path string) {
	info, err := os.Stat(path)
	if err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		log.Warn("the store can be read by other users of this machine", "path", path, "mode", info.Mode().Perm().String())
	}
}

// View runs f in a transaction that reads: one moment of the store, whatever is written meanwhile. It
// must be short and must not call Update; see LongView.
func (db *DB) View(ctx context.Context, f func(*Tx) error) error {
	db.used()
	return db.read(ctx, f)
}

// read is View for the store's own purposes.
func (db *DB) read(ctx context.Context, f func(*Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	err := guarded(func() error {
		return db.bolt.View(func(b *bolt.Tx) error {
			tx := &Tx{b: b}
			defer func() { tx.over = true }()
			return f(tx)
		})
	})
	db.giveUp(err)
	switch {
	case errors.Is(err, bolterrors.ErrDatabaseNotOpen):
		return notSavedError{ErrClosed}
	case errors.Is(err, ErrDamaged):
		return notSavedError{err}
	}
	return err
}

// LongView is View for reads of unknown length, such as an export. While it runs, the list of free
// pages is left out of commits, as it would make the file grow without bounds; it is written again
// when LongView returns.
func (db *DB) LongView(ctx context.Context, f func(*Tx) error) error {
	db.longReads.Add(1)
	defer func() {
		if db.longReads.Add(-1) == 0 {
			// The outcome does not matter: the next commit would write the list as well.
			_ = db.Update(context.WithoutCancel(ctx), func(*Tx) error { return nil })
		}
	}()
	return db.View(ctx, f)
}

// Close lets what waits be stored, waits for readers, and lets go of the file. It may be called more
// than once.
func (db *DB) Close() error {
	db.closing.Do(func() {
		db.queue.close()
		<-db.ended
		db.wipeTurn <- struct{}{}
		defer func() { <-db.wipeTurn }()
		db.closed = true
		db.closeErr = guarded(func() error { return errors.Join(db.wipeAtEnd(), db.listFreePages(), db.bolt.Close()) })
	})
	return db.closeErr
}

// wipeAtEnd writes over the free pages where that waits to be done.
func (db *DB) wipeAtEnd() error {
	if !db.wiping.Load() || db.bolt.Path() == "" || db.damaged.Load() != nil {
		return nil
	}
	err := db.wipe()
	if errors.Is(err, errRead) {
		return nil // a reader that does not end is waited for, and the next Open wipes
	}
	return err
}

// listFreePages writes the list of free pages if the file is without, so that the next open is quick.
func (db *DB) listFreePages() error {
	if !db.committer.unlisted || db.damaged.Load() != nil {
		return nil
	}
	db.bolt.NoFreelistSync = false
	if err := db.bolt.Update(func(*bolt.Tx) error { return nil }); err != nil {
		return fmt.Errorf("write the list of free pages: %w", err)
	}
	return nil
}

// Nudges returns the store as the nudges see it.
func (db *DB) Nudges() nudges.Store { return forNudges{db} }

type forNudges struct{ db *DB }

func (n forNudges) Update(ctx context.Context, f func(nudges.Tx) error) error {
	return n.db.Update(ctx, func(tx *Tx) error { return f(tx) })
}

func (n forNudges) View(ctx context.Context, f func(nudges.Tx) error) error {
	return n.db.View(ctx, func(tx *Tx) error { return f(tx) })
}
