package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"throughline/internal/sandbox/contract"
)

// mill is a sandbox that is asked for everything, in any order and in any shape.
type mill struct {
	t    *rapid.T
	s    *Server
	h    http.Handler
	seen *contract.Contract
	log  []string // what was asked so far
}

// millTiming keeps what waits for an app from waiting long.
func millTiming() Timing {
	return Timing{
		Ack: 5 * time.Millisecond, Trigger: time.Minute, Ping: time.Minute, Warning: time.Millisecond,
		Retries: []time.Duration{}, Rest: 5 * time.Millisecond,
	}
}

// newMill starts a sandbox whose app may do everything, or what an ordinary app may.
func newMill(t *rapid.T) *mill {
	seen, err := described()
	if err != nil {
		t.Fatal(err)
	}
	app := DefaultApp()
	if rapid.Bool().Draw(t, "every scope") {
		app.Scopes = everyScope()
	}
	s, err := New(Options{Timing: millTiming(), App: app, Start: time.Date(2026, time.November, 24, 9, 12, 0, 0, time.UTC), BaseURL: "http://127.0.0.1:1"})
	if err != nil {
		t.Fatal(err)
	}
	m := &mill{t: t, s: s, seen: seen}
	m.h = seen.Hold(t, "/_sandbox/", s.Handler())
	return m
}

// everyScope is what all methods together ask for, and the history of every kind of conversation.
func everyScope() []string {
	scopes := []string{"commands", "app_mentions:read", "chat:write.public", "chat:write.customize", "files:read", "reactions:read", "channels:manage", "groups:write"}
	for _, m := range webMethods() {
		scopes = append(scopes, m.scopes...)
	}
	slices.Sort(scopes)
	return slices.Compact(scopes)
}

// ask sends one request and returns the answer; nil where the answer was cut or given up.
func (m *mill) ask(r *http.Request) *httptest.ResponseRecorder {
	r.Host = "127.0.0.1"
	m.log = append(m.log, r.Method+" "+r.URL.String())
	ctx, cancel := context.WithTimeout(r.Context(), 10*time.Second)
	defer cancel()
	faulty := m.faulty()
	if faulty {
		ctx, cancel = context.WithTimeout(r.Context(), 10*time.Millisecond)
		defer cancel()
	}
	rec := httptest.NewRecorder()
	began := time.Now()
	if !m.serve(rec, r.WithContext(ctx)) {
		return nil
	}
	if took := time.Since(began); took > 5*time.Second {
		m.t.Fatalf("it took %s\n%s", took, m.story())
	}
	if faulty {
		return nil
	}
	if rec.Code >= http.StatusInternalServerError {
		m.t.Fatalf("status %d: %s\n%s", rec.Code, rec.Body, m.story())
	}
	return rec
}

// serve reports whether there is an answer: a fault may cut the connection.
func (m *mill) serve(rec *httptest.ResponseRecorder, r *http.Request) (answered bool) {
	defer func() {
		err, _ := recover().(error)
		if err == nil {
			return
		}
		if !errors.Is(err, http.ErrAbortHandler) || !m.cutting() {
			panic(fmt.Sprintf("%v\n%s", err, m.story()))
		}
		answered = false
	}()
	m.h.ServeHTTP(rec, r)
	return true
}

func (m *mill) faulty() bool {
	m.s.mu.Lock()
	defer m.s.mu.Unlock()
	return len(m.s.faults) > 0
}

func (m *mill) cutting() bool {
	return slices.ContainsFunc(m.log, func(line string) bool { return strings.Contains(line, "/_sandbox/fault") })
}

func (m *mill) story() string {
	lines := m.log[max(0, len(m.log)-30):]
	for i, line := range lines {
		lines[i] = line[:min(len(line), 400)]
	}
	return strings.Join(lines, "\n")
}

// refusalKeys are all that a refusal may say; not_in_channel is conversations.leave's.
var refusalKeys = []string{"ok", "error", "message", "needed", "provided", "warning", "response_metadata", "errors", "not_in_channel"}

// objectOf wants the answer to be a JSON object that says whether it is a good one.
func (m *mill) objectOf(rec *httptest.ResponseRecorder) map[string]any {
	var out map[string]any
	if err := json.Unmarshal(rec.Body.Bytes(), &out); err != nil {
		m.t.Fatalf("status %d, no JSON object: %q\n%s", rec.Code, rec.Body, m.story())
	}
	ok, said := out["ok"].(bool)
	code, _ := out["error"].(string)
	if !said || ok == (code != "") || strings.ContainsAny(code, " \n\"") {
		m.t.Fatalf("neither good nor refused with a code: %s\n%s", rec.Body, m.story())
	}
	for key := range out {
		if !ok && !slices.Contains(refusalKeys, key) {
			m.t.Fatalf("a refusal that carries %s: %s\n%s", key, rec.Body, m.story())
		}
	}
	return out
}

// drawn is a value from a generator, without a place in rapid's own report.
func drawn[T any](t *rapid.T, g *rapid.Generator[T], what string) T { return g.Draw(t, what) }

func oneOf(t *rapid.T, what string, values ...string) string {
	return drawn(t, rapid.SampledFrom(values), what)
}

// sometimes is true once in n.
func sometimes(t *rapid.T, n int, what string) bool { return drawn(t, rapid.IntRange(1, n), what) == n }

// callAPI calls a method of the Web API in one of the ways that HTTP has, good and bad.
func (m *mill) callAPI() {
	methods := []string{"chat.nothing", "", "chat.postMessage/x"}
	for name := range webMethods() {
		methods = append(methods, name)
	}
	slices.Sort(methods)
	name := drawn(m.t, rapid.SampledFrom(methods), "method")
	args := m.arguments(name)
	rec := m.ask(m.request("/api/"+name, args))
	if rec == nil || rec.Code == http.StatusNotFound || rec.Code == http.StatusMovedPermanently || rec.Code == http.StatusTemporaryRedirect {
		return // A path that is no method's at all.
	}
	if rec.Code != http.StatusOK && rec.Code != http.StatusTooManyRequests {
		m.t.Fatalf("status %d: %s\n%s", rec.Code, rec.Body, m.story())
	}
	out := m.objectOf(rec)
	if rec.Code == http.StatusTooManyRequests && rec.Header().Get("Retry-After") == "" && out["error"] != "message_limit_exceeded" {
		m.t.Fatalf("429 without Retry-After: %s", rec.Body)
	}
	if sometimes(m.t, 3, "time passes") {
		m.s.mu.Lock()
		m.s.limits.reset()
		m.s.mu.Unlock()
	}
}

// request puts arguments into a request, mostly as a client does.
func (m *mill) request(path string, args map[string]any) *http.Request {
	form := url.Values{}
	for k, v := range args {
		text, isText := v.(string)
		if !isText {
			text = string(encodeJSON(v))
		}
		form.Set(k, text)
	}
	token := oneOf(m.t, "token", DefaultBotToken, DefaultBotToken, DefaultBotToken, DefaultBotToken, DefaultBotToken, DefaultAppToken, "", "xoxb-wrong", "\x00", "xoxp-1")
	inArgs := sometimes(m.t, 6, "token among the arguments")
	if inArgs {
		form.Set("token", token)
		args["token"] = token
	}
	way := oneOf(m.t, "way", "form", "form", "json", "json", "json bare", "query", "get", "broken", "odd", "multipart", "big")
	m.log = append(m.log, fmt.Sprintf("%s %s %.600s", way, token, encodeJSON(args)))
	r := httptest.NewRequest(http.MethodPost, path, http.NoBody)
	switch way {
	case "form":
		r = httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	case "json", "json bare":
		r = httptest.NewRequest(http.MethodPost, path, bytes.NewReader(encodeJSON(args)))
		r.Header.Set("Content-Type", "application/json; charset=utf-8")
		if way == "json bare" {
			r.Header.Set("Content-Type", "application/json")
		}
	case "query":
		r.URL.RawQuery = form.Encode()
	case "get":
		r = httptest.NewRequest(http.MethodGet, path, http.NoBody)
		r.URL.RawQuery = form.Encode()
	case "broken":
		body := oneOf(m.t, "broken body", "{", "[]", "null", `"x"`, `{"a":`, "%zz", "a=%", "\xff\xfe", `{"channel":{"channel":[[[]]]}}`, strings.Repeat("[", 5000))
		r = httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
		r.Header.Set("Content-Type", oneOf(m.t, "kind", "application/json", "application/x-www-form-urlencoded", "application/json; charset"))
	case "odd":
		r = httptest.NewRequest(oneOf(m.t, "verb", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"), path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", oneOf(m.t, "kind", "text/plain", "", "a/b; c", ";;", "application/x-www-form-urlencoded"))
	case "multipart":
		r = httptest.NewRequest(http.MethodPost, path, strings.NewReader("--b\r\nContent-Disposition: form-data; name=\"channel\"\r\n\r\n"+ChannelRefunds+"\r\n--b--"))
		r.Header.Set("Content-Type", oneOf(m.t, "kind", "multipart/form-data; boundary=b", "multipart/form-data"))
	case "big": // more than a body may be now and then, which takes the race detector long
		size := drawn(m.t, rapid.SampledFrom([]int{70_000, 70_000, 70_000, maxBody}), "size")
		r = httptest.NewRequest(http.MethodPost, path, io.MultiReader(strings.NewReader(`{"text":"`), strings.NewReader(strings.Repeat("x", size)), strings.NewReader(`"}`)))
		r.Header.Set("Content-Type", "application/json")
	}
	if !inArgs && token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	if r.Method == http.MethodHead {
		r.Method = http.MethodGet // an answer without a body says nothing
	}
	return r
}

// act drives the control interface by a field or several of those that the description has.
func (m *mill) act() {
	op := drawn(m.t, rapid.SampledFrom(m.seen.Operations()), "operation")
	method, path, _ := strings.Cut(op.Route, " ")
	if path == "/_sandbox/openapi.yaml" || path == "/_sandbox/events" || path == "/_sandbox/file" {
		return
	}
	fields := map[string]any{}
	for _, name := range op.Fields {
		if !sometimes(m.t, 4, "leave "+name) {
			fields[name] = m.field(path, name)
		}
	}
	maps.DeleteFunc(fields, func(_ string, v any) bool { return v == nil }) // As not there, for all that is JSON in Go.
	if path == "/_sandbox/fault" && !m.tame(fields) {
		return
	}
	if method == http.MethodPost && sometimes(m.t, 30, "an unknown field") {
		fields["surprise"] = 1
	}
	var r *http.Request
	if method == http.MethodGet {
		query := url.Values{}
		for k, v := range fields {
			query.Set(k, fmt.Sprint(v))
		}
		r = httptest.NewRequest(method, path+"?"+query.Encode(), http.NoBody)
	} else {
		m.log = append(m.log, fmt.Sprintf("%.1000s", encodeJSON(fields)))
		r = httptest.NewRequest(method, path, bytes.NewReader(encodeJSON(fields)))
		r.Header.Set("Content-Type", "application/json")
	}
	rec := m.ask(r)
	if rec == nil {
		return
	}
	if rec.Code != http.StatusOK && rec.Code != http.StatusBadRequest {
		m.t.Fatalf("status %d: %s\n%s", rec.Code, rec.Body, m.story())
	}
	m.objectOf(rec)
}

// tame keeps faults from lasting.
func (m *mill) tame(fields map[string]any) bool {
	if ms, ok := fields["ms"].(int); ok {
		fields["ms"] = min(ms, 3)
	}
	_, whole := fields["ms"].(int)
	return fields["kind"] != "slow" || whole
}

// respond posts to an address that an interaction handed out, or to one that nobody did.
func (m *mill) respond() {
	token := "nobody"
	m.s.mu.Lock()
	for t := range m.s.urls.all {
		token = min(t, token)
	}
	m.s.mu.Unlock()
	rec := m.ask(m.request("/response/"+token, m.arguments("response_url")))
	if rec != nil && rec.Body.Len() > 0 && strings.HasPrefix(rec.Header().Get("Content-Type"), "application/json") {
		m.objectOf(rec)
	}
}

// upload sends bytes to an address that waits for them, or to one that does not.
func (m *mill) upload() {
	secret, length := "nobody", 3
	m.s.mu.Lock()
	for waiting, id := range m.s.files.awaited {
		if f := m.s.files.files[id]; f.Length < 10_000 {
			secret, length = waiting, f.Length
		}
	}
	m.s.mu.Unlock()
	if sometimes(m.t, 4, "another length") {
		length++
	}
	r := httptest.NewRequest(http.MethodPost, "/upload/v1/"+secret, strings.NewReader(strings.Repeat("x", length)))
	r.Header.Set("Content-Type", oneOf(m.t, "kind", "application/octet-stream", "multipart/form-data; boundary=x", "multipart/form-data", "image/png", ""))
	m.ask(r)
}

// turn asks for some things, and then looks whether the world still holds together.
func (m *mill) turn(steps int) {
	defer func() {
		if err := m.s.Close(); err != nil {
			m.t.Error(err)
		}
	}()
	for range steps {
		switch n := drawn(m.t, rapid.IntRange(0, 19), "what"); {
		case n < 11:
			m.callAPI()
		case n < 17:
			m.act()
		case n < 19:
			m.respond()
		default:
			m.upload()
		}
	}
	m.s.mu.Lock()
	m.s.faults = nil
	m.s.mu.Unlock()
	m.holds()
	m.looks()
}

// TestAnythingMayBeAsked sends random calls, acts, answers and uploads; none breaks the sandbox.
func TestAnythingMayBeAsked(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) { newMill(t).turn(15) })
}

// FuzzAnything is the same at the fuzzer's pace.
func FuzzAnything(f *testing.F) {
	f.Fuzz(rapid.MakeFuzz(func(t *rapid.T) { newMill(t).turn(40) }))
}
