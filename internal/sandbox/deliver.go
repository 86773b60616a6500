package sandbox

import (
	"encoding/json"
	"time"
)

// envelope is what is sent to the app over a socket.
type envelope struct {
	id      string
	kind    string // events_api, slash_commands, interactive
	payload any
	accepts bool // a response payload in the acknowledgement
	attempt int  // of events: 0 first
	raised  time.Time
	onAck   func(json.RawMessage) (fault string) // takes what the acknowledgement says; the fault is for the inspector
}

func (e envelope) frame() []byte {
	out := obj{
		"envelope_id": e.id, "type": e.kind, "payload": e.payload, "accepts_response_payload": e.accepts,
	}
	if e.kind == "events_api" || e.attempt > 0 {
		out["retry_attempt"], out["retry_reason"] = e.attempt, ""
		if e.attempt > 0 {
			out["retry_reason"] = "timeout"
		}
	}
	return encodeJSON(out)
}

// delivery is one envelope on its way over one socket.
type delivery struct {
	env     envelope
	sock    *socket // nil: none was open
	done    chan struct{}
	off     bool // the app has interactivity switched off
	settled bool
	acked   bool
	payload json.RawMessage
	fault   string    // why what the acknowledgement says was not taken, or why none could be read
	row     *traceRow // what the inspector shows of it
}

// dispatch gives an envelope to exactly one open socket, each in its turn.
// Whoever dispatches must await. Locked.
func (s *Server) dispatch(env envelope) *delivery {
	env.id = orElse(env.id, randomUUID())
	s.last = &env
	d := &delivery{env: env, done: make(chan struct{})}
	open := s.openSockets()
	d.off = s.opt.App.deaf(env.kind)
	d.row = s.traceEnvelope(env, len(open) > 0 && !d.off)
	if len(open) == 0 || d.off {
		d.settled = true
		close(d.done)
		return d
	}
	d.sock = open[s.nextSock%len(open)]
	s.nextSock++
	s.pending++
	d.sock.pending[env.id] = d
	d.sock.send(env.frame())
	return d
}

// openSockets are those that have not been told to go at once. One that was
// warned still takes envelopes. Locked.
func (s *Server) openSockets() []*socket {
	var open []*socket
	for _, sock := range s.sockets {
		if !sock.last {
			open = append(open, sock)
		}
	}
	return open
}

// await waits for the acknowledgement, three seconds at most.
func (s *Server) await(d *delivery) (acked bool) {
	timer := time.NewTimer(s.opt.Timing.Ack)
	defer timer.Stop()
	select {
	case <-d.done:
	case <-timer.C:
	case <-s.ctx.Done():
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settle(d)
	return d.acked
}

// acknowledge takes an app's answer. It counts on the connection that carried
// the envelope and in time; Slack promises nothing for others [unknown]. What it
// carries counts only where the envelope accepts it.
func (s *Server) acknowledge(sock *socket, id string, payload json.RawMessage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := sock.pending[id]
	kind := ""
	if d != nil {
		kind = d.env.kind
		d.acked = true
		if d.env.accepts {
			d.payload = payload
		}
	}
	s.record("ack", obj{"envelope_id": id, "type": kind, "known": d != nil}, orNull(payload))
	if d == nil {
		return
	}
	if d.env.onAck != nil {
		d.fault = d.env.onAck(d.payload)
	}
	s.settle(d)
}

// settle ends a delivery, once. Locked.
func (s *Server) settle(d *delivery) {
	if d.settled {
		return
	}
	d.settled = true
	s.traceSettled(d)
	if d.sock.pending[d.env.id] == d { // else the same envelope was sent once more
		delete(d.sock.pending, d.env.id)
	}
	s.pending--
	close(d.done)
}

func orNull(raw json.RawMessage) json.RawMessage {
	if len(raw) == 0 {
		return json.RawMessage("null")
	}
	return raw
}

// hasPayload reports whether an acknowledgement says anything.
func hasPayload(raw json.RawMessage) bool {
	switch string(raw) {
	case "", "null", "{}", `""`:
		return false
	default:
		return true
	}
}

// sendEvent delivers an event and, where it is not acknowledged, tries again
// as Slack does: about at once, after a minute, after five. Locked.
func (s *Server) sendEvent(outer obj) {
	if s.ctx.Err() != nil {
		return
	}
	first := s.dispatch(envelope{kind: "events_api", payload: outer, raised: s.clock.Now()})
	s.wg.Go(func() { s.insist(first) })
}

func (s *Server) insist(d *delivery) {
	for i, delay := range s.opt.Timing.Retries {
		if s.await(d) || !s.sleep(delay) {
			return
		}
		if s.clock.Now().Sub(d.env.raised) > eventLifetime {
			return
		}
		s.mu.Lock()
		d = s.dispatch(envelope{kind: d.env.kind, payload: d.env.payload, attempt: i + 1, raised: d.env.raised})
		s.mu.Unlock()
	}
	s.await(d)
}

// sleep reports whether the server still runs after d.
func (s *Server) sleep(d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-s.ctx.Done():
		return false
	}
}
