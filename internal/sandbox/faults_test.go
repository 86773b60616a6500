package sandbox

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
)

// An answer of any kind can stand in place of Slack's own, with the work done before or left out.
func TestAnAnswerOfAnyKind(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.invite(UserAna, ChannelRefunds)
	r.post("fault", obj{"kind": "answer", "method": "chat.postMessage", "body": "<html>", "after": true, "headers": obj{"Retry-After": "soon"}})
	post := func() (int, string, string) {
		t.Helper()
		resp, err := http.PostForm(r.url+"/api/chat.postMessage", map[string][]string{
			"token": {DefaultBotToken}, "channel": {ChannelRefunds}, "text": {"told"},
		})
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, resp.Header.Get("Retry-After"), string(body)
	}
	if status, after, body := post(); status != http.StatusOK || after != "soon" || body != "<html>" {
		t.Errorf("the answer is %d %q %q", status, after, body)
	}
	if m := r.lastMessage(UserAna, ChannelRefunds); m["text"] != "told" {
		t.Errorf("the work was not done: %v", m["text"])
	}
	r.post("fault", obj{"kind": "answer", "method": "chat.postMessage", "status": 503})
	if status, _, body := post(); status != http.StatusServiceUnavailable || body != "" {
		t.Errorf("the answer is %d %q", status, body)
	}
	if out := r.try("fault", obj{"kind": "answer", "status": 42}); out["error"] != "invalid_status" {
		t.Errorf("a status that there is not: %v", out)
	}
}

// A frame of any kind reaches the app as it stands.
func TestAFrameOfAnyKind(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	opened, _, err := slack.New("", slack.OptionAppLevelToken(DefaultAppToken), slack.OptionAPIURL(r.url+"/api/")).StartSocketModeContext(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	conn, resp, err := websocket.DefaultDialer.DialContext(t.Context(), strings.Replace(opened.URL, "wss:", "ws:", 1), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	defer conn.Close()
	if _, hello, err := conn.ReadMessage(); err != nil || !strings.Contains(string(hello), "hello") {
		t.Fatalf("%s %v", hello, err)
	}
	for kind, binary := range map[int]bool{websocket.TextMessage: false, websocket.BinaryMessage: true} {
		r.post("fault", obj{"kind": "frame", "frame": "{", "binary": binary, "one": true})
		if got, raw, err := conn.ReadMessage(); err != nil || got != kind || string(raw) != "{" {
			t.Errorf("a frame of kind %d with %q and %v", got, raw, err)
		}
	}
}
