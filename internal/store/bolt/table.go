package bolt

import (
	"bytes"
	"errors"

	"throughline/internal/mission"
	"throughline/internal/store/record"
)

// table describes how records of one kind are kept: in which bucket, and in which indexes.
type table[R any] struct {
	kind    *record.Kind[R]
	bucket  []byte
	indexes []index[R]
}

// index is a bucket of keys without values. The key is made of the record alone; nil means that the
// record does not stand in the index.
type index[R any] struct {
	bucket []byte
	key    func(*R) []byte
}

// key returns the key of a record.
func (t *table[R]) key(r *R) []byte { return key(t.kind.Key(r)...) }

// get reads the record under a key, or returns ErrNotFound.
func (t *table[R]) get(tx *Tx, key []byte) (R, error) {
	var r R
	raw, err := tx.get(t.bucket, key)
	if err != nil {
		return r, err
	}
	return t.kind.Decode(raw)
}

// put writes a record and moves it in its indexes. It checks everything before it writes.
func (t *table[R]) put(tx *Tx, r R) error {
	if err := t.kind.Check(&r); err != nil {
		return err
	}
	value, err := t.kind.Encode(r)
	if err != nil {
		return err
	}
	key := t.key(&r)
	old, err := t.stored(tx, key)
	if err != nil {
		return err
	}
	if err := tx.put(t.bucket, key, value); err != nil {
		return err
	}
	return t.reindex(tx, old, &r)
}

// delete removes the record under a key; one that is not there is no error.
func (t *table[R]) delete(tx *Tx, key []byte) error {
	old, err := t.stored(tx, key)
	if err != nil || old == nil {
		return err
	}
	if err := tx.remove(t.bucket, key); err != nil {
		return err
	}
	return t.reindex(tx, old, nil)
}

// stored returns the record under a key, or nil.
func (t *table[R]) stored(tx *Tx, key []byte) (*R, error) {
	r, err := t.get(tx, key)
	if errors.Is(err, mission.ErrNotFound) {
		return nil, nil
	}
	return &r, err
}

// reindex moves a record in its indexes. Either may be nil. What stays is not written again.
func (t *table[R]) reindex(tx *Tx, before, after *R) error {
	for _, ix := range t.indexes {
		from, to := ix.keyOf(before), ix.keyOf(after)
		if bytes.Equal(from, to) {
			continue
		}
		if from != nil {
			if err := tx.remove(ix.bucket, from); err != nil {
				return err
			}
		}
		if to != nil {
			if err := tx.put(ix.bucket, to, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

func (ix index[R]) keyOf(r *R) []byte {
	if r == nil {
		return nil
	}
	return ix.key(r)
}

// convert applies f to each element. Nil stays nil.
func convert[A, B any](in []A, f func(A) B) []B {
	if in == nil {
		return nil
	}
	out := make([]B, len(in))
	for i, v := range in {
		out[i] = f(v)
	}
	return out
}

// lastText returns the last text of a key below a prefix that ends before it.
func lastText(key, prefix []byte) string { return string(key[len(prefix):]) }
