package view

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The lengths to which people's words are cut, in code points of their escaped form.
const (
	cutChannel = 280 // in a message
	cutList    = 120 // in a list
	cutContext = 60  // in small print and in options
	cutTitle   = 72  // a mission's name in an option
	cutButton  = 28  // a name in a button, a channel in plain text
	cutName    = 80  // a name in a sentence
)

// Slack's bounds that text is held to (docs.slack.dev/reference/block-kit).
const (
	maxChunk  = 2900 // of the 3,000 characters that a block's text may have
	maxText   = 3900 // of the 4,000 characters of text that an update takes
	maxHeader = 140  // of the 150 characters of a header
	maxField  = 3000 // that a plain_text_input takes
)

// entities are the three escapes that Slack asks for, and the only ones
// (docs.slack.dev/messaging/formatting-message-text).
var entities = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// breaks gives every line break one form and takes tabs for spaces.
var breaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\t", " ")

// marks are the characters that restyle mrkdwn and that no escape can hold back.
var marks = strings.NewReplacer("*", "", "_", "", "~", "", "`", "")

// Esc makes text safe inside of mrkdwn and of a message's top-level text: it can mention nobody, link
// nothing and break nothing. Formatting marks stay; see [EscName].
func Esc(s string) string { return entities.Replace(Clean(s)) }

// EscName makes a name or a title safe and unstyled inside of mrkdwn: escaped, on one line, without the
// marks that would restyle it.
func EscName(s string) string {
	return entities.Replace(strings.TrimLeft(marks.Replace(oneLine(s)), "> "))
}

// Clean returns text as it can be shown: valid UTF-8, line breaks as \n, without control characters and
// without the invisible ones that reorder what stands around them. Nothing is lost by it: the store
// keeps what was typed.
func Clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = breaks.Replace(s)
	return strings.TrimSpace(strings.Map(visible, s))
}

// visible drops what has no place in a message.
func visible(r rune) rune {
	switch {
	case r == '\n':
		return r
	case unicode.IsControl(r), bidi(r), r == '\uFEFF':
		return -1
	}
	return r
}

// bidi reports the embeddings, overrides and isolates that can turn the text after them around. Plain
// right-to-left text needs none of them.
func bidi(r rune) bool {
	return r >= '\u202A' && r <= '\u202E' || r >= '\u2066' && r <= '\u2069'
}

// oneLine returns cleaned text with every run of white space as one space.
func oneLine(s string) string { return strings.Join(strings.Fields(Clean(s)), " ") }

// Len counts the code points that text has once it is escaped, which is what we hold to Slack's limits:
// Slack does not say whether it counts an escape as one character or as several.
func Len(s string) int {
	n := 0
	for _, r := range s {
		n += cost(r)
	}
	return n
}

func cost(r rune) int {
	switch r {
	case '&':
		return len("&amp;")
	case '<', '>':
		return len("&lt;")
	}
	return 1
}

// Cut shortens cleaned text to at most n code points of its escaped form, at a word, with "…" at the
// end.
func Cut(s string, n int) string {
	short, _ := cut(s, n)
	return short
}

// cut is Cut that also reports whether anything is missing.
func cut(s string, n int) (short string, shortened bool) {
	s = Clean(s)
	if Len(s) <= n {
		return s, false
	}
	head := s[:fit(s, n-1)]
	if i := strings.LastIndexFunc(head, unicode.IsSpace); i > len(head)/2 {
		head = head[:i]
	}
	return strings.TrimRight(head, " \n,;:.") + "…", true
}

// fit returns how many bytes of s have at most n code points in their escaped form, without tearing
// what is drawn as one character apart.
func fit(s string, n int) int {
	used, end := 0, 0
	for i, r := range s {
		if used+cost(r) > n {
			break
		}
		used += cost(r)
		end = i + utf8.RuneLen(r)
	}
	return whole(s, end)
}

// whole moves an end back to where a character is whole, by a few code points at most: emoji and
// accents are drawn from several.
func whole(s string, end int) int {
	for range 8 {
		next, _ := utf8.DecodeRuneInString(s[end:])
		last, size := utf8.DecodeLastRuneInString(s[:end])
		if end == 0 || end == len(s) || !joins(next) && last != '\u200D' {
			return end
		}
		end -= size
	}
	return end
}

// joins reports whether r belongs to the character before it.
func joins(r rune) bool {
	return r == '\u200D' || unicode.Is(unicode.M, r) || r >= '\U0001F3FB' && r <= '\U0001F3FF'
}

// chunks splits cleaned text into parts of at most n code points of their escaped form, n being a
// thousand or more, at line ends or words where there are any. Nothing but the white space at the seams is lost.
func chunks(s string, n int) []string {
	s = Clean(s)
	var parts []string
	for Len(s) > n {
		end := fit(s, n)
		if i := seam(s[:end]); i > end-seamRoom {
			end = i
		}
		parts = append(parts, strings.TrimSpace(s[:end]))
		s = strings.TrimSpace(s[end:])
	}
	if s != "" {
		parts = append(parts, s)
	}
	return parts
}

// seamRoom is how many bytes a part may fall short of its length for the sake of a whole word.
const seamRoom = 600

// seam returns the last line end of s where it is near the end, or else its last white space, or -1.
func seam(s string) int {
	if i := strings.LastIndexByte(s, '\n'); i > len(s)-seamRoom {
		return i
	}
	return strings.LastIndexFunc(s, unicode.IsSpace)
}

// cutEscaped shortens text that is escaped already, and tears no escape apart.
func cutEscaped(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	r := []rune(s)[:n-1]
	head := string(r)
	if i := strings.LastIndexFunc(head, unicode.IsSpace); i > len(head)-200 {
		return strings.TrimRight(head[:i], " \n") + "…"
	}
	if i := strings.LastIndexByte(head, '&'); i > len(head)-len("&amp;") && !strings.Contains(head[i:], ";") {
		head = head[:i]
	}
	return head + "…"
}
