package sandbox

import (
	"slices"
	"strings"
	"time"
)

// maxGroup is how many people a group conversation has besides whoever opens it
// (docs.slack.dev/reference/methods/conversations.open).
const maxGroup = 8

// group finds or opens the conversation of several people. Slack keeps one for each set of people, whoever opens it.
func (w *world) group(opener string, others []string, now time.Time) (ch *channel, opened bool) {
	members := append([]string{opener}, others...)
	if ch = w.groupOf(members); ch != nil {
		return ch, false
	}
	ch = &channel{
		ID: randomID("G0", 8), Name: w.groupName(members), Group: true, Private: true, Created: now, Creator: opener,
		Members: members, lastRead: map[string]string{},
	}
	w.channels = append(w.channels, ch)
	return ch, true
}

// groupOf is the group conversation of exactly these people, or nil.
func (w *world) groupOf(members []string) *channel {
	i := slices.IndexFunc(w.channels, func(c *channel) bool {
		return c.Group && len(c.Members) == len(members) &&
			!slices.ContainsFunc(members, func(id string) bool { return !c.has(id) })
	})
	if i < 0 {
		return nil
	}
	return w.channels[i]
}

// groupName is the name that Slack makes up: mpdm-ana--bo--throughline-1.
func (w *world) groupName(members []string) string {
	var names []string
	for _, id := range members {
		if u := w.user(id); u != nil {
			names = append(names, u.Name)
		}
	}
	slices.Sort(names)
	return "mpdm-" + strings.Join(names, "--") + "-1"
}

// openGroup opens a group conversation as a person does in the client. An app gets into one by opening it itself.
func (s *Server) openGroup(u *user, ids []string) (obj, error) {
	var others []string
	for _, id := range ids {
		other := s.w.user(id)
		switch {
		case other == nil || other.Deleted || !s.knows(u, other):
			return nil, refusal("user_not_found", "This person knows nobody of that id.")
		case other.IsBot:
			return nil, refusal("app_opens_itself", "An app opens its group conversations itself, with conversations.open.")
		case other != u && !slices.Contains(others, id):
			others = append(others, id)
		}
	}
	if len(others) < 2 || len(others) > maxGroup {
		return nil, refusal("invalid_users", "A group conversation has two to eight other people.")
	}
	ch, _ := s.w.group(u.ID, others, s.clock.Now())
	s.changed("channels")
	return obj{"channel": ch.ID}, nil
}
