package simulations

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTheSimulationsAreRun holds that the check of every change runs them, and that they are built there.
func TestTheSimulationsAreRun(t *testing.T) {
	script, err := os.ReadFile("../../scripts/test.sh")
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for line := range strings.Lines(string(script)) {
		if !strings.HasPrefix(line, "#") && strings.Contains(line, "go test") && strings.Contains(line, "./internal/simulations/...") {
			found = true
			if strings.Contains(line, "-race") {
				t.Errorf("scripts/test.sh runs the simulations with the race detector, which leaves them out: %s", line)
			}
		}
	}
	if !found {
		t.Error("scripts/test.sh does not run ./internal/simulations/...")
	}
	tests, err := filepath.Glob("*/*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range tests {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if first, _, _ := bytes.Cut(source, []byte("\n")); string(first) != "//go:build !race" {
			t.Errorf("%s begins with %q; want %q", file, first, "//go:build !race")
		}
	}
}
