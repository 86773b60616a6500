package sandbox

import (
	"encoding/json"
	"maps"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"throughline/internal/sandbox/rules"
)

func TestWhatAPersonSeesWhenTheAppDoesNotAnswer(t *testing.T) {
	rules.Keeps(t, "ack/command-timeout", "ack/command-no-socket", "retry/no-command")
	t.Run("Without a socket the command fails at once.", func(t *testing.T) {
		r := newRig(t)
		out := r.post("command", obj{"as": UserBo, "channel": ChannelRefunds, "text": "/mission"})
		if out["acked"] != false || out["notice"] != noticeNoSocket {
			t.Errorf("%v", out)
		}
		notice := r.lastMessage(UserBo, ChannelRefunds)
		if notice["user"] != slackbotID || notice["ephemeral"] != true || notice["text"] != `/mission failed with the error "dispatch_failed"` {
			t.Errorf("Bo sees %v", notice)
		}
	})
	t.Run("Without an acknowledgement it times out.", func(t *testing.T) {
		r := newRig(t)
		b := r.connect()
		b.answers(func(socketmode.Request) (any, bool) { return nil, false })
		out := r.post("command", obj{"as": UserBo, "channel": ChannelRefunds, "text": "/mission"})
		if out["acked"] != false || out["notice"] != noticeTimeout {
			t.Errorf("%v", out)
		}
	})
	t.Run("An answer that Slack cannot show is said to the person.", func(t *testing.T) {
		r := newRig(t)
		b := r.connect()
		b.answers(func(socketmode.Request) (any, bool) { return obj{"blocks": []obj{{"type": "banner"}}}, true })
		r.post("command", obj{"as": UserBo, "channel": ChannelRefunds, "text": "/mission"})
		if m := r.lastMessage(UserBo, ChannelRefunds); m["text"] != `/mission failed with the error "invalid_blocks"` {
			t.Errorf("Bo sees %v", m)
		}
	})
}

func TestAnAnswerInChannelShowsTheCommandToo(t *testing.T) {
	rules.Keeps(t, "command/in-channel")
	r := newRig(t)
	b := r.connect()
	b.answers(func(socketmode.Request) (any, bool) { return obj{"response_type": "in_channel", "text": "Here."}, true })
	r.post("command", obj{"as": UserBo, "channel": ChannelRefunds, "text": "/mission"})
	list := r.messages(UserAna, ChannelRefunds)
	if len(list) != 2 || list[0]["text"] != "/mission" || list[1]["text"] != "Here." {
		t.Errorf("Ana sees %v", list)
	}
}

func TestAnswersInAcknowledgementsAreNotCountedAsPosts(t *testing.T) {
	r := newRig(t)
	b := r.connect()
	b.answers(func(socketmode.Request) (any, bool) { return slack.Msg{Text: "Noted."}, true })
	for range postsBurst + 2 {
		r.post("command", obj{"as": UserBo, "channel": ChannelRefunds, "text": "/mission progress x"})
	}
	for _, m := range r.messages(UserBo, ChannelRefunds) {
		if m["text"] != "Noted." {
			t.Errorf("Bo sees %v", m["text"])
		}
	}
}

func TestCommandTextIsEscapedAsTheManifestSays(t *testing.T) {
	rules.Keeps(t, "command/escape", "command/no-escape")
	w := acmeBooks(DefaultApp().filled(), time.Now())
	rows := []struct {
		sentence, typed string
		escape          bool
		want            string
	}{
		{"Names become ids with labels.", "thanks @bo", true, "thanks <@U0BO000001|bo>"},
		{"A display name does as well.", "thanks @Bo.", true, "thanks <@U0BO000001|bo>."},
		{"A public channel has its label.", "in #refunds", true, "in <#C0REFUNDS1|refunds>"},
		{"A private channel has an empty one.", "in #quiet-room", true, "in <#C0QUIET001|>"},
		{"An address is a link.", "see https://a.test/x?a=1.", true, "see <https://a.test/x?a=1>."},
		{"The client's pill is the person.", "thanks <@U0BO000001>", true, "thanks <@U0BO000001|bo>"},
		{"A pill of nobody is text.", "thanks <@U0NOBODY01>", true, "thanks &lt;@U0NOBODY01&gt;"},
		{"Markup that a person types is text.", "a <!channel> & b", true, "a &lt;!channel&gt; &amp; b"},
		{"A name nobody has stays.", "ask @nobody", true, "ask @nobody"},
		{"An address of mail is no name.", "to me@bo", true, "to me@bo"},
		{"Without should_escape names stay as typed.", "thanks @bo in #refunds", false, "thanks @bo in #refunds"},
	}
	for _, row := range rows {
		t.Run(row.sentence, func(t *testing.T) {
			if got := w.commandText(w.user(UserBo), row.typed, row.escape); got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}

// form opens a modal for Bo by way of a command.
func (r *rig) form(b *bot, view slack.ModalViewRequest) *slack.ViewResponse {
	r.t.Helper()
	r.post("command", obj{"as": UserBo, "channel": ChannelRefunds, "text": "/mission start"})
	trigger, _ := b.payload(r.t)["trigger_id"].(string)
	opened, err := r.api.OpenView(trigger, view)
	if err != nil {
		r.t.Fatal(err)
	}
	return opened
}

func (r *rig) fillAndSubmit(view, text string) map[string]any {
	r.t.Helper()
	return r.post("submit", obj{"as": UserBo, "view_id": view, "values": obj{"what": obj{"text": text}}})
}

func TestWhatASubmissionsAnswerDoes(t *testing.T) {
	rules.Keeps(t, "view/errors", "view/errors-other", "view/update", "view/push", "view/clear", "ack/submission-empty", "ack/submission-missed", "ack/submission-wrong")
	next := modal("Next")
	rows := []struct {
		sentence string
		answer   any
		result   string
		open     int
	}{
		{"Nothing closes the modal.", nil, "closed", 0},
		{"Errors on an input keep it open.", slack.NewErrorsViewSubmissionResponse(map[string]string{"what": "Say more."}), "errors", 1},
		{"Errors on anything else are trouble.", slack.NewErrorsViewSubmissionResponse(map[string]string{"title": "No."}), "trouble", 1},
		{"An update replaces it.", slack.NewUpdateViewSubmissionResponse(&next), "updated", 1},
		{"A push puts another in front.", slack.NewPushViewSubmissionResponse(&next), "pushed", 2},
		{"Clear closes everything.", slack.NewClearViewSubmissionResponse(), "cleared", 0},
		{"An unknown action is trouble.", obj{"response_action": "explode"}, "trouble", 1},
		{"A view that breaks the rules is trouble.", obj{"response_action": "update", "view": obj{"type": "modal"}}, "trouble", 1},
	}
	for _, row := range rows {
		t.Run(row.sentence, func(t *testing.T) {
			r := newRig(t)
			b := r.connect()
			view := r.form(b, modal("First"))
			b.answers(func(socketmode.Request) (any, bool) { return row.answer, true })
			out := r.fillAndSubmit(view.ID, "x")
			views, _ := out["views"].([]any)
			if out["result"] != row.result || len(views) != row.open {
				t.Errorf("result %v with %d views open", out, len(views))
			}
			if row.result == "trouble" && out["notice"] != noticeTrouble {
				t.Errorf("notice %v", out["notice"])
			}
		})
	}
	t.Run("No answer keeps the modal and what was typed.", func(t *testing.T) {
		r := newRig(t)
		b := r.connect()
		view := r.form(b, modal("First"))
		b.answers(func(socketmode.Request) (any, bool) { return nil, false })
		out := r.fillAndSubmit(view.ID, "precious")
		if out["acked"] != false || out["result"] != "trouble" {
			t.Errorf("%v", out)
		}
		views, _ := r.get("state?as=" + UserBo)["views"].([]any)
		if got := dig(views[0], "view", "state", "values", "what", "text", "value"); got != "precious" {
			t.Errorf("the field holds %v", got)
		}
	})
}

func TestTheClientStopsAFormThatIsNotFilledIn(t *testing.T) {
	rules.Keeps(t, "view/required")
	r := newRig(t)
	b := r.connect()
	view := r.form(b, modal("First"))
	out := r.fillAndSubmit(view.ID, "")
	if out["result"] != "errors" || dig(out, "errors", "what") == nil {
		t.Errorf("%v", out)
	}
	b.quiet(t)
}

func TestAModalsStackHoldsThree(t *testing.T) {
	rules.Keeps(t, "view/stack-of-three", "view/app-answers-front")
	r := newRig(t)
	b := r.connect()
	press := slack.ModalViewRequest{
		Type: slack.VTModal, Title: slack.NewTextBlockObject("plain_text", "Deep", false, false),
		Blocks: slack.Blocks{BlockSet: []slack.Block{button("deeper", "1")}},
	}
	id := r.form(b, press).ID
	deeper := func() (*slack.ViewResponse, error) {
		r.post("click", obj{"as": UserBo, "view_id": id, "action_id": "deeper"})
		trigger, _ := b.payload(t)["trigger_id"].(string)
		return r.api.PushView(trigger, press)
	}
	root := id
	for range 2 {
		pushed, err := deeper()
		if err != nil || pushed.RootViewID != root || pushed.PreviousViewID != id {
			t.Fatalf("pushed %+v: %v", pushed, err)
		}
		id = pushed.ID
	}
	if _, err := deeper(); err == nil || err.Error() != "push_limit_reached" {
		t.Errorf("the fourth: %v", err)
	}
	if out := r.try("submit", obj{"as": UserBo, "view_id": root}); out["error"] != "view_not_in_front" {
		t.Errorf("a modal behind another was submitted: %v", out)
	}
}

func TestATriggerOpensOneModalSoon(t *testing.T) {
	rules.Keeps(t, "trigger/once", "trigger/three-seconds", "trigger/names", "trigger/push-inside")
	r := newRig(t)
	b := r.connect()
	r.post("command", obj{"as": UserBo, "channel": ChannelRefunds, "text": "/mission start"})
	trigger, _ := b.payload(t)["trigger_id"].(string)
	if _, err := r.api.PushView(trigger, modal("Push")); err == nil {
		t.Error("a trigger from outside a modal pushed one")
	}
	if _, err := r.api.OpenView(trigger, modal("Again")); err == nil || err.Error() != "exchanged_trigger_id" {
		t.Errorf("used again: %v", err)
	}
	r.post("command", obj{"as": UserBo, "channel": ChannelRefunds, "text": "/mission start"})
	trigger, _ = b.payload(t)["trigger_id"].(string)
	time.Sleep(quick().Trigger + 20*time.Millisecond)
	if _, err := r.api.OpenView(trigger, modal("Late")); err == nil || err.Error() != "expired_trigger_id" {
		t.Errorf("used late: %v", err)
	}
}

func TestAStaleHashConflictsAndAClosedViewIsNotFound(t *testing.T) {
	rules.Keeps(t, "view/hash-conflict", "view/not-found", "view/closed-cleared")
	r := newRig(t)
	b := r.connect()
	view := r.form(b, modal("First"))
	updated, err := r.api.UpdateView(modal("Second"), "", view.Hash, view.ID)
	if err != nil || updated.Hash == view.Hash {
		t.Fatalf("update: %v", err)
	}
	if _, err := r.api.UpdateView(modal("Third"), "", view.Hash, view.ID); err == nil || err.Error() != "hash_conflict" {
		t.Errorf("with a stale hash: %v", err)
	}
	r.post("close", obj{"as": UserBo, "view_id": view.ID})
	if p := b.payload(t); p["type"] != "view_closed" || p["is_cleared"] != false {
		t.Errorf("view_closed came as %v", p)
	}
	if _, err := r.api.UpdateView(modal("Third"), "", "", view.ID); err == nil || err.Error() != "not_found" {
		t.Errorf("after the close: %v", err)
	}
}

func TestTypedTextStaysWhereBothIDsStay(t *testing.T) {
	rules.Keeps(t, "view/typed-kept")
	r := newRig(t)
	b := r.connect()
	view := r.form(b, modal("First"))
	b.answers(func(socketmode.Request) (any, bool) {
		return slack.NewErrorsViewSubmissionResponse(map[string]string{"what": "Say more."}), true
	})
	r.fillAndSubmit(view.ID, "typed")
	kept, err := r.api.UpdateView(modal("Second"), "", "", view.ID)
	if err != nil || kept.State.Values["what"]["text"].Value != "typed" {
		t.Errorf("the same ids: %+v %v", kept.State, err)
	}
	other := modal("Third")
	field, _ := other.Blocks.BlockSet[0].(*slack.InputBlock)
	field.BlockID = "what2"
	fresh, err := r.api.UpdateView(other, "", "", view.ID)
	if err != nil || fresh.State.Values["what2"]["text"].Value != "" {
		t.Errorf("another block_id: %+v %v", fresh.State, err)
	}
}

func TestWhatWasPickedInAMessageStaysWhereBothIDsStay(t *testing.T) {
	rules.Keeps(t, "click/state-kept", "click/state")
	r := newRig(t)
	b := r.connect()
	menu := func(block string) slack.Block {
		return slack.NewActionBlock(block,
			slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, "pick", option("a"), option("b")),
			slack.NewButtonBlockElement("go", "1", slack.NewTextBlockObject(slack.PlainTextType, "Go", false, false)))
	}
	ch, ts, err := r.api.PostMessage(UserBo, slack.MsgOptionText("x", false), slack.MsgOptionBlocks(menu("one")))
	if err != nil {
		t.Fatal(err)
	}
	b.next(t) // the app's own message
	picked := func(block string) any {
		r.post("click", obj{"as": UserBo, "channel": ch, "ts": ts, "action_id": "go"})
		return dig(b.payload(t), "state", "values", block, "pick", "selected_option", "value")
	}
	r.post("click", obj{"as": UserBo, "channel": ch, "ts": ts, "action_id": "pick", "selected_option": "b"})
	b.next(t)
	for _, row := range []struct {
		block string
		want  any
	}{{"one", "b"}, {"two", nil}} {
		if _, _, _, err := r.api.UpdateMessage(ch, ts, slack.MsgOptionText("x", false), slack.MsgOptionBlocks(menu(row.block))); err != nil {
			t.Fatal(err)
		}
		b.next(t)
		if got := picked(row.block); got != row.want {
			t.Errorf("after an update to the block %q the menu holds %v, want %v", row.block, got, row.want)
		}
	}
}

func option(value string) *slack.OptionBlockObject {
	return slack.NewOptionBlockObject(value, slack.NewTextBlockObject(slack.PlainTextType, value, false, false), nil)
}

func TestAnExternalIDIsUnique(t *testing.T) {
	rules.Keeps(t, "view/external-id")
	r := newRig(t)
	b := r.connect()
	named := modal("First")
	named.ExternalID = "only"
	r.form(b, named)
	r.post("command", obj{"as": UserAna, "channel": ChannelRefunds, "text": "/mission start"})
	trigger, _ := b.payload(t)["trigger_id"].(string)
	if _, err := r.api.OpenView(trigger, named); err == nil || err.Error() != "duplicate_external_id" {
		t.Errorf("twice: %v", err)
	}
	if v, err := r.api.UpdateView(modal("Second"), "only", "", ""); err != nil || v.ExternalID != "only" {
		t.Errorf("found by it: %v %v", v, err)
	}
}

func TestHomeIsPublishedPerPersonAndToldOnEachVisit(t *testing.T) {
	rules.Keeps(t, "event/home-opened", "view/publish", "view/home-per-person", "click/view-payload", "view/hash-conflict")
	r := newRig(t)
	b := r.connect()
	r.post("home", obj{"as": UserBo, "tab": "home"})
	first := b.event(t)
	if first["tab"] != "home" || first["view"] != nil || first["channel"] != "D0BO000001" {
		t.Errorf("the first visit: %v", first)
	}
	home := slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: []slack.Block{button("go", "1")}}}
	published, err := r.api.PublishView(UserBo, home, "")
	if err != nil {
		t.Fatal(err)
	}
	r.post("home", obj{"as": UserBo, "tab": "messages"})
	if e := b.event(t); e["tab"] != "messages" || e["view"] != nil {
		t.Errorf("the messages tab: %v", e)
	}
	r.post("home", obj{"as": UserBo})
	if e := b.event(t); dig(e, "view", "id") != published.ID {
		t.Errorf("the second visit: %v", e)
	}
	r.post("click", obj{"as": UserBo, "home": true, "action_id": "go"})
	click := b.payload(t)
	if dig(click, "view", "type") != "home" || dig(click, "container", "type") != "view" || click["response_url"] != nil {
		t.Errorf("the click: %v", click)
	}
	if again, err := r.api.PublishView(UserBo, home, published.Hash); err != nil || again.ID != published.ID {
		t.Errorf("published again: %v %v", again, err)
	}
	if _, err := r.api.PublishView(UserBo, home, published.Hash); err == nil || err.Error() != "hash_conflict" {
		t.Errorf("with a stale hash: %v", err)
	}
	if s := r.get("state?as=" + UserAna); s["home"] != nil {
		t.Errorf("Ana has Bo's Home")
	}
}

// Each element sends what Slack sends when it is used.
func TestWhatElementsSend(t *testing.T) {
	rules.Keeps(t, "click/elements")
	const blocks = `[{"type":"actions","block_id":"row","elements":[
		{"type":"button","action_id":"press","value":"v","style":"primary","text":{"type":"plain_text","text":"Press"}},
		{"type":"static_select","action_id":"pick","options":[
			{"text":{"type":"plain_text","text":"One"},"value":"1"},{"text":{"type":"plain_text","text":"Two"},"value":"2"}]},
		{"type":"overflow","action_id":"more","options":[{"text":{"type":"plain_text","text":"Edit"},"value":"edit"}]},
		{"type":"datepicker","action_id":"day"},{"type":"timepicker","action_id":"hour"},
		{"type":"users_select","action_id":"who"},
		{"type":"checkboxes","action_id":"ticks","options":[{"text":{"type":"plain_text","text":"A"},"value":"a"}]}]}]`
	rows := []struct {
		sentence, action string
		pick             obj
		path             []string
		want             any
	}{
		{"A button sends its value.", "press", nil, []string{"value"}, "v"},
		{"A button sends its style.", "press", nil, []string{"style"}, "primary"},
		{"A menu sends the option.", "pick", obj{"selected_option": "2"}, []string{"selected_option", "text", "text"}, "Two"},
		{"A menu takes the option itself.", "pick", obj{"selected_option": obj{"value": "1"}}, []string{"selected_option", "value"}, "1"},
		{"An overflow menu sends the option.", "more", obj{"selected_option": "edit"}, []string{"selected_option", "value"}, "edit"},
		{"A date is a date.", "day", obj{"selected_date": "2026-12-04"}, []string{"selected_date"}, "2026-12-04"},
		{"A cleared date is null.", "day", obj{"selected_date": nil}, []string{"selected_date"}, nil},
		{"A time is a time.", "hour", obj{"selected_time": "09:30"}, []string{"selected_time"}, "09:30"},
		{"A person is an id.", "who", obj{"selected_user": UserDee}, []string{"selected_user"}, UserDee},
	}
	r := newRig(t)
	b := r.connect()
	out := r.call("chat.postMessage", map[string]string{"channel": UserBo, "text": "x", "blocks": blocks})
	b.event(t)
	click := func(action string, pick obj) map[string]any {
		body := obj{"as": UserBo, "channel": "@app", "ts": out["ts"], "action_id": action}
		maps.Copy(body, pick)
		return r.try("click", body)
	}
	for _, row := range rows {
		t.Run(row.sentence, func(t *testing.T) {
			if got := click(row.action, row.pick); got["acked"] != true {
				t.Fatal(got)
			}
			req := b.next(t)
			var parsed slack.InteractionCallback
			if err := json.Unmarshal(req.Payload, &parsed); err != nil || len(parsed.ActionCallback.BlockActions) != 1 {
				t.Fatalf("slack-go cannot read %s: %v", req.Payload, err)
			}
			var raw map[string]any
			_ = json.Unmarshal(req.Payload, &raw)
			actions, _ := raw["actions"].([]any)
			if got := dig(actions[0], row.path...); got != row.want {
				t.Errorf("got %v, want %v", got, row.want)
			}
			if parsed.Message.Timestamp != out["ts"] || parsed.ResponseURL == "" || parsed.Container.ChannelID != "D0BO000001" {
				t.Errorf("the payload names %v %v %v", parsed.Message.Timestamp, parsed.ResponseURL, parsed.Container)
			}
		})
	}
	t.Run("What was picked stays in the state.", func(t *testing.T) {
		click("ticks", obj{"selected_options": []string{"a"}})
		p := b.payload(t)
		if dig(p, "state", "values", "row", "pick", "selected_option", "value") != "1" {
			t.Errorf("state %v", p["state"])
		}
	})
	refusals := []struct {
		sentence, action string
		pick             obj
		want             string
	}{
		{"An element that is not there cannot be clicked.", "gone", nil, "no_such_element"},
		{"An option that is not offered cannot be picked.", "pick", obj{"selected_option": "3"}, "no_such_option"},
		{"A day that does not exist cannot be picked.", "day", obj{"selected_date": "2026-02-30"}, "no_such_option"},
		{"A person who does not exist cannot be picked.", "who", obj{"selected_user": "U0NOBODY01"}, "no_such_option"},
	}
	for _, row := range refusals {
		t.Run(row.sentence, func(t *testing.T) {
			if got := click(row.action, row.pick); got["error"] != row.want {
				t.Errorf("got %v", got)
			}
			b.quiet(t)
		})
	}
}
