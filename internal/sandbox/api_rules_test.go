package sandbox

import (
	"net/http"
	"testing"

	"throughline/internal/sandbox/rules"
)

func TestInWhichFormsACallComes(t *testing.T) {
	rules.Keeps(t, "api/form-and-json", "api/missing-charset", "api/invalid-json", "api/get-reads")
	t.Parallel()
	r := newRig(t)
	const good = `{"channel":"` + UserBo + `","text":"x"}`
	if out := r.sent(http.MethodPost, "chat.postMessage", "", "application/json; charset=utf-8", good); out["ok"] != true || out["warning"] != nil {
		t.Errorf("JSON: %v", out)
	}
	if out := r.sent(http.MethodPost, "chat.postMessage", "", "application/json", good); out["ok"] != true || out["warning"] != "missing_charset" {
		t.Errorf("JSON without a charset: %v", out)
	}
	for body, want := range map[string]string{"{": "invalid_json", "[]": "json_not_object"} {
		if out := r.sent(http.MethodPost, "chat.postMessage", "", "application/json; charset=utf-8", body); out["error"] != want {
			t.Errorf("%s: %v, want %s", body, out["error"], want)
		}
	}
	if out := r.sent(http.MethodGet, "users.info?user="+UserBo, "", "", ""); dig(out, "user", "id") != UserBo {
		t.Errorf("GET: %v", out)
	}
}

func TestWherePostsGo(t *testing.T) {
	rules.Keeps(t, "post/public-scope", "post/broadcast", "post/no-dedupe", "post/unknown-outcome", "post/messages-tab",
		"ephemeral/no-history", "ephemeral/one-reader")
	t.Parallel()
	r := newRig(t, with(func(a *App) { a.Scopes = append(a.Scopes, "chat:write.public", "channels:history") }))
	if out := r.call("chat.postMessage", map[string]string{"channel": ChannelCheckout, "text": "x"}); out["ok"] != true {
		t.Errorf("to a public channel with chat:write.public: %v", out)
	}
	r.invite(UserAna, ChannelRefunds)
	post := func(form map[string]string) string {
		form["channel"] = ChannelRefunds
		ts, _ := r.call("chat.postMessage", form)["ts"].(string)
		return ts
	}
	parent := post(map[string]string{"text": "parent"})
	twins := []string{post(map[string]string{"text": "twin"}), post(map[string]string{"text": "twin"})}
	if twins[0] == twins[1] || twins[0] == "" {
		t.Errorf("the same words twice have the times %v", twins)
	}
	post(map[string]string{"text": "for all", "thread_ts": parent, "reply_broadcast": "true"})
	if m := r.lastMessage(UserBo, ChannelRefunds); m["text"] != "for all" || m["thread_ts"] != parent || m["subtype"] != "thread_broadcast" {
		t.Errorf("a reply for all: %v", m)
	}
	if out := r.call("chat.postEphemeral", map[string]string{"channel": ChannelRefunds, "user": UserBo, "text": "psst"}); out["ok"] != true {
		t.Error(out)
	}
	if r.lastMessage(UserBo, ChannelRefunds)["text"] != "psst" || r.lastMessage(UserAna, ChannelRefunds)["text"] == "psst" {
		t.Error("an ephemeral message has another reader than its own")
	}
	list, _ := r.call("conversations.history", map[string]string{"channel": ChannelRefunds})["messages"].([]any)
	for _, m := range list {
		if dig(m, "text") == "psst" {
			t.Error("an ephemeral message is in the history")
		}
	}
	r.s.mu.Lock()
	r.s.limits.reset()
	r.s.mu.Unlock()
	r.post("fault", obj{"kind": "error", "method": "chat.postMessage", "error": "internal_error", "after": true})
	if out := r.call("chat.postMessage", map[string]string{"channel": ChannelRefunds, "text": "perhaps"}); out["error"] != "internal_error" {
		t.Error(out)
	}
	if m := r.lastMessage(UserAna, ChannelRefunds); m["text"] != "perhaps" {
		t.Errorf("after the error the channel ends with %v", m["text"])
	}
	closed := newRig(t, with(func(a *App) { a.MessagesTab = false }))
	if out := closed.call("chat.postMessage", map[string]string{"channel": UserBo, "text": "x"}); out["error"] != "messages_tab_disabled" {
		t.Errorf("with the tab off: %v", out)
	}
}

func TestWhatChannelsSayOfThemselves(t *testing.T) {
	rules.Keeps(t, "conversation/list-hides", "conversation/private-by-flag", "conversation/join-again", "file/old-upload")
	t.Parallel()
	r := newRig(t, everything)
	ids := func() map[string]bool {
		t.Helper()
		found := map[string]bool{}
		list, _ := r.call("conversations.list", map[string]string{"types": "public_channel,private_channel"})["channels"].([]any)
		for _, c := range list {
			id, _ := dig(c, "id").(string)
			private, _ := dig(c, "is_private").(bool)
			found[id] = private
			if dig(c, "num_members") == nil {
				t.Errorf("%s does not say how many are in it", id)
			}
		}
		return found
	}
	if got := ids(); len(got) != 4 {
		t.Errorf("before the app was invited there are %v", got)
	}
	r.invite(UserAna, ChannelQuietRoom)
	if private, there := ids()[ChannelQuietRoom]; !there || !private {
		t.Error("the private channel is not listed as one")
	}
	r.call("conversations.join", map[string]string{"channel": ChannelRefunds})
	if out := r.call("conversations.join", map[string]string{"channel": ChannelRefunds}); out["ok"] != true || out["warning"] != "already_in_channel" {
		t.Errorf("joining again: %v", out)
	}
	if out := r.call("files.upload", map[string]string{"content": "x"}); out["error"] != "method_deprecated" {
		t.Errorf("the old way to send a file: %v", out)
	}
}

func TestWhatPeopleAre(t *testing.T) {
	rules.Keeps(t, "person/deleted", "person/deactivation-event", "person/slackbot", "person/guests")
	t.Parallel()
	r := newRig(t)
	b := r.connect()
	info := func(id string) any { return r.call("users.info", map[string]string{"user": id})["user"] }
	if lou := info(UserLou); dig(lou, "is_restricted") != true || dig(lou, "is_ultra_restricted") != true {
		t.Errorf("a guest of one channel: %v", lou)
	}
	if bot := info(slackbotID); dig(bot, "is_bot") != false || dig(bot, "updated").(float64) <= 0 {
		t.Errorf("Slackbot: %v", bot)
	}
	r.post("user", obj{"user": UserKiri, "deleted": true})
	if e := b.event(t); e["type"] != "user_change" || dig(e, "user", "deleted") != true {
		t.Errorf("the deactivation: %v", e)
	}
	if kiri := info(UserKiri); dig(kiri, "deleted") != true {
		t.Errorf("Kiri: %v", kiri)
	}
}

func TestMarksAreSetAndTakenAwayOnce(t *testing.T) {
	rules.Keeps(t, "mark/already-reacted", "mark/no-reaction", "mark/invalid-name", "history/members-only", "post/invalid-thread",
		"post/customize-scope")
	t.Parallel()
	r := newRig(t, everything)
	r.invite(UserAna, ChannelRefunds)
	ts, _ := r.call("chat.postMessage", map[string]string{"channel": ChannelRefunds, "text": "x"})["ts"].(string)
	mark := map[string]string{"channel": ChannelRefunds, "timestamp": ts, "name": "tada"}
	rows := []struct {
		sentence, method string
		form             map[string]string
		want             any
	}{
		{"A reaction is set.", "reactions.add", mark, nil},
		{"It is set once.", "reactions.add", mark, "already_reacted"},
		{"It is taken away.", "reactions.remove", mark, nil},
		{"It is taken away once.", "reactions.remove", mark, "no_reaction"},
		{"There is no such emoji.", "reactions.add", map[string]string{"channel": ChannelRefunds, "timestamp": ts, "name": "unheard-of"}, "invalid_name"},
		{"A thread begins at a time.", "chat.postMessage", map[string]string{"channel": ChannelRefunds, "text": "x", "thread_ts": "soon"}, "invalid_thread_ts"},
		{"A channel is read by its members.", "conversations.history", map[string]string{"channel": ChannelCheckout}, "not_in_channel"},
		{"A private channel that the app is not in is not there.", "conversations.history", map[string]string{"channel": ChannelQuietRoom}, "channel_not_found"},
	}
	for _, row := range rows {
		if out := r.call(row.method, row.form); out["error"] != row.want {
			t.Errorf("%s %v, want %v", row.sentence, out["error"], row.want)
		}
	}
	bare := newRig(t)
	if out := bare.call("chat.postMessage", map[string]string{"channel": UserBo, "text": "x", "username": "Build"}); out["ok"] != true || dig(out, "message", "username") != nil {
		t.Errorf("another name without chat:write.customize: %v", out)
	}
}
