package bolt

import (
	"fmt"
	"os"
	"syscall"
)

// mappedResident returns how many bytes of mapped files this process holds in memory, or 0 where the system does not
// tell: the third number of /proc/self/statm, in pages (man 5 proc).
func mappedResident() int64 {
	raw, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	var size, resident, shared int64
	if _, err := fmt.Sscan(string(raw), &size, &resident, &shared); err != nil {
		return 0
	}
	return shared * int64(os.Getpagesize())
}

// forgetPages takes the pages of a mapped file out of the process's memory.
func forgetPages(at uintptr, length int64) error {
	if _, _, errno := syscall.Syscall(syscall.SYS_MADVISE, at, uintptr(length), syscall.MADV_DONTNEED); errno != 0 {
		return fmt.Errorf("madvise: %w", errno)
	}
	return nil
}
