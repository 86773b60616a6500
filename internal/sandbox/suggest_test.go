package sandbox

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/slack-go/slack/socketmode"

	"throughline/internal/sandbox/rules"
)

const externalMenus = `[{"type":"actions","block_id":"row","elements":[
	{"type":"external_select","action_id":"one","min_query_length":0},
	{"type":"multi_external_select","action_id":"many"},
	{"type":"static_select","action_id":"fixed","options":[{"text":{"type":"plain_text","text":"A"},"value":"a"}]}]}]`

func choice(value string) obj {
	return obj{"text": obj{"type": "plain_text", "text": "Mission " + value}, "value": value}
}

func choices(n int) []obj {
	list := []obj{}
	for i := range n {
		list = append(list, choice(fmt.Sprint("m", i)))
	}
	return list
}

// posted is a message of the app's to Bo, and the place of a click on it.
func (r *rig) posted(b *bot, blocks string) obj {
	r.t.Helper()
	out := r.call("chat.postMessage", map[string]string{"channel": UserBo, "text": "x", "blocks": blocks})
	if out["ok"] != true {
		r.t.Fatalf("%v", out)
	}
	b.next(r.t) // its event
	return obj{"as": UserBo, "channel": out["channel"], "ts": out["ts"]}
}

func atPlace(where obj, more ...any) obj {
	twin := maps.Clone(where)
	for i := 0; i+1 < len(more); i += 2 {
		twin[more[i].(string)] = more[i+1]
	}
	return twin
}

func TestAMenuAsksTheApp(t *testing.T) {
	t.Parallel()
	rules.Keeps(t, "menu/asks", "menu/min-query", "menu/message-or-view")
	r := newRig(t)
	b := r.connect()
	where := r.posted(b, externalMenus)
	b.answers(func(socketmode.Request) (any, bool) { return obj{"options": choices(2)}, true })

	out := r.post("suggest", atPlace(where, "action_id", "one"))
	asked := b.payload(t)
	want := map[string]any{"type": "block_suggestion", "block_id": "row", "action_id": "one", "value": ""}
	for key, value := range want {
		if asked[key] != value {
			t.Errorf("%s is %v, want %v", key, asked[key], value)
		}
	}
	if asked["trigger_id"] != nil || asked["response_url"] != nil || asked["actions"] != nil {
		t.Errorf("asked with more than a menu has: %v", asked)
	}
	if dig(asked, "message", "ts") != where["ts"] || dig(asked, "container", "type") != "message" || dig(asked, "channel", "id") != where["channel"] {
		t.Errorf("the place is %v", asked)
	}
	options, _ := out["options"].([]any)
	if len(options) != 2 || dig(options[0].(map[string]any), "text", "emoji") != true {
		t.Errorf("the menu shows %v", out)
	}
	if out := r.post("suggest", atPlace(where, "action_id", "many", "value", "re")); out["asked"] != false {
		t.Errorf("two letters asked the app: %v", out)
	}
	r.post("suggest", atPlace(where, "action_id", "many", "value", "ref"))
	if p := b.payload(t); p["value"] != "ref" {
		t.Errorf("asked for %v", p["value"])
	}
	if out := r.try("suggest", atPlace(where, "action_id", "fixed", "value", "abc")); out["error"] != "no_such_element" {
		t.Errorf("a menu with options of its own asked: %v", out)
	}
}

func TestWhatWasOfferedCanBePicked(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	b := r.connect()
	where := r.posted(b, externalMenus)
	if out := r.try("click", atPlace(where, "action_id", "one", "selected_option", "m0")); out["error"] != "no_such_option" {
		t.Errorf("picked what nobody offered: %v", out)
	}
	groups := []obj{{"label": obj{"type": "plain_text", "text": "Open"}, "options": choices(2)}}
	b.answers(func(socketmode.Request) (any, bool) { return obj{"option_groups": groups}, true })
	r.post("suggest", atPlace(where, "action_id", "one", "value", "m"))
	b.next(t)
	r.post("click", atPlace(where, "action_id", "one", "selected_option", choice("m1")))
	action := b.payload(t)["actions"].([]any)[0].(map[string]any)
	if dig(action, "selected_option", "text", "text") != "Mission m1" {
		t.Errorf("picked %v", action)
	}
	other := atPlace(where, "as", UserAna)
	if out := r.try("click", atPlace(other, "action_id", "one", "selected_option", "m1")); out["error"] == nil {
		t.Errorf("what was offered to Bo was Ana's to pick: %v", out)
	}
}

func TestAnAnswerThatBreaksTheRulesLeavesTheMenuEmpty(t *testing.T) {
	t.Parallel()
	rules.Keeps(t, "menu/hundred", "menu/invalid-answer")
	rows := []struct {
		sentence string
		answer   any
		ack      bool
		notice   any
	}{
		{"A hundred options are shown.", obj{"options": choices(100)}, true, nil},
		{"A hundred and one are not.", obj{"options": choices(101)}, true, noticeOptions},
		{"Nothing at all is no answer.", nil, true, noticeOptions},
		{"Words are no options.", obj{"options": []string{"a"}}, true, noticeOptions},
		{"No answer in time leaves it empty.", nil, false, noticeTimeout},
	}
	for _, row := range rows {
		t.Run(row.sentence, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			b := r.connect()
			where := r.posted(b, externalMenus)
			b.answers(func(socketmode.Request) (any, bool) { return row.answer, row.ack })
			out := r.post("suggest", atPlace(where, "action_id", "one", "value", "abc"))
			options, _ := out["options"].([]any)
			if out["notice"] != row.notice || (len(options) > 0) != (row.notice == nil) {
				t.Errorf("notice %v and %d options", out["notice"], len(options))
			}
			problems, _ := out["problems"].([]any)
			if row.notice == noticeOptions && (len(problems) == 0 || !strings.Contains(problems[0].(string), "[json-pointer:")) {
				t.Errorf("problems %v", problems)
			}
		})
	}
}

func TestAMenuOfAFormAsksWithItsView(t *testing.T) {
	t.Parallel()
	rules.Keeps(t, "menu/message-or-view")
	r := newRig(t)
	b := r.connect()
	view := r.rawForm(b, `[{"type":"input","block_id":"which","label":{"type":"plain_text","text":"Which"},
		"element":{"type":"external_select","action_id":"m"}}]`)
	pick := obj{"as": UserBo, "view_id": view, "values": obj{"which": obj{"m": "m0"}}}
	if out := r.post("submit", pick); dig(out, "errors", "which") != "Pick something that the app has offered. It has to be asked first." {
		t.Errorf("what nobody offered: %v", out["errors"])
	}
	b.answers(func(socketmode.Request) (any, bool) { return obj{"options": choices(1)}, true })
	r.post("suggest", obj{"as": UserBo, "view_id": view, "action_id": "m", "value": "mis"})
	asked := b.payload(t)
	if dig(asked, "view", "id") != view || asked["message"] != nil || asked["channel"] != nil || dig(asked, "container", "view_id") != view {
		t.Errorf("asked with %v", asked)
	}
	b.answers(func(socketmode.Request) (any, bool) { return nil, true })
	if out := r.post("submit", pick); out["result"] != "closed" {
		t.Errorf("submitted: %v", out)
	}
	if got := dig(b.payload(t), "view", "state", "values", "which", "m", "selected_option", "value"); got != "m0" {
		t.Errorf("the form holds %v", got)
	}
}

// rawForm opens a modal with these blocks for Bo by way of a command in #refunds.
func (r *rig) rawForm(b *bot, blocks string) string {
	r.t.Helper()
	r.post("command", obj{"as": UserBo, "channel": ChannelRefunds, "text": "/mission start"})
	trigger, _ := b.payload(r.t)["trigger_id"].(string)
	out := r.call("views.open", map[string]string{"trigger_id": trigger, "view": `{"type":"modal",
		"title":{"type":"plain_text","text":"Form"},"submit":{"type":"plain_text","text":"Send"},"blocks":` + blocks + `}`})
	id, _ := dig(out, "view", "id").(string)
	if id == "" {
		r.t.Fatalf("%v", out)
	}
	return id
}
