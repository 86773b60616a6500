package blockkit

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// counter gives the ids g1, g2 and so on.
func counter() func() string {
	n := 0
	return func() string {
		n++
		return fmt.Sprintf("g%d", n)
	}
}

func TestElements(t *testing.T) {
	first := obj{"text": plainText("<Two>"), "value": "2"}
	raw := encoded(t, arr{
		section(plainText("A"), "block_id", "s", "accessory", button("action_id", "go", "value", "7", "url", "https://example.org")),
		section(plainText("B"), "accessory", el("image", "alt_text", "A cat", "image_url", "https://example.org")),
		el("actions", "block_id", "a", "elements", arr{
			el("static_select", "action_id", "pick", "option_groups", arr{obj{"label": plainText("G"), "options": arr{first}}}),
			el("datepicker", "action_id", "day"),
		}),
		input(el("plain_text_input", "action_id", "words"), "block_id", "i"),
		input(el("radio_buttons", "action_id", "kind", "options", opts(1)), "block_id", "j", "dispatch_action", true),
	})
	want := []Element{
		{BlockID: "s", ActionID: "go", Type: "button", Value: "7", URL: "https://example.org"},
		{BlockID: "a", ActionID: "pick", Type: "static_select", Options: []Option{
			{Value: "2", Raw: json.RawMessage(`{"text":{"text":"<Two>","type":"plain_text"},"value":"2"}`)},
		}},
		{BlockID: "a", ActionID: "day", Type: "datepicker"},
		{BlockID: "i", ActionID: "words", Type: "plain_text_input", Input: true},
		{BlockID: "j", ActionID: "kind", Type: "radio_buttons", Input: true, Dispatch: true, Options: []Option{
			{Value: "v0", Raw: json.RawMessage(`{"text":{"text":"Choice 0","type":"plain_text"},"value":"v0"}`)},
		}},
	}
	got := Elements(raw)
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(Element{}, "Raw")); diff != "" {
		t.Errorf("elements (-want +got):\n%s", diff)
	}
	fires := []bool{true, true, true, false, true}
	for i, e := range got {
		if e.Fires() != fires[i] {
			t.Errorf("%s fires: %t", e.ActionID, e.Fires())
		}
		if !strings.Contains(string(e.Raw), fmt.Sprintf("%q", e.ActionID)) {
			t.Errorf("%s is kept raw as %s", e.ActionID, e.Raw)
		}
	}
}

func TestInputs(t *testing.T) {
	raw := encoded(t, modal(
		section(plainText("A"), "accessory", button("action_id", "go")),
		input(el("plain_text_input", "action_id", "words", "min_length", 2, "max_length", 500), "block_id", "i"),
		input(el("multi_static_select", "action_id", "who", "options", arr{opt(1)}, "max_selected_items", 3), "block_id", "j", "optional", true),
		input(el("file_input", "action_id", "files", "max_files", 4), "block_id", "k"),
	))
	want := []Input{
		{BlockID: "i", ActionID: "words", Type: "plain_text_input", Label: "Your step", MinLength: 2, MaxLength: 500},
		{BlockID: "j", ActionID: "who", Type: "multi_static_select", Label: "Your step", Optional: true, MaxItems: 3, Options: []Option{
			{Value: "v1", Raw: json.RawMessage(`{"text":{"text":"Choice 1","type":"plain_text"},"value":"v1"}`)},
		}},
		{BlockID: "k", ActionID: "files", Type: "file_input", Label: "Your step", MaxItems: 4},
	}
	if diff := cmp.Diff(want, Inputs(raw), cmpopts.IgnoreFields(Input{}, "Raw")); diff != "" {
		t.Errorf("inputs (-want +got):\n%s", diff)
	}
}

func TestWhatIsNoJSONHasNothingInIt(t *testing.T) {
	if got := Elements(json.RawMessage(`[`)); got != nil {
		t.Errorf("elements: %v", got)
	}
	if got := Inputs(json.RawMessage(`{`)); got != nil {
		t.Errorf("inputs: %v", got)
	}
}

func TestFillIDs(t *testing.T) {
	cases := []struct {
		sentence string
		blocks   any
		want     string
	}{
		{"a block gets an id", arr{el("divider")}, `[{"block_id":"g1","type":"divider"}]`},
		{"an id that is there stays", arr{el("divider", "block_id", "mine")}, `[{"block_id":"mine","type":"divider"}]`},
		{"an empty id counts as none", arr{el("divider", "block_id", "")}, `[{"block_id":"g1","type":"divider"}]`},
		{"an id that is taken is not given", arr{el("divider", "block_id", "g1"), el("divider")},
			`[{"block_id":"g1","type":"divider"},{"block_id":"g2","type":"divider"}]`},
		{"elements get ids after the blocks", arr{actions(el("datepicker"), el("datepicker", "action_id", "g2"))},
			`[{"block_id":"g1","elements":[{"action_id":"g3","type":"datepicker"},{"action_id":"g2","type":"datepicker"}],"type":"actions"}]`},
		{"an accessory gets an id", arr{el("section", "block_id", "s", "accessory", el("datepicker"))},
			`[{"accessory":{"action_id":"g1","type":"datepicker"},"block_id":"s","type":"section"}]`},
		{"an image gets none", arr{el("section", "block_id", "s", "accessory", el("image"))},
			`[{"accessory":{"type":"image"},"block_id":"s","type":"section"}]`},
		{"text is kept as it was", arr{el("markdown", "block_id", "m", "text", "<a> & ż")},
			`[{"block_id":"m","text":"<a> & ż","type":"markdown"}]`},
	}
	for _, c := range cases {
		t.Run(c.sentence, func(t *testing.T) {
			got, err := FillIDs(encoded(t, c.blocks), counter())
			if err != nil || string(got) != c.want {
				t.Errorf("got %s, %v, want %s", got, err, c.want)
			}
		})
	}
}

func TestFillIDsRefuses(t *testing.T) {
	cases := []struct {
		sentence string
		raw      string
		next     func() string
	}{
		{"what is no JSON", `[`, counter()},
		{"what is no array", `{}`, counter()},
		{"a block that is no object", `[7]`, counter()},
		{"a generator that repeats itself over blocks", `[{},{}]`, func() string { return "same" }},
		{"a generator that repeats itself over elements", `[{"block_id":"b","type":"actions","elements":[{},{}]}]`, func() string { return "same" }},
	}
	for _, c := range cases {
		t.Run(c.sentence, func(t *testing.T) {
			if got, err := FillIDs(json.RawMessage(c.raw), c.next); err == nil {
				t.Errorf("gave %s", got)
			}
		})
	}
}

func TestAbsentBlocksStayAbsent(t *testing.T) {
	if got, err := FillIDs(nil, counter()); got != nil || err != nil {
		t.Errorf("got %s, %v", got, err)
	}
}

func TestFilledBlocksAreValidNamedAndFilledOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once, err := FillIDs(encoded(t, drawMessage(t)), counter())
		if err != nil {
			t.Fatalf("fill: %v", err)
		}
		if got := ValidateMessage(once); len(got) > 0 {
			t.Fatalf("filled and refused: %q", got)
		}
		for _, e := range Elements(once) {
			if e.BlockID == "" || e.ActionID == "" {
				t.Fatalf("%s has no id in %s", e.Type, once)
			}
		}
		twice, err := FillIDs(once, func() string { return "never" })
		if err != nil || string(twice) != string(once) {
			t.Fatalf("filled again: %s, %v", twice, err)
		}
	})
}
