package blockkit

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"throughline/internal/sandbox/rules"
)

func TestBlocksOfAMessage(t *testing.T) {
	rules.Keeps(t, "surface/unknown-type", "surface/where", "surface/block-id", "surface/action-id", "block/section-accessory", "block/image",
		"block/rich-text", "block/table-one", "block/markdown", "element/button-style", "element/select-options", "element/select-initial",
		"element/multi-max", "element/conversations-filter", "element/response-url-enabled", "element/datepicker", "element/timepicker",
		"element/datetimepicker", "element/where", "element/image-alt", "object/option-url", "object/text", "object/text-flags",
		"object/plain-only", "object/slack-file", "object/confirm")
	pick := func(e obj) obj { return section(plainText("Pick"), "accessory", e) }
	cases := []struct {
		sentence string
		blocks   any
		want     []string // Text and pointer, as "text @ pointer".
	}{
		{"a text may not be empty", arr{section(plainText(""))}, []string{"must be more than 0 characters @ /blocks/0/text/text"}},
		{"a text is a string", arr{section(obj{"type": "mrkdwn", "text": 7})}, []string{"must provide a string @ /blocks/0/text/text"}},
		{"a text is an object", arr{section("Hello")}, []string{"must provide an object @ /blocks/0/text"}},
		{"a text has a type", arr{section(obj{"text": "Hello"})}, []string{"missing required field: type @ /blocks/0/text"}},
		{"a text is of a known type", arr{section(el("markdown", "text", "A"))}, []string{"unsupported type: markdown @ /blocks/0/text/type"}},
		{"a null is no text", arr{section(nil)}, []string{"must provide an object @ /blocks/0/text"}},
		{"emoji belongs to plain text", arr{section(el("mrkdwn", "text", "A", "emoji", true))},
			[]string{"invalid additional property: emoji @ /blocks/0/text"}},
		{"verbatim belongs to mrkdwn", arr{section(el("plain_text", "text", "A", "verbatim", true))},
			[]string{"invalid additional property: verbatim @ /blocks/0/text"}},
		{"emoji is true or false", arr{section(el("plain_text", "text", "A", "emoji", "yes"))},
			[]string{"must provide a boolean @ /blocks/0/text/emoji"}},
		{"a section has text or fields", arr{el("section")}, []string{"must define either `text` or `fields` @ /blocks/0/type"}},
		{"a section may have text and fields", arr{section(plainText("A"), "fields", arr{plainText("B")})}, nil},
		{"a section's fields are some", arr{el("section", "fields", arr{})}, []string{"must provide at least 1 items @ /blocks/0/fields"}},
		{"a header is plain", arr{el("header", "text", mrkdwnText("A"))}, []string{"unsupported type: mrkdwn @ /blocks/0/text/type"}},
		{"a header has a text", arr{el("header")}, []string{"missing required field: text @ /blocks/0"}},
		{"a header has no level 0", arr{el("header", "text", plainText("A"), "level", 0)}, []string{"must be at least 1 @ /blocks/0/level"}},
		{"a level is a whole number", arr{el("header", "text", plainText("A"), "level", 1.5)}, []string{"must provide an integer @ /blocks/0/level"}},
		{"a context has elements", arr{el("context", "elements", arr{})}, []string{"must provide at least 1 items @ /blocks/0/elements"}},
		{"a context holds no button", arr{el("context", "elements", arr{button()})}, []string{"unsupported type: button @ /blocks/0/elements/0/type"}},
		{"a context's image has alt_text", arr{el("divider"), el("context", "elements", arr{el("image", "image_url", "https://example.org")})},
			[]string{"missing required field: alt_text @ /blocks/1/elements/0"}},
		{"an image block has alt_text", arr{el("divider"), el("image", "image_url", "https://example.org")},
			[]string{"missing required field: alt_text @ /blocks/1"}},
		{"an image comes from somewhere", arr{el("image", "alt_text", "A cat")},
			[]string{"must define either `image_url` or `slack_file` @ /blocks/0/type"}},
		{"an image comes from one place", arr{el("image", "alt_text", "A cat", "image_url", "https://example.org", "slack_file", obj{"id": "F1"})},
			[]string{"must define only one of `image_url`, `slack_file` @ /blocks/0/type"}},
		{"a file of Slack has an id or an address", arr{el("image", "alt_text", "A cat", "slack_file", obj{})},
			[]string{"must define either `id` or `url` @ /blocks/0/slack_file/type"}},
		{"an unknown block is refused", arr{el("foo")}, []string{"unsupported type: foo @ /blocks/0/type"}},
		{"a long unknown type is cut in the complaint", arr{el(strings.Repeat("x", 81))},
			[]string{"unsupported type: " + strings.Repeat("x", 80) + "… @ /blocks/0/type"}},
		{"a block has a type", arr{obj{}}, []string{"missing required field: type @ /blocks/0"}},
		{"a block's type is a string", arr{obj{"type": 7}}, []string{"must provide a string @ /blocks/0/type"}},
		{"a block is an object", arr{"divider"}, []string{"must provide an object @ /blocks/0"}},
		{"blocks are an array", obj{"type": "divider"}, []string{"must provide an array @ /blocks"}},
		{"a field nobody knows is refused", arr{el("divider", "text", plainText("A"))}, []string{"invalid additional property: text @ /blocks/0"}},
		{"an element has no block_id", arr{actions(button("block_id", "b"))}, []string{"invalid additional property: block_id @ /blocks/0/elements/0"}},
		{"an item of a list has no style", arr{richText(el("rich_text_list", "style", "bullet", "elements", arr{el("rich_text_section", "elements", arr{}, "style", "bullet")}))},
			[]string{"invalid additional property: style @ /blocks/0/elements/0/elements/0"}},
		{"every fault is named", arr{el("header"), el("foo")},
			[]string{"missing required field: text @ /blocks/0", "unsupported type: foo @ /blocks/1/type"}},

		{"a button needs a text", arr{actions(el("button"))}, []string{"missing required field: text @ /blocks/0/elements/0"}},
		{"a button's style is known", arr{actions(button("style", "default"))},
			[]string{"must be a valid enum value @ /blocks/0/elements/0/style"}},
		{"one button of a set is primary", arr{actions(button("style", "primary"), button(), button("style", "primary"))},
			[]string{"only one primary button allowed @ /blocks/0/elements/2/style"}},
		{"each set may have its primary button", arr{actions(button("style", "primary")), actions(button("style", "primary"))}, nil},
		{"an action_id stands once in a block", arr{actions(button("action_id", "a"), button("action_id", "a"))},
			[]string{"`action_id` \"a\" already exists @ /blocks/0/elements/1/action_id"}},
		{"an action_id may stand in two blocks", arr{actions(button("action_id", "a")), actions(button("action_id", "a"))}, nil},
		{"a block_id stands once in a message", arr{el("divider", "block_id", "b"), el("divider", "block_id", "b")},
			[]string{"`block_id` \"b\" already exists @ /blocks/1/block_id"}},
		{"a section takes no text input", arr{pick(el("plain_text_input"))}, []string{"unsupported type: plain_text_input @ /blocks/0/accessory/type"}},
		{"a section takes no datetimepicker", arr{pick(el("datetimepicker"))}, []string{"unsupported type: datetimepicker @ /blocks/0/accessory/type"}},
		{"an actions block takes no image", arr{actions(el("image"))}, []string{"unsupported type: image @ /blocks/0/elements/0/type"}},
		{"an input takes no button", arr{input(button())}, []string{"unsupported type: button @ /blocks/0/element/type"}},
		{"an input takes no overflow menu", arr{input(el("overflow", "options", opts(2)))}, []string{"unsupported type: overflow @ /blocks/0/element/type"}},

		{"a menu has options or groups", arr{pick(el("static_select"))}, []string{"must define either `options` or `option_groups` @ /blocks/0/accessory/type"}},
		{"a menu has not both", arr{pick(el("static_select", "options", opts(1), "option_groups", arr{obj{"label": plainText("A"), "options": opts(1)}}))},
			[]string{"must define only one of `options`, `option_groups` @ /blocks/0/accessory/type"}},
		{"a menu has an option", arr{pick(el("static_select", "options", arr{}))}, []string{"must provide at least 1 items @ /blocks/0/accessory/options"}},
		{"an option has a value", arr{pick(el("static_select", "options", arr{obj{"text": plainText("A")}}))},
			[]string{"missing required field: value @ /blocks/0/accessory/options/0"}},
		{"a menu's option is plain", arr{pick(el("static_select", "options", arr{obj{"text": mrkdwnText("A"), "value": "a"}}))},
			[]string{"unsupported type: mrkdwn @ /blocks/0/accessory/options/0/text/type"}},
		{"only overflow options open an address", arr{pick(el("static_select", "options", arr{obj{"text": plainText("A"), "value": "a", "url": "https://example.org"}}))},
			[]string{"invalid additional property: url @ /blocks/0/accessory/options/0"}},
		{"what is picked at first is an option", arr{pick(el("static_select", "options", opts(2), "initial_option", opt(3)))},
			[]string{"must match one of the options @ /blocks/0/accessory/initial_option"}},
		{"what is picked at first equals the option whole", arr{pick(el("static_select", "options", arr{opt(1)},
			"initial_option", obj{"text": el("plain_text", "text", "Choice 1", "emoji", true), "value": "v1"}))},
			[]string{"must match one of the options @ /blocks/0/accessory/initial_option"}},
		{"what is picked at first may be in a group", arr{pick(el("static_select", "option_groups",
			arr{obj{"label": plainText("A"), "options": opts(1)}, obj{"label": plainText("B"), "options": arr{opt(7)}}}, "initial_option", opt(7)))}, nil},
		{"each one ticked at first is an option", arr{pick(el("checkboxes", "options", opts(2), "initial_options", arr{opt(1), opt(2)}))},
			[]string{"must match one of the options @ /blocks/0/accessory/initial_options/1"}},
		{"no first pick is said by leaving it out", arr{pick(el("static_select", "options", opts(1), "initial_option", nil))},
			[]string{"must provide an object @ /blocks/0/accessory/initial_option", "must match one of the options @ /blocks/0/accessory/initial_option"}},
		{"a filter filters", arr{pick(el("conversations_select", "filter", obj{}))},
			[]string{"must define either `include` or `exclude_external_shared_channels` or `exclude_bot_users` @ /blocks/0/accessory/filter/type"}},
		{"a filter includes something", arr{pick(el("conversations_select", "filter", obj{"include": arr{}}))},
			[]string{"must provide at least 1 items @ /blocks/0/accessory/filter/include"}},
		{"a filter includes known kinds", arr{pick(el("conversations_select", "filter", obj{"include": arr{"secret"}}))},
			[]string{"must be a valid enum value @ /blocks/0/accessory/filter/include/0"}},
		{"a message's menu gives no response_url", arr{pick(el("channels_select", "response_url_enabled", true))},
			[]string{"only allowed in input blocks of modals @ /blocks/0/accessory/response_url_enabled"}},
		{"one may pick at least one", arr{pick(el("multi_users_select", "max_selected_items", 0))},
			[]string{"must be at least 1 @ /blocks/0/accessory/max_selected_items"}},

		{"a date exists", arr{pick(el("datepicker", "initial_date", "2027-02-29"))},
			[]string{"must be a date in the format YYYY-MM-DD @ /blocks/0/accessory/initial_date"}},
		{"a date is written with zeros", arr{pick(el("datepicker", "initial_date", "2027-2-9"))},
			[]string{"must be a date in the format YYYY-MM-DD @ /blocks/0/accessory/initial_date"}},
		{"a time is of a day", arr{pick(el("timepicker", "initial_time", "24:00"))},
			[]string{"must be a time in the format HH:mm @ /blocks/0/accessory/initial_time"}},
		{"a time is written with zeros", arr{pick(el("timepicker", "initial_time", "9:05"))},
			[]string{"must be a time in the format HH:mm @ /blocks/0/accessory/initial_time"}},
		{"a zone exists", arr{pick(el("timepicker", "timezone", "Europe/Atlantis"))},
			[]string{"must be an IANA time zone @ /blocks/0/accessory/timezone"}},
		{"a moment has ten digits", arr{actions(el("datetimepicker", "initial_date_time", 999999999))},
			[]string{"must be at least 1000000000 @ /blocks/0/elements/0/initial_date_time"}},

		{"a confirmation has all its words", arr{actions(button("confirm", obj{"title": plainText("A"), "text": plainText("B")}))},
			[]string{"missing required field: confirm @ /blocks/0/elements/0/confirm", "missing required field: deny @ /blocks/0/elements/0/confirm"}},
		{"a confirmation's title is plain", arr{actions(button("confirm", obj{"title": mrkdwnText("A"), "text": plainText("B"), "confirm": plainText("Yes"), "deny": plainText("No")}))},
			[]string{"unsupported type: mrkdwn @ /blocks/0/elements/0/confirm/title/type"}},

		{"an input has a label", arr{el("input", "element", el("plain_text_input"))}, []string{"missing required field: label @ /blocks/0"}},
		{"an input has an element", arr{el("input", "label", plainText("A"))}, []string{"missing required field: element @ /blocks/0"}},
		{"a shortest text is no longer than the longest", arr{input(el("plain_text_input", "min_length", 5, "max_length", 4))},
			[]string{"must be no more than `max_length` @ /blocks/0/element/min_length"}},
		{"a longest text has a character", arr{input(el("plain_text_input", "max_length", 0))}, []string{"must be at least 1 @ /blocks/0/element/max_length"}},
		{"dispatch is triggered by known acts", arr{input(el("plain_text_input", "dispatch_action_config", obj{"trigger_actions_on": arr{"on_blur"}}))},
			[]string{"must be a valid enum value @ /blocks/0/element/dispatch_action_config/trigger_actions_on/0"}},

		{"rich text has parts", arr{richText()}, []string{"must provide at least 1 items @ /blocks/0/elements"}},
		{"rich text has known parts", arr{richText(el("rich_text_poem", "elements", arr{}))},
			[]string{"unsupported type: rich_text_poem @ /blocks/0/elements/0/type"}},
		{"a text of rich text is not empty", arr{richText(richSection(el("text", "text", "")))},
			[]string{"must be more than 0 characters @ /blocks/0/elements/0/elements/0/text"}},
		{"a list has a style", arr{richText(el("rich_text_list", "elements", arr{richSection()}))},
			[]string{"missing required field: style @ /blocks/0/elements/0"}},
		{"a list holds sections", arr{richText(el("rich_text_list", "style", "bullet", "elements", arr{el("rich_text_quote", "elements", arr{})}))},
			[]string{"must be a valid enum value @ /blocks/0/elements/0/elements/0/type"}},
		{"preformatted text mentions nobody", arr{richText(el("rich_text_preformatted", "elements", arr{el("user", "user_id", "U0ANA00001")}))},
			[]string{"unsupported type: user @ /blocks/0/elements/0/elements/0/type"}},
		{"a broadcast has a known range", arr{richText(richSection(el("broadcast", "range", "world")))},
			[]string{"must be a valid enum value @ /blocks/0/elements/0/elements/0/range"}},
		{"a date has a format", arr{richText(richSection(el("date", "timestamp", 1795500000)))},
			[]string{"missing required field: format @ /blocks/0/elements/0/elements/0"}},
		{"a style says true or false", arr{richText(richSection(el("text", "text", "A", "style", obj{"bold": 1})))},
			[]string{"must provide a boolean @ /blocks/0/elements/0/elements/0/style/bold"}},

		{"a message has one table", repeated(2, el("table", "rows", arr{arr{el("raw_text", "text", "A")}})),
			[]string{"only_one_table_allowed @ /blocks/1"}},
		{"a cell is of a known type", arr{el("table", "rows", arr{arr{el("image")}})}, []string{"unsupported type: image @ /blocks/0/rows/0/0/type"}},
		{"a number in a cell is a number", arr{el("table", "rows", arr{arr{el("raw_number", "value", "1", "text", "1")}})},
			[]string{"must provide a number @ /blocks/0/rows/0/0/value"}},
		{"all markdown together has 12,000 characters", arr{el("markdown", "text", long(6000)), el("markdown", "text", long(6001))},
			[]string{"all markdown must be less than 12001 characters @ /blocks/1/text"}},
		{"two markdown blocks may fill the limit", repeated(2, el("markdown", "text", long(6000))), nil},
		{"a video has what it needs", arr{el("video", "video_url", "https://example.org", "title", plainText("A"), "alt_text", "A")},
			[]string{"missing required field: thumbnail_url @ /blocks/0"}},
		{"a file is remote", arr{el("file", "external_id", "a", "source", "local")}, []string{"must be a valid enum value @ /blocks/0/source"}},
		{"a call has an id", arr{el("call")}, []string{"missing required field: call_id @ /blocks/0"}},
	}
	for _, c := range cases {
		t.Run(c.sentence, func(t *testing.T) {
			if got := ValidateMessage(encoded(t, c.blocks)); !slices.Equal(got, worded(c.want)) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(worded(c.want), "\n"))
			}
		})
	}
}

func TestViews(t *testing.T) {
	rules.Keeps(t, "surface/modal-submit", "surface/where", "block/input-dispatch", "block/markdown-messages", "element/number-input",
		"element/focus-one", "element/response-url-enabled")
	field := input(el("plain_text_input"))
	with := func(v obj, name string, value any) obj {
		v[name] = value
		return v
	}
	lacking := func(v obj, name string) obj {
		delete(v, name)
		return v
	}
	focused := func() obj { return input(el("plain_text_input", "focus_on_load", true)) }
	cases := []struct {
		sentence string
		view     any
		on       Surface
		want     []string
	}{
		{"a modal with an input and a submit is fine", modal(field), Modal, nil},
		{"a modal with an input needs a submit", lacking(modal(el("divider"), field), "submit"), Modal,
			[]string{"must define `submit` to use an `input` block in modals @ /view/blocks/1/input"}},
		{"a null submit is none", with(modal(field), "submit", nil), Modal,
			[]string{"must define `submit` to use an `input` block in modals @ /view/blocks/0/input"}},
		{"a modal without an input needs no submit", lacking(modal(el("divider")), "submit"), Modal, nil},
		{"a null close is none", with(modal(field), "close", nil), Modal, nil},
		{"a modal has a title", lacking(modal(field), "title"), Modal, []string{"missing required field: title @ /view"}},
		{"a title is plain", with(modal(field), "title", mrkdwnText("A")), Modal, []string{"unsupported type: mrkdwn @ /view/title/type"}},
		{"a title is not empty", with(modal(field), "title", plainText("")), Modal, []string{"must be more than 0 characters @ /view/title/text"}},
		{"a view has blocks", lacking(modal(), "blocks"), Modal, []string{"missing required field: blocks @ /view"}},
		{"private_metadata is a string", with(modal(field), "private_metadata", obj{}), Modal, []string{"must provide a string @ /view/private_metadata"}},
		{"notify_on_close is true or false", with(modal(field), "notify_on_close", "true"), Modal, []string{"must provide a boolean @ /view/notify_on_close"}},
		{"a view has a type", lacking(modal(field), "type"), Modal, []string{"missing required field: type @ /view"}},
		{"a view is of a known type", with(modal(field), "type", "dialog"), Modal, []string{"unsupported type: dialog @ /view/type"}},
		{"a Home tab cannot be opened as a modal", home(el("divider")), Modal, []string{"unsupported type: home @ /view/type"}},
		{"a modal cannot be published as a Home tab", modal(el("divider")), Home, []string{"unsupported type: modal @ /view/type"}},
		{"a view is an object", arr{}, Modal, []string{"must provide an object @ /view"}},
		{"a number input says if decimals are fine", modal(input(el("number_input"))), Modal,
			[]string{"missing required field: is_decimal_allowed @ /view/blocks/0/element"}},
		{"a number input starts with a number", modal(input(el("number_input", "is_decimal_allowed", true, "initial_value", "Inf"))), Modal,
			[]string{"must be a number @ /view/blocks/0/element/initial_value"}},
		{"a number's least is no more than its most", modal(input(el("number_input", "is_decimal_allowed", true, "min_value", "2", "max_value", "1.5"))), Modal,
			[]string{"must be no more than `max_value` @ /view/blocks/0/element/min_value"}},
		{"files are not dispatched", modal(input(el("file_input"), "dispatch_action", true)), Modal,
			[]string{"not allowed with a file_input element @ /view/blocks/0/dispatch_action"}},
		{"a rich text input has an action_id", modal(input(el("rich_text_input"))), Modal,
			[]string{"missing required field: action_id @ /view/blocks/0/element"}},
		{"e-mail addresses are asked for in modals", home(input(el("email_text_input"))), Home,
			[]string{"unsupported type: email_text_input @ /view/blocks/0/element/type"}},
		{"a Home tab may have inputs without a submit", home(field), Home, nil},
		{"a Home tab has no title", with(home(field), "title", plainText("A")), Home, []string{"invalid additional property: title @ /view"}},
		{"a Home tab has no submit", with(home(field), "submit", plainText("A")), Home, []string{"invalid additional property: submit @ /view"}},
		{"a Home tab has no close", with(home(field), "close", plainText("A")), Home, []string{"invalid additional property: close @ /view"}},
		{"a table stands in messages only", modal(el("table", "rows", arr{})), Modal, []string{"unsupported type: table @ /view/blocks/0/type"}},
		{"markdown stands in messages only", home(el("markdown", "text", "A")), Home, []string{"unsupported type: markdown @ /view/blocks/0/type"}},
		{"one element takes the focus", modal(focused(), focused()), Modal,
			[]string{"only one element may set `focus_on_load` @ /view/blocks/1/element/focus_on_load"}},
		{"a block_id stands once in a view", modal(el("divider", "block_id", "b"), el("header", "text", plainText("A"), "block_id", "b")), Modal,
			[]string{"`block_id` \"b\" already exists @ /view/blocks/1/block_id"}},
		{"an input of a modal may give a response_url", modal(input(el("conversations_select", "response_url_enabled", true))), Modal, nil},
		{"a section of a modal gives no response_url", modal(section(plainText("A"), "accessory", el("channels_select", "response_url_enabled", true))), Modal,
			[]string{"only allowed in input blocks of modals @ /view/blocks/0/accessory/response_url_enabled"}},
		{"an input of a Home tab gives no response_url", home(input(el("channels_select", "response_url_enabled", true))), Home,
			[]string{"only allowed in input blocks of modals @ /view/blocks/0/element/response_url_enabled"}},
	}
	for _, c := range cases {
		t.Run(c.sentence, func(t *testing.T) {
			if got := ValidateView(encoded(t, c.view), c.on); !slices.Equal(got, worded(c.want)) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(worded(c.want), "\n"))
			}
		})
	}
}

func TestWhatIsNoJSONIsRefused(t *testing.T) {
	for _, raw := range []string{`[`, `[] []`, `nonsense`} {
		if got := ValidateMessage(json.RawMessage(raw)); !slices.Equal(got, worded([]string{"must be valid JSON @ /blocks"})) {
			t.Errorf("message %s: %q", raw, got)
		}
		if got := ValidateView(json.RawMessage(raw), Modal); !slices.Equal(got, worded([]string{"must be valid JSON @ /view"})) {
			t.Errorf("view %s: %q", raw, got)
		}
	}
}

func TestAbsentBlocksAreFine(t *testing.T) {
	for _, raw := range []string{"", " ", "[]"} {
		if got := ValidateMessage(json.RawMessage(raw)); got != nil {
			t.Errorf("%q: %q", raw, got)
		}
	}
}

// FuzzValidate holds that no input crashes the checks or the readers, and that
// what passes as a message of core blocks gets ids and still passes.
func FuzzValidate(f *testing.F) {
	for _, seed := range []any{
		arr{section(mrkdwnText("A"), "accessory", button())}, arr{el("table", "rows", arr{arr{nil}})},
		modal(input(el("static_select", "option_groups", arr{nil}))), home(el("actions", "elements", "x")),
	} {
		f.Add([]byte(encoded(f, seed)))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		faults := ValidateMessage(raw)
		ValidateView(raw, Modal)
		ValidateView(raw, Home)
		Elements(raw)
		Inputs(raw)
		filled, err := FillIDs(raw, counter())
		if len(faults) > 0 || len(raw) == 0 {
			return
		}
		if err != nil {
			return
		}
		if got := ValidateMessage(filled); len(got) > 0 {
			t.Errorf("passes without ids, fails with them: %q", got)
		}
	})
}

// worded turns "text @ pointer" into complaints.
func worded(short []string) []string {
	var full []string
	for _, s := range short {
		text, at, _ := strings.Cut(s, " @ ")
		full = append(full, complaint(text, at))
	}
	return full
}
