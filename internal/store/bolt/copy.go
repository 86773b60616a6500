package bolt

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	bolt "go.etcd.io/bbolt"

	"throughline/internal/store/record"
)

// CopyTo writes the store, as it stands at one moment, into a new file that its owner alone can read. What is written
// to one of the two afterwards does not show in the other.
func (db *DB) CopyTo(ctx context.Context, path string) error {
	return db.copyTo(ctx, path, nil, nil)
}

// BackupTo is CopyTo without what no backup may hold: the answers and marks of open rounds. Done is told how many keys
// were copied, now and then, and may be nil. Nothing that was deleted from the store stands in the copy, since that is
// written key by key.
func (db *DB) BackupTo(ctx context.Context, path string, done func(keys int64)) error {
	return db.copyTo(ctx, path, passing, done)
}

func (db *DB) copyTo(ctx context.Context, path string, leave func(bucket string) bool, done func(int64)) error {
	err := db.LongView(ctx, func(tx *Tx) error { return copyKeys(ctx, tx.b, path, leave, done) })
	if err != nil {
		return fmt.Errorf("copy the store: %w", err)
	}
	return nil
}

// passing reports whether a bucket holds what no backup may hold.
func passing(bucket string) bool {
	kind, ok := record.Named(bucket)
	return ok && kind.IsPassing()
}

// copySlice is how many bytes are copied in one transaction of the copy.
const copySlice = 8 << 20

// copyKeys writes what a transaction sees into a new file, in the order of the keys, durably. Of the buckets that are to
// be left only the names are copied. A file that was not finished is removed.
func copyKeys(ctx context.Context, from *bolt.Tx, path string, leave func(string) bool, done func(int64)) (err error) {
	// The file is made here, as bbolt would open one that is there already.
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(path))
		}
	}()
	if err := file.Close(); err != nil {
		return err
	}
	// Nothing is synced until all of it stands there.
	to, err := bolt.Open(path, 0o600, &bolt.Options{NoSync: true, NoGrowSync: true, FreelistType: bolt.FreelistMapType})
	if err != nil {
		return err
	}
	c := copier{ctx: ctx, to: to, done: done}
	err = errors.Join(c.all(from, leave), to.Sync(), to.Close())
	return errors.Join(err, syncFolder(path))
}

// copier writes keys into a file, some megabytes in one transaction.
type copier struct {
	ctx  context.Context
	to   *bolt.DB
	tx   *bolt.Tx
	size int
	keys int64
	done func(int64)
}

func (c *copier) all(from *bolt.Tx, leave func(string) bool) (err error) {
	defer func() {
		if c.tx != nil {
			_ = c.tx.Rollback() // Only a closed transaction is an error.
		}
	}()
	err = from.ForEach(func(name []byte, b *bolt.Bucket) error {
		if err := c.begin(); err != nil {
			return err
		}
		if _, err := c.tx.CreateBucket(name); err != nil {
			return err
		}
		if leave != nil && leave(string(name)) {
			return nil
		}
		return b.ForEach(func(k, v []byte) error { return c.put(name, k, v) })
	})
	if err != nil || c.tx == nil {
		return err
	}
	return c.tx.Commit()
}

// begin begins a transaction where none is under way.
func (c *copier) begin() (err error) {
	if c.tx == nil {
		c.tx, err = c.to.Begin(true)
	}
	return err
}

func (c *copier) put(bucket, k, v []byte) error {
	if err := c.begin(); err != nil {
		return err
	}
	b := c.tx.Bucket(bucket)
	b.FillPercent = bulkFill
	if err := b.Put(k, v); err != nil {
		return err
	}
	c.keys++
	if c.size += len(k) + len(v); c.size < copySlice {
		return nil
	}
	err := c.tx.Commit()
	c.tx, c.size = nil, 0
	if c.done != nil {
		c.done(c.keys)
	}
	return errors.Join(err, c.ctx.Err())
}

// syncFolder makes the name of a file durable. Some systems cannot; what stands in the file is durable without.
func syncFolder(path string) error {
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	_ = folder.Sync()
	return folder.Close()
}

// moveUp brings a file up to date. Before it changes what an older version wrote it keeps a copy of that, so that the
// older version can be installed again.
func moveUp(b *bolt.DB, path string, opts Options) error {
	if !opts.Moving {
		if err := refuseMoving(b); err != nil {
			return err
		}
	}
	version, err := fileVersion(b)
	if err == nil && version > 0 && version < len(migrations) {
		err = keepOlder(b, path, version, opts.Logger)
	}
	if err != nil {
		return err
	}
	return migrate(b, migrations)
}

func fileVersion(b *bolt.DB) (version int, err error) {
	err = b.View(func(tx *bolt.Tx) error {
		version, err = schemaVersion(tx)
		return err
	})
	return version, err
}

// keepOlder copies a file as it is before its layout is changed. A copy that is there already was made by a start that was
// interrupted before it had changed anything, or of which an operator went back.
func keepOlder(b *bolt.DB, path string, version int, log *slog.Logger) error {
	kept := fmt.Sprintf("%s.layout-%d", path, version)
	err := b.View(func(tx *bolt.Tx) error {
		aside := kept + ".partial"
		if err := os.Remove(aside); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if err := copyKeys(context.Background(), tx, aside, passing, nil); err != nil {
			return err
		}
		return errors.Join(os.Rename(aside, kept), syncFolder(kept))
	})
	if err != nil {
		return fmt.Errorf("keep a copy before the layout is changed: %w", err)
	}
	log.Warn("the file was written by an older version and is brought up to date; a copy from before was kept: delete it once all is well",
		"copy", kept, "layout", version, "now", len(migrations))
	return nil
}
