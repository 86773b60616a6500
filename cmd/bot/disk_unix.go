//go:build linux || darwin

package main

import "syscall"

// diskRoom returns how many bytes are left for the bot on the disk of a folder, or -1 where that is not known.
func diskRoom(dir string) int64 {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return -1
	}
	return int64(s.Bavail) * int64(s.Bsize) //nolint:unconvert // The fields' types differ between systems; no disk is that large.
}
