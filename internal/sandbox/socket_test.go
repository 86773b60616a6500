package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"pgregory.net/rapid"

	"throughline/internal/sandbox/rules"
)

// wire is a bare socket, to see what slack-go hides.
type wire struct {
	t     *testing.T
	conn  *websocket.Conn
	pings chan string
}

// ticketURL asks for the address of a socket.
func (r *rig) ticketURL() string {
	r.t.Helper()
	_, out := r.raw("apps.connections.open", DefaultAppToken, nil)
	url, _ := out["url"].(string)
	if url == "" {
		r.t.Fatalf("apps.connections.open: %v", out)
	}
	return url
}

func (r *rig) dial() *wire {
	r.t.Helper()
	conn, status := r.knock(r.ticketURL(), socketOrigin)
	if conn == nil {
		r.t.Fatalf("the socket was refused with status %d", status)
	}
	w := &wire{t: r.t, conn: conn, pings: make(chan string, 100)}
	conn.SetPingHandler(func(text string) error {
		w.pings <- text
		return conn.WriteControl(websocket.PongMessage, []byte(text), time.Now().Add(time.Second))
	})
	return w
}

// knock dials a WebSocket; conn is nil where it is refused.
func (r *rig) knock(url, origin string) (conn *websocket.Conn, status int) {
	r.t.Helper()
	conn, resp, err := websocket.DefaultDialer.Dial(url, http.Header{"Origin": {origin}})
	if resp == nil {
		r.t.Fatal(err)
	}
	defer resp.Body.Close()
	if err != nil {
		return nil, resp.StatusCode
	}
	r.t.Cleanup(func() { _ = conn.Close() })
	return conn, resp.StatusCode
}

// frame reads the next frame.
func (w *wire) frame() map[string]any {
	w.t.Helper()
	_ = w.conn.SetReadDeadline(time.Now().Add(5 * time.Second))
	var out map[string]any
	if err := w.conn.ReadJSON(&out); err != nil {
		w.t.Fatal(err)
	}
	return out
}

func (w *wire) ack(frame map[string]any) {
	w.t.Helper()
	if err := w.conn.WriteJSON(obj{"envelope_id": frame["envelope_id"]}); err != nil {
		w.t.Fatal(err)
	}
}

// ended wants the connection to be over, and says with which code.
func (w *wire) ended() int {
	w.t.Helper()
	_ = w.conn.SetReadDeadline(time.Now().Add(5 * time.Second))
	for {
		_, _, err := w.conn.ReadMessage()
		if closed, ok := errors.AsType[*websocket.CloseError](err); ok {
			return closed.Code
		}
		if err != nil {
			return 0
		}
	}
}

func TestASocketIsGreetedAndPinged(t *testing.T) {
	rules.Keeps(t, "socket/hello", "socket/ping")
	r := newRig(t)
	w := r.dial()
	hello := w.frame()
	if hello["type"] != "hello" || hello["num_connections"] != 1.0 || dig(hello, "connection_info", "app_id") != r.s.w.app.ID {
		t.Errorf("hello %v", hello)
	}
	if second := r.dial().frame(); second["num_connections"] != 2.0 {
		t.Errorf("the second connection is told %v", second["num_connections"])
	}
	go func() { _, _, _ = w.conn.ReadMessage() }()
	select {
	case text := <-w.pings:
		if !strings.HasPrefix(text, "Ping from ") {
			t.Errorf("ping %q", text)
		}
	case <-time.After(5 * time.Second):
		t.Error("no ping")
	}
}

func TestATicketIsGoodForOneDial(t *testing.T) {
	rules.Keeps(t, "open/ticket-once")
	r := newRig(t)
	url := r.ticketURL()
	if first, status := r.knock(url, socketOrigin); first == nil {
		t.Fatalf("a fresh ticket was refused with status %d", status)
	}
	for _, bad := range []string{url, strings.Split(url, "?")[0] + "?ticket=made-up"} {
		if conn, status := r.knock(bad, socketOrigin); conn != nil || status != http.StatusForbidden {
			t.Errorf("%s was answered with status %d", bad, status)
		}
	}
}

func TestTheEleventhSocketIsTurnedAway(t *testing.T) {
	rules.Keeps(t, "socket/ten", "socket/too-many")
	r := newRig(t)
	for range maxSockets {
		r.dial().frame()
	}
	w := r.dial()
	if f := w.frame(); f["type"] != "disconnect" || f["reason"] != "too_many_websockets" {
		t.Errorf("the eleventh was told %v", f)
	}
	w.ended()
	if n := r.get("state?as=" + UserAna)["sockets"]; n != 10.0 {
		t.Errorf("%v sockets are open", n)
	}
}

func TestEachReasonDisconnectsInItsWay(t *testing.T) {
	rules.Keeps(t, "socket/warning", "socket/refresh-requested", "socket/disconnect-shape")
	for _, reason := range []string{"warning", "refresh_requested", "link_disabled", "too_many_websockets"} {
		t.Run(reason, func(t *testing.T) {
			r := newRig(t)
			w := r.dial()
			w.frame()
			r.post("fault", obj{"kind": "disconnect", "reason": reason})
			if f := w.frame(); f["type"] != "disconnect" || f["reason"] != reason {
				t.Fatalf("frame %v", f)
			}
			if reason == "warning" {
				// A warned connection still takes and answers envelopes.
				r.post("home", obj{"as": UserBo})
				f := w.frame()
				if f["type"] != "events_api" {
					t.Errorf("after a warning came %v", f)
				}
				w.ack(f)
			}
			if code := w.ended(); code != websocket.CloseNormalClosure {
				t.Errorf("closed with %d", code)
			}
		})
	}
}

func TestAConnectionIsRefreshedWhenItsTimeIsUp(t *testing.T) {
	rules.Keeps(t, "socket/refresh", "socket/warning")
	r := newRig(t, func(o *Options) { o.Timing.Lifetime = 200 * time.Millisecond })
	w := r.dial()
	w.frame()
	if f := w.frame(); f["reason"] != "warning" {
		t.Errorf("before its end the connection was told %v", f)
	}
	w.ended()
}

func TestADropIsSilent(t *testing.T) {
	rules.Keeps(t, "socket/silent-drop")
	r := newRig(t)
	w := r.dial()
	w.frame()
	r.post("fault", obj{"kind": "drop"})
	if code := w.ended(); code != 0 && code != websocket.CloseAbnormalClosure {
		t.Errorf("the cut came with close code %d", code)
	}
}

func TestAFrameOverTheLimitClosesTheSocket(t *testing.T) {
	rules.Keeps(t, "socket/frame-limit", "socket/frame-close")
	r := newRig(t)
	w := r.dial()
	w.frame()
	envelope := make(chan map[string]any, 1)
	go func() {
		envelope <- r.post("command", obj{"as": UserBo, "channel": ChannelRefunds, "text": "/mission"})
	}()
	f := w.frame()
	big := obj{"envelope_id": f["envelope_id"], "payload": obj{"text": strings.Repeat("x", maxFrame)}}
	if err := w.conn.WriteJSON(big); err != nil {
		t.Fatal(err)
	}
	if code := w.ended(); code != websocket.CloseMessageTooBig {
		t.Errorf("closed with %d, want 1009", code)
	}
	if out := <-envelope; out["acked"] != false || out["notice"] != noticeTimeout {
		t.Errorf("the user was told %v", out)
	}
	want := envelopeMissed + ": a frame of more than 20480 bytes closed the connection"
	if row := r.newest(UserBo, "slash_commands"); row["outcome"] != want {
		t.Errorf("it is traced as %v", row["outcome"])
	}
}

func TestAnAcknowledgementCountsOnItsOwnConnection(t *testing.T) {
	rules.Keeps(t, "ack/own-connection")
	r := newRig(t)
	a, b := r.dial(), r.dial()
	a.frame()
	b.frame()
	result := make(chan map[string]any, 1)
	go func() { result <- r.post("envelope", obj{"type": "interactive", "payload": obj{"type": "x"}}) }()
	f := a.frame() // the first connection has the first turn
	b.ack(f)
	if out := <-result; out["acked"] != false {
		t.Errorf("an acknowledgement on another connection counted: %v", out)
	}
}

// Whatever is sent over however many sockets, every envelope reaches exactly
// one of them, and each in its turn.
func TestAnEnvelopeReachesExactlyOneSocket(t *testing.T) {
	rules.Keeps(t, "socket/one-of-many")
	rapid.Check(t, func(rt *rapid.T) {
		sockets := rapid.IntRange(1, maxSockets).Draw(rt, "sockets")
		envelopes := rapid.IntRange(0, 40).Draw(rt, "envelopes")
		s := &Server{opt: Options{}.filled(), clock: NewClock(time.Time{}), pages: map[*subscriber]bool{}}
		for range sockets {
			s.sockets = append(s.sockets, &socket{wake: make(chan struct{}, 1), pending: map[string]*delivery{}})
		}
		sent := map[string]int{}
		for i := range envelopes {
			d := s.dispatch(envelope{kind: "interactive", payload: i})
			sent[d.env.id] = 0
		}
		for _, sock := range s.sockets {
			if n := len(sock.queue); n != envelopes/sockets && n != envelopes/sockets+1 {
				rt.Fatalf("one of %d sockets got %d of %d envelopes", sockets, n, envelopes)
			}
			for _, raw := range sock.queue {
				var f struct {
					ID string `json:"envelope_id"`
				}
				if err := json.Unmarshal(raw.data, &f); err != nil {
					rt.Fatal(err)
				}
				sent[f.ID]++
			}
		}
		for id, n := range sent {
			if n != 1 {
				rt.Fatalf("envelope %s reached %d sockets", id, n)
			}
		}
	})
}

func TestAnUnacknowledgedEventComesAgainThreeTimes(t *testing.T) {
	rules.Keeps(t, "retry/three-times", "retry/numbered", "retry/same-event-id", "retry/dropped", "socket/retry-fields", "ack/event-missed")
	r := newRig(t, func(o *Options) { o.Timing.Ack = 40 * time.Millisecond })
	w := r.dial()
	w.frame()
	r.post("home", obj{"as": UserBo})
	ids := map[any]bool{}
	for attempt := range 4 {
		f := w.frame()
		if f["retry_attempt"] != float64(attempt) {
			t.Errorf("attempt %d says %v", attempt, f["retry_attempt"])
		}
		if reason := f["retry_reason"]; (attempt == 0) != (reason == "") {
			t.Errorf("attempt %d has reason %v", attempt, reason)
		}
		ids[dig(f, "payload", "event_id")] = true
	}
	if len(ids) != 1 {
		t.Errorf("the retries have %d event ids", len(ids))
	}
	_ = w.conn.SetReadDeadline(time.Now().Add(150 * time.Millisecond))
	if _, raw, err := w.conn.ReadMessage(); err == nil {
		t.Errorf("a fifth delivery came: %s", raw)
	}
}

func TestAnEventRaisedWithoutASocketComesAsARetry(t *testing.T) {
	rules.Keeps(t, "retry/no-socket")
	r := newRig(t, func(o *Options) { o.Timing.Retries = []time.Duration{300 * time.Millisecond} })
	r.post("home", obj{"as": UserBo})
	w := r.dial()
	w.frame()
	if f := w.frame(); f["retry_attempt"] != 1.0 {
		t.Errorf("it came as attempt %v", f["retry_attempt"])
	}
}

func TestACutSocketFailsWhatItHadNotAcknowledged(t *testing.T) {
	rules.Keeps(t, "retry/another-connection", "retry/same-event-id")
	r := newRig(t)
	w := r.dial()
	w.frame()
	r.post("home", obj{"as": UserBo})
	first := w.frame()
	other := r.dial()
	other.frame()
	r.post("fault", obj{"kind": "drop", "one": true})
	if f := other.frame(); dig(f, "payload", "event_id") != dig(first, "payload", "event_id") {
		t.Errorf("the event did not come again: %v", f)
	}
}

func TestARedeliveredEnvelopeIsTheSameOnce(t *testing.T) {
	rules.Keeps(t, "retry/command-twice")
	r := newRig(t)
	b := r.connect()
	r.post("command", obj{"as": UserBo, "channel": ChannelRefunds, "text": "/mission help"})
	first := b.payload(t)
	r.post("fault", obj{"kind": "redeliver"})
	again := b.next(t)
	if again.RetryAttempt != 1 {
		t.Errorf("attempt %d", again.RetryAttempt)
	}
	var payload map[string]any
	if err := json.Unmarshal(again.Payload, &payload); err != nil || payload["trigger_id"] != first["trigger_id"] {
		t.Errorf("another payload: %v %v", payload, err)
	}
}

func TestManyEventsKeepTheirOrder(t *testing.T) {
	rules.Keeps(t, "event/order")
	r := newRig(t)
	b := r.connect()
	var wg sync.WaitGroup
	wg.Go(func() {
		for i := range 30 {
			r.post("message", obj{"as": UserBo, "channel": "@app", "text": fmt.Sprint(i)})
		}
	})
	for i := range 30 {
		if e := b.event(t); e["text"] != fmt.Sprint(i) {
			t.Fatalf("event %d says %v", i, e["text"])
		}
	}
	wg.Wait()
}

// follow opens the stream that a page listens to.
func (r *rig) follow(as string) *wire {
	r.t.Helper()
	url := "ws" + strings.TrimPrefix(r.url, "http") + "/_sandbox/events?as=" + as
	conn, status := r.knock(url, r.url)
	if conn == nil {
		r.t.Fatalf("the stream was refused with status %d", status)
	}
	return &wire{t: r.t, conn: conn}
}

func (w *wire) changes() (what []string) {
	w.t.Helper()
	list, _ := w.frame()["what"].([]any)
	for _, item := range list {
		if s, ok := item.(string); ok {
			what = append(what, s)
		}
	}
	return what
}
