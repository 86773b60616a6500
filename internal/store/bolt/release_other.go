//go:build !linux

package bolt

// mappedResident is known on Linux alone; elsewhere the kernel takes pages back as it needs them.
func mappedResident() int64 { return 0 }

func forgetPages(uintptr, int64) error { return nil }
