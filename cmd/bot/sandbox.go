package main

import "errors"

// SandboxCmd is bot sandbox.
type SandboxCmd struct{}

// Run fails.
func (SandboxCmd) Run() error { return errors.New("sandbox is not wired up") }
