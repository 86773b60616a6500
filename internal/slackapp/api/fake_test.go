package api

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

const token = "xoxb-1-test"

// called is one call as the fake saw it.
type called struct {
	method string
	args   url.Values // of a form
	body   string     // of JSON
	at     time.Time
}

// answer is what the fake gives to one call.
type answer struct {
	status int // 0 means 200
	header map[string]string
	body   string
	reset  bool // tear the connection down instead
	stall  bool // never answer
}

// ok adds to an object that all is well.
func ok(body string) answer {
	head := `{"ok":true,`
	if body == "{}" {
		head = `{"ok":true`
	}
	return answer{body: strings.Replace(body, "{", head, 1)}
}

func refused(code string) answer { return answer{body: `{"ok":false,"error":"` + code + `"}`} }

// fakeSlack answers the Web API.
type fakeSlack struct {
	t       *testing.T
	answers func(c called) answer

	mu    sync.Mutex
	calls []called
}

func (f *fakeSlack) note(r *http.Request) called {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		f.t.Errorf("read the request: %v", err)
	}
	c := called{method: strings.TrimPrefix(r.URL.Path, "/api/"), at: time.Now()}
	given := r.Header.Get("Authorization")
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		c.body = string(body)
	} else if c.args, err = url.ParseQuery(string(body)); err != nil {
		f.t.Errorf("parse the form: %v", err)
	}
	if !strings.HasPrefix(r.URL.Path, "/respond/") && given != "Bearer "+token && c.args.Get("token") != token {
		f.t.Errorf("%s without the token", c.method)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls = append(f.calls, c)
	return c
}

func (f *fakeSlack) seen() []called {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.calls)
}

func (f *fakeSlack) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a := f.answers(f.note(r))
	switch {
	case a.reset:
		conn, _, err := w.(http.Hijacker).Hijack()
		if err == nil {
			_ = conn.Close()
		}
		return
	case a.stall:
		<-r.Context().Done()
		return
	}
	for k, v := range a.header {
		w.Header().Set(k, v)
	}
	if a.status != 0 {
		w.WriteHeader(a.status)
	}
	_, _ = io.WriteString(w, a.body)
}

// RoundTrip answers without a network, for tests with a clock of their own.
func (f *fakeSlack) RoundTrip(r *http.Request) (*http.Response, error) {
	a := f.answers(f.note(r))
	if a.stall {
		<-r.Context().Done()
		return nil, r.Context().Err()
	}
	header := http.Header{}
	for k, v := range a.header {
		header.Set(k, v)
	}
	return &http.Response{StatusCode: max(a.status, 200), Header: header, Body: io.NopCloser(strings.NewReader(a.body)), Request: r}, nil
}

// withServer returns a client of f over a real connection, and what it logs.
func withServer(t *testing.T, answers func(called) answer) (*Client, *fakeSlack, *bytes.Buffer, string) {
	t.Helper()
	f := &fakeSlack{t: t, answers: answers}
	srv := httptest.NewServer(f)
	t.Cleanup(srv.Close)
	log := &bytes.Buffer{}
	c := New(Options{
		BotToken: token, APIURL: srv.URL + "/api/", HTTPClient: srv.Client(),
		Logger: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	return c, f, log, srv.URL
}

// withoutNetwork returns a client of f inside a synctest bubble.
func withoutNetwork(t *testing.T, opts Options, answers func(called) answer) (*Client, *fakeSlack) {
	f := &fakeSlack{t: t, answers: answers}
	opts.BotToken, opts.APIURL, opts.HTTPClient = token, "http://slack.test/api/", &http.Client{Transport: f}
	return New(opts), f
}

// always gives the same answer to every call.
func always(a answer) func(called) answer {
	return func(called) answer { return a }
}
