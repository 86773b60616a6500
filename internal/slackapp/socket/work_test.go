package socket

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// What the library cannot read is still answered, and does not end the socket.
func TestBadFrames(t *testing.T) {
	for _, tc := range []struct {
		name    string
		frame   string
		id      string
		handled string // the type the handler sees; empty: not called
		acks    []string
	}{
		{"an envelope type that is not known is handed on", `{"type":"options_2031","envelope_id":"e1","accepts_response_payload":true,"payload":{"a":1}}`, "e1", "options_2031", []string{`"ok"`}},
		{"an event that is not known is handed on", `{"type":"events_api","envelope_id":"e2","payload":{"type":"event_callback","event":{"type":"moon_phase_changed"}}}`, "e2", "events_api", []string{""}},
		{"a payload of an odd shape is handed on", `{"type":"slash_commands","envelope_id":"e3","accepts_response_payload":true,"payload":[1,2]}`, "e3", "slash_commands", []string{`"ok"`}},
		{"an interaction with an odd field is handed on", `{"type":"interactive","envelope_id":"e4","payload":{"type":"block_actions","actions":7}}`, "e4", "interactive", []string{""}},
		{"odd outer fields do not hide the envelope", `{"type":"events_api","envelope_id":"e5","retry_attempt":"two","payload":{"type":"event_callback"}}`, "e5", "events_api", []string{""}},
		{"an envelope without a type is acknowledged alone", `{"envelope_id":"e6","payload":{}}`, "e6", "", []string{""}},
		{"a frame without an envelope is passed over", `{"type":"riddle"}`, "", "", nil},
		{"a frame that is no object is passed over", `[1,2,3]`, "", "", nil},
		{"a frame that is no JSON is passed over", `{"type":"slash_commands",`, "", "", nil},
		{"an empty frame is passed over", ``, "", "", nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFakeSlack(t)
				var seen atomic.Value
				seen.Store("")
				f.start(Options{Connections: 1}, func(_ context.Context, e Envelope) Reply {
					seen.Store(seen.Load().(string) + e.Type)
					if e.AcceptsPayload {
						return Reply{Payload: "ok"}
					}
					return Reply{}
				})
				time.Sleep(time.Second)
				f.open()[0].send(tc.frame)
				time.Sleep(time.Second)
				if got := seen.Load().(string); got != tc.handled {
					t.Errorf("handled %q, want %q", got, tc.handled)
				}
				f.wantAcks(tc.id, tc.acks...)
				f.open()[0].send(command("good"))
				time.Sleep(time.Second)
				f.wantAcks("good", `"ok"`)
				if f.opened() != 1 {
					t.Errorf("the socket was replaced: %d opens", f.opened())
				}
			})
		})
	}
}

func TestEnvelopeCarriesItsFields(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeSlack(t)
		var got atomic.Value
		f.start(Options{Connections: 1}, func(ctx context.Context, e Envelope) Reply {
			got.Store(e)
			if deadline, ok := ctx.Deadline(); !ok || !deadline.Equal(e.Received.Add(AckWithin)) {
				t.Errorf("the handler's deadline is %v, received %v", deadline, e.Received)
			}
			return Reply{}
		})
		time.Sleep(time.Second)
		f.open()[0].send(event("e1"))
		time.Sleep(time.Second)
		e := got.Load().(Envelope)
		if e.ID != "e1" || e.Type != "events_api" || e.AcceptsPayload || e.RetryAttempt != 1 || e.RetryReason != "timeout" ||
			!strings.Contains(string(e.Payload), `"event_id":"Ev1"`) || time.Since(e.Received) != time.Second {
			t.Errorf("envelope: %+v", e)
		}
	})
}

// An answer that Slack would not take becomes an empty acknowledgement; what
// should come after it still comes.
func TestPayloadOfAcknowledgement(t *testing.T) {
	const around = len(`{"envelope_id":"e1","payload":""}`)
	fits := strings.Repeat("x", maxAckFrame-1-around)
	for _, tc := range []struct {
		name    string
		frame   string
		payload any
		want    string
		logged  string
	}{
		{"no payload", command("e1"), nil, "", ""},
		{"a payload", command("e1"), map[string]string{"text": "Saved."}, `{"text":"Saved."}`, ""},
		{"the largest payload", command("e1"), fits, `"` + fits + `"`, ""},
		{"a payload one byte too large", command("e1"), fits + "x", "", "20480 bytes are more than"},
		{"a payload that grows when it is escaped", command("e1"), strings.Repeat("<", 5000), "", "more than Slack's limit"},
		{"a payload that cannot be encoded", command("e1"), make(chan int), "", "encode the payload"},
		{"a payload for an envelope that takes none", event("e1"), "hello", "", "takes no payload"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFakeSlack(t)
				var after atomic.Bool
				r := f.start(Options{Connections: 1}, func(context.Context, Envelope) Reply {
					return Reply{Payload: tc.payload, After: func(context.Context) { after.Store(true) }}
				})
				time.Sleep(time.Second)
				f.open()[0].send(tc.frame)
				time.Sleep(time.Second)
				f.wantAcks("e1", tc.want)
				if !after.Load() {
					t.Error("After did not run")
				}
				if got := r.logs.String(); !strings.Contains(got, tc.logged) || strings.Contains(got, "level=ERROR") != (tc.logged != "") {
					t.Errorf("log, want %q:\n%s", tc.logged, got)
				}
			})
		})
	}
}

// What comes after an acknowledgement keeps no worker from the next envelope, and a run that ends waits for
// it.
func TestWhatComesAfterHoldsNobodyUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeSlack(t)
		var after atomic.Int64
		r := f.start(Options{Connections: 1, Workers: 1}, func(context.Context, Envelope) Reply {
			return Reply{After: func(context.Context) { time.Sleep(5 * time.Second); after.Add(1) }}
		})
		time.Sleep(time.Second)
		for _, id := range []string{"c1", "c2", "c3"} {
			f.open()[0].send(command(id))
		}
		time.Sleep(time.Second)
		for _, id := range []string{"c1", "c2", "c3"} {
			f.wantAcks(id, "")
		}
		if err := r.stop(); err != nil || after.Load() != 3 {
			t.Errorf("stopped with %v after %d of 3", err, after.Load())
		}
	})
}

func TestNoAckLeavesTheEnvelope(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeSlack(t)
		var after atomic.Bool
		f.start(Options{Connections: 1}, func(context.Context, Envelope) Reply {
			return Reply{NoAck: true, After: func(context.Context) { after.Store(true) }}
		})
		time.Sleep(time.Second)
		f.open()[0].send(event("e1"))
		time.Sleep(time.Minute)
		f.wantAcks("e1")
		if !after.Load() {
			t.Error("After did not run")
		}
	})
}

// With every worker stalled the socket goes on: pings are answered, commands
// hear that the bot is busy, events are left for Slack to send again, and what
// waited too long is left as well.
func TestStalledHandlers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeSlack(t)
		release := make(chan struct{})
		var handled atomic.Int64
		r := f.start(Options{
			Connections: 1, Workers: 2,
			Busy: func(e Envelope) any { return "busy" },
		}, func(context.Context, Envelope) Reply {
			handled.Add(1)
			<-release
			return Reply{Payload: "done"}
		})
		time.Sleep(time.Second)
		s := f.open()[0]
		const places = 2 + 2*queuedPerWorker
		for n := range places {
			s.send(command(fmt.Sprint("c", n)))
			time.Sleep(time.Millisecond)
		}
		s.send(command("one too many"))
		s.send(event("one more"))
		before := s.pongs.Load()
		time.Sleep(5 * time.Minute)
		f.wantAcks("one too many", `"busy"`)
		f.wantAcks("one more")
		if f.opened() != 1 || s.pongs.Load()-before < 50 || r.Status().Connected != 1 {
			t.Errorf("%d opens, %d pongs in five minutes", f.opened(), s.pongs.Load()-before)
		}
		close(release)
		time.Sleep(time.Second)
		f.wantAcks("c0", `"done"`)
		f.wantAcks(fmt.Sprint("c", places-1))
		if handled.Load() != 2 {
			t.Errorf("%d envelopes handled; those in the queue came too late", handled.Load())
		}
		s.send(command("next"))
		time.Sleep(time.Second)
		f.wantAcks("next", `"done"`)
	})
}

// A flood beyond every bound neither blocks nor ends the socket.
func TestFloodIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeSlack(t)
		release := make(chan struct{})
		f.start(Options{Connections: 1, Workers: 1}, func(context.Context, Envelope) Reply {
			<-release
			return Reply{}
		})
		time.Sleep(time.Second)
		for n := range 1000 {
			f.open()[0].send(event(fmt.Sprint("e", n)))
		}
		time.Sleep(time.Minute)
		close(release)
		time.Sleep(time.Second)
		f.open()[0].send(event("next"))
		time.Sleep(time.Second)
		f.wantAcks("next", "")
		if f.opened() != 1 {
			t.Errorf("%d opens", f.opened())
		}
	})
}

// What a lost socket brought is not begun: nobody would hear the answer.
func TestLostSocketsEnvelopesAreLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeSlack(t)
		var handled atomic.Int64
		f.start(Options{Connections: 1, Workers: 1}, func(context.Context, Envelope) Reply {
			handled.Add(1)
			time.Sleep(time.Second)
			return Reply{}
		})
		time.Sleep(time.Second)
		s := f.open()[0]
		s.send(command("first"))
		s.send(command("second"))
		time.Sleep(time.Millisecond)
		s.cut()
		time.Sleep(10 * time.Second)
		f.wantAcks("first")
		f.wantAcks("second")
		if handled.Load() != 1 {
			t.Errorf("%d handled", handled.Load())
		}
	})
}

// A panic costs one answer, and its value is kept out of the log.
func TestPanics(t *testing.T) {
	const secret = "my personal mission is private"
	var empty []int
	for _, tc := range []struct {
		name   string
		reply  func() Reply
		logged string
	}{
		{"in a handler", func() Reply { panic(secret) }, "panic=string"},
		{"with an error", func() Reply { panic(errors.New(secret)) }, "panic=*errors.errorString"},
		{"of the runtime", func() Reply { return Reply{Payload: empty[3]} }, "index out of range [3]"},
		{"after the acknowledgement", func() Reply { return Reply{After: func(context.Context) { panic(secret) }} }, "panic=string"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFakeSlack(t)
				r := f.start(Options{Connections: 1, Workers: 1}, func(_ context.Context, e Envelope) Reply {
					if e.ID == "bad" {
						return tc.reply()
					}
					return Reply{Payload: "ok"}
				})
				time.Sleep(time.Second)
				f.open()[0].send(command("bad"))
				f.open()[0].send(command("good"))
				time.Sleep(time.Second)
				f.wantAcks("bad", "")
				f.wantAcks("good", `"ok"`)
				got := r.logs.String()
				if !strings.Contains(got, "ref=") || strings.Contains(got, secret) || !strings.Contains(got, tc.logged) {
					t.Errorf("log:\n%s", got)
				}
			})
		})
	}
}
