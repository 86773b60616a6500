package backup_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"throughline/internal/backup"
	"throughline/internal/mission"
	"throughline/internal/progress"
	"throughline/internal/store/bolt"
	"throughline/internal/store/storetest"
)

var noon = time.Date(2026, time.November, 24, 12, 0, 0, 0, time.UTC)

// filled returns a store with records of every kind.
func filled(t *testing.T) *bolt.DB {
	t.Helper()
	db, err := bolt.Open(filepath.Join(t.TempDir(), "store.db"), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if err := db.Update(t.Context(), func(tx *bolt.Tx) error { return storetest.PutEveryKind(tx) }); err != nil {
		t.Fatal(err)
	}
	return db
}

// spoilt is a source in whose file an entry speaks of a mission that is not there, as after a bad disk.
func spoilt(from backup.Source) backup.Source {
	return func(ctx context.Context, path string, tell progress.Func) error {
		if err := from(ctx, path, tell); err != nil {
			return err
		}
		db, err := bolt.Open(path, bolt.Options{})
		if err != nil {
			return err
		}
		lost := mission.Entry{Team: "T1", Mission: "M404", ID: "E1", Author: "UANA", At: noon}
		return errors.Join(db.Update(ctx, func(tx *bolt.Tx) error { return tx.PutEntry(lost) }), db.Close())
	}
}

// TestNoBackupThatIsNone: what cannot be written whole, or is not in order when it is read back, leaves nothing that looks
// like a backup, and the older ones stay.
func TestNoBackupThatIsNone(t *testing.T) {
	t.Parallel()
	whole, folder := backup.FromBolt(filled(t)), t.TempDir()
	first, err := backup.Write(t.Context(), whole, backup.Options{To: folder, Keep: 1, Now: noon})
	if err != nil {
		t.Fatal(err)
	}
	errFull := errors.New("the disk is full")
	for sentence, from := range map[string]backup.Source{
		"one that lacks a mission": spoilt(whole),
		"one that was cut off": func(ctx context.Context, path string, tell progress.Func) error {
			return errors.Join(whole(ctx, path, tell), errFull)
		},
		"one that is no store": func(_ context.Context, path string, _ progress.Func) error {
			return os.WriteFile(path, []byte("made up"), 0o600)
		},
	} {
		if w, err := backup.Write(t.Context(), from, backup.Options{To: folder, Keep: 1, Now: noon.Add(time.Hour)}); err == nil {
			t.Errorf("%s is a backup: %+v", sentence, w)
		}
		left, err := os.ReadDir(folder)
		if err != nil || len(left) != 1 || left[0].Name() != filepath.Base(first.Path) {
			t.Errorf("%s: left are %v, %v", sentence, left, err)
		}
	}
	if _, err := backup.Write(t.Context(), whole, backup.Options{To: first.Path, Now: noon}); err == nil {
		t.Error("a backup is written over")
	}
	if _, err := backup.Write(t.Context(), whole, backup.Options{To: folder, Now: noon}); err == nil {
		t.Error("a backup of the same second is written over")
	}
}
