package sandbox

import (
	"net/http"
	"slices"

	"github.com/gorilla/websocket"
)

type faultRequest struct {
	fault
	Reason string `json:"reason"`
	One    bool   `json:"one"` // the oldest socket only
	Frame  string `json:"frame"`
	Binary bool   `json:"binary"`
}

// actFault makes something happen that a real Slack does now and then.
func (s *Server) actFault(req faultRequest) (obj, error) {
	switch req.Kind {
	case "redeliver":
		return s.redeliver()
	case "disconnect", "drop":
		return s.faultSockets(req)
	case "frame":
		return s.faultFrame(req)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch req.Kind {
	case "clear":
		s.faults, s.revoked, s.off, s.uninstalled = nil, false, false, false
	case "revoke":
		s.revoke()
	case "uninstall":
		if err := s.uninstall(); err != nil {
			return nil, err
		}
	case "status", "error", "slow", "reset", "answer":
		return nil, s.addFault(req.fault)
	default:
		return nil, refusal("unknown_fault", "The kinds are disconnect, drop, frame, status, error, slow, reset, answer, redeliver, revoke, uninstall and clear.")
	}
	s.changed("bot")
	return nil, nil
}

func (s *Server) addFault(f fault) error {
	f.Method = orElse(f.Method, "*")
	f.Times = max(f.Times, -1)
	if f.Times == 0 {
		f.Times = 1
	}
	if f.Kind == "answer" && f.Status == 0 {
		f.Status = http.StatusOK
	}
	switch {
	case f.Method != "*" && f.Method != methodResponseURL && s.methods[f.Method].run == nil:
		return refusal("unknown_method", "The sandbox has no such method.")
	case f.Kind == "status" && (f.Status < 400 || f.Status > 599):
		return refusal("invalid_status", "A status is between 400 and 599.")
	case f.Kind == "answer" && (f.Status < 200 || f.Status > 599):
		return refusal("invalid_status", "A status is between 200 and 599.")
	case f.Kind == "error" && f.Error == "":
		return refusal("invalid_error", "Say which error.")
	case f.Kind == "slow" && (f.MS <= 0 || f.MS > 600_000):
		return refusal("invalid_ms", "Say how many milliseconds, up to ten minutes.")
	}
	s.faults = append(s.faults, &f)
	s.changed("bot")
	return nil
}

// faultSockets ends connections, with a frame that says why or without a word.
func (s *Server) faultSockets(req faultRequest) (obj, error) {
	reasons := []string{"warning", "refresh_requested", "link_disabled", "too_many_websockets"}
	if req.Kind == "disconnect" && !slices.Contains(reasons, req.Reason) {
		return nil, refusal("unknown_reason", "The reasons are warning, refresh_requested, link_disabled and too_many_websockets.")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	n := len(s.sockets)
	if req.Reason == "link_disabled" {
		s.off = true // Socket Mode is off as a whole, until the fault is cleared
	} else if req.One {
		n = min(n, 1)
	}
	for _, sock := range s.sockets[:n] {
		if req.Kind == "drop" {
			sock.shut()
			continue
		}
		s.disconnect(sock, req.Reason)
	}
	return obj{"sockets": n}, nil
}

// faultFrame sends connections a frame that is no envelope, as it stands.
func (s *Server) faultFrame(req faultRequest) (obj, error) {
	kind := websocket.TextMessage
	if req.Binary {
		kind = websocket.BinaryMessage
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	n := len(s.sockets)
	if req.One {
		n = min(n, 1)
	}
	for _, sock := range s.sockets[:n] {
		sock.sendAs(kind, []byte(req.Frame))
	}
	return obj{"sockets": n}, nil
}

// redeliver sends the last envelope once more.
func (s *Server) redeliver() (obj, error) {
	s.mu.Lock()
	if s.last == nil {
		s.mu.Unlock()
		return nil, refusal("nothing_sent", "No envelope was sent yet.")
	}
	again := *s.last
	again.attempt++
	again.onAck = nil
	d := s.dispatch(again)
	s.mu.Unlock()
	acked := s.await(d)
	return outcome(d, acked), nil
}

// revoke takes the app's bot token away, as an admin can. The app-level token
// stays, so that connections go on opening. Locked.
func (s *Server) revoke() {
	s.emit("tokens_revoked", nil, obj{
		"type": "tokens_revoked", "tokens": obj{"oauth": []string{}, "bot": []string{s.w.app.BotUserID}},
	})
	s.revoked = true
}

// ShutOut reports whether a fault keeps the app from connecting until it is cleared: its token was taken away, or
// Socket Mode is switched off.
func (s *Server) ShutOut() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.revoked || s.off
}

// faultState lists the faults that still strike. Locked.
func (s *Server) faultState() []fault {
	out := []fault{}
	for _, f := range s.faults {
		out = append(out, *f)
	}
	if s.off {
		out = append(out, fault{Kind: "disconnect", Method: "apps.connections.open", Error: "socket_mode_not_enabled"})
	}
	if s.revoked {
		kind := "revoke"
		if s.uninstalled {
			kind = "uninstall"
		}
		out = append(out, fault{Kind: kind, Method: "*"})
	}
	return out
}
