package sandbox

import (
	"encoding/json"
	"io"
	"time"
)

// maxTape bounds what is kept for GET /_sandbox/calls.
const maxTape = 20_000

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
}

// record notes a call or an acknowledgement. Locked.
func (s *Server) record(method string, args, response any) {
	e := entry{
		Seq: s.tape.next, At: s.clock.Now().Round(0),
		recorded: recorded{Method: method, Args: frozen(args), Response: frozen(response)},
	}
	s.tape.next++
	if len(s.tape.entries) >= maxTape {
		s.tape.entries = s.tape.entries[maxTape/2:]
	}
	s.tape.entries = append(s.tape.entries, e)
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
