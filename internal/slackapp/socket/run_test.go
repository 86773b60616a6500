package socket

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestPermanentErrorsEndTheRun(t *testing.T) {
	refused := func(code string) answer { return answer{status: 200, body: `{"ok":false,"error":"` + code + `"}`} }
	for _, tc := range []struct {
		name   string
		answer answer
		want   string // part of the sentence; empty: it goes on trying
	}{
		{"a token that Slack does not know", refused("invalid_auth"), "make a new one"},
		{"a revoked token", refused("token_revoked"), "revoked"},
		{"an expired token", refused("token_expired"), "expired"},
		{"a deactivated account", refused("account_inactive"), "install the app again"},
		{"a token of another kind", refused("not_allowed_token_type"), "begins with xapp-"},
		{"a token without the scope", answer{status: 200, body: `{"ok":false,"error":"missing_scope","needed":"connections:write","provided":""}`}, "connections:write"},
		{"a restricted app", refused("app_access_restricted"), "administrator"},
		{"an address where nothing is", answer{status: 404, body: "not here"}, "SLACK_API_URL"},
		{"a fault at Slack", refused("internal_error"), ""},
		{"an organisation on the move", refused("org_login_required"), ""},
		{"a server error", answer{status: 503, body: "<html>"}, ""},
		{"a page instead of an answer", answer{status: 200, body: "<html>"}, ""},
		{"a rate limit", answer{status: 429, header: map[string]string{"Retry-After": "30"}}, ""},
		{"a redirect", answer{status: 302, header: map[string]string{"Location": "http://elsewhere.test/"}}, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFakeSlack(t)
				f.refuse = func(int) *answer { return &tc.answer }
				r := New(Options{AppToken: "xapp-1-test", APIURL: "http://slack.test/api/", HTTPClient: f.client()}, ackAll)
				ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
				defer cancel()
				err := r.Run(ctx)
				if tc.want == "" {
					if err != nil || f.opened() < 5 {
						t.Errorf("Run ended with %v after %d opens", err, f.opened())
					}
					return
				}
				perm, ok := errors.AsType[*PermanentError](err)
				if !ok || !strings.Contains(err.Error(), tc.want) || !strings.HasSuffix(err.Error(), ".") || perm.Unwrap() == nil {
					t.Errorf("Run: %v, want a sentence with %q", err, tc.want)
				}
				if f.opened() != 1 {
					t.Errorf("%d opens with a token that is dead", f.opened())
				}
			})
		})
	}
}

// Socket Mode switched off ends the run, but not on the first word.
func TestLinkDisabled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeSlack(t)
		f.greet = func(s *sock) {
			s.send(`{"type":"hello","num_connections":1}`)
			s.disconnect("link_disabled")
		}
		wantDisabled(t, f)
	})
}

// Nor does a bot that is started while it is switched off wait without a word.
func TestSocketModeNotEnabled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeSlack(t)
		off := answer{status: 200, body: `{"ok":false,"error":"socket_mode_not_enabled"}`}
		f.refuse = func(int) *answer { return &off }
		wantDisabled(t, f)
	})
}

// wantDisabled runs against a Slack that says each time that Socket Mode is off.
func wantDisabled(t *testing.T, f *fakeSlack) {
	t.Helper()
	r := New(Options{AppToken: "xapp-1-test", APIURL: "http://slack.test/api/", HTTPClient: f.client()}, ackAll)
	ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
	defer cancel()
	err := r.Run(ctx)
	if perm, ok := errors.AsType[*PermanentError](err); !ok || perm.Code != "link_disabled" || !strings.Contains(err.Error(), "Socket Mode is switched off") {
		t.Errorf("Run: %v", err)
	}
	if f.opened() != maxDisabled {
		t.Errorf("%d opens, want %d", f.opened(), maxDisabled)
	}
}

func TestLinkDisabledOnceIsForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeSlack(t)
		r := f.start(Options{}, ackAll)
		for range 2 * maxDisabled {
			time.Sleep(2 * healthyAfter)
			f.open()[0].disconnect("link_disabled")
		}
		time.Sleep(2 * healthyAfter)
		if r.Status().Connected != 2 {
			t.Errorf("%+v", r.Status())
		}
	})
}

// However Slack ends each socket right after its hello, and however the call
// fails, apps.connections.open is called about once a minute for all together.
func TestOpeningIsNeverHot(t *testing.T) {
	broken := func(s *sock) {
		s.send(`{"type":"hello","num_connections":1}`)
		s.cut()
	}
	ending := func(reason string) func(*sock) {
		return func(s *sock) {
			s.send(`{"type":"hello","num_connections":1}`)
			s.disconnect(reason)
		}
	}
	for _, tc := range []struct {
		name   string
		greet  func(*sock)
		refuse func(int) *answer
	}{
		{"refreshed at once", ending("refresh_requested"), nil},
		{"warned at once", ending("warning"), nil},
		{"too many sockets", ending("too_many_websockets"), nil},
		{"cut at once", broken, nil},
		{"never greeted", func(s *sock) { s.cut() }, nil},
		{"refused by a server error", nil, func(int) *answer { return &answer{status: 500} }},
		{"limited with a pause of zero", nil, func(int) *answer { return &answer{status: 429, header: map[string]string{"Retry-After": "0"}} }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFakeSlack(t)
				f.greet, f.refuse = tc.greet, tc.refuse
				f.start(Options{Connections: 4}, ackAll)
				time.Sleep(time.Hour)
				if n := f.opened(); n < 10 || n > 70 {
					t.Errorf("%d opens in an hour", n)
				}
				for n, span := range f.spans() {
					if span < min(time.Second<<n, maxPause) {
						t.Errorf("opens %d and %d are only %v apart", n, n+1, span)
					}
				}
			})
		})
	}
}

func TestRetryAfterIsObeyed(t *testing.T) {
	for header, want := range map[string]time.Duration{"90": 90 * time.Second, "": defaultHold, "soon": defaultHold} {
		synctest.Test(t, func(t *testing.T) {
			f := newFakeSlack(t)
			f.refuse = func(open int) *answer {
				if open > 1 {
					return nil
				}
				return &answer{status: 429, header: map[string]string{"Retry-After": header}}
			}
			r := f.start(Options{Connections: 1}, ackAll)
			time.Sleep(want - time.Second)
			if f.opened() != 1 {
				t.Errorf("Retry-After %q: %d opens within it", header, f.opened())
			}
			time.Sleep(2 * time.Second)
			if r.Status().Connected != 1 {
				t.Errorf("Retry-After %q: not connected after it", header)
			}
		})
	}
}

// Run waits for what was accepted: handlers, acknowledgements, and what follows.
func TestShutdownDrains(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeSlack(t)
		var after atomic.Bool
		r := f.start(Options{Connections: 1, Workers: 1, Busy: func(Envelope) any { return "restarting" }},
			func(ctx context.Context, e Envelope) Reply {
				time.Sleep(time.Second)
				if ctx.Err() != nil {
					t.Errorf("the context of %s ended with the run", e.ID)
				}
				return Reply{Payload: e.ID, After: func(ctx context.Context) {
					time.Sleep(100 * time.Millisecond)
					after.Store(ctx.Err() == nil)
				}}
			})
		time.Sleep(time.Second)
		f.open()[0].send(command("running"))
		f.open()[0].send(command("queued"))
		time.Sleep(time.Millisecond)
		time.AfterFunc(500*time.Millisecond, func() { f.open()[0].send(command("new")) })
		if err := r.stop(); err != nil {
			t.Errorf("Run: %v", err)
		}
		time.Sleep(time.Second)
		f.wantAcks("running", `"running"`)
		f.wantAcks("queued", `"queued"`)
		f.wantAcks("new", `"restarting"`)
		if !after.Load() || len(f.open()) != 0 {
			t.Errorf("After finished in time: %v; %d sockets open", after.Load(), len(f.open()))
		}
	})
}

// Acknowledgements that wait for a slow network are written before the end.
func TestShutdownWritesWhatIsQueued(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeSlack(t)
		f.slow = 100 * time.Millisecond
		r := f.start(Options{Connections: 1}, ackAll)
		time.Sleep(time.Second)
		ids := []string{"a", "b", "c", "d"}
		for _, id := range ids {
			f.open()[0].send(command(id))
		}
		synctest.Wait()
		if err := r.stop(); err != nil {
			t.Errorf("Run: %v", err)
		}
		time.Sleep(time.Second)
		for _, id := range ids {
			f.wantAcks(id, "")
		}
	})
}

// A handler that heeds nothing does not keep Run from returning.
func TestShutdownIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeSlack(t)
		release := make(chan struct{})
		defer close(release)
		r := f.start(Options{Connections: 1, Drain: 3 * time.Second}, func(context.Context, Envelope) Reply {
			<-release
			return Reply{}
		})
		time.Sleep(time.Second)
		f.open()[0].send(command("stuck"))
		time.Sleep(time.Second)
		began := time.Now()
		if err := r.stop(); err != nil {
			t.Errorf("Run: %v", err)
		}
		if took := time.Since(began); took > 3*time.Second+closeWithin {
			t.Errorf("Run returned after %v", took)
		}
		if !strings.Contains(r.logs.String(), "handlers outlast the time to drain") {
			t.Errorf("log:\n%s", r.logs)
		}
	})
}

// Behind a proxy TLS lies outside the tap, so links go without; a refresh then
// costs a reconnect, and nothing else changes.
func TestBehindAProxy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeSlack(t)
		client := &http.Client{Transport: &http.Transport{DialContext: f.ln.dial, DisableKeepAlives: true, Proxy: f.proxy()}}
		r := f.start(Options{Connections: 1, HTTPClient: client}, ackAll)
		time.Sleep(3 * time.Minute)
		if r.Status().Connected != 1 || f.opened() != 2 {
			t.Fatalf("%+v after %d opens", r.Status(), f.opened())
		}
		f.open()[0].send(command("first"))
		time.Sleep(time.Second)
		f.wantAcks("first", "")
		f.open()[0].disconnect("refresh_requested")
		time.Sleep(time.Second)
		f.open()[0].send(command("second"))
		time.Sleep(time.Second)
		f.wantAcks("second", "")
		if err := r.stop(); err != nil || f.opened() != 3 {
			t.Errorf("Run: %v after %d opens", err, f.opened())
		}
	})
}
