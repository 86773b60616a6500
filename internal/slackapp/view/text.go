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
	if !shown(s) {
		s = rewritten(s)
	}
	return strings.TrimSpace(s)
}

// shown reports whether all of s can be shown as it is, which most texts can.
func shown(s string) bool {
	for _, r := range s {
		if visible(r) != r || r == utf8.RuneError {
			return false
		}
	}
	return true
}

// rewritten returns s with every code point as it can be shown; a run of invalid bytes is one "\uFFFD".
func rewritten(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	last := rune(0)
	for _, r := range strings.ReplaceAll(s, "\r\n", "\n") {
		if v := visible(r); v >= 0 && (v != utf8.RuneError || last != utf8.RuneError) {
			b.WriteRune(v)
		}
		last = r
	}
	return b.String()
}

// visible returns the code point to show for r, or -1 for what has no place in a message.
func visible(r rune) rune {
	switch {
	case r >= ' ' && r <= '~', r == '\n':
		return r
	case r == '\r', r == '\u2028', r == '\u2029':
		return '\n'
	case r == '\t':
		return ' '
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

// lineBytes is how much of a text a line looks at. The longest line shows 280 code points.
const lineBytes = 8 << 10

// oneLine returns the beginning of text, cleaned, with every run of white space as one space. Whoever
// shows it cuts it to a length that is far below what is left.
func oneLine(s string) string {
	if len(s) > lineBytes {
		end := lineBytes
		for end > 0 && !utf8.RuneStart(s[end]) {
			end--
		}
		s = s[:end]
	}
	return strings.Join(strings.Fields(Clean(s)), " ")
}

// Len counts the code points that text has once it is escaped, which is what we hold to Slack's limits:
// Slack does not say whether it counts an escape as one character or as several.
func Len(s string) int {
	and, angles := strings.Count(s, "&"), strings.Count(s, "<")+strings.Count(s, ">")
	return utf8.RuneCountInString(s) + and*(len("&amp;")-1) + angles*(len("&lt;")-1)
}

// cost is what one code point adds to Len.
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
	end := fit(s, n-1)
	head := s[:end]
	if i := strings.LastIndexFunc(head, unicode.IsSpace); i > end/2 && !startsWithSpace(s[end:]) {
		head = head[:i]
	}
	return strings.TrimRight(head, " \n,;:.") + "…", true
}

func startsWithSpace(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsSpace(r)
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
		if i := seam(s[:end], fit(s, n-seamRoom)); i > 0 {
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

// seamRoom is how many code points a part may fall short of its length for the sake of a whole word.
const seamRoom = 300

// seam returns the last line end of s that lies after a place, or else the last white space, or 0.
func seam(s string, after int) int {
	if i := strings.LastIndexByte(s, '\n'); i > after {
		return i
	}
	if i := strings.LastIndexFunc(s, unicode.IsSpace); i > after {
		return i
	}
	return 0
}

// cutEscaped shortens text that is escaped already, and tears no escape apart.
func cutEscaped(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	head := string([]rune(s)[:n-1])
	if i := strings.LastIndexFunc(head, unicode.IsSpace); i > max(0, len(head)-200) {
		return strings.TrimRight(head[:i], " \n") + "…"
	}
	if i := strings.LastIndexByte(head, '&'); i >= 0 && !strings.Contains(head[i:], ";") {
		head = head[:i]
	}
	return head + "…"
}
