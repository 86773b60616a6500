package sandbox

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/slack-go/slack"
	"pgregory.net/rapid"

	"throughline/internal/sandbox/rules"
)

func TestWhatAPostBecomes(t *testing.T) {
	t.Parallel()
	rules.Keeps(t, "post/public-scope", "post/customize-scope", "post/masked-to-person", "post/broadcast", "post/no-dedupe", "event/bot-message", "post/permalink",
		"text/parse-none", "text/parse-full", "text/urls-linked", "ephemeral/one-reader", "ephemeral/no-history")
	r := newRig(t, withScopes("chat:write.public", "chat:write.customize", "channels:history"), withEvents("message.channels"))
	r.invite(UserAna, ChannelRefunds)
	type form = map[string]string
	post := func(more form) map[string]any {
		t.Helper()
		r.s.mu.Lock()
		r.s.limits.reset()
		r.s.mu.Unlock()
		out := form{"channel": ChannelRefunds, "text": "x"}
		maps.Copy(out, more)
		answer := r.call("chat.postMessage", out)
		if answer["ok"] != true {
			t.Fatalf("%v: %v", more, answer)
		}
		return answer
	}
	first := post(nil)
	if second := post(nil); second["ts"] == first["ts"] {
		t.Error("the same text again is the same message")
	}
	if got := post(form{"channel": ChannelCheckout}); got["channel"] != ChannelCheckout {
		t.Errorf("in public with chat:write.public: %v", got)
	}
	asked := post(form{"username": "Clerk", "icon_emoji": ":eyes:"})
	if m, _ := asked["message"].(map[string]any); m["subtype"] != "bot_message" || m["username"] != "Clerk" || m["user"] != nil || dig(m, "icons", "emoji") != ":eyes:" {
		t.Errorf("under another name: %v", asked)
	}
	masked := post(form{"channel": UserBo, "username": "Clerk"})
	if own := post(form{"channel": UserBo}); own["channel"] == masked["channel"] {
		t.Error("under another name a message to a person comes in the app's own conversation")
	}
	again := r.call("chat.update", form{"channel": fmt.Sprint(masked["channel"]), "ts": fmt.Sprint(masked["ts"]), "text": "y"})
	if again["error"] != "channel_not_found" {
		t.Errorf("the app is in Slackbot's conversation: %v", again)
	}
	reply := post(form{"thread_ts": fmt.Sprint(asked["ts"])})
	if got := r.lastMessage(UserAna, ChannelRefunds); got["ts"] == reply["ts"] {
		t.Error("a reply shows in the channel by itself")
	}
	shown := r.call("chat.update", form{"channel": ChannelRefunds, "ts": fmt.Sprint(reply["ts"]), "reply_broadcast": "true"})
	if got := r.lastMessage(UserAna, ChannelRefunds); shown["ok"] != true || got["ts"] != reply["ts"] || got["subtype"] != "thread_broadcast" {
		t.Errorf("broadcast afterwards: %v, shown: %v", shown, got)
	}
	for want, more := range map[string]form{"cant_broadcast_message": {"ts": fmt.Sprint(first["ts"])}, "no_dual_broadcast_content_update": {"ts": "$", "text": "y"}} {
		more["channel"], more["reply_broadcast"] = ChannelRefunds, "true"
		if more["ts"] == "$" {
			more["ts"] = fmt.Sprint(post(form{"thread_ts": fmt.Sprint(asked["ts"])})["ts"])
		}
		if out := r.call("chat.update", more); out["error"] != want {
			t.Errorf("%v: %v, want %s", more, out, want)
		}
	}
	for _, row := range []struct{ text, parse, want string }{
		{"see https://example.com.", "", "see <https://example.com>."},
		{"see https://example.com", "none", "see https://example.com"},
		{"ask @bo in #refunds", "", "ask @bo in #refunds"},
		{"ask @bo in #refunds", "full", "ask <@" + UserBo + "> in <#" + ChannelRefunds + "|refunds>"},
	} {
		if got := dig(post(form{"text": row.text, "parse": row.parse}), "message", "text"); got != row.want {
			t.Errorf("%q with parse %q is %q", row.text, row.parse, got)
		}
	}
	before := r.call("conversations.history", form{"channel": ChannelRefunds})
	if _, err := r.api.PostEphemeral(ChannelRefunds, UserBo, slack.MsgOptionText("psst", false)); err != nil {
		t.Fatal(err)
	}
	if r.lastMessage(UserBo, ChannelRefunds)["text"] != "psst" || r.lastMessage(UserAna, ChannelRefunds)["text"] == "psst" {
		t.Error("one person alone sees an ephemeral message")
	}
	after := r.call("conversations.history", form{"channel": ChannelRefunds})
	if len(before["messages"].([]any)) != len(after["messages"].([]any)) {
		t.Error("an ephemeral message is in the history")
	}
	if out := r.call("chat.meMessage", form{"channel": ChannelRefunds, "text": "waves"}); out["ok"] != true {
		t.Errorf("chat.meMessage: %v", out)
	}
	if got := r.lastMessage(UserAna, ChannelRefunds); got["subtype"] != "me_message" || got["text"] != "waves" {
		t.Errorf("it is %v", got)
	}
	link := r.call("chat.getPermalink", form{"channel": ChannelRefunds, "message_ts": fmt.Sprint(first["ts"])})
	if want := "/archives/" + ChannelRefunds + "/p" + strings.Replace(fmt.Sprint(first["ts"]), ".", "", 1); !strings.HasSuffix(fmt.Sprint(link["permalink"]), want) {
		t.Errorf("permalink %v", link)
	}
}

func TestAnotherNameIsLeftOutWithoutItsScope(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	out := r.call("chat.postMessage", map[string]string{"channel": UserBo, "text": "x", "username": "Clerk", "icon_url": "https://example.com/a.png"})
	if m, _ := out["message"].(map[string]any); out["ok"] != true || m["username"] != nil || m["user"] != "U0BOT00001" {
		t.Errorf("got %v", out)
	}
}

func TestPostsAreRefusedAsSlackRefusesThem(t *testing.T) {
	t.Parallel()
	rules.Keeps(t, "post/attachments", "post/blocks-too-long", "post/invalid-thread", "post/metadata")
	r := newRig(t)
	blocks := func(n int, text string) string {
		return "[" + strings.TrimSuffix(strings.Repeat(`{"type":"markdown","text":"`+text+`"},`, n), ",") + `,{"type":"section","text":{"type":"plain_text","text":"` + strings.Repeat("y", 2500) + `"}}]`
	}
	type form = map[string]string
	for _, row := range []struct {
		sentence string
		form     form
		want     any
	}{
		{"Bots do not post as a person.", form{"as_user": "true"}, "as_user_not_supported"},
		{"A thread is a time.", form{"thread_ts": "soon"}, "invalid_thread_ts"},
		{"Attachments are a list.", form{"attachments": `{}`}, "invalid_attachments"},
		{"An attachment's text is text.", form{"attachments": `[{"text":1}]`}, "invalid_attachments"},
		{"An attachment's fields are a list.", form{"attachments": `[{"text":"x","fields":{}}]`}, "invalid_attachments"},
		{"Attachments have a size.", form{"attachments": `[{"text":"` + strings.Repeat("x", maxAttachmentBytes) + `"}]`}, "attachment_payload_limit_exceeded"},
		{"Empty attachments say nothing.", form{"text": "", "attachments": `[{},{}]`}, "no_text"},
		{"An attachment alone says something.", form{"text": "", "attachments": `[{"text":"x"}]`}, nil},
		{"Blocks beside markdown have a length in all.", form{"blocks": blocks(2, strings.Repeat("x", 5900))}, "msg_blocks_too_long"},
		{"Less of them pass.", form{"blocks": blocks(2, strings.Repeat("x", 5000))}, nil},
		{"Metadata has a type of letters.", form{"metadata": `{"event_type":"two words","event_payload":{}}`}, "invalid_metadata_schema"},
		{"Metadata has a payload.", form{"metadata": `{"event_type":"x"}`}, "invalid_metadata_schema"},
		{"Metadata has no other keys.", form{"metadata": `{"event_type":"x","event_payload":{},"note":1}`}, "invalid_metadata_schema"},
		{"Metadata has a size.", form{"metadata": `{"event_type":"x","event_payload":{"k":"` + strings.Repeat("x", maxMetadata) + `"}}`}, "metadata_too_large"},
		{"Work objects may stand alone.", form{"metadata": `{"entities":[]}`}, nil},
	} {
		out := form{"channel": UserBo, "text": "x"}
		maps.Copy(out, row.form)
		if got := r.call("chat.postMessage", out); got["error"] != row.want {
			t.Errorf("%s It is answered with %v, want %v", row.sentence, got["error"], row.want)
		}
	}
}

func TestAttachmentsGetWhatSlackGivesThem(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	out := r.call("chat.postMessage", map[string]string{"channel": UserBo, "attachments": `[
		{"text":"first","color":"#36a64f"},{},{"title":"second","color":"danger"},{"blocks":[{"type":"divider"}]}]`})
	list, _ := dig(out, "message", "attachments").([]any)
	if len(list) != 3 || dig(list[0], "id") != 1.0 || dig(list[0], "fallback") != "first" || dig(list[0], "color") != "36a64f" ||
		dig(list[1], "color") != "a30200" || dig(list[2], "fallback") != "[no preview available]" {
		t.Errorf("attachments %v", list)
	}
	if inner, _ := dig(list[2], "blocks").([]any); len(inner) != 1 || dig(inner[0], "block_id") == nil {
		t.Errorf("blocks of the third: %v", list[2])
	}
}

func TestAFaultLeavesTheOutcomeOpen(t *testing.T) {
	t.Parallel()
	rules.Keeps(t, "post/unknown-outcome", "post/messages-tab")
	r := newRig(t)
	r.post("fault", obj{"kind": "error", "method": "chat.postMessage", "error": "internal_error", "after": true})
	if out := r.call("chat.postMessage", map[string]string{"channel": UserBo, "text": "x"}); out["error"] != "internal_error" {
		t.Error(out)
	}
	if got := r.messages(UserBo, "@app"); len(got) != 1 {
		t.Errorf("%d messages were posted", len(got))
	}
	shut := newRig(t, func(o *Options) { o.App = DefaultApp(); o.App.MessagesTab = false })
	if out := shut.call("chat.postMessage", map[string]string{"channel": UserBo, "text": "x"}); out["error"] != "messages_tab_disabled" {
		t.Error(out)
	}
}

// Whatever the sizes of pages, and whatever is written between them, a walk through the history shows each message
// that was there at first once.
func TestAWalkThroughTheHistoryShowsEachMessageOnce(t *testing.T) {
	t.Parallel()
	rules.Keeps(t, "history/newest-first", "history/members-only")
	r := newRig(t, func(o *Options) { o.PostsPerMinute = 1 << 20 })
	rapid.Check(t, func(rt *rapid.T) {
		r.s.mu.Lock()
		ch := r.s.w.channel("D0BO000001")
		if ch == nil {
			ch, _ = r.s.w.dm("U0BOT00001", UserBo, r.s.clock.Now())
		}
		ch.Messages, ch.threads = nil, nil
		n := rapid.IntRange(0, 12).Draw(rt, "messages")
		for range n {
			ch.insert(&message{TS: r.s.w.nextTS(r.s.clock.Now()), User: UserBo, Text: "x"})
		}
		r.s.limits.reset()
		r.s.mu.Unlock()
		seen := map[any]int{}
		for cursor := ""; ; {
			size := rapid.IntRange(1, 5).Draw(rt, "size")
			out := r.call("conversations.history", map[string]string{"channel": ch.ID, "limit": fmt.Sprint(size), "cursor": cursor})
			list, _ := out["messages"].([]any)
			for i, m := range list {
				if i > 0 && compareTS(fmt.Sprint(dig(list[i-1], "ts")), fmt.Sprint(dig(m, "ts"))) <= 0 {
					rt.Fatal("an older message comes before a newer one")
				}
				seen[dig(m, "ts")]++
			}
			if cursor, _ = dig(out, "response_metadata", "next_cursor").(string); cursor == "" {
				break
			}
			r.s.mu.Lock()
			if rapid.Bool().Draw(rt, "write") {
				ch.insert(&message{TS: r.s.w.nextTS(r.s.clock.Now()), User: UserBo, Text: "new"})
			}
			r.s.mu.Unlock()
		}
		if len(seen) != n {
			rt.Fatalf("%d of %d messages were shown", len(seen), n)
		}
		for ts, times := range seen {
			if times != 1 {
				rt.Fatalf("%v was shown %d times", ts, times)
			}
		}
	})
	elsewhere := newRig(t, withScopes("channels:history"))
	if out := elsewhere.call("conversations.history", map[string]string{"channel": ChannelRefunds}); out["error"] != "not_in_channel" {
		t.Errorf("where the app is not: %v", out)
	}
	if out := r.call("conversations.history", map[string]string{"channel": "D0BO000001", "cursor": "bmV4dF90czp4"}); out["error"] != "invalid_cursor" {
		t.Errorf("a cursor that Slack did not give: %v", out)
	}
}

func TestAResponseURLAnswersInSlacksWords(t *testing.T) {
	t.Parallel()
	rules.Keeps(t, "response/refused", "response/no-token")
	r := newRig(t)
	b := r.connect()
	r.post("command", obj{"as": UserBo, "channel": ChannelQuietRoom, "text": "/mission"})
	address, _ := b.payload(t)["response_url"].(string)
	post := func(kind, body string) (int, string) {
		t.Helper()
		resp, err := http.Post(address, kind, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		raw, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, string(raw)
	}
	for _, row := range []struct {
		sentence, kind, body string
		status               int
		want, text           string
	}{
		{"JSON is read.", "application/json", `{"text":"one"}`, 200, "ok", "one"},
		{"A form is read.", "application/x-www-form-urlencoded", url.Values{"text": {"two"}}.Encode(), 200, "ok", "two"},
		{"A form may hold JSON.", "application/x-www-form-urlencoded", url.Values{"payload": {`{"text":"three"}`}}.Encode(), 200, "ok", "three"},
		{"An answer says something.", "application/json", `{}`, 400, "no_text", "three"},
		{"Blocks keep to their rules.", "application/json", `{"blocks":[{"type":"banner"}]}`, 400, "invalid_blocks", "three"},
		{"JSON is JSON.", "application/json", `{"text":`, 400, "invalid_json", "three"},
	} {
		status, said := post(row.kind, row.body)
		got := r.lastMessage(UserBo, ChannelQuietRoom)
		if status != row.status || !strings.Contains(said, row.want) || got["text"] != row.text {
			t.Errorf("%s It answered %d %s, and Bo sees %v", row.sentence, status, said, got["text"])
		}
	}
	address = r.url + "/response/made-up"
	if status, said := post("application/json", `{"text":"x"}`); status != 404 || !strings.Contains(said, "invalid_url") {
		t.Errorf("an address that Slack did not give: %d %s", status, said)
	}
}
