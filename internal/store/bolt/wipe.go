package bolt

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	bolt "go.etcd.io/bbolt"

	"throughline/internal/store/record"
)

// bbolt never writes over a page in place: what was deleted or changed stays in pages that are free, until they
// happen to be used again. For most records that does no harm. An anonymous answer and the mark of who gave one
// would stand there in the order in which they came, and what somebody deleted would not be gone. So free pages are
// written over soon after anything private was written.

const (
	// wipeAfter is how long free pages may wait. What is written meanwhile is wiped with them.
	wipeAfter = 5 * time.Second
	// wipePatience is how often the end of all reads is looked for, each wipeGlance apart.
	wipePatience = 50
	wipeGlance   = 200 * time.Microsecond
	// wipePages is how many free pages are looked at before other writers may go on.
	wipePages = 1 << 14
	// wipeAtOnce is how many free pages in a row are read together.
	wipeAtOnce = 256
)

// errRead says that something is read all the time, so that nobody knows which free pages it still needs.
var errRead = errors.New("free pages may still be read")

// private are the buckets whose older states are wiped.
var private = privateBuckets()

func privateBuckets() map[string]bool {
	out := map[string]bool{}
	for _, k := range record.All() {
		if k.IsPrivate() {
			out[k.KindName()] = true
		}
	}
	return out
}

// wipeSoon has free pages written over in a while, once for all that asked in between.
func (db *DB) wipeSoon() {
	if !db.wiping.CompareAndSwap(false, true) {
		return
	}
	time.AfterFunc(wipeAfter, func() {
		db.wiping.Store(false)
		db.wipeTurn <- struct{}{}
		defer func() { <-db.wipeTurn }()
		if db.closed {
			return
		}
		switch err := guarded(db.wipe); {
		case errors.Is(err, errRead):
			db.wipeSoon()
		case err != nil:
			db.log.Error("free pages were not written over", "error", err)
		}
	})
}

// wipe writes zeros over all pages that are free when it begins, a part of them at a time, so that writers do not wait
// long. What is freed meanwhile waits for the next time.
func (db *DB) wipe() error {
	file, err := os.OpenFile(db.bolt.Path(), os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // it was deleted, as purge does
	}
	if err != nil {
		return fmt.Errorf("wipe: %w", err)
	}
	free, err := db.listedFree(file)
	for page := free.next(0); page >= 0 && err == nil; {
		page, err = db.wipePart(file, free, page)
	}
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("wipe: %w", err)
	}
	return nil
}

// listedFree returns the free pages by the list of them in the file, which is written where it is not there. bbolt tells of
// a single page whether it is free, and reads it for that: to ask about all takes minutes where the file is larger than
// the memory.
func (db *DB) listedFree(file *os.File) (bits, error) {
	for range wipePatience {
		tx, err := db.beginUnread()
		if err != nil {
			return nil, err
		}
		free, listed, err := readFreePages(file)
		if err != nil || listed {
			return free, errors.Join(err, tx.Rollback())
		}
		db.bolt.NoFreelistSync = false // which the committer decides anew at each commit, in its own turn
		if err := tx.Commit(); err != nil {
			return nil, err
		}
	}
	return nil, errRead // writers came between each time
}

// wipePart wipes the free pages from one on, and returns where to go on, or -1 past the last. It holds the place of the
// one writer meanwhile. Pages that a reader may still need are free already, so it waits for a
// moment without readers; one who begins later reads what was committed last, and none of them. The last commit is
// on disk by then, and bbolt itself would hand the same pages to the next one: a crash finds all that it needs.
func (db *DB) wipePart(file *os.File, free bits, page int) (next int, err error) {
	tx, err := db.beginUnread()
	if err != nil {
		return page, err
	}
	defer func() { _ = tx.Rollback() }() // Nothing was written through it.
	size := db.bolt.Info().PageSize
	zeros, held := make([]byte, wipeAtOnce*size), make([]byte, wipeAtOnce*size)
	for seen := 0; page >= 0 && seen < wipePages; page = free.next(page) {
		n, err := stillFree(tx, free, page)
		if err != nil {
			return page, err
		}
		seen += max(n, 1)
		at, run := int64(page)*int64(size), held[:n*size]
		page += max(n, 1)
		if _, err := file.ReadAt(run, at); err == nil && bytes.Equal(run, zeros[:n*size]) {
			continue
		}
		if _, err := file.WriteAt(zeros[:n*size], at); err != nil {
			return page, err
		}
	}
	return page, nil
}

// beginUnread takes the place of the one writer at a moment at which nobody reads. It lets writers go on while it
// waits for that.
func (db *DB) beginUnread() (*bolt.Tx, error) {
	for n := 0; ; n++ {
		tx, err := db.bolt.Begin(true)
		if err != nil || db.bolt.Stats().OpenTxN == 0 {
			return tx, err
		}
		if err := tx.Rollback(); err != nil {
			return nil, err
		}
		if n == wipePatience {
			return nil, errRead
		}
		time.Sleep(wipeGlance)
	}
}

// stillFree returns how many pages in a row are free from one on, of those that were when the list of them was read, at
// most wipeAtOnce.
func stillFree(tx *bolt.Tx, free bits, page int) (int, error) {
	for n := range wipeAtOnce {
		if free.next(page+n) != page+n {
			return n, nil
		}
		info, err := tx.Page(page + n)
		if err != nil || info == nil || info.Type != "free" {
			return n, err
		}
	}
	return wipeAtOnce, nil
}
