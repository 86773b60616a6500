package bolt

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"throughline/internal/store/damage"
)

// ErrDamaged says that the file is not what the bot wrote. It is [damage.Err].
var ErrDamaged = damage.Err

// bbolt trusts its file: where a page is not what it has to be it panics, and where the file is shorter than its
// mapping the system sends a signal. guarded runs f and turns both into an ErrDamaged. Any other panic goes on.
func guarded(f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if v := recover(); v != nil {
			fault := damageIn(v)
			if fault == nil {
				panic(v)
			}
			err = fault
		}
	}()
	return f()
}

// damageIn returns an ErrDamaged for a panic that bbolt or a fault of the mapping caused, and nil for any other. It is
// called by the deferred function that recovered.
func damageIn(panicked any) error {
	if fault, ok := panicked.(interface{ Addr() uintptr }); ok {
		return fmt.Errorf("%w: a page lies beyond its end, or cannot be read from the disk (%T)", ErrDamaged, fault)
	}
	if !panickedInBbolt() {
		return nil
	}
	what := fmt.Sprintf("%T", panicked) // An error of the runtime may hold bytes of a record; bbolt's own sentences hold numbers.
	switch v := panicked.(type) {
	case runtime.Error:
		what = "a page holds numbers that cannot be"
	case string:
		what = v
	}
	return fmt.Errorf("%w: %s", ErrDamaged, what)
}

// panickedInBbolt reports whether the function that panicked is one of bbolt's.
func panickedInBbolt() bool {
	pcs := make([]uintptr, 64)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs)])
	thrown := false
	for {
		f, more := frames.Next()
		switch {
		case f.Function == "runtime.gopanic":
			thrown = true
		case thrown && !strings.HasPrefix(f.Function, "runtime."):
			return strings.HasPrefix(f.Function, "go.etcd.io/bbolt")
		}
		if !more {
			return false
		}
	}
}

// giveUp notes that the file was found damaged while it was open. From then on nothing is written any more: bbolt would
// write by what it reads, and make it worse.
func (db *DB) giveUp(err error) {
	if errors.Is(err, ErrDamaged) && db.damaged.CompareAndSwap(nil, &err) {
		db.log.Error("the store is damaged, and nothing is written to it any more: stop the bot, keep the file, and restore a backup", "error", err)
	}
}
