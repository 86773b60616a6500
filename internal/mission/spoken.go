package mission

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// How people put a commitment or a risk in one sentence.

// openings are the words with which the moment begins that starts a commitment.
var openings = []string{"if ", "when ", "whenever ", "once ", "as soon as ", "after ", "before "}

// turns are the words after which the commitment itself follows, the plainest first.
var turns = []string{", then i will ", " then i will ", ", then i'll ", " then i'll ", ", then i’ll ", ", i will ", ", i'll ", ", i’ll ", ", then "}

// SplitIf reads "if …, then I will …": the moment that starts it, without a leading "if", and what is promised.
// A text that is put otherwise is all promise, with no moment.
func SplitIf(text string) (moment, promise string) {
	text = strings.TrimSpace(text)
	lower := lowered(text)
	opening := openingOf(lower)
	if opening == "" {
		return "", text
	}
	for _, turn := range turns {
		at := strings.Index(lower, turn)
		if at < 0 {
			continue
		}
		moment, promise = strings.TrimSpace(text[:at]), strings.TrimSpace(text[at+len(turn):])
		if opening == "if " {
			moment = strings.TrimSpace(moment[min(len("if "), len(moment)):])
		}
		if moment == "" || promise == "" || utf8.RuneCountInString(moment) > MaxLine {
			return "", text
		}
		return moment, promise
	}
	return "", text
}

func openingOf(lower string) string {
	for _, o := range openings {
		if strings.HasPrefix(lower, o) {
			return o
		}
	}
	return ""
}

// lowered is text in lower case where that keeps every byte in its place: letters of ASCII alone.
func lowered(text string) string {
	out := []byte(text)
	for i, b := range out {
		switch {
		case b >= 'A' && b <= 'Z':
			out[i] = b + 'a' - 'A'
		case b == '\n' || b == '\t':
			out[i] = ' '
		}
	}
	return string(out)
}

// spokenRisk matches "we try X, we expect Y, we look on Z", of which the last two may be missing.
var spokenRisk = regexp.MustCompile(`(?is)^(?:we(?:'ll| will)?\s+)?(?:try\s+)?(.+?)(?:[\s,;.]+(?:and\s+)?(?:we\s+)?expect\s+(.+?))?(?:[\s,;.]+(?:and\s+)?(?:we\s+)?look\s+(?:at it\s+)?(?:again\s+)?((?:on|at|in|by)\s+.+?|\S+))?[\s.]*$`)

// SplitRisk reads "we try …, we expect …, we look on …": what is tried, what is expected, and the day as it
// was typed. What was not said is empty.
func SplitRisk(text string) (try, expect, look string) {
	m := spokenRisk.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return strings.TrimSpace(text), "", ""
	}
	return strings.TrimSpace(m[1]), strings.TrimSpace(m[2]), strings.TrimSpace(m[3])
}
