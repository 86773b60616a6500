package sandbox

import "time"

// maxPins is Slack's limit of pinned items in a conversation.
const maxPins = 100

// item finds the message that channel and timestamp name.
func (c *call) item() (*channel, *message, error) {
	ch := c.s.w.known(c.args.text("channel"))
	if ch == nil {
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
	m.Pinned, m.PinnedBy, m.PinnedAt = true, c.s.w.app.BotUserID, c.s.clock.Now()
	c.s.pinEvent("pin_added", ch, m, m.PinnedBy)
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
	m.Pinned, m.PinnedBy, m.PinnedAt = false, "", time.Time{}
	c.s.pinEvent("pin_removed", ch, m, c.s.w.app.BotUserID)
	return nil, nil
}

func pinsList(c *call) (obj, error) {
	ch := c.s.w.channel(c.args.text("channel"))
	if ch == nil || !ch.has(c.s.w.app.BotUserID) {
		return nil, fail("channel_not_found")
	}
	items := []obj{}
	for _, m := range ch.pins() {
		items = append(items, c.s.pinJSON(ch, m))
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

func (s *Server) pinJSON(ch *channel, m *message) obj {
	return obj{
		"type": "message", "channel": ch.ID, "created": m.PinnedAt.Unix(), "created_by": m.PinnedBy,
		"message": s.linkedJSON(ch, m),
	}
}

// pinEvent tells the app of a pin that was put or taken away (docs.slack.dev/reference/events/pin_added). Locked.
func (s *Server) pinEvent(name string, ch *channel, m *message, by string) {
	s.changed("messages:" + ch.ID)
	if !ch.has(s.w.app.BotUserID) {
		return
	}
	event := obj{
		"type": name, "user": by, "channel_id": ch.ID, "item": s.pinJSON(ch, m), "item_user": m.User,
		"pin_count":   len(ch.pins()),
		"pinned_info": obj{"channel": ch.ID, "pinned_by": by, "pinned_ts": s.clock.Now().Unix()},
	}
	if name == "pin_removed" {
		event["has_pins"] = len(ch.pins()) > 0
	}
	s.emit(name, ch, event)
}
