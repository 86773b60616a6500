package view

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"throughline/internal/sandbox/blockkit"
)

// nasty are texts of the kinds that break messages elsewhere.
var nasty = []string{
	"", " ", "\n\n", "\x00", "\x00\x01\x02\x1b[31m", "<!channel>", "<!here|here>", "<@U0BO000002>", "<#C0REFUNDS1|x>",
	"<https://example.org|click>", "<!subteam^S0000001>", "&lt;!channel&gt;", "&", "<", ">", "<<<<>>>>", "a & b < c > d",
	"*bold* _it_ ~no~ `code` ```block```", "> quote", "@channel @here @everyone", "`", "*", "**", "_", "😀", "👩‍👩‍👧‍👦", "é́́́", "🏳️‍🌈🇵🇹",
	"\u202Eevil\u202C", "\u2066\u2067\u2068\u2069", "مرحبا بالعالم", "שלום עולם", "\xff\xfe\xfd", "\xed\xa0\x80", "ok\xc3", "\uFFFD",
	"\r\n\r", "\u2028\u2029", "\t\t", "%s %d %%", "{mission}", "\"quoted\"", "\\u0000", ":smile:", "http://example.org", "word",
	"\u200b", "\u200d", "\uFEFF", "\U000E0041", "a\u0300\u0301", "null", "#refunds", "<!date^1^{date}|x>",
}

// anyText draws what somebody may type: a few stretches of nasty or arbitrary text, up to some hundred
// characters.
func anyText() *rapid.Generator[string] {
	stretch := rapid.OneOf(rapid.SampledFrom(nasty), rapid.String(), rapid.StringN(100, 400, -1))
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(stretch, 0, 4).Draw(t, "stretches"), rapid.SampledFrom([]string{"", " ", "\n"}).Draw(t, "between"))
	})
}

// cycling tells the given texts in turn.
func cycling(texts []string) teller {
	i := 0
	return func(string) string {
		i++
		return texts[i%len(texts)]
	}
}

func TestWhateverPeopleTypeStaysWithinSlacksLimits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOfN(anyText(), 1, 5).Draw(t, "texts")
		s := newSample(cycling(texts))
		group := rapid.SampledFrom(s.groups()).Draw(t, "group")
		for _, s := range group.build() {
			for _, fault := range faults(s) {
				t.Errorf("%s: %s", s.name, fault)
			}
		}
	})
}

func TestFortyThousandCharactersStayWithinSlacksLimits(t *testing.T) {
	for _, unit := range []string{"word ", "&", "👩‍👩‍👧‍👦", "<!channel> ", "x\n\u2028\xff\x00"} {
		t.Run(fmt.Sprintf("%q", unit), func(t *testing.T) {
			t.Parallel()
			long := strings.Repeat(unit, 40_000/utf8.RuneCountInString(unit))
			for _, s := range catalogue(func(string) string { return long }) {
				for _, fault := range faults(s) {
					t.Errorf("%s: %s", s.name, fault)
				}
			}
		})
	}
}

// faults lists what Slack would refuse in a surface, and what rules of ours it breaks.
func faults(s surface) []string {
	switch {
	case s.message != nil:
		return append(faultsOfMessage(*s.message), faultsOfTexts(s.message.Blocks)...)
	case s.modal != nil:
		return append(blockkit.ValidateView(asJSON(s.modal), blockkit.Modal), faultsOfTexts(s.modal)...)
	}
	return append(blockkit.ValidateView(asJSON(s.home), blockkit.Home), faultsOfTexts(s.home)...)
}

func faultsOfMessage(m Message) []string {
	out := blockkit.ValidateMessage(asJSON(m.Blocks))
	if n := utf8.RuneCountInString(m.Text); n == 0 || n > maxText {
		out = append(out, fmt.Sprintf("its text has %d characters", n))
	}
	if strings.ContainsAny(m.Text, "<>") {
		out = append(out, "its text has a control form: "+m.Text)
	}
	if bare.MatchString(m.Text) {
		out = append(out, "its text has a bare or torn &: "+m.Text)
	}
	return out
}

func asJSON(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}

var (
	// ours are the mentions that we write ourselves.
	ours = regexp.MustCompile(`<@[UW][A-Z0-9]+>`)
	// bare is an ampersand that begins none of the three escapes.
	bare = regexp.MustCompile(`&(?:[^agl]|a[^m]|am[^p]|amp[^;]|[gl][^t]|[gl]t[^;]|a?m?p?$|[gl]t?$)`)
)

// faultsOfTexts looks at every text object in a tree.
func faultsOfTexts(v any) []string {
	var tree any
	if err := json.Unmarshal(asJSON(v), &tree); err != nil {
		return []string{err.Error()}
	}
	var out []string
	walk(tree, func(o map[string]any) {
		text, _ := o["text"].(string)
		switch o["type"] {
		case "mrkdwn":
			if o["verbatim"] != true {
				out = append(out, "mrkdwn that is not verbatim: "+text)
			}
			if rest := ours.ReplaceAllString(text, ""); strings.ContainsAny(rest, "<>") || bare.MatchString(rest) {
				out = append(out, "mrkdwn with a control form: "+text)
			}
		case "plain_text":
			if o["emoji"] != false {
				out = append(out, "plain_text with emoji: "+text)
			}
		}
		for _, r := range text {
			if visible(r) != r && o["type"] != nil {
				out = append(out, fmt.Sprintf("%q has %U in it", text, r))
				break
			}
		}
	})
	return out
}

func walk(v any, see func(map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		see(v)
		for _, child := range v {
			walk(child, see)
		}
	case []any:
		for _, child := range v {
			walk(child, see)
		}
	}
}

// TestTheCheckerBites keeps faults from passing everything.
func TestTheCheckerBites(t *testing.T) {
	good := one(fill("Fine."))
	long, forged, loud := good, good, good
	long.Text = strings.Repeat("a", maxText+1)
	forged.Text = "hello <!channel>"
	loud.Blocks = Hello(newSample(asWritten).env, refunds, false).Blocks[:1]
	for name, m := range map[string]Message{"a text that is too long": long, "a text that mentions": forged} {
		if len(faultsOfMessage(m)) == 0 {
			t.Errorf("%s passes", name)
		}
	}
	raw := json.RawMessage(`[{"type":"section","text":{"type":"mrkdwn","text":"<!channel>","verbatim":true}},
		{"type":"section","text":{"type":"mrkdwn","text":"fine"}},
		{"type":"section","text":{"type":"plain_text","text":"loud","emoji":true}},
		{"type":"section","text":{"type":"mrkdwn","text":"a & b","verbatim":true}}]`)
	if got := faultsOfTexts(raw); len(got) != 4 {
		t.Errorf("four faults, found %d: %q", len(got), got)
	}
	if got := faultsOfTexts(loud.Blocks); len(got) != 0 {
		t.Errorf("no fault, found %q", got)
	}
}
