package main

import (
	"os"
	"syscall"
)

// datasync is what bbolt calls at each commit.
func datasync(file *os.File) error { return syscall.Fdatasync(int(file.Fd())) }
