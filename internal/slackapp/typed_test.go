package slackapp

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"throughline/internal/mission"
)

func noNames(mission.UserID) string { return "someone" }

func TestUnescape(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ sentence, in, want string }{
		{"entities come back once", "a &amp; b &lt;c&gt; &amp;lt;", "a & b <c> &lt;"},
		{"a person keeps the name that Slack sent", "ask <@U0BO000001|bo> first", "ask @bo first"},
		{"a person without a name is named by us", "ask <@U0BO000001>", "ask @someone"},
		{"a channel keeps its name", "see <#C1|refunds>", "see #refunds"},
		{"a private channel has none", "see <#C1|>", "see #private channel"},
		{"a link stays a link", "<https://example.com/a?b=1&amp;c=2>", "https://example.com/a?b=1&c=2"},
		{"a link with words keeps both", "<https://example.com|the plan>", "the plan (https://example.com)"},
		{"a bare domain is what was typed", "<http://example.com|example.com>", "http://example.com"},
		{"an address is what was typed", "<mailto:a@b.example|a@b.example>", "a@b.example"},
		{"a broadcast is only words", "<!channel> and <!subteam^S1|@ops>", "@channel and @ops"},
		{"what looks like none stays", "a < b and b > c", "a < b and b > c"},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			t.Parallel()
			if got := unescape(row.in, noNames); got != row.want {
				t.Errorf("unescape(%q) = %q, want %q", row.in, got, row.want)
			}
		})
	}
}

func TestLeadingMentions(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		sentence, in string
		ids          []mission.UserID
		rest         string
	}{
		{"one person", "<@U111> for the bank", []mission.UserID{"U111"}, "for the bank"},
		{"several, as people write them", "<@U111|a>, <@U222> and <@W333|c> for x", []mission.UserID{"U111", "U222", "W333"}, "for x"},
		{"a mention in the words is not one of them", "<@U111> for <@U222>", []mission.UserID{"U111"}, "for <@U222>"},
		{"nobody", "for the bank", nil, "for the bank"},
		{"a forged id is text", "<@u1;drop> for x", nil, "<@u1;drop> for x"},
		{"nothing but a person", "<@U111>", []mission.UserID{"U111"}, ""},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			t.Parallel()
			ids, rest := leadingMentions(row.in)
			if !slices.Equal(ids, row.ids) || rest != row.rest {
				t.Errorf("leadingMentions(%q) = %v, %q", row.in, ids, rest)
			}
		})
	}
}

func TestParseVerb(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		sentence, in string
		verb         verb
		rest         string
		known        bool
	}{
		{"nothing is the card", "  ", verbCard, "", true},
		{"case does not matter", "Progress Followed it", verbProgress, "Followed it", true},
		{"a no-break space is a space", "win\u00a0at last", verbWin, "at last", true},
		{"a line break ends the word", "learned\nask first", verbLearned, "ask first", true},
		{"an unknown word is kept as typed", "Progess x", "Progess", "x", false},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			t.Parallel()
			v, rest, known := parseVerb(row.in)
			if v != row.verb || rest != row.rest || known != row.known {
				t.Errorf("parseVerb(%q) = %q, %q, %v", row.in, v, rest, known)
			}
		})
	}
}

func TestNearest(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		typed, want verb
	}{
		{"progess", verbProgress}, {"hlep", verbHelp}, {"thx", ""}, {"x", ""}, {"blocker", verbBlocked},
		{"strat", verbStart}, //nolint:misspell // the slip is the point.
		{"supercalifragilistic", ""},
	} {
		if got, _ := nearest(row.typed); got != row.want {
			t.Errorf("nearest(%q) = %q, want %q", row.typed, got, row.want)
		}
	}
}

func FuzzTyped(f *testing.F) {
	for _, seed := range []string{"progress <@U1|x> &amp;", "<!channel>", "<", "<@", "thanks <@U111>, and <@U222>", "\u202e\x00<#C|>"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, rest, known := parseVerb(s)
		if known && len(rest) > len(s) || !known && v == "" {
			t.Errorf("parseVerb(%q) = %q, %q, %v", s, v, rest, known)
		}
		ids, left := leadingMentions(s)
		for _, id := range ids {
			if !userID.MatchString(string(id)) {
				t.Errorf("leadingMentions(%q) let %q through", s, id)
			}
		}
		if !strings.HasSuffix(strings.TrimSpace(s), left) && !strings.HasPrefix(left, "<@") {
			t.Errorf("leadingMentions(%q) made up %q", s, left)
		}
		if utf8.ValidString(s) && !utf8.ValidString(unescape(s, noNames)) {
			t.Errorf("unescape(%q) is not valid text", s)
		}
	})
}

// TestRetold changes words that were shown first, or that waited, into those of a form.
func TestRetold(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	if _, err := e.dir.person(t.Context(), bo); err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		sentence string
		kind     mission.EntryKind
		words    string
		text     string
		to       int
	}{
		{"thanks keep whom they are for", mission.Thanks, "<@U0BO000001> for the patience", "the patience", 1},
		{"thanks told as a win keep what they were for", mission.Win, "<@U0BO000001> for the patience", "the patience", 0},
		{"a step that begins with a name keeps it", mission.Progress, "<@U0BO000001> called the bank", "@Bo called the bank", 0},
		{"words without names stay", mission.Blocked, "for days we wait", "for days we wait", 0},
	} {
		if text, to := e.retold(row.kind, row.words); text != row.text || len(to) != row.to {
			t.Errorf("%s: %q, %v", row.sentence, text, to)
		}
	}
}
