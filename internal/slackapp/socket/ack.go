package socket

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

const (
	// maxAckFrame is the largest frame Slack takes from a client, in bytes; slack-go
	// refuses one of this size itself.
	maxAckFrame = 20 << 10
	// queueAckWithin bounds the wait for a place in the client's queue of twenty.
	queueAckWithin = 2 * time.Second
	// plainFlush is how long to leave the client for writing where nobody sees it write.
	plainFlush = 200 * time.Millisecond
)

var errOver = errors.New("the socket that brought it has ended")

// acknowledge answers j's envelope with payload, or with nothing where the
// payload cannot be sent, and reports whether the socket took it.
func (r *Runner) acknowledge(j job, payload any) bool {
	raw, err := ackPayload(j.env, payload)
	if err != nil {
		r.log.Error("an answer cannot be sent in the acknowledgement; it is left out",
			"envelope", j.env.ID, "type", j.env.Type, "error", err)
	}
	if err := j.link.ack(j.env.ID, raw); err != nil {
		r.log.Warn("an envelope is not acknowledged", "envelope", j.env.ID, "type", j.env.Type, "error", err)
		return false
	}
	return true
}

// ackPayload encodes payload and checks that Slack takes it.
func ackPayload(e Envelope, payload any) (json.RawMessage, error) {
	if payload == nil {
		return nil, nil
	}
	if !e.AcceptsPayload {
		return nil, errors.New("the envelope takes no payload")
	}
	raw, err := json.Marshal(payload)
	if err != nil {
		return nil, fmt.Errorf("encode the payload: %w", err)
	}
	id, err := json.Marshal(e.ID)
	if err != nil {
		return nil, fmt.Errorf("encode the envelope id: %w", err)
	}
	if size := len(`{"envelope_id":,"payload":}`) + len(id) + len(raw); size >= maxAckFrame {
		return nil, fmt.Errorf("%d bytes are more than Slack's limit of %d", size, maxAckFrame)
	}
	return raw, nil
}

// ack queues an acknowledgement on the connection that brought the envelope.
func (l *link) ack(id string, payload json.RawMessage) error {
	if l.isOver() {
		return errOver
	}
	ctx, cancel := context.WithTimeout(l.ctx, queueAckWithin)
	defer cancel()
	var body any
	if payload != nil {
		body = payload
	}
	l.queued.Add(1)
	if err := l.client.AckCtx(ctx, id, body); err != nil {
		l.queued.Add(-1)
		return err
	}
	return nil
}

func (l *link) isOver() bool {
	return l.ctx.Err() != nil
}

// flush waits until the client has written what was queued, or ctx ends.
func (l *link) flush(ctx context.Context) {
	if !l.tapped {
		wait(ctx, plainFlush)
		return
	}
	for l.written.Load() < l.queued.Load() {
		select {
		case <-l.wrote:
		case <-l.over:
			return
		case <-ctx.Done():
			return
		}
	}
}

// wait returns after d, or earlier when ctx ends.
func wait(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
