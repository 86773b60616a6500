// Package raced tells a test whether the race detector is on, under which most work takes five to ten times as long.
//
// Every test runs with it. A test that finds more by going on for longer, and not by more goroutines, such as a
// simulation in virtual time or a property that is drawn, takes a small form there, and scripts/test.sh runs it once
// more without the race detector, in full.
package raced

import (
	"flag"
	"os"
)

// checks is how many times a property is drawn with the race detector; the library's own number is 100.
const checks = "20"

// DrawLess lets properties be drawn less often where the race detector is on. A package whose properties take long
// calls it in its TestMain, before any flag is read: -rapid.checks, or RAPID_CHECKS in the environment, goes before it.
func DrawLess() {
	if _, set := os.LookupEnv("RAPID_CHECKS"); !Enabled || set {
		return
	}
	if f := flag.Lookup("rapid.checks"); f != nil {
		_ = f.Value.Set(checks)
	}
}
