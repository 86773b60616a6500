package sandbox

import (
	"regexp"
)

// maxPins is Slack's limit of pinned items in a conversation.
const maxPins = 100

// item finds the message that channel and timestamp name.
func (c *call) item() (*channel, *message, error) {
	ch := c.s.w.channel(c.args.text("channel"))
	if ch == nil || (ch.Private && !ch.has(c.s.w.app.BotUserID)) {
		return nil, nil, fail("channel_not_found")
	}
	ts := c.args.text("timestamp")
	switch {
	case ts == "":
		return nil, nil, fail("no_item_specified")
	case !tsShape.MatchString(ts):
		return nil, nil, fail("bad_timestamp")
	case !ch.has(c.s.w.app.BotUserID):
		return nil, nil, fail("not_in_channel")
	}
	m := ch.message(ts)
	if m == nil {
		return nil, nil, fail("message_not_found")
	}
	return ch, m, nil
}

func pinsAdd(c *call) (obj, error) {
	ch, m, err := c.item()
	if err != nil {
		return nil, err
	}
	switch {
	case ch.Archived:
		return nil, fail("restricted_action")
	case m.Subtype == "tombstone":
		return nil, fail("not_pinnable")
	case m.Pinned:
		return nil, fail("already_pinned")
	case len(ch.pins()) >= maxPins:
		return nil, fail("too_many_pins")
	}
	m.Pinned, m.PinnedBy = true, c.s.w.app.BotUserID
	c.s.changed("messages:" + ch.ID)
	return nil, nil
}

func pinsRemove(c *call) (obj, error) {
	ch, m, err := c.item()
	if err != nil {
		return nil, err
	}
	if !m.Pinned {
		return nil, fail("no_pin")
	}
	m.Pinned, m.PinnedBy = false, ""
	c.s.changed("messages:" + ch.ID)
	return nil, nil
}

func pinsList(c *call) (obj, error) {
	ch := c.s.w.channel(c.args.text("channel"))
	if ch == nil || !ch.has(c.s.w.app.BotUserID) {
		return nil, fail("channel_not_found")
	}
	items := []obj{}
	for _, m := range ch.pins() {
		items = append(items, obj{
			"type": "message", "channel": ch.ID, "created_by": m.PinnedBy,
			"message": c.s.messageJSON(ch, m, false),
		})
	}
	return obj{"items": items}, nil
}

func (c *channel) pins() []*message {
	var out []*message
	for _, m := range c.Messages {
		if m.Pinned {
			out = append(out, m)
		}
	}
	return out
}

var emojiName = regexp.MustCompile(`^[a-z0-9_+'-]+(::skin-tone-[2-6])?$`)

func reactionsAdd(c *call) (obj, error) {
	name := c.args.text("name")
	if !emojiName.MatchString(name) {
		return nil, fail("invalid_name")
	}
	ch, m, err := c.item()
	if err != nil {
		return nil, err
	}
	if ch.Archived {
		return nil, fail("is_archived")
	}
	if !m.addReaction(name, c.s.w.app.BotUserID) {
		return nil, fail("already_reacted")
	}
	c.s.reactionEvent("reaction_added", ch, m, name, c.s.w.app.BotUserID)
	c.s.changed("messages:" + ch.ID)
	return nil, nil
}
