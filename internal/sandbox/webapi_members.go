package sandbox

import "slices"

// maxInvited is how many people one call invites (docs.slack.dev/reference/methods/conversations.invite).
const maxInvited = 100

// conversationsInvite invites all or nobody, unless force is set.
func conversationsInvite(c *call) (obj, error) {
	ch, err := c.ownChannel("write.invites")
	if err != nil {
		return nil, err
	}
	ids := c.args.list("users")
	switch {
	case ch.Archived:
		return nil, fail("is_archived")
	case len(ids) == 0:
		return nil, fail("no_user")
	case len(ids) > maxInvited:
		return nil, failWith("invalid_arguments", "[ERROR] no more than 100 users")
	}
	var good []string
	refused := []obj{}
	for _, id := range ids {
		if code := c.s.uninvitable(ch, id); code != "" {
			refused = append(refused, obj{"user": id, "ok": false, "error": code})
		} else if !slices.Contains(good, id) {
			good = append(good, id)
		}
	}
	if len(refused) > 0 && (len(good) == 0 || !c.args.flag("force")) {
		code, _ := refused[0]["error"].(string)
		return nil, &apiError{code: code, more: obj{"errors": refused}}
	}
	for _, id := range good {
		c.s.join(ch, id, c.s.w.app.BotUserID)
	}
	out := obj{"channel": c.s.channelJSON(ch)}
	if len(refused) > 0 {
		out["errors"] = refused
	}
	return out, nil
}

// uninvitable is why somebody cannot be invited, or nothing. For people of an organisation that the channel is not
// shared with Slack documents no code of its own [unknown]. Locked.
func (s *Server) uninvitable(ch *channel, id string) string {
	u := s.w.user(id)
	switch {
	case u == nil || u.Deleted:
		return "user_not_found"
	case id == s.w.app.BotUserID:
		return "cant_invite_self"
	case ch.has(id):
		return "already_in_channel"
	case s.w.external(u) && !slices.Contains(ch.SharedWith, u.TeamID):
		return "cant_invite"
	case u.IsUltraRestricted:
		return "ura_max_channels"
	default:
		return ""
	}
}

// conversationsKick removes somebody. Whether apps may do so in public channels is a preference of the workspace;
// here it allows it.
func conversationsKick(c *call) (obj, error) {
	ch, err := c.ownChannel("")
	if err != nil {
		return nil, err
	}
	id := c.args.text("user")
	switch {
	case c.s.w.user(id) == nil:
		return nil, fail("user_not_found")
	case id == c.s.w.app.BotUserID:
		return nil, fail("cant_kick_self")
	case ch.General:
		return nil, fail("cant_kick_from_general")
	case !ch.has(id):
		return nil, fail("not_in_channel")
	}
	c.s.leave(ch, id, c.s.w.app.BotUserID)
	return obj{"errors": obj{}}, nil
}

func conversationsLeave(c *call) (obj, error) {
	ch, err := c.managedChannel("")
	bot := c.s.w.app.BotUserID
	switch {
	case err != nil:
		return nil, err
	case !ch.has(bot): // The documentation shows ok false beside not_in_channel and no code; a refusal has one here.
		return nil, &apiError{code: "not_in_channel", more: obj{"not_in_channel": true}}
	case ch.General:
		return nil, fail("cant_leave_general")
	case ch.Archived:
		return nil, fail("is_archived")
	case ch.Private && len(ch.Members) == 1:
		return nil, fail("last_member")
	}
	c.s.leave(ch, bot, "")
	return nil, nil
}
