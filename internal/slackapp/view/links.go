package view

import (
	"regexp"
	"strings"

	"github.com/slack-go/slack"
)

// address matches the addresses of pages, and no other kind: what is a link is shown as itself, so that it
// leads where it says.
var address = regexp.MustCompile(`https?://[^\s<>"\x60]+`)

// longestLink is how long an address may be to be a link; a longer one stays text.
const longestLink = 2000

// withLinks splits literal text into text and links.
func withLinks(words string) []slack.RichTextSectionElement {
	var out []slack.RichTextSectionElement
	text := func(s string) {
		if s != "" {
			out = append(out, slack.NewRichTextSectionTextElement(s, nil))
		}
	}
	done := 0
	for _, at := range address.FindAllStringIndex(words, -1) {
		if at[0] > 0 && words[at[0]-1] == '<' {
			continue // somebody wrote Slack's own form of a link; it stands as it was written
		}
		link := linkOf(words[at[0]:at[1]])
		if link == "" {
			continue
		}
		text(words[done:at[0]])
		out = append(out, slack.NewRichTextSectionLinkElement(link, "", nil))
		done = at[0] + len(link)
	}
	text(words[done:])
	if len(out) == 0 {
		out = append(out, slack.NewRichTextSectionTextElement(words, nil))
	}
	return out
}

// linkOf takes off an address what belongs to the sentence around it, and returns nothing for one that was cut
// or names no place.
func linkOf(s string) string {
	if strings.HasSuffix(s, "…") || len(s) > longestLink {
		return ""
	}
	for {
		cut := strings.TrimRight(s, ".,;:!?'*_~")
		if strings.HasSuffix(cut, ")") && strings.Count(cut, "(") < strings.Count(cut, ")") {
			cut = cut[:len(cut)-1]
		}
		if cut == s {
			break
		}
		s = cut
	}
	if _, place, _ := strings.Cut(s, "://"); place == "" || strings.HasPrefix(place, "/") {
		return ""
	}
	return s
}
