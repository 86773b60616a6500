package postgres

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"throughline/internal/mission"
	"throughline/internal/store/record"
)

// maxTexts bounds the texts of a record that stand in columns, in bytes together, as an entry of an index has room
// for some 2,700. Ids of Slack and our own are below 100 each.
const maxTexts = 2000

// table describes how records of one kind are kept: beside the texts of its key, in which columns its indexes look.
type table[R any] struct {
	record.Any
	kind    *record.Kind[R]
	columns []column[R]
	sql     statements
}

// column is a column that is made of the record alone.
type column[R any] struct {
	name string
	of   func(*R) any
}

// statements are what is said to the server about a table. They differ from table to table in names alone.
type statements struct{ get, put, drop string }

// newTable makes the statements of a table.
func newTable[R any](kind *record.Kind[R], columns ...column[R]) *table[R] {
	t := &table[R]{Any: kind, kind: kind, columns: columns}
	keys := kind.Columns
	names := append([]string{}, keys...)
	for _, c := range columns {
		names = append(names, c.name)
	}
	names = append(names, "doc")
	marks := make([]string, len(names))
	for i := range marks {
		marks[i] = fmt.Sprintf("$%d", i+1)
	}
	marks[len(marks)-1] += "::json"
	var sets []string
	for _, n := range names[len(keys):] {
		sets = append(sets, n+" = excluded."+n)
	}
	name, key := t.quoted(), strings.Join(keys, ", ")
	here := fmt.Sprintf(" where (%s) = (%s)", key, strings.Join(marks[:len(keys)], ", "))
	t.sql = statements{
		get: "select doc from " + name + here,
		put: fmt.Sprintf("insert into %s (%s) values (%s) on conflict (%s) do update set %s",
			name, strings.Join(names, ", "), strings.Join(marks, ", "), key, strings.Join(sets, ", ")),
		drop: "delete from " + name + here,
	}
	return t
}

// quoted is the table's name as SQL reads it.
func (t *table[R]) quoted() string { return pgx.Identifier{t.kind.Name}.Sanitize() }

// get reads the record under a key, or returns ErrNotFound.
func (t *table[R]) get(tx *Tx, key ...string) (R, error) {
	var none R
	if !readable(key...) {
		return none, tx.missing()
	}
	found, err := t.query(tx, t.sql.get, texts(key)...)
	switch {
	case err != nil:
		return none, err
	case len(found) == 0:
		return none, mission.ErrNotFound
	}
	return found[0], nil
}

// find returns the records that what follows on "select doc from the table" finds. Texts that no record can hold find
// nothing.
func (t *table[R]) find(tx *Tx, where string, args ...any) ([]R, error) {
	for _, a := range args {
		if s, ok := a.(string); ok && !readable(s) {
			return nil, tx.live()
		}
	}
	return t.query(tx, "select doc from "+t.quoted()+" where "+where, args...)
}

// query returns the records that a statement finds.
func (t *table[R]) query(tx *Tx, sql string, args ...any) ([]R, error) {
	docs, err := tx.docs(sql, args...)
	if err != nil {
		return nil, err
	}
	var out []R
	for _, raw := range docs {
		r, err := t.kind.Decode(raw)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

// put writes a record in place of what was kept under its key. It checks everything before it writes.
func (t *table[R]) put(tx *Tx, r R) error {
	if err := t.kind.Check(&r); err != nil {
		return err
	}
	raw, err := t.kind.Encode(r)
	if err != nil {
		return err
	}
	args := t.values(&r)
	if err := fits(args); err != nil {
		return fmt.Errorf("keep in %s: %w", t.kind.Name, err)
	}
	if t.kind.Private {
		tx.wipe[t.kind.Name] = true // There may have been an older state of it.
	}
	return tx.write(t.sql.put, append(args, string(raw))...)
}

// values returns what stands in the columns, apart from the record itself.
func (t *table[R]) values(r *R) []any {
	args := texts(t.kind.Key(r))
	for _, c := range t.columns {
		args = append(args, c.of(r))
	}
	return args
}

// delete removes the record under a key; one that is not there is no error.
func (t *table[R]) delete(tx *Tx, key ...string) error {
	if !readable(key...) {
		return tx.mayWrite()
	}
	return tx.remove(t.kind.Name, t.kind.Private, t.sql.drop, texts(key)...)
}

// fits returns ErrBadID for texts that the server cannot hold.
func fits(args []any) error {
	n := 0
	for _, a := range args {
		s, ok := a.(string)
		if ok && strings.ContainsRune(s, 0) {
			return fmt.Errorf("%w: it has a zero byte", record.ErrBadID)
		}
		n += len(s)
	}
	if n > maxTexts {
		return fmt.Errorf("%w: it has %d bytes with those beside it, of at most %d", record.ErrBadID, n, maxTexts)
	}
	return nil
}

// readable reports whether texts can stand in the database at all.
func readable(texts ...string) bool {
	for _, s := range texts {
		if strings.ContainsRune(s, 0) || !utf8.ValidString(s) {
			return false
		}
	}
	return true
}

// texts turns ids into arguments.
func texts(ids []string) []any {
	out := make([]any, len(ids))
	for i, id := range ids {
		out[i] = id
	}
	return out
}

// get reads the record under a key as a value of the domain, or returns ErrNotFound.
func get[R, T any](tx *Tx, t *table[R], from func(R) (T, error), key ...string) (T, error) {
	var none T
	r, err := t.get(tx, key...)
	if err != nil {
		return none, err
	}
	return from(r)
}

// find returns what [table.find] finds as values of the domain.
func find[R, T any](tx *Tx, t *table[R], from func(R) (T, error), where string, args ...any) ([]T, error) {
	found, err := t.find(tx, where, args...)
	if err != nil {
		return nil, err
	}
	var out []T
	for _, r := range found {
		v, err := from(r)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// first is find for the first that is found, or ErrNotFound.
func first[R, T any](tx *Tx, t *table[R], from func(R) (T, error), where string, args ...any) (T, error) {
	var none T
	found, err := find(tx, t, from, where, args...)
	switch {
	case err != nil:
		return none, err
	case len(found) == 0:
		return none, mission.ErrNotFound
	}
	return found[0], nil
}

// sure is for records of which every one can be read.
func sure[R, T any](from func(R) T) func(R) (T, error) {
	return func(r R) (T, error) { return from(r), nil }
}

// deleteAll removes records.
func (t *table[R]) deleteAll(tx *Tx, found []R) error {
	for i := range found {
		if err := t.delete(tx, t.kind.Key(&found[i])...); err != nil {
			return err
		}
	}
	return nil
}

// mark is how SQL names an argument.
func mark(n int) string { return fmt.Sprintf("$%d", n) }

// isMissing reports whether an error says that nothing was found.
func isMissing(err error) bool { return errors.Is(err, mission.ErrNotFound) }
