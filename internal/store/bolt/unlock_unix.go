//go:build unix && !aix && !solaris

package bolt

import (
	"os"
	"syscall"
)

// unlock takes bbolt's lock off a file, from every descriptor of it (man 2 flock).
func unlock(f *os.File) error { return syscall.Flock(int(f.Fd()), syscall.LOCK_UN) }
