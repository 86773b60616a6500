package sandbox

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of channels (docs.slack.dev/reference/methods/conversations.create and …setTopic).
const (
	maxChannelName = 80
	maxTopic       = 250
)

// channelMethods make and change conversations. Which of its scopes a call needs depends on the conversation.
func channelMethods() map[string]method {
	write := []string{"channels:manage", "groups:write", "im:write", "mpim:write"}
	invite := append([]string{"channels:write.invites", "groups:write.invites"}, write...)
	topic := append([]string{"channels:write.topic", "groups:write.topic", "mpim:write.topic", "im:write.topic"}, write...)
	return map[string]method{
		"conversations.create":     {scopes: write, tier: 2, run: conversationsCreate},
		"conversations.archive":    {scopes: write, tier: 2, run: conversationsArchive},
		"conversations.unarchive":  {scopes: write, tier: 2, run: conversationsUnarchive},
		"conversations.rename":     {scopes: write, tier: 2, run: conversationsRename},
		"conversations.invite":     {scopes: invite, tier: 3, run: conversationsInvite},
		"conversations.kick":       {scopes: write, tier: 3, run: conversationsKick},
		"conversations.leave":      {scopes: write, tier: 3, run: conversationsLeave},
		"conversations.close":      {scopes: write, tier: 2, run: conversationsClose},
		"conversations.setTopic":   {scopes: topic, tier: 2, run: conversationsSetTopic},
		"conversations.setPurpose": {scopes: topic, tier: 2, run: conversationsSetPurpose},
		"conversations.mark":       {scopes: write, tier: 3, run: conversationsMark},
	}
}

// writeScope is the scope that changes conversations of this kind.
func (c *channel) writeScope() string {
	if c.scopeFamily() == "channels" {
		return "channels:manage"
	}
	return c.scopeFamily() + ":write"
}

// managed is the conversation of a call that changes it. The app needs the scope of its kind, or else the narrower
// one that is given, such as "write.topic".
func (c *call) managed(narrower string) (*channel, error) {
	ch := c.s.w.known(c.args.text("channel"))
	if ch == nil {
		return nil, fail("channel_not_found")
	}
	if narrower != "" && c.s.w.app.hasScope(ch.scopeFamily()+":"+narrower) {
		return ch, nil
	}
	return ch, c.need(ch.writeScope())
}

// managedChannel is a managed conversation that has a name.
func (c *call) managedChannel(narrower string) (*channel, error) {
	ch, err := c.managed(narrower)
	if err == nil && (ch.IM || ch.Group) {
		return nil, fail("method_not_supported_for_channel_type")
	}
	return ch, err
}

// ownChannel is a managed channel in which the app is a member.
func (c *call) ownChannel(narrower string) (*channel, error) {
	ch, err := c.managedChannel(narrower)
	if err == nil && !ch.has(c.s.w.app.BotUserID) {
		return nil, fail("not_in_channel")
	}
	return ch, err
}

func conversationsCreate(c *call) (obj, error) {
	private := c.args.flag("is_private")
	if err := c.need((&channel{Private: private}).writeScope()); err != nil {
		return nil, err
	}
	name, err := c.channelName()
	if err != nil {
		return nil, err
	}
	bot := c.s.w.app.BotUserID
	ch := &channel{
		ID: randomID("C0", 8), Name: name, Private: private, Creator: bot, Created: c.s.clock.Now(),
		Members: []string{bot}, lastRead: map[string]string{},
	}
	c.s.w.channels = append(c.s.w.channels, ch)
	c.s.changed("channels")
	c.s.createdEvent(ch)
	return obj{"channel": c.s.channelJSON(ch)}, nil
}

// createdEvent tells the app of a new public channel. Locked.
func (s *Server) createdEvent(ch *channel) {
	if ch.Private {
		return
	}
	s.emit("channel_created", ch, obj{"type": "channel_created", "channel": s.channelJSON(ch)})
}

// channelName checks the name that a call gives, with the code that Slack has for each fault.
func (c *call) channelName() (string, error) {
	name := c.args.text("name")
	switch {
	case name == "":
		return "", fail("invalid_name_required")
	case utf8.RuneCountInString(name) > maxChannelName:
		return "", fail("invalid_name_maxlength")
	case !strings.ContainsFunc(name, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }):
		return "", fail("invalid_name_punctuation")
	case !channelName.MatchString(name):
		return "", fail("invalid_name_specials")
	case c.s.w.channelNamed(name) != nil:
		return "", fail("name_taken")
	default:
		return name, nil
	}
}

func conversationsArchive(c *call) (obj, error) {
	ch, err := c.ownChannel("")
	switch {
	case err != nil:
		return nil, err
	case ch.General:
		return nil, fail("cant_archive_general")
	case ch.Archived:
		return nil, fail("already_archived")
	}
	c.s.setArchived(ch, c.s.w.app.BotUserID, "archive")
	return nil, nil
}

// conversationsUnarchive never works with a bot's token: Slack counts apps as out of a channel that is archived
// (slack-go/slack#1066).
func conversationsUnarchive(c *call) (obj, error) {
	ch, err := c.managedChannel("")
	switch {
	case err != nil:
		return nil, err
	case !ch.Archived:
		return nil, fail("not_archived")
	}
	return nil, fail("not_in_channel")
}

func conversationsRename(c *call) (obj, error) {
	ch, err := c.ownChannel("")
	if err != nil {
		return nil, err
	}
	if ch.Archived {
		return nil, fail("is_archived")
	}
	name, err := c.channelName()
	switch {
	case err != nil:
		return nil, err
	case ch.Creator != c.s.w.app.BotUserID: // Only the creator and admins rename.
		return nil, fail("not_authorized")
	}
	c.s.renameTo(ch, c.s.w.app.BotUserID, name)
	return obj{"channel": c.s.channelJSON(ch)}, nil
}

// conversationsClose closes a direct or group conversation; the next message opens it again.
func conversationsClose(c *call) (obj, error) {
	ch, err := c.managed("")
	switch {
	case err != nil:
		return nil, err
	case !ch.IM && !ch.Group:
		return nil, fail("method_not_supported_for_channel_type")
	case ch.Closed:
		return obj{"no_op": true, "already_closed": true}, nil
	}
	ch.Closed = true
	return nil, nil
}

func conversationsSetTopic(c *call) (obj, error) {
	return c.describe("topic", "topic", func(ch *channel, text string, by setting) { ch.Topic, ch.TopicSet = text, by })
}

func conversationsSetPurpose(c *call) (obj, error) {
	return c.describe("purpose", "description", func(ch *channel, text string, by setting) { ch.Purpose, ch.PurposeSet = text, by })
}

// describe sets a channel's topic or purpose and says so in the channel.
func (c *call) describe(what, word string, set func(*channel, string, setting)) (obj, error) {
	ch, err := c.managed("write.topic")
	if err != nil {
		return nil, err
	}
	text, given := c.args[what]
	switch {
	case ch.IM:
		return nil, fail("method_not_supported_for_channel_type")
	case !ch.has(c.s.w.app.BotUserID):
		return nil, fail("not_in_channel")
	case ch.Archived:
		return nil, fail("is_archived")
	case !given || text == nil:
		return nil, missing(what)
	case utf8.RuneCountInString(c.args.text(what)) > maxTopic:
		return nil, fail("too_long")
	}
	bot, value := c.s.w.app.BotUserID, escapeMarkup(unescapeMarkup(c.args.text(what)))
	set(ch, value, setting{By: bot, At: c.s.clock.Now()})
	line := "set the channel " + word + ": " + value
	c.s.systemLine(ch, &message{User: bot, Subtype: ch.kind() + "_" + what, Text: line, Said: map[string]string{what: value}})
	c.s.changed("channels")
	return obj{"channel": c.s.channelJSON(ch)}, nil
}

func conversationsMark(c *call) (obj, error) {
	ch, err := c.managed("")
	ts := c.args.text("ts")
	switch {
	case err != nil:
		return nil, err
	case !ch.has(c.s.w.app.BotUserID):
		return nil, fail("not_in_channel")
	case !tsShape.MatchString(ts):
		return nil, fail("invalid_timestamp")
	}
	ch.lastRead[c.s.w.app.BotUserID] = padTS(ts)
	return nil, nil
}
