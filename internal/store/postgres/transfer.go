package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"throughline/internal/mission"
	"throughline/internal/store/record"
)

// ErrMoving says that a store is only partly filled.
var ErrMoving = errors.New("a move into this database was not finished: run it again, and it goes on")

// Counts returns how many records there are of each kind.
func (tx *Tx) Counts(ctx context.Context) (map[string]int64, error) {
	out := map[string]int64{}
	for _, t := range tables {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		n, err := tx.number("select count(*) from " + pgx.Identifier{t.KindName()}.Sanitize())
		if err != nil {
			return nil, err
		}
		out[t.KindName()] = *n
	}
	return out, nil
}

// Teams returns the workspaces of which there are records.
func (tx *Tx) Teams(ctx context.Context) ([]mission.TeamID, error) {
	var out []mission.TeamID
	for _, t := range tables {
		for team, more := "", true; more; {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			found, err := tx.docs("select min(team) from "+pgx.Identifier{t.KindName()}.Sanitize()+" where team > $1", team)
			if err != nil {
				return nil, err
			}
			if more = found[0] != nil; !more {
				break
			}
			team = string(found[0])
			if !slices.Contains(out, mission.TeamID(team)) {
				out = append(out, mission.TeamID(team))
			}
		}
	}
	slices.Sort(out)
	return out, nil
}

// Items hands over the records behind a place, kind after kind in the order of [record.All]; an empty place is before the
// first.
func (tx *Tx) Items(ctx context.Context, after string, do func(record.Item) error) error {
	at, behind, err := placeOf(after)
	if err != nil {
		return err
	}
	for ; at < len(tables); at, behind = at+1, nil {
		t := tables[at]
		err := tx.all(t, slice{behind: behind, limit: manyRecords}, func(k keyed) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			return do(record.Item{Kind: t.KindName(), Place: t.KindName() + ":" + writeTexts(k.key...), Raw: k.raw})
		})
		if err != nil {
			return err
		}
	}
	return tx.live()
}

// placeOf returns the first table that is still to be read, and the key in it to go on behind.
func placeOf(place string) (at int, behind []string, err error) {
	if place == "" {
		return 0, nil, nil
	}
	name, key, _ := strings.Cut(place, ":")
	at = slices.IndexFunc(tables, func(t anyTable) bool { return t.KindName() == name })
	if at < 0 || key == "" {
		return 0, nil, fmt.Errorf("no place in the store: %q", place)
	}
	behind, err = readTexts(key, len(tables[at].KeyColumns()))
	return at, behind, err
}

// Load keeps records, each in place of what stood under its key, with everything by which they are found.
func (tx *Tx) Load(items []record.Item) error {
	for _, item := range items {
		at := slices.IndexFunc(tables, func(t anyTable) bool { return t.KindName() == item.Kind })
		if at < 0 {
			return fmt.Errorf("load a record of %s: there is no such kind", item.Kind)
		}
		if err := tables[at].load(tx, item.Raw); err != nil {
			return fmt.Errorf("load a record of %s: %w", item.Kind, err)
		}
	}
	return tx.live()
}

// Note returns what was noted about the store itself under a name, or nil.
func (tx *Tx) Note(name string) ([]byte, error) {
	found, err := tx.docs("select convert_from(value, 'UTF8') from note where name = $1", name)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}

// PutNote notes something about the store itself, in place of what was noted under that name; nil takes it away. A note
// is text.
func (tx *Tx) PutNote(name string, note []byte) error {
	if note == nil {
		return tx.write("delete from note where name = $1", name)
	}
	return tx.write("insert into note (name, value) values ($1, convert_to($2, 'UTF8')) on conflict (name) do update set value = excluded.value",
		name, string(note))
}

// refuseMoving returns ErrMoving for a database that is only partly filled.
func (db *DB) refuseMoving(ctx context.Context) error {
	return db.View(ctx, func(tx *Tx) error {
		note, err := tx.Note(record.NoteMoving)
		if err == nil && note != nil {
			err = ErrMoving
		}
		return err
	})
}

// Each reads every record as it stands, kind by kind: for counting before everything is deleted, and for looking whether
// something is still there. The key is the texts of a key in JSON.
func (db *DB) Each(ctx context.Context, do func(kind string, key, value []byte) error) error {
	return db.Snapshot(ctx, func(tx *Tx) error {
		return tx.Items(ctx, "", func(item record.Item) error {
			return do(item.Kind, []byte(strings.TrimPrefix(item.Place, item.Kind+":")), item.Raw)
		})
	})
}

// ErrStandby says that the database takes no writes: it is a copy of another one, or was set to be read only.
var ErrStandby = errors.New("the database takes no writes: it stands by for another one, or is set to read only")

// Writable reports whether the database takes writes.
func (db *DB) Writable(ctx context.Context) error {
	return db.View(ctx, func(tx *Tx) error {
		n, err := tx.number("select (pg_is_in_recovery() or current_setting('default_transaction_read_only')::boolean)::int::bigint")
		if err == nil && *n != 0 {
			err = ErrStandby
		}
		return err
	})
}

// Size returns how many bytes the database takes. How many of these are free is not known, which is -1.
func (db *DB) Size(ctx context.Context) (size, free int64, err error) {
	err = db.View(ctx, func(tx *Tx) error {
		n, err := tx.number("select pg_database_size(current_database())")
		if err == nil {
			size = *n
		}
		return err
	})
	return size, -1, err
}
