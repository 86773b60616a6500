package bolt

import (
	"errors"
	"fmt"
	"os"
	"time"

	bolt "go.etcd.io/bbolt"
)

// notSavedError is a commit that failed of which nothing is stored, for sure.
type notSavedError struct{ error }

// Unwrap returns what failed.
func (e notSavedError) Unwrap() error { return e.error }

// NotSaved tells whoever has to tell a person that she may do it again.
func (notSavedError) NotSaved() bool { return true }

// begin takes the place of the one writer, unless what would be written could not stay.
func (db *DB) begin() (tx *bolt.Tx, err error) {
	if err := db.damaged.Load(); err != nil {
		return nil, notSavedError{*err}
	}
	if now := time.Now(); now.Sub(db.looked) > glanceAtFile {
		if err := db.isThere(); err != nil {
			return nil, notSavedError{err}
		}
		db.looked = now
	}
	err = guarded(func() error {
		tx, err = db.bolt.Begin(true)
		return err
	})
	db.giveUp(err)
	return tx, err
}

// isThere looks whether the file that is open is the one that stands under its name.
func (db *DB) isThere() error {
	path := db.bolt.Path()
	if path == "" {
		return nil // closed
	}
	now, err := os.Stat(path)
	if err == nil && os.SameFile(now, db.file) {
		return nil
	}
	return fmt.Errorf("%s: %w", path, ErrGone)
}

// commitError says what it means that the commit of a transaction failed. Where the state that readers see is still the one before it, nothing
// of it was stored: the header is written last.
func (db *DB) commitError(id int, failed error) error {
	err := fmt.Errorf("%w: %w", ErrCommit, failed)
	if errors.Is(failed, ErrDamaged) {
		return err
	}
	seen := -1
	_ = guarded(func() error {
		return db.bolt.View(func(now *bolt.Tx) error { seen = now.ID(); return nil })
	})
	if seen >= 0 && seen < id {
		return notSavedError{err}
	}
	return err
}
