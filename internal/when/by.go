package when

import (
	"errors"
	"strings"
	"unicode"

	"throughline/internal/mission"
)

// Promise is a text that may end in a day: "send the file by friday".
type Promise struct {
	// Text is what is promised, without the day. It is everything where no day was found.
	Text string
	// Typed is the day as it was typed, with its "by"; empty where none was found.
	Typed string
	Date  mission.Date
}

// SplitBy takes the day off the end of what somebody promises. Only the last "by …" counts, and only where
// what follows can be read as a day; otherwise all of it is text: "go there by bus" has no day. The errors
// are [*Ambiguous] and [*Past], with Text and Typed set, for a day that was found and cannot be taken.
func SplitBy(text string, today mission.Date) (Promise, error) {
	text = strings.TrimSpace(text)
	whole := Promise{Text: text}
	at := lastBy(text)
	if at < 0 {
		return whole, nil
	}
	typed := strings.TrimRightFunc(text[at:], func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(".,;:!", r) })
	d, err := Day(typed[len("by"):], today)
	if errors.Is(err, ErrUnknown) {
		return whole, nil
	}
	before := strings.TrimRightFunc(text[:at], func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",;", r) })
	return Promise{Text: before, Typed: typed, Date: d}, err
}

// lastBy returns where the last word "by" begins that has something after it, or -1.
func lastBy(text string) int {
	for at := len(text); ; {
		if at = strings.LastIndexFunc(text[:at], isB); at < 0 {
			return -1
		}
		if byAt(text, at) {
			return at
		}
	}
}

func isB(r rune) bool { return r == 'b' || r == 'B' }

// byAt reports whether a word "by" with something after it stands at a place.
func byAt(text string, at int) bool {
	rest := text[at+1:]
	if rest == "" || rest[0] != 'y' && rest[0] != 'Y' {
		return false
	}
	after := rest[1:]
	spaced := strings.TrimLeftFunc(after, unicode.IsSpace)
	before := strings.TrimRightFunc(text[:at], unicode.IsSpace)
	return spaced != "" && len(spaced) < len(after) && (before == "" || len(before) < at)
}
