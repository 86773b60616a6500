package sandbox

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
)

// holds looks at the whole world: what has to be true of it whatever was asked.
func (m *mill) holds() {
	m.s.mu.Lock()
	defer m.s.mu.Unlock()
	names := map[string]bool{}
	for _, ch := range m.s.w.channels {
		m.wants(!names[ch.ID], "the id %s stands twice", ch.ID)
		names[ch.ID] = true
		m.channelHolds(ch)
	}
	m.viewsHold()
	for id, f := range m.s.files.files {
		m.wants(!f.Complete || f.Deleted || len(f.Body) == f.Length, "file %s has %d bytes of %d", id, len(f.Body), f.Length)
		for _, where := range f.Channels {
			m.wants(m.s.w.channel(where) != nil, "file %s is in no channel %s", id, where)
		}
	}
	m.wants(m.s.pending == 0 && m.s.busy.Load() == 0, "%d deliveries wait and %d calls are under way", m.s.pending, m.s.busy.Load())
	for token, u := range m.s.urls.all {
		m.wants(u.uses <= responseUses, "response_url %s was used %d times", token, u.uses)
	}
}

func (m *mill) wants(good bool, format string, args ...any) {
	if !good {
		m.t.Fatalf(format+"\n"+m.story(), args...)
	}
}

func (m *mill) channelHolds(ch *channel) {
	for i, id := range ch.Members {
		m.wants(m.s.w.user(id) != nil, "%s has a member %s, who does not exist", ch.ID, id)
		m.wants(slices.Index(ch.Members, id) == i, "%s has the member %s twice", ch.ID, id)
	}
	m.wants(!ch.IM || len(ch.Members) == 2, "%s is a direct conversation of %v", ch.ID, ch.Members)
	if !ch.IM && !ch.Group {
		other := m.s.w.channelNamed(ch.Name)
		m.wants(other == ch, "two channels are called %s", ch.Name)
	}
	replies := 0
	for i, msg := range ch.Messages {
		m.wants(messageTS.MatchString(msg.TS), "%s has a message of ts %q", ch.ID, msg.TS)
		m.wants(i == 0 || compareTS(ch.Messages[i-1].TS, msg.TS) < 0, "%s has %s after %s", ch.ID, msg.TS, ch.Messages[max(0, i-1)].TS)
		m.wants(msg.TS <= formatTS(m.s.w.lastMicro) || len(msg.TS) < len(formatTS(m.s.w.lastMicro)), "%s is later than the last ts", msg.TS)
		m.messageHolds(ch, msg)
		if msg.reply() {
			replies++
			m.wants(slices.Contains(ch.threads[msg.ThreadTS], msg), "the thread %s lacks %s", msg.ThreadTS, msg.TS)
		}
	}
	indexed := 0
	for _, thread := range ch.threads {
		indexed += len(thread)
	}
	m.wants(replies == indexed, "%s has %d replies, and its threads have %d", ch.ID, replies, indexed)
}

func (m *mill) messageHolds(ch *channel, msg *message) {
	m.wants(msg.User == slackbotID || m.s.w.user(msg.User) != nil, "%s is of %q, who does not exist", msg.TS, msg.User)
	for _, r := range msg.Reactions {
		m.wants(r.Count == len(r.Users) && r.Count > 0, "%s has %d reactions of %v", msg.TS, r.Count, r.Users)
	}
	for _, raw := range []json.RawMessage{msg.Blocks, msg.Attachments} {
		m.wants(len(raw) == 0 || json.Valid(raw), "%s holds what is no JSON: %q", msg.TS, raw)
	}
	var blocks []struct {
		ID string `json:"block_id"`
	}
	m.wants(len(msg.Blocks) == 0 || json.Unmarshal(msg.Blocks, &blocks) == nil, "%s has blocks that are no list: %.200s", msg.TS, msg.Blocks)
	seen := map[string]bool{}
	for _, b := range blocks {
		m.wants(!seen[b.ID], "%s has two blocks of id %q", msg.TS, b.ID)
		seen[b.ID] = true
	}
	for _, id := range msg.Files {
		m.wants(m.s.files.files[id] != nil, "%s shows no file %s", msg.TS, id)
	}
	m.wants(json.Valid(encodeJSON(m.s.messageJSON(ch, msg, true))), "%s cannot be written", msg.TS)
}

func (m *mill) viewsHold() {
	ids, external := map[string]bool{}, map[string]bool{}
	see := func(v *view, user string) {
		m.wants(!ids[v.ID] && v.User == user, "the view %s stands twice or is %s's", v.ID, v.User)
		m.wants(v.ExternalID == "" || !external[v.ExternalID], "two views have the external id %s", v.ExternalID)
		ids[v.ID], external[v.ExternalID] = true, true
		m.wants(json.Valid(encodeJSON(m.s.viewJSON(v))), "the view %s cannot be written", v.ID)
	}
	for user, stack := range m.s.views.stacks {
		m.wants(len(stack) <= maxStack, "%s has %d forms on each other", user, len(stack))
		for i, v := range stack {
			see(v, user)
			m.wants(v.Type == "modal" && v.RootID == stack[0].ID, "form %d of %s is a %s on %s and not on %s", i, user, v.Type, v.RootID, stack[0].ID)
			m.wants(i == 0 || v.Previous == stack[i-1].ID, "form %d of %s stands on %s", i, user, v.Previous)
		}
	}
	for user, v := range m.s.views.homes {
		see(v, user)
	}
}

// looks asks for what each person's client shows; the description of the control interface judges it.
func (m *mill) looks() {
	for _, who := range []string{UserAna, UserBo} {
		m.see("/_sandbox/state?as=" + who)
		for _, ch := range []string{ChannelRefunds, ChannelGeneral, "@app"} {
			m.see("/_sandbox/messages?as=" + who + "&channel=" + url.QueryEscape(ch))
		}
	}
	m.see("/_sandbox/calls")
	m.see("/_sandbox/trace?as=" + UserBo)
}

func (m *mill) see(path string) {
	if rec := m.ask(httptest.NewRequest(http.MethodGet, path, http.NoBody)); rec != nil {
		m.objectOf(rec)
	}
}
