package sandbox

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// target finds the conversation to post to: an id, a person's id (which opens
// the direct conversation) or a public channel's name.
func (c *call) target() (*channel, error) {
	id := strings.TrimPrefix(c.args.text("channel"), "#")
	ch := c.s.w.channel(id)
	if ch == nil {
		ch = c.s.w.channelNamed(id)
	}
	if u := c.s.w.user(id); u != nil && ch == nil {
		ch, _ = c.s.openDM(u)
	}
	if ch = c.s.w.knownOf(ch); ch == nil {
		return nil, fail("channel_not_found")
	}
	return ch, nil
}

// postable is the target, if the app may post there.
func (c *call) postable() (*channel, error) {
	ch, err := c.target()
	if err != nil {
		return nil, err
	}
	switch {
	case ch.IM && !c.s.w.app.MessagesTab:
		return nil, fail("messages_tab_disabled")
	case ch.Archived:
		return nil, fail("is_archived")
	case !c.s.mayPost(ch):
		return nil, fail("not_in_channel")
	default:
		return ch, nil
	}
}

// mayPost reports whether the app may write in a conversation: as a member, or in a public channel with
// chat:write.public. Locked.
func (s *Server) mayPost(ch *channel) bool {
	return ch.has(s.w.app.BotUserID) || (!ch.Private && s.w.app.hasScope("chat:write.public"))
}

// answerable are the subtypes of messages that take replies.
var answerable = []string{"", "thread_broadcast", "file_share", "bot_message", "me_message"}

// thread is the thread to answer in; a reply's ts leads to its thread. Where
// the first message is gone Slack posts without a thread.
func (c *call) thread(ch *channel) (string, error) {
	ts := c.args.text("thread_ts")
	if ts == "" {
		return "", nil
	}
	if !tsShape.MatchString(ts) {
		return "", fail("invalid_thread_ts")
	}
	parent := ch.message(ts)
	if parent == nil {
		return "", nil
	}
	if !slices.Contains(answerable, parent.Subtype) {
		return "", fail("cannot_reply_to_message")
	}
	if parent.ThreadTS != "" {
		return parent.ThreadTS, nil
	}
	return ts, nil
}

// draft is the message that a call composes for ch, with its thread.
func (c *call) draft(ch *channel) (*message, error) {
	body, err := c.content()
	if err != nil {
		return nil, err
	}
	thread, err := c.thread(ch)
	if err != nil {
		return nil, err
	}
	m := c.s.botMessage(body)
	m.ThreadTS = thread
	m.broadcast(thread != "" && c.args.flag("reply_broadcast"))
	return m, nil
}

// composed is a draft that is posted at once. It counts against the channel's posting limit.
func (c *call) composed(ch *channel) (*message, error) {
	m, err := c.draft(ch)
	if err != nil {
		return nil, err
	}
	return m, c.s.spendPost(ch.ID)
}

func chatPostMessage(c *call) (obj, error) {
	if c.args.flag("as_user") { // of classic apps alone, which Slack makes no more
		return nil, fail("as_user_not_supported")
	}
	ch, err := c.addressed()
	if err != nil {
		return nil, err
	}
	m, err := c.composed(ch)
	if err != nil {
		return nil, err
	}
	c.s.publishMessage(ch, m)
	return obj{"channel": ch.ID, "ts": m.TS, "message": c.s.messageJSON(ch, m, true)}, nil
}

// addressed is where a message goes. To a person, under another name or icon, that is Slackbot's conversation with
// them, in which the app is not (docs.slack.dev/reference/methods/chat.postMessage).
func (c *call) addressed() (*channel, error) {
	u := c.s.w.user(c.args.text("channel"))
	var as content
	if c.readAuthor(&as); u == nil || as.username+as.iconEmoji+as.iconURL == "" {
		return c.postable()
	}
	if err := c.s.reachable(u); err != nil {
		return nil, err
	}
	ch, opened := c.s.w.dm(slackbotID, u.ID, c.s.clock.Now())
	if opened {
		c.s.changed("channels")
	}
	return ch, nil
}

// chatMeMessage posts what the app does, as /me does for a person.
func chatMeMessage(c *call) (obj, error) {
	ch, err := c.postable()
	if err != nil {
		return nil, err
	}
	text := c.args.text("text")
	switch {
	case strings.TrimSpace(text) == "":
		return nil, fail("no_text")
	case utf8.RuneCountInString(text) > maxText:
		return nil, fail("msg_too_long")
	}
	if err := c.s.spendPost(ch.ID); err != nil {
		return nil, err
	}
	m := c.s.botMessage(content{text: c.s.w.appText(text, "", false)})
	m.Subtype = "me_message"
	c.s.publishMessage(ch, m)
	return obj{"channel": ch.ID, "ts": m.TS}, nil
}

// botMessage is a message of the app's, not yet in a conversation. Locked.
func (s *Server) botMessage(body content) *message {
	return &message{
		TS: s.w.nextTS(s.clock.Now()), User: s.w.app.BotUserID, BotID: s.w.app.BotID,
		Text: body.text, Blocks: body.blocks, Attachments: body.attachments, Metadata: body.metadata,
		Pings:    pings(body.text, body.blocks, body.attachments),
		Username: body.username, IconEmoji: body.iconEmoji, IconURL: body.iconURL,
	}
}

// publishMessage puts a message into its conversation and tells everyone. Locked.
func (s *Server) publishMessage(ch *channel, m *message) {
	ch.insert(m)
	ch.Closed = false
	if m.BotID != "" {
		s.posted++
	}
	s.changed("messages:"+ch.ID, "channels")
	if m.EphemeralFor == "" {
		s.messageEvent(ch, s.messageJSON(ch, m, false), m)
		s.linkEvent(ch, m)
	}
}

// chatPostEphemeral shows a message to one person. It is lost where the person
// is not active, or the thread has no reply yet
// (docs.slack.dev/reference/methods/chat.postEphemeral).
func chatPostEphemeral(c *call) (obj, error) {
	ch, err := c.postable()
	if err != nil {
		return nil, err
	}
	viewer := c.s.w.user(c.args.text("user"))
	if viewer == nil || !ch.has(viewer.ID) {
		return nil, fail("user_not_in_channel")
	}
	if utf8.RuneCountInString(c.args.text("text")) > maxText {
		return nil, fail("msg_too_long")
	}
	m, err := c.composed(ch)
	if err != nil {
		return nil, err
	}
	m.EphemeralFor, m.Broadcast, m.Subtype = viewer.ID, false, ""
	quiet := m.ThreadTS != "" && len(ch.replies(m.ThreadTS)) == 0
	if !viewer.Inactive && !quiet { // Slack loses it without a word
		c.s.publishMessage(ch, m)
	}
	return obj{"message_ts": m.TS}, nil
}

func chatGetPermalink(c *call) (obj, error) {
	ch := c.s.w.known(c.args.text("channel"))
	if ch == nil {
		return nil, fail("channel_not_found")
	}
	m := ch.message(c.args.text("message_ts"))
	if m == nil {
		return nil, fail("message_not_found")
	}
	return obj{"channel": ch.ID, "permalink": c.s.permalink(ch, m)}, nil
}

// permalink is the address of a message. Locked.
func (s *Server) permalink(ch *channel, m *message) string {
	link := "https://" + s.w.team.Domain + ".slack.com/archives/" + ch.ID + "/p" + strings.Replace(m.TS, ".", "", 1)
	if m.ThreadTS != "" && m.ThreadTS != m.TS {
		link += "?" + url.Values{"thread_ts": {m.ThreadTS}, "cid": {ch.ID}}.Encode()
	}
	return link
}
