package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

const (
	benchTeam   = "T0BENCH001"
	benchBot    = "U0BENCHBOT"
	benchPeople = 100
)

// quickSlack is a Slack that answers everything at once and checks nothing, so that a measurement shows
// what the bot costs. One socket carries the commands; it notes when each went out and was acknowledged.
type quickSlack struct {
	b       *testing.B
	web     *httptest.Server
	posts   atomic.Int64 // also the source of timestamps
	lookups atomic.Int64 // questions about people and channels
	ready   chan *websocket.Conn

	conn  *websocket.Conn
	frame []byte
	write sync.Mutex
	run   atomic.Pointer[round]
}

// round is a series of commands. Number n belongs to turn n modulo the number of turns.
type round struct {
	sent  []time.Time
	took  []time.Duration
	turns []chan struct{} // told of each acknowledgement; none in an open loop
	left  sync.WaitGroup
}

func newRound(commands, turns int) *round {
	r := &round{sent: make([]time.Time, commands), took: make([]time.Duration, commands)}
	for range turns {
		r.turns = append(r.turns, make(chan struct{}, 1))
	}
	r.left.Add(commands)
	return r
}

func newQuickSlack(b *testing.B) *quickSlack {
	s := &quickSlack{b: b, ready: make(chan *websocket.Conn, 8)}
	mux := http.NewServeMux()
	mux.HandleFunc("/api/", s.call)
	mux.HandleFunc("/link", s.link)
	s.web = httptest.NewServer(mux)
	b.Cleanup(s.web.Close)
	return s
}

func (s *quickSlack) apiURL() string { return s.web.URL + "/api/" }

// call answers a method of the Web API.
func (s *quickSlack) call(w http.ResponseWriter, r *http.Request) {
	method := strings.TrimPrefix(r.URL.Path, "/api/")
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	switch method {
	case "users.info", "conversations.info", "conversations.members":
		s.lookups.Add(1)
	case "auth.test":
		w.Header().Set("X-OAuth-Scopes", "commands,chat:write,users:read,channels:read,channels:history")
	}
	_, _ = io.WriteString(w, s.answer(method, r))
}

func (s *quickSlack) answer(method string, r *http.Request) string {
	switch method {
	case "auth.test":
		return `{"ok":true,"url":"https://bench.example/","team":"Bench","team_id":"` + benchTeam +
			`","user":"bot","user_id":"` + benchBot + `","bot_id":"B0BENCHBOT"}`
	case "apps.connections.open":
		return `{"ok":true,"url":"` + strings.Replace(s.web.URL, "http", "ws", 1) + `/link?ticket=1"}`
	case "users.info":
		id := r.FormValue("user")
		return `{"ok":true,"user":{"id":"` + id + `","team_id":"` + benchTeam + `","name":"` + strings.ToLower(id) +
			`","tz":"Europe/Vienna","profile":{"display_name":"` + id + `"}}}`
	case "conversations.info":
		id := r.FormValue("channel")
		return `{"ok":true,"channel":{"id":"` + id + `","name":"` + strings.ToLower(id) + `","is_channel":true,"is_member":true}}`
	case "conversations.members":
		return `{"ok":true,"members":` + everybody() + `,"response_metadata":{"next_cursor":""}}`
	case "chat.postMessage":
		ts := fmt.Sprintf("1764000000.%06d", s.posts.Add(1))
		return `{"ok":true,"channel":"` + r.FormValue("channel") + `","ts":"` + ts + `"}`
	}
	return `{"ok":true}`
}

// everybody lists the bot and all people, as JSON.
var everybody = sync.OnceValue(func() string {
	ids := []string{benchBot}
	for n := range benchPeople {
		ids = append(ids, benchUser(n))
	}
	raw, err := json.Marshal(ids)
	if err != nil {
		return "[]"
	}
	return string(raw)
})

func benchUser(n int) string    { return fmt.Sprintf("U0BENCH%03d", n%benchPeople) }
func benchChannel(n int) string { return fmt.Sprintf("C0BENCH%03d", n) }

// link serves one socket.
func (s *quickSlack) link(w http.ResponseWriter, r *http.Request) {
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := up.Upgrade(w, r, nil)
	if err != nil {
		s.b.Error(err)
		return
	}
	defer conn.Close()
	hello := `{"type":"hello","num_connections":1,"debug_info":{"host":"applink-1","approximate_connection_time":18060},"connection_info":{"app_id":"A0BENCH001"}}`
	if err := conn.WriteMessage(websocket.TextMessage, []byte(hello)); err != nil {
		s.b.Error(err)
		return
	}
	s.ready <- conn
	buf := make([]byte, 32<<10)
	for {
		_, in, err := conn.NextReader()
		if err != nil {
			return
		}
		n, err := io.ReadFull(in, buf)
		if !errors.Is(err, io.ErrUnexpectedEOF) { // a frame is shorter than the buffer
			s.b.Errorf("reading an acknowledgement: %v", err)
			return
		}
		s.acknowledged(buf[:n], time.Now())
	}
}

// connected waits for the first socket, and keeps it alive with pings.
func (s *quickSlack) connected() {
	select {
	case s.conn = <-s.ready:
	case <-time.After(10 * time.Second):
		s.b.Fatal("nobody connects")
	}
	tick := time.NewTicker(5 * time.Second)
	s.b.Cleanup(tick.Stop)
	ping := func() {
		s.write.Lock()
		defer s.write.Unlock()
		_ = s.conn.WriteControl(websocket.PingMessage, []byte("Ping from applink-1"), time.Now().Add(time.Second))
	}
	ping()
	go func() {
		for {
			select {
			case <-tick.C:
				ping()
			case <-s.b.Context().Done():
				return
			}
		}
	}()
}

// send types command n of the round that is running: progress by one of the mission's members. The
// number of an earlier round is not used again, since the trigger names the request.
func (s *quickSlack) send(r *round, first, n int) {
	s.write.Lock()
	defer s.write.Unlock()
	c := (first + n) % benchMissions
	f := append(s.frame[:0], `{"type":"slash_commands","envelope_id":"`...)
	f = strconv.AppendInt(f, int64(n), 10)
	f = append(f, `","accepts_response_payload":true,"payload":{"token":"bench","team_id":"`+benchTeam+`","team_domain":"bench","channel_id":"`...)
	f = append(f, benchChannels[c]...)
	f = append(f, `","channel_name":"bench","user_id":"`...)
	f = append(f, benchUsers[(c+(first+n)/benchMissions%benchMembers)%benchPeople]...)
	f = append(f, `","user_name":"bench","command":"/mission","text":"progress Followed ten refunds from end to end, and found where two of the days go &amp; why","api_app_id":"A0BENCH001",`+
		`"is_enterprise_install":"false","response_url":"https:\/\/hooks.slack.example\/commands\/1","trigger_id":"`...)
	f = strconv.AppendInt(f, int64(first+n), 10)
	f = append(f, `.13345224609.8088930838d88f008e0"}}`...)
	s.frame = f
	r.sent[n] = time.Now()
	if err := s.conn.WriteMessage(websocket.TextMessage, f); err != nil {
		s.b.Error(err)
	}
}

// acknowledged notes an acknowledgement. One with an answer is a refusal: what was told is kept without
// a word to its author.
func (s *quickSlack) acknowledged(frame []byte, at time.Time) {
	rest, ok := bytes.CutPrefix(frame, []byte(`{"envelope_id":"`))
	id, rest, found := bytes.Cut(rest, []byte(`"`))
	n, err := strconv.Atoi(string(id))
	r := s.run.Load()
	if !ok || !found || err != nil || n >= len(r.sent) || bytes.Contains(rest, []byte("text")) {
		s.b.Errorf("an acknowledgement that was not expected: %s", frame)
		return
	}
	r.took[n] = at.Sub(r.sent[n])
	if len(r.turns) > 0 {
		r.turns[n%len(r.turns)] <- struct{}{}
	}
	r.left.Done()
}
