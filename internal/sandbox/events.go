package sandbox

import (
	"maps"
	"strings"
)

// emit sends an event of the Events API, if the app subscribes to it. ch is
// the conversation it is about, or nil. Locked.
func (s *Server) emit(name string, ch *channel, event obj) {
	if !s.w.app.subscribes(name) || !s.w.app.maySend(name, ch) || !s.withinBudget() {
		return
	}
	if _, there := event["event_ts"]; !there {
		event["event_ts"] = s.w.nextTS(s.clock.Now())
	}
	where := s.w.team.ID
	if ch != nil {
		where += "-" + ch.ID
	}
	kind, _ := event["type"].(string)
	s.sendEvent(obj{
		"token": "sandbox", "team_id": s.w.team.ID, "context_team_id": s.w.team.ID, "context_enterprise_id": nil, "api_app_id": s.w.app.ID,
		"event": event, "type": "event_callback", "event_id": randomID("Ev", 9),
		"event_time": s.clock.Now().Unix(), "authorizations": []obj{{
			"enterprise_id": nil, "team_id": s.w.team.ID, "user_id": s.w.app.BotUserID, "is_bot": true,
			"is_enterprise_install": false,
		}},
		"is_ext_shared_channel": ch != nil && len(ch.SharedWith) > 0,
		"event_context":         "1-" + kind + "-" + where,
	})
}

// messageKind is the event that a message in this conversation belongs to.
func messageKind(ch *channel) string {
	switch ch.kind() {
	case "im":
		return "message.im"
	case "mpim":
		return "message.mpim"
	case "group":
		return "message.groups"
	default:
		return "message.channels"
	}
}

// messageEvent tells the app of a new message where it is a member, and of a
// mention. Slack tells it of its own posts too. Locked.
func (s *Server) messageEvent(ch *channel, shown obj, m *message) {
	if !ch.has(s.w.app.BotUserID) || m.Subtype == typedCommand {
		return
	}
	event := maps.Clone(shown)
	event["channel"], event["channel_type"], event["event_ts"] = ch.ID, ch.kind(), m.TS
	s.addRoot(event, ch, m)
	s.emit(messageKind(ch), ch, event)
	if ch.IM || m.BotID != "" || m.Subtype != "" || !strings.Contains(m.Text, "<@"+s.w.app.BotUserID+">") {
		return
	}
	mention := maps.Clone(shown)
	mention["type"], mention["channel"], mention["event_ts"] = "app_mention", ch.ID, m.TS
	s.emit("app_mention", ch, mention)
}

// changedEvent tells of an edit. Locked.
func (s *Server) changedEvent(ch *channel, before obj, m *message) {
	s.changed("messages:" + ch.ID)
	s.hiddenEvent(ch, obj{
		"subtype": "message_changed", "message": s.editedJSON(ch, m), "previous_message": before,
	})
}

// deletedEvent tells of a deletion. Locked.
func (s *Server) deletedEvent(ch *channel, ts string, before obj) {
	s.changed("messages:" + ch.ID)
	if m := ch.message(ts); m != nil { // a thread's first message leaves a tombstone
		s.changedEvent(ch, before, m)
		return
	}
	s.hiddenEvent(ch, obj{"subtype": "message_deleted", "deleted_ts": ts, "previous_message": before})
}

func (s *Server) hiddenEvent(ch *channel, event obj) {
	if !ch.has(s.w.app.BotUserID) {
		return
	}
	ts := s.w.nextTS(s.clock.Now())
	event["type"], event["hidden"], event["channel"], event["channel_type"] = "message", true, ch.ID, ch.kind()
	event["ts"], event["event_ts"] = ts, ts
	s.emit(messageKind(ch), ch, event)
}

func (s *Server) reactionEvent(name string, ch *channel, m *message, emoji, by string) {
	if !ch.has(s.w.app.BotUserID) {
		return
	}
	s.emit(name, ch, obj{
		"type": name, "user": by, "reaction": emoji, "item_user": m.User,
		"item": obj{"type": "message", "channel": ch.ID, "ts": m.TS},
	})
}

// join puts somebody into a channel, with the line that everyone sees and the
// event that the app sees. Locked.
func (s *Server) join(ch *channel, userID, inviter string) {
	if !ch.add(userID) {
		return
	}
	line := &message{User: userID, Subtype: eventFor(ch, "join"), Text: "<@" + userID + "> has joined the channel"}
	if inviter != "" {
		line.Said = map[string]string{"inviter": inviter}
	}
	s.systemLine(ch, line)
	s.changed("channels")
	if !ch.has(s.w.app.BotUserID) {
		return
	}
	event := s.memberEvent("member_joined_channel", ch, userID)
	setIf(event, "inviter", inviter)
	s.emit("member_joined_channel", ch, event)
}

// leave takes somebody out. The app learns of its own removal by another
// event than of anybody else's. Locked.
func (s *Server) leave(ch *channel, userID, remover string) {
	wasIn := ch.has(s.w.app.BotUserID)
	if !ch.remove(userID) {
		return
	}
	text := "<@" + userID + "> has left the channel"
	if remover != "" {
		text = "<@" + remover + "> removed <@" + userID + ">"
	}
	s.systemMessage(ch, userID, "leave", text)
	s.changed("channels")
	switch {
	case userID == s.w.app.BotUserID:
		name := eventFor(ch, "left")
		s.emit(name, ch, obj{"type": name, "channel": ch.ID, "actor_id": remover})
	case wasIn:
		s.emit("member_left_channel", ch, s.memberEvent("member_left_channel", ch, userID))
	}
}

func (s *Server) memberEvent(name string, ch *channel, userID string) obj {
	kind := "C"
	if ch.Private {
		kind = "G"
	}
	teamOf := s.w.team.ID
	if u := s.w.user(userID); u != nil {
		teamOf = u.TeamID
	}
	return obj{"type": name, "user": userID, "channel": ch.ID, "channel_type": kind, "team": teamOf}
}

// systemMessage is a line such as "… has joined the channel". Locked.
func (s *Server) systemMessage(ch *channel, userID, what, text string) {
	s.systemLine(ch, &message{User: userID, Subtype: ch.kind() + "_" + what, Text: text})
}

func (s *Server) systemLine(ch *channel, m *message) {
	m.TS = s.w.nextTS(s.clock.Now())
	s.publishMessage(ch, m)
}

// eventFor names a channel event: group_… for private channels.
func eventFor(ch *channel, what string) string { return ch.kind() + "_" + what }

// channelEvent tells of a change of a channel that the app may know of. Locked.
func (s *Server) channelEvent(ch *channel, what string, event obj) {
	if ch.Private && !ch.has(s.w.app.BotUserID) {
		return
	}
	event["type"] = eventFor(ch, what)
	completeChannelEvent(event)
	s.emit(eventFor(ch, what), ch, event)
}
