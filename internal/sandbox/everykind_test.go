package sandbox

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"throughline/internal/sandbox/rules"
)

// everything is an app that hears and may do all there is.
func everything(o *Options) {
	withMessageShortcut(o)
	o.App.Events = []string{
		"app_home_opened", "app_mention", "app_uninstalled", "tokens_revoked", "user_change", "team_join",
		"message.im", "message.mpim", "message.channels", "message.groups", "member_joined_channel", "member_left_channel",
		"channel_archive", "channel_unarchive", "channel_rename", "channel_left", "channel_deleted",
		"group_archive", "group_unarchive", "group_rename", "group_left", "group_deleted", "reaction_added", "reaction_removed",
	}
	for _, family := range []string{"channels", "groups", "im", "mpim"} {
		o.App.Scopes = append(o.App.Scopes, family+":history", family+":read")
	}
	o.App.Scopes = append(o.App.Scopes, "users:read", "reactions:read", "reactions:write", "app_mentions:read", "im:write", "mpim:write", "files:write", "chat:write.customize")
	slices.Sort(o.App.Scopes)
	o.App.Scopes = slices.Compact(o.App.Scopes)
}

// Whatever can happen in the sandbox happens, and each kind of payload comes.
// That all of them are as Slack's the rig checks in the end, as in every test.
func TestEveryKindOfPayloadIsAsSlacks(t *testing.T) {
	rules.Keeps(t, "event/outer", "event/unique-id", "event/shared", "event/message-im", "event/message-channels", "event/message-replied",
		"event/file-share", "event/channel-line", "event/mention-and-message", "event/no-mention-in-dm", "event/message-deleted",
		"event/reaction", "event/team-join", "event/tokens-revoked", "event/app-uninstalled", "event/user-change", "event/own-removal",
		"command/fields", "click/message-payload", "click/view-payload", "click/container", "view/submission-payload",
		"view/closed-notify", "view/per-visit-state", "event/message-mpim", "event/bot-message", "shortcut/global", "shortcut/message", "person/profile")
	r := newRig(t, everything, patient)
	b := r.connect()
	go func() {
		for range b.seen { // nobody reads them here
		}
	}()
	r.talkEverywhere()
	r.changeChannels()
	r.changePeople()
	r.useEverything(b)
	r.post("fault", obj{"kind": "uninstall"})
	if _, err := r.api.AuthTest(); err == nil || err.Error() != "account_inactive" {
		t.Errorf("after the end auth.test says %v", err)
	}

	seen, ids := map[string]int{}, map[string]bool{}
	r.s.mu.Lock()
	rows := slices.Clone(r.s.trace.Rows)
	r.s.mu.Unlock()
	for _, row := range rows {
		if row.Kind == "envelope" && row.Attempt == 0 {
			seen[r.kindOf(row, ids)]++
			r.holdEvent(row)
		}
	}
	for want := range strings.FieldsSeq(`slash_commands block_actions.message block_actions.view view_submission view_closed shortcut message_action
		block_suggestion event.app_home_opened event.app_mention event.app_uninstalled event.tokens_revoked event.user_change event.team_join
		event.message event.message.mpim event.message.bot_message event.message.file_share event.message.thread_broadcast event.message.line event.message.message_changed event.message.message_deleted
		event.member_joined_channel event.member_left_channel event.channel_archive event.channel_unarchive event.channel_rename event.channel_left
		event.channel_deleted event.group_archive event.group_unarchive event.group_rename event.group_left event.group_deleted
		event.reaction_added event.reaction_removed`) {
		if seen[want] == 0 {
			t.Errorf("no %s came; there were %v", want, slices.Sorted(maps.Keys(seen)))
		}
	}
	if seen["view_closed"] != 1 {
		t.Errorf("of two closed modals one asked to be told, and %d were told", seen["view_closed"])
	}
}

// holdEvent wants an event to say what Slack's says where it happened.
func (r *rig) holdEvent(row *traceRow) {
	r.t.Helper()
	var p struct {
		Shared bool `json:"is_ext_shared_channel"`
		Event  struct {
			Type, Subtype, TS string
			Channel           any
			ThreadTS          string `json:"thread_ts"`
			Parent            string `json:"parent_user_id"`
		}
	}
	if row.Name != "events_api" || json.Unmarshal(row.Sent, &p) != nil {
		return
	}
	e := p.Event
	channel, _ := e.Channel.(string)
	switch {
	case channel != "" && p.Shared != (channel == ChannelPartners):
		r.t.Errorf("%s in %v says shared: %v", e.Type, e.Channel, p.Shared)
	case e.Type == "app_mention" && channel[0] == 'D':
		r.t.Errorf("a mention in a direct conversation came as app_mention")
	case e.Type == "message" && e.Subtype == "" && e.ThreadTS != "" && e.ThreadTS != e.TS && e.Parent == "":
		r.t.Errorf("a reply does not say whom it answers: %s", row.Sent)
	}
}

// kindOf names the shape of a payload, and wants event ids to be unlike.
func (r *rig) kindOf(row *traceRow, ids map[string]bool) string {
	r.t.Helper()
	var p struct {
		Type      string
		EventID   string `json:"event_id"`
		Event     json.RawMessage
		Container struct{ Type string }
	}
	if err := json.Unmarshal(row.Sent, &p); err != nil {
		r.t.Fatal(err)
	}
	switch {
	case row.Name == "slash_commands":
		return row.Name
	case p.Type == "block_actions":
		return p.Type + "." + p.Container.Type
	case row.Name == "interactive":
		return p.Type
	}
	if p.EventID == "" || ids[p.EventID] {
		r.t.Errorf("the event id %q is there twice", p.EventID)
	}
	ids[p.EventID] = true
	if strings.Contains(string(p.Event), `"channel_type":"mpim"`) {
		return "event.message.mpim"
	}
	return eventShape(p.Event)
}

// talkEverywhere has people and the app say, edit, delete and like things in every kind of conversation.
func (r *rig) talkEverywhere() {
	for _, channel := range []string{ChannelRefunds, ChannelQuietRoom, ChannelPartners} {
		r.invite(UserAna, channel)
	}
	for _, channel := range []string{"@app", ChannelRefunds, ChannelQuietRoom, ChannelPartners} {
		sent := r.post("message", obj{"as": UserAna, "channel": channel, "text": "@throughline we *shipped* <it> 🎉 :tada: https://a.test"})
		r.post("react", obj{"as": UserAna, "channel": channel, "ts": sent["ts"], "name": "tada"})
		r.post("edit", obj{"as": UserAna, "channel": channel, "ts": sent["ts"], "text": "we shipped"})
		reply := r.post("message", obj{"as": UserAna, "channel": channel, "text": "indeed", "thread_ts": sent["ts"]})
		if channel != "@app" {
			r.post("message", obj{"as": UserAna, "channel": channel, "text": "all of you", "thread_ts": sent["ts"], "reply_broadcast": true})
		}
		r.post("react", obj{"as": UserAna, "channel": channel, "ts": sent["ts"], "name": "tada", "remove": true})
		r.post("delete", obj{"as": UserAna, "channel": channel, "ts": reply["ts"]})
		r.post("delete", obj{"as": UserAna, "channel": channel, "ts": sent["ts"]})
	}
	meta := slack.SlackMetadata{EventType: "nudge", EventPayload: map[string]any{"k": "opaque"}}
	if _, _, err := r.api.PostMessage(ChannelRefunds, slack.MsgOptionText("hi", false), slack.MsgOptionUsername("Build"), slack.MsgOptionIconEmoji(":hammer:")); err != nil {
		r.t.Error(err)
	}
	ch, ts, err := r.api.PostMessage(ChannelRefunds, slack.MsgOptionText("card", false), slack.MsgOptionBlocks(button("a", "b")), slack.MsgOptionMetadata(meta))
	if err != nil {
		r.t.Fatal(err)
	}
	if _, _, _, err := r.api.UpdateMessage(ch, ts, slack.MsgOptionText("the card", false)); err != nil {
		r.t.Error(err)
	}
	r.post("message", obj{"as": UserAna, "channel": ch, "text": "thanks", "thread_ts": ts})
	if _, _, err := r.api.DeleteMessage(ch, ts); err != nil {
		r.t.Error(err)
	}
	r.upload("trend.png", ch, "", picture(r.t))
	group := r.call("conversations.open", map[string]string{"users": UserAna + "," + UserBo})
	r.post("message", obj{"as": UserBo, "channel": dig(group, "channel", "id"), "text": "the three of us"})
}

// changeChannels has a public and a private channel go through all that can become of one.
func (r *rig) changeChannels() {
	for _, private := range []bool{false, true} {
		made := r.post("channel", obj{"as": UserAna, "op": "create", "name": map[bool]string{false: "open", true: "closed"}[private], "is_private": private})
		ch, _ := made["channel"].(string)
		op := func(op string, more obj) {
			body := obj{"as": UserAna, "op": op, "channel": ch}
			maps.Copy(body, more)
			r.post("channel", body)
		}
		app := obj{"user": r.s.w.app.BotUserID}
		op("invite", app)
		op("invite", obj{"user": UserBo})
		op("kick", obj{"user": UserBo})
		op("rename", obj{"name": map[bool]string{false: "opened", true: "shut"}[private]})
		op("archive", nil)
		op("unarchive", nil)
		op("kick", app)
		op("invite", app)
		op("delete", nil)
		if out := r.call("conversations.info", map[string]string{"channel": ch}); out["error"] != "channel_not_found" {
			r.t.Errorf("a deleted channel: %v", out)
		}
	}
}

func (r *rig) changePeople() {
	zoe := r.post("user", obj{"joins": "zoe", "tz": "Europe/Paris"})
	id, _ := dig(zoe, "user", "id").(string)
	if u, err := r.api.GetUserInfo(id); err != nil || u.Profile.DisplayName != "Zoe" || u.Profile.Image48 == "" {
		r.t.Errorf("Zoe is %+v: %v", u, err)
	}
	r.post("user", obj{"user": id, "deleted": true})
	if out := r.try("user", obj{"joins": "bo"}); out["error"] != "name_taken" {
		r.t.Errorf("a second Bo: %v", out)
	}
}

// useEverything types, presses, fills in, closes and runs.
func (r *rig) useEverything(b *bot) {
	r.post("home", obj{"as": UserBo})
	home := slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: []slack.Block{button("go", "1")}}}
	if _, err := r.api.PublishView(UserBo, home, ""); err != nil {
		r.t.Fatal(err)
	}
	r.post("home", obj{"as": UserBo})
	r.post("click", obj{"as": UserBo, "home": true, "action_id": "go"})
	r.post("shortcut", obj{"as": UserBo, "callback_id": "mission_start"})
	sent := r.post("message", obj{"as": UserBo, "channel": ChannelRefunds, "text": "a step"})
	r.post("shortcut", obj{"as": UserBo, "callback_id": "add", "channel": ChannelRefunds, "ts": sent["ts"]})
	r.pressInDM()
	r.pressEphemeral(b)
	views := make(chan string, 2)
	var quiet atomic.Bool
	b.answers(func(req socketmode.Request) (any, bool) {
		var p slack.SlashCommand
		if req.Type == "slash_commands" && json.Unmarshal(req.Payload, &p) == nil {
			view := modal("First")
			view.Blocks.BlockSet, view.NotifyOnClose = append(view.Blocks.BlockSet, button("a", "b")), !quiet.Load()
			if opened, err := r.api.OpenView(p.TriggerID, view); err == nil {
				views <- opened.ID
			}
		}
		return nil, true
	})
	r.command()
	id := <-views
	r.post("click", obj{"as": UserBo, "view_id": id, "action_id": "a"})
	r.fillAndSubmit(id, "x")
	r.command()
	r.post("close", obj{"as": UserBo, "view_id": <-views})
	r.asksForOptions()
	quiet.Store(true)
	r.command()
	r.post("close", obj{"as": UserBo, "view_id": <-views})
}

// asksForOptions types into a menu that asks the app, in a message.
func (r *rig) asksForOptions() {
	out := r.call("chat.postMessage", map[string]string{"channel": UserBo, "text": "Which?", "blocks": externalMenu})
	r.post("suggest", obj{"as": UserBo, "channel": "@app", "ts": out["ts"], "action_id": "which", "value": "ref"})
}

const externalMenu = `[{"type":"actions","elements":[{"type":"external_select","action_id":"which",
	"placeholder":{"type":"plain_text","text":"Which?"}}]}]`

func TestAMenuThatIsNotAnsweredIsEmpty(t *testing.T) {
	rules.Keeps(t, "ack/suggestion-missed")
	t.Parallel()
	r := newRig(t)
	b := r.connect()
	out := r.call("chat.postMessage", map[string]string{"channel": UserBo, "text": "Which?", "blocks": externalMenu})
	b.next(t)
	b.answers(func(socketmode.Request) (any, bool) { return nil, false })
	got := r.post("suggest", obj{"as": UserBo, "channel": "@app", "ts": out["ts"], "action_id": "which", "value": "ref"})
	if options, _ := got["options"].([]any); got["acked"] != false || len(options) != 0 || got["notice"] != noticeTimeout {
		t.Errorf("the menu shows %v", got)
	}
	if p := b.payload(t); p["value"] != "ref" || p["action_id"] != "which" {
		t.Errorf("the app was asked %v", p)
	}
}

func TestSummerTimeIsNoNews(t *testing.T) {
	rules.Keeps(t, "event/user-change-dst", "person/tz")
	t.Parallel()
	r := newRig(t, started)
	b := r.connect()
	offset := func() int {
		bo, err := r.api.GetUserInfo(UserBo)
		if err != nil {
			t.Fatal(err)
		}
		return bo.TZOffset
	}
	winter := offset()
	r.post("clock", obj{"to": "2027-06-01T09:00:00Z", "walk": false})
	b.quiet(t)
	if summer := offset(); summer != winter+3600 {
		t.Errorf("Bo is %d s from UTC in summer, %d s in winter", summer, winter)
	}
}

// An app's addresses for events and interactions are of no use with Socket Mode:
// no line of the sandbox calls anybody.
func TestTheSandboxCallsNobody(t *testing.T) {
	rules.Keeps(t, "open/either-or")
	t.Parallel()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	caller := regexp.MustCompile(`http\.(Get|Post|PostForm|Head|DefaultClient|Client|NewRequest)|net\.(Dial|Dialer)|websocket\.(Dialer|DefaultDialer)`)
	read := 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		read++
		if call := caller.Find(text); call != nil {
			t.Errorf("%s calls out: %s", name, call)
		}
	}
	if read < 40 {
		t.Errorf("only %d files were read", read)
	}
}

func TestFramesAreAsSlacks(t *testing.T) {
	rules.Keeps(t, "socket/hello", "socket/disconnect-shape", "socket/envelope", "socket/retry-fields", "socket/accepts-command",
		"socket/accepts-interactive", "socket/json-command")
	r := newRig(t, patient)
	w := r.dial()
	fits := func(name string) map[string]any {
		t.Helper()
		f := w.frame()
		for _, problem := range misfit("frame."+name, encodeJSON(f)) {
			t.Error(problem)
		}
		return f
	}
	fits("hello")
	r.post("home", obj{"as": UserBo})
	w.ack(fits("events_api"))
	outcome := r.during("command", obj{"as": UserBo, "channel": ChannelRefunds, "text": "/mission"}, func() { w.ack(fits("slash_commands")) })
	if outcome["acked"] != true {
		t.Error(outcome)
	}
	outcome = r.during("shortcut", obj{"as": UserBo, "callback_id": "mission_start"}, func() {
		f := fits("interactive")
		if f["accepts_response_payload"] != false {
			t.Errorf("a shortcut takes an answer: %v", f)
		}
		w.ack(f)
	})
	if outcome["acked"] != true {
		t.Error(outcome)
	}
	r.post("fault", obj{"kind": "disconnect", "reason": "refresh_requested"})
	fits("disconnect")
}

// during acts while answer takes what comes of it.
func (r *rig) during(path string, body obj, answer func()) map[string]any {
	r.t.Helper()
	result := make(chan map[string]any, 1)
	go func() { result <- r.post(path, body) }()
	answer()
	return <-result
}
