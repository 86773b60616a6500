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
	// wipePages is how many pages are looked through before other writers may go on.
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

// wipe writes zeros over all free pages, a part of the file at a time, so that writers do not wait long.
func (db *DB) wipe() error {
	file, err := os.OpenFile(db.bolt.Path(), os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // it was deleted, as purge does
	}
	if err != nil {
		return fmt.Errorf("wipe: %w", err)
	}
	for page := 0; page >= 0 && err == nil; {
		page, err = db.wipePart(file, page)
	}
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("wipe: %w", err)
	}
	return nil
}

// wipePart wipes the free pages among the next ones and returns where to go on, or -1 past the last page. It holds
// the place of the one writer meanwhile. Pages that a reader may still need are free already, so it waits for a
// moment without readers; one who begins later reads what was committed last, and none of them. The last commit is
// on disk by then, and bbolt itself would hand the same pages to the next one: a crash finds all that it needs.
func (db *DB) wipePart(file *os.File, page int) (next int, err error) {
	tx, err := db.beginUnread()
	if err != nil {
		return page, err
	}
	defer func() { _ = tx.Rollback() }() // Nothing was written through it.
	size := db.bolt.Info().PageSize
	zeros, held := make([]byte, wipeAtOnce*size), make([]byte, wipeAtOnce*size)
	for end := page + wipePages; page < end; {
		n, err := freeFrom(tx, page)
		switch {
		case n < 0 || err != nil:
			return n, err
		case n == 0:
			page++
			continue
		}
		at, run := int64(page)*int64(size), held[:n*size]
		page += n
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

// freeFrom returns how many pages in a row are free from a page on, at most wipeAtOnce, or -1 past the last page.
func freeFrom(tx *bolt.Tx, page int) (int, error) {
	for n := range wipeAtOnce {
		info, err := tx.Page(page + n)
		switch {
		case err != nil:
			return 0, err
		case info == nil && n == 0:
			return -1, nil
		case info == nil || info.Type != "free":
			return n, nil
		}
	}
	return wipeAtOnce, nil
}
