package manifest

// Scope is one permission of the bot token, with what it is for and what is lost without it.
type Scope struct {
	// Name is Slack's, as in docs.slack.dev/reference/scopes.
	Name string
	// For completes "it is there to …".
	For string
	// Without is a sentence without its full stop on what does not work when the scope is missing.
	Without string
}

// Scopes returns what the bot asks for, in alphabetical order. A fresh slice each time.
func Scopes() []Scope {
	return []Scope{
		{"app_mentions:read", "hear when it is mentioned", "mentioning the bot does nothing; commands still work"},
		{"channels:join", "join the public channel in which a mission starts", "the bot has to be invited before a mission can start"},
		{"channels:read", "see the name, state and members of public channels", "no mission can be held in a public channel"},
		{"chat:write", "post and edit its own messages", "no card, no answer and no question can be posted"},
		{"commands", "offer " + Command + " and the shortcuts", "nobody can write " + Command},
		{"dnd:read", "keep quiet while a person does not want to be disturbed", "do-not-disturb in Slack is not respected; quiet hours are"},
		{"files:write", "send pictures", "pictures are not sent; their text is"},
		{"groups:read", "see the name, state and members of private channels that it is in", "no mission can be held in a private channel"},
		{"im:history", "read the replies that people send to it", "replies to a question are not kept; the form still works"},
		{"im:write", "open a direct message", "nobody is asked anything in a direct message"},
		{"pins:write", "pin the mission's card", "the card is not pinned"},
		{"users:read", "know people's names, time zones and whether they are guests", "times and rights cannot be told, so nobody can join"},
	}
}

// HistoryScopes returns the two optional scopes. They serve one purpose: after a post whose answer
// was lost, to look whether it arrived. A fresh slice each time.
func HistoryScopes() []Scope {
	const purpose = "look up whether a doubtful post of its own arrived"
	const without = "a channel post whose answer was lost is not repeated"
	return []Scope{
		{"channels:history", purpose + " in a public channel", without},
		{"groups:history", purpose + " in a private channel", without},
	}
}

// Events returns the bot events that the app hears, each covered by a scope of [Scopes] or needing
// none. slack-go decodes every one of them; it drops an event that it does not know without an
// acknowledgement. A fresh slice each time.
func Events() []string {
	return []string{
		"app_home_opened",
		"app_mention",
		"app_uninstalled",
		"channel_archive",
		"channel_deleted",
		"channel_id_changed",
		"channel_left",
		"channel_rename",
		"channel_unarchive",
		"group_archive",
		"group_deleted",
		"group_left",
		"group_rename",
		"group_unarchive",
		"member_joined_channel",
		"member_left_channel",
		"message.im",
		"tokens_revoked",
		"user_change",
	}
}
