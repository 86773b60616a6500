package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"throughline/internal/mission"
)

// maxProblems is how many problems Check reports; one fault often shows in many places.
const maxProblems = 50

// ErrDamaged says that Check found something wrong. What it found is joined to it.
var ErrDamaged = errors.New("the store is damaged")

// Check reads all records of one moment and verifies that each stands under its own key, that the columns in which
// indexes look are those that the record makes, and that the missions exist that records speak of. It returns nil
// or an error that wraps ErrDamaged, with ids in it and nobody's words. Whether the server's own files are sound
// its pg_amcheck tells.
func (db *DB) Check(ctx context.Context) error {
	c := &checker{known: map[string]bool{}}
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
	if len(c.problems) == 0 {
		return nil
	}
	return errors.Join(append([]error{ErrDamaged}, c.problems...)...)
}

// checker collects what Check finds.
type checker struct {
	tx       *Tx
	problems []error
	known    map[string]bool // missions that were found
}

func (c *checker) report(format string, args ...any) {
	if len(c.problems) < maxProblems {
		c.problems = append(c.problems, fmt.Errorf(format, args...))
	}
}

// check verifies a table, slice by slice.
func (t *table[R]) check(ctx context.Context, c *checker) error {
	columns := ""
	for _, col := range t.columns {
		columns += ", " + col.name + "::text"
	}
	list := strings.Join(t.kind.Columns, ", ")
	behind := ""
	var args []any
	for {
		var found []checked
		sql := fmt.Sprintf("select %s, doc%s from %s%s order by %s limit %d", list, columns, t.quoted(), behind, list, manyRecords)
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
	r, err := t.kind.Decode(f.raw)
	if err != nil {
		c.report("%s: key %q: a record cannot be read", t.kind.Name, f.key)
		return nil
	}
	if says := t.kind.Key(&r); !slices.Equal(says, f.key) {
		c.report("%s: the record under %q says that it belongs under %q", t.kind.Name, f.key, says)
	}
	for i, col := range t.columns {
		if want := columnText(col.of(&r)); !sameText(want, f.columns[i]) {
			c.report("%s: the record under %q stands in the column %s otherwise than it says", t.kind.Name, f.key, col.name)
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
			c.report("%s: the record under %q speaks of mission %q, which is not there", t.kind.Name, key, id)
		case err != nil && c.tx.err != nil:
			return err
		default:
			c.known[name] = true
		}
	}
	return nil
}
