package standin

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

const (
	// SlackWaits is how long Slack waits for an acknowledgement before it tells the person that the app failed.
	SlackWaits = 3 * time.Second
	// patience is how long the last acknowledgements of a series are waited for.
	patience = 10 * time.Second
	maxFrame = 32 << 10
)

// Series is a number of commands, /mission progress by the members of missions, each in the next channel.
type Series struct {
	Commands int
	// Channels is how many there are, each with so many Members: person (channel + k) modulo all people, for k below it.
	Channels, Members int
	// First is the number of the first command. No number is used twice, since the trigger names the request.
	First int
	// Rate sends so many a second, whatever the answers do. Where it is 0, Senders wait each for its answer.
	Rate, Senders int
}

// Result is what came of a series.
type Result struct {
	Sent, Acked int
	// Refused were acknowledged with words, which a kept entry is not.
	Refused int
	// Late came after Slack's three seconds.
	Late int
	// Took is from the write of a command to its acknowledgement, sorted; of those that were acknowledged.
	Took []time.Duration
	// Behind is how much later than planned the commands left, sorted; in an open loop.
	Behind []time.Duration
	// Span is from the first command to the last acknowledgement.
	Span time.Duration
}

// Lost counts the commands that nobody acknowledged in time.
func (r Result) Lost() int { return r.Sent - r.Acked + r.Late }

// Quantile returns the time below which such a share of the commands was acknowledged, or 0 for none.
func (r Result) Quantile(share float64) time.Duration { return quantile(r.Took, share) }

func quantile(sorted []time.Duration, share float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(int(share*float64(len(sorted))), len(sorted)-1)]
}

// series is a Series under way. Times are nanoseconds since it began.
type series struct {
	Series
	began   time.Time
	sent    []atomic.Int64
	acked   []atomic.Int64
	behind  []time.Duration
	turns   []chan struct{}
	refused atomic.Int64
	left    atomic.Int64
	done    chan struct{}
}

// Play sends a series over the sockets that are open and waits for its acknowledgements, bounded in time.
func (s *Slack) Play(ctx context.Context, plan Series) (Result, error) {
	sockets := s.open()
	if len(sockets) == 0 {
		return Result{}, fmt.Errorf("no socket is open")
	}
	run := &series{Series: plan, began: time.Now(), done: make(chan struct{})}
	run.sent, run.acked = make([]atomic.Int64, plan.Commands), make([]atomic.Int64, plan.Commands)
	run.left.Store(int64(plan.Commands))
	for range plan.Senders {
		run.turns = append(run.turns, make(chan struct{}, 1))
	}
	s.series.Store(run)
	defer s.series.Store(nil)
	send := run.openLoop
	if plan.Rate == 0 {
		send = run.closedLoop
	}
	if err := send(ctx, sockets); err != nil {
		return run.result(), err
	}
	select {
	case <-run.done:
	case <-time.After(patience):
	case <-ctx.Done():
	}
	return run.result(), ctx.Err()
}

// openLoop sends at a steady rate and waits for nobody.
func (r *series) openLoop(ctx context.Context, sockets []*socket) error {
	for n := range r.sent {
		at := time.Duration(n) * time.Second / time.Duration(r.Rate)
		if wait := at - time.Since(r.began); wait > 0 {
			time.Sleep(wait)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		r.behind = append(r.behind, max(0, time.Since(r.began)-at))
		if err := sockets[n%len(sockets)].send(r, n); err != nil {
			return err
		}
	}
	return nil
}

// closedLoop lets each sender wait for its answer before its next command.
func (r *series) closedLoop(ctx context.Context, sockets []*socket) error {
	var wg sync.WaitGroup
	errs := make([]error, r.Senders)
	for i := range r.Senders {
		wg.Go(func() {
			for n := i; n < len(r.sent) && errs[i] == nil; n += r.Senders {
				if errs[i] = sockets[n%len(sockets)].send(r, n); errs[i] != nil {
					return
				}
				select {
				case <-r.turns[i]:
				case <-time.After(patience):
					errs[i] = fmt.Errorf("command %d was not acknowledged", n)
				case <-ctx.Done():
					errs[i] = ctx.Err()
				}
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// send writes command n of a series.
func (one *socket) send(r *series, n int) error {
	one.write.Lock()
	defer one.write.Unlock()
	one.frame = r.frame(one.frame[:0], n)
	r.sent[n].Store(int64(time.Since(r.began)))
	return one.conn.WriteMessage(websocket.TextMessage, one.frame)
}

// frame appends the envelope of command n.
func (r *series) frame(f []byte, n int) []byte {
	number := r.First + n
	channel := number % r.Channels
	person := channel + number/r.Channels%r.Members
	f = append(f, `{"type":"slash_commands","envelope_id":"`...)
	f = strconv.AppendInt(f, int64(n), 10)
	f = append(f, `","accepts_response_payload":true,"payload":{"token":"bench","team_id":"`+Team+`","team_domain":"bench","channel_id":"C0BENCH`...)
	f = appendNumber(f, channel)
	f = append(f, `","channel_name":"bench","user_id":"U0BENCH`...)
	f = appendNumber(f, person)
	f = append(f, `","user_name":"bench","command":"/mission","text":"progress Followed ten refunds from end to end, and found where two of the days go &amp; why","api_app_id":"A0BENCH001",`+
		`"is_enterprise_install":"false","response_url":"https:\/\/hooks.slack.example\/commands\/1","trigger_id":"`...)
	f = strconv.AppendInt(f, int64(number), 10)
	return append(f, `.13345224609.8088930838d88f008e0"}}`...)
}

// appendNumber is the %05d of User and Channel, without its cost.
func appendNumber(f []byte, n int) []byte {
	for limit := 10_000; limit > 1 && n < limit; limit /= 10 {
		f = append(f, '0')
	}
	return strconv.AppendInt(f, int64(n), 10)
}

// read takes what an app sends until its socket ends.
func (s *Slack) read(one *socket) {
	buf := make([]byte, maxFrame)
	for {
		_, in, err := one.conn.NextReader()
		if err != nil {
			return
		}
		n, err := io.ReadFull(in, buf)
		if err == nil || n == 0 {
			return // longer than any acknowledgement that Slack takes
		}
		s.acknowledged(buf[:n])
	}
}

var idMark = []byte(`"envelope_id":"`)

// acknowledged notes an acknowledgement.
func (s *Slack) acknowledged(frame []byte) {
	r := s.series.Load()
	_, rest, ok := bytes.Cut(frame, idMark)
	id, rest, closed := bytes.Cut(rest, []byte(`"`))
	n, err := strconv.Atoi(string(id))
	if r == nil || !ok || !closed || err != nil || n < 0 || n >= len(r.acked) || r.sent[n].Load() == 0 {
		s.strays.Add(1)
		return
	}
	if !r.acked[n].CompareAndSwap(0, int64(time.Since(r.began))) {
		s.strays.Add(1)
		return
	}
	if bytes.Contains(rest, []byte(`"text"`)) {
		r.refused.Add(1)
	}
	if len(r.turns) > 0 {
		r.turns[n%len(r.turns)] <- struct{}{}
	}
	if r.left.Add(-1) == 0 {
		close(r.done)
	}
}

// Strays counts the acknowledgements that belong to no command that waited.
func (s *Slack) Strays() int64 { return s.strays.Load() }

func (r *series) result() Result {
	out := Result{Refused: int(r.refused.Load()), Behind: r.behind}
	var last int64
	for n := range r.sent {
		sent, acked := r.sent[n].Load(), r.acked[n].Load()
		if sent > 0 {
			out.Sent++
		}
		if acked == 0 {
			continue
		}
		out.Acked++
		last = max(last, acked)
		took := time.Duration(acked - sent)
		if took > SlackWaits {
			out.Late++
		}
		out.Took = append(out.Took, took)
	}
	out.Span = time.Duration(last)
	slices.Sort(out.Took)
	slices.Sort(out.Behind)
	return out
}
