package socket

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"
)

// answer is what the fake says to one apps.connections.open.
type answer struct {
	status int
	header map[string]string
	body   string
}

type acked struct {
	sock    *sock
	payload string
}

// fakeSlack opens sockets and remembers what is acknowledged on which.
type fakeSlack struct {
	t  *testing.T
	ln *pipeListener

	// Set before the first connection.
	refuse func(open int) *answer // nil: open normally
	greet  func(*sock)            // in place of hello
	extra  int                    // sockets of somebody else
	tunnel bool                   // serve as a proxy too
	slow   time.Duration          // pause before each reading

	mu    sync.Mutex
	opens []time.Time
	socks []*sock // open ones
	ever  int
	acks  map[string][]acked
}

// sock is one WebSocket, seen from Slack.
type sock struct {
	slack  *fakeSlack
	n      int
	conn   *websocket.Conn
	mute   chan struct{} // closed to stop the pings
	done   chan struct{}
	warned bool
	pongs  atomic.Int64
	write  sync.Mutex
}

func newFakeSlack(t *testing.T) *fakeSlack {
	f := &fakeSlack{t: t, ln: newPipeListener(), acks: map[string][]acked{}}
	srv := &http.Server{Handler: f, ReadHeaderTimeout: time.Minute, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)}
	go func() { _ = srv.Serve(f.ln) }()
	t.Cleanup(func() {
		for _, s := range f.open() {
			s.cut()
		}
		_ = srv.Close()
		synctest.Wait()
	})
	return f
}

func (f *fakeSlack) client() *http.Client {
	return &http.Client{Transport: &http.Transport{DialContext: f.ln.dial, DisableKeepAlives: true}}
}

func (f *fakeSlack) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case f.tunnel && r.Method == http.MethodConnect:
		f.connect(w, r)
	case r.URL.Path == "/api/apps.connections.open":
		f.connectionsOpen(w, r)
	case r.URL.Path == "/link":
		f.serveSocket(w, r)
	default:
		http.NotFound(w, r)
	}
}

func (f *fakeSlack) connectionsOpen(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	f.opens = append(f.opens, time.Now())
	n := len(f.opens)
	f.mu.Unlock()
	if got := r.Header.Get("Authorization"); got != "Bearer xapp-1-test" {
		f.t.Errorf("apps.connections.open with Authorization %q", got)
	}
	if f.refuse != nil {
		if a := f.refuse(n); a != nil {
			for k, v := range a.header {
				w.Header().Set(k, v)
			}
			w.WriteHeader(a.status)
			_, _ = io.WriteString(w, a.body)
			return
		}
	}
	scheme := "ws"
	if r.TLS != nil {
		scheme = "wss"
	}
	_, _ = fmt.Fprintf(w, `{"ok":true,"url":"%s://%s/link?ticket=secret-%d"}`, scheme, r.Host, n)
}

func (f *fakeSlack) serveSocket(w http.ResponseWriter, r *http.Request) {
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := up.Upgrade(w, r, nil)
	if err != nil {
		f.t.Errorf("upgrade: %v", err)
		return
	}
	f.mu.Lock()
	f.ever++
	s := &sock{slack: f, n: f.ever, conn: conn, mute: make(chan struct{}), done: make(chan struct{})}
	f.socks = append(f.socks, s)
	counted := len(f.socks) + f.extra
	f.mu.Unlock()
	conn.SetPongHandler(func(string) error {
		s.pongs.Add(1)
		return nil
	})
	if f.greet != nil {
		f.greet(s)
	} else {
		s.send(fmt.Sprintf(`{"type":"hello","num_connections":%d,"debug_info":{"host":"applink-1","approximate_connection_time":18060},"connection_info":{"app_id":"A1"}}`, counted))
	}
	go s.ping()
	s.read()
}

func (s *sock) ping() {
	tick := time.NewTicker(5 * time.Second)
	defer tick.Stop()
	for {
		s.write.Lock()
		_ = s.conn.WriteControl(websocket.PingMessage, []byte("Ping from applink-1"), time.Now().Add(time.Second))
		s.write.Unlock()
		select {
		case <-tick.C:
		case <-s.mute:
			return
		case <-s.done:
			return
		}
	}
}

func (s *sock) read() {
	defer s.gone()
	for {
		time.Sleep(s.slack.slow)
		kind, frame, err := s.conn.ReadMessage()
		if err != nil {
			return
		}
		var ack struct {
			ID      string          `json:"envelope_id"`
			Payload json.RawMessage `json:"payload"`
		}
		if err := json.Unmarshal(frame, &ack); err != nil || kind != websocket.TextMessage {
			s.slack.t.Errorf("a frame that is no acknowledgement: %q", frame)
			continue
		}
		if len(frame) >= maxAckFrame {
			s.slack.t.Errorf("an acknowledgement of %d bytes", len(frame))
		}
		s.slack.mu.Lock()
		s.slack.acks[ack.ID] = append(s.slack.acks[ack.ID], acked{sock: s, payload: string(ack.Payload)})
		s.slack.mu.Unlock()
	}
}

func (s *sock) gone() {
	_ = s.conn.Close()
	close(s.done)
	s.slack.mu.Lock()
	defer s.slack.mu.Unlock()
	s.slack.socks = slices.DeleteFunc(s.slack.socks, func(other *sock) bool { return other == s })
}

func (s *sock) send(frame string) {
	s.write.Lock()
	defer s.write.Unlock()
	_ = s.conn.WriteMessage(websocket.TextMessage, []byte(frame))
}

func (s *sock) disconnect(reason string) {
	s.slack.mu.Lock()
	s.warned = true
	s.slack.mu.Unlock()
	s.send(`{"type":"disconnect","reason":"` + reason + `","debug_info":{"host":"applink-1"}}`)
}

// cut ends the socket without a word.
func (s *sock) cut() { _ = s.conn.Close() }

// open lists the sockets, those first that are not about to end.
func (f *fakeSlack) open() []*sock {
	f.mu.Lock()
	defer f.mu.Unlock()
	socks := slices.Clone(f.socks)
	slices.SortStableFunc(socks, func(a, b *sock) int {
		switch {
		case a.warned == b.warned:
			return 0
		case a.warned:
			return 1
		default:
			return -1
		}
	})
	return socks
}

// spans returns the pauses between the calls of apps.connections.open.
func (f *fakeSlack) spans() []time.Duration {
	f.mu.Lock()
	defer f.mu.Unlock()
	var spans []time.Duration
	for n := range len(f.opens) - 1 {
		spans = append(spans, f.opens[n+1].Sub(f.opens[n]))
	}
	return spans
}

func (f *fakeSlack) opened() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.opens)
}

// acksOf returns the payloads of the acknowledgements of an envelope.
func (f *fakeSlack) acksOf(id string) []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var payloads []string
	for _, a := range f.acks[id] {
		payloads = append(payloads, a.payload)
	}
	return payloads
}

// ackedOn returns the socket on which an envelope was acknowledged first.
func (f *fakeSlack) ackedOn(id string) *sock {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.acks[id]) == 0 {
		return nil
	}
	return f.acks[id][0].sock
}

func (f *fakeSlack) wantAcks(id string, want ...string) {
	f.t.Helper()
	if got := f.acksOf(id); !slices.Equal(got, want) {
		f.t.Errorf("acknowledgements of %s: got %q, want %q", id, got, want)
	}
}

func command(id string) string {
	return fmt.Sprintf(`{"type":"slash_commands","envelope_id":%q,"accepts_response_payload":true,"payload":{"command":"/mission","text":"win %s"}}`, id, id)
}

func event(id string) string {
	return fmt.Sprintf(`{"type":"events_api","envelope_id":%q,"accepts_response_payload":false,"retry_attempt":1,"retry_reason":"timeout",`+
		`"payload":{"type":"event_callback","team_id":"T1","event_id":"Ev1","event":{"type":"app_mention","user":"U1","text":"hi","ts":"1.2","channel":"C1"}}}`, id)
}

// proxy makes f a proxy in front of itself: it takes CONNECT, and requests with
// a whole address.
func (f *fakeSlack) proxy() func(*http.Request) (*url.URL, error) {
	f.tunnel = true
	return http.ProxyURL(&url.URL{Scheme: "http", Host: "proxy.test:3128"})
}

func (f *fakeSlack) connect(w http.ResponseWriter, r *http.Request) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		f.t.Errorf("CONNECT: %v", err)
		return
	}
	_, _ = io.WriteString(conn, "HTTP/1.1 200 Connection established\r\n\r\n")
	_ = f.ln.push(r.Context(), conn)
}
