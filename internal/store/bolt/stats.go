package bolt

import (
	"context"
	"fmt"
	"os"
	"slices"
)

// Size returns how large the file is, and how much of it can be written again before it grows.
func (db *DB) Size(context.Context) (size, free int64, err error) {
	info, err := os.Stat(db.bolt.Path())
	if err != nil {
		return -1, -1, fmt.Errorf("look at the store: %w", err)
	}
	s := db.bolt.Stats()
	return info.Size(), int64(s.FreePageN+s.PendingPageN) * int64(db.bolt.Info().PageSize), nil
}

// Alive reports whether the committer takes turns: nil means that a function was run just now. It writes nothing.
func (db *DB) Alive(ctx context.Context) error {
	return db.Update(ctx, func(*Tx) error { return nil })
}

// Writable reports whether the store takes writes. As long as commits succeed that is known; after one that failed a
// write that changes nothing is tried, so that a disk that has room again is noticed.
func (db *DB) Writable(ctx context.Context) error {
	if err := db.damaged.Load(); err != nil {
		return *err
	}
	if err := db.isThere(); err != nil || !db.failing.Load() {
		return err
	}
	return db.Update(ctx, func(tx *Tx) error {
		version := tx.b.Bucket(bucketMeta).Get(keySchema)
		return tx.put(bucketMeta, keySchema, slices.Clone(version))
	})
}
