package bolt

import (
	"context"
	"errors"
	"os"
	"time"
)

// bbolt maps its file, and every page that was read stays in the process's memory until the kernel runs short. Where a
// bot is given little memory, or somebody looks at what it takes, a day's work would count for months. So pages are
// given back: they stay in the kernel's cache of the file, and reading one again costs less than a microsecond.

const (
	// releaseAfter is how long after its first use the store looks at what it holds, and how long it has to rest then.
	releaseAfter = 5 * time.Second
	// keptIdle and keptBusy are how many bytes of mapped files may stay while nothing is asked of the store, and while
	// something is.
	keptIdle = 16 << 20
	keptBusy = 128 << 20
)

// used notes that the store is used, and has what it holds looked at a while later. A store that is not used has no
// timer.
func (db *DB) used() {
	db.uses.Add(1)
	if db.looking.CompareAndSwap(false, true) {
		db.lookAfter(db.uses.Load())
	}
}

func (db *DB) lookAfter(uses uint64) {
	time.AfterFunc(releaseAfter, func() {
		after := db.uses.Load()
		held := mappedResident() - db.mappedAtOpen
		if held > keptBusy || held > keptIdle && after == uses {
			if err := db.release(); err != nil && !errors.Is(err, ErrClosed) {
				db.log.Warn("pages of the store stay in memory", "error", err)
			}
		}
		if after != uses {
			db.lookAfter(after)
			return
		}
		db.looking.Store(false)
	})
}

// release gives all pages of the file back to the kernel. They are unchanged and unharmed: bbolt writes through the
// file and never through the mapping. The mapping stands as long as the View does.
func (db *DB) release() error {
	return db.read(context.Background(), func(tx *Tx) error {
		info, err := os.Stat(db.bolt.Path())
		if err != nil {
			return err
		}
		// The mapping is longer than the file as a rule; right after the file has grown it may be shorter.
		mapped := tx.b.Size()
		return forgetPages(db.bolt.Info().Data, min(info.Size(), mapped))
	})
}
