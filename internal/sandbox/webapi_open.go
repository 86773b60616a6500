package sandbox

import "slices"

func conversationsOpen(c *call) (obj, error) {
	if id := c.args.text("channel"); id != "" {
		return c.reopen(id)
	}
	users := c.invitees()
	switch {
	case len(users) == 0:
		return nil, fail("users_list_not_supplied")
	case len(users) > maxGroup:
		return nil, fail("too_many_users")
	case len(users) > 1:
		return c.openGroup(users)
	}
	if err := c.need("im:write"); err != nil {
		return nil, err
	}
	u, err := c.reachable(users[0])
	if err != nil {
		return nil, err
	}
	if c.args.flag("prevent_creation") && !c.s.w.hasDM(u.ID) {
		return nil, fail("channel_not_found")
	}
	before := c.s.w.hasDM(u.ID)
	ch, err := c.s.openDM(u)
	if err != nil {
		return nil, err
	}
	return c.opened(ch, before && !ch.Closed), nil
}

// reopen returns to a direct conversation by its id.
func (c *call) reopen(id string) (obj, error) {
	ch := c.s.w.channel(id)
	if ch == nil || !ch.has(c.s.w.app.BotUserID) {
		return nil, fail("channel_not_found")
	}
	if !ch.IM && !ch.Group {
		return nil, fail("method_not_supported_for_channel_type")
	}
	if err := c.need(ch.scopeFamily() + ":write"); err != nil {
		return nil, err
	}
	return c.opened(ch, !ch.Closed), nil
}

// invitees are the people to talk with, each once; an app that names itself among others means them.
func (c *call) invitees() []string {
	var users []string
	for _, id := range c.args.list("users") {
		if !slices.Contains(users, id) {
			users = append(users, id)
		}
	}
	if len(users) > 1 {
		users = slices.DeleteFunc(users, func(id string) bool { return id == c.s.w.app.BotUserID })
	}
	return users
}

// openGroup opens the conversation of the app with several people.
func (c *call) openGroup(ids []string) (obj, error) {
	if err := c.need("mpim:write"); err != nil {
		return nil, err
	}
	var outside []string
	for _, id := range ids {
		u, err := c.reachable(id)
		if err != nil {
			return nil, err
		}
		if c.s.w.external(u) {
			outside = append(outside, id)
		}
	}
	for _, id := range outside {
		if slices.ContainsFunc(ids, func(other string) bool { return other != id && !c.s.w.shareChannel(id, other) }) {
			return nil, fail("invalid_user_combination")
		}
	}
	if c.args.flag("prevent_creation") && c.s.w.groupOf(append(ids, c.s.w.app.BotUserID)) == nil {
		return nil, fail("channel_not_found")
	}
	ch, opened := c.s.w.group(c.s.w.app.BotUserID, ids, c.s.clock.Now())
	if opened {
		c.s.changed("channels")
	}
	return c.opened(ch, !opened && !ch.Closed), nil
}

// reachable is a person to whom the app may open a conversation.
func (c *call) reachable(id string) (*user, error) {
	u := c.s.w.user(id)
	if u == nil {
		return nil, fail("user_not_found")
	}
	return u, c.s.reachable(u)
}

func (c *call) opened(ch *channel, before bool) obj {
	ch.Closed = false
	out := obj{"channel": obj{"id": ch.ID}}
	if c.args.flag("return_im") {
		out["channel"] = c.s.channelJSON(ch)
	}
	if before {
		out["no_op"], out["already_open"] = true, true
	}
	return out
}

// hasDM reports whether the app and a person have a direct conversation.
func (w *world) hasDM(userID string) bool {
	return slices.ContainsFunc(w.channels, func(c *channel) bool {
		return c.IM && c.has(userID) && c.has(w.app.BotUserID)
	})
}

// openDM opens the app's direct conversation with a person, where Slack would. Locked.
func (s *Server) openDM(u *user) (*channel, error) {
	if err := s.reachable(u); err != nil {
		return nil, err
	}
	ch, opened := s.w.dm(s.w.app.BotUserID, u.ID, s.clock.Now())
	if opened {
		s.changed("channels")
	}
	return ch, nil
}

// reachable refuses people to whom Slack opens no conversation of the app's. Locked.
func (s *Server) reachable(u *user) error {
	switch {
	case u.Deleted:
		return fail("user_disabled")
	case u.IsBot || u.ID == slackbotID:
		return fail("user_not_found")
	case s.w.external(u) && !s.w.shareChannel(u.ID, s.w.app.BotUserID):
		return fail("user_not_visible")
	default:
		return nil
	}
}
