//go:build !linux && !darwin

package main

// diskRoom is not known on this system.
func diskRoom(string) int64 { return -1 }
