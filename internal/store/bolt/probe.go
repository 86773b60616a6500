package bolt

import (
	"errors"
	"fmt"
	"time"

	bolt "go.etcd.io/bbolt"
)

// Probe opens a file for reading, looks whether this version of the bot can work on it, and closes
// it. Nothing is made, migrated or written. It returns ErrLocked while a bot has the file open, and
// ErrNewer and ErrForeign as Open does.
func Probe(path string, timeout time.Duration) error {
	r, err := openReading(path, timeout)
	if err != nil {
		return openError(path, err)
	}
	err = guarded(func() error {
		return r.View(func(tx *bolt.Tx) error {
			version, err := schemaVersion(tx)
			if err == nil && version > len(migrations) {
				err = fmt.Errorf("%w (the file has version %d, this bot knows %d)", ErrNewer, version, len(migrations))
			}
			return err
		})
	})
	if err != nil {
		err = openError(path, err)
	}
	return errors.Join(err, r.Close())
}
