package view

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"throughline/internal/mission"
)

// chapters are two missions of a channel, the second grown from the first.
func (s sample) chapters() []Chapter {
	before := s.over(mission.OnPurpose)
	after := s.next()
	after.StartedAt, after.Carried = at(2026, 11, 23, 9, 0), mission.CarryOver{Why: true, Lessons: true}
	wording := after.Wording
	wording.EndState = s.say("Every refund, everywhere")
	after.Earlier = []mission.Revision{{Wording: wording, By: ana, At: at(2026, 11, 24, 9, 0), Reason: s.say("Two countries are enough to learn from.")}}
	before.Midpoint = &mission.Decision{By: ana, At: at(2026, 11, 16, 10, 0), Keep: s.say("one shop first"), Stop: s.say("counting calls")}
	after.From = before.ID
	return []Chapter{
		{Mission: before, Story: s.story(), Lessons: []mission.Entry{s.lesson()}, Energy: energySample()[:2], Next: &after},
		{Mission: after, From: &before},
	}
}

func TestBookReadsAsWritten(t *testing.T) {
	s := newSample(asWritten)
	got, file := Book(s.env, refunds, s.chapters()), filepath.Join("testdata", "book.md")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("%s differs (-want +got); -update writes it anew:\n%s", file, d)
	}
}

// Whatever people wrote, a book has the headings, points and quotes that it has with other words: nothing of theirs
// becomes one.
func TestWordsDoNotShapeABook(t *testing.T) {
	plain := shapeOf(Book(newSample(asWritten).env, refunds, newSample(asWritten).chapters()))
	rapid.Check(t, func(t *rapid.T) {
		words := hostile().Draw(t, "words")
		s := newSample(func(example string) string { return words + " " + example })
		if got := shapeOf(Book(s.env, refunds, s.chapters())); got != plain {
			t.Fatalf("with %q the book is shaped\n%s\nand not\n%s", words, got, plain)
		}
	})
}

// hostile makes one line of words that mean something in Markdown.
func hostile() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		bits := []string{"# ", "## ", "- ", "+ ", "* ", "> ", "1. ", "2) ", "---", "===", "```", "`", "<script>", "<!-- ", "&lt;", "[a](http://b)",
			"![a](b)", "**a**", "__", "~~", "|", "\\", "a", " ", "$x$", ":", "<https://a.b>", "=", "é", "漢"}
		return "w" + strings.Join(rapid.SliceOfN(rapid.SampledFrom(bits), 0, 8).Draw(t, "bits"), "") + "w"
	})
}

// shapeOf keeps what shapes a Markdown file: the marks at the beginning of lines.
func shapeOf(book string) string {
	var out []string
	for line := range strings.Lines(book) {
		trimmed := strings.TrimLeft(line, " ")
		indent := line[:len(line)-len(trimmed)]
		mark := strings.TrimRight(trimmed[:len(trimmed)-len(strings.TrimLeft(trimmed, "#->"))], "\n")
		if mark != "" {
			out = append(out, indent+mark)
		}
	}
	return strings.Join(out, "\n")
}

// unmarked takes the escapes of Markdown out again.
func unmarked(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		b.WriteByte(s[i])
	}
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(b.String())
}

func TestMarkdown(t *testing.T) {
	for _, tc := range []struct{ why, in, want string }{
		{"Plain words stay.", "The first shop pays out, at 9:30.", "The first shop pays out, at 9:30."},
		{"A link stays as it was typed.", "https://example.com/a_b", `https://example.com/a\_b`},
		{"No heading.", "# Ours", `\# Ours`},
		{"No list.", "- one\n+ two\n* three", "\\- one\n\\+ two\n\\* three"},
		{"No numbered list.", "1. one\n12) two", "1\\. one\n12\\) two"},
		{"A number is a number.", "3.5 days\n2026", "3\\.5 days\n2026"},
		{"No rule and no heading by what is below.", "Title\n---\n===", "Title\n\\---\n\\==="},
		{"No HTML.", "<script>alert(1)</script> & <!-- x", "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;\\!-- x"},
		{"No quote of theirs.", "> said", "&gt; said"},
		{"No code, no bold, no picture.", "`a` **b** ![c](d)", "\\`a\\` \\*\\*b\\*\\* \\!\\[c\\](d)"},
		{"No code by spaces before it.", "    four", "four"},
		{"No table.", "a | b", `a \| b`},
	} {
		if got := Markdown(tc.in); got != tc.want {
			t.Errorf("%s %q is %q, want %q", tc.why, tc.in, got, tc.want)
		}
	}
}

func FuzzMarkdown(f *testing.F) {
	for _, seed := range []string{"", "a\nb", "# a", "1. a", "\\", "&amp;", "<a>", "- - -", "\u202e", "\r\n\t", "`" + "``"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, words string) {
		got := Markdown(words)
		var lines []string
		for l := range strings.SplitSeq(Clean(words), "\n") {
			lines = append(lines, strings.TrimSpace(l))
		}
		if back := unmarked(got); back != strings.Join(lines, "\n") {
			t.Fatalf("%q reads as %q", words, back)
		}
		for line := range strings.Lines(got) {
			bare := strings.NewReplacer(`\\`, "", "\\`", "", `\*`, "", `\_`, "", `\[`, "", `\]`, "", `\#`, "", `\|`, "", `\~`, "", `\!`, "", `\$`, "").Replace(line)
			if strings.ContainsAny(bare, "`*_[]#|~!$<>") || strings.ContainsAny(line[:1], "-+=:") {
				t.Fatalf("%q leaves markup: %q", words, line)
			}
		}
	})
}
