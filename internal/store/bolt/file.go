package bolt

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	bolt "go.etcd.io/bbolt"
)

// File is a store's file that is only read: nothing in it is made, brought up to date or written, whoever wrote it. While
// it is open no bot starts on it.
type File struct {
	b       *bolt.DB
	version int
}

// OpenFile opens a file for reading. It returns ErrLocked while a bot has it open, and ErrNewer and ErrForeign as Open
// does.
func OpenFile(path string, timeout time.Duration) (f *File, err error) {
	preread(path)
	err = contained(func() error {
		b, err := bolt.Open(path, 0o600, &bolt.Options{ReadOnly: true, Timeout: timeout})
		if err != nil {
			return openError(path, err)
		}
		f = &File{b: b}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if err := f.look(); err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path, err), f.Close())
	}
	return f, nil
}

// look reads the version of the layout.
func (f *File) look() error {
	return contained(func() (err error) {
		f.version, err = fileVersion(f.b)
		switch {
		case err != nil:
			return err
		case f.version > len(migrations):
			return fmt.Errorf("%w (the file has version %d, this bot knows %d)", ErrNewer, f.version, len(migrations))
		case f.version == 0:
			return errors.New("it is empty")
		}
		return nil
	})
}

// Older reports whether an older version of the program wrote the file, so that it has to be brought up to date before
// all of it can be read.
func (f *File) Older() bool { return f.version < len(migrations) }

// Layout is the version of the file's layout, and the newest that this program knows.
func (f *File) Layout() (file, known int) { return f.version, len(migrations) }

// Snapshot runs g on the file as it stands.
func (f *File) Snapshot(ctx context.Context, g func(*Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return contained(func() error {
		return f.b.View(func(b *bolt.Tx) error {
			tx := &Tx{b: b}
			defer func() { tx.over = true }()
			return g(tx)
		})
	})
}

// Update returns ErrReadOnly.
func (f *File) Update(context.Context, func(*Tx) error) error { return ErrReadOnly }

// Check verifies the file as [DB.Check] does.
func (f *File) Check(ctx context.Context) error {
	c := &checker{ctx: ctx}
	err := f.Snapshot(ctx, func(tx *Tx) error {
		if err := c.pages(tx); err != nil || len(c.problems) > 0 {
			return err // what stands on damaged pages is not worth reading
		}
		return c.records(tx)
	})
	return c.outcome(err)
}

// Close lets go of the file.
func (f *File) Close() error { return f.b.Close() }

// contained runs f and turns what bbolt does about a damaged file into ErrDamaged: it panics, and reading past the end of a
// file that was cut off is a fault of memory.
func contained(f func() error) (err error) {
	before := debug.SetPanicOnFault(true)
	defer debug.SetPanicOnFault(before)
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("%w: it cannot be read (%T)", ErrDamaged, v)
		}
	}()
	return f()
}
