// Package licenses holds the licences of everything that is linked into the program. A binary in an image is all
// that somebody gets of it, and most of them ask that their text goes along.
package licenses

import (
	_ "embed"
	"strings"
)

// text is written by the test of this package, which fails while it does not tell of what is linked:
//
//	go test ./internal/licenses -update
//
//go:embed third_party.txt
var text string

// begins stands before each module's part of the text.
const begins = "=== "

// Full returns every module with its version and the text of its licence.
func Full() string { return text }

// List returns a line for each module: its name, its version and the names of its licences by SPDX.
func List() []string { return listOf(text) }

func listOf(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		if module, ok := strings.CutPrefix(line, begins); ok {
			out = append(out, strings.TrimSuffix(module, "\n"))
		}
	}
	return out
}
