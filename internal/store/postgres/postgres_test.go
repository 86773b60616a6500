package postgres_test

import (
	"context"
	"errors"
	"testing"

	"throughline/internal/store/damage"
	"throughline/internal/store/pgtest"
	"throughline/internal/store/postgres"
	"throughline/internal/store/storetest"
)

// newDatabase returns the URL of a database with our tables and nothing in them.
func newDatabase(t testing.TB) string {
	t.Helper()
	return pgtest.Copy(t, "tables", func(url string) error {
		db, err := postgres.Open(context.Background(), postgres.Options{URL: url})
		if err != nil {
			return err
		}
		return db.Close()
	})
}

// open opens a store in a database of its own, and verifies it when the test is over.
func open(t testing.TB) *postgres.DB {
	t.Helper()
	return openAt(t, newDatabase(t))
}

func openAt(t testing.TB, url string) *postgres.DB {
	t.Helper()
	db, err := postgres.Open(t.Context(), postgres.Options{URL: url, MaxConns: 6})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		checkColumns(t, db)
		if err := db.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return db
}

// checkColumns verifies the store. That records speak of missions that are not there is the tests' own
// doing.
func checkColumns(t testing.TB, db *postgres.DB) {
	t.Helper()
	err := db.Check(context.Background())
	if err == nil || errors.Is(err, postgres.ErrClosed) {
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
type suiteStore struct{ db *postgres.DB }

func (s suiteStore) Update(ctx context.Context, f func(storetest.Tx) error) error {
	return s.db.Update(ctx, func(tx *postgres.Tx) error { return f(tx) })
}

func (s suiteStore) View(ctx context.Context, f func(storetest.Tx) error) error {
	return s.db.View(ctx, func(tx *postgres.Tx) error { return f(tx) })
}

func TestConformance(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T) storetest.Store { return suiteStore{open(t)} })
}
