package blockkit

const (
	inMenus   = inAccessory | inActions | inInput
	inButtons = inAccessory | inActions
)

var (
	actionID    = may("action_id", str(0, 255))
	confirm     = may("confirm", object(&confirmation))
	focus       = may("focus_on_load", boolean())
	placeholder = may("placeholder", plain(150))
	style       = may("style", oneOf("primary", "danger"))
	spoken      = may("accessibility_label", str(1, 75))
	dispatch    = may("dispatch_action_config", object(&dispatchConfig))
	mostPicked  = may("max_selected_items", integer(1, 0))

	menuOptions   = may("options", list(1, 100, object(&plainOption)))
	menuGroups    = may("option_groups", list(1, 100, object(&optionGroup)))
	initialOption = may("initial_option", object(&plainOption))
	initialPicked = may("initial_options", list(1, 100, object(&plainOption)))
	minQuery      = may("min_query_length", integer(0, 0))
)

// menu is the shape of a select menu: what all of them have, and more.
func menu(checks []check, more ...field) shape {
	return shape{in: inMenus, fields: append([]field{actionID, placeholder, confirm, focus}, more...), checks: checks}
}

// typed is the shape of an input one types into.
func typed(checks []check, more ...field) shape {
	return shape{in: inInput, fields: append([]field{actionID, placeholder, focus, dispatch}, more...), checks: checks}
}

// inModals keeps a shape to modals.
func inModals(s shape) shape {
	s.on = Modal
	return s
}

// elementShapes follows docs.slack.dev/reference/block-kit/block-elements. The
// two text objects are here because a context block mixes them with images.
var elementShapes = map[string]shape{
	"plain_text": textShape("plain_text", 1, 3000),
	"mrkdwn":     textShape("mrkdwn", 1, 3000),
	"image": {in: inContext | inAccessory | inCard, fields: append([]field{
		may("image_url", address(isWeb)),
		may("slack_file", object(&slackFile)),
		need("alt_text", str(1, 2000)),
	}, fetched...), checks: []check{exactlyOne("image_url", "slack_file")}},

	"button": {in: inButtons | inCard, fields: []field{
		actionID, need("text", plain(75)), may("value", str(0, 2000)), may("url", address(isAddress)), style, spoken, confirm,
	}},
	// Slack's page asks for the action_id, its types do not.
	"workflow_button": {on: Message, in: inButtons, fields: []field{
		need("action_id", str(1, 255)), need("text", plain(75)), need("workflow", object(&workflow)), style, spoken, confirm,
	}},
	// The bin is the only icon there is.
	"icon_button": {on: Message, in: inContextActions, fields: []field{
		actionID, need("icon", oneOf("trash")), need("text", plain(75)), may("value", str(0, 2000)), spoken, confirm,
		may("visible_to_user_ids", list(1, 10, str(1, 0))),
	}},
	"feedback_buttons": {on: Message, in: inContextActions, fields: []field{
		actionID, need("positive_button", object(&feedbackButton)), need("negative_button", object(&feedbackButton)),
	}},
	"overflow": {in: inButtons, fields: []field{
		actionID, need("options", list(1, 5, object(&overflowOption))), confirm,
	}},

	"static_select":         menu([]check{optionsOrGroups, initialAmongOptions}, menuOptions, menuGroups, initialOption),
	"multi_static_select":   menu([]check{optionsOrGroups, initialAmongOptions}, menuOptions, menuGroups, initialPicked, mostPicked),
	"external_select":       menu(nil, initialOption, minQuery),
	"multi_external_select": menu(nil, initialPicked, minQuery, mostPicked),
	"users_select":          menu(nil, may("initial_user", str(1, 0))),
	"multi_users_select":    menu(nil, may("initial_users", list(0, 0, str(1, 0))), mostPicked),
	"channels_select": menu([]check{responseURLInModals},
		may("initial_channel", str(1, 0)), may("response_url_enabled", boolean())),
	"multi_channels_select": menu(nil, may("initial_channels", list(0, 0, str(1, 0))), mostPicked),
	"conversations_select": menu([]check{responseURLInModals},
		may("initial_conversation", str(1, 0)), may("default_to_current_conversation", boolean()),
		may("response_url_enabled", boolean()), may("filter", object(&conversationFilter))),
	"multi_conversations_select": menu(nil,
		may("initial_conversations", list(0, 0, str(1, 0))), may("default_to_current_conversation", boolean()),
		may("filter", object(&conversationFilter)), mostPicked),

	"datepicker": menu(nil, may("initial_date", formatted(isDate))),
	"timepicker": menu(nil, may("initial_time", formatted(isTime)), may("timezone", formatted(isZone))),
	"datetimepicker": {in: inActions | inInput, fields: []field{
		actionID, may("initial_date_time", integer(1_000_000_000, 9_999_999_999)), confirm, focus,
	}},

	"checkboxes": {in: inMenus, fields: []field{
		actionID, need("options", list(1, 10, object(&richOption))),
		may("initial_options", list(1, 10, object(&richOption))), confirm, focus,
	}, checks: []check{initialAmongOptions}},
	"radio_buttons": {in: inMenus, fields: []field{
		actionID, need("options", list(1, 10, object(&richOption))),
		may("initial_option", object(&richOption)), confirm, focus,
	}, checks: []check{initialAmongOptions}},

	"plain_text_input": typed([]check{minNotOverMax},
		may("initial_value", str(0, 3000)), may("multiline", boolean()),
		may("min_length", integer(0, 3000)), may("max_length", integer(1, 3000))),
	// Views alone, and with an action_id, says its page.
	"rich_text_input": {on: inViews, in: inActions | inInput, fields: []field{
		need("action_id", str(1, 255)), placeholder, focus, dispatch, may("initial_value", object(&richTextObject)),
		may("min_lines", integer(1, 100)), may("max_lines", integer(1, 100)),
	}, checks: []check{linesInOrder}},
	// The pages of these four name modals alone.
	"number_input": inModals(typed([]check{boundsInOrder},
		need("is_decimal_allowed", boolean()), may("initial_value", formatted(isNumeric)),
		may("min_value", formatted(isNumeric)), may("max_value", formatted(isNumeric)))),
	"email_text_input": inModals(typed(nil, may("initial_value", str(0, 3000)))),
	"url_text_input":   inModals(typed(nil, may("initial_value", str(0, 3000)))),
	"file_input": {on: Modal, in: inInput, fields: []field{
		actionID, may("filetypes", list(1, 0, str(1, 0))), may("max_files", integer(1, 10)),
	}},
}
