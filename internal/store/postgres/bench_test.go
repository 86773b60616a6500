package postgres_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"throughline/internal/mission"
	"throughline/internal/store/pgtest"
	"throughline/internal/store/postgres"
)

// BenchmarkTell measures the transaction of a command, durable before the answer, on one mission that everybody tells
// on and on 200: the mission and the delivery's key read, an entry, the tally and the key written. It prints how many a
// second, how long one took, and how many tries were in vain because of others.
func BenchmarkTell(b *testing.B) {
	server := pgtest.Start(b, pgtest.Options{Fsync: true})
	for _, mode := range []string{"exec", "cache_statement"} {
		for _, missions := range []int{1, 200} {
			for _, writers := range []int{1, 16, 64} {
				b.Run(fmt.Sprintf("mode=%s/missions=%d/writers=%d", mode, missions, writers), func(b *testing.B) {
					db := openBench(b, server.Database(b)+"&default_query_exec_mode="+mode, missions)
					before := db.Stats()
					measure(b, writers, func(n int64) error { return tell(db, n, int(n)%missions) })
					after := db.Stats()
					tries := after.Updates - before.Updates + after.Conflicts - before.Conflicts
					b.ReportMetric(100*float64(after.Conflicts-before.Conflicts)/float64(tries), "%-in-vain")
					b.ReportMetric(float64(after.Alone-before.Alone)/float64(b.N), "alone/op")
				})
			}
		}
	}
}

// BenchmarkIdleTick measures the look for due work when there is none.
func BenchmarkIdleTick(b *testing.B) {
	db := openBench(b, pgtest.Database(b), 1)
	measure(b, 1, func(int64) error {
		return db.View(context.Background(), func(tx *postgres.Tx) error {
			_, err := tx.NextWork()
			return err
		})
	})
}

// openBench opens a store with so many missions.
func openBench(b *testing.B, url string, missions int) *postgres.DB {
	b.Helper()
	db, err := postgres.Open(b.Context(), postgres.Options{URL: url})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	err = db.Update(b.Context(), func(tx *postgres.Tx) error {
		for i := range missions {
			m := mission.Mission{Team: "T1", ID: missionName(i), Channel: mission.ChannelID(fmt.Sprintf("C%05d", i))}
			m.Name, m.Aspiration = "Harbour lights", strings.Repeat("words ", 60)
			if err := tx.PutMission(m); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return db
}

func missionName(i int) mission.ID { return mission.ID(fmt.Sprintf("M%05d", i)) }

func tell(db *postgres.DB, n int64, to int) error {
	request, id, now := fmt.Sprintf("trigger.%d", n), mission.ID(fmt.Sprintf("N%012d", n)), time.UnixMilli(n)
	return db.Update(context.Background(), func(tx *postgres.Tx) error {
		if _, seen, err := tx.Seen("T1", request); err != nil || seen {
			return err
		}
		m, err := tx.Mission("T1", missionName(to))
		if err != nil {
			return err
		}
		m.Tally.LastEntry = now
		e := mission.Entry{Team: "T1", Mission: m.ID, ID: id, Author: "UANA", Kind: mission.Progress, Text: strings.Repeat("words ", 70), At: now}
		if err := tx.PutEntry(e); err != nil {
			return err
		}
		if err := tx.PutMission(m); err != nil {
			return err
		}
		return tx.Remember("T1", request, []byte("done"), now)
	})
}

// measure runs f b.N times from so many goroutines and reports the median and the 99th percentile.
func measure(b *testing.B, callers int, f func(n int64) error) {
	b.Helper()
	took := make([][]time.Duration, callers)
	var next atomic.Int64
	b.ResetTimer()
	var wg sync.WaitGroup
	for i := range callers {
		wg.Go(func() {
			for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
				start := time.Now()
				if err := f(n); err != nil {
					b.Error(err)
				}
				took[i] = append(took[i], time.Since(start))
			}
		})
	}
	wg.Wait()
	b.StopTimer()
	all := slices.Concat(took...)
	slices.Sort(all)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "tx/s")
	b.ReportMetric(float64(all[len(all)/2].Microseconds()), "p50-us")
	b.ReportMetric(float64(all[len(all)*99/100].Microseconds()), "p99-us")
}
