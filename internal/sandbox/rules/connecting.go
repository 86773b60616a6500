package rules

// connecting are the rules of Socket Mode.
func connecting() []Area {
	return []Area{
		{Name: "open", Title: "Opening a connection", Rules: opening()},
		{Name: "socket", Title: "Frames of a connection", Rules: frames()},
		{Name: "ack", Title: "Acknowledging", Rules: acknowledging()},
		{Name: "retry", Title: "Coming again", Rules: comingAgain()},
		{Name: "event", Title: "Events", Rules: events()},
	}
}

func opening() []Rule {
	return []Rule{
		doc("open/app-token", "Only an app-level token opens a connection; a bot token is a not_allowed_token_type.", method("apps.connections.open")),
		doc("open/header-only", "The app-level token counts in the Authorization header alone, never as an argument.", pageSocket),
		doc("open/scope", "The app-level token needs connections:write; without it the answer is missing_scope.", "slackapi/bolt-js#2496"),
		doc("open/post-only", "Opening with GET is an insecure_request.", method("apps.connections.open")),
		doc("open/url-with-ticket", "The answer is a WebSocket address with a ticket and the app's id.", pageSocket),
		seen("open/ticket-once", "A ticket opens one connection; dialling it again is refused.", inTheWild),
		guess("open/ticket-expires", "A ticket that nobody dials soon is refused.", pageSocket),
		doc("open/tier", "Opening is a method of tier 3: about fifty a minute.", method("apps.connections.open")),
		doc("open/fresh-url", "Each opening gives another address.", pageSocket),
		doc("open/debug-reconnects", "With debug_reconnects=true in the address the connection lives 360 seconds.", pageSocket),
		guess("open/link-disabled", "While Socket Mode is switched off no connection can be opened.", pageSocket),
		doc("open/either-or", "With Socket Mode on, events and interactions come over sockets alone, never over HTTP.", pageSocket),
		doc("open/outbound", "Answers to a response_url and Web API calls go over HTTP, also in Socket Mode.", pageInteraction),
	}
}

func frames() []Rule {
	return []Rule{
		doc("socket/hello", "The first frame is hello: the number of connections, the app's id and debug_info.", pageSocket),
		doc("socket/hello-lifetime", "hello estimates in seconds how long the connection will live.", pageSocket),
		seen("socket/ping", "Slack pings every few seconds with a text that begins \"Ping from\".", nodeSocket),
		seen("socket/pong", "A connection that answers pings stays; Slack answers the app's pings.", nodeSocket),
		doc("socket/ten", "An app may have ten connections at once.", pageCompare),
		seen("socket/too-many", "The eleventh gets disconnect with the reason too_many_websockets.", "slackapi/node-slack-sdk#1654"),
		doc("socket/one-of-many", "Each envelope goes to exactly one of the open connections.", pageSocket),
		doc("socket/refresh", "A connection is refreshed every few hours.", pageSocket),
		doc("socket/warning", "disconnect with the reason warning comes about ten seconds before the connection goes; until then it works.", pageSocket),
		doc("socket/refresh-requested", "disconnect with the reason refresh_requested can come without a warning.", pageSocket),
		doc("socket/link-disabled", "disconnect with the reason link_disabled comes when Socket Mode is switched off.", pageSocket),
		doc("socket/disconnect-shape", "disconnect has a reason and debug_info.host.", pageSocket),
		doc("socket/envelope", "An envelope has envelope_id, type, payload and accepts_response_payload.", pageSocket),
		seen("socket/retry-fields", "Envelopes of events have retry_attempt (0 first) and retry_reason (empty first).", pyRequest),
		doc("socket/accepts-command", "Commands accept a payload in the acknowledgement; events do not.", pageSocket),
		doc("socket/accepts-interactive", "Of interactions, forms sent and menus asking for options accept a payload.", pageSocket),
		doc("socket/json-command", "A command comes as a JSON object, not as a form.", pageSocket),
		seen("socket/silent-drop", "A connection can end without a word.", inTheWild),
		seen("socket/frame-limit", "A frame from the app may have 20,480 bytes at most.", "slack-go socketmode/socketmode.go"),
		differ("socket/frame-close", "A frame over the limit closes the connection with code 1009, and what waited comes again.", inTheWild),
		guess("socket/fragments", "A message in several WebSocket fragments is not put together: it acknowledges nothing.", "slack-go socketmode/socketmode.go"),
		seen("socket/tcp-stays", "Slack does not close TCP after the closing handshake.", "release notes of @slack/socket-mode 3.2.0").
			not("The sandbox closes TCP after its close frame. An app that waits for ever for the end of TCP is not found out here: bound your own close."),
	}
}

func acknowledging() []Rule {
	return []Rule{
		doc("ack/frame", "An acknowledgement is one text frame with the envelope_id.", pageSocket),
		doc("ack/payload-if-accepted", "A payload counts only where the envelope said accepts_response_payload.", pageSocket),
		doc("ack/once", "Only the first answer to an envelope counts.", "slackapi/python-slack-sdk#1075"),
		guess("ack/own-connection", "An acknowledgement counts on the connection that carried the envelope.", pageSocket),
		doc("ack/three-seconds", "Every envelope must be acknowledged within three seconds.", pageEvents),
		guess("ack/late", "An acknowledgement after three seconds changes nothing.", pageEvents),
		seen("ack/unknown-ignored", "Frames that are no acknowledgement, or of an unknown envelope, are ignored.", nodeSocket),
		doc("ack/event-missed", "Nobody sees that an event was not acknowledged.", pageEvents),
		seen("ack/command-timeout", "Who typed a command that is not acknowledged reads operation_timeout.", "slackapi/node-slack-sdk#1357"),
		seen("ack/command-no-socket", "Without an open connection the command fails at once with dispatch_failed.", "slackapi/bolt-js#2021"),
		doc("ack/click-missed", "A click that is not acknowledged shows an error beside the element.", pageInteraction),
		doc("ack/submission-missed", "A form that is not acknowledged stays open with what was typed, and an error.", pageModals),
		doc("ack/suggestion-missed", "A menu whose options do not come in time is empty.", pageSuggestion),
		doc("ack/submission-empty", "An empty acknowledgement of a form closes it.", pageModals),
		doc("ack/submission-wrong", "An answer to a form that Slack does not understand shows a generic connection error.", "slackapi/bolt-js#1978"),
	}
}

func comingAgain() []Rule {
	return []Rule{
		doc("retry/three-times", "An event that is not acknowledged comes up to three times more: at once, after a minute, after five.", pageEvents),
		seen("retry/numbered", "Retries count up in retry_attempt, with the reason timeout.", pyRequest),
		doc("retry/same-event-id", "Retries keep the event_id.", pageEvents),
		seen("retry/another-connection", "A retry may come over another connection.", "slackapi/bolt-js#2487"),
		seen("retry/no-socket", "An event that was raised while no connection was open comes as a retry.", inTheWild),
		doc("retry/two-hours", "An event older than two hours is not delivered any more.", pageEvents),
		doc("retry/dropped", "After the third retry an event is lost.", pageEvents),
		doc("retry/delayed-events", "With Delayed Events on, lost events come hourly for a day.", pageEvents).
			not("The sandbox has it off, as it is by default. An app that relies on it cannot be tried here."),
		doc("retry/no-command", "Commands, clicks and forms do not come again by themselves.", pageCommands),
		differ("retry/command-twice", "Commands have been seen to come twice: the fault redeliver does so.", "slackapi/bolt-js#2188"),
		doc("retry/disabled", "Under 5 % acknowledged in an hour with a thousand events or more switches the subscriptions off.", pageEvents).
			not("It is documented for HTTP alone. An app that answers so little is not switched off here."),
	}
}

func events() []Rule {
	return []Rule{
		doc("event/outer", "An event comes in an outer event_callback with event_id, event_time and authorizations.", pageEvents),
		doc("event/unique-id", "Each event has an event_id of its own.", pageEvents),
		doc("event/subscribed", "Only the events in the manifest come.", pageEvents),
		doc("event/scopes", "An event comes only with the scope that its page names.", pageEvents),
		doc("event/membership", "Messages come from conversations in which the app is a member.", event("message")),
		doc("event/budget", "30,000 events an hour; beyond it app_rate_limited comes each minute.", pageRates),
		doc("event/rate-limited-shape", "app_rate_limited is an outer event of its own, with minute_rate_limited.", event("app_rate_limited")),
		doc("event/shared", "is_ext_shared_channel says whether the channel is shared.", pageEvents),
		doc("event/home-opened", "app_home_opened comes at each visit and for each tab; view is there only if one was published.", event("app_home_opened")),
		doc("event/mention", "app_mention comes for a message that mentions the app where it is a member.", event("app_mention")),
		doc("event/mention-and-message", "A mention also comes as a message if both are subscribed.", event("app_mention")),
		doc("event/no-mention-in-dm", "A mention in the app's direct conversation comes as message.im alone.", event("app_mention")),
		doc("event/message-im", "message.im comes for direct messages, the app's own posts, edits and deletions among them.", event("message.im")),
		doc("event/message-mpim", "message.mpim comes for group conversations.", event("message.mpim")),
		doc("event/message-channels", "message.channels comes for public channels, message.groups for private ones.", event("message.channels")),
		doc("event/message-changed", "An edit is a message_changed with the message and previous_message.", event("message/message_changed")),
		doc("event/message-deleted", "A deletion is a message_deleted with deleted_ts and previous_message.", event("message/message_deleted")),
		doc("event/message-replied", "A reply in a thread has thread_ts, and parent_user_id of who began it.", event("message")),
		doc("event/file-share", "A message with a file has the subtype file_share and files.", event("message/file_share")),
		doc("event/bot-message", "A message posted with another name has the subtype bot_message, bot_id and username.", event("message/bot_message")),
		doc("event/channel-line", "Joining, leaving, renaming and archiving are messages with a subtype too.", event("message")),
		doc("event/member-joined", "member_joined_channel comes for people and for the app itself, with the inviter.", event("member_joined_channel")),
		doc("event/member-left", "member_left_channel comes when somebody leaves or is removed.", event("member_left_channel")),
		seen("event/own-removal", "The app's own removal comes as channel_left or group_left.", "slackapi/bolt-js#1847"),
		doc("event/channel-rename", "channel_rename has the channel's id, its new name and when it was made.", event("channel_rename")),
		doc("event/channel-archive", "channel_archive and channel_unarchive have the channel and who did it; group_… for private ones.", event("channel_archive")),
		doc("event/channel-id-changed", "channel_id_changed tells the old and the new id.", event("channel_id_changed")).
			not("No channel of the sandbox gets another id. Send one with the control interface's envelope to try an app with it."),
		doc("event/private-hidden", "Nothing comes from private channels in which the app is not.", event("group_archive")),
		doc("event/reaction", "reaction_added and reaction_removed have the user, the item and its author.", event("reaction_added")),
		doc("event/user-change", "user_change carries the whole user.", event("user_change")),
		doc("event/user-change-dst", "user_change does not come when daylight saving begins or ends.", event("user_change")),
		doc("event/team-join", "team_join comes for somebody new, with the whole user.", event("team_join")),
		doc("event/tokens-revoked", "tokens_revoked lists the tokens' users by kind.", event("tokens_revoked")),
		doc("event/app-uninstalled", "app_uninstalled comes when the app is removed.", event("app_uninstalled")),
		doc("event/function-executed", "function_executed comes for a workflow's step.", event("function_executed")).
			not("The sandbox has no workflows. Send one with the control interface's envelope to try an app with it."),
		doc("event/order", "Events of one connection come in the order in which they happened.", pageEvents),
		doc("event/best-effort", "Events can be late or lost in incidents.", pageEvents).
			not("They come at once here unless a fault is set; try drop, slow and disconnect."),
	}
}
