package bolt_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"throughline/internal/mission"
	"throughline/internal/store/bolt"
)

// crashFile, set in the environment, makes the test binary a program that writes to the store that it
// names until it is killed; crashRound makes its ids its own.
const (
	crashFile  = "THROUGHLINE_TEST_CRASH_FILE"
	crashRound = "THROUGHLINE_TEST_CRASH_ROUND"
)

func TestMain(m *testing.M) {
	if path := os.Getenv(crashFile); path != "" {
		fmt.Fprintln(os.Stderr, writeUntilKilled(path, os.Getenv(crashRound)))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

const crashWriters = 8

// writeUntilKilled tells entries from many goroutines, beside sweeps and long reads, and prints the id
// of each entry once the store has said that it is stored.
func writeUntilKilled(path, round string) error {
	db, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		return err
	}
	failed := make(chan error)
	for w := range crashWriters {
		go func() { failed <- tellForEver(db, fmt.Sprintf("R%sW%d", round, w)) }()
	}
	go func() { failed <- maintainForEver(db) }()
	return <-failed
}

func tellForEver(db *bolt.DB, name string) error {
	for n := 0; ; n++ {
		id := mission.ID(fmt.Sprintf("%sN%06d", name, n))
		if err := db.Update(context.Background(), func(tx *bolt.Tx) error { return tell(tx, id) }); err != nil {
			return err
		}
		if _, err := os.Stdout.WriteString(string(id) + "\n"); err != nil {
			return err
		}
	}
}

// tell does what a command does: it reads the mission, writes an entry and the tally, and remembers the
// command.
func tell(tx *bolt.Tx, id mission.ID) error {
	m, err := tx.Mission("T1", "M1")
	if errors.Is(err, mission.ErrNotFound) {
		m, err = mission.Mission{Team: "T1", ID: "M1", Channel: "C1"}, nil
	}
	if err != nil {
		return err
	}
	if m.Tally.ByKind == nil {
		m.Tally.ByKind = map[mission.EntryKind]int{}
	}
	m.Tally.ByKind[mission.Progress]++
	e := mission.Entry{Team: "T1", Mission: "M1", ID: id, Author: "UANA", Kind: mission.Progress, Text: "The first berth is clear."}
	return errors.Join(tx.PutMission(m), tx.PutEntry(e), tx.Remember("T1", string(id), []byte(id), time.Unix(int64(m.Tally.Count(mission.Progress)), 0)))
}

// maintainForEver forgets old keys in slices and reads for a while, over and over.
func maintainForEver(db *bolt.DB) error {
	for {
		err := db.Update(context.Background(), func(tx *bolt.Tx) error {
			_, err := tx.SweepSeen(time.Unix(1<<40, 0), 50)
			return err
		})
		long := db.LongView(context.Background(), func(*bolt.Tx) error {
			time.Sleep(2 * time.Millisecond)
			return nil
		})
		if err := errors.Join(err, long); err != nil {
			return err
		}
	}
}

// TestNothingStoredIsLostWhenTheProcessIsKilled kills a writing process two dozen times on one file.
func TestNothingStoredIsLostWhenTheProcessIsKilled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "throughline.db")
	var told []mission.ID
	for round := range 24 {
		told = append(told, killWhileWriting(t, path, round)...)
		db, err := bolt.Open(path, bolt.Options{})
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		checkTold(t, db, told)
		if err := errors.Join(db.Check(t.Context()), db.Close()); err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
	}
	t.Logf("%d acknowledged entries survived", len(told))
}

// killWhileWriting starts the process, kills it after some 10 to 40 ms of writing, and returns what it
// has acknowledged.
func killWhileWriting(t *testing.T, path string, round int) []mission.ID {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), crashFile+"="+path, fmt.Sprintf("%s=%d", crashRound, round))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var told []mission.ID
	var kill sync.Once
	for lines := bufio.NewScanner(out); lines.Scan(); {
		told = append(told, mission.ID(lines.Text()))
		kill.Do(func() {
			time.AfterFunc(time.Duration(10+rand.IntN(30))*time.Millisecond, func() { _ = cmd.Process.Kill() })
		})
	}
	if err := cmd.Wait(); cmd.ProcessState.Exited() {
		t.Fatalf("round %d: the process ended by itself: %v", round, err)
	}
	return told
}

// checkTold fails unless everything that was acknowledged is there, and the tally is that of the
// entries.
func checkTold(t *testing.T, db *bolt.DB, told []mission.ID) {
	t.Helper()
	err := db.View(t.Context(), func(tx *bolt.Tx) error {
		m, err := tx.Mission("T1", "M1")
		if err != nil {
			return err
		}
		for _, id := range told {
			if _, err := tx.Entry("T1", "M1", id); err != nil {
				return fmt.Errorf("entry %s was acknowledged: %w", id, err)
			}
		}
		all, err := tx.Entries("T1", "M1", "", 1<<30)
		if n := m.Tally.Count(mission.Progress); n != len(all) || n < len(told) {
			return fmt.Errorf("%d entries are stored and %d acknowledged, the tally says %d", len(all), len(told), n)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
