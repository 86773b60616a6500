package bolt

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"

	bolt "go.etcd.io/bbolt"

	"throughline/internal/mission"
	"throughline/internal/store/record"
)

// A transfer reads all records of a store in a fixed order and puts them into another one, whatever that is kept in. The
// place of a record is its kind and its key, so that a transfer that was interrupted goes on behind the last record that
// arrived.

// bulkFill is how full pages are made that are filled in the order of their keys. bbolt leaves half of each free for
// what is put in between.
const bulkFill = 0.9

// Snapshot runs f on one moment of the store.
func (db *DB) Snapshot(ctx context.Context, f func(*Tx) error) error { return db.LongView(ctx, f) }

// ID numbers the writes of a file: the number of the last one, or inside Update of the one that is under way.
func (tx *Tx) ID() int { return tx.b.ID() }

// Counts returns how many records there are of each kind.
func (tx *Tx) Counts(ctx context.Context) (map[string]int64, error) {
	out := map[string]int64{}
	for _, k := range record.All() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if b := tx.b.Bucket([]byte(k.KindName())); b != nil {
			out[k.KindName()] = int64(b.Stats().KeyN)
		}
	}
	return out, tx.live()
}

// Items hands over the records behind a place, kind after kind in the order of [record.All]; an empty place is before the
// first. What do keeps of an item it has to copy.
func (tx *Tx) Items(ctx context.Context, after string, do func(record.Item) error) error {
	kinds, behind, err := placeOf(after)
	if err != nil {
		return err
	}
	for n, kind := range kinds {
		if n > 0 {
			behind = nil
		}
		if tx.b.Bucket([]byte(kind.KindName())) == nil {
			continue // an older layout
		}
		for k, v := range tx.ascendFrom([]byte(kind.KindName()), nil, behind) {
			if n++; n%checkStride == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			raw, err := unpack(kind.KindName(), k, v)
			if err != nil {
				return err
			}
			at := kind.KindName() + ":" + base64.RawStdEncoding.EncodeToString(k)
			if err := do(record.Item{Kind: kind.KindName(), Place: at, Raw: raw}); err != nil {
				return err
			}
		}
	}
	return tx.live()
}

// placeOf returns the kinds that are still to be read, and the key in the first of them to go on behind.
func placeOf(place string) ([]record.Any, []byte, error) {
	all := record.All()
	if place == "" {
		return all, nil, nil
	}
	name, text, ok := strings.Cut(place, ":")
	at := slices.IndexFunc(all, func(k record.Any) bool { return k.KindName() == name })
	key, err := base64.RawStdEncoding.DecodeString(text)
	if !ok || at < 0 || err != nil {
		return nil, nil, fmt.Errorf("no place in the store: %q", place)
	}
	return all[at:], key, nil
}

// unpack returns what a bucket holds as a record in JSON. All but two hold just that.
func unpack(kind string, k, v []byte) ([]byte, error) {
	if kind != record.ErasedPeople.Name && kind != record.SeenRequests.Name {
		return v, nil
	}
	texts, err := readTexts(k, 2)
	if err != nil {
		return nil, err
	}
	ms, err := readTime(v)
	if err != nil {
		return nil, fmt.Errorf("a record in %s is damaged: %w", kind, err)
	}
	team, at := mission.TeamID(texts[0]), record.Moment(&ms)
	if kind == record.ErasedPeople.Name {
		return record.ErasedPeople.Encode(record.ToErased(team, texts[1], at))
	}
	return record.SeenRequests.Encode(record.ToSeen(team, texts[1], v[timeSize:], at))
}

// Load keeps records, each in place of what stood under its key, with everything by which they are found.
func (tx *Tx) Load(items []record.Item) error {
	for _, item := range items {
		if err := tx.load(item); err != nil {
			return fmt.Errorf("load a record of %s: %w", item.Kind, err)
		}
	}
	return nil
}

func (tx *Tx) load(item record.Item) error {
	switch item.Kind {
	case record.ErasedPeople.Name:
		r, err := record.ErasedPeople.Decode(item.Raw)
		if err != nil {
			return err
		}
		return tx.PutErased(r.Team, r.Hash, record.Moment(&r.At))
	case record.SeenRequests.Name:
		r, err := record.SeenRequests.Decode(item.Raw)
		if err != nil {
			return err
		}
		return tx.Remember(r.Team, r.Key, r.Result, record.Moment(&r.At))
	}
	for _, t := range tables {
		if t.name() == item.Kind {
			return t.load(tx, item.Raw)
		}
	}
	return errors.New("there is no such kind")
}

func (t *table[R]) load(tx *Tx, raw []byte) error {
	r, err := t.kind.Decode(raw)
	if err != nil {
		return err
	}
	if !tx.over {
		tx.b.Bucket(t.bucket).FillPercent = bulkFill
	}
	return t.put(tx, r)
}

// Teams returns the workspaces of which there are records.
func (tx *Tx) Teams(ctx context.Context) ([]mission.TeamID, error) {
	var out []mission.TeamID
	for _, kind := range record.All() {
		b := tx.b.Bucket([]byte(kind.KindName()))
		if b == nil {
			continue
		}
		c := b.Cursor()
		for k, _ := c.First(); k != nil && ctx.Err() == nil; {
			texts, err := readTexts(k, 2)
			if err != nil {
				return nil, err
			}
			if team := mission.TeamID(texts[0]); !slices.Contains(out, team) {
				out = append(out, team)
			}
			past := upperBound(prefix(texts[0]), "")
			if past == nil {
				break
			}
			k, _ = c.Seek(past)
		}
	}
	slices.Sort(out)
	return out, errors.Join(ctx.Err(), tx.live())
}

// Note returns what was noted about the store itself under a name, or nil.
func (tx *Tx) Note(name string) ([]byte, error) {
	if tx.over {
		return nil, errOver
	}
	return slices.Clone(tx.b.Bucket(bucketMeta).Get(noteKey(name))), nil
}

// PutNote notes something about the store itself, in place of what was noted under that name; nil takes it away.
func (tx *Tx) PutNote(name string, note []byte) error {
	if note == nil {
		return tx.remove(bucketMeta, noteKey(name))
	}
	return tx.put(bucketMeta, noteKey(name), note)
}

// noteKey keeps notes apart from the version of the layout.
func noteKey(name string) []byte { return []byte("note." + name) }

// ErrMoving says that a store is only partly filled.
var ErrMoving = errors.New("a move into this store was not finished: run it again, and it goes on")

// refuseMoving returns ErrMoving for a file that is only partly filled.
func refuseMoving(b *bolt.DB) error {
	return b.View(func(tx *bolt.Tx) error {
		if meta := tx.Bucket(bucketMeta); meta != nil && meta.Get(noteKey(record.NoteMoving)) != nil {
			return ErrMoving
		}
		return nil
	})
}
