package bolt_test

import (
	"path/filepath"
	"testing"
	"time"

	"throughline/internal/store/bolt"
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
		storetest.Sound(t, db, bolt.ErrClosed)
		if err := db.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return db
}

func TestConformance(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Store { return storetest.Of(open(t)) })
}
