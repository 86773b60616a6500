package blockkit

// The objects shared by blocks and elements, after
// docs.slack.dev/reference/block-kit/composition-objects.
var (
	slackFile = shape{fields: []field{
		may("id", str(1, 0)),
		may("url", str(1, 3000)),
	}, checks: []check{exactlyOne("id", "url")}}

	// What Slack itself writes into an image that it has fetched. Apps hand
	// blocks back to it that they were given.
	fetched = []field{
		may("fallback", str(0, 0)),
		may("image_width", integer(0, 0)),
		may("image_height", integer(0, 0)),
		may("image_bytes", integer(0, 0)),
		may("is_animated", boolean()),
	}

	columnSetting = shape{fields: []field{
		may("align", oneOf("left", "center", "right")),
		may("is_wrapped", boolean()),
	}}

	confirmation = shape{fields: []field{
		need("title", plain(100)),
		need("text", anyText(300)),
		need("confirm", plain(30)),
		need("deny", plain(30)),
		may("style", oneOf("primary", "danger")),
	}}

	// Options of menus.
	plainOption = shape{fields: []field{
		need("text", plain(75)),
		need("value", str(1, 150)),
		may("description", plain(75)),
	}}

	// Options of checkboxes and radio buttons, which may use mrkdwn.
	richOption = shape{fields: []field{
		need("text", anyText(75)),
		need("value", str(1, 150)),
		may("description", anyText(75)),
	}}

	// Options of overflow menus, which may open an address.
	overflowOption = shape{fields: []field{
		need("text", plain(75)),
		need("value", str(1, 150)),
		may("description", plain(75)),
		may("url", address(isAddress)),
	}}

	optionGroup = shape{fields: []field{
		need("label", plain(75)),
		need("options", list(1, 100, object(&plainOption))),
	}}

	conversationFilter = shape{fields: []field{
		may("include", list(1, 4, oneOf("im", "mpim", "private", "public"))),
		may("exclude_external_shared_channels", boolean()),
		may("exclude_bot_users", boolean()),
	}, checks: []check{anyOf("include", "exclude_external_shared_channels", "exclude_bot_users")}}

	dispatchConfig = shape{fields: []field{
		need("trigger_actions_on", list(1, 2, oneOf("on_enter_pressed", "on_character_entered"))),
	}}

	feedbackButton = shape{fields: []field{
		need("text", plain(75)),
		need("value", str(1, 2000)),
		spoken,
	}}

	workflow = shape{fields: []field{need("trigger", object(&workflowTrigger))}}

	workflowTrigger = shape{fields: []field{
		need("url", address(isWeb)),
		may("customizable_input_parameters", list(0, 0, object(&workflowParameter))),
	}}

	workflowParameter = shape{fields: []field{
		need("name", str(1, 0)),
		need("value", str(0, 0)),
	}}

	textStyle = shape{fields: []field{
		may("bold", boolean()),
		may("italic", boolean()),
		may("strike", boolean()),
		may("code", boolean()),
		may("underline", boolean()),
		may("highlight", boolean()),
		may("client_highlight", boolean()),
		may("unlink", boolean()),
	}}
)

// textShape is the shape of a text object: emoji belongs to plain_text alone,
// verbatim to mrkdwn alone.
func textShape(typ string, minLen, maxLen int) shape {
	own := "emoji"
	if typ == "mrkdwn" {
		own = "verbatim"
	}
	return shape{in: inContext, fields: []field{need("text", str(minLen, maxLen)), may(own, boolean())}}
}

// richPartShapes are the parts of a rich_text block, after
// docs.slack.dev/reference/block-kit/blocks/rich-text-block.
var richPartShapes = map[string]shape{
	"rich_text_section": {fields: []field{sectionInlines}},
	"rich_text_quote":   {fields: []field{sectionInlines, border}},
	"rich_text_preformatted": {fields: []field{
		need("elements", list(0, 0, choice(anInline, inPreformatted))),
		border,
		may("language", str(0, 0)),
	}},
	"rich_text_list": {fields: []field{
		need("style", oneOf("bullet", "ordered")),
		need("elements", list(1, 0, object(&listItem))),
		may("indent", integer(0, 8)),
		may("offset", integer(0, 0)),
		border,
	}},
}

var (
	sectionInlines = need("elements", list(0, 0, choice(anInline, inSection)))
	border         = may("border", integer(0, 1))
	listItem       = shape{fields: []field{need("type", oneOf("rich_text_section")), sectionInlines}}
	styled         = may("style", object(&textStyle))
)

// richInlineShapes are what stands in a line of rich text. Slack publishes no
// length for a text; the length of a text object is kept.
var richInlineShapes = map[string]shape{
	"text": {in: inSection | inPreformatted, fields: []field{need("text", str(1, 3000)), styled}},
	"link": {in: inSection | inPreformatted, fields: []field{
		need("url", str(1, 3000)),
		may("text", str(0, 3000)),
		may("unsafe", boolean()),
		may("from_llm", boolean()),
		may("is_slack_url", boolean()),
		may("truncated", boolean()),
		styled,
	}},
	"user":      {in: inSection, fields: []field{need("user_id", str(1, 0)), may("from_llm", boolean()), styled}},
	"usergroup": {in: inSection, fields: []field{need("usergroup_id", str(1, 0)), styled}},
	"channel":   {in: inSection, fields: []field{need("channel_id", str(1, 0)), styled}},
	"team":      {in: inSection, fields: []field{need("team_id", str(1, 0)), styled}},
	"broadcast": {in: inSection, fields: []field{need("range", oneOf("here", "channel", "everyone")), styled}},
	"color":     {in: inSection, fields: []field{need("value", formatted(isColor)), styled}},
	"emoji": {in: inSection, fields: []field{
		need("name", str(1, 0)),
		may("unicode", str(1, 0)),
		may("skin_tone", integer(1, 6)),
		may("url", address(isWeb)),
		styled,
	}},
	"date": {in: inSection, fields: []field{
		need("timestamp", integer(0, 0)),
		need("format", str(1, 0)),
		may("url", str(1, 3000)),
		may("fallback", str(1, 0)),
		styled,
	}},
}

// cellShapes are the cells of a table or data_table, after
// docs.slack.dev/reference/block-kit/blocks/table-block. One cell has no limit of
// its own, all cells together have; Slack's types ask for the text of a number.
var cellShapes = map[string]shape{
	"raw_text":   {fields: []field{need("text", str(1, 0))}},
	"raw_number": {fields: []field{need("value", number()), need("text", str(1, 0))}},
	"rich_text":  {fields: []field{blockID, need("elements", list(1, 0, choice(aRichPart, 0)))}},
}
