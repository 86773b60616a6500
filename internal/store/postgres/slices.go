package postgres

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"throughline/internal/mission"
)

// A place in the store, for reading it in slices, is the number of a table and the key after which to go on.

func placeAt(table int, key []string) string {
	return strconv.Itoa(table) + ":" + writeTexts(key...)
}

func readPlace(s string, in []anyTable) (table int, behind []string, err error) {
	if s == "" {
		return 0, nil, nil
	}
	number, key, ok := strings.Cut(s, ":")
	table, err = strconv.Atoi(number)
	if !ok || err != nil || table < 0 || table >= len(in) {
		return 0, nil, fmt.Errorf("no place in the store: %q", s)
	}
	behind, err = readTexts(key, len(in[table].KeyColumns()))
	return table, behind, err
}

// writeTexts and readTexts hold several texts in one. Nothing is the place before all.
func writeTexts(texts ...string) string {
	out, err := json.Marshal(texts)
	if err != nil {
		return "" // Texts are always JSON.
	}
	return string(out)
}

func readTexts(s string, n int) ([]string, error) {
	if s == "" {
		return make([]string, n), nil
	}
	var out []string
	if err := json.Unmarshal([]byte(s), &out); err != nil || len(out) != n || !readable(out...) {
		return nil, fmt.Errorf("no place in the store: %q", s)
	}
	return out, nil
}

// slice is what to read of a table: the condition and arguments that its records have to meet, behind a key where one is
// given, and at most so many.
type slice struct {
	where  string
	args   []any
	behind []string
	limit  int
}

// keyed is a record with its key.
type keyed struct {
	key []string
	raw []byte
}

// slice reads records of a table in the order of their keys.
func (tx *Tx) slice(t anyTable, s slice) (found []keyed, err error) {
	keys, args := t.KeyColumns(), slices.Clone(s.args)
	list := strings.Join(keys, ", ")
	where := s.where
	if where == "" {
		where = "true"
	}
	if s.behind != nil {
		marks := make([]string, len(keys))
		for i, b := range s.behind {
			args = append(args, b)
			marks[i] = mark(len(args))
		}
		where += " and (" + list + ") > (" + strings.Join(marks, ", ") + ")"
	}
	args = append(args, s.limit)
	sql := "select " + list + ", doc from " + pgx.Identifier{t.KindName()}.Sanitize() + " where " + where +
		" order by " + list + " limit " + mark(len(args))
	err = tx.read(sql, args, func(rows pgx.Rows) error {
		for rows.Next() {
			raw := rows.RawValues()
			k := keyed{raw: slices.Clone(raw[len(keys)])}
			for _, text := range raw[:len(keys)] {
				k.key = append(k.key, string(text))
			}
			found = append(found, k)
		}
		return rows.Err()
	})
	return found, err
}

// eachFrom hands over at most limit records from a place on, in all tables of people, and returns where to go on, or
// "" at the end. A workspace limits it to its own.
func (tx *Tx) eachFrom(team mission.TeamID, from string, limit int, do func(t anyTable, k keyed) error) (next string, err error) {
	return tx.eachOf(func(anyTable) bool { return true }, team, from, limit, do)
}

// eachOf is eachFrom in the tables that are wanted.
func (tx *Tx) eachOf(wanted func(anyTable) bool, team mission.TeamID, from string, limit int, do func(t anyTable, k keyed) error) (next string, err error) {
	at, behind, err := readPlace(from, held)
	if err != nil {
		return "", err
	}
	if err := tx.live(); err != nil || !readable(string(team)) {
		return "", err
	}
	for left := max(limit, 1); at < len(held); at, behind = at+1, nil {
		if !wanted(held[at]) {
			continue
		}
		s := slice{behind: behind, limit: left}
		if team != "" {
			s.where, s.args = "team = $1", []any{string(team)}
		}
		found, err := tx.slice(held[at], s)
		if err != nil {
			return "", err
		}
		for _, k := range found {
			if err := do(held[at], k); err != nil {
				return "", err
			}
		}
		if left -= len(found); left == 0 {
			return placeAt(at, found[len(found)-1].key), nil
		}
	}
	return "", nil
}

// manyRecords is how many records are read at once where all of a kind are read.
const manyRecords = 500

// all hands over every record that a slice would find, slice by slice.
func (tx *Tx) all(t anyTable, s slice, do func(keyed) error) error {
	for {
		found, err := tx.slice(t, s)
		if err != nil {
			return err
		}
		for _, k := range found {
			if err := do(k); err != nil {
				return err
			}
			s.behind = k.key
		}
		if len(found) < s.limit {
			return nil
		}
	}
}
