package bolt

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"throughline/internal/mission"
)

// table describes how records of one type are kept: under which key, and in which indexes.
type table[R any] struct {
	bucket []byte
	key    func(*R) []byte
	// ids returns everything that stands in the keys of the record; the required ones may not be empty.
	ids     func(*R) (required, optional []string)
	indexes []index[R]
	// missions returns the missions that have to exist for the record to make sense. Only Check asks.
	missions func(*R) (mission.TeamID, []mission.ID)
}

// index is a bucket of keys without values. The key is made of the record alone; nil means that the
// record does not stand in the index.
type index[R any] struct {
	bucket []byte
	key    func(*R) []byte
}

// get reads the record under a key, or returns ErrNotFound.
func (t *table[R]) get(tx *Tx, key []byte) (R, error) {
	var r R
	raw, err := tx.get(t.bucket, key)
	if err != nil {
		return r, err
	}
	return t.decode(raw)
}

// put writes a record and moves it in its indexes. It checks everything before it writes.
func (t *table[R]) put(tx *Tx, r R) error {
	if err := checkIDs(t.ids(&r)); err != nil {
		return fmt.Errorf("keep in %s: %w", t.bucket, err)
	}
	value, err := encode(r)
	if err != nil {
		return fmt.Errorf("keep in %s: %w", t.bucket, err)
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

func (t *table[R]) decode(raw []byte) (R, error) {
	var r R
	if err := json.Unmarshal(raw, &r); err != nil {
		return r, fmt.Errorf("a record in %s is damaged: %w", t.bucket, err)
	}
	return r, nil
}

// encode writes JSON without the escapes for HTML, which would make a dump hard to read.
func encode(v any) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}

// lastText returns the last text of a key below a prefix that ends before it.
func lastText(key, prefix []byte) string { return string(key[len(prefix):]) }
