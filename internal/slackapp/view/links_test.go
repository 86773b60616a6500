package view

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/slack-go/slack"
)

// linked writes elements with the links in brackets.
func linked(words string) string {
	var b strings.Builder
	for _, e := range withLinks(words) {
		switch v := e.(type) {
		case *slack.RichTextSectionTextElement:
			b.WriteString(v.Text)
		case *slack.RichTextSectionLinkElement:
			b.WriteString("[" + v.URL + "]")
		}
	}
	return b.String()
}

func TestLinksInWords(t *testing.T) {
	for words, want := range map[string]string{
		"see https://example.com/a?b=c&d=e#f":  "see [https://example.com/a?b=c&d=e#f]",
		"(https://example.com/a_(b)), or not.": "([https://example.com/a_(b)]), or not.",
		"https://example.com. Then more":       "[https://example.com]. Then more",
		"http://a.example, http://b.example!":  "[http://a.example], [http://b.example]!",
		"no link: example.com, javascript:x":   "no link: example.com, javascript:x",
		"cut https://example.com/a…":           "cut https://example.com/a…",
		"https:// and http:///x":               "https:// and http:///x",
		"<https://example.com|a label>":        "<https://example.com|a label>",
		"":                                     "",
	} {
		if got := linked(words); got != want {
			t.Errorf("%q became %q, want %q", words, got, want)
		}
	}
	if long := "https://example.com/" + strings.Repeat("a", 3000); linked(long) != long {
		t.Error("an address that is too long became a link")
	}
}

// FuzzLinks holds words to coming out as they went in.
func FuzzLinks(f *testing.F) {
	for _, s := range []string{"a https://x.y/z, b", "https://((((", "http://é.例/…", "https://a.b)))."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, words string) {
		if !utf8.ValidString(words) {
			return
		}
		var b strings.Builder
		for _, e := range withLinks(words) {
			switch v := e.(type) {
			case *slack.RichTextSectionTextElement:
				b.WriteString(v.Text)
			case *slack.RichTextSectionLinkElement:
				if !strings.HasPrefix(v.URL, "http://") && !strings.HasPrefix(v.URL, "https://") {
					t.Errorf("%q is a link", v.URL)
				}
				b.WriteString(v.URL)
			}
		}
		if b.String() != words {
			t.Errorf("%q became %q", words, b.String())
		}
	})
}
