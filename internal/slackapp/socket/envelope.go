package socket

import (
	"encoding/json"
	"time"

	"github.com/slack-go/slack/socketmode"
)

// take hands an envelope on.
func (l *link) take(req *socketmode.Request) {
	l.heard()
	l.runner.accept(job{link: l, env: Envelope{
		ID: req.EnvelopeID, Type: req.Type, Payload: req.Payload,
		AcceptsPayload: req.AcceptsResponsePayload,
		RetryAttempt:   req.RetryAttempt, RetryReason: req.RetryReason,
		Received: time.Now(),
	}})
}

// salvage reads the raw frame of a message that slack-go could not parse, for
// instance of an event it does not know. Without an answer Slack would send it
// again and again.
func (l *link) salvage(data any) {
	l.heard()
	bad, ok := data.(*socketmode.ErrorBadMessage)
	if !ok {
		return
	}
	j := job{link: l, env: rawEnvelope(bad.Message)}
	if j.env.ID == "" {
		l.log.Warn("a message could not be read and has no envelope", "bytes", len(bad.Message))
		return
	}
	j.bare = j.env.Type == ""
	l.log.Info("a message is not known to the library", "envelope", j.env.ID, "type", j.env.Type)
	l.runner.accept(j)
}

// rawEnvelope reads what it can of a frame; a field of another kind than
// expected is left empty.
func rawEnvelope(frame json.RawMessage) Envelope {
	env := Envelope{Received: time.Now()}
	var fields map[string]json.RawMessage
	if json.Unmarshal(frame, &fields) != nil {
		return env
	}
	env.Payload = fields["payload"]
	for name, target := range map[string]any{
		"envelope_id": &env.ID, "type": &env.Type, "accepts_response_payload": &env.AcceptsPayload,
		"retry_attempt": &env.RetryAttempt, "retry_reason": &env.RetryReason,
	} {
		_ = json.Unmarshal(fields[name], target)
	}
	return env
}
