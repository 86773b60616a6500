package postgres

import (
	"context"
	"errors"
	"fmt"
	neturl "net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/rounds"
	"throughline/internal/store/pgtest"
	"throughline/internal/store/record"
	"throughline/internal/store/storetest"
)

// openTest opens a store in an empty database of its own.
func openTest(t *testing.T) (db *DB, url string) {
	t.Helper()
	url = pgtest.Database(t)
	db, err := Open(t.Context(), Options{URL: url, MaxConns: 4})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db, url
}

// TestTheTablesAreThoseOfTheProgram holds what the program says of its tables to the database, and the list of tables to
// that of the kinds of records.
func TestTheTablesAreThoseOfTheProgram(t *testing.T) {
	t.Parallel()
	db, _ := openTest(t)
	for i, kind := range record.All() {
		if i >= len(tables) || tables[i].KindName() != kind.KindName() {
			t.Fatalf("%s stands in another place of the tables", kind.KindName())
		}
	}
	rows, err := db.pool.Query(t.Context(), `select c.relname, a.attname, coalesce(co.collname, '')
		from pg_attribute a join pg_class c on c.oid = a.attrelid left join pg_collation co on co.oid = a.attcollation
		where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped order by a.attnum`)
	if err != nil {
		t.Fatal(err)
	}
	there := map[string][]string{}
	var table, column, collation string
	_, err = pgx.ForEachRow(rows, []any{&table, &column, &collation}, func() error {
		there[table] = append(there[table], column)
		if collation != "" && collation != "C" && !strings.HasPrefix(table, "goose_") && !strings.HasPrefix(table, "copy") {
			t.Errorf("%s.%s does not sort by its bytes", table, column)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, made := range tables {
		want := made.(interface{ columnNames() []string }).columnNames()
		if got := there[made.KindName()]; !slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want))) {
			t.Errorf("%s has the columns %q; the program knows %q", made.KindName(), got, want)
		}
	}
}

func (t *table[R]) columnNames() []string {
	out := append(slices.Clone(t.kind.Columns), "doc")
	for _, c := range t.columns {
		out = append(out, c.name)
	}
	return out
}

// TestEveryQueryUsesAnIndex asks the server how it goes about each statement that the store sends. Apart from those that
// have to read everything, none may read a whole table or a whole index.
func TestEveryQueryUsesAnIndex(t *testing.T) {
	t.Parallel()
	db, _ := openTest(t)
	if err := db.Update(t.Context(), func(tx *Tx) error { return storetest.PutEveryKind(tx) }); err != nil {
		t.Fatal(err)
	}
	noon := time.UnixMilli(1_795_521_600_000)
	asked := map[string]func(tx *Tx) error{
		"Mission":         func(tx *Tx) error { _, err := tx.Mission("T1", "M1"); return err },
		"ActiveMission":   func(tx *Tx) error { _, err := tx.ActiveMission("T1", "C1"); return err },
		"MissionsIn":      func(tx *Tx) error { _, err := tx.MissionsIn("T1", "C1"); return err },
		"RunningMissions": func(tx *Tx) error { _, err := tx.RunningMissions("T1"); return err },
		"Member":          func(tx *Tx) error { _, err := tx.Member("T1", "M1", "U1"); return err },
		"Members":         func(tx *Tx) error { _, err := tx.Members("T1", "M1"); return err },
		"MembershipsOf":   func(tx *Tx) error { _, err := tx.MembershipsOf("T1", "U1"); return err },
		"RelationsOf":     func(tx *Tx) error { _, err := tx.RelationsOf("T1", "M1"); return err },
		"Entries":         func(tx *Tx) error { _, err := tx.Entries("T1", "M1", "E5", 9); return err },
		"Entries by kind": func(tx *Tx) error { _, err := tx.Entries("T1", "M1", "", 9, mission.Win); return err },
		"AwaitedIn":       func(tx *Tx) error { _, err := tx.AwaitedIn("T1", "M1"); return err },
		"EntriesBy":       func(tx *Tx) error { _, _, err := tx.EntriesBy("T1", "U1", "", 9); return err },
		"Reflections":     func(tx *Tx) error { _, err := tx.Reflections("T1", "U1", "R1", 9); return err },
		"ReflectionFrom": func(tx *Tx) error {
			_, err := tx.ReflectionFrom("T1", "U1", mission.MessageRef{Channel: "C1", TS: "1.1"})
			return err
		},
		"Plan":        func(tx *Tx) error { _, err := tx.Plan("T1", "P1"); return err },
		"PlansOf":     func(tx *Tx) error { _, err := tx.PlansOf("T1", "M1"); return err },
		"PlansFor":    func(tx *Tx) error { _, err := tx.PlansFor("T1", "U1"); return err },
		"DuePlans":    func(tx *Tx) error { _, err := tx.DuePlans(noon, 9); return err },
		"Row":         func(tx *Tx) error { _, err := tx.Row("T1", "K1"); return err },
		"RowsWith":    func(tx *Tx) error { _, err := tx.RowsWith("T1", "thread/"); return err },
		"Yielding":    func(tx *Tx) error { _, err := tx.Yielding(noon, 9); return err },
		"DueRows":     func(tx *Tx) error { _, err := tx.DueRows(noon, 9); return err },
		"RowsIn":      func(tx *Tx) error { _, err := tx.RowsIn(nudges.Claimed); return err },
		"RowAt":       func(tx *Tx) error { _, err := tx.RowAt("T1", mission.MessageRef{Channel: "C1", TS: "1.1"}); return err },
		"AskedAt":     func(tx *Tx) error { _, err := tx.AskedAt("T1", "C1", noon); return err },
		"WaitingAt":   func(tx *Tx) error { _, err := tx.WaitingAt("T1", "C1", noon); return err },
		"NextWork":    func(tx *Tx) error { _, err := tx.NextWork(); return err },
		"SweepRows":   func(tx *Tx) error { _, err := tx.SweepRows(noon, 9); return err },
		"Seen":        func(tx *Tx) error { _, _, err := tx.Seen("T1", "request"); return err },
		"SweepSeen":   func(tx *Tx) error { _, err := tx.SweepSeen(noon, 9); return err },
		"OpenChosen":  func(tx *Tx) error { _, err := tx.OpenChosen(noon, 9); return err },
		"ChosenSince": func(tx *Tx) error { _, _, err := tx.ChosenSince(noon, "", 9); return err },
		"ChosenSince, on": func(tx *Tx) error {
			_, _, err := tx.ChosenSince(noon, writeTexts("7", "T1", "U1", "K1"), 9)
			return err
		},
		"SweepChosen":    func(tx *Tx) error { _, err := tx.SweepChosen(noon, 9); return err },
		"TrialsIn":       func(tx *Tx) error { _, err := tx.TrialsIn("T1", "C1"); return err },
		"TrialDecisions": func(tx *Tx) error { _, err := tx.TrialDecisions("T1", "TR1"); return err },
		"Answers":        func(tx *Tx) error { _, err := tx.Answers("T1", "Q1"); return err },
		"GuessesOf":      func(tx *Tx) error { _, err := tx.GuessesOf("T1", "U1"); return err },
		"SentFiles":      func(tx *Tx) error { _, err := tx.SentFiles("T1", "U1"); return err },
	}
	for name, ask := range asked {
		for _, mode := range []mode{update, view} {
			mode.spy = func(sql string, args []any) { db.explain(t, name, sql, args) }
			conn, err := db.pool.Acquire(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			settings := settingsOfView
			if mode.writable {
				settings = settingsOfUpdate
			}
			tx := newTx(t.Context(), conn, mode, settings)
			if err := ask(tx); err != nil && !isMissing(err) {
				t.Errorf("%s: %v", name, err)
			}
			tx.end()
		}
	}
}

// explain fails the test for a statement that reads more than it looks for.
func (db *DB) explain(t *testing.T, name, sql string, args []any) {
	t.Helper()
	conn, err := db.pool.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	tx, err := conn.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback(context.Background()) }()
	if _, err := tx.Exec(t.Context(), "set local enable_seqscan = off"); err != nil {
		t.Fatal(err)
	}
	rows, err := tx.Query(t.Context(), "explain "+sql, args...)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	plan := strings.Join(lines, "\n")
	if name == "RowsIn" && !strings.Contains(plan, "row_held") {
		t.Errorf("what is under way is looked for among all that waits:\n%s", plan)
	}
	if strings.Contains(plan, "Seq Scan") {
		t.Errorf("%s reads a whole table: %s\n%s", name, sql, plan)
	}
	for i, line := range lines {
		if !strings.Contains(line, "Index") || !strings.Contains(line, "Scan using") && !strings.Contains(line, "Bitmap Index Scan") {
			continue
		}
		if i+1 >= len(lines) || !strings.Contains(lines[i+1], "Index Cond") {
			// RowsIn looks for all of a partial index, and NextWork for the first entry of one.
			first := i > 0 && strings.Contains(lines[i-1], "Limit") && name == "NextWork"
			if !first && name != "RowsIn" {
				t.Errorf("%s reads a whole index: %s\n%s", name, sql, plan)
			}
		}
	}
}

// TestAnswersBearOneNumber looks at a round as somebody with a hand on the database can: by the transactions that wrote
// its answers and marks, and by the order in which they lie.
func TestAnswersBearOneNumber(t *testing.T) {
	t.Parallel()
	db, _ := openTest(t)
	answers, marks := []string{"m", "c", "x", "a"}, []string{"3", "1", "4", "2"}
	for i := range answers {
		err := db.Update(t.Context(), func(tx *Tx) error {
			return errors.Join(tx.PutAnswer("T1", "Q1", rounds.Answer{Key: answers[i]}), tx.PutMark("T1", "Q1", marks[i]))
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	number := ""
	for table, by := range map[string]string{"round_answer": "answer", "round_mark": "mark"} {
		rows, err := db.pool.Query(t.Context(), fmt.Sprintf("select xmin::text, %s from %s order by ctid", by, table))
		if err != nil {
			t.Fatal(err)
		}
		var xmin, key string
		var order []string
		_, err = pgx.ForEachRow(rows, []any{&xmin, &key}, func() error {
			order = append(order, key)
			if number == "" {
				number = xmin
			}
			if xmin != number {
				t.Errorf("%s: a row of transaction %s beside one of %s", table, xmin, number)
			}
			return nil
		})
		if err != nil || len(order) != 4 || !slices.IsSorted(order) {
			t.Errorf("%s lies in the order %q, %v; want that of the keys", table, order, err)
		}
	}
}

// TestCheckFindsWhatIsWrong spoils what a check has to find.
func TestCheckFindsWhatIsWrong(t *testing.T) {
	t.Parallel()
	for sentence, c := range map[string]struct{ spoil, found string }{
		"nothing is wrong":            {"select 1", ""},
		"a key that is another one's": {`update entry set entry = 'E9'`, "says that it belongs under"},
		"a column that says more":     {`update mission set running = not running where mission = 'M1'`, "stands in the column running"},
		"a column that says nothing":  {`update "row" set work_at = null`, "stands in the column work_at"},
		"a mission that is gone":      {`delete from mission where mission = 'M1'`, "speaks of a mission"},
		"a record of another form":    {`update person set doc = '{"team":7}'`, "cannot be read"},
	} {
		db, _ := openTest(t)
		if err := db.Update(t.Context(), func(tx *Tx) error { return storetest.PutEveryKind(tx) }); err != nil {
			t.Fatal(err)
		}
		if _, err := db.pool.Exec(t.Context(), c.spoil); err != nil {
			t.Fatal(err)
		}
		err := db.Check(t.Context())
		if (c.found == "") != (err == nil) || err != nil && (!errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), c.found)) {
			t.Errorf("%s: %v; want %q", sentence, err, c.found)
		}
	}
}

func TestADatabaseOfALaterVersionIsRefused(t *testing.T) {
	t.Parallel()
	db, url := openTest(t)
	if _, err := db.pool.Exec(t.Context(), "insert into goose_db_version (version_id, is_applied) values (99, true)"); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), Options{URL: url})
	if !errors.Is(err, ErrNewer) {
		t.Errorf("Open = %v; want ErrNewer", err)
	}
}

// TestNoErrorNamesThePassword opens what cannot be opened.
func TestNoErrorNamesThePassword(t *testing.T) {
	t.Parallel()
	_, good := openTest(t)
	wrong, err := neturl.Parse(good)
	if err != nil {
		t.Fatal(err)
	}
	wrong.User = neturl.UserPassword(wrong.User.Username(), "s3cret")
	for _, url := range []string{
		wrong.String(), "postgres://ana:s3cret@nobody.invalid/db?connect_timeout=1",
		"postgres://ana:s3cret@127.0.0.1:1/db?connect_timeout=1", "postgres://ana:s3cret@127.0.0.1:port/db", "postgres://ana:s3cret%zz@host/db",
		"host=127.0.0.1 port=1 user=ana password=s3cret sslmode=nonsense",
	} {
		_, err := Open(t.Context(), Options{URL: url})
		if err == nil || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("Open = %v", err)
		}
	}
}

// TestWhatIsMovedComesBack reads every record in slices, as a move does, and loads it into another database.
func TestWhatIsMovedComesBack(t *testing.T) {
	t.Parallel()
	from, _ := openTest(t)
	to, _ := openTest(t)
	err := from.Update(t.Context(), func(tx *Tx) error {
		r := mission.Reflection{Team: "T2", User: "UANA", ID: "R\u202e1", Question: "a zero byte \x00 is kept"}
		return errors.Join(storetest.PutEveryKind(tx), tx.PutReflection(r), tx.PutNote("how far", []byte("half\"")))
	})
	if err != nil {
		t.Fatal(err)
	}
	read := func(db *DB, behind string) (items []record.Item, counts map[string]int64) {
		t.Helper()
		err := db.Snapshot(t.Context(), func(tx *Tx) (err error) {
			if counts, err = tx.Counts(t.Context()); err != nil {
				return err
			}
			return tx.Items(t.Context(), behind, func(i record.Item) error { items = append(items, i); return nil })
		})
		if err != nil {
			t.Fatal(err)
		}
		return items, counts
	}
	items, counts := read(from, "")
	for name, n := range counts {
		if n == 0 {
			t.Errorf("the sample has no record of %s", name)
		}
	}
	if rest, _ := read(from, items[6].Place); len(rest) != len(items)-7 {
		t.Errorf("behind the seventh of %d records are %d", len(items), len(rest))
	}
	if err := to.Update(t.Context(), func(tx *Tx) error { return tx.Load(items) }); err != nil {
		t.Fatal(err)
	}
	arrived, _ := read(to, "")
	same := slices.EqualFunc(items, arrived, func(a, b record.Item) bool { return a.Place == b.Place && string(a.Raw) == string(b.Raw) })
	if !same {
		t.Errorf("%d records left and %d arrived, or others", len(items), len(arrived))
	}
	err = from.View(t.Context(), func(tx *Tx) error {
		note, err := tx.Note("how far")
		teams, errTeams := tx.Teams(t.Context())
		if string(note) != "half\"" || !slices.Equal(teams, []mission.TeamID{"T1", "T2"}) {
			t.Errorf("the note is %q, the workspaces are %q", note, teams)
		}
		return errors.Join(err, errTeams)
	})
	if err != nil {
		t.Error(err)
	}
}
