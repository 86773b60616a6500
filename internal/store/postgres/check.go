package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"throughline/internal/mission"
	"throughline/internal/progress"
	"throughline/internal/store/damage"
)

// ErrDamaged says that Check found something wrong. It is [damage.Err].
var ErrDamaged = damage.Err

// checkStride is after how many records Check says how far it is.
const checkStride = 1000

// Check reads all records of one moment and verifies that each stands under its own key, that the columns in which
// indexes look are those that the record makes, and that the missions exist that records speak of. It returns nil
// or a [damage.Error], with nobody's words in it. Whether the server's own files are sound its pg_amcheck tells.
func (db *DB) Check(ctx context.Context) error { return db.Verify(ctx, nil) }

// Verify is Check, and tells how far it is.
func (db *DB) Verify(ctx context.Context, tell progress.Func) error {
	c := &checker{tell: tell, known: map[string]bool{}}
	err := db.Snapshot(ctx, func(tx *Tx) error {
		c.tx = tx
		for _, t := range tables {
			if err := t.check(ctx, c); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("check the records: %w", err)
	}
	return c.found.Err()
}

// checker collects what Check finds.
type checker struct {
	tx    *Tx
	tell  progress.Func
	read  int64
	found damage.Report
	known map[string]bool // missions that were found
}

func (c *checker) report(part damage.Part, table string, key []string, format string, args ...any) {
	c.found.Add(part, table, writeTexts(key...), format, args...)
}

// next counts a record.
func (c *checker) next() {
	if c.read++; c.read%checkStride == 0 {
		c.tell.Tell(progress.Step{What: "checking the records", Done: c.read})
	}
}

// check verifies a table, slice by slice.
func (t *table[R]) check(ctx context.Context, c *checker) error {
	var columns strings.Builder
	for _, col := range t.columns {
		columns.WriteString(", " + col.name + "::text")
	}
	list := strings.Join(t.kind.Columns, ", ")
	behind := ""
	var args []any
	for {
		var found []checked
		sql := fmt.Sprintf("select %s, doc%s from %s%s order by %s limit %d", list, columns.String(), t.quoted(), behind, list, manyRecords)
		err := c.tx.read(sql, args, func(rows pgx.Rows) (err error) {
			found, err = readChecked(rows, len(t.kind.Columns))
			return err
		})
		if err != nil || len(found) == 0 {
			return err
		}
		for _, f := range found {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := t.checkOne(c, f); err != nil {
				return err
			}
		}
		args = texts(found[len(found)-1].key)
		marks := make([]string, len(args))
		for i := range marks {
			marks[i] = mark(i + 1)
		}
		behind = " where (" + list + ") > (" + strings.Join(marks, ", ") + ")"
	}
}

// checked is a record as it stands, with its columns.
type checked struct {
	keyed
	columns []*string
}

func readChecked(rows pgx.Rows, keys int) (found []checked, err error) {
	for rows.Next() {
		raw := rows.RawValues()
		f := checked{keyed: keyed{raw: slices.Clone(raw[keys])}}
		for _, text := range raw[:keys] {
			f.key = append(f.key, string(text))
		}
		for _, value := range raw[keys+1:] {
			var text *string
			if value != nil {
				s := string(value)
				text = &s
			}
			f.columns = append(f.columns, text)
		}
		found = append(found, f)
	}
	return found, rows.Err()
}

func (t *table[R]) checkOne(c *checker, f checked) error {
	c.next()
	r, err := t.kind.Decode(f.raw)
	if err != nil {
		c.report(damage.Record, t.kind.Name, f.key, "the record cannot be read")
		return nil //nolint:nilerr // What is wrong is reported, and the check goes on.
	}
	if says := t.kind.Key(&r); !slices.Equal(says, f.key) {
		c.report(damage.Record, t.kind.Name, f.key, "the record says that it belongs under another key")
	}
	for i, col := range t.columns {
		if want := columnText(col.of(&r)); !sameText(want, f.columns[i]) {
			c.report(damage.Index, t.kind.Name, f.key, "the record stands in the column %s otherwise than it says", col.name)
		}
	}
	return t.checkMissions(c, f.key, &r)
}

// columnText is how the server prints a value of a column.
func columnText(v any) *string {
	var s string
	switch v := v.(type) {
	case nil:
		return nil
	case *int64:
		if v == nil {
			return nil
		}
		s = fmt.Sprint(*v)
	default:
		s = fmt.Sprint(v)
	}
	return &s
}

func sameText(a, b *string) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

// checkMissions reports missions that a record speaks of and that are not there.
func (t *table[R]) checkMissions(c *checker, key []string, r *R) error {
	if t.kind.Missions == nil {
		return nil
	}
	team, ids := t.kind.Missions(r)
	for _, id := range ids {
		name := writeTexts(string(team), string(id))
		if c.known[name] {
			continue
		}
		_, err := missions.get(c.tx, string(team), string(id))
		switch {
		case errors.Is(err, mission.ErrNotFound):
			c.report(damage.Reference, t.kind.Name, key, "the record speaks of a mission that is not there")
		case err != nil && c.tx.err != nil:
			return err
		default:
			c.known[name] = true
		}
	}
	return nil
}
