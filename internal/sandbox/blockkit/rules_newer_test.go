package blockkit

import (
	"slices"
	"strings"
	"testing"

	"throughline/internal/sandbox/rules"
)

func rawText(s string) obj { return el("raw_text", "text", s) }

func dataTable(rows ...any) obj {
	return el("data_table", "caption", "Steps", "rows", append(arr{}, rows...))
}

func pie(value any) obj {
	return el("data_visualization", "title", "A", "chart", el("pie", "segments", arr{obj{"label": "A", "value": value}}))
}

func bars(names []string, labels ...string) obj {
	series := arr{}
	for _, name := range names {
		points := arr{}
		for _, label := range labels {
			points = append(points, obj{"label": label, "value": 1})
		}
		series = append(series, obj{"name": name, "data": points})
	}
	return el("data_visualization", "title", "A", "chart",
		el("bar", "series", series, "axis_config", obj{"categories": arr{"Mon", "Tue"}}))
}

func container(more ...any) obj {
	return el("container", append([]any{"title", plainText("A"), "child_blocks", arr{el("divider")}}, more...)...)
}

func layoutOf(blocks ...any) obj {
	row := arr{}
	for _, b := range blocks {
		row = append(row, obj{"block": b})
	}
	return el("layout", "label", "A", "rows", arr{obj{"items": row}})
}

func TestNewerBlocks(t *testing.T) {
	t.Parallel()
	rules.Keeps(t, "block/container", "block/layout", "block/card", "block/data-table", "block/chart", "block/context-actions", "block/table-one",
		"surface/unknown-type")
	card := el("card", "title", plainText("A"))
	feedback := el("feedback_buttons", "positive_button", obj{"text": plainText("A"), "value": "1"})
	cases := []struct {
		sentence string
		blocks   any
		want     []string
	}{
		{"a card says something", arr{el("card", "subtitle", plainText("A"))},
			[]string{"must define either `hero_image` or `title` or `actions` or `body` @ /blocks/0/type"}},
		{"a card's title is a text object", arr{el("card", "title", "A")}, []string{"must provide an object @ /blocks/0/title"}},
		{"a card has one icon", arr{el("card", "title", plainText("A"), "icon", el("image", "alt_text", "A", "image_url", "https://example.org/a"), "slack_icon", obj{"type": "icon", "name": "bot"})},
			[]string{"must define only one of `icon`, `slack_icon` @ /blocks/0/type"}},
		{"Slack's icons are a closed list", arr{el("card", "title", plainText("A"), "slack_icon", obj{"type": "icon", "name": "sparkles"})},
			[]string{"must be a valid enum value @ /blocks/0/slack_icon/name"}},
		{"a card's actions are buttons", arr{el("card", "actions", arr{el("datepicker")})}, []string{"unsupported type: datepicker @ /blocks/0/actions/0/type"}},
		{"a carousel holds cards", arr{el("carousel", "elements", arr{el("divider")})}, []string{"unsupported type: divider @ /blocks/0/elements/0/type"}},

		{"a container has a title", arr{el("container", "child_blocks", arr{el("divider")})},
			[]string{"must define either `title` or `rich_text_title` @ /blocks/0/type"}},
		{"what begins folded can be folded", arr{container("default_collapsed", true)},
			[]string{"requires `is_collapsible` @ /blocks/0/default_collapsed"}},
		{"what folds has no line under its head", arr{container("is_collapsible", true, "has_header_divider", true)},
			[]string{"not allowed with `is_collapsible` @ /blocks/0/has_header_divider"}},
		{"a container holds no container", arr{container("child_blocks", arr{container()})},
			[]string{"unsupported type: container @ /blocks/0/child_blocks/0/type"}},
		{"a fault inside of a container is named", arr{container("child_blocks", arr{el("divider"), el("header")})},
			[]string{"missing required field: text @ /blocks/0/child_blocks/1"}},
		{"a table in a container is a table of the message", arr{container("child_blocks", arr{el("table", "rows", arr{arr{rawText("A")}})}), el("table", "rows", arr{arr{rawText("A")}})},
			[]string{"only_one_table_allowed @ /blocks/1"}},
		{"a block_id inside of another block counts", arr{el("divider", "block_id", "b"), container("child_blocks", arr{el("divider", "block_id", "b")})},
			[]string{"`block_id` \"b\" already exists @ /blocks/1/child_blocks/0/block_id"}},

		{"a layout's items are blocks", arr{layoutOf(el("markdown", "text", "A"))}, []string{"unsupported type: markdown @ /blocks/0/rows/0/items/0/block/type"}},
		{"a layout holds no layout", arr{layoutOf(layoutOf(el("divider")))}, []string{"unsupported type: layout @ /blocks/0/rows/0/items/0/block/type"}},
		{"a layout may hold a container", arr{layoutOf(container(), card)}, nil},
		{"a chart stands alone in its row", arr{layoutOf(pie(1), el("divider"))},
			[]string{"must be the only item of its row: data_visualization @ /blocks/0/rows/0/items/0/block/type"}},
		{"a fallback is of old blocks", arr{el("layout", "label", "A", "rows", arr{obj{"items": arr{obj{"block": el("divider")}}}}, "fallback", arr{actions(button())})},
			[]string{"unsupported type: actions @ /blocks/0/fallback/0/type"}},
		{"blocks inside of others count", append(repeated(48, el("divider")), layoutOf(el("divider"), el("divider"))),
			[]string{"no more than 50 items allowed @ /blocks"}},

		{"feedback is both ways", arr{el("context_actions", "elements", arr{feedback})}, []string{"missing required field: negative_button @ /blocks/0/elements/0"}},
		{"the bin is the only icon", arr{el("context_actions", "elements", arr{el("icon_button", "icon", "heart", "text", plainText("A"))})},
			[]string{"must be a valid enum value @ /blocks/0/elements/0/icon"}},
		{"context actions take no button", arr{el("context_actions", "elements", arr{button()})}, []string{"unsupported type: button @ /blocks/0/elements/0/type"}},

		{"a data table's rows are even", arr{dataTable(arr{rawText("A"), rawText("B")}, arr{rawText("C")})},
			[]string{"must have as many cells as the first row @ /blocks/0/rows/1"}},
		{"a data table's head is plain", arr{dataTable(arr{el("rich_text", "elements", arr{richSection()})}, arr{rawText("A")})},
			[]string{"unsupported type: rich_text @ /blocks/0/rows/0/0/type"}},
		{"the column that names rows is there", arr{el("data_table", "caption", "A", "rows", arr{arr{rawText("A")}, arr{rawText("B")}}, "row_header_column_index", 1)},
			[]string{"must be the index of a column @ /blocks/0/row_header_column_index"}},
		{"a data table is a table", arr{dataTable(arr{rawText("A")}, arr{rawText("B")}), el("table", "rows", arr{arr{rawText("A")}})},
			[]string{"only_one_table_allowed @ /blocks/1"}},
		{"a table's rows are even", arr{el("table", "rows", arr{arr{rawText("A")}, arr{rawText("A"), rawText("B")}})},
			[]string{"must have as many cells as the first row @ /blocks/0/rows/1"}},
		{"a table's text has 10,000 characters", arr{el("table", "rows", arr{arr{rawText(long(10_000))}})}, nil},
		{"a table's text has not 10,001", arr{el("table", "rows", arr{arr{rawText(long(9_999)), el("rich_text", "elements", arr{richSection(el("text", "text", "ab"))})}})},
			[]string{"all cells must be less than 10001 characters @ /blocks/0"}},
		{"a number in a cell has its text", arr{el("table", "rows", arr{arr{el("raw_number", "value", 1)}})},
			[]string{"missing required field: text @ /blocks/0/rows/0/0"}},

		{"a slice is over 0", arr{pie(0)}, []string{"must be greater than 0 @ /blocks/0/chart/segments/0/value"}},
		{"a chart is of a known type", arr{el("data_visualization", "title", "A", "chart", el("radar"))}, []string{"unsupported type: radar @ /blocks/0/chart/type"}},
		{"series have names of their own", arr{bars([]string{"A", "A"}, "Mon", "Tue")}, []string{"`name` \"A\" already exists @ /blocks/0/chart/series/1/name"}},
		{"a point is of a category", arr{bars([]string{"A"}, "Mon", "Wed")}, []string{"must match one of the categories, once @ /blocks/0/chart/series/0/data/1/label"}},
		{"no category is left out", arr{bars([]string{"A"}, "Tue")}, []string{"must have a point for each of the categories @ /blocks/0/chart/series/0/data"}},
		{"a message has two charts", repeated(3, pie(1)), []string{"no more than 2 data_visualization blocks allowed @ /blocks/2"}},

		{"a plan's title is bare", arr{el("plan", "title", plainText("A"))}, []string{"must provide a string @ /blocks/0/title"}},
		{"a task alone is not pending", arr{el("task_card", "task_id", "t", "title", "A", "status", "pending")}, []string{"must be a valid enum value @ /blocks/0/status"}},
		{"a task of a plan may be", arr{el("plan", "title", "A", "tasks", arr{obj{"task_id": "t", "title": "A", "status": "pending"}})}, nil},

		{"an alert stands in modals only", arr{el("alert", "text", plainText("A"))}, []string{"unsupported type: alert @ /blocks/0/type"}},
		{"rich text is written in views only", arr{input(el("rich_text_input", "action_id", "a"))}, []string{"unsupported type: rich_text_input @ /blocks/0/element/type"}},
		{"files are handed over in modals only", arr{input(el("file_input"))}, []string{"unsupported type: file_input @ /blocks/0/element/type"}},
		{"a picture has an address on the web", arr{el("image", "alt_text", "A", "image_url", "cat.png")}, []string{"must be a valid URL @ /blocks/0/image_url"}},
		{"a button may open an app", arr{actions(button("url", "slack://open"))}, nil},
		{"a button's address is one", arr{actions(button("url", "example"))}, []string{"must be a valid URL @ /blocks/0/elements/0/url"}},
		{"a video comes safely", arr{el("video", "video_url", "http://example.org/v", "thumbnail_url", "https://example.org/t", "alt_text", "A", "title", plainText("A"))},
			[]string{"must be a valid HTTPS URL @ /blocks/0/video_url"}},
		{"a colour is written in hex", arr{richText(richSection(el("color", "value", "red")))}, []string{"must be a hex color @ /blocks/0/elements/0/elements/0/value"}},
		{"an image comes back as Slack gave it", arr{el("image", "alt_text", "A", "image_url", "https://example.org/a", "fallback", "36x36px image", "image_width", 36, "image_height", 36, "image_bytes", 96)}, nil},
	}
	for _, c := range cases {
		t.Run(c.sentence, func(t *testing.T) {
			if got := ValidateMessage(encoded(t, c.blocks)); !slices.Equal(got, worded(c.want)) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(worded(c.want), "\n"))
			}
		})
	}
}

// where says on which surfaces a block or an input's element may stand.
var where = []struct {
	name  string
	block obj
	on    Surface
}{
	{"card", el("card", "title", plainText("A")), Message | Modal | Home},
	{"carousel", el("carousel", "elements", arr{el("card", "title", plainText("A"))}), Message | Home},
	{"container", container(), Message | Home},
	{"layout", layoutOf(el("divider")), Message | Modal | Home},
	{"alert", el("alert", "text", plainText("A")), Modal},
	{"context_actions", el("context_actions", "elements", arr{el("icon_button", "icon", "trash", "text", plainText("A"))}), Message},
	{"data_table", dataTable(arr{rawText("A")}, arr{rawText("B")}), Message},
	{"data_visualization", pie(1), Message},
	{"plan", el("plan", "title", "A"), Message},
	{"task_card", el("task_card", "task_id", "t", "title", "A", "status", "error"), Message},
	{"table", el("table", "rows", arr{arr{rawText("A")}}), Message},
	{"markdown", el("markdown", "text", "A"), Message},
	{"rich_text_input", input(el("rich_text_input", "action_id", "a")), Modal | Home},
	{"number_input", input(el("number_input", "is_decimal_allowed", true)), Modal},
	{"email_text_input", input(el("email_text_input")), Modal},
	{"url_text_input", input(el("url_text_input")), Modal},
	{"file_input", input(el("file_input")), Modal},
	{"plain_text_input", input(el("plain_text_input")), Message | Modal | Home},
}

func TestWhereBlocksStand(t *testing.T) {
	t.Parallel()
	rules.Keeps(t, "surface/where", "block/alert", "block/markdown-messages")
	for _, c := range where {
		t.Run(c.name, func(t *testing.T) {
			got := Surface(0)
			if len(ValidateMessage(encoded(t, arr{c.block}))) == 0 {
				got |= Message
			}
			if len(ValidateView(encoded(t, modal(c.block)), Modal)) == 0 {
				got |= Modal
			}
			if len(ValidateView(encoded(t, home(c.block)), Home)) == 0 {
				got |= Home
			}
			if got != c.on {
				t.Errorf("stands on %03b, want %03b (Home, Modal, Message)", got, c.on)
			}
		})
	}
}

func TestNestedElementsAreFoundAndNamed(t *testing.T) {
	t.Parallel()
	raw := encoded(t, arr{
		container("child_blocks", arr{actions(button("value", "in"))}),
		el("carousel", "elements", arr{el("card", "title", plainText("A"), "actions", arr{button("value", "card")})}),
		layoutOf(section(plainText("A"), "accessory", button("value", "grid"))),
		el("context_actions", "elements", arr{el("icon_button", "icon", "trash", "text", plainText("A"), "value", "bin")}),
	})
	filled, err := FillIDs(raw, counter())
	if err != nil {
		t.Fatal(err)
	}
	var values []string
	for _, e := range Elements(filled) {
		values = append(values, e.Value)
		if e.BlockID == "" || e.ActionID == "" {
			t.Errorf("%s has no ids", e.Value)
		}
	}
	if want := []string{"in", "card", "grid", "bin"}; !slices.Equal(values, want) {
		t.Errorf("found %q, want %q", values, want)
	}
}

func TestAnswersOfMenus(t *testing.T) {
	t.Parallel()
	rules.Keeps(t, "menu/hundred")
	group := obj{"label": plainText("A"), "options": opts(1)}
	for _, c := range []struct {
		sentence string
		answer   any
		want     []string
	}{
		{"options", obj{"options": opts(100)}, nil},
		{"no options", obj{"options": arr{}}, nil},
		{"groups", obj{"option_groups": repeated(100, group)}, nil},
		{"neither", obj{}, []string{"must define either `options` or `option_groups` @ /type"}},
		{"both", obj{"options": opts(1), "option_groups": arr{group}}, []string{"must define only one of `options`, `option_groups` @ /type"}},
		{"an option without a value", obj{"options": arr{obj{"text": plainText("A")}}}, []string{"missing required field: value @ /options/0"}},
		{"an option in mrkdwn", obj{"options": arr{obj{"text": mrkdwnText("A"), "value": "a"}}}, []string{"unsupported type: mrkdwn @ /options/0/text/type"}},
		{"nothing", nil, []string{"must provide an object @ "}},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			if got := ValidateSuggestion(encoded(t, c.answer)); !slices.Equal(got, worded(c.want)) {
				t.Errorf("got %q, want %q", got, worded(c.want))
			}
		})
	}
}

func TestDispatchIsAskedForByWhatIsDone(t *testing.T) {
	t.Parallel()
	rules.Keeps(t, "click/dispatch-config")
	both := obj{"trigger_actions_on": arr{"on_enter_pressed", "on_character_entered"}}
	letters := obj{"trigger_actions_on": arr{"on_character_entered"}}
	for _, c := range []struct {
		sentence     string
		element      obj
		enter, typed bool
	}{
		{"unless it is said, Enter", el("plain_text_input"), true, false},
		{"each letter", el("plain_text_input", "dispatch_action_config", letters), false, true},
		{"both", el("number_input", "is_decimal_allowed", true, "dispatch_action_config", both), true, true},
		{"a menu has no say", el("users_select"), true, true},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			e := Elements(encoded(t, arr{input(c.element, "dispatch_action", true)}))[0]
			if e.FiresOn("on_enter_pressed") != c.enter || e.FiresOn("on_character_entered") != c.typed || !e.FiresOn("") {
				t.Errorf("enter %t, letter %t", e.FiresOn("on_enter_pressed"), e.FiresOn("on_character_entered"))
			}
		})
	}
}

func TestEscapesCountAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	rules.Keeps(t, "surface/escaped-length")
	text := func(n int) []string {
		return ValidateMessage(encoded(t, arr{section(mrkdwnText(strings.Repeat("&lt;", n)))}))
	}
	if len(text(750)) > 0 || len(text(751)) == 0 {
		t.Errorf("750 escapes of four: %q, 751: %q", text(750), text(751))
	}
}
