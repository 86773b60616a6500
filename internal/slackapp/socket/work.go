package socket

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"runtime/debug"
	"time"
)

const (
	// AckWithin is how long a handler has for its answer, counted from the arrival
	// of the envelope. Slack waits three seconds.
	AckWithin = 2500 * time.Millisecond
	// afterWithin bounds Reply.After, so that nothing is ever lost to it.
	afterWithin = 30 * time.Second
	// queuedPerWorker is how many envelopes may wait for each worker. All together are what can be answered within the
	// three seconds even on a slow disk: a sync that takes half a second must not turn anybody away.
	queuedPerWorker = 64
	maxRefusals     = 64
	// maxFollowing is how much that comes after acknowledgements may be under way beside the workers.
	maxFollowing = 256
)

// job is an envelope with the connection that has to acknowledge it.
type job struct {
	link *link
	env  Envelope
	bare bool // acknowledge only: there is nothing to handle
}

// accept queues j for the workers. It never blocks: the loop that calls it has
// to go on reading. What finds the queue full or closed is refused, and what finds
// too much of its own person's waiting.
func (r *Runner) accept(j job) {
	r.underway.Add(1)
	j.link.underway.Add(1)
	if r.jobs.push(r.whose(j), j) {
		return
	}
	r.underway.Add(-1)
	select {
	case r.refusals <- j:
	default:
		j.link.underway.Add(-1)
		r.log.Error("an envelope is dropped: too many are waiting", "envelope", j.env.ID, "type", j.env.Type)
		r.ended(j.env, Dropped)
	}
}

// whose says between whom the queue is fair, or "" for what is nobody's.
func (r *Runner) whose(j job) string {
	if r.opts.Whose == nil || j.bare {
		return ""
	}
	return r.opts.Whose(j.env)
}

func (r *Runner) worker() {
	for {
		j, done, ok := r.jobs.pop()
		if !ok {
			return
		}
		r.process(j)
		j.link.underway.Add(-1)
		done()
		r.underway.Add(-1)
	}
}

// Idle reports whether everything that arrived has been handled, with what comes after its acknowledgement.
func (r *Runner) Idle() bool { return r.underway.Load() == 0 }

// refuse answers refused envelopes until ctx ends. Those without an honest
// answer stay unacknowledged: Slack sends events again, and tells a person
// itself that a command or a click failed.
func (r *Runner) refuse(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case j := <-r.refusals:
			r.log.Warn("an envelope is refused: all workers are busy", "envelope", j.env.ID, "type", j.env.Type)
			r.ended(j.env, Refused)
			if payload := r.busy(j.env); payload != nil {
				_ = r.acknowledge(j, payload) // It was counted as refused, and logged if it did not go out.
			}
			j.link.underway.Add(-1)
		}
	}
}

func (r *Runner) busy(e Envelope) any {
	if r.opts.Busy == nil || !e.AcceptsPayload {
		return nil
	}
	return r.opts.Busy(e)
}

// process handles one envelope. One that waited past its deadline, or whose
// connection has gone, is left: Slack has told the person that it failed, or
// sends it again.
func (r *Runner) process(j job) {
	if j.bare {
		r.finish(j, Reply{}, Acknowledged)
		return
	}
	ctx, cancel := context.WithDeadline(r.work, j.env.Received.Add(AckWithin))
	defer cancel()
	if ctx.Err() != nil || j.link.isOver() {
		r.log.Warn("an envelope came too late to a worker", "envelope", j.env.ID, "type", j.env.Type)
		r.ended(j.env, Late)
		return
	}
	reply, handled := r.handle(ctx, j.env)
	r.finish(j, reply, handled)
	if reply.After != nil {
		r.follow(j.env, reply.After)
	}
}

// finish acknowledges an envelope, unless its reply says not to, and tells how it ended.
func (r *Runner) finish(j job, reply Reply, handled Outcome) {
	switch {
	case reply.NoAck:
		r.ended(j.env, Left)
	case !r.acknowledge(j, reply.Payload):
		r.ended(j.env, Unsent)
	default:
		r.ended(j.env, handled)
	}
}

// follow runs what comes after an acknowledgement beside the workers: it may wait for its turn at Slack,
// while others wait for an answer. Where as many wait as is bearable, this worker waits with them.
func (r *Runner) follow(e Envelope, f func(context.Context)) {
	select {
	case r.following <- struct{}{}:
		r.underway.Add(1)
		r.followers.Go(func() {
			defer func() { <-r.following; r.underway.Add(-1) }()
			r.after(e, f)
		})
	default:
		r.after(e, f)
	}
}

// handle calls the handler. A panic becomes an empty acknowledgement, so that
// Slack does not send again what breaks the handler.
func (r *Runner) handle(ctx context.Context, e Envelope) (reply Reply, handled Outcome) {
	defer func() {
		if v := recover(); v != nil {
			r.panicked(e, v)
			reply, handled = Reply{}, Panicked
		}
	}()
	return r.handler(ctx, e), Acknowledged
}

func (r *Runner) after(e Envelope, f func(context.Context)) {
	ctx, cancel := context.WithTimeout(r.work, afterWithin)
	defer cancel()
	defer func() {
		if v := recover(); v != nil {
			r.panicked(e, v)
		}
	}()
	f(ctx)
}

// panicked logs a panic under a word that a person can pass on. The value may
// hold private text, so only errors of the runtime are shown in words.
func (r *Runner) panicked(e Envelope, v any) {
	what := fmt.Sprintf("%T", v)
	if err, ok := v.(runtime.Error); ok {
		what = err.Error()
	}
	r.log.Error("a handler panicked", "ref", reference(), "envelope", e.ID, "type", e.Type,
		"panic", what, "stack", string(debug.Stack()))
}

// reference makes a short word to find a log line by.
func reference() string {
	words := [...]string{
		"amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "heath",
		"iris", "juniper", "kelp", "lark", "maple", "nettle", "otter", "pine",
	}
	return fmt.Sprintf("%s-%d", words[rand.N(len(words))], 100+rand.N(900))
}
