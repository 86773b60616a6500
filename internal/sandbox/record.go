package sandbox

import (
	"encoding/json"
	"io"
	"slices"
	"time"
)

// maxTape and maxTapeBytes bound what is kept for GET /_sandbox/calls.
const (
	maxTape      = 20_000
	maxTapeBytes = 64 << 20
)

// entry is one recorded call: a Web API call, a response_url post
// ("response_url"), or an acknowledgement ("ack").
type entry struct {
	Seq int       `json:"seq"`
	At  time.Time `json:"at"` // sandbox time
	recorded
}

// recorded is an entry as the record writes it.
type recorded struct {
	Method   string          `json:"method"`
	Args     json.RawMessage `json:"args"`
	Response json.RawMessage `json:"response"`
}

// tape keeps the calls and copies them to the record.
type tape struct {
	out     io.Writer
	next    int
	entries []entry
	bytes   int // of their JSON
}

// keep adds an entry, and forgets the older half of all where they are too many or too large.
func (t *tape) keep(e entry) {
	t.entries = append(t.entries, e)
	t.bytes += e.size()
	for len(t.entries) > 1 && (len(t.entries) > maxTape || t.bytes > maxTapeBytes) {
		half := len(t.entries) / 2
		for _, old := range t.entries[:half] {
			t.bytes -= old.size()
		}
		t.entries = slices.Clone(t.entries[half:])
	}
}

func (e entry) size() int { return len(e.Args) + len(e.Response) }

// record notes a call or an acknowledgement. Locked.
func (s *Server) record(method string, args, response any) {
	e := entry{
		Seq: s.tape.next, At: s.clock.Now().Round(0),
		recorded: recorded{Method: method, Args: frozen(args), Response: frozen(response)},
	}
	s.tape.next++
	s.tape.keep(e)
	s.changed("bot")
	if s.tape.out == nil || s.ctx.Err() != nil {
		return // After Close the writer belongs to whoever gave it.
	}
	if _, err := s.tape.out.Write(append(encodeJSON(e.recorded), '\n')); err != nil {
		s.log.Error("the record cannot be written", "error", err)
		s.tape.out = nil
	}
}

// frozen is a copy as JSON, since what it shows goes on changing.
func frozen(v any) json.RawMessage {
	if raw, ok := v.(json.RawMessage); ok && json.Valid(raw) {
		return raw
	}
	return encodeJSON(v)
}

// since lists the calls from seq on. Locked.
func (t *tape) since(seq int) []entry {
	out := []entry{}
	for _, e := range t.entries {
		if e.Seq >= seq {
			out = append(out, e)
		}
	}
	return out
}
