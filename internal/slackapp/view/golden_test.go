package view

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestEverySurfaceReadsAsWritten holds every word and button to testdata, a file a group of surfaces.
func TestEverySurfaceReadsAsWritten(t *testing.T) {
	for _, g := range newSample(asWritten).groups() {
		t.Run(g.name, func(t *testing.T) { golden(t, g.name, g.build()) })
	}
}

func golden(t *testing.T, name string, surfaces []surface) {
	drawn := make([]string, len(surfaces))
	for i, s := range surfaces {
		drawn[i] = s.draw()
	}
	got, file := strings.Join(drawn, "\n"), filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got); -update writes it anew:\n%s", file, diff)
	}
}

// TestNamesAreUnique keeps the catalogue readable.
func TestNamesAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range catalogue(asWritten) {
		if seen[s.name] {
			t.Errorf("%q is there twice", s.name)
		}
		seen[s.name] = true
	}
}
