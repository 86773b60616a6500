package backup_test

import (
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"throughline/internal/backup"
	"throughline/internal/mission"
	"throughline/internal/move"
	"throughline/internal/store/bolt"
	"throughline/internal/store/storetest"
)

// TestABackupUnderWritersIsOneMoment backs a store up while eight writers change two missions, always both in one transaction,
// by both ways in which a backup is made.
func TestABackupUnderWritersIsOneMoment(t *testing.T) {
	t.Parallel()
	db, err := bolt.Open(filepath.Join(t.TempDir(), "store.db"), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Update(t.Context(), func(tx *bolt.Tx) error { return storetest.PutEveryKind(tx) }); err != nil {
		t.Fatal(err)
	}
	var writers sync.WaitGroup
	var done atomic.Bool
	var n atomic.Int64
	write := func() error {
		name := fmt.Sprint(n.Add(1))
		return db.Update(t.Context(), func(tx *bolt.Tx) error {
			for _, id := range []mission.ID{"M1", "M2"} {
				m, err := tx.Mission("T1", id)
				if err != nil {
					return err
				}
				m.Name = name
				if err := tx.PutMission(m); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := write(); err != nil {
		t.Fatal(err)
	}
	for range 8 {
		writers.Go(func() {
			for !done.Load() {
				if err := write(); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	folder := t.TempDir()
	for i, from := range []backup.Source{backup.FromBolt(db), backup.FromStore(move.Of(db)), backup.FromBolt(db)} {
		at := time.Date(2026, 11, 24, 12, 0, i, 0, time.UTC)
		w, err := backup.Write(t.Context(), from, backup.Options{To: folder, Keep: 2, Now: at})
		if err != nil {
			t.Fatal(err)
		}
		if w.Sums["round_answer"].Count+w.Sums["round_mark"].Count != 0 {
			t.Error("a backup holds answers to an open round")
		}
		oneMoment(t, w.Path)
	}
	done.Store(true)
	writers.Wait()
	if left, err := filepath.Glob(filepath.Join(folder, "*")); err != nil || len(left) != 2 {
		t.Errorf("left are %q, %v; want two backups", left, err)
	}
}

func oneMoment(t *testing.T, path string) {
	t.Helper()
	db, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.View(t.Context(), func(tx *bolt.Tx) error {
		first, err := tx.Mission("T1", "M1")
		if err != nil {
			return err
		}
		second, err := tx.Mission("T1", "M2")
		if first.Name != second.Name || first.Name == "" {
			t.Errorf("the missions are of %q and %q, which never stood together", first.Name, second.Name)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
