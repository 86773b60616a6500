package bolt_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"throughline/internal/mission"
	"throughline/internal/store/bolt"
)

// BenchmarkTell measures the transaction of a command: the mission read, an entry, the tally and the
// delivery's key written, durable before the answer. Callers each wait for their own answer before they
// go on.
func BenchmarkTell(b *testing.B) {
	for _, callers := range []int{1, 16, 128} {
		b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) {
			db := open(b)
			var n atomic.Int64
			measure(b, callers, func() error {
				id := mission.ID(fmt.Sprintf("N%012d", n.Add(1)))
				return db.Update(context.Background(), func(tx *bolt.Tx) error { return tell(tx, id) })
			})
		})
	}
}

// BenchmarkRefuse measures a transaction that refuses before it writes, which needs no commit.
func BenchmarkRefuse(b *testing.B) {
	db := open(b)
	measure(b, 1, func() error {
		err := db.Update(context.Background(), func(tx *bolt.Tx) error {
			_, err := tx.Mission("T1", "M1")
			return err
		})
		if err == nil {
			return fmt.Errorf("a mission that is not there was found")
		}
		return nil
	})
}

// BenchmarkIdleTick measures the look for due work when there is none yet.
func BenchmarkIdleTick(b *testing.B) {
	db := open(b)
	measure(b, 1, func() error {
		return db.View(context.Background(), func(tx *bolt.Tx) error {
			_, err := tx.NextWork()
			return err
		})
	})
}

// measure runs f b.N times from so many goroutines and reports the median and the 99th percentile.
func measure(b *testing.B, callers int, f func() error) {
	b.Helper()
	took := make([][]time.Duration, callers)
	var left atomic.Int64
	left.Store(int64(b.N))
	b.ReportAllocs()
	b.ResetTimer()
	var wg sync.WaitGroup
	for i := range callers {
		wg.Go(func() {
			for left.Add(-1) >= 0 {
				start := time.Now()
				if err := f(); err != nil {
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
	b.ReportMetric(float64(all[len(all)/2].Microseconds()), "p50-us")
	b.ReportMetric(float64(all[len(all)*99/100].Microseconds()), "p99-us")
}
