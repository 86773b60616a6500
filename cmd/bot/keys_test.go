package main

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"throughline/internal/config"
	"throughline/internal/erased"
	"throughline/internal/mission"
	"throughline/internal/seal"
	"throughline/internal/store/bolt"
)

// sealedStore makes a store with private words of Ana's, sealed with keys, in the current directory.
func sealedStore(t *testing.T, words int, keys ...seal.Key) {
	t.Helper()
	sealer, err := seal.New(keys...)
	if err != nil {
		t.Fatal(err)
	}
	db, err := bolt.Open("throughline.db", bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(t.Context(), func(tx *bolt.Tx) error {
		for i := range words {
			r := mission.Reflection{Team: "T1", User: "U0ANA00001", ID: mission.ID(string(rune('A' + i)))}
			b := mission.Binding{Team: r.Team, User: r.User, Field: "reflection", Record: string(r.ID)}
			if r.Text, err = sealer.Seal(b, "words"); err != nil {
				return err
			}
			if err := tx.PutReflection(r); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	journal, err := erased.Open("throughline.erased", sealer)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := journal.Remember("T1", "U0BO000001", time.Unix(1_800_000_000, 0), false); err != nil {
		t.Fatal(err)
	}
}

// expect runs the program and holds it to an exit code and to words.
func expect(t *testing.T, env map[string]string, code int, words string, args ...string) {
	t.Helper()
	got := call(t, env, args...)
	if got.code != code || !strings.Contains(got.stdout+got.stderr, words) {
		t.Errorf("bot %s: exit code %d, want %d with %q:\n%s%s", strings.Join(args, " "), got.code, code, words, got.stdout, got.stderr)
	}
}

func TestKeysAreMadeOnce(t *testing.T) {
	t.Chdir(t.TempDir())
	made := call(t, nil, "keys", "make")
	if keys, err := seal.ParseKeys(made.stdout); made.code != 0 || err != nil || len(keys) != 1 {
		t.Errorf("bot keys make: %d, %v: %s", made.code, err, made.stderr)
	}
	expect(t, nil, 0, "made new.key", "keys", "make", "--out", "new.key")
	expect(t, nil, 1, "is there already", "keys", "make", "--out", "new.key")
	if keys, err := seal.LoadKeys("new.key"); err != nil || len(keys) != 1 {
		t.Errorf("the file: %d keys, %v", len(keys), err)
	}
}

func TestKeysAreRotatedInTheFile(t *testing.T) {
	t.Chdir(t.TempDir())
	expect(t, nil, 1, "is not there", "keys", "check")
	old := seal.NewKey()
	sealedStore(t, 3, old)
	if err := seal.CreateKeyFile("throughline.key", old); err != nil {
		t.Fatal(err)
	}
	expect(t, nil, 0, "all 3 sealed values open\n", "keys", "check")
	expect(t, nil, 1, "there is no old key to drop", "keys", "rotate", "--drop")
	expect(t, nil, 0, "3 values sealed anew, 3 in all", "keys", "rotate")
	expect(t, nil, 0, "all 3 sealed values open\n", "keys", "check")
	expect(t, nil, 0, "1 old keys dropped", "keys", "rotate", "--drop")
	expect(t, nil, 0, "reflection           3", "keys", "check")
	keys, err := seal.LoadKeys("throughline.key")
	if err != nil || len(keys) != 1 || keys[0] == old {
		t.Errorf("the file holds %d keys, %v", len(keys), err)
	}
	sealer, err := seal.New(keys...)
	if err != nil {
		t.Fatal(err)
	}
	if j, err := erased.Open("throughline.erased", sealer); err != nil || j.Unreadable() {
		t.Errorf("the journal does not open with the new key alone: %v", err)
	}
}

func TestAnInterruptedRotationGoesOnWithItsKey(t *testing.T) {
	t.Chdir(t.TempDir())
	old, fresh := seal.NewKey(), seal.NewKey()
	sealedStore(t, 2, old)
	if err := seal.CreateKeyFile("throughline.key", old); err != nil {
		t.Fatal(err)
	}
	if err := seal.ReplaceKeyFile("throughline.key", []seal.Key{fresh, old}); err != nil {
		t.Fatal(err)
	}
	expect(t, nil, 0, "all 2 sealed values open; 2 of them with an older key", "keys", "check")
	expect(t, nil, 1, "2 values are not sealed with the newest key", "keys", "rotate", "--drop")
	expect(t, nil, 0, "2 values sealed anew", "keys", "rotate")
	if keys, err := seal.LoadKeys("throughline.key"); err != nil || len(keys) != 2 || keys[0] != fresh {
		t.Errorf("the file holds %d keys, %v", len(keys), err)
	}
}

func TestKeysOfTheEnvironment(t *testing.T) {
	t.Chdir(t.TempDir())
	old, fresh := seal.NewKey(), seal.NewKey()
	sealedStore(t, 2, old)
	one := map[string]string{"THROUGHLINE_KEY": old.Reveal()}
	expect(t, one, 1, "THROUGHLINE_KEY holds one key", "keys", "rotate")
	write(t, "mounted", old.Reveal(), 0o600)
	expect(t, map[string]string{"THROUGHLINE_KEY_FILE": "mounted"}, 1, "mounted holds one key: make another", "keys", "rotate")
	both := map[string]string{"THROUGHLINE_KEY": fresh.Reveal() + "," + old.Reveal()}
	expect(t, both, 0, "2 values sealed anew", "keys", "rotate")
	expect(t, map[string]string{"THROUGHLINE_KEY": fresh.Reveal()}, 0, "all 2 sealed values open\n", "keys", "check")
	wrong := map[string]string{"THROUGHLINE_KEY": seal.NewKey().Reveal()}
	expect(t, wrong, 1, `FAIL  reflection, field "reflection", record "A": sealed with a key that is not configured`, "keys", "check")
	if _, err := os.Stat("throughline.key"); err == nil {
		t.Error("a key file was made")
	}
}

func TestKeysAndPurgeWaitForTheBotToStop(t *testing.T) {
	t.Chdir(t.TempDir())
	key := seal.NewKey()
	sealedStore(t, 1, key)
	env := map[string]string{"THROUGHLINE_KEY": key.Reveal()}
	db, err := bolt.Open("throughline.db", bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"keys", "check"}, {"purge", "--yes"}} {
		expect(t, env, 1, "another copy of the bot has this file open", args...)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestPurgeSaysWhatGoesBeforeItGoes(t *testing.T) {
	t.Chdir(t.TempDir())
	key := seal.NewKey()
	sealedStore(t, 2, key)
	if err := seal.CreateKeyFile("throughline.key", key); err != nil {
		t.Fatal(err)
	}
	left := func(want ...string) {
		t.Helper()
		files, err := filepath.Glob("*")
		if err != nil || strings.Join(files, " ") != strings.Join(want, " ") {
			t.Errorf("the folder holds %v, %v; want %v", files, err, want)
		}
	}
	expect(t, nil, 0, "2 journal entries", "purge")
	expect(t, nil, 0, "Nothing is deleted yet. bot purge --yes deletes throughline.db and throughline.erased.", "purge")
	left("throughline.db", "throughline.erased", "throughline.key")
	expect(t, nil, 0, "Deleted throughline.db and throughline.erased. Delete your backups too; without the key", "purge", "--yes")
	left("throughline.key")
	expect(t, nil, 1, "is not there", "purge", "--yes")
	sealedStore(t, 1, key)
	expect(t, nil, 0, "throughline.erased and throughline.key. Delete your backups too.", "purge", "--yes", "--key")
	left()
}

func TestAnotherKeyIsNoticedAtTheStart(t *testing.T) {
	t.Chdir(t.TempDir())
	own, other := seal.NewKey(), seal.NewKey()
	sealedStore(t, 3, own)
	db, err := openStore(t.Context(), config.Config{Store: config.Store{Driver: "bolt", Path: "throughline.db"}}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for _, tc := range []struct {
		keys []seal.Key
		want bool
	}{{[]seal.Key{own}, true}, {[]seal.Key{other}, false}, {[]seal.Key{other, own}, true}} {
		sealer, err := seal.New(tc.keys...)
		if err != nil {
			t.Fatal(err)
		}
		if got := fits(t.Context(), db, sealer); got != tc.want {
			t.Errorf("with %d keys: %v, want %v", len(tc.keys), got, tc.want)
		}
	}
}
