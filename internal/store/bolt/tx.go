package bolt

import (
	"bytes"
	"errors"
	"fmt"
	"iter"

	bolt "go.etcd.io/bbolt"

	"throughline/internal/coaching"
	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/rounds"
)

var (
	// ErrReadOnly says that a function given to View tried to write.
	ErrReadOnly = errors.New("a view cannot write")
	// errOver says that a Tx was used after its function had returned.
	errOver = errors.New("the transaction is over")
)

// Tx is one transaction. It serves the domain, its private side and the nudges, and is valid only
// inside the function that it was given to.
type Tx struct {
	b        *bolt.Tx
	writable bool
	dirty    bool // something was written
	private  bool // something private was, so that older states are to be wiped
	over     bool
}

var (
	_ mission.Tx         = (*Tx)(nil)
	_ mission.PrivateTx  = (*Tx)(nil)
	_ nudges.Tx          = (*Tx)(nil)
	_ rounds.Tx          = (*Tx)(nil)
	_ coaching.Tx        = (*Tx)(nil)
	_ mission.PersonalTx = (*Tx)(nil)
)

// get returns the value of a key, valid inside the transaction alone, or ErrNotFound.
func (tx *Tx) get(bucket, key []byte) ([]byte, error) {
	if tx.over {
		return nil, errOver
	}
	v := tx.b.Bucket(bucket).Get(key)
	if v == nil {
		return nil, mission.ErrNotFound
	}
	return v, nil
}

// put writes a key. From here on an error of the function costs the group a second run.
func (tx *Tx) put(bucket, key, value []byte) error {
	if err := tx.mayWrite(); err != nil {
		return err
	}
	tx.dirty, tx.private = true, tx.private || private[string(bucket)]
	if err := tx.b.Bucket(bucket).Put(key, value); err != nil {
		return fmt.Errorf("write to %s: %w", bucket, err)
	}
	return nil
}

// remove deletes a key; one that is not there is no error.
func (tx *Tx) remove(bucket, key []byte) error {
	if err := tx.mayWrite(); err != nil {
		return err
	}
	tx.dirty, tx.private = true, tx.private || private[string(bucket)]
	if err := tx.b.Bucket(bucket).Delete(key); err != nil {
		return fmt.Errorf("delete from %s: %w", bucket, err)
	}
	return nil
}

func (tx *Tx) mayWrite() error {
	switch {
	case tx.over:
		return errOver
	case !tx.writable:
		return ErrReadOnly
	}
	return nil
}

// ascend yields the keys with a prefix in order. Nothing may be written while it runs.
func (tx *Tx) ascend(bucket, prefix []byte) iter.Seq2[[]byte, []byte] {
	return tx.ascendFrom(bucket, prefix, nil)
}

// ascendFrom is ascend that begins behind a key, where one is given.
func (tx *Tx) ascendFrom(bucket, prefix, after []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(k, v []byte) bool) {
		if tx.over {
			return
		}
		c := tx.b.Bucket(bucket).Cursor()
		k, v := c.Seek(prefix)
		if len(after) > 0 {
			if k, v = c.Seek(after); bytes.Equal(k, after) {
				k, v = c.Next()
			}
		}
		for ; k != nil && bytes.HasPrefix(k, prefix); k, v = c.Next() {
			if !yield(k, v) {
				return
			}
		}
	}
}

// descend yields the keys with a prefix in reverse order, beginning below prefix+before, or with the
// last one where before is empty. Nothing may be written while it runs.
//
// Two faults of bbolt's cursor are gone around, both met after a whole page of keys was deleted in the
// same transaction: Prev ends at the empty page as if nothing came before it, and Last never returns
// if all pages are empty. So the first key is looked up beforehand, and nothing but it is the end.
func (tx *Tx) descend(bucket, prefix []byte, before string) iter.Seq2[[]byte, []byte] {
	return func(yield func(k, v []byte) bool) {
		if tx.over {
			return
		}
		c := tx.b.Bucket(bucket).Cursor()
		first, _ := c.Seek(prefix)
		upper := upperBound(prefix, before)
		if first == nil || (upper != nil && bytes.Compare(first, upper) >= 0) {
			return
		}
		at, _ := c.Seek(upper)
		step := c.Prev
		if upper == nil || at == nil {
			step = c.Last
		}
		for {
			k, v := step()
			step = c.Prev
			if k == nil {
				continue
			}
			if !yield(k, v) || bytes.Equal(k, first) {
				return
			}
		}
	}
}

// upperBound returns the least key above everything that descend is to yield, or nil for none.
func upperBound(prefix []byte, before string) []byte {
	out := append(bytes.Clone(prefix), before...)
	if before != "" {
		return out
	}
	for i := len(out) - 1; i >= 0; i-- {
		if out[i] < 0xff {
			out[i]++
			return out[:i+1]
		}
	}
	return nil
}
