package blockkit

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

type (
	obj = map[string]any
	arr = []any
)

// failer is what *testing.T and *rapid.T share here.
type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

func encoded(t failer, v any) json.RawMessage {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatalf("encode the sample: %v", err)
	}
	return raw
}

// long is a text of n code points, each of several bytes.
func long(n int) string { return strings.Repeat("ż", n) }

func plainText(s string) obj  { return obj{"type": "plain_text", "text": s} }
func mrkdwnText(s string) obj { return obj{"type": "mrkdwn", "text": s} }

func opt(n int) obj {
	return obj{"text": plainText(fmt.Sprintf("Choice %d", n)), "value": fmt.Sprintf("v%d", n)}
}

func opts(n int) arr {
	list := arr{}
	for i := range n {
		list = append(list, opt(i))
	}
	return list
}

func repeated(n int, v any) arr {
	list := arr{}
	for range n {
		list = append(list, v)
	}
	return list
}

func section(text any, more ...any) obj {
	b := obj{"type": "section", "text": text}
	for i := 0; i+1 < len(more); i += 2 {
		b[more[i].(string)] = more[i+1]
	}
	return b
}

func button(more ...any) obj { return el("button", append([]any{"text", plainText("Go")}, more...)...) }

// el is an element, or any object with a type, from names and values.
func el(typ string, more ...any) obj {
	e := obj{"type": typ}
	for i := 0; i+1 < len(more); i += 2 {
		e[more[i].(string)] = more[i+1]
	}
	return e
}

func actions(elements ...any) obj {
	return obj{"type": "actions", "elements": append(arr{}, elements...)}
}

func input(element any, more ...any) obj {
	return el("input", append([]any{"label", plainText("Your step"), "element", element}, more...)...)
}

func richText(parts ...any) obj { return obj{"type": "rich_text", "elements": append(arr{}, parts...)} }

func richSection(inlines ...any) obj {
	return obj{"type": "rich_text_section", "elements": append(arr{}, inlines...)}
}

func modal(blocks ...any) obj {
	return obj{"type": "modal", "title": plainText("A step"), "submit": plainText("Post"), "blocks": append(arr{}, blocks...)}
}

func home(blocks ...any) obj { return obj{"type": "home", "blocks": append(arr{}, blocks...)} }

// The generators below draw blocks that Slack documents as valid. They are
// written from the documentation, not from the tables under test.

func words(t *rapid.T, name string, most int) string {
	return string(rapid.SliceOfN(rapid.Rune(), 1, min(most, 60)).Draw(t, name))
}

func drawText(t *rapid.T, most int) obj {
	if rapid.Bool().Draw(t, "plain") {
		return drawPlain(t, most)
	}
	b := mrkdwnText(words(t, "mrkdwn", most))
	if rapid.Bool().Draw(t, "has verbatim") {
		b["verbatim"] = rapid.Bool().Draw(t, "verbatim")
	}
	return b
}

func drawPlain(t *rapid.T, most int) obj {
	b := plainText(words(t, "plain text", most))
	if rapid.Bool().Draw(t, "has emoji") {
		b["emoji"] = rapid.Bool().Draw(t, "emoji")
	}
	return b
}

func drawConfirm(t *rapid.T) obj {
	return obj{
		"title": drawPlain(t, 100), "text": drawText(t, 300), "confirm": drawPlain(t, 30), "deny": drawPlain(t, 30),
		"style": rapid.SampledFrom([]string{"primary", "danger"}).Draw(t, "confirm style"),
	}
}

func drawOptions(t *rapid.T, most int) arr { return opts(rapid.IntRange(1, most).Draw(t, "options")) }

func drawMenu(t *rapid.T) obj {
	offered := drawOptions(t, 100)
	e := obj{"type": "static_select", "options": offered, "placeholder": drawPlain(t, 150)}
	switch rapid.IntRange(0, 3).Draw(t, "menu") {
	case 0:
		e["initial_option"] = rapid.SampledFrom(offered).Draw(t, "initial")
	case 1:
		e["type"], e["initial_options"], e["max_selected_items"] = "multi_static_select", offered[:1], 2
	case 2:
		delete(e, "options")
		e["option_groups"] = arr{obj{"label": drawPlain(t, 75), "options": offered}}
		e["initial_option"] = offered[0]
	}
	return e
}

func drawPeopleMenu(t *rapid.T) obj {
	return rapid.SampledFrom([]obj{
		el("users_select", "initial_user", "U0ANA00001"),
		el("multi_users_select", "initial_users", arr{"U0ANA00001"}, "max_selected_items", 3),
		el("channels_select", "initial_channel", "C0GENERAL1"),
		el("multi_channels_select"),
		el("conversations_select", "default_to_current_conversation", true, "filter", obj{"include": arr{"public"}}),
		el("multi_conversations_select", "filter", obj{"exclude_bot_users": true}),
		el("external_select", "min_query_length", 0, "initial_option", opt(1)),
		el("multi_external_select", "initial_options", opts(2)),
	}).Draw(t, "people menu")
}

func drawPicker(t *rapid.T) obj {
	return rapid.SampledFrom([]obj{
		el("datepicker", "initial_date", "2028-02-29"),
		el("timepicker", "initial_time", "09:05", "timezone", "Europe/Lisbon"),
		el("checkboxes", "options", opts(10), "initial_options", opts(2)),
		el("radio_buttons", "options", opts(1), "initial_option", opt(0)),
		el("radio_buttons", "options", arr{obj{"text": mrkdwnText("*Bold*"), "value": "b"}}),
	}).Draw(t, "picker")
}

// drawMenuLike draws what may stand in sections, actions and inputs alike.
func drawMenuLike(t *rapid.T) obj {
	draw := rapid.SampledFrom([]func(*rapid.T) obj{drawMenu, drawPeopleMenu, drawPicker}).Draw(t, "menu kind")
	e := maps.Clone(draw(t))
	if rapid.Bool().Draw(t, "asks") {
		e["confirm"] = drawConfirm(t)
	}
	return e
}

func drawButtonLike(t *rapid.T) obj {
	e := rapid.SampledFrom([]obj{
		button("value", "x", "style", "danger"),
		button("url", "https://example.org", "accessibility_label", "Open the page"),
		el("overflow", "options", opts(5)),
		el("overflow", "options", arr{obj{"text": plainText("Open"), "value": "o", "url": "https://example.org"}}),
	}).Draw(t, "button")
	return maps.Clone(e)
}

func drawTyped(t *rapid.T) obj {
	return maps.Clone(rapid.SampledFrom([]obj{
		el("plain_text_input", "multiline", true, "min_length", 0, "max_length", 3000, "initial_value", "Hello"),
		el("plain_text_input", "dispatch_action_config", obj{"trigger_actions_on": arr{"on_enter_pressed"}}),
		el("datetimepicker", "initial_date_time", 1795500000),
	}).Draw(t, "typed"))
}

// drawModalInput draws what Slack takes in modals alone.
func drawModalInput(t *rapid.T) obj {
	return input(maps.Clone(rapid.SampledFrom([]obj{
		el("rich_text_input", "action_id", "words", "initial_value", richText(richSection()), "min_lines", 1, "max_lines", 100),
		el("number_input", "is_decimal_allowed", false, "min_value", "-1", "max_value", "10.5", "focus_on_load", false),
		el("email_text_input", "initial_value", "ana@example.org"),
		el("url_text_input"),
		el("file_input", "filetypes", arr{"png"}, "max_files", 10),
	}).Draw(t, "modal input")))
}

func drawInline(t *rapid.T) obj {
	style := obj{"bold": rapid.Bool().Draw(t, "bold"), "code": rapid.Bool().Draw(t, "code")}
	return rapid.SampledFrom([]obj{
		el("text", "text", words(t, "text", 3000), "style", style),
		el("link", "url", "https://example.org", "text", "here"),
		el("user", "user_id", "U0ANA00001", "style", style),
		el("usergroup", "usergroup_id", "S0TEAM0001"),
		el("channel", "channel_id", "C0GENERAL1"),
		el("emoji", "name", "tada", "skin_tone", 2),
		el("date", "timestamp", 1795500000, "format", "{date_long}", "fallback", "21 November"),
		el("broadcast", "range", "here"),
		el("color", "value", "#ff0000"),
	}).Draw(t, "inline")
}

func drawRichText(t *rapid.T) obj {
	inlines := arr{}
	for range rapid.IntRange(0, 4).Draw(t, "inlines") {
		inlines = append(inlines, drawInline(t))
	}
	return richText(rapid.SampledFrom([]any{
		richSection(inlines...),
		el("rich_text_quote", "elements", inlines, "border", 1),
		el("rich_text_preformatted", "elements", arr{el("text", "text", "go test")}, "border", 0, "language", "go"),
		el("rich_text_list", "style", "ordered", "elements", arr{richSection(inlines...)}, "indent", 1, "offset", 2, "border", 0),
	}).Draw(t, "part"))
}

func drawImage(t *rapid.T) obj {
	e := el("image", "alt_text", words(t, "alt", 2000), "image_url", "https://example.org/a.png")
	if rapid.Bool().Draw(t, "slack file") {
		delete(e, "image_url")
		e["slack_file"] = obj{"id": "F0PICTURE1"}
	}
	return e
}

func drawSection(t *rapid.T) obj {
	b := section(drawText(t, 3000))
	switch rapid.IntRange(0, 3).Draw(t, "section") {
	case 0:
		b["accessory"] = rapid.SampledFrom([]func(*rapid.T) obj{drawMenuLike, drawButtonLike, drawImage}).Draw(t, "accessory")(t)
	case 1:
		delete(b, "text")
		b["fields"] = repeated(rapid.IntRange(1, 10).Draw(t, "fields"), drawText(t, 2000))
	case 2:
		b["expand"] = true
	}
	return b
}

func drawActions(t *rapid.T) obj {
	list := arr{}
	for i := range rapid.IntRange(1, 25).Draw(t, "elements") {
		e := rapid.SampledFrom([]func(*rapid.T) obj{drawMenuLike, drawButtonLike}).Draw(t, "element")(t)
		e["action_id"] = fmt.Sprintf("a%d", i)
		list = append(list, e)
	}
	return actions(list...)
}

func drawCoreBlock(t *rapid.T) obj {
	switch rapid.IntRange(0, 7).Draw(t, "block") {
	case 0:
		return el("header", "text", drawPlain(t, 150), "level", rapid.IntRange(1, 4).Draw(t, "level"))
	case 1:
		return el("context", "elements", arr{drawText(t, 3000), drawImage(t)})
	case 2:
		return drawActions(t)
	case 3:
		return el("divider")
	case 4:
		b := drawImage(t)
		b["title"] = drawPlain(t, 2000)
		return b
	case 5:
		e := rapid.SampledFrom([]func(*rapid.T) obj{drawTyped, drawMenuLike}).Draw(t, "input")(t)
		return input(e, "hint", drawPlain(t, 2000), "optional", rapid.Bool().Draw(t, "optional"))
	case 6:
		return drawRichText(t)
	default:
		return drawSection(t)
	}
}

func drawMessageBlock(t *rapid.T) obj {
	return rapid.SampledFrom([]obj{
		el("markdown", "text", words(t, "markdown", 200)),
		el("video", "video_url", "https://example.org/v", "thumbnail_url", "https://example.org/t", "alt_text", "A talk",
			"title", drawPlain(t, 200), "author_name", "Ana"),
		el("file", "external_id", "doc-1", "source", "remote"),
		el("call", "call_id", "R0CALL0001"),
		actions(el("workflow_button", "action_id", "run", "text", plainText("Run"), "workflow", obj{"trigger": obj{"url": "https://example.org"}})),
	}).Draw(t, "message block")
}

func drawCard(t *rapid.T) obj {
	card := el("card", "title", drawText(t, 150), "body", drawText(t, 200), "actions", arr{button("action_id", "a"), button("style", "primary")})
	return rapid.SampledFrom([]obj{
		card,
		el("card", "hero_image", drawImage(t), "icon", drawImage(t), "subtitle", drawText(t, 150)),
		el("card", "slack_icon", obj{"type": "icon", "name": "sparkle"}, "title", drawText(t, 150), "subtext", drawText(t, 200)),
	}).Draw(t, "card")
}

func drawChart(t *rapid.T) obj {
	point := func(label string, value float64) obj { return obj{"label": label, "value": value} }
	axis := obj{"categories": arr{"Mon", "Tue"}, "x_label": "Day"}
	return el("data_visualization", "title", words(t, "chart", 50), "chart", rapid.SampledFrom([]obj{
		el("pie", "segments", arr{point("Ana", 1), point("Bo", 0.5)}),
		el("bar", "axis_config", axis, "series", arr{obj{"name": "Steps", "data": arr{point("Tue", -1), point("Mon", 0)}}}),
		el("line", "axis_config", axis, "series", arr{
			obj{"name": "A", "data": arr{point("Mon", 1), point("Tue", 2)}}, obj{"name": "B", "data": arr{point("Mon", 1), point("Tue", 2)}},
		}),
	}).Draw(t, "chart kind"))
}

func drawTask(t *rapid.T, status string) obj {
	return obj{
		"task_id": "t1", "title": words(t, "task", 60), "status": status, "details": drawRichText(t),
		"sources": arr{el("url", "url", "https://example.org", "text", "A page")},
	}
}

// drawNewerBlock draws what Slack has added since 2025.
func drawNewerBlock(t *rapid.T) obj {
	switch rapid.IntRange(0, 6).Draw(t, "newer block") {
	case 0:
		return drawCard(t)
	case 1:
		return el("carousel", "elements", arr{drawCard(t), drawCard(t)})
	case 2:
		return el("container", "title", drawPlain(t, 150), "width", "wide", "is_collapsible", true, "default_collapsed", true,
			"child_blocks", arr{drawSection(t), el("divider")})
	case 3:
		return el("context_actions", "elements", arr{
			el("icon_button", "icon", "trash", "text", plainText("Delete"), "value", "x", "visible_to_user_ids", arr{"U0ANA00001"}),
			el("feedback_buttons", "positive_button", obj{"text": plainText("Good"), "value": "1"},
				"negative_button", obj{"text": plainText("Bad"), "value": "0", "accessibility_label": "Not helpful"}),
		})
	case 4:
		item := obj{"block": drawSection(t), "width": "narrow", "horizontal_alignment": "end"}
		return el("layout", "label", "A grid", "grid_lines", "rows", "is_label_visible", true, "fallback", arr{drawSection(t)},
			"rows", arr{obj{"items": arr{item, obj{"block": drawCard(t)}}}})
	case 5:
		task := drawTask(t, "complete")
		task["type"] = "task_card"
		return task
	default:
		return el("plan", "title", words(t, "plan", 60), "tasks", arr{drawTask(t, "pending")})
	}
}

func drawBlocks(t *rapid.T, most int, draws ...func(*rapid.T) obj) arr {
	list := arr{}
	for i := range rapid.IntRange(1, most).Draw(t, "blocks") {
		b := rapid.SampledFrom(draws).Draw(t, "which")(t)
		if rapid.Bool().Draw(t, "named") {
			b["block_id"] = fmt.Sprintf("b%d", i)
		}
		list = append(list, b)
	}
	return list
}

func drawMessage(t *rapid.T) arr {
	list := drawBlocks(t, 8, drawCoreBlock, drawMessageBlock, drawNewerBlock)
	if rapid.Bool().Draw(t, "chart") {
		list = append(list, drawChart(t), drawChart(t))
	}
	if rapid.Bool().Draw(t, "table") {
		list = append(list, el("table", "rows", arr{arr{
			el("raw_text", "text", "Who"), el("raw_number", "value", 1.5, "text", "1.5"), drawRichText(t),
		}}, "column_settings", arr{nil, obj{"align": "right", "is_wrapped": true}}))
	}
	return list
}

func drawView(t *rapid.T) (obj, Surface) {
	list := drawBlocks(t, 6, drawCoreBlock)
	if rapid.Bool().Draw(t, "home") {
		return home(list...), Home
	}
	v := modal(append(list, drawModalInput(t), el("alert", "text", drawText(t, 200), "level", "info"))...)
	v["close"], v["callback_id"], v["private_metadata"] = drawPlain(t, 24), "tell_step", long(3000)
	v["notify_on_close"], v["external_id"] = true, "step-1"
	return v, Modal
}

func TestAnyValidMessagePasses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := encoded(t, drawMessage(t))
		if got := ValidateMessage(raw); len(got) > 0 {
			t.Fatalf("refused %s\n%s", raw, strings.Join(got, "\n"))
		}
	})
}

func TestAnyValidViewPasses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v, s := drawView(t)
		raw := encoded(t, v)
		if got := ValidateView(raw, s); len(got) > 0 {
			t.Fatalf("refused %s\n%s", raw, strings.Join(got, "\n"))
		}
	})
}
