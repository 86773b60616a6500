package sandbox

import (
	"slices"
)

// seen finds a conversation that the token may know of: public ones and those
// the app is in. A private one is as if it were not there.
func (c *call) seen(verb string) (*channel, error) {
	ch := c.s.w.known(c.args.text("channel"))
	if ch == nil {
		return nil, fail("channel_not_found")
	}
	return ch, c.need(ch.scopeFamily() + ":" + verb)
}

func conversationsInfo(c *call) (obj, error) {
	ch, err := c.seen("read")
	if err != nil {
		return nil, err
	}
	out := c.s.channelJSON(ch)
	if c.args.flag("include_num_members") && !ch.IM {
		out["num_members"] = len(ch.Members)
	}
	return obj{"channel": out}, nil
}

func conversationsMembers(c *call) (obj, error) {
	ch, err := c.seen("read")
	if err != nil {
		return nil, err
	}
	page, meta, err := paged(c, slices.Clone(ch.Members))
	return obj{"members": page, "response_metadata": meta}, err
}

// conversationsList also counts members, which users.conversations does not.
func conversationsList(c *call) (obj, error) {
	out, err := c.listConversations(false)
	page, _ := out["channels"].([]obj)
	for _, shown := range page {
		if ch := c.s.w.channel(shown["id"].(string)); !ch.IM && !ch.Group {
			shown["num_members"] = len(ch.Members)
		}
	}
	return out, err
}

func usersConversations(c *call) (obj, error) {
	if u := c.args.text("user"); u != "" && u != c.s.w.app.BotUserID {
		return c.conversationsOf(u)
	}
	return c.listConversations(true)
}

// conversationsOf lists what the app may know of another person's channels.
func (c *call) conversationsOf(userID string) (obj, error) {
	if c.s.w.user(userID) == nil {
		return nil, fail("user_not_found")
	}
	return c.listWhere(func(ch *channel) bool { return ch.has(userID) && (!ch.Private || ch.has(c.s.w.app.BotUserID)) })
}

func (c *call) listConversations(mine bool) (obj, error) {
	return c.listWhere(func(ch *channel) bool { return !mine || ch.has(c.s.w.app.BotUserID) })
}

func (c *call) listWhere(wanted func(*channel) bool) (obj, error) {
	kinds, err := c.kinds()
	if err != nil {
		return nil, err
	}
	list := []obj{}
	for _, ch := range c.s.w.visibleTo(c.s.w.app.BotUserID, kinds) {
		if wanted(ch) && (!ch.Archived || !c.args.flag("exclude_archived")) {
			list = append(list, c.s.channelJSON(ch))
		}
	}
	page, meta, err := pagedBy(c, list, pageSizes{pageDefault, listMost})
	return obj{"channels": page, "response_metadata": meta}, err
}

// kinds reads the types argument; each type needs its own scope.
func (c *call) kinds() ([]string, error) {
	kinds := c.args.list("types")
	if len(kinds) == 0 {
		kinds = []string{"public_channel"}
	}
	scopes := map[string]string{
		"public_channel": "channels:read", "private_channel": "groups:read", "im": "im:read", "mpim": "mpim:read",
	}
	for _, kind := range kinds {
		scope, known := scopes[kind]
		if !known {
			return nil, fail("invalid_types")
		}
		if err := c.need(scope); err != nil {
			return nil, err
		}
	}
	return kinds, nil
}

func conversationsJoin(c *call) (obj, error) {
	ch := c.s.w.known(c.args.text("channel"))
	bot := c.s.w.app.BotUserID
	switch {
	case ch == nil:
		return nil, fail("channel_not_found")
	case ch.Private:
		return nil, fail("method_not_supported_for_channel_type")
	case ch.Archived:
		return nil, fail("is_archived")
	}
	if ch.has(bot) {
		c.warn = append(c.warn, "already_in_channel")
	} else {
		c.s.join(ch, bot, "")
	}
	return obj{"channel": c.s.channelJSON(ch)}, nil
}
