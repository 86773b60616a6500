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

func TestTheFileStaysSmallBeneathALongRead(t *testing.T) {
	db := openTest(t)
	write(t, db, 1)
	err := db.LongView(t.Context(), func(*Tx) error {
		write(t, db, 1000)
		if !db.committer.unlisted {
			t.Error("the list of free pages is written beneath a long read")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if db.committer.unlisted {
		t.Error("after the long read the file has no list of its free pages")
	}
	info, err := os.Stat(db.bolt.Path())
	if err != nil {
		t.Fatal(err)
	}
	if mb := info.Size() >> 20; mb > 80 {
		t.Errorf("1,000 commits beneath a long read made the file %d MB", mb)
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
