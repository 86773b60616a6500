package main

import (
	"context"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

const (
	// spareEvery is how often memory that is not needed is looked for, and spareFrom from how much on it is given back.
	spareEvery = 30 * time.Second
	spareFrom  = 8 << 20
)

// spareMemory gives memory back to the system while nobody waits for an answer, until ctx ends. The runtime keeps for
// minutes what a look at all missions took, and a bot rests most of the day.
func spareMemory(ctx context.Context, resting func() bool) {
	tick := time.NewTicker(spareEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if resting() && unneeded() >= spareFrom {
				debug.FreeOSMemory()
			}
		}
	}
}

// unneeded returns how many bytes of the heap hold nothing that lives and are not given back.
func unneeded() uint64 {
	samples := []metrics.Sample{
		{Name: "/memory/classes/heap/free:bytes"}, {Name: "/memory/classes/heap/unused:bytes"},
		{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/gc/heap/live:bytes"},
	}
	metrics.Read(samples)
	free, unused, objects, live := samples[0].Value.Uint64(), samples[1].Value.Uint64(), samples[2].Value.Uint64(), samples[3].Value.Uint64()
	return free + unused + objects - min(objects, live)
}
