package main

import (
	"errors"
	"log/slog"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"throughline/internal/config"
	"throughline/internal/erased"
	"throughline/internal/mission"
	"throughline/internal/seal"
	"throughline/internal/store/pgtest"
)

// aCopy joins the copies of a database, with a key and a journal of its own.
func aCopy(t *testing.T, url string, key seal.Key) (*company, *erased.Journal, error) {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	cfg := config.Config{Store: config.Store{Driver: config.Postgres, MaxConnections: 4}, Database: config.NewSecret(url)}
	db, err := openStore(t.Context(), cfg, log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	sealer, err := seal.New(key)
	if err != nil {
		t.Fatal(err)
	}
	c, err := joinCopies(t.Context(), cfg, db, sealer, log)
	if err != nil {
		return nil, nil, err
	}
	journal, err := erased.Open(filepath.Join(t.TempDir(), "erased"), sealer)
	if err != nil {
		t.Fatal(err)
	}
	return c, journal, c.shareJournal(t.Context(), journal)
}

// TestCopiesHaveOneKeyAndOneJournal lets copies join: one with another key may not, and what one remembers of those who were
// forgotten stands beside the others.
func TestCopiesHaveOneKeyAndOneJournal(t *testing.T) {
	t.Parallel()
	url, key := pgtest.Database(t), seal.NewKey()
	one, first, err := aCopy(t, url, key)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := aCopy(t, url, seal.NewKey()); !errors.Is(err, errOtherKey) {
		t.Errorf("a copy with another key: %v", err)
	}
	running, second, err := aCopy(t, url, key)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := one.Remember("T0TEAM0001", mission.UserID("U0ANA00001"), time.Now(), true); err != nil {
		t.Fatal(err)
	}
	if err := running.sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, third, err := aCopy(t, url, key)
	if err != nil {
		t.Fatal(err)
	}
	want, err := first.Lines()
	if err != nil || len(want) == 0 {
		t.Fatalf("the first copy's journal has %v, %v", want, err)
	}
	slices.Sort(want)
	for name, j := range map[string]*erased.Journal{"one that ran": second, "one that started later": third} {
		got, err := j.Lines()
		if slices.Sort(got); err != nil || !slices.Equal(got, want) {
			t.Errorf("the journal of %s has %v, %v; want %v", name, got, err, want)
		}
	}
}
