package bolt

import (
	"bytes"
	"compress/gzip"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/store/record"
)

// testdata holds a file of each layout, as the program of its time left it, and one of a layout that is not known yet. A file
// that is there never changes: -update-layouts makes those that are missing, by taking a store of today's layout back step by
// step. Whoever adds a migration adds what takes it back to undo, and makes the file of the new layout.

var updateLayouts = flag.Bool("update-layouts", false, "make the files of layouts that are missing in testdata")

// newerLayout is the layout of the file that no bot of today opens.
const newerLayout = 999

// undo takes a file from each layout to the one before. What the later layout alone could hold goes.
var undo = []func(*bolt.Tx) error{
	nil, // Before the first there was no file.
	drop(bucketRelation, bucketRelationTo),
	drop(roundBuckets...),
	drop(bucketConversation, bucketPractice, bucketBalance, bucketRotation),
	drop(bucketEntryAwaited, bucketOwn),
	drop(bucketFile, bucketErasure, bucketErased),
	drop(bucketPlanUser),
	drop(bucketHouse),
	drop(bucketRowWaiting),
	dueByTimeAlone,
	drop(trialBuckets...),
	drop(chosenBuckets...),
}

func drop(names ...[]byte) func(*bolt.Tx) error {
	return func(tx *bolt.Tx) error {
		var err error
		for _, name := range names {
			err = errors.Join(err, tx.DeleteBucket(name))
		}
		return err
	}
}

// dueByTimeAlone orders what is due by its time and nothing else.
func dueByTimeAlone(tx *bolt.Tx) error {
	return errors.Join(tx.DeleteBucket(bucketRowDue), indexRows(tx, bucketRowDue, func(r *record.Row) []byte {
		if !r.NeedsWork() {
			return nil
		}
		return timeKey(r.WorkTime(), string(r.Team), r.Key)
	}))
}

func layoutFile(layout int) string {
	return filepath.Join("testdata", fmt.Sprintf("layout-%d.db.gz", layout))
}

// firstRecords are records that the first layout could hold.
func firstRecords(tx *Tx) error {
	at := time.Date(2026, time.November, 24, 12, 0, 0, 0, time.UTC)
	return errors.Join(
		tx.PutMission(mission.Mission{Team: "T1", ID: "M1", Channel: "C1", Wording: mission.Wording{Name: "Refunds in a day"}}),
		tx.PutMember(mission.Member{Team: "T1", Mission: "M1", User: "UANA", JoinedAt: at}),
		tx.PutEntry(mission.Entry{Team: "T1", Mission: "M1", ID: "E1", Author: "UANA", At: at, Text: "The bank answers"}),
		tx.PutReflection(mission.Reflection{Team: "T1", User: "UANA", ID: "R1", Text: mission.Sealed("sealed"), At: at}),
		tx.PutPlan(nudges.Plan{Team: "T1", ID: "follow/M1/UANA", Mission: "M1", User: "UANA", Next: at.Add(time.Hour)}),
		tx.PutRow(nudges.Row{Team: "T1", Key: "K1", User: "UANA", State: nudges.Due, Due: at, NotBefore: at, Nudge: &nudges.Asked{Kind: nudges.Reflect}}),
		tx.PutRow(nudges.Row{Team: "T1", Key: "K2", Channel: "C1", State: nudges.Due, Due: at, NotBefore: at}),
		tx.PutRow(nudges.Row{Team: "T1", Key: "K3", Channel: "C1", State: nudges.Settled, TS: "1.2", SentAt: at, Nudge: &nudges.Asked{Kind: nudges.Coach}}),
	)
}

// layoutWith writes a file of a layout.
func layoutWith(t *testing.T, layout int) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "store.db")
	db, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Update(t.Context(), firstRecords), db.Close()); err != nil {
		t.Fatal(err)
	}
	b, err := bolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = b.Update(func(tx *bolt.Tx) error {
		for at := len(migrations); at > layout; at-- {
			if err := undo[at-1](tx); err != nil {
				return err
			}
		}
		return putSchemaVersion(tx, layout)
	})
	// A copy key by key is free of what was undone.
	small := path + ".small"
	if err == nil {
		err = b.View(func(tx *bolt.Tx) error { return copyKeys(t.Context(), tx, small, nil, nil) })
	}
	if err := errors.Join(err, b.Close()); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(small)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func pack(t *testing.T, path string, raw []byte) {
	t.Helper()
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(raw); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Close(), os.WriteFile(path, out.Bytes(), 0o644)); err != nil {
		t.Fatal(err)
	}
}

// opened writes a file of testdata where a bot would find it.
func opened(t *testing.T, from string) (path string) {
	t.Helper()
	packed, err := os.Open(from)
	if err != nil {
		t.Fatalf("%v: -update-layouts makes it", err)
	}
	defer packed.Close()
	r, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "store.db")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestFilesOfOlderLayoutsMoveUp(t *testing.T) {
	t.Parallel()
	if len(undo) != len(migrations) {
		t.Fatalf("%d migrations, and %d that take one back", len(migrations), len(undo))
	}
	for layout := 1; layout <= len(migrations); layout++ {
		if _, err := os.Stat(layoutFile(layout)); err != nil && *updateLayouts {
			pack(t, layoutFile(layout), layoutWith(t, layout))
		}
		path := opened(t, layoutFile(layout))
		db, err := Open(path, Options{})
		if err != nil {
			t.Errorf("layout %d: %v", layout, err)
			continue
		}
		if err := errors.Join(db.Check(t.Context()), db.View(t.Context(), func(tx *Tx) error { return firstRecordsIn(t, tx, layout) }), db.Close()); err != nil {
			t.Errorf("layout %d: %v", layout, err)
		}
		keptAs(t, path, layout)
	}
}

// firstRecordsIn looks for what was in the file before it moved up, by the indexes of today.
func firstRecordsIn(t *testing.T, tx *Tx, layout int) error {
	m, err1 := tx.Mission("T1", "M1")
	r, err2 := tx.Reflections("T1", "UANA", "", 9)
	due, err3 := tx.RowsIn(nudges.Due)
	plans, err4 := tx.DuePlans(time.Date(2026, time.November, 25, 0, 0, 0, 0, time.UTC), 9)
	if m.Name != "Refunds in a day" || len(r) != 1 || len(due) != 2 || len(plans) != 1 {
		t.Errorf("layout %d: found %q, %d reflections, %d rows, %d plans", layout, m.Name, len(r), len(due), len(plans))
	}
	return errors.Join(err1, err2, err3, err4)
}

// keptAs holds the copy from before, which is of the older layout, and of which there is none where nothing moved.
func keptAs(t *testing.T, path string, layout int) {
	t.Helper()
	kept := fmt.Sprintf("%s.layout-%d", path, layout)
	if layout == len(migrations) {
		if _, err := os.Stat(kept); err == nil {
			t.Errorf("layout %d: a copy was kept though nothing changed", layout)
		}
		return
	}
	b, err := bolt.Open(kept, 0o600, &bolt.Options{ReadOnly: true})
	if err != nil {
		t.Errorf("layout %d: no copy was kept: %v", layout, err)
		return
	}
	defer func() { _ = b.Close() }()
	if version, err := fileVersion(b); err != nil || version != layout {
		t.Errorf("layout %d: the copy has layout %d, %v", layout, version, err)
	}
}

func TestAFileOfANewerLayoutIsLeftAsItIs(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat(layoutFile(newerLayout)); err != nil && *updateLayouts {
		pack(t, layoutFile(newerLayout), layoutWith(t, newerLayout))
	}
	path := opened(t, layoutFile(newerLayout))
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path, Options{}); !errors.Is(err, ErrNewer) {
		t.Errorf("a newer file opens: %v", err)
	}
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the file was changed, %v", err)
	}
}
