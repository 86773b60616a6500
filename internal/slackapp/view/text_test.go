package view

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestClean(t *testing.T) {
	for _, c := range []struct{ says, in, want string }{
		{"plain text stays", "Nine refunds in ten", "Nine refunds in ten"},
		{"space around it goes", "  a b\n", "a b"},
		{"line breaks have one form", "a\r\nb\rc\u2028d", "a\nb\nc\nd"},
		{"tabs are spaces", "a\tb", "a b"},
		{"control characters go", "a\x00b\x1b[31mc\x7f", "ab[31mc"},
		{"overrides of direction go", "a\u202Eb\u202C \u2066c\u2069", "ab c"},
		{"right-to-left text stays", "שלום עולם", "שלום עולם"},
		{"emoji of several parts stay", "👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦"},
		{"a run of invalid bytes is one mark", "a\xff\xfe\xfdb", "a\uFFFDb"},
		{"nothing stays nothing", "\x00\r\n ", ""},
	} {
		if got := Clean(c.in); got != c.want {
			t.Errorf("%s: %q is shown as %q, want %q", c.says, c.in, got, c.want)
		}
	}
}

func TestEscaping(t *testing.T) {
	for _, c := range []struct{ says, in, text, name string }{
		{"a mention of the channel", "<!channel>", "&lt;!channel&gt;", "&lt;!channel&gt;"},
		{"something escaped already", "&lt;!here&gt;", "&amp;lt;!here&amp;gt;", "&amp;lt;!here&amp;gt;"},
		{"a link", "<https://x.org|y>", "&lt;https://x.org|y&gt;", "&lt;https://x.org|y&gt;"},
		{"marks", "*Bo* _~`the`~_", "*Bo* _~`the`~_", "Bo the"},
		{"a quote", "> Bo", "&gt; Bo", "Bo"},
		{"two lines", "Bo\nDee", "Bo\nDee", "Bo Dee"},
	} {
		if got := Esc(c.in); got != c.text {
			t.Errorf("%s as text is %q, want %q", c.says, got, c.text)
		}
		if got := EscName(c.in); got != c.name {
			t.Errorf("%s as a name is %q, want %q", c.says, got, c.name)
		}
	}
}

func TestCut(t *testing.T) {
	for _, c := range []struct {
		says, in string
		n        int
		want     string
	}{
		{"what fits stays", "nine in ten", 11, "nine in ten"},
		{"it is cut at a word", "nine refunds in ten", 16, "nine refunds in…"},
		{"a stop before the cut goes", "It works. And more", 12, "It works…"},
		{"a long word is cut inside", "abcdefghijklmnop", 6, "abcde…"},
		{"an escape counts as it is sent", "<<<<<<", 9, "<<…"},
		{"an emoji of parts is not torn apart", "abc👩‍👩‍👧‍👦def", 8, "abc…"},
		{"an accent stays with its letter", "abcde\u0301f", 6, "abcd…"},
	} {
		if got := Cut(c.in, c.n); got != c.want {
			t.Errorf("%s: %q at %d is %q, want %q", c.says, c.in, c.n, got, c.want)
		}
	}
}

func TestCutAndChunksHoldTheirLengthAndLoseNoWord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Repeat(anyText().Draw(t, "text"), rapid.IntRange(1, 8).Draw(t, "times"))
		n := rapid.IntRange(2, 400).Draw(t, "length")
		if got := Cut(s, n); Len(got) > n || !utf8.ValidString(got) {
			t.Fatalf("cut to %d it has %d: %q", n, Len(got), got)
		}
		const size = 1000
		parts := chunks(s, size)
		for _, p := range parts {
			if Len(p) > size || p == "" {
				t.Fatalf("a part of %d: %q", Len(p), p)
			}
		}
		if got, want := squeezed(strings.Join(parts, " ")), squeezed(Clean(s)); got != want {
			t.Fatalf("the parts say %q, want %q", got, want)
		}
	})
}

// squeezed is text without its white space.
func squeezed(s string) string { return strings.Join(strings.Fields(s), "") }

func TestCutEscapedTearsNoEscapeApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Esc(strings.Repeat(rapid.SampledFrom([]string{"&", "<", "a&", "&&b", "<!channel> "}).Draw(t, "unit"), 100))
		n := rapid.IntRange(20, 300).Draw(t, "length")
		got := cutEscaped(s, n)
		if utf8.RuneCountInString(got) > n || bare.MatchString(got) {
			t.Fatalf("cut to %d: %q", n, got)
		}
	})
}

func TestTemplates(t *testing.T) {
	dee := mention{id: "U0DEE00004", name: "Dee"}
	for _, c := range []struct {
		says             string
		line             line
		mrkdwn, text     string
		richElements     int
		boldInRichIsText string
	}{
		{"a bold label and words", fill("*Done when*  %s", "nine *in* ten"), "*Done when*  nine in ten", "Done when  nine *in* ten", 2, "Done when"},
		{"bold round words of two kinds", fill("*%s, you are here*", "Middle"), "*Middle, you are here*", "Middle, you are here", 1, "Middle, you are here"},
		{"code", fill("Write `/mission win …` here"), "Write `/mission win …` here", "Write /mission win … here", 3, ""},
		{"a mention", fill("to %s", dee), "to <@U0DEE00004>", "to @Dee", 2, ""},
		{"a mention that is none", fill("to %s", mention{id: "<!channel>", name: "Dee"}), "to @Dee", "to @Dee", 1, ""},
		{"words that look like a template", fill("%s!", "*a* %s `b`"), "a %s b!", "*a* %s `b`!", 1, ""},
		{"empty words", fill("*%s*", " \n"), "", "", 0, ""},
		{"a list", fill("%s", list([]line{own("a"), own("b"), own("c")})), "a, b and c", "a, b and c", 1, ""},
		{"a percent sign", fill("100 %"), "100 %", "100 %", 1, ""},
	} {
		if got := c.line.mrkdwn(); got != c.mrkdwn {
			t.Errorf("%s in mrkdwn is %q, want %q", c.says, got, c.mrkdwn)
		}
		if got := c.line.text(); got != c.text {
			t.Errorf("%s as text is %q, want %q", c.says, got, c.text)
		}
		if got := c.line.rich(); len(got) != c.richElements {
			t.Errorf("%s has %d elements in rich text, want %d", c.says, len(got), c.richElements)
		}
		if got := drawSpans(c.line.rich()); c.boldInRichIsText != "" && !strings.HasPrefix(got, "*"+c.boldInRichIsText+"*") {
			t.Errorf("%s in rich text is %q", c.says, got)
		}
	}
}

func FuzzWordsInEveryHolder(f *testing.F) {
	for _, s := range nasty {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var p canvas
		p.head(s)
		p.section("*%s* says", s)
		p.rich("*Done when*  %s", s)
		p.quote(s)
		p.quoteWhole(atMost(s))
		p.context("%s", s)
		p.section("Fine.")
		m := p.message()
		for _, fault := range append(faultsOfMessage(m), faultsOfTexts(m.Blocks)...) {
			t.Error(fault)
		}
	})
}
