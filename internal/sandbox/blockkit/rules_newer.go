package blockkit

// The blocks that Slack has added since 2025. Where sources disagree the
// stricter one is kept, and the row says so.

// newerShapes follows docs.slack.dev/reference/block-kit/blocks.
var newerShapes = map[string]shape{
	// Modals alone, says its page; elsewhere Slack answers with an unsupported type.
	"alert": {on: Modal, in: onTop | inLayout, fields: []field{
		blockID,
		need("text", anyText(200)),
		may("level", oneOf("default", "info", "warning", "error", "success")),
	}},
	// When the block was new chat.postMessage refused it; its page names all
	// surfaces since.
	"card": {on: everywhere, in: onTop | inCarousel | inLayout, fields: []field{
		blockID,
		may("hero_image", choice(anElement, inCard)),
		may("icon", choice(anElement, inCard)),
		may("slack_icon", object(&slackIcon)),
		may("title", anyText(150)),
		may("subtitle", anyText(150)),
		may("body", anyText(200)),
		may("subtext", anyText(200)),
		may("actions", list(1, 3, choice(anElement, inCard))),
	}, checks: []check{anyOf("hero_image", "title", "actions", "body"), notBoth("icon", "slack_icon"), onePrimary("actions"), uniqueActionIDs("actions")}},
	"carousel": {on: Message | Home, in: onTop | inLayout, fields: []field{
		blockID,
		need("elements", list(1, 10, choice(aBlock, inCarousel))),
	}},
	"container": {on: Message | Home, in: onTop | inLayout, fields: []field{
		blockID,
		may("title", plain(150)),
		may("rich_text_title", object(&richTextObject)),
		may("subtitle", anyText(150)),
		may("icon", choice(anElement, inCard)),
		may("width", oneOf("narrow", "standard", "wide", "full")),
		may("is_collapsible", boolean()),
		may("default_collapsed", boolean()),
		may("has_header_divider", boolean()),
		need("child_blocks", list(1, 10, choice(aBlock, inContainer))),
	}, checks: []check{anyOf("title", "rich_text_title"), collapse}},
	"context_actions": {on: Message, in: onTop, fields: []field{
		blockID,
		need("elements", list(1, 5, choice(anElement, inContextActions))),
	}, checks: []check{uniqueActionIDs("elements")}},
	// Its page has said 101 rows and 10,000 characters, and 201 and 20,000: the
	// smaller ones are kept. So is the surface that all sources name.
	"data_table": {on: Message, in: onTop | inLayout, fields: []field{
		blockID,
		need("caption", str(1, 3000)),
		may("page_size", integer(1, 100)),
		may("row_header_column_index", integer(0, 0)),
		need("rows", list(2, 101, list(1, 20, choice(aCell, 0)))),
	}, checks: []check{evenRows, plainHeader, headerColumn}},
	"data_visualization": {on: Message, in: onTop | inLayout, fields: []field{
		blockID,
		need("title", str(1, 50)),
		need("chart", choice(aChart, 0)),
	}},
	"layout": {on: everywhere, in: onTop, fields: []field{
		blockID,
		need("label", str(1, 150)),
		need("rows", list(1, 5, object(&layoutRow))),
		may("is_label_visible", boolean()),
		may("grid_lines", oneOf("none", "rows", "outer")),
		may("fallback", list(0, 0, choice(aBlock, inFallback))),
	}},
	"plan": {on: Message, in: onTop, fields: []field{
		blockID,
		need("title", str(1, 3000)),
		may("tasks", list(0, 0, object(&plannedTask))),
	}},
	// Its page lists "pending" too; Slack takes that inside a plan alone.
	"task_card": {on: Message, in: onTop, fields: taskFields("in_progress", "complete", "error")},
}

// plannedTask is a task inside of a plan, which may go without a type.
var plannedTask = shape{fields: append(
	taskFields("pending", "in_progress", "complete", "error"), may("type", oneOf("task_card")),
)}

// taskFields are those of a task. Slack's types ask for the status, its page
// does not.
func taskFields(statuses ...string) []field {
	return []field{
		blockID,
		need("task_id", str(1, 255)),
		need("title", str(1, 3000)),
		need("status", oneOf(statuses...)),
		may("details", object(&richTextObject)),
		may("output", object(&richTextObject)),
		may("sources", list(0, 0, object(&taskSource))),
		may("hide_title", boolean()),
	}
}

var (
	taskSource = shape{fields: []field{
		need("type", oneOf("url")),
		need("url", address(isAddress)),
		need("text", str(1, 3000)),
	}}

	// The icons of a card are a closed list
	// (docs.slack.dev/reference/block-kit/composition-objects/slack-icon-object).
	slackIcon = shape{fields: []field{
		need("type", oneOf("icon")),
		need("name", oneOf(
			"archive", "book", "bookmark", "bot", "bug", "calendar", "call", "caret-left", "caret-right", "check",
			"clipboard", "code", "comment", "compass", "copy", "cube", "download", "edit", "email", "eye-closed",
			"eye-open", "file", "flag", "folder", "gear", "globe", "heart", "help", "image", "info", "key",
			"lightbulb", "link", "map", "mobile", "new-window", "pin", "plus", "refine", "refresh", "rocket", "save",
			"screen", "share", "sparkle", "star", "star-filled", "tag", "thumbs-down", "thumbs-up", "trash", "upload",
			"user", "warning")),
	}}

	layoutRow = shape{fields: []field{
		need("items", list(1, 3, object(&layoutItem))),
	}, checks: []check{wideAlone}}

	layoutItem = shape{fields: []field{
		need("block", choice(aBlock, inLayout)),
		may("width", oneOf("narrow", "standard", "wide")),
		may("horizontal_alignment", oneOf("start", "center", "end")),
	}}

	// A whole rich_text block inside of another object.
	richTextObject = shape{fields: []field{
		need("type", oneOf("rich_text")),
		blockID,
		need("elements", list(1, 0, choice(aRichPart, 0))),
	}}
)

// chartShapes are the charts of a data_visualization. Its page has allowed 6
// segments or series, and 12 since; the smaller number is kept.
var chartShapes = map[string]shape{
	"pie": {fields: []field{need("segments", list(1, 6, object(&chartSegment)))}},
	"bar": seriesChart, "area": seriesChart, "line": seriesChart,
}

var (
	chartSegment = shape{fields: []field{need("label", str(1, 20)), need("value", overZero())}}
	chartPoint   = shape{fields: []field{need("label", str(1, 20)), need("value", number())}}

	seriesChart = shape{fields: []field{
		need("series", list(1, 6, object(&chartSeries))),
		need("axis_config", object(&axisConfig)),
	}, checks: []check{seriesFitAxis}}

	chartSeries = shape{fields: []field{
		need("name", str(1, 20)),
		need("data", list(1, 20, object(&chartPoint))),
	}}

	axisConfig = shape{fields: []field{
		need("categories", list(1, 20, str(1, 20))),
		may("x_label", str(1, 50)),
		may("y_label", str(1, 50)),
	}}
)
