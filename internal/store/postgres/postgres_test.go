package postgres_test

import (
	"context"
	"testing"

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
		storetest.Sound(t, db, postgres.ErrClosed)
		if err := db.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return db
}

func TestConformance(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T) storetest.Store { return storetest.Of(open(t)) })
}
