package backup

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"throughline/internal/move"
	"throughline/internal/progress"
	"throughline/internal/store/bolt"
	"throughline/internal/store/record"
)

// File is a backup, or any other file of a store, that is read and not changed.
type File struct {
	file  *bolt.File
	store move.Store
	// Note is what the backup tells of itself; it is nil for a file that bot backup did not write.
	Note *Note
	// lent is the folder of a copy that was brought up to date, empty for none.
	lent string
	copy *bolt.DB
}

// patience is how long is waited for a file that somebody else has open.
const patience = 300 * time.Millisecond

// Open opens a file for reading. One that an older version wrote is read from a copy that is brought up to date, below the
// system's folder for temporary files, and gone with Close.
func Open(path string) (*File, error) {
	f, err := bolt.OpenFile(path, patience)
	if err != nil {
		return nil, err
	}
	out := &File{file: f, store: move.Of(f)}
	if f.Older() {
		err = out.bringUp()
	}
	if err == nil {
		err = out.readNote()
	}
	if err != nil {
		return nil, errors.Join(err, out.Close())
	}
	return out, nil
}

// bringUp brings a copy up to date and reads that.
func (f *File) bringUp() (err error) {
	if f.lent, err = os.MkdirTemp("", "throughline-older-*"); err != nil {
		return err
	}
	path := filepath.Join(f.lent, "store.db")
	if err := f.file.CopyTo(path); err != nil {
		return err
	}
	if f.copy, err = bolt.Open(path, bolt.Options{}); err != nil {
		return err
	}
	f.store = move.Of(f.copy)
	return nil
}

// readNote reads what a backup tells of itself. A file that was written to since is a backup no more.
func (f *File) readNote() error {
	return f.file.Snapshot(context.Background(), func(tx *bolt.Tx) error {
		raw, err := tx.Note(noteBackup)
		if err != nil || raw == nil {
			return err
		}
		var note Note
		if err := json.Unmarshal(raw, &note); err != nil {
			return fmt.Errorf("the backup's note is damaged: %w", err)
		}
		if note.Write == tx.ID() {
			f.Note = &note
		}
		return nil
	})
}

// Store returns what the file holds.
func (f *File) Store() move.Store { return f.store }

// Verify checks the file's pages and every index, and holds what it holds to the sums that were noted when it was written.
// Each is told of every record.
func (f *File) Verify(ctx context.Context, tell progress.Func, each func(record.Any, []byte) error) (move.Sums, error) {
	tell.Tell(progress.Step{What: "checking the indexes"})
	if err := f.store.Check(ctx); err != nil {
		return nil, err
	}
	sums, err := move.SumsOf(ctx, f.store, "reading", tell, each)
	if err != nil {
		return nil, err
	}
	if f.Note != nil && f.lent == "" && !sums.Equal(f.Note.Sums) {
		return nil, fmt.Errorf("%w: it is not what was written: %s", bolt.ErrDamaged, strings.Join(f.Note.Sums.Differences(sums), "; "))
	}
	return sums, nil
}

// Close lets go of the file.
func (f *File) Close() error {
	var err error
	if f.copy != nil {
		err = f.copy.Close()
	}
	if f.lent != "" {
		err = errors.Join(err, os.RemoveAll(f.lent))
	}
	return errors.Join(err, f.file.Close())
}
