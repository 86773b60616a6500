package blockkit

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"throughline/internal/sandbox/rules"
)

// limit is a documented limit of something inside one block: a block built at
// the limit passes, one over it is refused at the pointer.
type limit struct {
	sentence string
	most     int
	at       string // The pointer from the block.
	block    func(n int) obj
}

func ofText(sentence string, most int, at string, block func(s string) obj) limit {
	return limit{sentence, most, at, func(n int) obj { return block(long(n)) }}
}

var textLimits = []limit{
	ofText("a section has 3,000 characters", 3000, "/text/text", func(s string) obj { return section(mrkdwnText(s)) }),
	ofText("a field of a section has 2,000 characters", 2000, "/fields/0/text", func(s string) obj {
		return obj{"type": "section", "fields": arr{plainText(s)}}
	}),
	ofText("a header has 150 characters", 150, "/text/text", func(s string) obj { return el("header", "text", plainText(s)) }),
	ofText("a block_id has 255 characters", 255, "/block_id", func(s string) obj { return el("divider", "block_id", s) }),
	ofText("an action_id has 255 characters", 255, "/elements/0/action_id", func(s string) obj { return actions(button("action_id", s)) }),
	ofText("a text in a context has 3,000 characters", 3000, "/elements/0/text", func(s string) obj {
		return el("context", "elements", arr{mrkdwnText(s)})
	}),
	ofText("a button's text has 75 characters", 75, "/elements/0/text/text", func(s string) obj { return actions(el("button", "text", plainText(s))) }),
	ofText("a button's value has 2,000 characters", 2000, "/elements/0/value", func(s string) obj { return actions(button("value", s)) }),
	ofText("a button's spoken label has 75 characters", 75, "/elements/0/accessibility_label", func(s string) obj {
		return actions(button("accessibility_label", s))
	}),
	ofText("a placeholder has 150 characters", 150, "/elements/0/placeholder/text", func(s string) obj {
		return actions(el("users_select", "placeholder", plainText(s)))
	}),
	ofText("an option's text has 75 characters", 75, "/accessory/options/0/text/text", func(s string) obj {
		return section(plainText("Pick"), "accessory", el("static_select", "options", arr{obj{"text": plainText(s), "value": "a"}}))
	}),
	ofText("an option's value has 150 characters", 150, "/accessory/options/0/value", func(s string) obj {
		return section(plainText("Pick"), "accessory", el("static_select", "options", arr{obj{"text": plainText("A"), "value": s}}))
	}),
	ofText("an option's description has 75 characters", 75, "/elements/0/options/0/description/text", func(s string) obj {
		return actions(el("checkboxes", "options", arr{obj{"text": plainText("A"), "value": "a", "description": mrkdwnText(s)}}))
	}),
	ofText("a group's label has 75 characters", 75, "/elements/0/option_groups/0/label/text", func(s string) obj {
		return actions(el("static_select", "option_groups", arr{obj{"label": plainText(s), "options": opts(1)}}))
	}),
	ofText("a confirmation's title has 100 characters", 100, "/elements/0/confirm/title/text", confirmWith("title", plainText)),
	ofText("a confirmation's text has 300 characters", 300, "/elements/0/confirm/text/text", confirmWith("text", mrkdwnText)),
	ofText("a confirmation's yes has 30 characters", 30, "/elements/0/confirm/confirm/text", confirmWith("confirm", plainText)),
	ofText("a confirmation's no has 30 characters", 30, "/elements/0/confirm/deny/text", confirmWith("deny", plainText)),
	ofText("an image's alt_text has 2,000 characters", 2000, "/alt_text", func(s string) obj {
		return el("image", "image_url", "https://example.org", "alt_text", s)
	}),
	ofText("an image's title has 2,000 characters", 2000, "/title/text", func(s string) obj {
		return el("image", "image_url", "https://example.org", "alt_text", "A cat", "title", plainText(s))
	}),
	ofText("an input's label has 2,000 characters", 2000, "/label/text", func(s string) obj {
		return input(el("plain_text_input"), "label", plainText(s))
	}),
	ofText("an input's hint has 2,000 characters", 2000, "/hint/text", func(s string) obj {
		return input(el("plain_text_input"), "hint", plainText(s))
	}),
	ofText("an input starts with 3,000 characters", 3000, "/element/initial_value", func(s string) obj {
		return input(el("plain_text_input", "initial_value", s))
	}),
	ofText("a text in rich text has 3,000 characters", 3000, "/elements/0/elements/0/text", func(s string) obj {
		return richText(richSection(el("text", "text", s)))
	}),
	ofText("markdown has 12,000 characters", 12000, "/text", func(s string) obj { return el("markdown", "text", s) }),
	ofText("a video's alt_text has 200 characters", 200, "/alt_text", videoWith("alt_text", func(s string) any { return s })),
	ofText("a video's title has 200 characters", 200, "/title/text", videoWith("title", func(s string) any { return plainText(s) })),
	ofText("a video's description has 200 characters", 200, "/description/text", videoWith("description", func(s string) any { return plainText(s) })),
	ofText("a video's author has 50 characters", 50, "/author_name", videoWith("author_name", func(s string) any { return s })),
	ofText("a video's provider has 50 characters", 50, "/provider_name", videoWith("provider_name", func(s string) any { return s })),
}

var itemLimits = []limit{
	{"a section has 10 fields", 10, "/fields", func(n int) obj { return obj{"type": "section", "fields": repeated(n, plainText("A"))} }},
	{"a context has 10 elements", 10, "/elements", func(n int) obj { return el("context", "elements", repeated(n, plainText("A"))) }},
	{"an actions block has 25 elements", 25, "/elements", func(n int) obj { return el("actions", "elements", repeated(n, button())) }},
	{"a menu has 100 options", 100, "/elements/0/options", func(n int) obj { return actions(el("static_select", "options", opts(n))) }},
	{"a menu has 100 groups", 100, "/elements/0/option_groups", func(n int) obj {
		return actions(el("multi_static_select", "option_groups", repeated(n, obj{"label": plainText("A"), "options": opts(1)})))
	}},
	{"a group has 100 options", 100, "/elements/0/option_groups/0/options", func(n int) obj {
		return actions(el("static_select", "option_groups", arr{obj{"label": plainText("A"), "options": opts(n)}}))
	}},
	{"there are 10 checkboxes", 10, "/elements/0/options", func(n int) obj { return actions(el("checkboxes", "options", opts(n))) }},
	{"there are 10 radio buttons", 10, "/element/options", func(n int) obj { return input(el("radio_buttons", "options", opts(n))) }},
	{"an overflow menu has 5 options", 5, "/accessory/options", func(n int) obj {
		return section(plainText("A"), "accessory", el("overflow", "options", opts(n)))
	}},
	{"a table has 100 rows", 100, "/rows", func(n int) obj { return el("table", "rows", repeated(n, arr{el("raw_text", "text", "A")})) }},
	{"a row has 20 cells", 20, "/rows/0", func(n int) obj { return el("table", "rows", arr{repeated(n, el("raw_text", "text", "A"))}) }},
}

var numberLimits = []limit{
	{"a text input takes 3,000 characters", 3000, "/element/max_length", func(n int) obj { return input(el("plain_text_input", "max_length", n)) }},
	{"a text input asks for 3,000 characters", 3000, "/element/min_length", func(n int) obj { return input(el("plain_text_input", "min_length", n)) }},
	{"a header has level 4", 4, "/level", func(n int) obj { return el("header", "text", plainText("A"), "level", n) }},
	{"a border is one wide", 1, "/elements/0/border", func(n int) obj {
		return richText(el("rich_text_quote", "elements", arr{}, "border", n))
	}},
}

func confirmWith(name string, as func(string) obj) func(string) obj {
	return func(s string) obj {
		c := obj{"title": plainText("Sure?"), "text": plainText("It ends."), "confirm": plainText("Yes"), "deny": plainText("No")}
		c[name] = as(s)
		return actions(button("confirm", c))
	}
}

func videoWith(name string, as func(string) any) func(string) obj {
	return func(s string) obj {
		v := el("video", "video_url", "https://example.org", "thumbnail_url", "https://example.org", "alt_text", "A", "title", plainText("A"))
		v[name] = as(s)
		return v
	}
}

func (l limit) over(wording string, at string) string {
	return complaint(fmt.Sprintf(wording, l.most+1), at+l.at)
}

func TestLimitsOfAMessage(t *testing.T) {
	rules.Keeps(t, "surface/code-points", "surface/says-where", "surface/block-id", "surface/action-id", "block/section-text",
		"block/section-fields", "block/header", "block/header-level", "block/context", "block/actions", "block/image", "block/input",
		"block/table-size", "block/video", "element/button", "element/button-label", "element/select-options", "element/text-input",
		"element/checkboxes", "element/overflow", "object/option-text", "object/option-value", "object/group", "object/placeholder",
		"object/confirm", "object/text")
	check := func(limits []limit, complaint func(l limit) string) {
		for _, l := range limits {
			t.Run(l.sentence, func(t *testing.T) {
				if got := ValidateMessage(encoded(t, arr{l.block(l.most)})); len(got) > 0 {
					t.Errorf("at the limit: %q", got)
				}
				want := []string{complaint(l)}
				if got := ValidateMessage(encoded(t, arr{l.block(l.most + 1)})); !slices.Equal(got, want) {
					t.Errorf("over the limit: %q, want %q", got, want)
				}
			})
		}
	}
	check(textLimits, func(l limit) string { return l.over("must be less than %d characters", "/blocks/0") })
	check(itemLimits, func(l limit) string {
		return complaint(fmt.Sprintf("no more than %d items allowed", l.most), "/blocks/0"+l.at)
	})
	check(numberLimits, func(l limit) string { return complaint(fmt.Sprintf("must be at most %d", l.most), "/blocks/0"+l.at) })
}

func TestLimitsOfAView(t *testing.T) {
	rules.Keeps(t, "surface/modal-titles", "surface/view-ids")
	texts := []struct {
		field string
		most  int
		at    string
		plain bool
	}{
		{"title", 24, "/view/title/text", true},
		{"submit", 24, "/view/submit/text", true},
		{"close", 24, "/view/close/text", true},
		{"callback_id", 255, "/view/callback_id", false},
		{"external_id", 255, "/view/external_id", false},
		{"private_metadata", 3000, "/view/private_metadata", false},
	}
	for _, c := range texts {
		t.Run(fmt.Sprintf("a modal's %s has %d characters", c.field, c.most), func(t *testing.T) {
			build := func(n int) obj {
				v := modal(el("divider"))
				v[c.field] = long(n)
				if c.plain {
					v[c.field] = plainText(long(n))
				}
				return v
			}
			if got := ValidateView(encoded(t, build(c.most)), Modal); len(got) > 0 {
				t.Errorf("at the limit: %q", got)
			}
			want := []string{complaint(fmt.Sprintf("must be less than %d characters", c.most+1), c.at)}
			if got := ValidateView(encoded(t, build(c.most+1)), Modal); !slices.Equal(got, want) {
				t.Errorf("over the limit: %q, want %q", got, want)
			}
		})
	}
}

func TestNumbersOfBlocks(t *testing.T) {
	rules.Keeps(t, "surface/message-50", "surface/view-100")
	message := func(n int) []string { return ValidateMessage(encoded(t, repeated(n, el("divider")))) }
	view := func(n int) []string { return ValidateView(encoded(t, modal(repeated(n, el("divider"))...)), Modal) }
	tab := func(n int) []string { return ValidateView(encoded(t, home(repeated(n, el("divider"))...)), Home) }
	cases := []struct {
		sentence string
		check    func(n int) []string
		n        int
		want     []string
	}{
		{"a message may have no blocks", message, 0, nil},
		{"a message has 50 blocks", message, 50, nil},
		{"a message has not 51 blocks", message, 51, []string{"[ERROR] no more than 50 items allowed [json-pointer:/blocks]"}},
		{"a modal has a block", view, 0, []string{"[ERROR] must provide at least 1 items [json-pointer:/view/blocks]"}},
		{"a modal has 100 blocks", view, 100, nil},
		{"a modal has not 101 blocks", view, 101, []string{"[ERROR] no more than 100 items allowed [json-pointer:/view/blocks]"}},
		{"a Home tab has a block", tab, 0, []string{"[ERROR] must provide at least 1 items [json-pointer:/view/blocks]"}},
		{"a Home tab has 100 blocks", tab, 100, nil},
		{"a Home tab has not 101 blocks", tab, 101, []string{"[ERROR] no more than 100 items allowed [json-pointer:/view/blocks]"}},
	}
	for _, c := range cases {
		t.Run(c.sentence, func(t *testing.T) {
			if got := c.check(c.n); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestAViewHasABoundInBytes(t *testing.T) {
	rules.Keeps(t, "surface/view-250kb")
	blocks := arr{}
	for range 84 {
		blocks = append(blocks, section(plainText(strings.Repeat("x", 2900))))
	}
	v := home(blocks...)
	v["private_metadata"] = ""
	v["private_metadata"] = strings.Repeat("x", MaxViewBytes-len(encoded(t, v)))
	if got := ValidateView(encoded(t, v), Home); len(got) > 0 {
		t.Errorf("at the limit: %q", got)
	}
	v["private_metadata"] = v["private_metadata"].(string) + "x"
	want := []string{"[ERROR] must be no more than 250000 bytes [json-pointer:/view]"}
	if got := ValidateView(encoded(t, v), Home); !slices.Equal(got, want) {
		t.Errorf("over the limit: %q, want %q", got, want)
	}
}

func TestOneFaultAmongValidBlocksIsNamed(t *testing.T) {
	rules.Keeps(t, "surface/whole-call", "surface/says-where")
	all := slices.Concat(textLimits, itemLimits, numberLimits)
	rapid.Check(t, func(t *rapid.T) {
		blocks := drawBlocks(t, 6, drawCoreBlock)
		l := rapid.SampledFrom(all).Draw(t, "limit")
		i := rapid.IntRange(0, len(blocks)).Draw(t, "index")
		blocks = slices.Insert(blocks, i, any(l.block(l.most+1)))
		got := ValidateMessage(encoded(t, blocks))
		at := fmt.Sprintf("[json-pointer:/blocks/%d%s]", i, l.at)
		if len(got) != 1 || !strings.HasSuffix(got[0], at) {
			t.Fatalf("%s, one over, in block %d: %q", l.sentence, i, got)
		}
	})
}
