package sandbox

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

// TestTheSandboxEndsInTheMiddleOfEverything has many windows, an app on several sockets, people who act, clocks that
// walk, looks ahead and faults all at once, closes the sandbox among it, and wants nothing of it to be left.
func TestTheSandboxEndsInTheMiddleOfEverything(t *testing.T) {
	timing := quick()
	timing.Ack, timing.Rest = 60*time.Millisecond, 100*time.Millisecond
	s, err := New(Options{Timing: timing, Start: tuesday})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(s.Handler())
	s.SetBaseURL(web.URL)
	looks := &hurried{}
	s.SetRehearser(looks)
	ctx, cancel := context.WithCancel(t.Context())
	var crowd sync.WaitGroup
	many := func(n int, run func(i int)) {
		for i := range n {
			crowd.Go(func() {
				for ctx.Err() == nil {
					run(i)
				}
			})
		}
	}
	client := &http.Client{Timeout: 10 * time.Second}
	ask := func(method, path, body string) {
		req, err := http.NewRequestWithContext(ctx, method, web.URL+path, strings.NewReader(body))
		if err != nil {
			t.Error(err)
			return
		}
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Authorization", "Bearer "+DefaultBotToken)
		resp, err := client.Do(req)
		if err != nil {
			return // cut by a fault, or it is over
		}
		defer resp.Body.Close()
		_, _ = io.Copy(io.Discard, resp.Body)
		if resp.StatusCode >= http.StatusInternalServerError && resp.StatusCode != http.StatusServiceUnavailable {
			t.Errorf("%s %s: %d", path, body, resp.StatusCode)
		}
	}
	people := []string{UserAna, UserBo, UserChidi, UserDee, UserEmi}
	many(4, func(i int) { window(ctx, web.URL, people[i]) })
	many(3, func(int) { app(ctx, s.Env()) })
	many(4, func(i int) {
		as := people[rand.N(len(people))]
		for _, one := range []struct{ path, body string }{
			{"message", `{"as":%q,"channel":"#refunds","text":"hello"}`}, {"command", `{"as":%q,"channel":"#refunds","text":"/mission"}`},
			{"home", `{"as":%q}`}, {"clock", `{"as":%q,"advance":"7h"}`}, {"fault", `{"kind":"drop"}`},
			{"fault", `{"kind":"slow","method":"*","ms":2,"times":3}`}, {"fault", `{"kind":"reset","method":"chat.postMessage","times":1}`},
			{"fault", `{"kind":"disconnect","reason":"warning"}`}, {"fault", `{"kind":"status","method":"views.publish","status":503,"times":1}`},
			{"bot", `{"next_due":null,"rested":true,"seq":0}`}, {"user", `{"user":%q,"active":true}`},
		} {
			body := one.body
			if strings.Contains(body, "%q") {
				body = fmt.Sprintf(body, as)
			}
			ask(http.MethodPost, "/_sandbox/"+one.path, body)
		}
		ask(http.MethodPost, "/api/chat.postMessage", fmt.Sprintf(`{"channel":%q,"text":"line"}`, as))
		ask(http.MethodGet, "/_sandbox/trace?as="+as, "")
		ask(http.MethodGet, "/_sandbox/messages?channel=%23refunds&as="+as, "")
	})
	many(2, func(int) {
		ask(http.MethodPost, "/_sandbox/ahead", `{"as":"`+UserAna+`","days":3}`)
		time.Sleep(5 * time.Millisecond)
	})
	for range 100 { // until somebody looks ahead, and then a little
		time.Sleep(50 * time.Millisecond)
		if looks.begun.Load() > 1 {
			break
		}
	}
	time.Sleep(300 * time.Millisecond)
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	time.Sleep(30 * time.Millisecond) // who still asks is answered or turned away
	cancel()
	crowd.Wait()
	web.CloseClientConnections()
	web.Close()
	client.CloseIdleConnections()
	http.DefaultClient.CloseIdleConnections()
	if looks.begun.Load() == 0 {
		t.Error("nobody came to look ahead")
	}
	if left := ours(); left != "" {
		t.Errorf("this still runs:\n%s", left)
	}
}

// hurried is an app that posts every few hours of the days ahead, whether that works or not.
type hurried struct{ begun atomic.Int64 }

func (h *hurried) Rehearse(_ context.Context, on *Server) (func() error, error) {
	h.begun.Add(1)
	d := &diary{clock: on.Clock()}
	for i := range 12 {
		d.due = append(d.due, on.Clock().Now().Add(time.Duration(i)*5*time.Hour))
	}
	api := slack.New(on.Env().BotToken, slack.OptionAPIURL(on.Env().APIURL))
	d.post = func() { _, _, _ = api.PostMessage(UserBo, slack.MsgOptionText("line", false)) }
	on.SetBot(d)
	return func() error { return nil }, nil
}

// window follows what changes and reads it, as the page does, until it is cut or has seen enough.
func window(ctx context.Context, at, as string) {
	conn, resp, err := websocket.DefaultDialer.DialContext(ctx, "ws"+strings.TrimPrefix(at, "http")+"/_sandbox/events?as="+as, nil)
	if err != nil {
		return
	}
	defer func() { _ = conn.Close() }()
	_ = resp.Body.Close()
	for range 5 + rand.N(20) {
		_ = conn.SetReadDeadline(time.Now().Add(200 * time.Millisecond))
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, at+"/_sandbox/state?as="+as, nil)
		if err != nil {
			return
		}
		if resp, err := http.DefaultClient.Do(req); err == nil {
			_, _ = io.Copy(io.Discard, resp.Body)
			_ = resp.Body.Close()
		}
	}
}

// app is connected for a while and acknowledges half of what comes.
func app(ctx context.Context, env Env) {
	ctx, cancel := context.WithTimeout(ctx, 200*time.Millisecond)
	defer cancel()
	api := slack.New(env.BotToken, slack.OptionAPIURL(env.APIURL), slack.OptionAppLevelToken(env.AppToken))
	client := socketmode.New(api)
	var loop sync.WaitGroup
	loop.Go(func() {
		for {
			select {
			case <-ctx.Done():
				return
			case e := <-client.Events:
				if e.Request != nil && e.Request.EnvelopeID != "" && rand.N(2) == 0 {
					_ = client.AckCtx(ctx, e.Request.EnvelopeID, nil)
				}
			}
		}
	})
	_ = client.RunContext(ctx)
	loop.Wait()
}

// ours are the goroutines that run code of the sandbox's, this test's own apart, once those that end have ended.
func ours() string {
	for wait := range 40 {
		left := []string{}
		buf := make([]byte, 4<<20)
		for one := range bytes.SplitSeq(buf[:runtime.Stack(buf, true)], []byte("\n\n")) {
			if text := string(one); strings.Contains(text, "/internal/sandbox/") && !strings.Contains(text, "testing.tRunner") && !strings.Contains(text, "testing.(*T).Run") {
				left = append(left, text)
			}
		}
		if len(left) == 0 {
			return ""
		}
		if wait == 39 {
			return strings.Join(left, "\n\n")
		}
		time.Sleep(50 * time.Millisecond)
	}
	return ""
}
