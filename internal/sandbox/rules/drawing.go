package rules

// drawing are the rules of Block Kit and of text.
func drawing() []Area {
	return []Area{
		{Name: "surface", Title: "Limits of messages, modals and the Home", Rules: surfaces()},
		{Name: "block", Title: "Blocks", Rules: blocks()},
		{Name: "element", Title: "Elements", Rules: elements()},
		{Name: "object", Title: "Texts, options and other parts", Rules: objects()},
		{Name: "text", Title: "Text and mentions", Rules: texts()},
	}
}

func surfaces() []Rule {
	return []Rule{
		doc("surface/code-points", "Lengths count Unicode code points.", limitsTable),
		guess("surface/escaped-length", "Escaped characters count as they are written.", limitsTable),
		doc("surface/whole-call", "One block over a limit refuses the whole call with invalid_blocks.", pageBlocks),
		doc("surface/says-where", "response_metadata.messages names the place with a JSON pointer.", method("chat.postMessage")),
		doc("surface/message-50", "A message has at most 50 blocks.", pageBlocks),
		doc("surface/view-100", "A modal or Home has 1 to 100 blocks.", pageModals),
		doc("surface/view-250kb", "A view has at most 250 KB: view_too_large.", method("views.open")),
		doc("surface/modal-titles", "A modal's title, submit and close are plain texts of at most 24.", pageModals),
		doc("surface/modal-submit", "A modal with an input needs submit.", pageModals),
		doc("surface/view-ids", "callback_id and external_id have at most 255, private_metadata 3,000.", pageModals),
		doc("surface/block-id", "block_id has at most 255 and is unique in the message or view.", pageBlocks),
		guess("surface/action-id", "action_id has at most 255 and is unique in its block.", pageElements),
		doc("surface/where", "Each block stands only on the surfaces that its page names.", pageBlocks),
		doc("surface/unknown-type", "A type or key that Block Kit does not have is refused.", pageBlocks),
	}
}

func blocks() []Rule {
	return []Rule{
		doc("block/section-text", "A section has text of 1 to 3,000, or fields.", block("section")),
		doc("block/section-fields", "A section has at most 10 fields of 2,000.", block("section")),
		doc("block/section-accessory", "A section has one accessory of the kinds that may stand there.", block("section")),
		doc("block/header", "A header is a plain text of at most 150.", block("header")),
		doc("block/header-level", "A header's level is 1 to 4.", block("header")),
		doc("block/context", "A context has 1 to 10 texts or images.", block("context")),
		doc("block/actions", "An actions block has 1 to 25 elements.", block("actions")),
		doc("block/image", "An image needs alt_text of at most 2,000 and one of image_url (3,000) and slack_file.", block("image")),
		doc("block/input", "An input's label and hint are plain texts of at most 2,000.", block("input")),
		doc("block/input-dispatch", "dispatch_action does not go with file_input.", block("input")),
		doc("block/rich-text", "Rich text holds sections, lists, quotes and preformatted text.", block("rich-text")),
		doc("block/markdown", "Markdown blocks of one message have at most 12,000 together.", block("markdown")),
		doc("block/markdown-messages", "Markdown blocks stand in messages alone.", block("markdown")),
		doc("block/table-one", "A message has at most one table: only_one_table_allowed.", block("table")),
		doc("block/table-size", "A table has at most 100 rows of 20 cells.", block("table")),
		differ("block/data-table", "A data table has a caption, 2 to 101 rows and at most 20 columns.", block("data-table")),
		differ("block/chart", "A chart has a title of at most 50 and 1 to 6 segments or series.", block("data-visualization")),
		doc("block/container", "A container has 1 to 10 blocks; title and subtitle have at most 150.", block("container")),
		doc("block/layout", "A layout has 1 to 5 rows of 1 to 3 items.", block("layout")),
		differ("block/alert", "An alert has a text of at most 200.", block("alert")),
		differ("block/card", "A card's title and subtitle have at most 150, its body 200, its actions three; a carousel has 1 to 10 cards.", block("card")),
		doc("block/video", "A video has a title and alt_text of at most 200.", block("video")),
		doc("block/context-actions", "context_actions has at most five elements.", block("context-actions")),
	}
}

func elements() []Rule {
	return []Rule{
		doc("element/button", "A button's text has at most 75, its value 2,000, its url 3,000.", element("button")),
		doc("element/button-style", "A button's style is primary or danger.", element("button")),
		doc("element/button-label", "accessibility_label has at most 75.", element("button")),
		doc("element/select-options", "A menu has 1 to 100 options, or 1 to 100 groups, never both.", element("select-menu")),
		doc("element/select-initial", "initial_option is one of the options, exactly.", element("select-menu")),
		doc("element/multi-max", "max_selected_items is at least 1.", element("multi-select-menu")),
		doc("element/conversations-filter", "A conversations menu's filter has at least one of its keys, and include is not empty.", object("conversation-filter")),
		doc("element/response-url-enabled", "response_url_enabled goes only with inputs of modals.", element("select-menu")),
		doc("element/datepicker", "A datepicker's date is YYYY-MM-DD.", element("date-picker")),
		doc("element/timepicker", "A timepicker's time is HH:mm, with an IANA zone if any.", element("time-picker")),
		doc("element/datetimepicker", "A datetimepicker stands in actions and inputs alone and holds ten-digit Unix seconds.", element("datetime-picker")),
		doc("element/text-input", "A text input's min_length is 0 to 3,000 and max_length 1 to 3,000.", element("plain-text-input")),
		doc("element/number-input", "A number input needs is_decimal_allowed.", element("number-input")),
		doc("element/file-input", "A file input takes 1 to 10 files.", element("file-input")),
		doc("element/checkboxes", "Checkboxes and radio buttons have 1 to 10 options.", element("checkboxes")),
		doc("element/overflow", "An overflow menu has 1 to 5 options.", element("overflow-menu")),
		doc("element/where", "Each element stands only in the blocks that its page names.", pageElements),
		doc("element/image-alt", "An image needs alt_text.", element("image")),
		doc("element/focus-one", "One element of a view may have focus_on_load.", pageElements),
		doc("element/users-list", "A menu of people shows those whom the viewer sees, bots and guests among them.", element("select-menu")).client(),
		doc("element/channels-list", "A menu of channels shows public ones alone.", element("select-menu")).client(),
	}
}

func objects() []Rule {
	return []Rule{
		doc("object/option-text", "An option's text and description have at most 75.", object("option")),
		differ("object/option-value", "An option's value has at most 150.", object("option")),
		doc("object/option-url", "An option's url goes with overflow menus and has at most 3,000.", object("option")),
		doc("object/group", "A group's label has at most 75, and it has 1 to 100 options.", object("option-group")),
		doc("object/placeholder", "A placeholder is a plain text of at most 150.", pageElements),
		doc("object/confirm", "A confirm dialog has a title of 100, a text of 300, and buttons of 30.", object("confirmation-dialog")),
		doc("object/text", "A text has 1 to 3,000; an empty one is invalid.", object("text")),
		doc("object/text-flags", "emoji goes with plain_text alone and verbatim with mrkdwn alone.", object("text")),
		doc("object/plain-only", "Where plain_text is asked for, mrkdwn is refused.", object("text")),
		doc("object/slack-file", "A slack_file has one of id and url.", object("slack-file")),
	}
}

func texts() []Rule {
	return []Rule{
		doc("text/escape", "Only &amp;, &lt; and &gt; are escapes.", pageText),
		doc("text/mention-forms", "<@U…>, <#C…>, <!here>, <!channel>, <!everyone> and <!subteam^S…> mention.", pageText),
		doc("text/escaped-silent", "Escaped markup mentions nobody.", pageText),
		differ("text/verbatim-false", "mrkdwn without verbatim turns a bare @here into a mention.", object("text")),
		doc("text/verbatim-true", "verbatim mrkdwn finds nothing in bare words; markup in it still works.", object("text")),
		doc("text/plain-text", "plain_text mentions nobody.", object("text")),
		guess("text/rich-text", "Rich text mentions by its elements alone.", block("rich-text")),
		doc("text/link-names", "In a message's text bare names mention only with link_names.", pageText),
		doc("text/parse-none", "parse=none leaves bare addresses alone.", method("chat.postMessage")),
		differ("text/parse-full", "parse=full finds names and ignores mrkdwn.", method("chat.postMessage")),
		doc("text/urls-linked", "Bare addresses in a text become links.", pageText),
		doc("text/current-name", "A mention shows the person's current display name.", pageText).client(),
		doc("text/private-channel-label", "A channel that the reader may not see shows as a private channel.", pageText).client(),
		doc("text/emoji-codes", "Emoji are stored as :codes:; unknown codes stay as they are.", pageText),
		doc("text/dates", "<!date^…> needs a fallback and shows in the reader's zone.", pageText).client(),
		doc("text/blocks-over-text", "With blocks the text is what notifications and screen readers say.", method("chat.postMessage")).client(),
		doc("text/unfurl", "Links are unfurled unless unfurl_links and unfurl_media are false.", "docs.slack.dev/messaging/unfurling-links-in-messages").
			not("No request leaves the machine, so nothing is unfurled. An app that forgets to switch it off sees no preview here."),
		doc("text/typed-escaped", "What a person types comes escaped, with names as markup.", pageText),
	}
}
