package bolt

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"testing"
	"testing/synctest"
	"time"
)

// fillPages writes so many MiB and returns a digest of every key and value.
func fillPages(t *testing.T, db *DB, mib int) []byte {
	t.Helper()
	long := bytes.Repeat([]byte("refund "), 1<<20/7)
	for n := range mib {
		err := db.Update(t.Context(), func(tx *Tx) error { return tx.Remember("T1", fmt.Sprint(n), long, time.Unix(int64(n), 0)) })
		if err != nil {
			t.Fatal(err)
		}
	}
	return digest(t, db)
}

func digest(t *testing.T, db *DB) []byte {
	t.Helper()
	sum := sha256.New()
	err := db.Each(t.Context(), func(bucket string, k, v []byte) error {
		_, err := io.WriteString(sum, bucket+string(k)+string(v))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return sum.Sum(nil)
}

// residentIn counts the pages of the file that are in this process's memory, in bytes, by what the kernel says of the
// mapping alone: other tests map files beside this one.
func residentIn(t *testing.T, db *DB) int64 {
	t.Helper()
	return mappingRSS(t, db.bolt.Info().Data)
}

// TestPagesAreGivenBack reads 24 MiB, gives the pages back while others read and write, and finds everything as it was.
func TestPagesAreGivenBack(t *testing.T) {
	t.Parallel()
	db := openTest(t)
	before := fillPages(t, db, 24)
	if held := residentIn(t, db); held < 20<<20 {
		t.Fatalf("%d bytes are held after everything was read", held)
	}
	err := db.View(t.Context(), func(tx *Tx) error {
		if err := db.release(); err != nil {
			return err
		}
		if held := residentIn(t, db); held > 1<<20 {
			t.Errorf("%d bytes are still held", held)
		}
		// A reader that was there before reads on.
		kept, ok, err := tx.Seen("T1", "7")
		if !ok || len(kept) < 1<<19 {
			t.Errorf("found %v, %d bytes", ok, len(kept))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if after := digest(t, db); !bytes.Equal(before, after) {
		t.Error("what is stored has changed")
	}
	write(t, db, 3)
	if err := db.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestARestingStoreHoldsLittle lets virtual time pass after a read.
func TestARestingStoreHoldsLittle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := openTest(t)
		db.mappedAtOpen = -1 << 40 // more than may stay, whatever other tests hold
		fillPages(t, db, 3)
		if held := residentIn(t, db); held < 2<<20 {
			t.Fatalf("%d bytes are held after everything was read", held)
		}
		time.Sleep(3 * releaseAfter)
		synctest.Wait()
		if held := residentIn(t, db); held > 1<<20 {
			t.Errorf("%d bytes are held by a store that rests", held)
		}
		if db.looking.Load() {
			t.Error("a store that rests is looked at")
		}
	})
}

// TestABusyStoreIsLeftItsPages as long as they are not too many.
func TestABusyStoreIsLeftItsPages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := openTest(t)
		fillPages(t, db, 3)
		db.mappedAtOpen = mappedResident() - (keptIdle+keptBusy)/2
		for range 6 {
			time.Sleep(releaseAfter / 2)
			if err := db.View(context.Background(), func(*Tx) error { return nil }); err != nil {
				t.Fatal(err)
			}
		}
		if held := residentIn(t, db); held < 2<<20 {
			t.Errorf("%d bytes are held while the store is used", held)
		}
	})
}
