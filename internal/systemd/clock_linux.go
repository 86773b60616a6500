package systemd

import (
	"time"

	"golang.org/x/sys/unix"
)

// monotonic is the machine's monotonic clock, by which the manager orders what it is told.
func monotonic() time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_MONOTONIC, &t); err != nil {
		return 0
	}
	return time.Duration(t.Nano())
}
