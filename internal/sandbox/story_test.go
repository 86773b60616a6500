package sandbox

import (
	"testing"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

// modal is a form with one field.
func modal(title string) slack.ModalViewRequest {
	field := slack.NewInputBlock("what", slack.NewTextBlockObject("plain_text", "What", false, false), nil,
		slack.NewPlainTextInputBlockElement(nil, "text"))
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: "form", PrivateMetadata: "carried", NotifyOnClose: true,
		Title:  slack.NewTextBlockObject("plain_text", title, false, false),
		Submit: slack.NewTextBlockObject("plain_text", "Save", false, false),
		Close:  slack.NewTextBlockObject("plain_text", "Leave", false, false),
		Blocks: slack.Blocks{BlockSet: []slack.Block{field}},
	}
}

func button(action, value string) slack.Block {
	return slack.NewActionBlock("row", slack.NewButtonBlockElement(action, value,
		slack.NewTextBlockObject("plain_text", "Press", false, false)))
}

// A person types a command, presses the button of the answer, fills the modal
// in and finds the result in a direct message.
func TestACommandLeadsThroughAButtonAndAFormToAMessage(t *testing.T) {
	r := newRig(t)
	b := r.connect()
	b.answers(func(req socketmode.Request) (any, bool) {
		if req.Type == "slash_commands" {
			return slack.Msg{ResponseType: "ephemeral", Text: "Shall we?", Blocks: slack.Blocks{
				BlockSet: []slack.Block{button("begin", "m1")},
			}}, true
		}
		return nil, true
	})

	out := r.post("command", obj{"as": UserBo, "channel": ChannelRefunds, "text": "/mission start with @Chidi in #checkout"})
	if out["acked"] != true {
		t.Fatal(out)
	}
	cmd := b.payload(t)
	if want := "start with <@U0CHIDI001|chidi> in <#C0CHECKOU1|checkout>"; cmd["text"] != want {
		t.Errorf("command text %q, want %q", cmd["text"], want)
	}
	reply := r.lastMessage(UserBo, ChannelRefunds)
	if reply["ephemeral"] != true || reply["text"] != "Shall we?" {
		t.Fatalf("Bo sees %v", reply)
	}
	if n := len(r.messages(UserAna, ChannelRefunds)); n != 0 {
		t.Errorf("Ana sees %d messages of Bo's ephemeral answer", n)
	}

	var viewID string
	b.answers(func(req socketmode.Request) (any, bool) { return nil, true })
	r.post("click", obj{"as": UserBo, "channel": ChannelRefunds, "ts": reply["ts"], "action_id": "begin"})
	click := b.payload(t)
	trigger, _ := click["trigger_id"].(string)
	opened, err := r.api.OpenView(trigger, modal("Start"))
	if err != nil {
		t.Fatal(err)
	}
	viewID = opened.ID

	done := r.post("submit", obj{"as": UserBo, "view_id": viewID, "values": obj{"what": obj{"text": "Same-day refunds"}}})
	if done["result"] != "closed" {
		t.Fatalf("submit: %v", done)
	}
	form := b.payload(t)
	if got := dig(form, "view", "state", "values", "what", "text", "value"); got != "Same-day refunds" {
		t.Errorf("submitted value %v", got)
	}
	if got := dig(form, "view", "private_metadata"); got != "carried" {
		t.Errorf("private_metadata %v", got)
	}
	channel, ts, err := r.api.PostMessage(UserBo, slack.MsgOptionText("Saved.", false))
	if err != nil || channel != "D0BO000001" || ts == "" {
		t.Fatalf("posted to %q at %q: %v", channel, ts, err)
	}
	if own := b.event(t); own["bot_id"] == nil || own["channel_type"] != "im" {
		t.Errorf("the bot's own post came as %v", own)
	}
	r.post("message", obj{"as": UserBo, "channel": "@app", "text": "thanks"})
	if e := b.event(t); e["text"] != "thanks" || e["user"] != UserBo {
		t.Errorf("the reply came as %v", e)
	}
}

// dig follows keys into nested objects.
func dig(v any, keys ...string) any {
	for _, k := range keys {
		m, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = m[k]
	}
	return v
}
