package sandbox

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"throughline/internal/sandbox/blockkit"
)

// TestWhatIsTypedIsFormatted: the client makes styles of the marks that people type.
func TestWhatIsTypedIsFormatted(t *testing.T) {
	const section, quote, code = "rich_text_section", "rich_text_quote", "rich_text_preformatted"
	for typed, want := range map[string][]string{
		"plain words":                   {section, "plain words"},
		"*bold* then _slanted_":         {section, "bold+bold", " then ", "slanted+italic"},
		"~gone~ and `x*y*z`":            {section, "gone+strike", " and ", "x*y*z+code"},
		"*bold _and slanted_*":          {section, "bold +bold", "and slanted+bold,italic"},
		"2*3*4 and snake_case_id":       {section, "2*3*4 and snake_case_id"},
		"* a star, and * another":       {section, "* a star, and * another"},
		"**":                            {section, "**"},
		"*not\nclosed*":                 {section, "*not\nclosed*"},
		"*_~`":                          {section, "*_~`"},
		"&gt; said\n&gt; twice\nand on": {quote, "said\ntwice", section, "and on"},
		"see ```a := 1\n*b*``` then":    {section, "see ", code, "a := 1\n*b*", section, " then"},
		"``` open":                      {section, "``` open"},
		"*<@U0DEE00001> did*":           {section, "user+bold", " did+bold"},
		"_<https://a.example/x_y_z>_":   {section, "link+italic"},
		"(*so*)":                        {section, "(", "so+bold", ")"},
	} {
		t.Run(typed, func(t *testing.T) {
			raw := richText(typed)
			if diff := cmp.Diff(want, outline(t, raw)); diff != "" {
				t.Error(diff)
			}
			if found := blockkit.ValidateMessage(raw); len(found) > 0 {
				t.Errorf("Slack would not take it: %q", found)
			}
		})
	}
}

// TestLongTypedTextIsReadInLinearTime hangs where marks without an end are looked for again and again.
func TestLongTypedTextIsReadInLinearTime(t *testing.T) {
	for _, unit := range []string{"*a ", "_*a ", "<a ", "```", "&gt;\n", "*a* "} {
		richText(strings.Repeat(unit, 40_000/len(unit)))
	}
}

// outline is each part's type, and its elements with their styles.
func outline(t *testing.T, raw json.RawMessage) []string {
	t.Helper()
	var blocks []struct {
		Elements []struct {
			Type     string
			Elements []struct {
				Type, Text string
				Style      map[string]bool
			}
		}
	}
	if err := json.Unmarshal(raw, &blocks); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, part := range blocks[0].Elements {
		out = append(out, part.Type)
		for _, e := range part.Elements {
			words := e.Text
			if e.Type != "text" {
				words = e.Type
			}
			var on []string
			for _, name := range []string{"bold", "italic", "strike", "code"} {
				if e.Style[name] {
					on = append(on, name)
				}
			}
			if len(on) > 0 {
				words += "+" + strings.Join(on, ",")
			}
			out = append(out, words)
		}
	}
	return out
}
