package sandbox

import (
	"encoding/json"
	"strings"
)

// What Slack's payloads carry beside what they are about, as the types of
// @slack/types have it.

// homeTitle is the title that every Home has, though none shows.
var homeTitle = json.RawMessage(`{"type":"plain_text","text":"View Title","emoji":true}`)

// addTeams names the team of a person's message once more. Slack does so in
// shared channels and for edited messages.
func addTeams(out obj) { out["user_team"], out["source_team"] = out["team"], out["team"] }

// editedJSON is a message as message_changed carries it.
func (s *Server) editedJSON(ch *channel, m *message) obj {
	out := s.messageJSON(ch, m, false)
	if u := s.w.user(m.User); u != nil && !u.IsBot {
		addTeams(out)
	}
	return out
}

// addRoot gives a reply that the channel shows as well its thread's first message
// (docs.slack.dev/reference/events/message/thread_broadcast).
func (s *Server) addRoot(event obj, ch *channel, m *message) {
	if !m.Broadcast {
		return
	}
	if root := ch.message(m.ThreadTS); root != nil {
		event["root"] = s.messageJSON(ch, root, false)
	}
}

// completeChannelEvent adds what only some channel events carry. Of a private
// channel that was opened again Slack names the actor by another key.
func completeChannelEvent(event obj) {
	kind, _ := event["type"].(string)
	switch {
	case strings.HasSuffix(kind, "_archive"):
		event["is_moved"] = 0
	case kind == "group_unarchive":
		event["actor_id"] = event["user"]
		delete(event, "user")
	}
}

func lastWords(name string) string {
	_, rest, _ := strings.Cut(name, " ")
	return rest
}
