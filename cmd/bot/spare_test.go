package main

import (
	"context"
	"runtime"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// TestSpareMemoryIsGivenBack leaves 64 MiB behind and lets a busy and a resting program look at it.
func TestSpareMemoryIsGivenBack(t *testing.T) {
	forced := func() uint32 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.NumForcedGC
	}
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		leave := make([]byte, 64<<20)
		for i := range leave {
			leave[i] = 1
		}
		runtime.KeepAlive(leave)
		runtime.GC()
		begun := forced()
		var resting atomic.Bool
		go spareMemory(ctx, resting.Load)
		time.Sleep(spareEvery + time.Second)
		synctest.Wait()
		if forced() != begun {
			t.Error("memory was given back while somebody waits for an answer")
		}
		resting.Store(true)
		time.Sleep(spareEvery)
		synctest.Wait()
		if forced() == begun || unneeded() >= spareFrom {
			t.Errorf("%d bytes are still kept", unneeded())
		}
		stop()
		synctest.Wait()
	})
}
