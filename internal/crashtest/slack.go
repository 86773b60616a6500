package crashtest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"time"

	"throughline/internal/sandbox"
)

// slack is the local Slack, and everything that the program ever posted to it.
type slack struct {
	server *sandbox.Server
	web    *http.Server
	url    string
	posts  *posts
}

// newSlack serves a local Slack on a port of its own. Events that nobody took come again sooner than Slack sends them,
// so that none is waited for; real time begins it where start is zero.
func newSlack(ctx context.Context, start time.Time, people int) (*slack, error) {
	app := sandbox.DefaultApp()
	app.Scopes = append(app.Scopes, "channels:history")
	retries := make([]time.Duration, 40)
	for i := range retries {
		retries[i] = 300 * time.Millisecond
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &slack{url: "http://" + listener.Addr().String(), posts: &posts{standing: map[string]int{}}}
	s.server, err = sandbox.New(sandbox.Options{
		App: app, Start: start, BaseURL: s.url, Record: s.posts, Crowd: people,
		Timing: sandbox.Timing{Retries: retries}, PostsPerMinute: 1 << 20, EventsPerHour: 1 << 20,
	})
	if err != nil {
		return nil, err
	}
	s.web = &http.Server{Handler: s.server.Handler(), ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = s.web.Serve(listener) }()
	return s, nil
}

func (s *slack) close() {
	_ = s.server.Close()
	_ = s.web.Close()
}

// object is decoded JSON.
type object = map[string]any

// control calls the control interface: with a body it acts, without one it looks.
func (s *slack) control(path string, body, into any) error {
	method, sent := http.MethodGet, []byte(nil)
	if body != nil {
		method = http.MethodPost
		var err error
		if sent, err = json.Marshal(body); err != nil {
			return err
		}
	}
	r := httptest.NewRequest(method, s.url+"/_sandbox/"+path, bytes.NewReader(sent)) //nolint:noctx // It never leaves this process.
	r.Header.Set("Content-Type", "application/json")
	out := httptest.NewRecorder()
	s.server.Handler().ServeHTTP(out, r)
	if out.Code != http.StatusOK {
		return fmt.Errorf("%s %s: %s", path, sent, out.Body)
	}
	return json.Unmarshal(out.Body.Bytes(), into)
}

// passes moves the clock without waiting for anybody.
func (s *slack) passes(d time.Duration) error {
	var out object
	return s.control("clock", object{"advance": d.String(), "walk": false}, &out)
}

// walks moves the clock by way of everything that falls due, and waits for the bot at each stop.
func (s *slack) walks(d time.Duration) error {
	var out struct{ Rested bool }
	if err := s.control("clock", object{"advance": d.String()}, &out); err != nil {
		return err
	}
	if !out.Rested {
		return fmt.Errorf("the bot found no rest in %v", d)
	}
	return nil
}

// message is one that stands in a conversation.
type message struct {
	TS     string `json:"ts"`
	Text   string `json:"text"`
	Pinned bool   `json:"pinned"`
	Hidden bool   `json:"ephemeral"` // one person alone sees it
}

// messages returns what stands in a conversation for everybody in it, oldest first.
func (s *slack) messages(as, channel string) ([]message, error) {
	all, err := s.seenBy(as, channel)
	return slices.DeleteFunc(all, func(m message) bool { return m.Hidden }), err
}

// seenBy returns what somebody sees in a conversation, with what she alone sees.
func (s *slack) seenBy(as, channel string) ([]message, error) {
	var out struct{ Messages []message }
	err := s.control("messages?peek=true&as="+as+"&channel="+channel, nil, &out)
	return out.Messages, err
}

// posts reads the record of calls: which messages were ever posted, by the opaque name in their metadata.
type posts struct {
	mu       sync.Mutex
	standing map[string]int
	unnamed  int
	edits    int
}

// Write takes one line of the record.
func (p *posts) Write(line []byte) (int, error) {
	if !bytes.HasPrefix(line, []byte(`{"method":"chat.`)) {
		return len(line), nil
	}
	var c struct {
		Method   string
		Args     struct{ Metadata json.RawMessage }
		Response struct{ OK bool }
	}
	if err := json.Unmarshal(line, &c); err != nil {
		return 0, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case !c.Response.OK:
	case c.Method == "chat.update":
		p.edits++
	case c.Method == "chat.postMessage":
		if tag := tagIn(c.Args.Metadata); tag != "" {
			p.standing[tag]++
		} else {
			p.unnamed++
		}
	}
	return len(line), nil
}

// tagIn returns the opaque name in a message's metadata, which is JSON, or JSON as text.
func tagIn(metadata json.RawMessage) string {
	var text string
	if json.Unmarshal(metadata, &text) == nil {
		metadata = json.RawMessage(text)
	}
	var m struct {
		Payload struct{ K string } `json:"event_payload"`
	}
	if json.Unmarshal(metadata, &m) != nil {
		return ""
	}
	return m.Payload.K
}
