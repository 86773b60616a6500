package sandbox

import (
	"encoding/json"
	"unicode/utf8"
)

// own finds a message of the app's to change.
func (c *call) own(otherwise string) (*channel, *message, error) {
	ch := c.s.w.known(c.args.text("channel"))
	if ch == nil {
		return nil, nil, fail("channel_not_found")
	}
	m := ch.message(c.args.text("ts"))
	if m == nil || m.Subtype == "tombstone" {
		return nil, nil, fail("message_not_found")
	}
	if m.BotID != c.s.w.app.BotID {
		return nil, nil, fail(otherwise)
	}
	return ch, m, nil
}

func chatUpdate(c *call) (obj, error) {
	ch, m, err := c.own("cant_update_message")
	if err != nil {
		return nil, err
	}
	if ch.Archived {
		return nil, fail("is_inactive")
	}
	if utf8.RuneCountInString(c.args.text("text")) > maxUpdateText {
		return nil, fail("msg_too_long")
	}
	if c.args.flag("reply_broadcast") {
		return c.broadcastReply(ch, m)
	}
	body, err := c.content()
	if err != nil {
		return nil, err
	}
	if hasRichText(m.Blocks) && body.blocks != nil && !hasRichText(body.blocks) {
		return nil, fail("block_mismatch")
	}
	before := c.s.messageJSON(ch, m, false)
	c.s.rewrite(m, body)
	c.s.changedEvent(ch, before, m)
	return c.updated(ch, m), nil
}

func (c *call) updated(ch *channel, m *message) obj {
	return obj{"channel": ch.ID, "ts": m.TS, "text": m.Text, "message": c.s.messageJSON(ch, m, true)}
}

// broadcastReply shows a reply in the channel after all. Its content cannot change at the same time.
func (c *call) broadcastReply(ch *channel, m *message) (obj, error) {
	switch {
	case !m.reply() || m.Broadcast || len(m.Files) > 0:
		return nil, fail("cant_broadcast_message")
	case c.args.text("text") != "" || c.args.text("blocks") != "" || c.args.text("attachments") != "" || c.args.text("markdown_text") != "":
		return nil, fail("no_dual_broadcast_content_update")
	}
	before := c.s.messageJSON(ch, m, false)
	m.broadcast(true)
	c.s.changedEvent(ch, before, m)
	return c.updated(ch, m), nil
}

// rewrite gives a message new content. Text without blocks removes the blocks;
// a change of blocks alone shows no "edited" mark; metadata stays unless new or
// empty metadata is given. Locked.
func (s *Server) rewrite(m *message, body content) {
	if body.text != m.Text {
		m.Edited = &edited{User: m.User, TS: s.w.nextTS(s.clock.Now())}
	}
	m.show(body)
	if body.metadata != nil || body.noMetadata {
		m.Metadata = body.metadata
	}
	m.Pings = pings(m.Text, m.Blocks, m.Attachments)
}

// show puts new content in the place of the old. What people have picked stays
// in elements that keep both their ids.
func (m *message) show(body content) {
	m.Text, m.Blocks, m.Attachments = body.text, body.blocks, body.attachments
	for who, before := range m.forms {
		m.forms[who] = initialState(m.allBlocks())
		m.forms[who].carry(before)
	}
}

func hasRichText(blocks json.RawMessage) bool { return hasBlock(blocks, "rich_text") }

// hasBlock reports whether a block of this type is among them.
func hasBlock(blocks json.RawMessage, kind string) bool {
	var list []struct {
		Type string `json:"type"`
	}
	_ = json.Unmarshal(blocks, &list) // no list has none
	for _, b := range list {
		if b.Type == kind {
			return true
		}
	}
	return false
}

func chatDelete(c *call) (obj, error) {
	ch, m, err := c.own("cant_delete_message")
	if err != nil {
		return nil, err
	}
	c.s.deleteMessage(ch, m)
	return obj{"channel": ch.ID, "ts": m.TS}, nil
}

// deleteMessage removes a message. A thread keeps its first one as a
// tombstone. Locked.
func (s *Server) deleteMessage(ch *channel, m *message) {
	before := s.messageJSON(ch, m, false)
	if len(ch.replies(m.TS)) > 0 {
		*m = message{TS: m.TS, ThreadTS: m.ThreadTS, User: slackbotID, Subtype: "tombstone", Text: "This message was deleted."}
	} else {
		ch.drop(m)
	}
	s.deletedEvent(ch, m.TS, before)
}
