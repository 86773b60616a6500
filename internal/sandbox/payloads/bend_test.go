package payloads

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"throughline/internal/raced"
)

// bends is how often each sample is bent.
var bends = func() uint64 {
	if raced.Enabled {
		return 4
	}
	return 20
}()

// What is bent is JSON, differs from what it was, and comes out alike from the same source of chance.
func TestBend(t *testing.T) {
	t.Parallel()
	all, err := All()
	if err != nil {
		t.Fatal(err)
	}
	changed := 0
	for i, sample := range all {
		for n := range bends {
			a, err := Bend(rand.New(rand.NewPCG(uint64(i), n)), sample.Payload)
			if err != nil {
				t.Fatalf("%s: %v", sample.Name, err)
			}
			b, _ := Bend(rand.New(rand.NewPCG(uint64(i), n)), sample.Payload)
			if !bytes.Equal(a, b) {
				t.Errorf("%s %d is bent in two ways", sample.Name, n)
			}
			if !json.Valid(a) {
				t.Errorf("%s %d is no JSON any more", sample.Name, n)
			}
			var was bytes.Buffer
			if err := json.Compact(&was, sample.Payload); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(was.Bytes(), a) {
				changed++
			}
		}
	}
	if changed < int(bends)*len(all)*9/10 {
		t.Errorf("only %d of %d were changed", changed, int(bends)*len(all))
	}
}

// What something huge is put into twice still fits through the control interface.
func TestWhatIsBentFitsThroughTheControlInterface(t *testing.T) {
	t.Parallel()
	for n := range 15 * bends {
		out, err := Bend(rand.New(rand.NewPCG(n, 0)), json.RawMessage(`{"a":"`+strings.Repeat("x", 1<<20)+`"}`))
		if err != nil || len(out) > mostBent {
			t.Fatalf("of chance %d come %d bytes: %v", n, len(out), err)
		}
	}
}
