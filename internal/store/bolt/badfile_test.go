package bolt_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"throughline/internal/mission"
	"throughline/internal/store/bolt"
)

// goodFile is a store with some records, as it lies on the disk.
func goodFile(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "good.db")
	db, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for n := range 40 {
		id := mission.ID("E" + strings.Repeat("x", n))
		if err := db.Update(t.Context(), func(tx *bolt.Tx) error { return tell(tx, id) }); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	// bbolt makes room ahead, which is no part of the store.
	used := len(bytes.TrimRight(raw, "\x00"))
	return raw[:(used+4095)/4096*4096]
}

// stands writes a file, and returns its path.
func stands(t *testing.T, raw []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "throughline.db")
	t.Cleanup(func() { _ = os.Remove(path) })
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// A file that is not what the bot wrote is refused with a sentence, and stays as it is.
func TestABadFileIsRefusedAndLeftAlone(t *testing.T) {
	t.Parallel()
	good := goodFile(t)
	for sentence, row := range map[string]struct {
		file []byte
		want string
	}{
		"an empty file":             {nil, "the file is empty"},
		"a file of another program": {[]byte(strings.Repeat("SQLite format 3\x00", 1000)), "no file of the bot's"},
		"a file of one byte":        {[]byte{1}, "no file of the bot's"},
		"zeros":                     {make([]byte, 1<<16), "no file of the bot's"},
		"a file cut in its headers": {good[:5000], "the store"},
		"a file cut in the middle":  {good[:4096*6], "the store is damaged: it ends after 24576 of its"},
		"both headers flipped":      {flipped(good, 16+20, 4096+16+20), "its beginning is damaged"},
	} {
		path := stands(t, row.file)
		_, err := bolt.Open(path, bolt.Options{Timeout: time.Second})
		if err == nil || !strings.Contains(err.Error(), row.want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: Open = %v; want %q and the path", sentence, err, row.want)
		}
		if now, readErr := os.ReadFile(path); readErr != nil || !bytes.Equal(now, row.file) {
			t.Errorf("%s: the file was changed, or went away (%v)", sentence, readErr)
		}
	}
}

func flipped(good []byte, at ...int) []byte {
	raw := bytes.Clone(good)
	for _, i := range at {
		raw[i] ^= 0x10
	}
	return raw
}

// A file that was cut off anywhere is refused, or is whole: what lies behind its last page is room.
func TestAFileCutAnywhereNeverPanics(t *testing.T) {
	t.Parallel()
	good := goodFile(t)
	for length := 1; length < len(good); length += 1999 {
		db, err := bolt.Open(stands(t, good[:length]), bolt.Options{Timeout: time.Second})
		if err != nil {
			continue
		}
		if err := errors.Join(db.Check(t.Context()), db.Close()); err != nil {
			t.Errorf("cut at %d it opens, and then: %v", length, err)
		}
	}
}

// One bit that is wrong anywhere makes no panic, and no second one: the file opens, or stays as it is. What opens can be
// read, checked and written, or says that it is damaged.
func TestAFlippedBitNeverPanics(t *testing.T) {
	t.Parallel()
	good := goodFile(t)
	draw := rand.New(rand.NewPCG(1, 2))
	refused, found, unseen := 0, 0, 0
	for range 200 {
		at := draw.IntN(len(good))
		if page := at / 4096 * 4096; draw.IntN(2) == 0 {
			at = page + draw.IntN(64) // half of them in the numbers at the beginning of a page
		}
		raw := bytes.Clone(good)
		raw[at] ^= 1 << draw.IntN(8)
		path := stands(t, raw)
		db, err := bolt.Open(path, bolt.Options{Timeout: time.Second})
		if err != nil {
			refused++
			if now, _ := os.ReadFile(path); !bytes.Equal(now, raw) {
				t.Fatalf("bit of byte %d: the file was refused, and changed: %v", at, err)
			}
			continue
		}
		err = db.Check(t.Context())
		wrote := db.Update(t.Context(), func(tx *bolt.Tx) error { return tell(tx, "after") })
		for _, e := range []error{err, wrote} {
			if panicked, ok := errors.AsType[*bolt.PanicError](e); ok {
				t.Errorf("bit of byte %d: %v", at, panicked)
			}
		}
		if err != nil {
			found++
		} else {
			unseen++
		}
		_ = db.Close()
	}
	if refused == 0 || found == 0 || unseen == 0 {
		t.Errorf("%d were refused, %d found, %d unseen", refused, found, unseen)
	}
	t.Logf("%d refused at the start, %d found by the check, %d in free room or in words", refused, found, unseen)
}

// A file that goes away while it is open is missed, and what would be lost is not acknowledged.
func TestAFileThatGoesAwayIsMissed(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "throughline.db")
	db, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := os.Rename(path, path+".moved"); err != nil {
		t.Fatal(err)
	}
	if err := db.Writable(t.Context()); !errors.Is(err, bolt.ErrGone) {
		t.Errorf("Writable = %v; want ErrGone", err)
	}
	err = db.Update(t.Context(), func(tx *bolt.Tx) error { return tell(tx, "lost") })
	told, ok := errors.AsType[interface {
		error
		NotSaved() bool
	}](err)
	if !errors.Is(err, bolt.ErrGone) || !ok || !told.NotSaved() {
		t.Errorf("Update = %v; want ErrGone, and that nothing was saved", err)
	}
}

// A file that is cut off while it is open ends no program: the store says that it is damaged, and writes no more.
func TestAFileCutWhileItIsOpenEndsNothing(t *testing.T) {
	t.Parallel()
	path := stands(t, goodFile(t))
	db, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := os.Truncate(path, 8192); err != nil {
		t.Fatal(err)
	}
	err = db.View(t.Context(), func(tx *bolt.Tx) error {
		_, err := tx.Entries("T1", "M1", "", 100)
		return err
	})
	if !errors.Is(err, bolt.ErrDamaged) {
		t.Errorf("View = %v; want ErrDamaged", err)
	}
	if err := db.Update(t.Context(), func(tx *bolt.Tx) error { return tell(tx, "worse") }); !errors.Is(err, bolt.ErrDamaged) {
		t.Errorf("Update = %v; want ErrDamaged", err)
	}
}
