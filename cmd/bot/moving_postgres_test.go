package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"throughline/internal/copies"
	"throughline/internal/erased"
	"throughline/internal/seal"
	"throughline/internal/store/pgtest"
	"throughline/internal/store/postgres"
)

// onDatabase lets the settings name a database of the test's own.
func onDatabase(t *testing.T, env map[string]string) (url string) {
	t.Helper()
	url = pgtest.Database(t)
	env["THROUGHLINE_DATABASE_URL"] = url
	if err := os.WriteFile("throughline.toml", []byte("[store]\ndriver = \"postgres\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return url
}

// inDatabase hands over a database that is open.
func inDatabase(t *testing.T, url string, do func(db *postgres.DB) error) {
	t.Helper()
	db, err := postgres.Open(t.Context(), postgres.Options{URL: url, MaxConns: 4})
	if err != nil {
		t.Fatal(err)
	}
	if err := do(db); err != nil {
		t.Error(err)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
}

func reflectionsIn(t *testing.T, url string) (n int) {
	t.Helper()
	inDatabase(t, url, func(db *postgres.DB) error {
		return db.View(t.Context(), func(tx *postgres.Tx) error {
			found, err := tx.Reflections("T1", "U0ANA00001", "", 99)
			n = len(found)
			return err
		})
	})
	return n
}

// keptIn returns the schema that a command says that it kept what was there in.
func keptIn(t *testing.T, got result) string {
	t.Helper()
	_, after, ok := strings.Cut(got.stdout, "kept in the schema ")
	name, _, _ := strings.Cut(after, ".")
	if got.code != 0 || !ok {
		t.Fatalf("%d: %s%s", got.code, got.stdout, got.stderr)
	}
	return name
}

func TestABackupIsRestoredIntoADatabase(t *testing.T) {
	env, key := keyed(t)
	expect(t, env, 0, "records, ", "backup", "--to", "good.db")
	expect(t, env, 0, "records. ", "export", "--to", "good.jsonl")
	url := onDatabase(t, env)
	expect(t, env, 0, "is whole: 3 records", "restore", "good.db", "--check")
	got := call(t, env, "restore", "good.db")
	if got.code != 0 || !strings.Contains(got.stdout, "Restored the database.") || strings.Contains(got.stdout, "kept") {
		t.Fatalf("into an empty database: %d, %s%s", got.code, got.stdout, got.stderr)
	}
	expect(t, env, 1, " records: with --replace the export takes its place", "import", "good.jsonl")
	inDatabase(t, url, func(db *postgres.DB) error {
		return db.Update(t.Context(), func(tx *postgres.Tx) error { return tx.DeleteReflection("T1", "U0ANA00001", "A") })
	})
	kept := keptIn(t, call(t, env, "import", "--replace", "good.jsonl"))
	if now, then := reflectionsIn(t, url), reflectionsIn(t, url+"&search_path="+kept); now != 3 || then != 2 {
		t.Errorf("%d reflections, and %d in what was kept; want 3 and 2", now, then)
	}
	forgotElsewhere(t, url, key)
	keptIn(t, call(t, env, "restore", "good.db"))
	if n := reflectionsIn(t, url); n != 0 {
		t.Errorf("a restoration brought back %d words of somebody whom another copy forgot", n)
	}
	inDatabase(t, url, func(db *postgres.DB) error {
		lines, err := db.Copies().Journal(t.Context())
		if err == nil && len(lines) == 0 {
			t.Error("the new store knows no more who was forgotten")
		}
		return err
	})
}

// forgotElsewhere has a copy on another machine forget Ana: its journal's lines stand in the database.
func forgotElsewhere(t *testing.T, url string, key seal.Key) {
	t.Helper()
	sealer, err := seal.New(key)
	if err != nil {
		t.Fatal(err)
	}
	journal, err := erased.Open(filepath.Join(t.TempDir(), "elsewhere.erased"), sealer)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := journal.Remember("T1", "U0ANA00001", time.Now(), true); err != nil {
		t.Fatal(err)
	}
	lines, err := journal.Lines()
	if err != nil {
		t.Fatal(err)
	}
	inDatabase(t, url, func(db *postgres.DB) error { return db.Copies().AddJournal(t.Context(), lines) })
}

func TestNoDatabaseIsReplacedUnderACopy(t *testing.T) {
	env, _ := keyed(t)
	expect(t, env, 0, "records, ", "backup", "--to", "good.db")
	expect(t, env, 0, "records. ", "export", "--to", "good.jsonl")
	url := onDatabase(t, env)
	inDatabase(t, url, func(db *postgres.DB) error {
		_, _, err := db.Copies().Beat(t.Context(), copies.Copy{ID: "one"}, time.Second)
		return err
	})
	for _, args := range [][]string{{"restore", "good.db"}, {"import", "good.jsonl"}} {
		expect(t, env, 1, "1 copies of the bot live on this database", args...)
	}
	if err := os.Truncate("good.db", 20_000); err != nil {
		t.Fatal(err)
	}
	expect(t, env, 1, "", "restore", "good.db")
	if n := reflectionsIn(t, url); n != 0 {
		t.Errorf("%d reflections came", n)
	}
}
