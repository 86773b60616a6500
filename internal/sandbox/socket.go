package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/gorilla/websocket"
)

// Socket Mode (docs.slack.dev/apis/events-api/using-socket-mode).
const (
	maxSockets    = 10
	maxFrame      = 20_480 // bytes of one frame from the app; over it the server closes with 1009
	debugLifetime = 360 * time.Second
	writeWait     = 5 * time.Second
)

// socket is one open connection. Everything but conn is guarded by Server.mu.
type socket struct {
	conn    *websocket.Conn
	frames  *frameWatch // of its reader
	queue   []outgoing
	wake    chan struct{} // of the writer; one slot
	done    chan struct{} // closed by shut
	closed  bool
	last    bool // close once the queue is written
	pending map[string]*delivery
	large   bool // a frame beyond maxFrame has ended it
}

// outgoing is one frame to the app.
type outgoing struct {
	kind int // of websocket.TextMessage and its like
	data []byte
}

// serveSocket takes a ticket and runs the connection until it ends.
func (s *Server) serveSocket(w http.ResponseWriter, r *http.Request) {
	if !s.takeTicket(r.URL.Query().Get("ticket")) {
		http.Error(w, "invalid ticket", http.StatusForbidden)
		return
	}
	conn, frames, err := upgrade(w, r)
	if err != nil {
		return // upgrade has answered
	}
	conn.SetReadLimit(maxFrame)
	sock := &socket{
		conn: conn, frames: frames, wake: make(chan struct{}, 1), done: make(chan struct{}), pending: map[string]*delivery{},
	}
	lifetime := s.opt.Timing.Lifetime
	if r.URL.Query().Get("debug_reconnects") == "true" {
		lifetime = debugLifetime
	}
	if !s.addSocket(sock, lifetime, r.Host) {
		return
	}
	s.readSocket(sock)
	s.dropSocket(sock)
}

// takeTicket uses a ticket up. How long Slack's last is not published
// [unknown]; nobody should keep one.
func (s *Server) takeTicket(ticket string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	given, good := s.tickets[ticket]
	delete(s.tickets, ticket)
	return good && !s.off && realNow().Sub(given) <= s.opt.Timing.Ticket
}

// addSocket greets the connection and starts its writer, or turns it away.
func (s *Server) addSocket(sock *socket, lifetime time.Duration, host string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ctx.Err() != nil {
		_ = sock.conn.Close()
		return false
	}
	s.wg.Go(func() { s.writeSocket(sock) })
	if len(s.sockets) >= maxSockets {
		s.disconnect(sock, "too_many_websockets")
		return false
	}
	s.sockets = append(s.sockets, sock)
	if s.baseURL == "" {
		s.baseURL = "http://" + host
	}
	sock.send(encodeJSON(obj{
		"type": "hello", "num_connections": len(s.sockets), "debug_info": obj{
			"host": socketHost, "started": s.started.UTC().Format(startedFormat), "build_number": 1,
			"approximate_connection_time": int(lifetime.Seconds()),
		}, "connection_info": obj{"app_id": s.w.app.ID},
	}))
	s.later(max(lifetime-s.opt.Timing.Warning, 0), sock, "warning")
	s.changed("bot")
	return true
}

const (
	socketHost    = "applink-sandbox"
	startedFormat = "2006-01-02 15:04:05.000"
)

// later disconnects the socket after a while, unless it has gone by then.
func (s *Server) later(after time.Duration, sock *socket, reason string) {
	s.wg.Go(func() {
		if !sock.wait(after) {
			return
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.disconnect(sock, reason)
	})
}

// wait reports whether the socket was still open after d.
func (sock *socket) wait(d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-sock.done:
		return false
	}
}

// disconnect sends a disconnect frame. After a "warning" the connection lives
// on for ten seconds; every other reason closes it at once. Locked.
func (s *Server) disconnect(sock *socket, reason string) {
	sock.send(encodeJSON(obj{"type": "disconnect", "reason": reason, "debug_info": obj{"host": socketHost}}))
	if reason != "warning" {
		sock.last = true
		return
	}
	if s.ctx.Err() != nil {
		return
	}
	s.wg.Go(func() {
		if !sock.wait(s.opt.Timing.Warning) {
			return
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		sock.last = true
		sock.nudge()
	})
}

// send queues a frame for the writer. Locked.
func (sock *socket) send(frame []byte) { sock.sendAs(websocket.TextMessage, frame) }

// sendAs queues a frame of any kind. Locked.
func (sock *socket) sendAs(kind int, frame []byte) {
	sock.queue = append(sock.queue, outgoing{kind, frame})
	sock.nudge()
}

func (sock *socket) nudge() {
	select {
	case sock.wake <- struct{}{}:
	default:
	}
}

// shut cuts the connection. Locked.
func (sock *socket) shut() {
	if sock.closed {
		return
	}
	sock.closed = true
	close(sock.done)
	_ = sock.conn.Close()
}

// writeSocket is the only writer of a connection: frames in their order, and
// a ping every few seconds.
func (s *Server) writeSocket(sock *socket) {
	ping := time.NewTicker(s.opt.Timing.Ping)
	defer ping.Stop()
	for {
		select {
		case <-sock.done:
			return
		case <-ping.C:
			text := fmt.Appendf(nil, "Ping from %s", socketHost)
			_ = sock.conn.WriteControl(websocket.PingMessage, text, time.Now().Add(writeWait))
		case <-sock.wake:
			if !s.flush(sock) {
				return
			}
		}
	}
}

// flush writes the queue; it reports whether the connection goes on.
func (s *Server) flush(sock *socket) bool {
	s.mu.Lock()
	frames, last := sock.queue, sock.last
	sock.queue = nil
	s.mu.Unlock()
	for _, frame := range frames {
		_ = sock.conn.SetWriteDeadline(time.Now().Add(writeWait))
		if sock.conn.WriteMessage(frame.kind, frame.data) != nil {
			last = true
			break
		}
	}
	if !last {
		return true
	}
	bye := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
	_ = sock.conn.WriteControl(websocket.CloseMessage, bye, time.Now().Add(writeWait))
	s.dropSocket(sock)
	return false
}

// readSocket takes acknowledgements until the connection ends.
func (s *Server) readSocket(sock *socket) {
	for {
		kind, raw, err := sock.conn.ReadMessage()
		if err != nil {
			s.mu.Lock()
			sock.large = errors.Is(err, websocket.ErrReadLimit)
			s.mu.Unlock()
			return
		}
		if !sock.frames.inOneFrame() || kind != websocket.TextMessage {
			continue // an acknowledgement is one text frame
		}
		var frame struct {
			EnvelopeID string          `json:"envelope_id"`
			Payload    json.RawMessage `json:"payload"`
		}
		if json.Unmarshal(raw, &frame) == nil && frame.EnvelopeID != "" {
			s.acknowledge(sock, frame.EnvelopeID, frame.Payload)
		}
	}
}

// dropSocket forgets a connection; what it had not acknowledged has failed.
func (s *Server) dropSocket(sock *socket) {
	s.mu.Lock()
	defer s.mu.Unlock()
	sock.shut()
	s.sockets = slices.DeleteFunc(s.sockets, func(other *socket) bool { return other == sock })
	for _, d := range sock.pending {
		if sock.large {
			d.fault = fmt.Sprintf("a frame of more than %d bytes closed the connection", maxFrame)
		}
		s.settle(d)
	}
	s.changed("bot")
}
