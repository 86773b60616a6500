package health_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"throughline/internal/health"
)

func TestPanel(t *testing.T) {
	t.Parallel()
	well := health.Check{Name: "loop", Ask: func(context.Context) error { return nil }}
	ill := health.Check{Name: "store", Ask: func(context.Context) error { return errors.New("the disk is full: make room") }}
	broken := health.Check{Name: "clock", Ask: func(context.Context) error { panic("words of somebody") }}
	for name, tc := range map[string]struct {
		setUp  func(*health.Panel)
		path   string
		status int
		says   string
	}{
		"one that starts works":           {func(*health.Panel) {}, "/healthz", 200, "ok\n"},
		"one that starts is not ready":    {func(*health.Panel) {}, "/readyz", 503, "FAIL  running: the bot is starting: Slack has not answered yet, see the log\n"},
		"all is well":                     {func(p *health.Panel) { p.Begin(nil, []health.Check{well}) }, "/readyz", 200, "ok    loop\n"},
		"one of two is not":               {func(p *health.Panel) { p.Begin(nil, []health.Check{well, ill}) }, "/readyz", 503, "ok    loop\nFAIL  store: the disk is full: make room\n"},
		"what is not ready may well live": {func(p *health.Panel) { p.Begin([]health.Check{well}, []health.Check{ill}) }, "/healthz", 200, "ok    loop\n"},
		"a check that panics":             {func(p *health.Panel) { p.Begin([]health.Check{broken}, nil) }, "/healthz", 503, "FAIL  clock: the check itself broke (string)\n"},
		"one that drains is not ready":    {func(p *health.Panel) { p.Begin(nil, []health.Check{well}); p.Drain() }, "/readyz", 503, "FAIL  running: the bot is stopping: what is under way is being finished\n"},
		"one that drains works":           {func(p *health.Panel) { p.Begin([]health.Check{well}, nil); p.Drain() }, "/healthz", 200, "ok    loop\n"},
		"nothing else is there":           {func(*health.Panel) {}, "/debug/pprof/", 404, "404 page not found\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := health.NewPanel()
			tc.setUp(p)
			w := httptest.NewRecorder()
			p.Handler(nil).ServeHTTP(w, httptest.NewRequest(http.MethodGet, tc.path, nil))
			if w.Code != tc.status || w.Body.String() != tc.says {
				t.Errorf("%d %q, want %d %q", w.Code, w.Body.String(), tc.status, tc.says)
			}
		})
	}
}

func TestPagesOfThisMachineAreForIt(t *testing.T) {
	t.Parallel()
	pages := health.OnThisMachine(health.NewPanel().Handler(nil))
	for host, want := range map[string]int{
		"127.0.0.1:9464": 200, "localhost:9464": 200, "[::1]:9464": 200, "LOCALHOST": 200, "": 200,
		"rebound.example:9464": 421, "localhost.rebound.example": 421, "127.0.0.1.rebound.example": 421, "127.0.0.1@rebound.example": 421,
	} {
		r := httptest.NewRequest(http.MethodGet, "/healthz", nil)
		r.Host = host
		w := httptest.NewRecorder()
		pages.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("%q: %d, want %d", host, w.Code, want)
		}
	}
}

func TestJSON(t *testing.T) {
	t.Parallel()
	p := health.NewPanel()
	p.Begin(nil, []health.Check{{Name: "token", Ask: func(context.Context) error { return errors.New("revoked") }}})
	r := httptest.NewRequest(http.MethodGet, "/readyz", nil)
	r.Header.Set("Accept", "application/json")
	w := httptest.NewRecorder()
	p.Handler(nil).ServeHTTP(w, r)
	var got health.Report
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.OK || len(got.Checks) != 1 || got.Checks[0] != (health.Result{Check: "token", Text: "revoked"}) {
		t.Errorf("got %+v", got)
	}
}

// TestAHangIsAnAnswer: a check that hangs makes its question red, is not begun again while it hangs, and is well once it
// goes on.
func TestAHangIsAnAnswer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		begun := atomic.Int32{}
		release := make(chan struct{})
		p := health.NewPanel()
		p.Begin([]health.Check{{Name: "store", Ask: func(context.Context) error { begun.Add(1); <-release; return nil }}}, nil)
		for range 3 {
			if r := p.Live(t.Context()); r.OK || !strings.Contains(r.Checks[0].Text, "it hangs") {
				t.Fatalf("a hang is told as %+v", r)
			}
			time.Sleep(2 * time.Second)
		}
		if n := begun.Load(); n != 1 {
			t.Errorf("begun %d times", n)
		}
		close(release)
		time.Sleep(2 * time.Second)
		if r := p.Live(t.Context()); !r.OK {
			t.Errorf("still red: %+v", r)
		}
	})
}
