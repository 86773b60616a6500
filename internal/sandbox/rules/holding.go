package rules

// holding are the rules of conversations, files, people and the manifest.
func holding() []Area {
	return []Area{
		{Name: "conversation", Title: "Conversations", Rules: conversations()},
		{Name: "mark", Title: "Reactions, pins and bookmarks", Rules: markings()},
		{Name: "file", Title: "Files", Rules: fileRules()},
		{Name: "person", Title: "People", Rules: people()},
		{Name: "manifest", Title: "The manifest", Rules: manifests()},
	}
}

func conversations() []Rule {
	return []Rule{
		doc("conversation/open-same", "Opening the same people again gives the same conversation.", method("conversations.open")),
		doc("conversation/open-eight", "One to eight people: too_many_users.", method("conversations.open")),
		doc("conversation/open-unknown", "Unknown and deactivated people are user_not_found and user_disabled.", method("conversations.open")),
		doc("conversation/prevent-creation", "prevent_creation looks without creating.", method("conversations.open")),
		doc("conversation/group", "Several people make a group conversation, with mpim:write.", method("conversations.open")),
		doc("conversation/info-private", "A private channel in which the app is not is channel_not_found.", method("conversations.info")),
		doc("conversation/scope-by-type", "The scope depends on the kind of conversation.", method("conversations.info")),
		doc("conversation/members", "Members are paged, and include bots and externals.", method("conversations.members")),
		doc("conversation/join-public", "Only public channels can be joined.", method("conversations.join")),
		doc("conversation/join-archived", "An archived channel cannot be joined: is_archived.", method("conversations.join")),
		doc("conversation/join-again", "Joining where one is already a member says so in a warning.", method("conversations.join")),
		doc("conversation/users-conversations", "users.conversations lists where the app is a member.", method("users.conversations")),
		doc("conversation/list-hides", "conversations.list has public channels, and private ones of the app alone.", method("conversations.list")),
		doc("conversation/shared", "Shared channels have is_ext_shared.", pageConnect),
		doc("conversation/private-by-flag", "is_private tells privacy; the id's first letter does not.", pageConnect),
	}
}

func markings() []Rule {
	return []Rule{
		doc("mark/already-reacted", "The same reaction again is already_reacted.", method("reactions.add")),
		doc("mark/no-reaction", "Removing what is not there is no_reaction.", method("reactions.remove")),
		doc("mark/invalid-name", "An emoji that there is none of is invalid_name.", method("reactions.add")),
		doc("mark/already-pinned", "Pinning again is already_pinned.", method("pins.add")),
		doc("mark/not-pinnable", "Some messages cannot be pinned: not_pinnable.", method("pins.add")),
		doc("mark/bookmark-link", "A bookmark needs a good link: invalid_link.", method("bookmarks.add")),
	}
}

func fileRules() []Rule {
	return []Rule{
		doc("file/three-steps", "A file is announced, sent and completed.", pageFiles),
		doc("file/length", "It has at least one byte, and the bytes are as many as announced.", method("files.getUploadURLExternal")),
		doc("file/snippet", "A snippet has at most 1 MB.", method("files.getUploadURLExternal")),
		doc("file/alt-text", "alt_txt has at most 1,000.", method("files.getUploadURLExternal")),
		doc("file/where", "It is shared only where the app is: not_in_channel, channel_not_found.", method("files.completeUploadExternal")),
		doc("file/unshared", "Without a channel it stays private.", method("files.completeUploadExternal")),
		doc("file/seen-by-members", "Only who sees the conversation can open it.", pageFiles),
		doc("file/url-once", "An upload's address takes one file.", pageFiles),
		doc("file/old-upload", "files.upload is method_deprecated.", method("files.upload")),
		doc("file/delete", "A deleted file leaves a tombstone in its message.", method("files.delete")),
	}
}

func people() []Rule {
	return []Rule{
		doc("person/tz", "A person has tz, tz_label and tz_offset, which follows daylight saving.", pageUser),
		doc("person/deleted", "A deactivated person has deleted true.", pageUser),
		doc("person/deactivation-event", "Deactivation comes as user_change.", event("user_change")),
		doc("person/slackbot", "Slackbot has is_bot false.", pageUser),
		doc("person/guests", "Guests have is_restricted, and is_ultra_restricted with a single channel.", pageUser),
		doc("person/external", "Externals have another team_id, and are in no users.list.", pageConnect),
		doc("person/stranger", "Who shares no channel with the app has is_stranger.", pageConnect),
		doc("person/external-dm", "An app may write to externals only if they share a channel.", pageConnect),
		doc("person/locale", "locale comes only with include_locale.", method("users.info")),
		doc("person/email-scope", "The address of mail comes only with users:read.email.", method("users.info")),
		doc("person/not-found", "Unknown people are user_not_found.", method("users.info")),
		doc("person/dnd", "dnd.info tells when a person's quiet time begins and ends.", method("dnd.info")),
		doc("person/snooze-private", "Snoozing is told to the person alone.", method("dnd.teamInfo")),
		doc("person/usergroups", "usergroups.list names groups of people.", method("usergroups.list")),
		doc("person/invited", "Somebody invited who never signed in has is_invited_user.", pageUser).
			not("Everybody here has signed in. An app has to look at it before it writes to somebody, and cannot try that here."),
		doc("person/profile", "A person has a profile with display_name and real_name.", pageUser),
	}
}

func manifests() []Rule {
	return []Rule{
		doc("manifest/name", "The app's name has at most 35, its description 140.", pageManifest),
		doc("manifest/long-description", "A long description has 175 to 4,000.", pageManifest),
		doc("manifest/bot-name", "The bot's name has at most 80.", pageManifest),
		doc("manifest/commands", "At most 50 commands of 32, described in 2,000, hinted in 1,000.", pageManifest),
		doc("manifest/shortcuts", "At most 10 shortcuts, five of a kind, with names of 24 and descriptions of 150.", pageManifest),
		doc("manifest/scopes", "At most 255 scopes; bot_optional is part of bot.", pageManifest),
		doc("manifest/events", "At most 100 events, each of them once.", pageManifest),
		doc("manifest/interactivity", "Without is_enabled no buttons and modals work.", pageManifest),
		doc("manifest/socket-mode", "Without socket_mode_enabled no connection opens.", pageManifest),
		doc("manifest/unknown-key", "A key that the manifest does not have is refused.", pageManifest),
		doc("manifest/rotation", "Token rotation makes tokens of twelve hours.", "docs.slack.dev/authentication/using-token-rotation").
			not("The sandbox's tokens do not expire. An app that rotates tokens cannot be tried with it on."),
	}
}
