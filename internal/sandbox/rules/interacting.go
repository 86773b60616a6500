package rules

// interacting are the rules of commands, clicks, forms and shortcuts.
func interacting() []Area {
	return []Area{
		{Name: "command", Title: "Slash commands", Rules: commands()},
		{Name: "response", Title: "response_url", Rules: responses()},
		{Name: "click", Title: "Clicks", Rules: clicks()},
		{Name: "trigger", Title: "Triggers", Rules: triggers()},
		{Name: "view", Title: "Modals and the Home", Rules: views()},
		{Name: "shortcut", Title: "Shortcuts", Rules: shortcuts()},
		{Name: "menu", Title: "Menus that ask the app", Rules: menus()},
	}
}

func commands() []Rule {
	return []Rule{
		doc("command/fields", "A command carries the team, the channel, the person, its text, a response_url and a trigger_id.", pageCommands),
		seen("command/channel-name", "channel_name is directmessage or privategroup where it is no public channel.", inTheWild),
		doc("command/no-threads", "A command cannot be typed in a thread, and carries no thread_ts.", pageCommands),
		doc("command/any-conversation", "A command works in conversations in which the app is not.", pageCommands),
		doc("command/post-where-absent", "Posting to a direct conversation of others is channel_not_found; the response_url reaches it.", pageCommands),
		doc("command/externals", "People of other organisations cannot use an app's commands.", pageConnect),
		doc("command/default-ephemeral", "An answer is ephemeral unless it says otherwise.", pageCommands),
		doc("command/in-channel", "in_channel shows the answer and what was typed, to everyone.", pageCommands),
		doc("command/ack-text", "An acknowledgement may answer with plain text or with a message.", pageCommands),
		doc("command/ack-empty", "An empty acknowledgement shows nothing.", pageCommands),
		doc("command/escape", "With should_escape names become <@U…|name>, <#C…|name> and links; a private channel's label is empty.", pageCommands),
		doc("command/no-escape", "Without should_escape names come as typed.", pageCommands),
		seen("command/emoji", "Emoji come as :codes: in a command's text.", "slackapi/bolt-js#1469"),
		doc("command/unknown", "A command that no app has is refused by the client.", pageCommands).client(),
		doc("command/clash", "Of two apps with the same command the one installed last gets it.", pageCommands).
			not("One app is installed in the sandbox."),
		guess("command/guests", "Guests may use commands unless the workspace forbids it.", pageCommands),
	}
}

func responses() []Rule {
	return []Rule{
		doc("response/five", "A response_url takes five posts.", pageInteraction),
		doc("response/half-hour", "A response_url works for thirty minutes.", pageInteraction),
		guess("response/refused", "A sixth or late post gets a 4xx.", pageInteraction),
		doc("response/no-membership", "A response_url reaches conversations in which the app may not post.", pageInteraction),
		doc("response/ephemeral", "A post to it is ephemeral unless it says in_channel.", pageInteraction),
		doc("response/replace", "replace_original edits the message that was clicked.", pageInteraction),
		doc("response/delete", "delete_original removes it.", pageInteraction),
		doc("response/only-way-ephemeral", "Only a click's response_url can change or remove an ephemeral message.", pageInteraction),
		doc("response/thread", "thread_ts works with in_channel and replace_original false.", pageInteraction),
		doc("response/posting-rate", "Posts to it count toward the limits of posting.", pageRates),
		doc("response/command-stays", "Neither replaces what a person typed.", pageInteraction),
		doc("response/no-token", "A response_url needs no token.", pageInteraction),
		guess("response/plain-ok", "A good post is answered with HTTP 200; what its body says is not published.", pageInteraction),
	}
}

func clicks() []Rule {
	return []Rule{
		doc("click/message-payload", "A click in a message carries the message, its channel, a response_url and a trigger_id.", pageActions),
		doc("click/view-payload", "A click in a modal or the Home carries the view, and neither channel nor response_url.", pageActions),
		guess("click/ephemeral", "A click on an ephemeral message carries no message.", pageActions),
		doc("click/container", "container says where it was: message_ts, channel_id and is_ephemeral, or view_id.", pageActions),
		doc("click/state", "state.values holds what is picked in the whole message or view.", pageActions),
		doc("click/elements", "Each element sends what was picked under its own key.", pageActions),
		doc("click/url-button", "A button with an address sends a click too, to be acknowledged.", pageActions),
		doc("click/each-pick", "A menu of several sends a click at each pick.", pageActions).client(),
		doc("click/inputs-silent", "Inputs send nothing while typed in, unless dispatch_action is set.", block("input")),
		doc("click/dispatch-config", "dispatch_action_config says whether a letter or Enter sends the click.", pageActions).client(),
		doc("click/null-values", "What was never touched or was cleared comes as null.", pageViews),
		doc("click/externals", "People of other organisations can click, and come with their own team_id.", pageConnect),
		doc("click/confirm", "An element with confirm asks before it sends.", object("confirmation-dialog")).client(),
		guess("click/state-kept", "An update keeps what was picked where block_id and action_id stay.", block("input")),
	}
}

func triggers() []Rule {
	return []Rule{
		doc("trigger/once", "A trigger opens one modal; again it is exchanged_trigger_id.", pageModals),
		doc("trigger/three-seconds", "A trigger is good for three seconds; later it is expired_trigger_id.", pageModals),
		differ("trigger/names", "The errors are named as on the methods' pages, not as in the guide (trigger_expired).", method("views.open")),
		doc("trigger/invalid", "A made-up trigger is invalid_trigger_id.", method("views.open")),
		doc("trigger/push-inside", "views.push needs a trigger from within the open modal.", method("views.push")),
	}
}

func views() []Rule {
	return []Rule{
		doc("view/stack-of-three", "Three modals may lie on each other; a fourth is push_limit_reached.", method("views.push")),
		doc("view/submission-payload", "A form carries the view with state.values, private_metadata, callback_id, hash and its place in the stack.", pageViews),
		doc("view/errors", "response_action errors shows texts at input blocks and keeps the form.", pageModals),
		seen("view/errors-other", "Errors for a block that is no input are trouble connecting.", "slack-go views.go"),
		doc("view/update", "response_action update replaces the modal.", pageModals),
		doc("view/push", "response_action push puts another in front.", pageModals),
		doc("view/clear", "response_action clear closes all of them.", pageModals),
		doc("view/closed-notify", "view_closed comes only for views with notify_on_close.", pageViews),
		doc("view/closed-cleared", "is_cleared is true when all were closed at once, and the view is then the root.", pageViews),
		doc("view/hash-conflict", "An update with a hash that is not the newest is a hash_conflict.", method("views.update")),
		doc("view/not-found", "A view that was closed cannot be updated: not_found.", method("views.update")),
		doc("view/external-id", "external_id is unique in a team and finds the view.", method("views.update")),
		doc("view/typed-kept", "An update keeps what was typed where block_id and action_id stay.", method("views.update")),
		doc("view/publish", "views.publish replaces a person's whole Home, at any time.", method("views.publish")),
		doc("view/home-off", "Without a Home tab publishing is not_enabled.", method("views.publish")),
		doc("view/home-per-person", "Each person has a Home of their own.", pageHome),
		doc("view/response-urls", "response_urls come for menus with response_url_enabled.", pageViews),
		doc("view/required", "The client does not send a form whose required inputs are empty.", pageModals).client(),
		doc("view/lengths", "The client holds typed text to min_length and max_length.", element("plain-text-input")).client(),
		doc("view/no-api-close", "No method closes a modal.", pageModals),
		doc("view/app-answers-front", "Only the modal in front can be sent.", pageModals).client(),
		doc("view/per-visit-state", "A submission has no channel and no message.", pageViews),
	}
}

func shortcuts() []Rule {
	return []Rule{
		doc("shortcut/global", "A global shortcut carries callback_id, trigger_id and who, and no channel.", pageShortcuts),
		doc("shortcut/message", "A message shortcut also carries the message, its channel and a response_url.", pageShortcuts),
		doc("shortcut/externals", "People of other organisations cannot use an app's shortcuts.", pageConnect),
		doc("shortcut/guests", "Guests may not see global shortcuts.", pageShortcuts),
		doc("shortcut/not-ephemeral", "Ephemeral messages have no message shortcuts.", pageShortcuts),
		doc("shortcut/scope", "Shortcuts need the scope commands.", pageShortcuts),
		doc("shortcut/no-thread-reply", "A message shortcut's response_url cannot answer in the message's thread.", pageShortcuts),
	}
}

func menus() []Rule {
	return []Rule{
		doc("menu/asks", "external_select asks the app with block_suggestion: value, action_id, block_id.", pageSuggestion),
		doc("menu/min-query", "It asks after min_query_length letters, three unless said.", element("select-menu")),
		doc("menu/hundred", "An answer has at most 100 options, or 100 groups of 100.", pageSuggestion),
		doc("menu/invalid-answer", "An answer that breaks the rules leaves the menu empty.", pageSuggestion),
		doc("menu/message-or-view", "block_suggestion from a message carries the message and channel, from a view the view.", pageSuggestion),
	}
}
