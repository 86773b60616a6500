package bolt

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	bolt "go.etcd.io/bbolt"

	"throughline/internal/progress"
)

// File is a store's file that is only read: nothing in it is made, brought up to date or written, whoever wrote it. While
// it is open no bot starts on it.
type File struct {
	b       *reading
	version int
}

// OpenFile opens a file for reading. It returns ErrLocked while a bot has it open, and ErrNewer and ErrForeign as Open
// does.
func OpenFile(path string, timeout time.Duration) (f *File, err error) {
	if info, err := os.Stat(path); err == nil && info.Size() == 0 {
		return nil, openError(path, ErrEmpty) // bbolt would try to write to it.
	}
	preread(path)
	r, err := openReading(path, timeout)
	if err != nil {
		return nil, openError(path, err)
	}
	f = &File{b: r}
	if err := lengthOf(path); err != nil {
		return nil, errors.Join(openError(path, err), f.Close())
	}
	if err := f.look(); err != nil {
		return nil, errors.Join(openError(path, err), f.Close())
	}
	return f, nil
}

// look reads the version of the layout.
func (f *File) look() error {
	return guarded(func() (err error) {
		f.version, err = fileVersion(f.b.DB)
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
	return guarded(func() error {
		return f.b.View(func(b *bolt.Tx) error {
			tx := &Tx{b: b}
			defer func() { tx.over = true }()
			return g(tx)
		})
	})
}

// CopyTo writes everything that stands in the file into a new one, without what was deleted.
func (f *File) CopyTo(path string) error {
	return f.Snapshot(context.Background(), func(tx *Tx) error { return copyKeys(context.Background(), tx.b, path, nil, nil) })
}

// Update returns ErrReadOnly.
func (f *File) Update(context.Context, func(*Tx) error) error { return ErrReadOnly }

// Check verifies the file as [DB.Check] does.
func (f *File) Check(ctx context.Context) error { return f.Verify(ctx, nil) }

// Verify is Check, and tells how far it is.
func (f *File) Verify(ctx context.Context, tell progress.Func) error {
	c := &checker{ctx: ctx, tell: tell}
	err := f.Snapshot(ctx, func(tx *Tx) error {
		if err := c.pages(tx); err != nil || len(c.found.Findings) > 0 {
			return err // what stands on damaged pages is not worth reading
		}
		return c.records(tx)
	})
	return c.outcome(err)
}

// Close lets go of the file.
func (f *File) Close() error { return f.b.Close() }
