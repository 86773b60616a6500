package sandbox

import (
	"slices"
	"time"
)

// quietAt reports whether the person's notifications are paused at a moment.
func (u *user) quietAt(now time.Time) bool {
	start, end, quiet := u.DND.span(u.zone(), now)
	return quiet && !start.After(now) && end.After(now)
}

// mentions counts the unread messages that notified the person: all of a direct or group conversation, elsewhere those that
// name the person or everybody there.
func (c *channel) mentions(me *user) int {
	n := 0
	for _, m := range c.Messages {
		if m.User == me.ID || compareTS(m.TS, c.lastRead[me.ID]) <= 0 || !m.shownTo(me.ID) || !c.has(me.ID) {
			continue
		}
		if c.IM || c.Group || slices.ContainsFunc(m.Pings, func(who string) bool { return who == me.ID || isBroadcast(who) }) {
			n++
		}
	}
	return n
}

type unreadRequest struct {
	As      string `json:"as"`
	Channel string `json:"channel"`
	TS      string `json:"ts"`
}

// actUnread marks a conversation unread from a message on, as a message's menu does.
func (s *Server) actUnread(req unreadRequest) (obj, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u, err := s.actor(req.As)
	if err != nil {
		return nil, err
	}
	ch, err := s.visible(u, req.Channel)
	if err != nil {
		return nil, err
	}
	if ch.messageFor(u.ID, req.TS) == nil {
		return nil, refusal("message_not_found", "There is no such message.")
	}
	before := ""
	for _, m := range ch.Messages {
		if m.TS == req.TS {
			break
		}
		before = m.TS
	}
	ch.lastRead[u.ID] = before
	s.changed("channels")
	return obj{"channel": ch.ID, "last_read": before}, nil
}
