package sandbox

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What a person types is formatted by the client while it is typed: *bold*, _italic_, ~strike~, `code`, lines that
// begin with > and fenced code (docs.slack.dev/messaging/formatting-message-text). An app gets the parts in the
// rich_text block, and the marks in the text beside it.

const (
	fence     = "```"
	quoteMark = "&gt;" // as it stands in escaped text
)

// richParts are the parts of the rich_text block for a person's markup: sections, quotes and code.
func richParts(markup string) []obj {
	parts := []obj{}
	for markup != "" {
		before, rest, opened := strings.Cut(markup, fence)
		code, after, closed := strings.Cut(rest, fence)
		if !opened || !closed || strings.TrimSpace(code) == "" {
			return append(parts, lineParts(markup)...)
		}
		parts = append(parts, lineParts(strings.TrimSuffix(before, "\n"))...)
		parts = append(parts, obj{"type": "rich_text_preformatted", "border": 0, "elements": codeElements(strings.Trim(code, "\n"))})
		markup = strings.TrimPrefix(after, "\n")
	}
	return parts
}

// lineParts parts lines into sections and quotes.
func lineParts(text string) []obj {
	parts := []obj{}
	if text == "" {
		return parts
	}
	lines := strings.Split(text, "\n")
	for start := 0; start < len(lines); {
		end, quoted := start, strings.HasPrefix(lines[start], quoteMark)
		for end < len(lines) && strings.HasPrefix(lines[end], quoteMark) == quoted {
			if quoted {
				lines[end] = strings.TrimPrefix(strings.TrimPrefix(lines[end], quoteMark), " ")
			}
			end++
		}
		part := obj{"type": "rich_text_section"}
		if quoted {
			part["type"] = "rich_text_quote"
		}
		part["elements"] = styledElements([]obj{}, strings.Join(lines[start:end], "\n"), nil)
		parts, start = append(parts, part), end
	}
	return parts
}

// styles are the marks that are open around a text, by Slack's names.
type styles []string

var styleOf = map[byte]string{'*': "bold", '_': "italic", '~': "strike", '`': "code"}

// with is s and one more, or nil where it is open already.
func (s styles) with(name string) styles {
	if slices.Contains(s, name) {
		return nil
	}
	return append(slices.Clip(s), name)
}

// put gives an element the styles that its type takes.
func (s styles) put(e obj) obj {
	style := map[string]bool{}
	for _, name := range s {
		if name != "code" || e["type"] == "text" || e["type"] == "link" {
			style[name] = true
		}
	}
	if len(style) > 0 && e["type"] != "emoji" {
		e["style"] = style
	}
	return e
}

// styledElements adds a text and all that is marked within.
func styledElements(elements []obj, text string, open styles) []obj {
	missing := map[byte]bool{} // marks that nothing closes from here on, so that nobody looks twice
	last := 0
	for i := 0; i < len(text); i++ {
		inner := open.with(styleOf[text[i]])
		if text[i] == '<' {
			if end := strings.IndexByte(text[i:], '>'); end > 0 {
				i += end // a mention or an address; no mark closes within
			}
			continue
		}
		if styleOf[text[i]] == "" || inner == nil || missing[text[i]] || !begins(text, i) {
			continue
		}
		end := closing(text, i)
		if end < 0 {
			missing[text[i]] = true
			continue
		}
		elements = plainElements(elements, text[last:i], open)
		if text[i] == '`' {
			elements = plainElements(elements, text[i+1:end], inner)
		} else {
			elements = styledElements(elements, text[i+1:end], inner)
		}
		last, i = end+1, end
	}
	return plainElements(elements, text[last:], open)
}

// begins reports whether a mark stands at the beginning of a word.
func begins(text string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	after, _ := utf8.DecodeRuneInString(text[i+1:])
	return (i == 0 || !wordly(before)) && i+1 < len(text) && !unicode.IsSpace(after) && text[i+1] != text[i]
}

// closing is where the mark at i is closed on its line, or -1.
func closing(text string, i int) int {
	for j := i + 1; j < len(text) && text[j] != '\n'; j++ {
		if text[j] == '<' && text[i] != '`' {
			if end := strings.IndexByte(text[j:], '>'); end > 0 {
				j += end
				continue
			}
		}
		if text[j] != text[i] || j == i+1 {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(text[:j])
		after, _ := utf8.DecodeRuneInString(text[j+1:])
		if !unicode.IsSpace(before) && (j+1 == len(text) || !wordly(after)) {
			return j
		}
	}
	return -1
}

func wordly(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// plainElements adds a text without marks: words, emoji, mentions and addresses.
func plainElements(elements []obj, markup string, open styles) []obj {
	last := 0
	added := []obj{}
	for _, at := range markupToken.FindAllStringSubmatchIndex(markup, -1) {
		added = appendText(added, markup[last:at[0]])
		added = append(added, richElement(markup[at[2]:at[3]]))
		last = at[1]
	}
	for _, e := range appendText(added, markup[last:]) {
		elements = append(elements, open.put(e))
	}
	return elements
}

// codeElements are those of fenced code, where only addresses are more than text.
func codeElements(markup string) []obj {
	elements := []obj{}
	last := 0
	text := func(to int) {
		if to > last {
			elements = append(elements, obj{"type": "text", "text": unescapeMarkup(markup[last:to])})
		}
	}
	for _, at := range markupToken.FindAllStringSubmatchIndex(markup, -1) {
		e := richElement(markup[at[2]:at[3]])
		if e["type"] != "link" {
			continue
		}
		text(at[0])
		elements, last = append(elements, e), at[1]
	}
	text(len(markup))
	return elements
}
