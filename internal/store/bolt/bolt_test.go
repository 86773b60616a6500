package bolt_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"throughline/internal/store/bolt"
	"throughline/internal/store/damage"
	"throughline/internal/store/storetest"
)

// open opens a store in a directory of its own, and verifies it when the test is over.
func open(t testing.TB) *bolt.DB {
	t.Helper()
	return openAt(t, filepath.Join(t.TempDir(), "throughline.db"))
}

func openAt(t testing.TB, path string) *bolt.DB {
	t.Helper()
	db, err := bolt.Open(path, bolt.Options{Timeout: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		checkIndexes(t, db)
		if err := db.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return db
}

// checkIndexes verifies the store. That records speak of missions that are not there is the tests' own
// doing.
func checkIndexes(t testing.TB, db *bolt.DB) {
	t.Helper()
	err := db.Check(context.Background())
	if err == nil || errors.Is(err, bolt.ErrClosed) {
		return
	}
	found, ok := errors.AsType[*damage.Error](err)
	if !ok {
		t.Fatalf("check: %v", err)
	}
	for _, f := range found.Findings {
		if f.Part != damage.Reference {
			t.Errorf("check: %s", f)
		}
	}
}

// suiteStore is a store as the conformance suite sees it.
type suiteStore struct{ db *bolt.DB }

func (s suiteStore) Update(ctx context.Context, f func(storetest.Tx) error) error {
	return s.db.Update(ctx, func(tx *bolt.Tx) error { return f(tx) })
}

func (s suiteStore) View(ctx context.Context, f func(storetest.Tx) error) error {
	return s.db.View(ctx, func(tx *bolt.Tx) error { return f(tx) })
}

func TestConformance(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Store { return suiteStore{open(t)} })
}
