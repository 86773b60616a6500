package sandbox

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"testing"

	"throughline/internal/sandbox/rules"
)

// sent is a request to the Web API as a client might write it.
func (r *rig) sent(verb, method, query, kind, body string) map[string]any {
	r.t.Helper()
	req, err := http.NewRequest(verb, r.url+"/api/"+method+query, strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+DefaultBotToken)
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	return readObject(r.t, resp)
}

func TestHowArgumentsArrive(t *testing.T) {
	t.Parallel()
	rules.Keeps(t, "api/form-and-json", "api/get-reads", "api/missing-charset", "api/superfluous-charset", "api/invalid-json", "api/api-test")
	r := newRig(t)
	const form, jsonType = "application/x-www-form-urlencoded", "application/json; charset=utf-8"
	for _, row := range []struct {
		sentence, verb, method, query, kind, body string
		want, warning                             string
	}{
		{"A form is read.", "POST", "api.test", "", form, "error=said", "said", ""},
		{"A form with a charset is read, which is too much.", "POST", "api.test", "", form + "; charset=utf-8", "error=said", "said", "superfluous_charset"},
		{"JSON is read.", "POST", "api.test", "", jsonType, `{"error":"said"}`, "said", ""},
		{"JSON without a charset is read, which is too little.", "POST", "api.test", "", "application/json", `{"error":"said"}`, "said", "missing_charset"},
		{"An address is read.", "GET", "api.test", "?error=said", "", "", "said", ""},
		{"An address is read beside a form.", "POST", "api.test", "?error=said", form, "a=b", "said", ""},
		{"A form counts for more than the address.", "POST", "api.test", "?error=never", form, "error=said", "said", ""},
		{"Nothing at all is fine.", "POST", "api.test", "", "", "", "", ""},
		{"Plain text is taken and not read.", "POST", "api.test", "", "text/plain", "error=said", "", ""},
		{"A body has a type.", "POST", "api.test", "", "", "error=said", "missing_post_type", ""},
		{"A type is one of Slack's.", "POST", "api.test", "", "application/xml", "<a/>", "invalid_post_type", ""},
		{"A type can be read.", "POST", "api.test", "", "form;;", "a=b", "invalid_post_type", ""},
		{"A charset is one of Slack's.", "POST", "api.test", "", "application/json; charset=utf-16", "{}", "invalid_charset", ""},
		{"JSON is JSON.", "POST", "api.test", "", jsonType, `{"error":`, "invalid_json", ""},
		{"JSON is an object.", "POST", "api.test", "", jsonType, `["error"]`, "json_not_object", ""},
		{"A form is a form.", "POST", "api.test", "", form, "a=%zz", "invalid_form_data", ""},
		{"A name has letters.", "POST", "api.test", "", form, "a+b=c", "invalid_arg_name", ""},
		{"A name has an end.", "POST", "api.test", "", form, strings.Repeat("a", 101) + "=c", "invalid_arg_name", ""},
		{"A form has no lists.", "POST", "api.test", "", form, "users[]=c", "invalid_array_arg", ""},
		{"Reading methods take a form.", "POST", "users.info", "", form, "user=" + UserBo, "", ""},
		{"Reading methods take an address.", "GET", "users.info", "?user=" + UserBo, "", "", "", ""},
		{"Reading methods take no JSON.", "POST", "users.info", "", jsonType, `{"user":"` + UserBo + `"}`, "user_not_found", ""},
		{"JSON may hold objects, which a form holds as text.", "POST", "chat.postMessage", "", jsonType, `{"channel":"` + UserBo + `","blocks":[{"type":"divider"}]}`, "", ""},
	} {
		out := r.sent(row.verb, row.method, row.query, row.kind, row.body)
		code, _ := out["error"].(string)
		warning, _ := out["warning"].(string)
		if code != row.want || warning != row.warning {
			t.Errorf("%s %s answered %v", row.sentence, row.method, out)
		}
	}
}

func TestAFormWithPartsIsAForm(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	var body bytes.Buffer
	parts := multipart.NewWriter(&body)
	_ = parts.WriteField("token", DefaultBotToken)
	_ = parts.WriteField("channel", UserBo)
	_ = parts.WriteField("text", "in parts")
	if err := parts.Close(); err != nil {
		t.Fatal(err)
	}
	resp, err := http.Post(r.url+"/api/chat.postMessage", parts.FormDataContentType(), &body)
	if err != nil {
		t.Fatal(err)
	}
	if out := readObject(t, resp); out["ok"] != true || dig(out, "message", "text") != "in parts" {
		t.Error(out)
	}
}

func TestMethodsThatABotTokenDoesNotOpen(t *testing.T) {
	t.Parallel()
	rules.Keeps(t, "file/old-upload", "api/token-type")
	r := newRig(t)
	for method, want := range map[string]string{
		"users.identity": "not_allowed_token_type", "search.messages": "not_allowed_token_type", "dnd.setSnooze": "not_allowed_token_type",
		"files.upload": "method_deprecated", "channels.list": "method_deprecated", "rtm.start": "method_deprecated",
		"chat.command": "unknown_method",
	} {
		if out := r.call(method, nil); out["error"] != want {
			t.Errorf("%s answered %v, want %s", method, out, want)
		}
	}
	words, _ := dig(r.call("im.list", nil), "response_metadata", "messages").([]any)
	if len(words) != 1 || !strings.Contains(words[0].(string), "conversations.list") {
		t.Errorf("an old method names the new one: %v", words)
	}
}

func TestATokenCanBeGivenBack(t *testing.T) {
	t.Parallel()
	rules.Keeps(t, "api/token-revoked", "api/auth-test")
	r := newRig(t)
	who := r.call("auth.test", nil)
	if who["team_id"] != teamID || who["user_id"] != "U0BOT00001" || who["bot_id"] != "B0BOT00001" || who["is_enterprise_install"] != false {
		t.Errorf("auth.test: %v", who)
	}
	teams, _ := r.call("auth.teams.list", nil)["teams"].([]any)
	if len(teams) != 1 || dig(teams[0], "id") != teamID {
		t.Errorf("auth.teams.list: %v", teams)
	}
	if out := r.call("auth.revoke", map[string]string{"test": "1"}); out["revoked"] != false {
		t.Errorf("a trial revokes: %v", out)
	}
	b := r.connect()
	if out := r.call("auth.revoke", nil); out["revoked"] != true {
		t.Errorf("auth.revoke: %v", out)
	}
	if e := b.event(t); e["type"] != "tokens_revoked" {
		t.Errorf("the app got %v", e)
	}
	if out := r.call("auth.test", nil); out["error"] != "token_revoked" {
		t.Errorf("afterwards: %v", out)
	}
}

func TestListsThatAreNotPagedTakeFewerCalls(t *testing.T) {
	t.Parallel()
	rules.Keeps(t, "rate/paging-stricter", "rate/ratelimited-200")
	r := newRig(t)
	calls := func(form map[string]string) int {
		for n := 0; ; n++ {
			if out := r.call("conversations.list", form); out["error"] == "ratelimited" {
				return n
			}
		}
	}
	if n := calls(nil); n != tierLimit(2)/2 {
		t.Errorf("%d calls without paging", n)
	}
	if n := calls(map[string]string{"limit": "100"}); n != tierLimit(2)-tierLimit(2)/2 {
		t.Errorf("%d more with paging", n)
	}
	r.post("fault", obj{"kind": "error", "method": "auth.test", "error": "ratelimited"})
	if out := r.sent("POST", "auth.test", "", "", ""); !slices.Contains([]any{"ratelimited"}, out["error"]) {
		t.Errorf("in a 200: %v", out)
	}
}
