package questions

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/agnivade/levenshtein"
)

// Mistake is one thing to mend in a file.
type Mistake struct {
	// Line is where it stands, from 1.
	Line int
	// ID is the question's, empty where it has none that can be read.
	ID string
	// Text says what is wrong, and how to mend it, in sentences. It is one line.
	Text string
}

// In returns the mistake as one line that names the file, as compilers do, so that editors can jump there.
func (m Mistake) In(file string) string {
	line := fmt.Sprintf("%s:%d: ", file, m.Line)
	if m.ID != "" {
		line += m.ID + ": "
	}
	return plain(line + m.Text)
}

// plain drops control characters, which could steer a terminal, and the end of what nobody reads to the end.
func plain(s string) string {
	const most = 500
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, s)
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

func inOrder(mistakes []Mistake) []Mistake {
	slices.SortStableFunc(mistakes, func(a, b Mistake) int { return cmp.Compare(a.Line, b.Line) })
	return mistakes
}

// meant adds which word was probably meant, or else all that there are, to a sentence.
func meant(word string, words []string) string {
	best, least := "", 3
	for _, w := range words {
		if d := levenshtein.ComputeDistance(strings.ToLower(word), w); d < least && 2*d < len(w) {
			best, least = w, d
		}
	}
	switch {
	case best != "":
		return fmt.Sprintf("Did you mean %q?", best)
	case len(words) > 40:
		return "bot questions list prints them."
	}
	return "There is " + strings.Join(words, ", ") + "."
}
