package sandbox

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"pgregory.net/rapid"
)

// usualArguments are what a client sends with a method, so that calls get past the first check. All others are drawn
// from every name that there is.
var usualArguments = map[string][]string{
	"chat.postMessage":   {"channel", "text", "blocks", "thread_ts", "reply_broadcast", "attachments", "metadata", "unfurl_links"},
	"chat.postEphemeral": {"channel", "user", "text", "blocks", "thread_ts"}, "chat.update": {"channel", "ts", "text", "blocks", "metadata"},
	"chat.delete": {"channel", "ts"}, "chat.getPermalink": {"channel", "message_ts"},
	"chat.scheduleMessage": {"channel", "text", "post_at", "blocks", "thread_ts"}, "chat.deleteScheduledMessage": {"channel", "scheduled_message_id"},
	"chat.scheduledMessages.list": {"channel", "cursor", "limit", "latest", "oldest"},
	"views.open":                  {"trigger_id", "view"}, "views.push": {"trigger_id", "view"}, "views.update": {"view_id", "external_id", "hash", "view"},
	"views.publish": {"user_id", "view", "hash"}, "pins.add": {"channel", "timestamp"}, "pins.remove": {"channel", "timestamp"},
	"pins.list": {"channel"}, "reactions.add": {"channel", "timestamp", "name"}, "reactions.remove": {"channel", "timestamp", "name"},
	"reactions.get": {"channel", "timestamp", "full"}, "reactions.list": {"user", "cursor", "limit", "full"},
	"users.info": {"user", "include_locale"}, "users.list": {"cursor", "limit"}, "users.conversations": {"user", "types", "cursor", "limit", "exclude_archived"},
	"conversations.list": {"types", "cursor", "limit", "exclude_archived"}, "conversations.info": {"channel", "include_num_members", "include_locale"},
	"conversations.members": {"channel", "cursor", "limit"}, "conversations.history": {"channel", "oldest", "latest", "inclusive", "limit", "cursor", "include_all_metadata"},
	"conversations.replies": {"channel", "ts", "oldest", "latest", "limit", "cursor"}, "conversations.join": {"channel"},
	"conversations.open": {"users", "channel", "return_im", "prevent_creation"}, "conversations.close": {"channel"}, "conversations.mark": {"channel", "ts"},
	"conversations.create": {"name", "is_private"}, "conversations.rename": {"channel", "name"}, "conversations.invite": {"channel", "users", "force"},
	"conversations.kick": {"channel", "user"}, "conversations.leave": {"channel"}, "conversations.archive": {"channel"}, "conversations.unarchive": {"channel"},
	"conversations.setTopic": {"channel", "topic"}, "conversations.setPurpose": {"channel", "purpose"},
	"bookmarks.add": {"channel_id", "title", "type", "link", "emoji"}, "bookmarks.edit": {"channel_id", "bookmark_id", "title", "link", "emoji"},
	"bookmarks.list": {"channel_id"}, "bookmarks.remove": {"channel_id", "bookmark_id"},
	"files.getUploadURLExternal": {"filename", "length", "alt_txt"}, "files.completeUploadExternal": {"files", "channel_id", "initial_comment", "thread_ts", "channels"},
	"files.delete": {"file"}, "files.info": {"file"}, "files.list": {"channel", "user", "count", "page"}, "dnd.info": {"user"}, "dnd.teamInfo": {"users"}, "bots.info": {"bot"},
	"response_url": {"text", "blocks", "response_type", "replace_original", "delete_original", "thread_ts"},
}

// arguments for a method: the usual ones, now and then one missing, one spoilt or one from elsewhere.
func (m *mill) arguments(method string) map[string]any {
	names := usualArguments[method]
	if names == nil || sometimes(m.t, 20, "arguments of another method") {
		others := slices.Sorted(maps.Keys(usualArguments))
		names = usualArguments[drawn(m.t, rapid.SampledFrom(others), "other method")]
	}
	out := map[string]any{}
	for _, name := range names {
		if !sometimes(m.t, 4, "leave "+name) {
			out[name] = m.value(name)
		}
	}
	return out
}

// value is a plausible value for a name, or now and then anything at all.
func (m *mill) value(name string) any {
	if sometimes(m.t, 12, "spoil "+name) {
		return m.anything()
	}
	switch name {
	case "channel", "channel_id", "selected_channel", "selected_conversation":
		return m.conversationName()
	case "channels":
		return m.conversationName() + "," + m.conversationName()
	case "user", "user_id", "as", "selected_user":
		return m.personName()
	case "users":
		return m.personName() + "," + m.personName()
	case "ts", "thread_ts", "timestamp", "message_ts", "oldest", "latest":
		return m.messageName()
	case "text", "initial_comment", "topic", "purpose", "title", "alt_txt", "value":
		return m.words()
	case "blocks":
		return m.blocks("message")
	case "attachments":
		return []any{map[string]any{"text": m.words(), "color": "#36a64f", "fallback": "f"}, map[string]any{"blocks": m.blocks("message")}}
	case "metadata":
		return map[string]any{"event_type": "told", "event_payload": map[string]any{"n": 1}}
	case "view":
		kind := oneOf(m.t, "kind of view", "modal", "modal", "home")
		return map[string]any{
			"type": kind, "title": plainWords("Form"), "submit": plainWords("Send"), "blocks": m.blocks(kind),
			"external_id": oneOf(m.t, "external id", "", "x1", "x2"), "notify_on_close": true, "private_metadata": "p",
			"clear_on_close": sometimes(m.t, 5, "clear"),
		}
	case "trigger_id", "view_id", "external_id", "hash", "file", "bookmark_id", "scheduled_message_id", "callback_id", "action_id", "block_id", "bot", "id":
		return m.known(name)
	case "files":
		return []any{map[string]any{"id": m.known("file"), "title": "T"}}
	case "limit", "length", "count", "page", "since", "seq", "ms", "status", "retry_after", "times", "post_at", "days":
		return m.number(name)
	case "cursor":
		return oneOf(m.t, "cursor", "", "dXNlcjox", "x", "bmV4dDox")
	case "types":
		return oneOf(m.t, "types", "public_channel", "public_channel,private_channel,im,mpim", "im", "mpim", "cheese")
	case "name":
		return oneOf(m.t, "name", "tada", "eyes", ":tada:", "postcards", "a-new-one", "Refunds", "+1", "thumbsup::skin-tone-2")
	case "filename":
		return oneOf(m.t, "filename", "a.png", "notes.md", "../x", "ż.txt", "a\"b.json")
	case "response_type":
		return oneOf(m.t, "response type", "ephemeral", "in_channel", "")
	case "link":
		return oneOf(m.t, "link", "https://example.com/a", "nowhere", "javascript:alert(1)")
	default:
		return drawn(m.t, rapid.SampledFrom([]any{true, false, "true", "1", "0", "", "modal", 1}), "flag "+name)
	}
}

// field is a value for a field of the control interface.
func (m *mill) field(path, name string) any {
	if sometimes(m.t, 15, "spoil "+name) {
		return m.anything()
	}
	switch {
	case path == "/_sandbox/command" && name == "text":
		return oneOf(m.t, "command", "/mission", "/mission start", "/mission "+strings.Repeat("x", 300), "/other", "", "/mission @bo #refunds <@U0BO000001>")
	case name == "values":
		return map[string]any{"name": map[string]any{"v": m.words()}, "b1": map[string]any{"a1": m.anything()}}
	case name == "advance":
		return oneOf(m.t, "advance", "1h", "90m", "24h", "-1h", "2562047h", "1d", "1ns")
	case name == "to":
		return oneOf(m.t, "to", "2026-12-01T09:00:00Z", "2100-01-01T00:00:00Z", "1969-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "tomorrow", "2026-12-01")
	case name == "next":
		return oneOf(m.t, "next", "monday 09:00", "tomorrow 09:00", "today 00:00", "someday", "monday 25:00", " ")
	case name == "op":
		return oneOf(m.t, "op", "create", "invite", "kick", "leave", "join", "archive", "unarchive", "rename", "make_private", "make_public", "open", "paint")
	case name == "kind":
		return oneOf(m.t, "kind", "disconnect", "drop", "status", "error", "slow", "reset", "redeliver", "revoke", "clear", "cheese")
	case name == "reason":
		return oneOf(m.t, "reason", "warning", "refresh_requested", "link_disabled", "too_many_websockets", "boredom")
	case name == "method":
		return oneOf(m.t, "method", "*", "chat.postMessage", "response_url", "auth.test", "nothing")
	case name == "error":
		return oneOf(m.t, "error", "fatal_error", "internal_error", "ratelimited")
	case name == "tab":
		return oneOf(m.t, "tab", "home", "messages", "about")
	case name == "tz":
		return oneOf(m.t, "tz", "Europe/Lisbon", "Asia/Kolkata", "Local", "", "../etc", "Mars/Base")
	case name == "dnd":
		return map[string]any{"start": oneOf(m.t, "start", "22:00", "", "25:00"), "end": oneOf(m.t, "end", "08:00", "", "x"), "snooze_minutes": m.number("snooze")}
	case name == "next_due":
		return drawn(m.t, rapid.SampledFrom([]any{nil, "2026-11-24T10:00:00Z", "soon", 3}), "next due")
	case name == "type":
		return oneOf(m.t, "type", "interactive", "events_api", "slash_commands", "")
	case name == "payload":
		return drawn(m.t, rapid.SampledFrom([]any{map[string]any{"type": "shortcut"}, []any{}, "x", nil, 1}), "payload")
	case name == "display_name":
		return m.words()
	case strings.HasPrefix(name, "selected_"):
		return drawn(m.t, rapid.SampledFrom([]any{"v1", nil, []any{"v1", "v2"}, map[string]any{"value": "v1"}, "2026-12-01", "09:00", 1764000000, UserBo, ChannelRefunds}), name)
	case name == "walk":
		return sometimes(m.t, 2, "walk")
	default:
		return m.value(name)
	}
}

func (m *mill) number(what string) any {
	n := drawn(m.t, rapid.SampledFrom([]int{0, 1, 2, 3, 5, 15, 100, 200, 429, 500, 999, 1000, 1001, -1, 1 << 31, 1 << 62, 1795500000, 1795338000 + 86400}), what)
	return drawn(m.t, rapid.SampledFrom([]any{n, fmt.Sprint(n), "", "many", float64(n) + 0.5}), what+" as")
}

func (m *mill) words() string {
	return oneOf(m.t, "words", "It went well", "", " ", "\x00", "a\nb", "<@U0BO000001> and <!channel>", "@bo #refunds @here", "&amp; & <x>", "https://example.com/a?b=c&d",
		"<https://example.com|x>", "*b* _i_ ~s~ `c` ```p```\n> q", strings.Repeat("ż", 3001), strings.Repeat("x", 40_001), "🦊", "\u202e", "<!date^1^{date}|f>", "{\"a\":1}", "[1]", "<@>", "<", "@")
}

// anything is what no client sends.
func (m *mill) anything() any {
	deep := any("x")
	for range 60 {
		deep = []any{deep}
	}
	return drawn(m.t, rapid.SampledFrom([]any{
		nil, true, 0, -1, 1e300, "", " ", "\xff\xfe", "\x00", []any{}, map[string]any{}, []any{nil}, deep, "null", "[]", "{}", "[[]]", `{"a":`,
		strings.Repeat("x", 70_000), "*", "../..", "%00", map[string]any{"type": "modal"}, map[string]any{"": nil}, []any{map[string]any{"type": "section"}},
	}), "anything")
}

func (m *mill) conversationName() string {
	m.s.mu.Lock()
	ids := []string{"@app", "#refunds", "#nowhere", "@" + UserDee, "C0NOBODY01", "general", UserBo}
	for _, ch := range m.s.w.channels {
		ids = append(ids, ch.ID)
	}
	m.s.mu.Unlock()
	return oneOf(m.t, "conversation", append(ids, ChannelRefunds, ChannelGeneral)...)
}

func (m *mill) personName() string {
	m.s.mu.Lock()
	ids := []string{"U0NOBODY01", slackbotID, "W0X"}
	for _, u := range m.s.w.users {
		ids = append(ids, u.ID)
	}
	m.s.mu.Unlock()
	return oneOf(m.t, "person", append(ids, UserBo, UserAna, UserBo)...)
}

func (m *mill) messageName() string {
	names := []string{"1.000001", "1764000000.000100", "x", "0", "9999999999.999999", "1764000000"}
	m.s.mu.Lock()
	for _, ch := range m.s.w.channels {
		for _, msg := range ch.Messages {
			names = append(names, msg.TS)
		}
	}
	m.s.mu.Unlock()
	return oneOf(m.t, "message", names...)
}

// known is the name of something that the world has, or has not.
func (m *mill) known(what string) string {
	names := []string{"nobody", "", "x1", "a1", "b1", "join", "mission_start", "mission_add", m.s.w.app.BotID}
	m.s.mu.Lock()
	switch what {
	case "trigger_id":
		names = append(names, slices.Sorted(maps.Keys(m.s.triggers.all))...)
	case "view_id", "hash":
		for _, stack := range m.s.views.stacks {
			for _, v := range stack {
				names = append(names, v.ID, v.Hash)
			}
		}
		for _, v := range m.s.views.homes {
			names = append(names, v.ID, v.Hash)
		}
	case "file", "id":
		names = append(names, slices.Sorted(maps.Keys(m.s.files.files))...)
	}
	m.s.mu.Unlock()
	slices.Sort(names)
	return oneOf(m.t, what, names...)
}

func plainWords(s string) map[string]any { return map[string]any{"type": "plain_text", "text": s} }

// blocks are some of Block Kit, now and then not.
func (m *mill) blocks(surface string) any {
	button := map[string]any{"type": "button", "action_id": "a1", "text": plainWords("Join"), "value": "v1"}
	options := []any{map[string]any{"text": plainWords("One"), "value": "v1"}, map[string]any{"text": plainWords("Two"), "value": "v2"}}
	pool := []any{
		map[string]any{"type": "section", "text": map[string]any{"type": "mrkdwn", "text": "Words"}, "accessory": button},
		map[string]any{"type": "section", "block_id": "b1", "text": plainWords(m.words())},
		map[string]any{"type": "actions", "elements": []any{button, map[string]any{"type": "static_select", "action_id": "a2", "options": options}}},
		map[string]any{"type": "divider"}, map[string]any{"type": "header", "text": plainWords("Head")},
		map[string]any{"type": "input", "block_id": "name", "label": plainWords("Name"), "element": map[string]any{"type": "plain_text_input", "action_id": "v"}},
		map[string]any{"type": "input", "block_id": "b1", "label": plainWords("Pick"), "element": map[string]any{"type": "checkboxes", "action_id": "a1", "options": options}, "optional": true},
		map[string]any{"type": "actions", "block_id": "b2", "elements": []any{
			map[string]any{"type": "datepicker", "action_id": "a3"}, map[string]any{"type": "multi_users_select", "action_id": "a4"},
			map[string]any{"type": "overflow", "action_id": "a5", "options": options}, map[string]any{"type": "external_select", "action_id": "a6"},
		}},
		map[string]any{"type": "rich_text", "elements": []any{map[string]any{"type": "rich_text_section", "elements": []any{map[string]any{"type": "text", "text": "x"}}}}},
		map[string]any{"type": "table", "rows": []any{[]any{map[string]any{"type": "raw_text", "text": "c"}}}},
		map[string]any{"type": "context", "elements": []any{}}, map[string]any{"type": surface}, m.anything(),
	}
	good := len(pool) - 3
	list := []any{}
	for range drawn(m.t, rapid.IntRange(0, 3), "how many blocks") {
		if sometimes(m.t, 10, "spoil a block") {
			list = append(list, drawn(m.t, rapid.SampledFrom(pool[good:]), "spoilt block"))
			continue
		}
		list = append(list, drawn(m.t, rapid.SampledFrom(pool[:good]), "block"))
	}
	return list
}
