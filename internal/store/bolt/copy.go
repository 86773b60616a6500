package bolt

import (
	"context"
	"errors"
	"fmt"
	"os"
)

// CopyTo writes the store, as it stands at one moment, into a new file that its owner alone can read. What is written
// to one of the two afterwards does not show in the other.
func (db *DB) CopyTo(ctx context.Context, path string) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("copy the store: %w", err)
	}
	err = db.View(ctx, func(tx *Tx) error {
		_, err := tx.b.WriteTo(file)
		return err
	})
	if err := errors.Join(err, file.Close()); err != nil {
		return errors.Join(fmt.Errorf("copy the store: %w", err), os.Remove(path))
	}
	return nil
}
