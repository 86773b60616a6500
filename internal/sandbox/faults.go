package sandbox

import (
	"context"
	"io"
	"net"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// fault is something that a real Slack does now and then, made to happen.
type fault struct {
	Kind       string `json:"kind"` // status, error, slow, reset, answer
	Method     string `json:"method"`
	Status     int    `json:"status,omitempty"`
	RetryAfter int    `json:"retry_after,omitempty"`
	Error      string `json:"error,omitempty"`
	MS         int    `json:"ms,omitempty"`
	Times      int    `json:"times"` // how often it still strikes; below zero until it is cleared
	After      bool   `json:"after"` // Slack does the work first

	// Of an answer: anything at all, in place of what Slack would say.
	Body    string            `json:"body,omitempty"`
	Headers map[string]string `json:"headers,omitempty"`
}

// takeFault uses up one strike of the first fault set for the method.
// response_url posts are the method "response_url".
func (s *Server) takeFault(method string) *fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.faults, func(f *fault) bool { return f.Method == "*" || f.Method == method })
	if i < 0 {
		return nil
	}
	f := s.faults[i]
	struck := *f
	if f.Times < 0 {
		return &struck
	}
	f.Times--
	if f.Times == 0 {
		s.faults = slices.Delete(s.faults, i, i+1)
	}
	s.changed("bot")
	return &struck
}

// delay waits where the fault is slowness.
func (f *fault) delay(ctx context.Context) error {
	if f == nil || f.Kind != "slow" {
		return nil
	}
	timer := time.NewTimer(time.Duration(f.MS) * time.Millisecond)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// late reports whether Slack does the work before the fault shows.
func (f *fault) late() bool { return f != nil && f.After }

// hits reports whether the answer is spoiled.
func (f *fault) hits() bool { return f != nil && f.Kind != "slow" }

// misbehave answers as the fault says. done is what was done before, if it was.
func (s *Server) misbehave(w http.ResponseWriter, c *call, f *fault, done obj) {
	answer := obj{"fault": f.Kind, "done": done != nil}
	switch f.Kind {
	case "reset":
		s.recordCall(c, answer)
		cut(w)
	case "error":
		body := obj{"ok": false, "error": f.Error}
		s.recordCall(c, body)
		writeJSON(w, http.StatusOK, body)
	case "answer":
		answer["status"] = f.Status
		s.recordCall(c, answer)
		f.say(w)
	default:
		answer["status"] = f.Status
		s.recordCall(c, answer)
		writeStatus(w, f)
	}
}

// say writes what the fault has in place of an answer.
func (f *fault) say(w http.ResponseWriter) {
	for name, value := range f.Headers {
		w.Header().Set(name, value)
	}
	w.WriteHeader(f.Status)
	_, _ = io.WriteString(w, f.Body)
}

func writeStatus(w http.ResponseWriter, f *fault) {
	if f.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(f.RetryAfter))
	}
	if f.Status == http.StatusTooManyRequests {
		writeJSON(w, f.Status, obj{"ok": false, "error": "ratelimited"})
		return
	}
	http.Error(w, http.StatusText(f.Status), f.Status)
}

// cut closes the connection without an answer, with a reset where it is TCP.
func cut(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler) // HTTP/2 cannot be hijacked; this aborts the stream
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}
