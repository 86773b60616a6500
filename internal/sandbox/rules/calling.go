package rules

// calling are the rules of the Web API.
func calling() []Area {
	return []Area{
		{Name: "api", Title: "Calling the Web API", Rules: apis()},
		{Name: "rate", Title: "Rate limits", Rules: rates()},
		{Name: "post", Title: "Posting", Rules: posting()},
		{Name: "edit", Title: "Editing and deleting", Rules: editing()},
		{Name: "ephemeral", Title: "Ephemeral messages", Rules: ephemerals()},
		{Name: "schedule", Title: "Scheduled messages", Rules: scheduling()},
		{Name: "history", Title: "History and metadata", Rules: histories()},
	}
}

func apis() []Rule {
	return []Rule{
		doc("api/http-200", "A refusal is HTTP 200 with ok false and an error.", pageWebAPI),
		doc("api/form-and-json", "Arguments come as a form or, where a method allows it, as JSON.", pageWebAPI),
		doc("api/json-needs-header", "With JSON the token counts in the header alone.", pageWebAPI),
		doc("api/token-header-or-form", "A token counts in the Authorization header or in a form's body.", pageWebAPI),
		doc("api/token-not-in-url", "A token in the address does not count.", pageWebAPI),
		doc("api/not-authed", "No token is not_authed.", pageWebAPI),
		doc("api/invalid-auth", "An unknown token is invalid_auth.", pageWebAPI),
		doc("api/token-revoked", "A revoked token is token_revoked.", pageWebAPI),
		doc("api/token-type", "A token of the wrong kind is not_allowed_token_type.", pageWebAPI),
		doc("api/missing-scope", "A missing scope is missing_scope, with needed and provided.", pageWebAPI),
		doc("api/scope-headers", "X-OAuth-Scopes and X-Accepted-OAuth-Scopes tell what the token has and the method accepts.", pageAuth),
		doc("api/unknown-method", "A method that is not there is unknown_method.", pageWebAPI),
		doc("api/missing-charset", "JSON without a charset is taken, with a warning missing_charset.", pageWebAPI),
		doc("api/invalid-json", "A body that is no JSON is invalid_json; one that is no object json_not_object.", pageWebAPI),
		doc("api/invalid-arguments", "A missing or wrong argument is refused before anything is done.", pageWebAPI),
		doc("api/get-reads", "Reading methods take GET as well.", pageWebAPI),
		doc("api/cursors", "Lists are paged with cursor, limit and response_metadata.next_cursor.", "docs.slack.dev/apis/web-api/pagination"),
		doc("api/invalid-cursor", "A made-up cursor is invalid_cursor.", "docs.slack.dev/apis/web-api/pagination"),
		doc("api/auth-test", "auth.test tells the team, the bot's user_id and its bot_id.", method("auth.test")),
		doc("api/api-test", "api.test echoes its arguments, and an error that it is asked for.", method("api.test")),
		doc("api/superfluous-charset", "superfluous_charset warns of a charset on a form.", pageWebAPI),
		doc("api/blocks-validate", "blocks.validate checks blocks without posting them.", method("blocks.validate")),
	}
}

func rates() []Rule {
	return []Rule{
		doc("rate/tiers", "Each method has a tier: 1, 20, 50 or 100 calls a minute.", pageRates),
		doc("rate/per-method", "A limit holds one method; the others keep working.", pageRates),
		doc("rate/retry-after", "Over it the answer is HTTP 429 with Retry-After in whole seconds.", pageRates),
		doc("rate/one-a-second", "One message a second to a channel, with short bursts.", pageRates),
		doc("rate/any-route", "Every way of posting counts, response_url too.", pageRates),
		guess("rate/workspace-cap", "Several hundred messages a minute in the whole workspace.", pageRates),
		seen("rate/message-limit", "Over the workspace's cap the answer is 429 with message_limit_exceeded and no Retry-After.", "slack-go/slack#1383"),
		doc("rate/paging-stricter", "Lists without paging are held to a stricter limit.", pageRates),
		doc("rate/history-strict", "History is 1 a minute and 15 items for new commercial apps outside the Marketplace.", pageRates).
			not("An app for one's own workspace is exempt, and the sandbox's app is one."),
		seen("rate/ratelimited-200", "A ratelimited body can come with HTTP 200.", inTheWild),
	}
}

func posting() []Rule {
	return []Rule{
		doc("post/channel-not-found", "A channel that the app may not know of is channel_not_found.", method("chat.postMessage")),
		doc("post/not-in-channel", "Posting where the app is not a member is not_in_channel.", method("chat.postMessage")),
		doc("post/public-scope", "chat:write.public posts in public channels without joining.", method("chat.postMessage")),
		doc("post/customize-scope", "Another name or icon needs chat:write.customize; without it they are left out.", method("chat.postMessage")),
		doc("post/masked-to-person", "Under another name a message to a U id comes in Slackbot's conversation, out of the app's reach.", method("chat.postMessage")),
		doc("post/archived", "An archived channel is is_archived.", method("chat.postMessage")),
		doc("post/no-text", "A message of nothing is no_text.", method("chat.postMessage")),
		doc("post/truncated", "A text over 40,000 is cut, with the warning message_truncated.", method("chat.postMessage")),
		doc("post/blocks-too-long", "Too much in blocks is msg_blocks_too_long.", method("chat.postMessage")),
		doc("post/markdown-conflict", "markdown_text does not go with text or blocks, and has at most 12,000.", method("chat.postMessage")),
		doc("post/attachments", "At most 100 attachments: too_many_attachments.", method("chat.postMessage")),
		doc("post/messages-tab", "With the Messages tab off a direct message is messages_tab_disabled.", method("chat.postMessage")),
		doc("post/to-person", "Posting to a U id opens the direct conversation; the answer names it.", method("chat.postMessage")),
		doc("post/thread", "thread_ts of a reply answers in its thread; of a message that is gone it is dropped.", method("chat.postMessage")),
		doc("post/broadcast", "reply_broadcast shows a reply in the channel too.", method("chat.postMessage")),
		doc("post/cannot-reply", "Some messages take no reply: cannot_reply_to_message.", method("chat.postMessage")),
		seen("post/no-dedupe", "Nothing stops the same message from being posted twice.", "slackapi/slack-api-specs#10"),
		doc("post/unknown-outcome", "After an internal_error, a timeout or a reset the message may have been posted.", method("chat.postMessage")),
		seen("post/deactivated", "Posting to a direct conversation of a deactivated person says ok and reaches nobody.", inTheWild),
		doc("post/metadata", "metadata needs an event_type and an event_payload.", method("chat.postMessage")),
		doc("post/invalid-thread", "A thread_ts that is no timestamp is invalid_thread_ts.", method("chat.postMessage")),
		doc("post/permalink", "chat.getPermalink gives an address, or message_not_found.", method("chat.getPermalink")),
	}
}

func editing() []Rule {
	return []Rule{
		doc("edit/own-only", "Another's message is cant_update_message or cant_delete_message.", method("chat.update")),
		doc("edit/not-found", "A message that is not there is message_not_found.", method("chat.update")),
		doc("edit/hard-4000", "A text over 4,000 is msg_too_long.", method("chat.update")),
		doc("edit/text-removes-blocks", "Text without blocks removes the blocks.", method("chat.update")),
		doc("edit/block-mismatch", "Rich text is updated by rich text alone: block_mismatch.", method("chat.update")),
		doc("edit/inactive", "In an archived channel it is is_inactive.", method("chat.update")),
		doc("edit/mark", "A change of blocks alone shows no edited mark.", method("chat.update")),
		doc("edit/not-ephemeral", "Ephemeral messages cannot be updated.", method("chat.update")),
		doc("edit/needs-d-id", "An update needs the conversation's id, not a person's.", method("chat.update")),
		doc("edit/parse-reset", "An update resets parse and link_names.", method("chat.update")),
		guess("edit/metadata-kept", "An update without metadata keeps it; an empty object removes it.", method("chat.update")),
		doc("edit/tombstone", "A deleted message with replies leaves a tombstone.", method("chat.delete")),
		doc("edit/window", "Slack can close the time in which messages are edited: edit_window_closed.", method("chat.update")).
			not("The made-up workspace has no such setting. Set the error with a fault to try an app with it."),
	}
}

func ephemerals() []Rule {
	return []Rule{
		doc("ephemeral/one-reader", "Only the one person sees it.", method("chat.postEphemeral")),
		doc("ephemeral/active", "Somebody who is away never gets it.", method("chat.postEphemeral")),
		doc("ephemeral/gone-on-reload", "It is gone when the client starts again.", method("chat.postEphemeral")).
			not("The page keeps it, so that it can be looked at again. An app must not count on that: what has to last is sent as a message."),
		doc("ephemeral/user-in-channel", "The reader must be in the channel: user_not_in_channel.", method("chat.postEphemeral")),
		doc("ephemeral/no-history", "It is in no history.", method("chat.postEphemeral")),
	}
}

func scheduling() []Rule {
	return []Rule{
		doc("schedule/past", "A time that has passed is time_in_past.", method("chat.scheduleMessage")),
		doc("schedule/120-days", "More than 120 days ahead is time_too_far.", method("chat.scheduleMessage")),
		doc("schedule/thirty", "More than 30 for a channel within five minutes is restricted_too_many.", method("chat.scheduleMessage")),
		doc("schedule/posts", "At its time the message is posted.", method("chat.scheduleMessage")),
		doc("schedule/list-delete", "Scheduled messages are listed and deleted until they are posted.", method("chat.deleteScheduledMessage")),
		doc("schedule/metadata-bug", "With metadata a scheduled message is never posted.", method("chat.scheduleMessage")),
	}
}

func histories() []Rule {
	return []Rule{
		doc("history/newest-first", "History comes newest first, paged.", method("conversations.history")),
		doc("history/bounds", "oldest and latest are exclusive unless inclusive is set.", method("conversations.history")),
		doc("history/replies", "conversations.replies gives the parent and its replies.", method("conversations.replies")),
		doc("history/threads-apart", "Replies are not in the channel's history.", method("conversations.history")),
		doc("history/metadata-asked", "The payload of metadata comes only with include_all_metadata.", pageMetadata),
		doc("history/members-only", "Only conversations of the app can be read.", method("conversations.history")),
		doc("history/scope-by-type", "Reading history needs the scope of the kind of conversation.", method("conversations.history")),
		doc("history/retention", "Messages may vanish by the workspace's retention.", "docs.slack.dev/surfaces/app-design").
			not("Nothing ages away here. Delete a message to try an app with it."),
	}
}
