package sandbox

import (
	"encoding/base64"
	"strings"
	"testing"

	"throughline/internal/sandbox/rules"
)

func inputBlock(element string) string {
	return `[{"type":"input","block_id":"b","label":{"type":"plain_text","text":"It"},"element":` + element + `}]`
}

func TestTheClientHoldsInputsToWhatTheyTake(t *testing.T) {
	t.Parallel()
	rules.Keeps(t, "view/lengths", "view/required", "element/number-input", "element/channels-list", "element/users-list", "element/multi-max")
	rows := []struct {
		sentence, element string
		value             any
		fine              bool
	}{
		{"Words may be as long as they may.", `{"type":"plain_text_input","action_id":"a","min_length":2,"max_length":4}`, "żółw", true},
		{"And no longer.", `{"type":"plain_text_input","action_id":"a","max_length":4}`, "żółwi", false},
		{"Nor shorter.", `{"type":"plain_text_input","action_id":"a","min_length":2}`, "ż", false},
		{"Without a limit there are 3,000.", `{"type":"plain_text_input","action_id":"a"}`, strings.Repeat("x", 3001), false},
		{"A whole number is one.", `{"type":"number_input","action_id":"a","is_decimal_allowed":false}`, "-12", true},
		{"A part of one is not.", `{"type":"number_input","action_id":"a","is_decimal_allowed":false}`, "1.5", false},
		{"Unless parts are fine.", `{"type":"number_input","action_id":"a","is_decimal_allowed":true}`, "1.5", true},
		{"Infinity is no number.", `{"type":"number_input","action_id":"a","is_decimal_allowed":true}`, "Inf", false},
		{"Nor are powers.", `{"type":"number_input","action_id":"a","is_decimal_allowed":true}`, "1e3", false},
		{"A number has a least.", `{"type":"number_input","action_id":"a","is_decimal_allowed":true,"min_value":"0.3"}`, "0.29", false},
		{"The least is one.", `{"type":"number_input","action_id":"a","is_decimal_allowed":true,"min_value":"0.3"}`, "0.3", true},
		{"It has a most.", `{"type":"number_input","action_id":"a","is_decimal_allowed":false,"max_value":"10"}`, "11", false},
		{"An e-mail address is one.", `{"type":"email_text_input","action_id":"a"}`, "ana@acme.test", true},
		{"A name around it is too much.", `{"type":"email_text_input","action_id":"a"}`, "Ana <ana@acme.test>", false},
		{"A link is one.", `{"type":"url_text_input","action_id":"a"}`, "https://acme.test/x", true},
		{"A word is none.", `{"type":"url_text_input","action_id":"a"}`, "acme", false},
		{"A day exists.", `{"type":"datepicker","action_id":"a"}`, "2026-02-30", false},
		{"A time is written with zeros.", `{"type":"timepicker","action_id":"a"}`, "9:05", false},
		{"A moment has ten digits.", `{"type":"datetimepicker","action_id":"a"}`, 1795500000, true},
		{"And not nine.", `{"type":"datetimepicker","action_id":"a"}`, 999999999, false},
		{"Rich text is a block.", `{"type":"rich_text_input","action_id":"a"}`, obj{"type": "rich_text", "elements": []obj{{"type": "rich_text_section", "elements": []obj{{"type": "text", "text": "A"}}}}}, true},
		{"Plain words become one.", `{"type":"rich_text_input","action_id":"a"}`, "Hello @ana", true},
		{"Rich text without a word is empty.", `{"type":"rich_text_input","action_id":"a"}`, obj{"type": "rich_text", "elements": []obj{{"type": "rich_text_section", "elements": []obj{}}}}, false},
		{"Anything else is no rich text.", `{"type":"rich_text_input","action_id":"a"}`, obj{"type": "poem"}, false},
		{"One picks so many and no more.", `{"type":"multi_users_select","action_id":"a","max_selected_items":1}`, []string{UserAna, UserBo}, false},
		{"One picks nobody twice.", `{"type":"multi_users_select","action_id":"a"}`, []string{UserAna, UserAna}, false},
		{"The app is somebody to pick.", `{"type":"users_select","action_id":"a"}`, "U0BOT00001", true},
		{"Nobody is not.", `{"type":"users_select","action_id":"a"}`, "U0NOBODY01", false},
		{"Who left is not.", `{"type":"users_select","action_id":"a"}`, UserKiri, false},
		{"A public channel is a channel.", `{"type":"channels_select","action_id":"a"}`, ChannelCheckout, true},
		{"A private one is none.", `{"type":"channels_select","action_id":"a"}`, ChannelQuietRoom, false},
		{"A private one is a conversation of who is in it.", `{"type":"conversations_select","action_id":"a"}`, ChannelQuietRoom, true},
		{"Unless it is filtered.", `{"type":"conversations_select","action_id":"a","filter":{"include":["public"]}}`, ChannelQuietRoom, false},
		{"A conversation with the app is one.", `{"type":"conversations_select","action_id":"a"}`, "D0BO000001", true},
		{"Unless apps are filtered.", `{"type":"conversations_select","action_id":"a","filter":{"exclude_bot_users":true}}`, "D0BO000001", false},
		{"A conversation of others is none.", `{"type":"conversations_select","action_id":"a"}`, "D0ANA00001", false},
		{"One who has nothing to say says nothing.", `{"type":"plain_text_input","action_id":"a"}`, "", false},
	}
	r := newRig(t)
	b := r.connect()
	r.post("user", obj{"user": UserKiri, "deleted": true})
	b.next(t)
	for _, who := range []string{UserBo, UserAna} {
		r.post("home", obj{"as": who}) // opens the conversation with the app
		b.next(t)
	}
	for _, row := range rows {
		t.Run(row.sentence, func(t *testing.T) {
			view := r.rawForm(b, inputBlock(row.element))
			out := r.post("submit", obj{"as": UserBo, "view_id": view, "values": obj{"b": obj{"a": row.value}}})
			want := "errors"
			if row.fine {
				want = "closed"
				b.next(t)
			}
			if out["result"] != want {
				t.Errorf("the form is %v, want %s", out, want)
			}
		})
	}
}

func TestAFormTakesFiles(t *testing.T) {
	t.Parallel()
	rules.Keeps(t, "element/file-input")
	r := newRig(t, func(o *Options) {
		o.App = DefaultApp()
		o.App.Scopes = append(o.App.Scopes, "files:read")
	})
	b := r.connect()
	up := func(as, name string) string {
		out := r.post("upload", obj{"as": as, "name": name, "data": base64.StdEncoding.EncodeToString([]byte("Hello"))})
		id, _ := dig(out, "file", "id").(string)
		return id
	}
	view := r.rawForm(b, inputBlock(`{"type":"file_input","action_id":"a","filetypes":["txt"],"max_files":2}`))
	send := func(ids ...string) map[string]any {
		return r.post("submit", obj{"as": UserBo, "view_id": view, "values": obj{"b": obj{"a": obj{"files": ids}}}})
	}
	mine := up(UserBo, `C:\notes\one.txt`)
	for sentence, ids := range map[string][]string{
		"no file":             {},
		"another's file":      {up(UserAna, "hers.txt")},
		"another kind":        {up(UserBo, "sheet.csv")},
		"more than two files": {mine, up(UserBo, "two.txt"), up(UserBo, "three.TXT")},
	} {
		if out := send(ids...); out["result"] != "errors" {
			t.Errorf("%s: %v", sentence, out)
		}
	}
	if out := send(mine); out["result"] != "closed" {
		t.Fatalf("%v", out)
	}
	files, _ := dig(b.payload(t), "view", "state", "values", "b", "a", "files").([]any)
	if len(files) != 1 || dig(files[0].(map[string]any), "name") != "one.txt" || dig(files[0].(map[string]any), "id") != mine {
		t.Errorf("the app got %v", files)
	}
	if out := r.try("upload", obj{"as": UserBo, "name": "a.txt", "data": "%"}); out["error"] != "invalid_data" {
		t.Errorf("no base64: %v", out)
	}
}

func TestAMenuBeginsWithTheConversationOneComesFrom(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	b := r.connect()
	menus := `[{"type":"input","block_id":"here","label":{"type":"plain_text","text":"Where"},
		"element":{"type":"conversations_select","action_id":"c","default_to_current_conversation":true,"response_url_enabled":true}},
		{"type":"input","block_id":"said","label":{"type":"plain_text","text":"Where"},
		"element":{"type":"conversations_select","action_id":"c","default_to_current_conversation":true,"initial_conversation":"C0GENERAL1"}},
		{"type":"input","block_id":"many","label":{"type":"plain_text","text":"Where"},
		"element":{"type":"multi_conversations_select","action_id":"c","default_to_current_conversation":true,"initial_conversations":["C0GENERAL1"]}},
		{"type":"input","block_id":"none","optional":true,"label":{"type":"plain_text","text":"Where"},
		"element":{"type":"conversations_select","action_id":"c","default_to_current_conversation":true,"filter":{"include":["im"]}}}]`
	view := r.rawForm(b, menus)
	if out := r.post("submit", obj{"as": UserBo, "view_id": view}); out["result"] != "closed" {
		t.Fatalf("%v", out)
	}
	sent := b.payload(t)
	values := func(block, key string) any { return dig(sent, "view", "state", "values", block, "c", key) }
	many, _ := values("many", "selected_conversations").([]any)
	if values("here", "selected_conversation") != ChannelRefunds || values("said", "selected_conversation") != ChannelGeneral ||
		len(many) != 1 || many[0] != ChannelRefunds || values("none", "selected_conversation") != nil {
		t.Errorf("the menus hold %v", dig(sent, "view", "state", "values"))
	}
	urls, _ := sent["response_urls"].([]any)
	if len(urls) != 1 || dig(urls[0].(map[string]any), "channel_id") != ChannelRefunds || dig(urls[0].(map[string]any), "block_id") != "here" {
		t.Errorf("response_urls %v", urls)
	}
}
