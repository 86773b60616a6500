package sandbox

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
	"pgregory.net/rapid"

	"throughline/internal/sandbox/rules"
)

func TestOpeningIsARequestThatChangesSomething(t *testing.T) {
	rules.Keeps(t, "open/post-only", "open/url-with-ticket", "open/fresh-url")
	r := newRig(t)
	req, err := http.NewRequest(http.MethodGet, r.url+"/api/apps.connections.open", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+DefaultAppToken)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	if out := readObject(t, resp); out["error"] != "insecure_request" {
		t.Errorf("a GET is answered %v", out)
	}
	one, other := r.ticketURL(), r.ticketURL()
	if one == other || !strings.HasPrefix(one, "ws://") || !strings.Contains(one, "ticket=") || !strings.Contains(one, "app_id="+r.s.w.app.ID) {
		t.Errorf("the addresses are %s and %s", one, other)
	}
}

func TestATicketIsDialledSoon(t *testing.T) {
	rules.Keeps(t, "open/ticket-expires")
	r := newRig(t, func(o *Options) { o.Timing.Ticket = 20 * time.Millisecond })
	url, _ := r.ticketURL(), r.ticketURL()
	time.Sleep(30 * time.Millisecond)
	if conn, status := r.knock(url, socketOrigin); conn != nil || status != http.StatusForbidden {
		t.Errorf("an old ticket was answered with %d", status)
	}
	r.ticketURL()
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	if len(r.s.tickets) != 1 {
		t.Errorf("%d tickets are kept", len(r.s.tickets))
	}
}

func TestDebugReconnectsMakesAShortLife(t *testing.T) {
	rules.Keeps(t, "open/debug-reconnects", "socket/hello", "socket/hello-lifetime")
	r := newRig(t)
	for query, want := range map[string]float64{"": 3600, "&debug_reconnects=true": 360} {
		conn, _ := r.knock(r.ticketURL()+query, socketOrigin)
		hello := (&wire{t: t, conn: conn}).frame()
		if got := dig(hello, "debug_info", "approximate_connection_time"); got != want {
			t.Errorf("with %q the connection lives %v s, want %v", query, got, want)
		}
		for _, key := range []string{"host", "started", "build_number"} {
			if dig(hello, "debug_info", key) == nil {
				t.Errorf("hello has no %s: %v", key, hello)
			}
		}
	}
}

func TestAPingIsAnswered(t *testing.T) {
	rules.Keeps(t, "socket/pong")
	r := newRig(t)
	w := r.dial()
	w.frame()
	pongs := make(chan string, 1)
	w.conn.SetPongHandler(func(text string) error {
		pongs <- text
		return nil
	})
	if err := w.conn.WriteControl(websocket.PingMessage, []byte("hello"), time.Now().Add(time.Second)); err != nil {
		t.Fatal(err)
	}
	go func() { _, _, _ = w.conn.ReadMessage() }()
	select {
	case text := <-pongs:
		if text != "hello" {
			t.Errorf("pong %q", text)
		}
	case <-time.After(5 * time.Second):
		t.Error("no pong")
	}
}

// patient waits long for acknowledgements and for the use of triggers, so that a
// busy machine fails no test that is not about them.
func patient(o *Options) {
	o.Timing.Ack, o.Timing.Trigger = 20*time.Second, 20*time.Second
}

// commandOver types a command and gives what came over the socket, and what Bo then sees.
func (r *rig) commandOver(w *wire) (frame map[string]any, outcome <-chan map[string]any) {
	r.t.Helper()
	result := make(chan map[string]any, 1)
	go func() {
		result <- r.post("command", obj{"as": UserBo, "channel": ChannelRefunds, "text": "/mission"})
	}()
	return w.frame(), result
}

func TestWhatCountsAsAnAcknowledgement(t *testing.T) {
	rules.Keeps(t, "ack/frame", "ack/unknown-ignored", "ack/late", "ack/three-seconds", "ack/command-timeout", "socket/fragments",
		"socket/frame-limit", "socket/accepts-command", "socket/json-command", "socket/envelope")
	id := func(f map[string]any) string { return encoded(obj{"envelope_id": f["envelope_id"]}) }
	rows := []struct {
		sentence string
		answer   func(t *testing.T, w *wire, f map[string]any)
		acked    bool
	}{
		{"One text frame does.", func(t *testing.T, w *wire, f map[string]any) { w.says(websocket.TextMessage, id(f)) }, true},
		{"A frame of 20,480 bytes does.", func(t *testing.T, w *wire, f map[string]any) {
			body := strings.TrimSuffix(id(f), "}") + `,"payload":{"text":"`
			w.says(websocket.TextMessage, body+strings.Repeat("x", maxFrame-len(body)-3)+`"}}`)
		}, true},
		{"Keys that nobody knows do no harm.", func(t *testing.T, w *wire, f map[string]any) {
			w.says(websocket.TextMessage, strings.TrimSuffix(id(f), "}")+`,"more":1}`)
		}, true},
		{"A binary frame does not.", func(t *testing.T, w *wire, f map[string]any) { w.says(websocket.BinaryMessage, id(f)) }, false},
		{"A message in fragments does not.", func(t *testing.T, w *wire, f map[string]any) {
			out, err := w.conn.NextWriter(websocket.TextMessage)
			if err != nil {
				t.Fatal(err)
			}
			text := id(f)[:len(id(f))-1] + `,"payload":{"text":"` + strings.Repeat("x", 5*smallBuffer) + `"}}`
			if _, err := out.Write([]byte(text)); err != nil {
				t.Fatal(err)
			}
			_ = out.Close()
		}, false},
		{"An id that was never sent does not.", func(t *testing.T, w *wire, _ map[string]any) {
			w.says(websocket.TextMessage, `{"envelope_id":"made-up"}`)
		}, false},
		{"What is no JSON does not.", func(t *testing.T, w *wire, _ map[string]any) { w.says(websocket.TextMessage, "ack") }, false},
		{"One after the deadline does not.", func(t *testing.T, w *wire, f map[string]any) {
			time.Sleep(quick().Ack + 50*time.Millisecond)
			w.says(websocket.TextMessage, id(f))
		}, false},
	}
	for _, row := range rows {
		t.Run(row.sentence, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, func(o *Options) {
				if row.acked {
					patient(o)
				}
			})
			buffer := frameBuffer
			if strings.Contains(row.sentence, "fragments") {
				buffer = smallBuffer
			}
			w := r.dialWith(buffer)
			f, outcome := r.commandOver(w)
			if f["accepts_response_payload"] != true || f["type"] != "slash_commands" || dig(f, "payload", "command") != "/mission" {
				t.Errorf("the envelope: %v", f)
			}
			row.answer(t, w, f)
			out := <-outcome
			if out["acked"] != row.acked {
				t.Errorf("%v", out)
			}
			if !row.acked && out["notice"] != noticeTimeout {
				t.Errorf("Bo is told %v", out["notice"])
			}
		})
	}
}

// frameBuffer is larger than any frame that Slack takes, so that a whole message is one frame.
const frameBuffer = 24_000

// smallBuffer cuts a longer message into several frames.
const smallBuffer = 1_000

// dialWith opens a socket whose messages up to this size are one frame.
func (r *rig) dialWith(buffer int) *wire {
	r.t.Helper()
	dialer := websocket.Dialer{WriteBufferSize: buffer}
	conn, resp, err := dialer.Dial(r.ticketURL(), nil)
	if err != nil {
		r.t.Fatal(err)
	}
	_ = resp.Body.Close()
	r.t.Cleanup(func() { _ = conn.Close() })
	w := &wire{t: r.t, conn: conn}
	w.frame()
	return w
}

// says sends a message.
func (w *wire) says(kind int, text string) {
	w.t.Helper()
	if err := w.conn.WriteMessage(kind, []byte(text)); err != nil {
		w.t.Fatal(err)
	}
}

func encoded(o obj) string { return string(encodeJSON(o)) }

func TestAFrameTooLongHasTheEventComeAgain(t *testing.T) {
	rules.Keeps(t, "socket/frame-close", "retry/another-connection", "retry/same-event-id", "socket/retry-fields")
	r := newRig(t)
	w := r.dialWith(frameBuffer)
	other := r.dial()
	other.frame()
	r.post("home", obj{"as": UserBo})
	f := w.frame()
	w.says(websocket.TextMessage, encoded(obj{"envelope_id": f["envelope_id"], "payload": strings.Repeat("x", maxFrame)}))
	if code := w.ended(); code != websocket.CloseMessageTooBig {
		t.Errorf("closed with %d, want 1009", code)
	}
	again := other.frame()
	if dig(again, "payload", "event_id") != dig(f, "payload", "event_id") || again["retry_attempt"] != 1.0 || again["retry_reason"] != "timeout" {
		t.Errorf("then came %v", again)
	}
}

func TestAnAcknowledgementSaysOnlyWhatItMaySay(t *testing.T) {
	rules.Keeps(t, "ack/payload-if-accepted", "ack/once")
	r := newRig(t, patient)
	b := r.connect()
	b.answers(func(socketmode.Request) (any, bool) { return obj{"text": "unasked"}, true })
	ch, ts, err := r.api.PostMessage(UserBo, slack.MsgOptionText("x", false), slack.MsgOptionBlocks(button("a", "b")))
	if err != nil {
		t.Fatal(err)
	}
	if out := r.post("click", obj{"as": UserBo, "channel": ch, "ts": ts, "action_id": "a"}); out["acked"] != true || out["ack"] != nil {
		t.Errorf("a click that answers with words: %v", out)
	}
}

func TestOnlyTheFirstAnswerCounts(t *testing.T) {
	rules.Keeps(t, "ack/once")
	r := newRig(t, patient)
	w := r.dialWith(frameBuffer)
	f, outcome := r.commandOver(w)
	for _, text := range []string{"first", "second"} {
		w.says(websocket.TextMessage, encoded(obj{"envelope_id": f["envelope_id"], "payload": obj{"text": text}}))
	}
	if out := <-outcome; out["acked"] != true {
		t.Fatal(out)
	}
	r.post("home", obj{"as": UserBo}) // comes after both answers were read
	w.ack(w.frame())
	list := r.messages(UserBo, ChannelRefunds)
	if len(list) != 1 || list[0]["text"] != "first" {
		t.Errorf("Bo sees %v", list)
	}
}

func TestSocketModeSwitchedOffStaysOff(t *testing.T) {
	rules.Keeps(t, "open/link-disabled", "socket/link-disabled", "ack/command-no-socket")
	r := newRig(t)
	ticket := r.ticketURL()
	for _, w := range []*wire{r.dial(), r.dial()} {
		w.frame()
		defer func() {
			if f := w.frame(); f["reason"] != "link_disabled" {
				t.Errorf("frame %v", f)
			}
		}()
	}
	r.post("fault", obj{"kind": "disconnect", "reason": "link_disabled", "one": true})
	if _, out := r.raw("apps.connections.open", DefaultAppToken, nil); out["error"] != "socket_mode_not_enabled" {
		t.Errorf("opening again: %v", out)
	}
	if conn, _ := r.knock(ticket, socketOrigin); conn != nil {
		t.Error("a ticket from before still opens")
	}
	if out := r.post("command", obj{"as": UserBo, "channel": ChannelRefunds, "text": "/mission"}); out["notice"] != noticeNoSocket {
		t.Errorf("meanwhile a command says %v", out)
	}
	if faults, _ := r.get("state?as=" + UserBo)["faults"].([]any); len(faults) != 1 {
		t.Errorf("the faults are %v", faults)
	}
	r.post("fault", obj{"kind": "clear"})
	if _, out := r.raw("apps.connections.open", DefaultAppToken, nil); out["ok"] != true {
		t.Errorf("switched on again: %v", out)
	}
}

func TestTooManyEventsAreHeldBack(t *testing.T) {
	rules.Keeps(t, "event/budget", "event/rate-limited-shape")
	r := newRig(t, started, func(o *Options) { o.EventsPerHour = 2 })
	b := r.connect()
	visit := func() { r.post("home", obj{"as": UserBo}) }
	for range 4 {
		visit()
	}
	for range 2 {
		if e := b.event(t); e["type"] != "app_home_opened" {
			t.Errorf("event %v", e)
		}
	}
	told := b.payload(t)
	if told["type"] != "app_rate_limited" || told["event"] != nil || told["minute_rate_limited"] != float64(r.s.Clock().Now().Truncate(time.Minute).Unix()) {
		t.Errorf("then came %v", told)
	}
	b.quiet(t) // the same minute is told once
	r.post("clock", obj{"advance": "61m"})
	visit()
	if e := b.event(t); e["type"] != "app_home_opened" {
		t.Errorf("an hour later: %v", e)
	}
}

func TestTheBudgetOfEventsIsForAnyHour(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		most := rapid.IntRange(1, 20).Draw(rt, "most")
		var b eventBudget
		var sent []time.Time
		now := tuesday
		for range rapid.IntRange(1, 80).Draw(rt, "events") {
			now = now.Add(time.Duration(rapid.IntRange(0, 900).Draw(rt, "seconds later")) * time.Second)
			if allowed, _ := b.spend(now, most); allowed {
				sent = append(sent, now)
			}
		}
		for i, at := range sent {
			if i >= most && at.Sub(sent[i-most]) < 59*time.Minute {
				rt.Fatalf("%d events within %v", most+1, at.Sub(sent[i-most]))
			}
		}
	})
}

func TestAnOldEventIsNotDelivered(t *testing.T) {
	rules.Keeps(t, "retry/two-hours")
	r := newRig(t, started, func(o *Options) { o.Timing.Retries = []time.Duration{100 * time.Millisecond} })
	r.post("home", obj{"as": UserBo})
	r.post("clock", obj{"advance": "121m", "walk": false})
	b := r.connect()
	time.Sleep(100 * time.Millisecond)
	b.quiet(t)
}

func TestAnEventNeedsItsScope(t *testing.T) {
	rules.Keeps(t, "event/scopes", "event/subscribed")
	r := newRig(t, func(o *Options) {
		o.App = DefaultApp()
		o.App.Scopes = []string{"chat:write", "im:history"}
	})
	b := r.connect()
	r.post("user", obj{"user": UserBo, "tz": "Europe/Paris"})
	b.quiet(t)
	r.post("message", obj{"as": UserBo, "channel": "@app", "text": "x"})
	if e := b.event(t); e["type"] != "message" {
		t.Errorf("event %v", e)
	}
}

// However the bytes of frames are cut, each message's fragments are known.
func TestFramesAreToldApart(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var stream []byte
		var want []bool
		for range rapid.IntRange(1, 12).Draw(rt, "messages") {
			parts := rapid.IntRange(1, 3).Draw(rt, "frames")
			want = append(want, parts == 1)
			for i := range parts {
				kind := byte(websocket.TextMessage)
				if i > 0 {
					kind = 0 // continued
				}
				if i == parts-1 {
					kind |= 0x80
				}
				stream = append(stream, frameBytes(kind, rapid.SampledFrom([]int{0, 1, 125, 126, 300, 70_000}).Draw(rt, "bytes"))...)
				if rapid.Bool().Draw(rt, "a ping between") {
					stream = append(stream, frameBytes(0x80|websocket.PingMessage, 5)...)
				}
			}
		}
		w := &frameWatch{}
		for len(stream) > 0 {
			n := min(len(stream), rapid.IntRange(1, 5000).Draw(rt, "read"))
			w.see(stream[:n])
			stream = stream[n:]
		}
		for i, one := range want {
			if w.inOneFrame() != one {
				rt.Fatalf("message %d was misread", i)
			}
		}
		if w.inOneFrame() {
			rt.Fatal("there is one message too many")
		}
	})
}

// frameBytes is a masked frame of zeros.
func frameBytes(head byte, size int) []byte {
	out := []byte{head}
	switch {
	case size < 126:
		out = append(out, 0x80|byte(size))
	case size < 1<<16:
		out = append(out, 0x80|126, byte(size>>8), byte(size))
	default:
		out = append(out, 0x80|127, 0, 0, 0, 0, byte(size>>24), byte(size>>16), byte(size>>8), byte(size))
	}
	return append(out, make([]byte, 4+size)...)
}
