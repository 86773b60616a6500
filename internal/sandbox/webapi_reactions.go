package sandbox

import (
	"slices"

	"throughline/internal/emoji"
)

// Limits of reactions (slack.com/help/articles/202931348): how many kinds a message takes, and how many of them from
// one person.
const (
	maxReactionKinds = 50
	maxReactionsEach = 23
)

func reactionMethods() map[string]method {
	read := []string{"reactions:read"}
	return map[string]method{
		"reactions.add":    {scopes: []string{"reactions:write"}, tier: 3, run: reactionsAdd},
		"reactions.remove": {scopes: []string{"reactions:write"}, tier: 2, run: reactionsRemove},
		"reactions.get":    {scopes: read, tier: 3, formOnly: true, run: reactionsGet},
		"reactions.list":   {scopes: read, tier: 2, formOnly: true, run: reactionsList},
	}
}

// emojiNamed reads the name of an emoji that Slack has.
func (c *call) emojiNamed() (string, error) {
	name := c.args.text("name")
	if !emoji.Known(name) {
		return "", fail("invalid_name")
	}
	return name, nil
}

func reactionsAdd(c *call) (obj, error) {
	name, err := c.emojiNamed()
	if err != nil {
		return nil, err
	}
	ch, m, err := c.item()
	if err != nil {
		return nil, err
	}
	bot := c.s.w.app.BotUserID
	switch {
	case ch.Archived:
		return nil, fail("is_archived")
	case m.Subtype == "tombstone":
		return nil, fail("message_not_found")
	case m.reacted(name, bot):
		return nil, fail("already_reacted")
	case !m.hasKind(name) && len(m.Reactions) >= maxReactionKinds:
		return nil, fail("too_many_emoji")
	case m.reactionsBy(bot) >= maxReactionsEach:
		return nil, fail("too_many_reactions")
	}
	m.addReaction(name, bot)
	c.s.reactionEvent("reaction_added", ch, m, name, bot)
	c.s.changed("messages:" + ch.ID)
	return nil, nil
}

func (m *message) hasKind(name string) bool {
	return slices.ContainsFunc(m.Reactions, func(r reaction) bool { return r.Name == name })
}

func (m *message) reacted(name, user string) bool {
	return slices.ContainsFunc(m.Reactions, func(r reaction) bool { return r.Name == name && slices.Contains(r.Users, user) })
}

// reactionsBy counts one person's reactions to the message.
func (m *message) reactionsBy(user string) int {
	n := 0
	for _, r := range m.Reactions {
		if slices.Contains(r.Users, user) {
			n++
		}
	}
	return n
}

// reactionsRemove takes the app's own reaction away; another's is as if it were not there.
func reactionsRemove(c *call) (obj, error) {
	name, err := c.emojiNamed()
	if err != nil {
		return nil, err
	}
	ch, m, err := c.item()
	if err != nil {
		return nil, err
	}
	bot := c.s.w.app.BotUserID
	if !m.removeReaction(name, bot) {
		return nil, fail("no_reaction")
	}
	c.s.reactionEvent("reaction_removed", ch, m, name, bot)
	c.s.changed("messages:" + ch.ID)
	return nil, nil
}

func reactionsGet(c *call) (obj, error) {
	ch, m, err := c.item()
	if err != nil {
		return nil, err
	}
	return obj{"type": "message", "channel": ch.ID, "message": c.s.linkedJSON(ch, m)}, nil
}

// linkedJSON is a message with its permalink, as lists of items have it. Locked.
func (s *Server) linkedJSON(ch *channel, m *message) obj {
	out := s.messageJSON(ch, m, false)
	out["permalink"] = s.permalink(ch, m)
	return out
}

// reactionsList lists what somebody reacted to, the newest message first, where the app may look.
func reactionsList(c *call) (obj, error) {
	bot := c.s.w.app.BotUserID
	u, err := c.person(orElse(c.args.text("user"), bot))
	if err != nil {
		return nil, err
	}
	items := []obj{}
	for _, ch := range c.s.w.channels {
		if ch.Private && !ch.has(bot) {
			continue
		}
		for _, m := range slices.Backward(ch.Messages) {
			if m.EphemeralFor == "" && m.reactionsBy(u.ID) > 0 {
				items = append(items, obj{"type": "message", "channel": ch.ID, "message": c.s.linkedJSON(ch, m)})
			}
		}
	}
	return numbered(c, "items", items)
}
