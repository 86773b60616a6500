package bolt

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// write commits n times.
func write(t testing.TB, db *DB, n int) {
	t.Helper()
	for i := range n {
		if err := db.Update(context.Background(), remember(fmt.Sprint(i), nil)); err != nil {
			t.Fatal(err)
		}
	}
}

// TestFreePagesAreNotListedBeneathALongRead looks into the file during and after a long read. With the
// list, 2,000 commits beneath one read make a file of over a gigabyte.
func TestFreePagesAreNotListedBeneathALongRead(t *testing.T) {
	db := openTest(t)
	path := db.bolt.Path()
	write(t, db, 1)
	err := db.LongView(t.Context(), func(*Tx) error {
		write(t, db, 3)
		if isListed(t, path) {
			t.Error("the list of free pages is written beneath a long read")
		}
		return db.LongView(t.Context(), func(*Tx) error { return nil })
	})
	if err != nil {
		t.Fatal(err)
	}
	if !isListed(t, path) {
		t.Error("after the long read the file has no list of its free pages")
	}
}

// TestManyFreePagesAreNotListed frees 48 MB, writes, and closes: commits leave the list out, and the
// last one before the end writes it.
func TestManyFreePagesAreNotListed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "throughline.db")
	db, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	long := make([]byte, 48<<20)
	for _, f := range []func(*Tx) error{
		func(tx *Tx) error { return tx.Remember("T1", "long", long, time.Unix(0, 0)) },
		func(tx *Tx) error { _, err := tx.SweepSeen(time.Unix(9, 0), 1); return err },
	} {
		if err := db.Update(t.Context(), f); err != nil {
			t.Fatal(err)
		}
	}
	write(t, db, 3)
	if !db.committer.unlisted {
		t.Errorf("the list of %d free pages is written at each commit", db.bolt.Stats().FreePageN)
	}
	if isListed(t, path) {
		t.Error("the file holds the list, against what the committer says")
	}
	copied := filepath.Join(t.TempDir(), "copy.db") // As a crash would leave it.
	if err := copyFile(path, copied); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if !isListed(t, path) {
		t.Error("the last commit before the end left the list out")
	}
	for _, p := range []string{path, copied} {
		again, err := Open(p, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := again.Check(t.Context()); err != nil || !isSeen(t, again, "2") {
			t.Errorf("the file opened again: %v", err)
		}
		if err := again.Close(); err != nil {
			t.Error(err)
		}
	}
}

func isListed(t *testing.T, path string) bool {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	return listed(f)
}

func copyFile(from, to string) error {
	raw, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, raw, 0o600)
}
