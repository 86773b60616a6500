package bolt

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// Hold keeps every bot away from a file until it is released, whatever state the file is in, and returns ErrLocked where a
// bot has it. A file that is not there, or is so damaged that no bot can start on it, needs no holding.
func Hold(path string, patience time.Duration) (release func() error, err error) {
	none := func() error { return nil }
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return none, nil
	}
	var b *bolt.DB
	err = guarded(func() (err error) {
		b, err = bolt.Open(path, 0o600, &bolt.Options{Timeout: patience})
		return err
	})
	switch {
	case errors.Is(err, bolterrors.ErrTimeout):
		return nil, openError(path, err)
	case err != nil:
		return none, nil //nolint:nilerr // Whatever is wrong with it, nobody has it open.
	}
	return b.Close, nil
}

// Replace puts a whole file in the place of another, and keeps that one under a name of its own. Both stand on the disk
// before; a crash at any moment leaves the one or the other in place, and never neither.
func Replace(incoming, path, kept string) error {
	err := os.Link(path, kept)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case errors.Is(err, fs.ErrExist):
		return fmt.Errorf("keep what was there: %s is there already", kept)
	case err != nil: // a system of files without links
		if err := duplicate(path, kept); err != nil {
			return fmt.Errorf("keep what was there: %w", err)
		}
	}
	if err := os.Rename(incoming, path); err != nil {
		return fmt.Errorf("put the new store in its place: %w", err)
	}
	return syncFolder(path)
}

// duplicate copies a file byte by byte, durably.
func duplicate(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err = io.Copy(out, in); err == nil {
		err = out.Sync()
	}
	return errors.Join(err, out.Close())
}
