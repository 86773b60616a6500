package postgres_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"throughline/internal/copies"
	"throughline/internal/mission"
	"throughline/internal/move"
	"throughline/internal/store/postgres"
	"throughline/internal/store/storetest"
)

// incoming begins a store beside another one, with records of every kind.
func incoming(t *testing.T, db *postgres.DB) *postgres.Incoming {
	t.Helper()
	in, err := db.Incoming(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := in.Update(t.Context(), func(tx *postgres.Tx) error { return storetest.PutEveryKind(tx) }); err != nil {
		t.Fatal(err)
	}
	return in
}

func sumsOf(t *testing.T, db *postgres.DB) move.Sums {
	t.Helper()
	sums, err := move.SumsOf(t.Context(), move.Of(db), "", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return sums
}

// texts returns what a statement finds in a database.
func found(t *testing.T, url, sql string, args ...any) []string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(t.Context()) }()
	rows, err := conn.Query(t.Context(), sql, args...)
	if err != nil {
		t.Fatal(err)
	}
	out, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return out
}

const ours = "select nspname::text from pg_namespace where nspname like 'throughline%' order by nspname"

// shape is all columns and indexes of a schema.
func shape(t *testing.T, url, schema string) []string {
	t.Helper()
	columns := found(t, url, `select concat_ws(' ', table_name, column_name, data_type, collation_name, is_nullable, column_default, identity_generation)
		from information_schema.columns where table_schema = $1 and table_name <> 'goose_lock'`, schema)
	indexes := found(t, url, `select replace(indexdef, schemaname || '.', '') from pg_indexes where schemaname = $1 and tablename <> 'goose_lock'`, schema)
	all := append(columns, indexes...)
	for i, s := range all {
		all[i] = strings.ReplaceAll(s, schema+".", "")
	}
	slices.Sort(all)
	return all
}

func TestANewStoreTakesThePlaceOfTheOld(t *testing.T) {
	t.Parallel()
	url := newDatabase(t)
	db := openAt(t, url)
	if err := db.Update(t.Context(), func(tx *postgres.Tx) error { return tx.PutMission(mission.Mission{Team: "T1", ID: "OLD"}) }); err != nil {
		t.Fatal(err)
	}
	if err := db.Copies().AddJournal(t.Context(), []string{"a line"}); err != nil {
		t.Fatal(err)
	}
	before := sumsOf(t, db)
	in := incoming(t, db)
	want := sumsOf(t, in.DB)
	if now := sumsOf(t, db); !now.Equal(before) || want.Records() < 20 {
		t.Errorf("what is made beside the store shows in it: %v", before.Differences(now))
	}
	if a, b := shape(t, url, "public"), shape(t, url, found(t, url, ours)[0]); !slices.Equal(a, b) {
		t.Errorf("the new tables are not those of the migrations:\n%s\n\n%s", strings.Join(a, "\n"), strings.Join(b, "\n"))
	}
	kept, err := in.Replace(t.Context(), "throughline_before_1", copies.DeadAfter)
	if err != nil || kept != "throughline_before_1" {
		t.Fatalf("kept as %q, %v", kept, err)
	}
	if now := sumsOf(t, db); !now.Equal(want) {
		t.Errorf("in the place of the old store: %v", want.Differences(now))
	}
	if lines, err := db.Copies().Journal(t.Context()); err != nil || len(lines) != 1 {
		t.Errorf("the journal has %q, %v", lines, err)
	}
	if err := in.Drop(t.Context()); err != nil {
		t.Error(err)
	}
	again := openAt(t, url+"&search_path="+kept)
	if now := sumsOf(t, again); !now.Equal(before) {
		t.Errorf("what was kept: %v", before.Differences(now))
	}
	if all := found(t, url, ours); len(all) != 1 {
		t.Errorf("there are %q", all)
	}
}

func TestAnEmptyStoreIsNotKept(t *testing.T) {
	t.Parallel()
	url := newDatabase(t)
	in := incoming(t, openAt(t, url))
	kept, err := in.Replace(t.Context(), "throughline_before_1", copies.DeadAfter)
	if all := found(t, url, ours); err != nil || kept != "" || len(all) != 0 {
		t.Errorf("kept as %q, %v, there are %q", kept, err, all)
	}
}

func TestNoStoreIsReplacedUnderACopy(t *testing.T) {
	t.Parallel()
	url := newDatabase(t)
	db := openAt(t, url)
	in := incoming(t, db)
	if _, _, err := db.Copies().Beat(t.Context(), copies.Copy{ID: "one"}, time.Second); err != nil {
		t.Fatal(err)
	}
	// It has begun since, so that it does not matter whether it lives.
	if _, err := in.Replace(t.Context(), "throughline_before_1", 0); !errors.Is(err, postgres.ErrCopies) {
		t.Errorf("a store was replaced under a copy: %v", err)
	}
	if sumsOf(t, db).Records() != 0 {
		t.Error("the old store is not as it was")
	}
	other := incoming(t, db)
	if _, err := in.Replace(t.Context(), "throughline_before_1", 0); err == nil {
		t.Error("a store that another process took away took the place of the old one")
	}
	if err := other.Drop(t.Context()); err != nil || len(found(t, url, ours)) != 0 {
		t.Errorf("something is left: %v", err)
	}
}
