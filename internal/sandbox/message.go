package sandbox

import (
	"cmp"
	"encoding/json"
	"slices"
	"time"
)

// message is one line of a conversation, or an ephemeral one that only its
// viewer has.
type message struct {
	TS, ThreadTS string
	User, BotID  string
	Subtype      string
	Text         string
	Blocks       json.RawMessage
	Attachments  json.RawMessage
	Unfurls      []unfurl
	Metadata     *metadata
	ClientMsgID  string
	Edited       *edited
	Pinned       bool
	PinnedBy     string
	PinnedAt     time.Time
	Broadcast    bool // a reply that the channel shows as well
	Reactions    []reaction
	Files        []string // ids
	EphemeralFor string
	Username     string // another name than the app's, with chat:write.customize
	IconEmoji    string // :name:
	IconURL      string
	Said         map[string]string // what a line of Slack's own carries besides: topic, purpose, name, old_name
	Pings        []string          // who was notified: user ids, "channel", "here", "everyone", group ids
	forms        map[string]formState
	offers       []offer // what the app named for menus that asked it
}

type metadata struct {
	EventType    string          `json:"event_type"`
	EventPayload json.RawMessage `json:"event_payload,omitempty"`
}

type edited struct {
	User string `json:"user"`
	TS   string `json:"ts"`
}

type reaction struct {
	Name  string   `json:"name"`
	Users []string `json:"users"`
	Count int      `json:"count"`
}

// insert keeps the conversation in the order of ts.
func (c *channel) insert(m *message) {
	i, _ := slices.BinarySearchFunc(c.Messages, m.TS, func(m *message, ts string) int { return compareTS(m.TS, ts) })
	c.Messages = slices.Insert(c.Messages, i, m)
	if m.reply() {
		if c.threads == nil {
			c.threads = map[string][]*message{}
		}
		c.threads[m.ThreadTS] = append(c.threads[m.ThreadTS], m)
	}
}

// reply reports whether the message stands in a thread for everyone to see.
func (m *message) reply() bool {
	return m.ThreadTS != "" && m.ThreadTS != m.TS && m.EphemeralFor == ""
}

// message finds a message that everyone in the conversation can see.
func (c *channel) message(ts string) *message {
	m := c.messageFor("", ts)
	if m == nil || m.EphemeralFor != "" {
		return nil
	}
	return m
}

// messageFor finds a message as one viewer sees it, ephemerals included.
func (c *channel) messageFor(viewer, ts string) *message {
	i, found := slices.BinarySearchFunc(c.Messages, ts, func(m *message, ts string) int { return compareTS(m.TS, ts) })
	if !found {
		return nil
	}
	m := c.Messages[i]
	if m.EphemeralFor != "" && m.EphemeralFor != viewer {
		return nil
	}
	return m
}

func (c *channel) drop(gone *message) {
	same := func(m *message) bool { return m == gone }
	c.Messages = slices.DeleteFunc(c.Messages, same)
	if gone.reply() {
		c.threads[gone.ThreadTS] = slices.DeleteFunc(c.threads[gone.ThreadTS], same)
	}
}

// replies are the answers to a thread's first message, oldest first.
func (c *channel) replies(threadTS string) []*message { return c.threads[threadTS] }

// lastTS is the ts of the newest message that everyone can see.
func (c *channel) lastTS() string {
	for _, m := range slices.Backward(c.Messages) {
		if m.EphemeralFor == "" {
			return m.TS
		}
	}
	return ""
}

// topLevel reports whether the conversation itself shows the message, not only
// its thread.
func (m *message) topLevel() bool { return m.ThreadTS == "" || m.ThreadTS == m.TS || m.Broadcast }

// broadcast has the channel show a reply as well (docs.slack.dev/reference/events/message/thread_broadcast).
func (m *message) broadcast(on bool) {
	m.Broadcast = on
	if on {
		m.Subtype = "thread_broadcast"
	}
}

// compareTS orders timestamps: seconds may have more digits in one than the other.
func compareTS(a, b string) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
}

// addReaction records a reaction once for each person.
func (m *message) addReaction(name, user string) bool {
	i := slices.IndexFunc(m.Reactions, func(r reaction) bool { return r.Name == name })
	if i < 0 {
		m.Reactions = append(m.Reactions, reaction{Name: name, Users: []string{user}, Count: 1})
		return true
	}
	r := &m.Reactions[i]
	if slices.Contains(r.Users, user) {
		return false
	}
	r.Users = append(r.Users, user)
	r.Count = len(r.Users)
	return true
}

func (m *message) removeReaction(name, user string) bool {
	for i := range m.Reactions {
		r := &m.Reactions[i]
		at := slices.Index(r.Users, user)
		if r.Name != name || at < 0 {
			continue
		}
		r.Users = slices.Delete(slices.Clone(r.Users), at, at+1)
		r.Count = len(r.Users)
		if r.Count == 0 {
			m.Reactions = slices.Delete(m.Reactions, i, i+1)
		}
		return true
	}
	return false
}

// messageJSON is the message as the Web API and events show it. Without all the
// metadata only its event_type shows (docs.slack.dev/messaging/message-metadata).
func (s *Server) messageJSON(c *channel, m *message, allMetadata bool) obj {
	out := obj{"type": "message", "ts": m.TS, "text": m.Text, "team": s.w.team.ID}
	if m.User != "" {
		out["user"] = m.User
	}
	if u := s.w.user(m.User); u != nil && !u.IsBot {
		out["team"] = u.TeamID
		if len(c.SharedWith) > 0 {
			addTeams(out)
		}
	}
	if m.BotID != "" {
		out["bot_id"] = m.BotID
		out["app_id"] = s.w.app.ID
		out["bot_profile"] = s.botProfile()
	}
	setIf(out, "subtype", m.Subtype)
	if m.Subtype == "tombstone" {
		out["hidden"] = true
	}
	m.disguise(out)
	setIf(out, "client_msg_id", m.ClientMsgID)
	for key, value := range m.Said {
		out[key] = value
	}
	setRaw(out, "blocks", m.Blocks)
	setRaw(out, "attachments", m.attached())
	if m.Edited != nil {
		out["edited"] = *m.Edited
	}
	if m.Metadata != nil {
		out["metadata"] = m.metadataJSON(allMetadata)
	}
	if m.Pinned {
		out["pinned_to"] = []string{c.ID}
	}
	if len(m.Files) > 0 {
		out["files"], out["upload"], out["display_as_bot"] = s.filesJSON(m), false, false
	}
	if len(m.Reactions) > 0 {
		out["reactions"] = slices.Clone(m.Reactions)
	}
	s.threadFields(out, c, m)
	return out
}

// disguise shows a message under another name or icon: of an app in general instead of this bot user
// (docs.slack.dev/reference/events/message/bot_message).
func (m *message) disguise(out obj) {
	if m.Username == "" && m.IconEmoji == "" && m.IconURL == "" {
		return
	}
	delete(out, "user")
	if m.Subtype == "" {
		out["subtype"] = "bot_message"
	}
	setIf(out, "username", m.Username)
	switch {
	case m.IconEmoji != "":
		out["icons"] = obj{"emoji": m.IconEmoji}
	case m.IconURL != "":
		out["icons"] = obj{"image_36": m.IconURL, "image_48": m.IconURL, "image_72": m.IconURL}
	}
}

func (m *message) metadataJSON(all bool) any {
	if all {
		return *m.Metadata
	}
	return obj{"event_type": m.Metadata.EventType}
}

// threadFields adds what a thread's first message and its replies carry.
func (s *Server) threadFields(out obj, c *channel, m *message) {
	if m.ThreadTS != "" && m.ThreadTS != m.TS {
		out["thread_ts"] = m.ThreadTS
		if parent := c.message(m.ThreadTS); parent != nil {
			out["parent_user_id"] = parent.User
		}
		return
	}
	replies := c.replies(m.TS)
	if len(replies) == 0 {
		return
	}
	var people []string
	for _, r := range replies {
		if !slices.Contains(people, r.User) {
			people = append(people, r.User)
		}
	}
	out["thread_ts"] = m.TS
	out["reply_count"] = len(replies)
	out["reply_users"] = people
	out["reply_users_count"] = len(people)
	out["latest_reply"] = replies[len(replies)-1].TS
	out["is_locked"] = false
	out["subscribed"] = false
}

func setIf(out obj, key, value string) {
	if value != "" {
		out[key] = value
	}
}

func setRaw(out obj, key string, value json.RawMessage) {
	if len(value) > 0 {
		out[key] = value
	}
}
