package bolt

import (
	"bytes"
	"context"

	bolt "go.etcd.io/bbolt"
)

// Each reads every key of the file with its value, bucket by bucket, as they stand: for counting before
// everything is deleted, and for looking whether something is still there.
func (db *DB) Each(ctx context.Context, do func(bucket string, k, v []byte) error) error {
	return db.LongView(ctx, func(tx *Tx) error {
		return tx.b.ForEach(func(name []byte, b *bolt.Bucket) error {
			return b.ForEach(func(k, v []byte) error {
				if err := ctx.Err(); err != nil {
					return err
				}
				return do(string(name), bytes.Clone(k), bytes.Clone(v))
			})
		})
	})
}
