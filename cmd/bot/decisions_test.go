package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestDecisionsAreNumberedAndListed holds the decisions to numbers without gaps and doubles, and their list to their titles.
func TestDecisionsAreNumberedAndListed(t *testing.T) {
	folder := "../../docs/decisions"
	list, err := os.ReadFile(filepath.Join(folder, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(folder, "0*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for i, file := range files {
		name := filepath.Base(file)
		if !strings.HasPrefix(name, fmt.Sprintf("%04d-", i+1)) {
			t.Errorf("%s stands in place %d", name, i+1)
		}
		if row := fmt.Sprintf("| [%d](%s) | ", i+1, name); strings.Count(string(list), row) != 1 {
			t.Errorf("the list has no row that begins %q", row)
		}
	}
	if rows := strings.Count(string(list), "\n| ["); rows != len(files) {
		t.Errorf("%d rows for %d decisions", rows, len(files))
	}
}
