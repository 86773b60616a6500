package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"throughline/internal/erased"
	"throughline/internal/mission"
	"throughline/internal/seal"
	"throughline/internal/store/bolt"
	"throughline/internal/store/pgtest"
	"throughline/internal/store/storetest"
)

// keyed returns the environment with a key, in a folder of the test's with a store that it seals.
func keyed(t *testing.T) (map[string]string, seal.Key) {
	t.Helper()
	t.Chdir(t.TempDir())
	key := seal.NewKey()
	sealedStore(t, 3, key)
	return map[string]string{"THROUGHLINE_KEY": key.Reveal()}, key
}

// only returns the one file of a pattern.
func only(t *testing.T, pattern string) string {
	t.Helper()
	found, err := filepath.Glob(pattern)
	if err != nil || len(found) != 1 {
		t.Fatalf("%s: %q, %v; want one file", pattern, found, err)
	}
	return found[0]
}

// change writes to the store in the current folder.
func change(t *testing.T, f func(tx *bolt.Tx) error) {
	t.Helper()
	db, err := bolt.Open("throughline.db", bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Update(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func reflections(t *testing.T) (n int) {
	t.Helper()
	change(t, func(tx *bolt.Tx) error {
		found, err := tx.Reflections("T1", "U0ANA00001", "", 99)
		n = len(found)
		return err
	})
	return n
}

func TestABackupIsRestored(t *testing.T) {
	env, _ := keyed(t)
	expect(t, env, 0, "3 records, ", "backup")
	made := only(t, "backups/throughline-*.db")
	if info, err := os.Stat(made); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the backup is %v, %v; want 0600", info, err)
	}
	change(t, func(tx *bolt.Tx) error { return tx.DeleteReflection("T1", "U0ANA00001", "A") })
	expect(t, env, 0, "is whole: 3 records, as they stood on", "restore", made, "--check")
	if n := reflections(t); n != 2 {
		t.Errorf("--check changed the store: %d reflections", n)
	}
	expect(t, env, 0, "What was there before is kept as throughline.db.before-", "restore", made)
	if n := reflections(t); n != 3 {
		t.Errorf("%d reflections after the restoration, want 3", n)
	}
	if _, err := os.Stat("throughline.db.incoming"); err == nil {
		t.Error("what was not finished lies there still")
	}
	expect(t, env, 0, "as far as its indexes tell", "restore", only(t, "throughline.db.before-*"))
	if n := reflections(t); n != 2 {
		t.Errorf("%d reflections after going back, want 2", n)
	}
}

func TestOldBackupsGoAndNothingElse(t *testing.T) {
	env, _ := keyed(t)
	if err := os.Mkdir("kept", 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"throughline-20200101T000000Z.db", "throughline-20210101T000000Z.db", "throughline-20990101T000000Z.db", "mine.db", "throughline-2020.db"} {
		if err := os.WriteFile(filepath.Join("kept", name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	expect(t, env, 0, "removed throughline-20200101T000000Z.db\nremoved throughline-20210101T000000Z.db\n", "backup", "--to", "kept", "--keep", "2")
	for _, want := range []string{"kept/mine.db", "kept/throughline-2020.db", "kept/throughline-2099*.db", "kept/throughline-202[2-9]*T*.db"} {
		only(t, want)
	}
	expect(t, env, 0, "records, ", "backup", "--to", "one.db")
	expect(t, env, 1, "one.db is there already, and no backup is written over", "backup", "--to", "one.db")
	expect(t, env, 1, "write how many backups stay", "backup", "--keep=-1")
}

func TestWhatCannotBeRestoredChangesNothing(t *testing.T) {
	env, _ := keyed(t)
	expect(t, env, 0, "records, ", "backup", "--to", "good.db")
	good, err := os.ReadFile("good.db")
	if err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile("throughline.db")
	if err != nil {
		t.Fatal(err)
	}
	other := map[string]string{"THROUGHLINE_KEY": seal.NewKey().Reveal()}
	expect(t, other, 1, "none of its 3 private words opens", "restore", "good.db")
	expect(t, nil, 1, "none of its 3 private words opens", "restore", "good.db")
	for at := 0; at < len(good); at += len(good)/23 + 1 {
		bad := append([]byte(nil), good...)
		bad[at] ^= 0x10
		if err := os.WriteFile("bad.db", bad, 0o600); err != nil {
			t.Fatal(err)
		}
		got := call(t, env, "restore", "bad.db", "--check")
		if strings.Contains(got.stderr, "goroutine") || strings.Contains(got.stderr, "words") {
			t.Errorf("flipped at %d: %s", at, got.stderr)
		}
		if err := os.WriteFile("bad.db", good[:at], 0o600); err != nil {
			t.Fatal(err)
		}
		if got := call(t, env, "restore", "bad.db"); got.code != 1 || strings.Contains(got.stderr, "goroutine") {
			t.Errorf("cut off at %d: exit code %d, %s", at, got.code, got.stderr)
		}
	}
	if err := os.WriteFile("text.db", []byte(strings.Repeat("no store at all ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	expect(t, env, 1, "it is no file of the bot's", "restore", "text.db")
	expect(t, env, 1, "no such file", "restore", "none.db")
	after, err := os.ReadFile("throughline.db")
	if err != nil || string(before) != string(after) {
		t.Errorf("the store is not as it was: %v", err)
	}
}

func TestAnotherWorkspaceIsNotRestoredOverThis(t *testing.T) {
	env, _ := keyed(t)
	if err := os.Mkdir("other", 0o700); err != nil {
		t.Fatal(err)
	}
	db, err := bolt.Open("other/throughline.db", bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Update(t.Context(), func(tx *bolt.Tx) error { return tx.PutMission(mission.Mission{Team: "T2", ID: "M1"}) }); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	expect(t, env, 1, "it is of another workspace (T2) than the store (T1)", "restore", "other/throughline.db")
	// An export that brings a stranger's records along with ours is none of ours.
	expect(t, env, 0, "records. ", "export", "--to", "mixed.jsonl")
	raw, err := os.ReadFile("mixed.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	mixed := strings.Replace(string(raw), `"workspaces":["T1"]`, `"workspaces":["T1","T2"]`, 1)
	if err := os.WriteFile("mixed.jsonl", []byte(mixed), 0o600); err != nil {
		t.Fatal(err)
	}
	expect(t, env, 1, "it is of another workspace (T1, T2) than the store (T1)", "import", "--replace", "mixed.jsonl")
}

// TestAnExportIsWrittenThroughNothingThatLiesThere: in a folder of many users a link, or a file that others can read, may wait
// under the name that the export has while it is written.
func TestAnExportIsWrittenThroughNothingThatLiesThere(t *testing.T) {
	env, _ := keyed(t)
	if err := errors.Join(os.WriteFile("mine", []byte("mine"), 0o600), os.Symlink("mine", "link.jsonl.partial"),
		os.WriteFile("open.jsonl.partial", nil, 0o600), os.Chmod("open.jsonl.partial", 0o644)); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"link.jsonl", "open.jsonl"} {
		expect(t, env, 0, "records. ", "export", "--to", name)
		if info, err := os.Lstat(name); err != nil || info.Mode() != 0o600 {
			t.Errorf("%s: %v, %v; want a file of ours alone", name, info, err)
		}
	}
	if raw, err := os.ReadFile("mine"); err != nil || string(raw) != "mine" {
		t.Errorf("a file was written over through a link: %q, %v", raw, err)
	}
}

func TestMovingWaitsForTheBotToStop(t *testing.T) {
	env, _ := keyed(t)
	expect(t, env, 0, "records, ", "backup", "--to", "good.db")
	expect(t, env, 0, "records. ", "export", "--to", "good.jsonl")
	db, err := bolt.Open("throughline.db", bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"restore", "good.db"}, {"import", "--replace", "good.jsonl"}, {"migrate", "--from", "bolt:throughline.db", "--to", "bolt:new.db"},
	} {
		expect(t, env, 1, "another copy of the bot has this file open", args...)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestTheForgottenStayForgotten forgets Ana after a backup was made and exported, and brings both back.
func TestTheForgottenStayForgotten(t *testing.T) {
	env, key := keyed(t)
	expect(t, env, 0, "records, ", "backup", "--to", "good.db")
	expect(t, env, 0, "records. ", "export", "--to", "good.jsonl")
	sealer, err := seal.New(key)
	if err != nil {
		t.Fatal(err)
	}
	journal, err := erased.Open("throughline.erased", sealer)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := journal.Remember("T1", "U0ANA00001", time.Now(), true); err != nil {
		t.Fatal(err)
	}
	expect(t, env, 0, "Restored throughline.db", "restore", "good.db")
	if n := reflections(t); n != 0 {
		t.Errorf("a restoration brought back %d words of somebody who was forgotten", n)
	}
	change(t, func(tx *bolt.Tx) error { return tx.PutMission(mission.Mission{Team: "T1", ID: "M1"}) })
	expect(t, env, 0, "Imported 3 records", "import", "--replace", "good.jsonl")
	if n := reflections(t); n != 0 {
		t.Errorf("an import brought back %d words of somebody who was forgotten", n)
	}
}

func TestAnExportIsImported(t *testing.T) {
	env, _ := keyed(t)
	printed := call(t, env, "export", "--quiet")
	if printed.code != 0 || strings.Count(printed.stdout, "\n") != 5 {
		t.Fatalf("bot export: %d, %d lines: %s", printed.code, strings.Count(printed.stdout, "\n"), printed.stderr)
	}
	if err := os.WriteFile("lines.jsonl", []byte(printed.stdout), 0o600); err != nil {
		t.Fatal(err)
	}
	expect(t, env, 1, "holds 3 records: with --replace", "import", "lines.jsonl")
	if err := os.Rename("throughline.db", "away.db"); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("cut.jsonl", []byte(printed.stdout[:len(printed.stdout)-30]), 0o600); err != nil {
		t.Fatal(err)
	}
	expect(t, env, 1, "cut.jsonl is not imported, and the store is as it was: import: line 5", "import", "cut.jsonl")
	if _, err := os.Stat("throughline.db"); err == nil {
		t.Error("half an export made a store")
	}
	expect(t, env, 0, "Imported 3 records into throughline.db", "import", "lines.jsonl")
	if n := reflections(t); n != 3 {
		t.Errorf("%d reflections, want 3", n)
	}
	expect(t, env, 1, "lines.jsonl is there already", "export", "--to", "lines.jsonl")
}

func TestAStoreIsMigratedToAnotherFile(t *testing.T) {
	env, _ := keyed(t)
	before, err := os.ReadFile("throughline.db")
	if err != nil {
		t.Fatal(err)
	}
	expect(t, env, 0, "hold the same 3 records", "migrate", "--from", "bolt:throughline.db", "--to", "bolt:new.db")
	expect(t, env, 1, "new.db is there already", "migrate", "--from", "bolt:throughline.db", "--to", "bolt:new.db")
	expect(t, env, 1, "write bolt:FILE, or postgres:", "migrate", "--from", "throughline.db", "--to", "bolt:x.db")
	expect(t, env, 1, "comes from THROUGHLINE_DATABASE_URL", "migrate", "--from", "postgres:postgres://u@h/db", "--to", "bolt:x.db")
	expect(t, env, 2, "password of a database", "migrate", "--from", "postgres:postgres://u:secret@h/db", "--to", "bolt:x.db")
	after, err := os.ReadFile("throughline.db")
	if err != nil || string(before) != string(after) {
		t.Errorf("the source is not as it was: %v", err)
	}
	if err := os.Rename("new.db", "throughline.db"); err != nil {
		t.Fatal(err)
	}
	if n := reflections(t); n != 3 {
		t.Errorf("%d reflections, want 3", n)
	}
}

// TestAStoreGoesToPostgreSQLAndBack moves a store of every kind of record there and back, and compares what each end says.
func TestAStoreGoesToPostgreSQLAndBack(t *testing.T) {
	env, _ := keyed(t)
	change(t, func(tx *bolt.Tx) error { return storetest.PutEveryKind(tx) })
	expect(t, env, 1, "neither is set", "migrate", "--from", "bolt:throughline.db", "--to", "postgres:")
	env["THROUGHLINE_DATABASE_URL"] = pgtest.Database(t)
	there := call(t, env, "migrate", "--from", "bolt:throughline.db", "--to", "postgres:")
	back := call(t, env, "migrate", "--from", "postgres:", "--to", "bolt:back.db")
	_, sent, _ := strings.Cut(there.stdout, "hold the same")
	_, came, _ := strings.Cut(back.stdout, "hold the same")
	sent, _, _ = strings.Cut(sent, "bolt:")
	came, _, _ = strings.Cut(came, "postgres:")
	if there.code != 0 || back.code != 0 || sent == "" || sent != came {
		t.Errorf("there: %d %s%s\nback: %d %s%s", there.code, there.stdout, there.stderr, back.code, back.stdout, back.stderr)
	}
	if strings.Contains(sent, "round_answer  1") {
		t.Error("it tells how many answered an open round")
	}
	expect(t, env, 1, "records already, and no store is written over", "migrate", "--from", "bolt:throughline.db", "--to", "postgres:")
}
