package backup_test

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"throughline/internal/backup"
	"throughline/internal/mission"
	"throughline/internal/move"
	"throughline/internal/store/bolt"
)

// A store of another size: go test ./internal/backup -run '^$' -bench Moving -benchtime 1x -entries 1000000.
var entries = flag.Int("entries", 20_000, "how many entries the store of the benchmarks holds")

func stored(b *testing.B) (*bolt.DB, string) {
	b.Helper()
	path := filepath.Join(b.TempDir(), "store.db")
	db, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	text := strings.Repeat("The team tells what it did. ", 16)
	for at := 0; at < *entries; {
		err := db.Update(b.Context(), func(tx *bolt.Tx) error {
			if err := tx.PutMission(mission.Mission{Team: "T1", ID: "M1"}); err != nil {
				return err
			}
			for end := min(at+5_000, *entries); at < end; at++ {
				e := mission.Entry{Team: "T1", Mission: "M1", ID: mission.ID(fmt.Sprintf("E%09d", at)), Author: "UANA", Text: text, At: time.Unix(1_800_000_000, 0)}
				if err := tx.PutEntry(e); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	return db, path
}

// BenchmarkMoving prints how many records a second are backed up, exported and copied, and by how much the store grows beneath
// a backup while it is written to.
func BenchmarkMoving(b *testing.B) {
	db, path := stored(b)
	rate := func(b *testing.B) { b.ReportMetric(float64(*entries)*float64(b.N)/b.Elapsed().Seconds(), "records/s") }
	b.Run("backup", func(b *testing.B) {
		folder := b.TempDir()
		for i := range b.N {
			if _, err := backup.Write(b.Context(), backup.FromBolt(db), backup.Options{To: filepath.Join(folder, fmt.Sprint(i))}); err != nil {
				b.Fatal(err)
			}
		}
		rate(b)
	})
	b.Run("backup under writes", func(b *testing.B) {
		folder, before := b.TempDir(), sizeOf(b, path)
		ctx, stop := context.WithCancel(b.Context())
		var writes atomic.Int64
		ended := make(chan bool)
		go func() {
			defer close(ended)
			for ctx.Err() == nil {
				e := mission.Entry{Team: "T1", Mission: "M1", ID: mission.ID(fmt.Sprintf("E%09d", writes.Add(1))), Author: "UANA", At: time.Unix(1_800_000_001, 0)}
				if db.Update(ctx, func(tx *bolt.Tx) error { return tx.PutEntry(e) }) != nil {
					return
				}
			}
		}()
		for i := range b.N {
			if _, err := backup.Write(b.Context(), backup.FromBolt(db), backup.Options{To: filepath.Join(folder, fmt.Sprint(i))}); err != nil {
				b.Fatal(err)
			}
		}
		stop()
		<-ended
		rate(b)
		b.ReportMetric(float64(sizeOf(b, path)-before)/(1<<20), "MB-grown")
		b.ReportMetric(float64(writes.Load())/b.Elapsed().Seconds(), "writes/s")
	})
	b.Run("export", func(b *testing.B) {
		for range b.N {
			if _, err := move.Export(b.Context(), move.Of(db), io.Discard, "", time.Time{}, nil); err != nil {
				b.Fatal(err)
			}
		}
		rate(b)
	})
	b.Run("copy", func(b *testing.B) {
		folder := b.TempDir()
		for i := range b.N {
			to, err := bolt.Open(filepath.Join(folder, fmt.Sprint(i)), bolt.Options{Moving: true})
			if err != nil {
				b.Fatal(err)
			}
			if _, err := move.Copy(b.Context(), move.Of(db), move.Of(to), move.Options{}); err != nil {
				b.Fatal(err)
			}
			_ = to.Close()
		}
		rate(b)
	})
}

func sizeOf(b *testing.B, path string) int64 {
	b.Helper()
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	return info.Size()
}
