package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"throughline/internal/backup"
	"throughline/internal/mission"
	"throughline/internal/move"
	"throughline/internal/seal"
	"throughline/internal/store/bolt"
	"throughline/internal/store/pgtest"
	"throughline/internal/store/postgres"
)

// restoring restores one of two backups after the other into one store, by the real program.
type restoring struct {
	t      *testing.T
	folder string
	env    []string
	files  [2]string
	want   [2]move.Sums
	// sums reads what the store holds, after it was checked.
	sums func() (move.Sums, error)
}

// backupOf writes a backup with so many entries.
func backupOf(t *testing.T, path string, entries int) move.Sums {
	t.Helper()
	from, err := bolt.Open(path+".store", bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = from.Close() }()
	err = from.Update(t.Context(), func(tx *bolt.Tx) error {
		if err := tx.PutMission(mission.Mission{Team: "T1", ID: "M1"}); err != nil {
			return err
		}
		for i := range entries {
			e := mission.Entry{Team: "T1", Mission: "M1", ID: mission.ID(fmt.Sprintf("E%06d", i)), Author: "U0ANA00001", At: time.UnixMilli(int64(i))}
			if err := tx.PutEntry(e); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	w, err := backup.Write(t.Context(), backup.FromBolt(from), backup.Options{To: path, Now: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	return w.Sums
}

// restorations prepares two backups and the settings of a store.
func restorations(t *testing.T, store string, entries int) *restoring {
	t.Helper()
	r := &restoring{t: t, folder: t.TempDir(), env: []string{"THROUGHLINE_KEY=" + seal.NewKey().Reveal()}}
	for i := range r.files {
		r.files[i] = filepath.Join(r.folder, fmt.Sprintf("%d.db", i))
		r.want[i] = backupOf(t, r.files[i], entries+i)
	}
	if err := os.WriteFile(filepath.Join(r.folder, "throughline.toml"), []byte("[store]\n"+store), 0o600); err != nil {
		t.Fatal(err)
	}
	return r
}

// begin starts to restore one of the two.
func (r *restoring) begin(which int) *exec.Cmd {
	r.t.Helper()
	path, err := botBinary()
	if err != nil {
		r.t.Fatal(err)
	}
	c := exec.CommandContext(r.t.Context(), path, "restore", "--quiet", r.files[which])
	c.Dir, c.Env = r.folder, append(os.Environ(), r.env...)
	c.Stderr = &strings.Builder{}
	if err := c.Start(); err != nil {
		r.t.Fatal(err)
	}
	return c
}

// whole restores one of the two to its end, and says how long that took.
func (r *restoring) whole(which int) time.Duration {
	r.t.Helper()
	if _, err := botBinary(); err != nil { // Building it counts for nothing.
		r.t.Fatal(err)
	}
	began := time.Now()
	c := r.begin(which)
	if err := c.Wait(); err != nil {
		r.t.Fatalf("%v: %v", err, c.Stderr)
	}
	if got, err := r.sums(); err != nil || !got.Equal(r.want[which]) {
		r.t.Fatalf("restored to the end: %v, %v", r.want[which].Differences(got), err)
	}
	return time.Since(began)
}

// killed restores back and forth, killed at a later moment each time, and holds the store to be the one or the other.
func (r *restoring) killed(times int) {
	r.t.Helper()
	took := r.whole(0)
	stands, done := 0, 0
	for n := range times {
		next := 1 - stands
		c := r.begin(next)
		time.Sleep(took * time.Duration(n+1) / time.Duration(times+1))
		_ = c.Process.Kill() // It may be done already.
		if err := c.Wait(); err != nil && !strings.Contains(err.Error(), "killed") {
			r.t.Fatalf("kill %d: it ended by itself: %v: %v", n, err, c.Stderr)
		}
		got, err := r.sums()
		switch {
		case err == nil && got.Equal(r.want[next]):
			stands, done = next, done+1
		case err != nil || !got.Equal(r.want[stands]):
			r.t.Fatalf("kill %d left neither the old store nor the new one: %v, %v", n, r.want[stands].Differences(got), err)
		}
	}
	r.t.Logf("%d kills in %v each: %d times the new store stood by then", times, took.Round(time.Millisecond), done)
	r.whole(1 - stands)
}

func TestAKilledRestorationLeavesOneFile(t *testing.T) {
	t.Parallel()
	r := restorations(t, "path = \"throughline.db\"\n", 3000)
	file := filepath.Join(r.folder, "throughline.db")
	r.sums = func() (move.Sums, error) {
		f, err := backup.Open(file)
		if err != nil {
			return nil, err
		}
		defer func() { _ = f.Close() }()
		return f.Verify(t.Context(), nil, nil)
	}
	r.killed(6)
	if _, err := os.Stat(file + ".incoming"); err == nil {
		t.Error("what was not finished lies there still")
	}
}

func TestAKilledRestorationLeavesOneDatabase(t *testing.T) {
	t.Parallel()
	r := restorations(t, "driver = \"postgres\"\n", 400)
	url := pgtest.Database(t)
	r.env = append(r.env, "THROUGHLINE_DATABASE_URL="+url)
	r.sums = func() (sums move.Sums, err error) {
		db, err := postgres.Open(context.Background(), postgres.Options{URL: url, MaxConns: 4})
		if err != nil {
			return nil, err
		}
		defer func() { _ = db.Close() }()
		if err := db.Check(t.Context()); err != nil {
			return nil, err
		}
		return move.SumsOf(t.Context(), move.Of(db), "", nil, nil)
	}
	r.killed(4)
}
