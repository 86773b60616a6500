package postgres

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"
)

// The server never writes over a row in place: what was deleted or changed stays in its page until that is cleaned up,
// which it does by itself when enough has gathered. Where something private was written, changed or deleted, it is asked
// to do so soon. Cleaning takes no lock that anybody would notice. It takes old rows out of their pages, where no query
// finds them any more, and does not write over their bytes; neither does it reach the server's log of writes, nor copies.

const (
	// wipeAfter is how long what is left behind may wait. What comes meanwhile goes with it.
	wipeAfter = 5 * time.Second
	// wipeLimit bounds one cleaning.
	wipeLimit = time.Minute
)

// wiping is what waits to be cleaned up.
type wiping struct {
	mu     sync.Mutex
	tables map[string]bool
	timer  *time.Timer
}

// wipeSoon has tables cleaned up in a while, once for all that asked in between.
func (db *DB) wipeSoon(tables map[string]bool) {
	if len(tables) == 0 {
		return
	}
	w := &db.wiping
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.tables == nil {
		w.tables = map[string]bool{}
	}
	maps.Copy(w.tables, tables)
	if w.timer == nil {
		w.timer = time.AfterFunc(wipeAfter, func() { db.wipe(context.Background()) })
	}
}

// wipe cleans up what waits.
func (db *DB) wipe(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, wipeLimit)
	defer cancel()
	for _, table := range db.takeWiping() {
		if _, err := db.pool.Exec(ctx, "vacuum (skip_locked) "+db.named(table)); err != nil {
			// The server's own cleaning comes by in time.
			db.log.Warn("what was deleted was not cleaned up", "table", table, "error", serverError(err))
		}
	}
}

// named is the name of a table as SQL reads it.
func (db *DB) named(table string) string {
	if db.schema == "" {
		return quoted(table)
	}
	return quoted(db.schema, table)
}

func (db *DB) takeWiping() []string {
	w := &db.wiping
	w.mu.Lock()
	defer w.mu.Unlock()
	tables := slices.Sorted(maps.Keys(w.tables))
	w.tables, w.timer = nil, nil
	return tables
}

// wipeAtEnd cleans up what waits when the store is closed.
func (db *DB) wipeAtEnd() {
	db.wiping.mu.Lock()
	if db.wiping.timer != nil {
		db.wiping.timer.Stop()
	}
	db.wiping.mu.Unlock()
	db.wipe(context.Background())
}
