package sandbox

import (
	"encoding/json"
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"throughline/internal/sandbox/rules"
)

func TestWhoMayOpenAConnection(t *testing.T) {
	rules.Keeps(t, "open/app-token", "open/header-only", "open/tier", "open/scope")
	t.Parallel()
	r := newRig(t)
	if _, out := r.raw("apps.connections.open", DefaultBotToken, nil); out["error"] != "not_allowed_token_type" {
		t.Errorf("with the bot token: %v", out)
	}
	if _, out := r.raw("apps.connections.open", "", map[string]string{"token": DefaultAppToken}); out["error"] != "not_authed" {
		t.Errorf("with the token in the form: %v", out)
	}
	header, _ := r.raw("apps.connections.open", DefaultAppToken, nil)
	if got := header.Get("X-Accepted-OAuth-Scopes"); got != "connections:write" {
		t.Errorf("the accepted scope is %q", got)
	}
	for range tierLimit(3) - 1 {
		if _, out := r.raw("apps.connections.open", DefaultAppToken, nil); out["ok"] != true {
			t.Fatal(out)
		}
	}
	if _, out := r.raw("apps.connections.open", DefaultAppToken, nil); out["error"] != "ratelimited" {
		t.Errorf("one more than fifty a minute: %v", out)
	}
}

// commands is an app that answers its commands so.
func commandsAnswer(b *bot, answer any) {
	b.answers(func(socketmode.Request) (any, bool) { return answer, true })
}

func TestWhereACommandWorks(t *testing.T) {
	rules.Keeps(t, "command/channel-name", "command/any-conversation", "command/no-threads", "command/guests", "command/externals", "command/unknown",
		"command/post-where-absent", "response/no-membership", "open/outbound")
	t.Parallel()
	r := newRig(t, patient)
	b := r.connect()
	for _, row := range []struct{ as, channel, want string }{
		{UserBo, ChannelRefunds, "refunds"}, {UserBo, ChannelQuietRoom, "privategroup"}, {UserBo, "@app", "directmessage"},
		{UserBo, "@" + UserAna, "directmessage"}, {UserLou, ChannelRefunds, "refunds"},
	} {
		r.post("command", obj{"as": row.as, "channel": row.channel, "text": "/mission"})
		p := b.payload(t)
		if p["channel_name"] != row.want || p["thread_ts"] != nil {
			t.Errorf("a command of %s in %s comes from %v, thread %v", row.as, row.channel, p["channel_name"], p["thread_ts"])
		}
		if row.channel != "@"+UserAna {
			continue
		}
		channel, _ := p["channel_id"].(string)
		if out := r.call("chat.postMessage", map[string]string{"channel": channel, "text": "x"}); out["error"] != "channel_not_found" {
			t.Errorf("posting where the app is not: %v", out)
		}
		url, _ := p["response_url"].(string)
		if err := respond(r, url, &slack.WebhookMessage{Text: "here"}); err != nil || r.lastMessage(UserBo, row.channel)["text"] != "here" {
			t.Errorf("the answer does not reach it: %v", err)
		}
	}
	if out := r.try("command", obj{"as": UserNoor, "channel": ChannelPartners, "text": "/mission"}); out["error"] != "command_not_available" {
		t.Errorf("somebody of another organisation: %v", out)
	}
	if out := r.try("command", obj{"as": UserBo, "channel": ChannelRefunds, "text": "/unheard of"}); out["error"] != "unknown_command" {
		t.Errorf("a command of nobody: %v", out)
	}
	b.quiet(t)
}

func TestHowACommandIsAnswered(t *testing.T) {
	rules.Keeps(t, "command/default-ephemeral", "command/ack-text", "command/ack-empty", "response/command-stays")
	t.Parallel()
	r := newRig(t, patient)
	b := r.connect()
	for _, row := range []struct {
		sentence string
		answer   any
		want     string
	}{
		{"Text is shown.", "Noted.", "Noted."},
		{"A message is shown.", obj{"text": "Noted so."}, "Noted so."},
		{"Nothing shows nothing.", nil, ""},
		{"An empty object shows nothing.", obj{}, ""},
	} {
		commandsAnswer(b, row.answer)
		before := len(r.messages(UserBo, ChannelRefunds))
		r.post("command", obj{"as": UserBo, "channel": ChannelRefunds, "text": "/mission"})
		list := r.messages(UserBo, ChannelRefunds)
		switch {
		case row.want == "" && len(list) != before:
			t.Errorf("%s Bo sees %v", row.sentence, list[len(list)-1])
		case row.want != "" && (len(list) == before || list[len(list)-1]["text"] != row.want || list[len(list)-1]["ephemeral"] != true):
			t.Errorf("%s Bo sees %v", row.sentence, list)
		}
		if others := r.messages(UserAna, ChannelRefunds); len(others) != 0 {
			t.Errorf("%s Ana sees %v", row.sentence, others)
		}
		b.next(t)
	}
	commandsAnswer(b, obj{"response_type": "in_channel", "text": "Here."})
	r.post("command", obj{"as": UserBo, "channel": ChannelRefunds, "text": "/mission help"})
	url, _ := b.payload(t)["response_url"].(string)
	if err := respond(r, url, &slack.WebhookMessage{Text: "More.", ReplaceOriginal: true}); err != nil {
		t.Fatal(err)
	}
	if first := r.messages(UserAna, ChannelRefunds)[0]; first["text"] != "/mission help" {
		t.Errorf("what Bo typed became %v", first)
	}
}

// everyElement is a message with one element of many kinds.
const everyElement = `[{"type":"actions","block_id":"row","elements":[
	{"type":"button","action_id":"link","url":"https://a.test/","text":{"type":"plain_text","text":"Open"}},
	{"type":"multi_users_select","action_id":"who"},
	{"type":"datepicker","action_id":"day","initial_date":"2026-12-01","placeholder":{"type":"plain_text","text":"When?"}}]},
	{"type":"input","block_id":"said","label":{"type":"plain_text","text":"Said"},"element":{"type":"plain_text_input","action_id":"text"}},
	{"type":"input","block_id":"sent","dispatch_action":true,"label":{"type":"plain_text","text":"Sent"},"element":{"type":"plain_text_input","action_id":"text"}}]`

func TestWhatAClickSends(t *testing.T) {
	rules.Keeps(t, "click/url-button", "click/each-pick", "click/inputs-silent", "click/null-values", "click/externals", "click/state")
	t.Parallel()
	r := newRig(t, patient)
	b := r.connect()
	if _, _, _, err := r.api.JoinConversation(ChannelPartners); err != nil {
		t.Fatal(err)
	}
	b.next(t)
	out := r.call("chat.postMessage", map[string]string{"channel": ChannelPartners, "text": "x", "blocks": everyElement})
	click := func(as string, more obj) map[string]any {
		body := obj{"as": as, "channel": ChannelPartners, "ts": out["ts"]}
		maps.Copy(body, more)
		return r.try("click", body)
	}
	action := func() (p map[string]any, first any) {
		p = b.payload(t)
		list, _ := p["actions"].([]any)
		return p, list[0]
	}
	click(UserNoor, obj{"action_id": "link"})
	p, first := action()
	if dig(p, "user", "team_id") != otherTeamID || dig(p, "team", "id") != teamID || dig(first, "url") != "https://a.test/" {
		t.Errorf("Noor's click on a link: %v", p)
	}
	if values, _ := dig(p, "state", "values", "said", "text").(map[string]any); values["type"] != "plain_text_input" || values["value"] != nil {
		t.Errorf("what nobody typed comes as %v", values)
	}
	for _, picks := range [][]string{{UserAna}, {UserAna, UserJonas}} {
		click(UserAna, obj{"action_id": "who", "selected_users": picks})
		if _, first := action(); len(dig(first, "selected_users").([]any)) != len(picks) {
			t.Errorf("a pick sends %v", first)
		}
	}
	click(UserAna, obj{"action_id": "day", "selected_date": "2026-12-02"})
	if _, first := action(); dig(first, "initial_date") != "2026-12-01" || dig(first, "placeholder", "text") != "When?" {
		t.Errorf("a date sends %v", first)
	}
	if got := click(UserAna, obj{"block_id": "said", "action_id": "text", "value": "x"}); got["error"] != "element_does_not_fire" {
		t.Errorf("typing in an input: %v", got)
	}
	click(UserAna, obj{"block_id": "sent", "action_id": "text", "value": "x"})
	if _, first := action(); dig(first, "value") != "x" {
		t.Errorf("an input that dispatches sends %v", first)
	}
}

func TestAClickThatIsNotAnsweredSaysSo(t *testing.T) {
	rules.Keeps(t, "ack/click-missed")
	t.Parallel()
	r := newRig(t)
	ch, ts, err := r.api.PostMessage(UserBo, slack.MsgOptionText("x", false), slack.MsgOptionBlocks(button("a", "b")))
	if err != nil {
		t.Fatal(err)
	}
	press := obj{"as": UserBo, "channel": ch, "ts": ts, "action_id": "a"}
	if out := r.post("click", press); out["acked"] != false || out["notice"] != noticeNoSocket {
		t.Errorf("without a connection: %v", out)
	}
	b := r.connect()
	b.answers(func(socketmode.Request) (any, bool) { return nil, false })
	if out := r.post("click", press); out["acked"] != false || out["notice"] != noticeTimeout {
		t.Errorf("without an acknowledgement: %v", out)
	}
}

func TestWhatShortcutsAreOpenTo(t *testing.T) {
	rules.Keeps(t, "shortcut/externals", "shortcut/guests", "shortcut/not-ephemeral", "shortcut/scope", "shortcut/no-thread-reply")
	t.Parallel()
	r := newRig(t, withMessageShortcut, patient)
	b := r.connect()
	commandsAnswer(b, obj{"text": "Only for Bo."})
	r.post("command", obj{"as": UserBo, "channel": ChannelRefunds, "text": "/mission"})
	b.next(t)
	b.answers(func(socketmode.Request) (any, bool) { return nil, true })
	own := r.lastMessage(UserBo, ChannelRefunds)
	if out := r.try("shortcut", obj{"as": UserBo, "callback_id": "add", "channel": ChannelRefunds, "ts": own["ts"]}); out["error"] != "no_such_message" {
		t.Errorf("on an ephemeral message: %v", out)
	}
	said := r.post("message", obj{"as": UserAna, "channel": ChannelPartners, "text": "x"})
	if out := r.try("shortcut", obj{"as": UserNoor, "callback_id": "add", "channel": ChannelPartners, "ts": said["ts"]}); out["error"] != "shortcut_not_available" {
		t.Errorf("of somebody from elsewhere: %v", out)
	}
	r.post("shortcut", obj{"as": UserAna, "callback_id": "add", "channel": ChannelPartners, "ts": said["ts"]})
	url, _ := b.payload(t)["response_url"].(string)
	thread, _ := said["ts"].(string)
	if err := respond(r, url, &slack.WebhookMessage{Text: "here", ResponseType: "in_channel", ThreadTimestamp: thread}); err != nil {
		t.Fatal(err)
	}
	if m := r.lastMessage(UserAna, ChannelPartners); m["text"] != "here" || m["thread_ts"] != nil {
		t.Errorf("the answer stands %v", m)
	}
	bare := newRig(t, func(o *Options) {
		o.App = DefaultApp()
		o.App.Scopes = []string{"chat:write"}
	})
	if out := bare.try("shortcut", obj{"as": UserBo, "callback_id": "mission_start"}); out["error"] != "unknown_shortcut" {
		t.Errorf("without the scope commands: %v", out)
	}
}

func TestNothingClosesAModalButItsAnswer(t *testing.T) {
	rules.Keeps(t, "view/no-api-close", "view/home-off", "trigger/invalid")
	t.Parallel()
	r := newRig(t, with(func(a *App) { a.HomeTab = false }))
	for _, method := range []string{"views.close", "views.remove", "views.delete"} {
		if out := r.call(method, nil); out["error"] != "unknown_method" {
			t.Errorf("%s: %v", method, out)
		}
	}
	if out := r.call("views.publish", map[string]string{"user_id": UserAna, "view": plainHome}); out["error"] != "not_enabled" {
		t.Errorf("a Home that is switched off: %v", out)
	}
	if out := r.call("views.open", map[string]string{"trigger_id": "1.2.3", "view": plainModal}); out["error"] != "invalid_trigger_id" {
		t.Errorf("a made-up trigger: %v", out)
	}
}

func TestAFormHasItsChannelsAddresses(t *testing.T) {
	rules.Keeps(t, "view/response-urls", "view/lengths")
	t.Parallel()
	const form = `{"type":"modal","title":{"type":"plain_text","text":"Form"},"submit":{"type":"plain_text","text":"Go"},"blocks":[
		{"type":"input","block_id":"where","label":{"type":"plain_text","text":"Where"},
		"element":{"type":"conversations_select","action_id":"to","response_url_enabled":true}},
		{"type":"input","block_id":"what","label":{"type":"plain_text","text":"What"},
		"element":{"type":"plain_text_input","action_id":"text","min_length":2,"max_length":4}}]}`
	r := newRig(t, patient)
	b := r.connect()
	r.post("command", obj{"as": UserBo, "channel": ChannelRefunds, "text": "/mission start"})
	trigger, _ := b.payload(t)["trigger_id"].(string)
	id, _ := dig(r.call("views.open", map[string]string{"trigger_id": trigger, "view": form}), "view", "id").(string)
	submit := func(text string) map[string]any {
		return r.post("submit", obj{"as": UserBo, "view_id": id, "values": obj{"where": obj{"to": ChannelRefunds}, "what": obj{"text": text}}})
	}
	for _, text := range []string{"a", "abcde"} {
		if out := submit(text); out["result"] != "errors" || dig(out, "errors", "what") == nil {
			t.Errorf("%q is taken: %v", text, out)
		}
	}
	b.quiet(t)
	submit("abc")
	list, _ := b.payload(t)["response_urls"].([]any)
	if len(list) != 1 || dig(list[0], "channel_id") != ChannelRefunds || dig(list[0], "block_id") != "where" {
		t.Fatalf("response_urls %v", list)
	}
	url, _ := dig(list[0], "response_url").(string)
	if err := respond(r, url, &slack.WebhookMessage{Text: "done", ResponseType: "in_channel"}); err != nil || r.lastMessage(UserAna, ChannelRefunds)["text"] != "done" {
		t.Errorf("the answer: %v", err)
	}
}

func TestOnlyAnAnswerChangesAnEphemeralMessage(t *testing.T) {
	rules.Keeps(t, "response/only-way-ephemeral", "edit/not-ephemeral", "response/posting-rate", "response/plain-ok", "response/thread")
	t.Parallel()
	r := newRig(t, patient)
	b := r.connect()
	r.invite(UserAna, ChannelRefunds)
	b.next(t)
	ts, err := r.api.PostEphemeral(ChannelRefunds, UserBo, slack.MsgOptionText("psst", false))
	if err != nil {
		t.Fatal(err)
	}
	for _, method := range []string{"chat.update", "chat.delete"} {
		if out := r.call(method, map[string]string{"channel": ChannelRefunds, "ts": ts, "text": "x"}); out["error"] != "message_not_found" {
			t.Errorf("%s of an ephemeral message: %v", method, out)
		}
	}
	r.post("command", obj{"as": UserBo, "channel": ChannelRefunds, "text": "/mission"})
	url, _ := b.payload(t)["response_url"].(string)
	said := r.post("message", obj{"as": UserAna, "channel": ChannelRefunds, "text": "x"})
	raw, _ := json.Marshal(obj{"text": "there", "response_type": "in_channel", "thread_ts": said["ts"], "replace_original": false})
	if status := r.postTo(url, string(raw)); status != http.StatusOK {
		t.Errorf("a post is answered %d", status)
	}
	if m := r.lastMessage(UserAna, ChannelRefunds); m["reply_count"] != 1.0 {
		t.Errorf("no reply stands under %v", m)
	}
	r.s.mu.Lock()
	for range postsBurst {
		_ = r.s.spendPost(ChannelRefunds)
	}
	r.s.mu.Unlock()
	if status := r.postTo(url, string(raw)); status != http.StatusTooManyRequests {
		t.Errorf("over the channel's rate a post is answered %d", status)
	}
}

// postTo posts JSON.
func (r *rig) postTo(url, body string) (status int) {
	r.t.Helper()
	resp, err := http.Post(url, "application/json; charset=utf-8", strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	_ = resp.Body.Close()
	return resp.StatusCode
}
