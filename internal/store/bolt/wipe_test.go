package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"throughline/internal/mission"
	"throughline/internal/rounds"
)

// fileHolds reports whether bytes stand anywhere in a file.
func fileHolds(t *testing.T, path, words string) bool {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Contains(raw, []byte(words))
}

func do(t *testing.T, db *DB, f func(*Tx) error) {
	t.Helper()
	if err := db.Update(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

// answered keeps three answers to a round, each in a transaction of its own.
func answered(t *testing.T, db *DB) {
	t.Helper()
	for i := range 3 {
		do(t, db, func(tx *Tx) error {
			if err := tx.PutMark("T1", "R1", fmt.Sprintf("mark-%d", i)); err != nil {
				return err
			}
			return tx.PutAnswer("T1", "R1", rounds.Answer{Key: fmt.Sprintf("answer-%d", i), Body: mission.Sealed("body")})
		})
	}
}

// TestWhatIsDeletedLeavesTheFile deletes the answers to a round, after which no page of the file has them: neither
// those that are free nor those that a reader still saw.
func TestWhatIsDeletedLeavesTheFile(t *testing.T) {
	t.Parallel()
	db := openTest(t)
	answered(t, db)
	do(t, db, func(tx *Tx) error { return tx.DropAnswers("T1", "R1") })
	if !fileHolds(t, db.bolt.Path(), "answer-1") {
		t.Fatal("nothing is left to be wiped; the test tests nothing")
	}
	err := db.View(t.Context(), func(*Tx) error { return db.wipe() })
	if !errors.Is(err, errRead) {
		t.Errorf("beneath a reader it says %v", err)
	}
	if err := db.wipe(); err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"answer-", "mark-"} {
		if fileHolds(t, db.bolt.Path(), words) {
			t.Errorf("%q stands in the file", words)
		}
	}
	write(t, db, 3)
	if err := db.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestTheOrderOfAnswersIsNotKept looks at the file while a round runs: each answer stands there once, so that the
// states in between, which say which mark came with which answer, are gone.
func TestTheOrderOfAnswersIsNotKept(t *testing.T) {
	t.Parallel()
	db := openTest(t)
	answered(t, db)
	if err := db.wipe(); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(db.bolt.Path())
	if err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{`"key":"answer-0"`, `"mark":"mark-0"`} {
		if n := bytes.Count(raw, []byte(words)); n != 1 {
			t.Errorf("%s stands %d times in the file", words, n)
		}
	}
}

// TestFreePagesAreWipedByThemselves: it happens soon after, and at the latest when the store is closed.
func TestFreePagesAreWipedByThemselves(t *testing.T) {
	t.Parallel()
	db := openTest(t)
	answered(t, db)
	do(t, db, func(tx *Tx) error { return tx.DropAnswers("T1", "R1") })
	if !db.wiping.Load() {
		t.Error("nothing waits to be wiped")
	}
	path := db.bolt.Path()
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if fileHolds(t, path, "answer-") {
		t.Error("answers stand in a closed file")
	}
}

// TestWipingDisturbsNobody reads and writes while free pages are wiped over and over.
func TestWipingDisturbsNobody(t *testing.T) {
	t.Parallel()
	db := openTest(t)
	ctx, stop := context.WithTimeout(t.Context(), time.Second)
	defer stop()
	ended := make(chan error, 1)
	go func() {
		for ctx.Err() == nil {
			if err := db.wipe(); err != nil && !errors.Is(err, errRead) {
				ended <- err
				return
			}
		}
		ended <- nil
	}()
	long := bytes.Repeat([]byte("x"), 20_000)
	for i := 0; ctx.Err() == nil; i++ {
		key := fmt.Sprint(i % 50)
		do(t, db, func(tx *Tx) error { return tx.Remember("T1", key, long, time.Unix(0, 0)) })
		err := db.View(t.Context(), func(tx *Tx) error {
			kept, ok, err := tx.Seen("T1", key)
			if err == nil && (!ok || !bytes.Equal(kept, long)) {
				err = fmt.Errorf("%s is kept as %d bytes, %t", key, len(kept), ok)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if err := db.Check(t.Context()); err != nil {
		t.Error(err)
	}
}
