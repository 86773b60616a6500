package nudges

import (
	"os"
	"testing"

	"throughline/internal/raced"
)

// TestMain lets properties be drawn less often with the race detector: they run in one goroutine, and in full without it.
func TestMain(m *testing.M) {
	raced.DrawLess()
	os.Exit(m.Run())
}
