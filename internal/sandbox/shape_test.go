package sandbox

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"throughline/internal/sandbox/payloads"
)

// What the sandbox sends has the keys that Slack's own payloads of the same
// kind have. Keys of an element's or message's own content are left out, since
// they differ from one to the next.
func TestPayloadsHaveTheKeysOfSlacks(t *testing.T) {
	rows := []struct {
		sample string
		send   func(*rig, *bot) // leaves the envelope as the last one
	}{
		{sample: "slash_commands.progress", send: func(r *rig, _ *bot) { r.command() }},
		{sample: "shortcut.start", send: func(r *rig, _ *bot) {
			r.post("shortcut", obj{"as": UserBo, "callback_id": "mission_start"})
		}},
		{sample: "block_actions.message.button", send: func(r *rig, _ *bot) { r.pressInDM() }},
		{sample: "block_actions.message.ephemeral", send: func(r *rig, b *bot) { r.pressEphemeral(b) }},
		{sample: "block_actions.view.modal", send: func(r *rig, b *bot) { r.pressInModal(b) }},
		{sample: "view_submission.full", send: func(r *rig, b *bot) {
			r.fillAndSubmit(r.form(b, modal("First")).ID, "x")
		}},
		{sample: "view_closed.cancelled", send: func(r *rig, b *bot) {
			r.post("close", obj{"as": UserBo, "view_id": r.form(b, modal("First")).ID})
		}},
		{sample: "message_action.person", send: func(r *rig, _ *bot) {
			sent := r.post("message", obj{"as": UserAna, "channel": ChannelRefunds, "text": "x"})
			r.post("shortcut", obj{"as": UserBo, "callback_id": "add", "channel": ChannelRefunds, "ts": sent["ts"]})
		}},
		{sample: "event.app_home_opened.first", send: func(r *rig, _ *bot) { r.post("home", obj{"as": UserBo}) }},
		{sample: "event.message.im.plain", send: func(r *rig, _ *bot) {
			r.post("message", obj{"as": UserBo, "channel": "@app", "text": "x"})
		}},
		{sample: "event.message.message_changed.edit", send: func(r *rig, _ *bot) {
			sent := r.post("message", obj{"as": UserBo, "channel": "@app", "text": "x"})
			r.post("edit", obj{"as": UserBo, "channel": "@app", "ts": sent["ts"], "text": "y"})
		}},
		{sample: "event.message.message_deleted.person", send: func(r *rig, _ *bot) {
			sent := r.post("message", obj{"as": UserBo, "channel": "@app", "text": "x"})
			r.post("delete", obj{"as": UserBo, "channel": "@app", "ts": sent["ts"]})
		}},
		{sample: "event.app_mention.channel", send: func(r *rig, _ *bot) {
			r.invite(UserAna, ChannelRefunds)
			r.post("message", obj{"as": UserBo, "channel": ChannelRefunds, "text": "@throughline x"})
		}},
		{sample: "event.member_joined_channel.bot", send: func(r *rig, _ *bot) { r.invite(UserAna, ChannelRefunds) }},
		{sample: "event.member_left_channel.person", send: func(r *rig, _ *bot) {
			r.invite(UserAna, ChannelRefunds)
			r.post("channel", obj{"as": UserAna, "op": "kick", "channel": ChannelRefunds, "user": UserBo})
		}},
		{sample: "event.user_change.zone", send: func(r *rig, _ *bot) {
			r.post("user", obj{"user": UserBo, "tz": "Europe/Paris"})
		}},
		{sample: "event.tokens_revoked.bot", send: func(r *rig, _ *bot) { r.post("fault", obj{"kind": "revoke"}) }},
	}
	samples := map[string]json.RawMessage{}
	all, err := payloads.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		samples[s.Name] = s.Payload
	}
	for _, row := range rows {
		t.Run(row.sample, func(t *testing.T) {
			sample, there := samples[row.sample]
			if !there {
				t.Fatalf("there is no such sample")
			}
			r := newRig(t, withMessageShortcut)
			b := r.connect()
			row.send(r, b)
			r.s.mu.Lock()
			sent := encodeJSON(r.s.last.payload)
			r.s.mu.Unlock()
			for _, key := range missingKeys(t, sample, sent) {
				t.Errorf("%s is missing in %s", key, sent)
			}
		})
	}
}

func withMessageShortcut(o *Options) {
	o.App = DefaultApp()
	o.App.Shortcuts = append(o.App.Shortcuts, Shortcut{CallbackID: "add", Name: "Add", Type: "message"})
}

// missingKeys are the paths of objects in want that got lacks.
func missingKeys(t *testing.T, want, got json.RawMessage) (missing []string) {
	t.Helper()
	var a, b any
	if json.Unmarshal(want, &a) != nil || json.Unmarshal(got, &b) != nil {
		t.Fatalf("not JSON: %s", got)
	}
	var walk func(path string, a, b any)
	walk = func(path string, a, b any) {
		am, isObject := a.(map[string]any)
		if !isObject {
			return
		}
		bm, _ := b.(map[string]any)
		for key, av := range am {
			if key == "blocks" || key == "values" || key == "profile" {
				continue
			}
			if _, there := bm[key]; !there {
				missing = append(missing, path+key)
				continue
			}
			walk(path+key+".", av, bm[key])
		}
	}
	walk("", a, b)
	slices.Sort(missing)
	return missing
}

func (r *rig) command() {
	r.post("command", obj{"as": UserBo, "channel": ChannelRefunds, "text": "/mission progress x"})
}

func (r *rig) pressInDM() {
	ch, ts, err := r.api.PostMessage(UserBo, slack.MsgOptionText("x", false), slack.MsgOptionBlocks(button("a", "b")))
	if err != nil {
		r.t.Fatal(err)
	}
	r.post("click", obj{"as": UserBo, "channel": ch, "ts": ts, "action_id": "a"})
}

func (r *rig) pressEphemeral(b *bot) {
	b.answers(func(req socketmode.Request) (any, bool) {
		if req.Type == "slash_commands" {
			return slack.Msg{Text: "x", Blocks: slack.Blocks{BlockSet: []slack.Block{button("a", "b")}}}, true
		}
		return nil, true
	})
	r.command()
	r.post("click", obj{"as": UserBo, "channel": ChannelRefunds, "ts": r.lastMessage(UserBo, ChannelRefunds)["ts"], "action_id": "a"})
}

func (r *rig) pressInModal(b *bot) {
	view := modal("Press")
	view.Blocks.BlockSet = append(view.Blocks.BlockSet, button("a", "b"))
	r.post("click", obj{"as": UserBo, "view_id": r.form(b, view).ID, "action_id": "a"})
}
