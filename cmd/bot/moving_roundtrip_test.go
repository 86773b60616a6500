package main

import (
	"bytes"
	"path/filepath"
	"testing"
	"time"

	"pgregory.net/rapid"

	"throughline/internal/mission"
	"throughline/internal/move"
	"throughline/internal/store/bolt"
	"throughline/internal/store/pgtest"
	"throughline/internal/store/postgres"
	"throughline/internal/store/storetest"
)

// TestWhatGoesAroundIsTheSame moves made-up stores from a file to a database, to a file, into lines and out of them, and
// compares the sums of each with those of the first.
func TestWhatGoesAroundIsTheSame(t *testing.T) {
	t.Parallel()
	for n := range 3 {
		words := rapid.SliceOfN(rapid.StringOfN(rapid.Rune(), 0, 300, -1), 1, 40).Example(n)
		first := roundFile(t)
		if err := first.Update(t.Context(), func(tx *bolt.Tx) error { return made(tx, words) }); err != nil {
			t.Fatal(err)
		}
		db, err := postgres.Open(t.Context(), postgres.Options{URL: pgtest.Database(t), MaxConns: 4, Moving: true})
		if err != nil {
			t.Fatal(err)
		}
		back, last := roundFile(t), roundFile(t)
		one := movedTo(t, move.Of(first), move.Of(db), true)
		two := movedTo(t, move.Of(db), move.Of(back), true)
		var lines bytes.Buffer
		three, err := move.Export(t.Context(), move.Of(back), &lines, "v1", time.Now(), nil)
		if err != nil {
			t.Fatal(err)
		}
		_, four, err := move.Import(t.Context(), &lines, move.Of(last), nil)
		if err != nil {
			t.Fatal(err)
		}
		if !one.Equal(two) || !three.Equal(four) || one["entry"] != four["entry"] || one["reflection"] != four["reflection"] {
			t.Errorf("with %q: %q, %q", words, one.Differences(two), three.Differences(four))
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
}

func roundFile(t *testing.T) *bolt.DB {
	t.Helper()
	db, err := bolt.Open(filepath.Join(t.TempDir(), "store.db"), bolt.Options{Moving: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// made puts records of every kind, and entries with made-up words.
func made(tx *bolt.Tx, words []string) error {
	if err := storetest.PutEveryKind(tx); err != nil {
		return err
	}
	for i, text := range words {
		e := mission.Entry{Team: "T1", Mission: "M1", ID: mission.ID(rune('a' + i)), Author: "UANA", At: time.UnixMilli(int64(i)), Text: text}
		if err := tx.PutEntry(e); err != nil {
			return err
		}
	}
	return nil
}

func movedTo(t *testing.T, from, to move.Store, passing bool) move.Sums {
	t.Helper()
	sums, err := move.Copy(t.Context(), from, to, move.Options{Name: "a", Passing: passing})
	if err != nil {
		t.Fatal(err)
	}
	return sums
}
