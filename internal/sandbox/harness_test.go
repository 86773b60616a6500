package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

// rig is a sandbox on loopback and the means to act on it.
type rig struct {
	t   *testing.T
	s   *Server
	url string
	api *slack.Client

	forges atomic.Bool // the test sends payloads of its own making
}

// quick are Slack's real-time limits, shortened.
func quick() Timing {
	return Timing{
		Ack: 400 * time.Millisecond, Trigger: 500 * time.Millisecond, Ping: 50 * time.Millisecond,
		Warning: 150 * time.Millisecond, Retries: []time.Duration{0, 30 * time.Millisecond, 30 * time.Millisecond},
		Rest: 2 * time.Second,
	}
}

func newRig(t *testing.T, change ...func(*Options)) *rig {
	t.Helper()
	opt := Options{Timing: quick()}
	for _, f := range change {
		f(&opt)
	}
	s, err := New(opt)
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(held(t, s.Handler()))
	s.SetBaseURL(web.URL)
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		web.CloseClientConnections()
		web.Close()
	})
	env := s.Env()
	api := slack.New(env.BotToken, slack.OptionAPIURL(env.APIURL), slack.OptionAppLevelToken(env.AppToken))
	r := &rig{t: t, s: s, url: web.URL, api: api}
	t.Cleanup(r.holdShapes)
	return r
}

// post drives the control interface and wants it to agree.
func (r *rig) post(path string, body obj) map[string]any {
	r.t.Helper()
	out := r.try(path, body)
	if out["ok"] != true {
		r.t.Fatalf("POST %s %v: %v", path, body, out)
	}
	return out
}

// try drives the control interface, whatever it says.
func (r *rig) try(path string, body obj) map[string]any {
	r.t.Helper()
	if path == "envelope" {
		r.forges.Store(true)
	}
	raw, err := json.Marshal(body)
	if err != nil {
		r.t.Fatal(err)
	}
	resp, err := http.Post(r.url+"/_sandbox/"+path, "application/json", bytes.NewReader(raw))
	if err != nil {
		r.t.Fatal(err)
	}
	return readObject(r.t, resp)
}

func (r *rig) get(path string) map[string]any {
	r.t.Helper()
	resp, err := http.Get(r.url + "/_sandbox/" + path)
	if err != nil {
		r.t.Fatal(err)
	}
	return readObject(r.t, resp)
}

// call is a Web API call by hand, with a form.
func (r *rig) call(method string, form map[string]string) map[string]any {
	r.t.Helper()
	_, out := r.raw(method, DefaultBotToken, form)
	return out
}

func (r *rig) raw(method, token string, form map[string]string) (http.Header, map[string]any) {
	r.t.Helper()
	values := url.Values{}
	for k, v := range form {
		values.Set(k, v)
	}
	req, err := http.NewRequest(http.MethodPost, r.url+"/api/"+method, strings.NewReader(values.Encode()))
	if err != nil {
		r.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	return resp.Header, readObject(r.t, resp)
}

func readObject(t *testing.T, resp *http.Response) map[string]any {
	t.Helper()
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]any
	if err := json.Unmarshal(raw, &out); err != nil {
		t.Fatalf("status %d, not JSON: %s", resp.StatusCode, raw)
	}
	return out
}

// messages is a conversation as somebody sees it.
func (r *rig) messages(as, channel string) []map[string]any {
	r.t.Helper()
	out := r.get("messages?as=" + as + "&channel=" + url.QueryEscape(channel))
	list, ok := out["messages"].([]any)
	if !ok {
		r.t.Fatalf("messages of %s as %s: %v", channel, as, out)
	}
	var found []map[string]any
	for _, m := range list {
		if m, ok := m.(map[string]any); ok {
			found = append(found, m)
		}
	}
	return found
}

func (r *rig) lastMessage(as, channel string) map[string]any {
	r.t.Helper()
	list := r.messages(as, channel)
	if len(list) == 0 {
		r.t.Fatalf("%s sees nothing in %s", as, channel)
	}
	return list[len(list)-1]
}

// invite puts the app into a channel by way of a member.
func (r *rig) invite(as, channel string) {
	r.t.Helper()
	r.post("channel", obj{"as": as, "op": "invite", "channel": channel, "user": r.s.w.app.BotUserID})
}

// bot is an app on slack-go's socket client that answers as it is told and
// keeps what it got.
type bot struct {
	client *socketmode.Client

	mu     sync.Mutex
	got    []socketmode.Request
	answer func(socketmode.Request) (payload any, ack bool)
	seen   chan socketmode.Request
}

// connect starts a bot and waits until its socket is greeted.
func (r *rig) connect() *bot {
	r.t.Helper()
	b := &bot{client: socketmode.New(r.api), seen: make(chan socketmode.Request, 200)}
	b.answer = func(socketmode.Request) (any, bool) { return nil, true }
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	hello := make(chan struct{}, 50)
	go func() {
		defer close(done)
		_ = b.client.RunContext(ctx)
	}()
	go b.loop(ctx, hello)
	r.t.Cleanup(func() {
		cancel()
		<-done
	})
	select {
	case <-hello:
	case <-time.After(5 * time.Second):
		r.t.Fatal("no hello")
	}
	return b
}

func (b *bot) loop(ctx context.Context, hello chan<- struct{}) {
	for {
		select {
		case <-ctx.Done():
			return
		case evt := <-b.client.Events:
			if evt.Type == socketmode.EventTypeHello {
				hello <- struct{}{}
				continue
			}
			if evt.Request == nil || evt.Request.EnvelopeID == "" {
				continue
			}
			b.handle(ctx, *evt.Request)
		}
	}
}

func (b *bot) handle(ctx context.Context, req socketmode.Request) {
	b.mu.Lock()
	b.got = append(b.got, req)
	answer := b.answer
	b.mu.Unlock()
	payload, ack := answer(req)
	if ack && payload == nil {
		_ = b.client.AckCtx(ctx, req.EnvelopeID, nil)
	} else if ack {
		_ = b.client.AckCtx(ctx, req.EnvelopeID, payload)
	}
	b.seen <- req
}

func (b *bot) answers(f func(socketmode.Request) (any, bool)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.answer = f
}

// next waits for the next envelope.
func (b *bot) next(t *testing.T) socketmode.Request {
	t.Helper()
	select {
	case req := <-b.seen:
		return req
	case <-time.After(5 * time.Second):
		t.Fatal("no envelope came")
		return socketmode.Request{}
	}
}

// event is the inner event of the next envelope.
func (b *bot) event(t *testing.T) map[string]any {
	t.Helper()
	req := b.next(t)
	var outer struct {
		Event map[string]any `json:"event"`
	}
	if err := json.Unmarshal(req.Payload, &outer); err != nil || outer.Event == nil {
		t.Fatalf("not an event: %s %s", req.Type, req.Payload)
	}
	return outer.Event
}

// payload is the payload of the next envelope.
func (b *bot) payload(t *testing.T) map[string]any {
	t.Helper()
	req := b.next(t)
	var out map[string]any
	if err := json.Unmarshal(req.Payload, &out); err != nil {
		t.Fatalf("not an object: %s", req.Payload)
	}
	return out
}

// quiet wants no envelope to come.
func (b *bot) quiet(t *testing.T) {
	t.Helper()
	select {
	case req := <-b.seen:
		t.Fatalf("an envelope came: %s %s", req.Type, req.Payload)
	case <-time.After(60 * time.Millisecond):
	}
}
