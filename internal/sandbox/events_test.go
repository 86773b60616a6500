package sandbox

import (
	"slices"
	"testing"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"throughline/internal/sandbox/rules"
)

func TestShortcutsComeWithWhatTheyHave(t *testing.T) {
	rules.Keeps(t, "shortcut/global", "shortcut/message", "shortcut/guests")
	r := newRig(t, func(o *Options) {
		o.App = DefaultApp()
		o.App.Shortcuts = append(o.App.Shortcuts, Shortcut{CallbackID: "add", Name: "Add", Type: "message"})
	})
	b := r.connect()
	r.post("shortcut", obj{"as": UserBo, "callback_id": "mission_start"})
	if p := b.payload(t); p["type"] != "shortcut" || p["trigger_id"] == "" || p["channel"] != nil || p["response_url"] != nil {
		t.Errorf("global: %v", p)
	} else {
		onlyKeys(t, p["user"], "id", "username", "team_id")
	}
	sent := r.post("message", obj{"as": UserAna, "channel": ChannelRefunds, "text": "we shipped"})
	r.post("shortcut", obj{"as": UserBo, "callback_id": "add", "channel": ChannelRefunds, "ts": sent["ts"]})
	if p := b.payload(t); p["type"] != "message_action" || dig(p, "message", "text") != "we shipped" || p["response_url"] == nil {
		t.Errorf("message: %v", p)
	} else {
		onlyKeys(t, p["user"], "id", "name")
	}
	if out := r.try("shortcut", obj{"as": UserLou, "callback_id": "mission_start"}); out["error"] != "shortcut_not_available" {
		t.Errorf("a guest: %v", out)
	}
}

// onlyKeys wants an object to have no other keys than these.
func onlyKeys(t *testing.T, v any, keys ...string) {
	t.Helper()
	o, _ := v.(map[string]any)
	for key := range o {
		if !slices.Contains(keys, key) {
			t.Errorf("Slack does not send %s: %v", key, o)
		}
	}
}

func TestAResponseURLTakesFivePostsInHalfAnHour(t *testing.T) {
	rules.Keeps(t, "response/five", "response/half-hour", "response/refused", "response/no-membership", "response/ephemeral", "response/no-token")
	r := newRig(t)
	b := r.connect()
	command := func() string {
		r.post("command", obj{"as": UserBo, "channel": ChannelQuietRoom, "text": "/mission"})
		url, _ := b.payload(t)["response_url"].(string)
		return url
	}
	url := command()
	for range responseUses {
		if err := respond(r, url, &slack.WebhookMessage{Text: "one"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := respond(r, url, &slack.WebhookMessage{Text: "six"}); err == nil {
		t.Error("a sixth post was taken")
	}
	if m := r.lastMessage(UserBo, ChannelQuietRoom); m["ephemeral"] != true || m["text"] != "one" {
		t.Errorf("Bo sees %v", m)
	}
	url = command()
	r.post("clock", obj{"advance": "31m"})
	if err := respond(r, url, &slack.WebhookMessage{Text: "late"}); err == nil {
		t.Error("a late post was taken")
	}
	if err := respond(r, r.url+"/response/made-up", &slack.WebhookMessage{Text: "x"}); err == nil {
		t.Error("a made-up address was taken")
	}
}

// respond posts to a response_url and lets the channel's rate pass.
func respond(r *rig, url string, msg *slack.WebhookMessage) error {
	r.s.mu.Lock()
	r.s.limits.reset()
	r.s.mu.Unlock()
	return slack.PostWebhook(url, msg)
}

func TestAResponseURLReplacesAndDeletesWhatWasClicked(t *testing.T) {
	rules.Keeps(t, "response/replace", "response/delete", "click/ephemeral")
	r := newRig(t)
	b := r.connect()
	b.answers(func(req socketmode.Request) (any, bool) {
		if req.Type == "slash_commands" {
			return slack.Msg{Text: "Sure?", Blocks: slack.Blocks{BlockSet: []slack.Block{button("yes", "1")}}}, true
		}
		return nil, true
	})
	r.post("command", obj{"as": UserBo, "channel": ChannelRefunds, "text": "/mission"})
	b.next(t)
	ts := r.lastMessage(UserBo, ChannelRefunds)["ts"]
	r.post("click", obj{"as": UserBo, "channel": ChannelRefunds, "ts": ts, "action_id": "yes"})
	click := b.payload(t)
	if dig(click, "container", "is_ephemeral") != true || click["message"] != nil {
		t.Errorf("a click on an ephemeral message: %v", click)
	}
	url, _ := click["response_url"].(string)
	if err := respond(r, url, &slack.WebhookMessage{Text: "Done.", ReplaceOriginal: true}); err != nil {
		t.Fatal(err)
	}
	if m := r.lastMessage(UserBo, ChannelRefunds); m["text"] != "Done." || m["ts"] != ts || m["ephemeral"] != true {
		t.Errorf("after the replacement Bo sees %v", m)
	}
	if err := respond(r, url, &slack.WebhookMessage{DeleteOriginal: true}); err != nil {
		t.Fatal(err)
	}
	if list := r.messages(UserBo, ChannelRefunds); len(list) != 0 {
		t.Errorf("after the deletion Bo sees %v", list)
	}
}

func TestEventsReachTheAppWhereItIsSubscribedAndPresent(t *testing.T) {
	rules.Keeps(t, "event/subscribed", "event/membership", "event/mention", "event/member-joined", "event/member-left", "event/channel-rename", "event/channel-archive", "event/own-removal", "event/private-hidden", "event/user-change")
	r := newRig(t)
	b := r.connect()
	r.post("message", obj{"as": UserBo, "channel": ChannelRefunds, "text": "@throughline hello"})
	b.quiet(t) // the app is not in the channel
	r.invite(UserAna, ChannelRefunds)
	if e := b.event(t); e["type"] != "member_joined_channel" || e["user"] != r.s.w.app.BotUserID || e["inviter"] != UserAna {
		t.Errorf("its own joining: %v", e)
	}
	r.post("message", obj{"as": UserBo, "channel": ChannelRefunds, "text": "@throughline hello"})
	mention := b.event(t)
	if mention["type"] != "app_mention" || mention["text"] != "<@U0BOT00001> hello" || mention["channel"] != ChannelRefunds {
		t.Errorf("the mention: %v", mention)
	}
	r.post("message", obj{"as": UserBo, "channel": ChannelRefunds, "text": "not for the app"})
	b.quiet(t) // message.channels is not subscribed
	r.post("channel", obj{"as": UserAna, "op": "kick", "channel": ChannelRefunds, "user": UserBo})
	if e := b.event(t); e["type"] != "member_left_channel" || e["user"] != UserBo {
		t.Errorf("Bo's leaving: %v", e)
	}
	r.post("channel", obj{"as": UserAna, "op": "rename", "channel": ChannelRefunds, "name": "money-back"})
	if e := b.event(t); e["type"] != "channel_rename" || dig(e, "channel", "name") != "money-back" {
		t.Errorf("the renaming: %v", e)
	}
	r.post("channel", obj{"as": UserAna, "op": "archive", "channel": ChannelRefunds})
	if e := b.event(t); e["type"] != "channel_archive" || e["user"] != UserAna {
		t.Errorf("the archiving: %v", e)
	}
	r.post("channel", obj{"as": UserAna, "op": "unarchive", "channel": ChannelRefunds})
	b.event(t)
	r.post("channel", obj{"as": UserAna, "op": "kick", "channel": ChannelRefunds, "user": r.s.w.app.BotUserID})
	if e := b.event(t); e["type"] != "channel_left" || e["channel"] != ChannelRefunds {
		t.Errorf("its own removal: %v", e)
	}
	r.post("channel", obj{"as": UserAna, "op": "archive", "channel": ChannelQuietRoom})
	b.quiet(t) // a private channel that the app is not in
	r.post("user", obj{"user": UserBo, "tz": "Europe/Paris"})
	if e := b.event(t); e["type"] != "user_change" || dig(e, "user", "tz") != "Europe/Paris" {
		t.Errorf("the change of zone: %v", e)
	}
}

func TestAChannelIsMadePrivateWithoutAnEvent(t *testing.T) {
	r := newRig(t)
	b := r.connect()
	r.post("channel", obj{"as": UserAna, "op": "make_private", "channel": ChannelRefunds})
	b.quiet(t)
	if m := r.lastMessage(UserBo, ChannelRefunds); m["text"] != "<@"+UserAna+"> made this channel private" {
		t.Errorf("Bo reads %v", m)
	}
	for _, ch := range r.get("state?as=" + UserKiri)["channels"].([]any) {
		if dig(ch.(obj), "id") == ChannelRefunds {
			t.Error("Kiri, who is not in it, still sees the channel")
		}
	}
}

func TestEditsAndDeletionsOfADirectMessageAreTold(t *testing.T) {
	rules.Keeps(t, "event/message-im", "event/message-changed", "event/message-deleted")
	r := newRig(t)
	b := r.connect()
	sent := r.post("message", obj{"as": UserBo, "channel": "@app", "text": "first"})
	b.event(t)
	r.post("edit", obj{"as": UserBo, "channel": "@app", "ts": sent["ts"], "text": "second"})
	e := b.event(t)
	if e["subtype"] != "message_changed" || dig(e, "message", "text") != "second" || dig(e, "previous_message", "text") != "first" {
		t.Errorf("the edit: %v", e)
	}
	r.post("delete", obj{"as": UserBo, "channel": "@app", "ts": sent["ts"]})
	if e := b.event(t); e["subtype"] != "message_deleted" || e["deleted_ts"] != sent["ts"] {
		t.Errorf("the deletion: %v", e)
	}
}
