package sandbox

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"pgregory.net/rapid"
)

// frameSender is an app that sends what it likes over its socket.
type frameSender struct {
	t    *rapid.T
	conn *websocket.Conn
	ids  []string // of envelopes that came
}

// dialFor opens a socket of the app as an app does.
func dialFor(t *rapid.T, base string) *websocket.Conn {
	req, err := http.NewRequest(http.MethodPost, base+"/api/apps.connections.open", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+DefaultAppToken)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var opened struct {
		URL string `json:"url"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&opened); err != nil {
		t.Fatal(err)
	}
	conn, answer, err := websocket.DefaultDialer.Dial(opened.URL, nil)
	if err != nil {
		t.Fatalf("dial %q: %v", opened.URL, err)
	}
	_ = answer.Body.Close()
	return conn
}

// read takes what has come, and keeps the ids of envelopes.
func (f *frameSender) read(within time.Duration) {
	_ = f.conn.SetReadDeadline(time.Now().Add(within))
	for {
		_, raw, err := f.conn.ReadMessage()
		if err != nil {
			return
		}
		var e struct {
			ID string `json:"envelope_id"`
		}
		if json.Unmarshal(raw, &e) == nil && e.ID != "" {
			f.ids = append(f.ids, e.ID)
			return
		}
	}
}

// send sends one thing: an acknowledgement, something like one, or bytes that are no frame.
func (f *frameSender) send() {
	id := oneOf(f.t, "envelope", append([]string{"", "nobody"}, f.ids...)...)
	payload := drawn(f.t, rapid.SampledFrom([]string{
		`null`, `{}`, `"words"`, `[]`, `1`, `{"text":"Hello"}`, `{"response_action":"errors","errors":{"name":"No."}}`, `{"response_action":"push","view":{}}`,
		`{"response_action":"update"}`, `{"options":[]}`, `{"blocks":[{"type":"section"}]}`, `"` + strings.Repeat("x", 21_000) + `"`, `{"response_type":"in_channel","text":"All"}`,
	}), "payload")
	ack := fmt.Sprintf(`{"envelope_id":%q,"payload":%s}`, id, payload)
	switch oneOf(f.t, "how", "ack", "ack", "bare", "spoilt", "binary", "fragments", "ping", "bytes", "long", "deep") {
	case "ack":
		_ = f.conn.WriteMessage(websocket.TextMessage, []byte(ack))
	case "bare":
		_ = f.conn.WriteMessage(websocket.TextMessage, fmt.Appendf(nil, `{"envelope_id":%q}`, id))
	case "spoilt":
		bad := oneOf(f.t, "spoilt frame", "", "{", "null", "[]", `{"envelope_id":1}`, `{"envelope_id":null,"payload":null}`, "\x00", "\xff\xfe", `{"type":"hello"}`, `{"type":"disconnect","reason":"x"}`)
		_ = f.conn.WriteMessage(websocket.TextMessage, []byte(bad))
	case "binary":
		_ = f.conn.WriteMessage(websocket.BinaryMessage, []byte(ack))
	case "fragments":
		f.inPieces(ack)
	case "ping":
		_ = f.conn.WriteControl(websocket.PingMessage, []byte("p"), time.Now().Add(time.Second))
	case "bytes":
		_, _ = f.conn.UnderlyingConn().Write(drawn(f.t, rapid.SliceOfN(rapid.Byte(), 1, 40), "bytes"))
	case "long":
		_ = f.conn.WriteMessage(websocket.TextMessage, bytes.Repeat([]byte(" "), 20_481))
	case "deep":
		_ = f.conn.WriteMessage(websocket.TextMessage, []byte(`{"envelope_id":"x","payload":`+strings.Repeat("[", 9000)))
	}
}

func (f *frameSender) inPieces(text string) {
	w, err := f.conn.NextWriter(websocket.TextMessage)
	if err != nil {
		return
	}
	_, _ = w.Write([]byte(text[:len(text)/2]))
	_, _ = w.Write(bytes.Repeat([]byte(" "), 5000)) // more than the buffer: the first frame goes
	_, _ = w.Write([]byte(text[len(text)/2:]))
	_ = w.Close()
}

// frames connects an app that sends anything while people act, and wants the sandbox to serve another app as before.
func frames(t *rapid.T) {
	s, err := New(Options{Timing: Timing{
		Ack: 5 * time.Second, Trigger: time.Minute, Ping: 5 * time.Millisecond, Warning: time.Millisecond, Retries: []time.Duration{0},
	}})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(s.Handler())
	defer web.Close()
	defer func() { _ = s.Close() }()
	s.SetBaseURL(web.URL)
	f := &frameSender{t: t, conn: dialFor(t, web.URL)}
	defer f.conn.Close()
	var acts sync.WaitGroup
	for range drawn(t, rapid.IntRange(1, 6), "frames") {
		if sometimes(t, 2, "somebody acts") {
			acts.Go(func() { _, _ = s.actCommand(commandRequest{As: UserBo, Channel: ChannelRefunds, Text: "/mission"}) })
			f.read(10 * time.Millisecond)
		}
		f.send()
	}
	f.read(time.Millisecond)
	_ = f.conn.Close()
	acts.Wait() // what begins late would else reach the app that comes next
	serves(t, s, web.URL)
}

// serves wants another app to be greeted, and to acknowledge a command.
func serves(t *rapid.T, s *Server, base string) {
	s.mu.Lock()
	s.limits.reset()
	s.mu.Unlock()
	for deadline := time.Now().Add(5 * time.Second); ; time.Sleep(time.Millisecond) {
		s.mu.Lock()
		open, pending := len(s.sockets), s.pending
		s.mu.Unlock()
		if open == 0 && pending == 0 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d sockets and %d deliveries are left", open, pending)
		}
	}
	other := &frameSender{t: t, conn: dialFor(t, base)}
	defer other.conn.Close()
	done := make(chan obj, 1)
	go func() {
		for s.socketCount() == 0 {
			time.Sleep(time.Millisecond)
		}
		out, _ := s.actCommand(commandRequest{As: UserBo, Channel: ChannelRefunds, Text: "/mission"})
		done <- out
	}()
	other.read(5 * time.Second)
	if len(other.ids) == 0 {
		t.Fatal("no envelope comes any more")
	}
	_ = other.conn.WriteJSON(obj{"envelope_id": other.ids[0]})
	if out := <-done; out["acked"] != true {
		t.Fatalf("the command got %v", out)
	}
}

func (s *Server) socketCount() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.sockets)
}

// TestAnythingMayBeSentOverASocket sends random frames while people act.
func TestAnythingMayBeSentOverASocket(t *testing.T) {
	t.Parallel()
	rapid.Check(t, frames)
}

// FuzzSocket is the same at the fuzzer's pace.
func FuzzSocket(f *testing.F) { f.Fuzz(rapid.MakeFuzz(frames)) }
