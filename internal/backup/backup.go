// Package backup writes backups and reads them. A backup is a bolt file, whatever the store is kept in, that holds one
// moment of it: without the answers and marks of open rounds, without anything that was deleted, and without the key. A note
// in it has its sums, so that it can be proved to be what was written.
package backup

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"

	"throughline/internal/move"
	"throughline/internal/progress"
	"throughline/internal/store/bolt"
)

// noteBackup is the name of a backup's note.
const noteBackup = "backup"

// Note is what a backup tells of itself.
type Note struct {
	At      time.Time `json:"at"`
	Program string    `json:"program,omitzero"`
	Sums    move.Sums `json:"sums"`
	// Write is the number of the write that made the note, the last one of the file.
	Write int `json:"write"`
}

// Source writes what a store holds at one moment, but for what no backup may hold, into a new bolt file.
type Source func(ctx context.Context, path string, tell progress.Func) error

// FromBolt is the source of a store in one file.
func FromBolt(db *bolt.DB) Source {
	return func(ctx context.Context, path string, tell progress.Func) error {
		return db.BackupTo(ctx, path, func(keys int64) { tell.Tell(progress.Step{What: "copying", Done: keys, Unit: "keys"}) })
	}
}

// FromStore is the source of any other store.
func FromStore(from move.Store) Source {
	return func(ctx context.Context, path string, tell progress.Func) error {
		db, err := bolt.Open(path, bolt.Options{Moving: true})
		if err != nil {
			return err
		}
		to := move.Of(db)
		_, err = move.Copy(ctx, from, to, move.Options{Name: "a store", Tell: tell})
		if err == nil {
			err = move.Finish(ctx, to)
		}
		return errors.Join(err, db.Close())
	}
}

// Options are how a backup is written.
type Options struct {
	// To is a folder, or the name of a new file.
	To string
	// Keep is how many backups stay in a folder; 0 keeps all. A file of its own counts for nothing.
	Keep int
	// Now is the moment of the backup, and Program what writes it.
	Now     time.Time
	Program string
	Tell    progress.Func
}

// Written is what became of a backup.
type Written struct {
	Path    string    `json:"path"`
	Size    int64     `json:"size"`
	SHA256  string    `json:"sha256"`
	Sums    move.Sums `json:"sums"`
	Removed []string  `json:"removed,omitzero"`
}

// named is the form of a backup's name in a folder, and ours what has that form. Partial is what a backup's name has
// behind it until everything was verified.
const (
	named   = "throughline-20060102T150405Z.db"
	Partial = ".partial"
)

var ours = regexp.MustCompile(`^throughline-\d{8}T\d{6}Z\.db$`)

// Name is how a backup is named in a folder, by its moment in UTC.
func Name(at time.Time) string { return at.UTC().Format(named) }

// Last returns of when the newest backup of a folder is, by its name, and the zero time where there is none or the folder
// cannot be read.
func Last(folder string) (last time.Time) {
	names, err := In(folder)
	if err != nil {
		return last
	}
	for _, name := range names {
		if at, err := time.Parse(named, name); err == nil && at.After(last) {
			last = at
		}
	}
	return last
}

// In returns the names of the backups that lie in a folder, the oldest first.
func In(folder string) ([]string, error) {
	found, err := os.ReadDir(folder)
	if err != nil {
		return nil, fmt.Errorf("look for backups: %w", err)
	}
	var names []string
	for _, e := range found {
		if ours.MatchString(e.Name()) {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

// Write writes a backup under a name of its own, verifies it, and gives it its name only then. Whatever goes wrong before,
// no file of a backup's name is there that is none. Older backups go last.
func Write(ctx context.Context, from Source, o Options) (Written, error) {
	path, folder, err := destination(o)
	if err != nil {
		return Written{}, err
	}
	partial := path + Partial
	if err := os.Remove(partial); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Written{}, fmt.Errorf("write a backup: %w", err)
	}
	w, err := write(ctx, from, partial, o)
	if err == nil {
		err = os.Rename(partial, path)
	}
	if err != nil {
		_ = os.Remove(partial) // It may never have come into being.
		return Written{}, fmt.Errorf("write a backup to %s: %w", path, err)
	}
	w.Path = path
	if err := syncFolder(path); err != nil {
		return w, fmt.Errorf("write a backup to %s: %w", path, err)
	}
	if folder {
		w.Removed, err = prune(filepath.Dir(path), filepath.Base(path), o.Keep)
	}
	return w, err
}

// destination returns the file to write, and whether it lies among others in a folder of backups.
func destination(o Options) (path string, folder bool, err error) {
	info, err := os.Stat(o.To)
	switch {
	case err == nil && info.IsDir(), os.IsPathSeparator(o.To[len(o.To)-1]):
		if err := os.MkdirAll(o.To, 0o700); err != nil {
			return "", false, fmt.Errorf("make the folder of backups: %w", err)
		}
		path, folder = filepath.Join(o.To, Name(o.Now)), true
	default:
		path = o.To
	}
	if _, err := os.Lstat(path); err == nil {
		return "", false, fmt.Errorf("%s is there already, and no backup is written over", path)
	}
	return path, folder, nil
}

func write(ctx context.Context, from Source, path string, o Options) (Written, error) {
	if err := from(ctx, path, o.Tell); err != nil {
		return Written{}, err
	}
	db, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		return Written{}, err
	}
	sums, err := noted(ctx, db, o)
	if err := errors.Join(err, db.Close()); err != nil {
		return Written{}, err
	}
	// What counts is what stands in the file by now.
	read, err := Open(path)
	if err != nil {
		return Written{}, err
	}
	_, err = read.Verify(ctx, o.Tell, nil)
	if err := errors.Join(err, read.Close()); err != nil {
		return Written{}, err
	}
	size, digest, err := fingerprint(path)
	return Written{Size: size, SHA256: digest, Sums: sums}, err
}

// noted puts the sums of a backup into it.
func noted(ctx context.Context, db *bolt.DB, o Options) (move.Sums, error) {
	sums, err := move.SumsOf(ctx, move.Of(db), "summing up", o.Tell, nil)
	if err != nil {
		return nil, err
	}
	return sums, db.Update(ctx, func(tx *bolt.Tx) error {
		note, err := json.Marshal(Note{o.Now.UTC().Truncate(time.Second), o.Program, sums, tx.ID()})
		if err != nil {
			return err
		}
		return tx.PutNote(noteBackup, note)
	})
}

func fingerprint(path string) (size int64, digest string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, "", err
	}
	defer f.Close()
	h := sha256.New()
	size, err = io.Copy(h, f)
	return size, hex.EncodeToString(h.Sum(nil)), err
}

// prune removes the oldest backups of a folder above a number, and nothing else. The one that was just verified stays,
// whatever the names of the others say of their time.
func prune(folder, stays string, keep int) ([]string, error) {
	if keep <= 0 {
		return nil, nil
	}
	files, err := os.ReadDir(folder)
	if err != nil {
		return nil, fmt.Errorf("remove old backups: %w", err)
	}
	var older []string
	for _, f := range files {
		if f.Type().IsRegular() && ours.MatchString(f.Name()) && f.Name() != stays {
			older = append(older, f.Name())
		}
	}
	slices.Sort(older)
	var removed []string
	for len(older) > keep-1 {
		if err := os.Remove(filepath.Join(folder, older[0])); err != nil {
			return removed, fmt.Errorf("remove old backups: %w", err)
		}
		removed, older = append(removed, older[0]), older[1:]
	}
	return removed, nil
}

// syncFolder makes the name of a file durable. Some systems cannot; what stands in the file is durable without.
func syncFolder(path string) error {
	d, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	_ = d.Sync()
	return d.Close()
}
