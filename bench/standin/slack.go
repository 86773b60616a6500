package standin

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

// The workspace that the stand-in plays.
const (
	Team = "T0BENCH001"
	Bot  = "U0BENCHBOT"
)

// pingEvery is how often each socket is pinged; clients drop a socket that is silent for half a minute.
const pingEvery = 5 * time.Second

// User names person n.
func User(n int) string { return fmt.Sprintf("U0BENCH%05d", n) }

// Channel names channel n.
func Channel(n int) string { return fmt.Sprintf("C0BENCH%05d", n) }

// Slack is the stand-in. Several apps may use it one after the other.
type Slack struct {
	people  int
	members string // of every channel, as JSON
	web     *httptest.Server

	posts   atomic.Int64 // also the source of timestamps
	lookups atomic.Int64

	mu      sync.Mutex
	sockets []*socket
	opened  chan struct{} // holds one: a socket was opened

	series atomic.Pointer[series]
	strays atomic.Int64
}

// socket is one connection of an app.
type socket struct {
	conn  *websocket.Conn
	write sync.Mutex
	frame []byte
}

// New starts a stand-in with so many people, all of them in every channel. Close ends it.
func New(people int) *Slack {
	ids := []string{Bot}
	for n := range people {
		ids = append(ids, User(n))
	}
	members, _ := json.Marshal(ids) // strings alone, which cannot fail
	s := &Slack{people: people, members: string(members), opened: make(chan struct{}, 1)}
	mux := http.NewServeMux()
	mux.HandleFunc("/api/", s.call)
	mux.HandleFunc("/link", s.link)
	s.web = httptest.NewServer(mux)
	return s
}

// Close ends the server and every socket.
func (s *Slack) Close() {
	s.Drop()
	s.web.Close()
}

// APIURL is the base of the Web API, with its last slash.
func (s *Slack) APIURL() string { return s.web.URL + "/api/" }

// Lookups counts the questions about people and channels so far.
func (s *Slack) Lookups() int64 { return s.lookups.Load() }

// Posts counts the messages that were posted so far.
func (s *Slack) Posts() int64 { return s.posts.Load() }

// call answers a method of the Web API.
func (s *Slack) call(w http.ResponseWriter, r *http.Request) {
	method := strings.TrimPrefix(r.URL.Path, "/api/")
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	switch method {
	case "users.info", "conversations.info", "conversations.members":
		s.lookups.Add(1)
	case "auth.test":
		w.Header().Set("X-OAuth-Scopes", "commands,chat:write,users:read,channels:read,channels:history")
	}
	_, _ = io.WriteString(w, s.answer(method, r)) //nolint:gosec // JSON for a bot on this machine, not a page.
}

func (s *Slack) answer(method string, r *http.Request) string {
	switch method {
	case "auth.test":
		return `{"ok":true,"url":"https://bench.example/","team":"Bench","team_id":"` + Team +
			`","user":"bot","user_id":"` + Bot + `","bot_id":"B0BENCHBOT"}`
	case "apps.connections.open":
		return `{"ok":true,"url":"` + strings.Replace(s.web.URL, "http", "ws", 1) + `/link?ticket=1"}`
	case "users.info":
		id := r.FormValue("user")
		return `{"ok":true,"user":{"id":"` + id + `","team_id":"` + Team + `","name":"` + strings.ToLower(id) +
			`","tz":"Europe/Vienna","profile":{"display_name":"` + id + `"}}}`
	case "conversations.info":
		id := r.FormValue("channel")
		return `{"ok":true,"channel":{"id":"` + id + `","name":"` + strings.ToLower(id) + `","is_channel":true,"is_member":true}}`
	case "conversations.members":
		return `{"ok":true,"members":` + s.members + `,"response_metadata":{"next_cursor":""}}`
	case "conversations.open":
		return `{"ok":true,"channel":{"id":"D` + strings.TrimPrefix(r.FormValue("users"), "U") + `"}}`
	case "chat.postMessage":
		ts := fmt.Sprintf("1764000000.%06d", s.posts.Add(1))
		return `{"ok":true,"channel":"` + r.FormValue("channel") + `","ts":"` + ts + `"}`
	}
	return `{"ok":true}`
}

// link serves one socket until its other end goes.
func (s *Slack) link(w http.ResponseWriter, r *http.Request) {
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := up.Upgrade(w, r, nil)
	if err != nil {
		return // the upgrade has answered
	}
	one := &socket{conn: conn}
	defer s.drop(one)
	hello := `{"type":"hello","num_connections":1,"debug_info":{"host":"applink-1","approximate_connection_time":18060},"connection_info":{"app_id":"A0BENCH001"}}`
	if conn.WriteMessage(websocket.TextMessage, []byte(hello)) != nil {
		return
	}
	s.add(one)
	over := make(chan struct{})
	defer close(over)
	go one.ping(over)
	s.read(one)
}

func (s *Slack) add(one *socket) {
	s.mu.Lock()
	s.sockets = append(s.sockets, one)
	s.mu.Unlock()
	select {
	case s.opened <- struct{}{}:
	default:
	}
}

func (s *Slack) drop(one *socket) {
	_ = one.conn.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, other := range s.sockets {
		if other == one {
			s.sockets = append(s.sockets[:i:i], s.sockets[i+1:]...)
			return
		}
	}
}

// Drop closes every socket, so that the next app begins anew.
func (s *Slack) Drop() {
	for _, one := range s.open() {
		s.drop(one)
	}
}

func (s *Slack) open() []*socket {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*socket(nil), s.sockets...)
}

// Connected waits until so many sockets are open.
func (s *Slack) Connected(ctx context.Context, n int) error {
	for len(s.open()) < n {
		select {
		case <-s.opened:
		case <-ctx.Done():
			return fmt.Errorf("%d of %d sockets were opened: %w", len(s.open()), n, ctx.Err())
		}
	}
	return nil
}

func (one *socket) ping(over <-chan struct{}) {
	tick := time.NewTicker(pingEvery)
	defer tick.Stop()
	for {
		one.write.Lock()
		err := one.conn.WriteControl(websocket.PingMessage, []byte("Ping from applink-1"), time.Now().Add(time.Second))
		one.write.Unlock()
		if err != nil {
			return
		}
		select {
		case <-tick.C:
		case <-over:
			return
		}
	}
}
