package page_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"throughline/internal/sandbox"
	"throughline/internal/sandbox/page"
)

// start is where the clock of every test stands at first: a Tuesday.
var start = time.Date(2026, time.November, 24, 9, 12, 0, 0, time.UTC)

type object = map[string]any

// stage is a sandbox with the page, and a small app that acts as a test says.
type stage struct {
	t   *testing.T
	url string
	srv *sandbox.Server

	mu      sync.Mutex
	got     []envelope
	answers func(envelope) any
}

type envelope struct {
	ID      string `json:"envelope_id"`
	Type    string `json:"type"`
	Payload object `json:"payload"`
}

func (e envelope) text(path ...string) string { return tree(e.Payload).text(path...) }

func (e envelope) at(path ...string) tree { return tree(e.Payload).at(path...) }

// action is the first of a click's actions.
func (e envelope) action() tree {
	list, _ := e.Payload["actions"].([]any)
	if len(list) == 0 {
		return nil
	}
	first, _ := list[0].(object)
	return first
}

// tree is a JSON object to look into. What is not there is empty.
type tree object

func (o tree) at(path ...string) tree {
	for _, key := range path {
		next, _ := o[key].(object)
		o = next
	}
	return o
}

func (o tree) text(path ...string) string {
	last := len(path) - 1
	s, _ := o.at(path[:last]...)[path[last]].(string)
	return s
}

// newStage starts a sandbox. answers says what the app acknowledges with; it may call the Web API.
func newStage(t *testing.T, answers func(s *stage, e envelope) any) *stage {
	t.Helper()
	t.Parallel() // each has a sandbox and windows of its own
	app := sandbox.DefaultApp()
	app.Scopes = append(app.Scopes, "files:read") // for forms that take files
	app.Commands[0].Hints = []sandbox.Hint{
		{Text: "start", Hint: "Start a mission in this channel"}, {Text: "join", Hint: "Be in, with a piece of your own"},
		{Text: "progress", Hint: "A step you took"}, {Text: "win", Hint: "Something that worked"},
	}
	srv, err := sandbox.New(sandbox.Options{App: app, Start: start, Page: page.Handler()})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(held(t, srv.Handler()))
	srv.SetBaseURL(web.URL)
	s := &stage{t: t, url: web.URL, srv: srv}
	s.answers = func(e envelope) any { return answers(s, e) }
	t.Cleanup(func() {
		_ = srv.Close()
		web.Close()
	})
	if answers != nil {
		s.connect()
	}
	return s
}

// connect opens the app's socket and acknowledges what comes.
func (s *stage) connect() {
	s.t.Helper()
	opened := s.call(sandbox.DefaultAppToken, "apps.connections.open", object{})
	address, _ := opened["url"].(string)
	conn, resp, err := websocket.DefaultDialer.Dial(address, nil)
	if err != nil {
		s.t.Fatalf("dial: %v", err)
	}
	_ = resp.Body.Close()
	s.t.Cleanup(func() { _ = conn.Close() })
	go func() {
		for {
			var e envelope
			if conn.ReadJSON(&e) != nil {
				return
			}
			if e.ID == "" {
				continue
			}
			s.mu.Lock()
			s.got = append(s.got, e)
			s.mu.Unlock()
			ack := object{"envelope_id": e.ID}
			if payload := s.answers(e); payload != nil {
				ack["payload"] = payload
			}
			if conn.WriteJSON(ack) != nil {
				return
			}
		}
	}()
}

// last is the newest envelope of a type.
func (s *stage) last(kind string) envelope {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, got := range slices.Backward(s.got) {
		if got.Type == kind {
			return got
		}
	}
	return envelope{}
}

// api calls a Web API method as the app.
func (s *stage) api(method string, args object) object {
	s.t.Helper()
	return s.call(sandbox.DefaultBotToken, method, args)
}

func (s *stage) call(token, method string, args object) object {
	s.t.Helper()
	out := s.send("/api/"+method, token, args)
	if out["ok"] != true {
		s.t.Errorf("%s: %v", method, out)
	}
	return out
}

// act uses the control interface.
func (s *stage) act(what string, body object) object {
	s.t.Helper()
	out := s.send("/_sandbox/"+what, "", body)
	if out["ok"] != true {
		s.t.Errorf("%s: %v", what, out)
	}
	return out
}

func (s *stage) send(path, token string, body object) object {
	s.t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		s.t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, s.url+path, bytes.NewReader(raw))
	if err != nil {
		s.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var out object
	if err := json.NewDecoder(resp.Body).Decode(&out); err != nil {
		s.t.Fatalf("%s: %v", path, err)
	}
	return out
}

// read is the JSON of a testdata-like literal.
func read(t *testing.T, text string) any {
	t.Helper()
	var v any
	if err := json.NewDecoder(strings.NewReader(text)).Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}
