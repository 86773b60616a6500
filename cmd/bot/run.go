package main

import "errors"

// RunCmd is bot run.
type RunCmd struct{}

// Run fails.
func (RunCmd) Run() error { return errors.New("run is not wired up") }
