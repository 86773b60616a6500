package sandbox

// tokenMethods are those about the token itself, and those that no bot token opens.
func tokenMethods() map[string]method {
	table := map[string]method{
		"auth.revoke":     {tier: 3, formOnly: true, run: authRevoke},
		"auth.teams.list": {tier: 2, pages: true, formOnly: true, run: authTeams},
	}
	for _, name := range userOnly {
		table[name] = method{tier: 2, run: func(*call) (obj, error) { return nil, fail("not_allowed_token_type") }}
	}
	for name, instead := range retired {
		table[name] = method{tier: 2, run: func(*call) (obj, error) {
			return nil, failWith("method_deprecated", "[ERROR] This method is retired and can no longer be used. Please use "+instead+" instead.")
		}}
	}
	return table
}

// userOnly are methods that take the token of a person alone (docs.slack.dev/reference/methods names no bot scope
// for them).
var userOnly = []string{
	"dnd.endDnd", "dnd.endSnooze", "dnd.setSnooze", "reminders.add", "reminders.complete", "reminders.delete",
	"reminders.info", "reminders.list", "search.all", "search.files", "search.messages", "stars.add", "stars.list",
	"stars.remove", "users.deletePhoto", "users.identity", "users.profile.set", "users.setPhoto",
}

// retired are methods that Slack ended, with what took their place.
var retired = map[string]string{
	"channels.archive": "conversations.archive", "channels.create": "conversations.create",
	"channels.history": "conversations.history", "channels.info": "conversations.info",
	"channels.invite": "conversations.invite", "channels.join": "conversations.join",
	"channels.kick": "conversations.kick", "channels.leave": "conversations.leave",
	"channels.list": "conversations.list", "channels.rename": "conversations.rename",
	"channels.replies": "conversations.replies", "channels.setPurpose": "conversations.setPurpose",
	"channels.setTopic": "conversations.setTopic", "channels.unarchive": "conversations.unarchive",
	"files.upload":   "files.getUploadURLExternal and files.completeUploadExternal",
	"groups.history": "conversations.history", "groups.info": "conversations.info",
	"groups.list": "conversations.list", "im.history": "conversations.history", "im.list": "conversations.list",
	"im.open": "conversations.open", "mpim.history": "conversations.history", "mpim.list": "conversations.list",
	"mpim.open": "conversations.open", "rtm.start": "apps.connections.open",
}

// authRevoke ends the bot's token; with test it only says that it could.
func authRevoke(c *call) (obj, error) {
	if c.args.flag("test") {
		return obj{"revoked": false}, nil
	}
	c.s.revoke()
	c.s.changed("bot")
	return obj{"revoked": true}, nil
}

func authTeams(c *call) (obj, error) {
	page, meta, err := paged(c, []obj{{"id": c.s.w.team.ID, "name": c.s.w.team.Name}})
	return obj{"teams": page, "response_metadata": meta}, err
}
