package socket

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// Fewer sockets are wanted, then none, then all again: what arrived is answered, nothing new comes to those that were given
// up, and what is opened again is open at once.
func TestHold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeSlack(t)
		r := f.start(Options{Connections: 3}, func(context.Context, Envelope) Reply {
			time.Sleep(2 * time.Second)
			return Reply{Payload: map[string]string{"text": "ok"}}
		})
		time.Sleep(time.Minute)
		wantOpen(t, f, r, 3)

		for _, s := range f.open() {
			s.send(command("c" + string(rune('0'+s.n))))
		}
		time.Sleep(time.Second)
		r.Hold(1)
		time.Sleep(2 * time.Second)
		wantOpen(t, f, r, 1)
		for _, id := range []string{"c1", "c2", "c3"} {
			f.wantAcks(id, `{"text":"ok"}`)
		}

		r.Hold(0)
		time.Sleep(time.Second)
		wantOpen(t, f, r, 0)
		time.Sleep(time.Hour)
		wantOpen(t, f, r, 0)

		for range 5 { // A database that comes and goes must not make Slack's pauses ours.
			r.Hold(3)
			time.Sleep(time.Second)
			if len(f.open()) == 0 {
				t.Fatal("no socket is open a second after they are wanted again")
			}
			r.Hold(0)
			time.Sleep(time.Minute)
		}
		r.Hold(99)
		time.Sleep(3 * time.Minute)
		wantOpen(t, f, r, 3)
		if opened := f.opened(); opened > 3+5+3 {
			t.Errorf("%d connections were opened", opened)
		}
		if !strings.Contains(r.logs.String(), "socket given up") || strings.Contains(r.logs.String(), "level=WARN") {
			t.Errorf("the log says:\n%s", r.logs)
		}
	})
}

// wantOpen holds what Slack counts, and what the runner says of itself, to a number.
func wantOpen(t *testing.T, f *fakeSlack, r *running, n int) {
	t.Helper()
	if got, s := len(f.open()), r.Status(); got != n || s.Connected != n || s.Wanted != n {
		t.Fatalf("%d sockets are open and %+v, want %d", got, s, n)
	}
}

// A handler that does not answer keeps its socket no longer than Slack waits for it.
func TestHoldWaitsForNoOneForever(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeSlack(t)
		over := make(chan struct{})
		r := f.start(Options{Connections: 1}, func(context.Context, Envelope) Reply { <-over; return Reply{} })
		time.Sleep(time.Second)
		f.open()[0].send(command("c1"))
		time.Sleep(time.Second)
		r.Hold(0)
		time.Sleep(retireWithin - 100*time.Millisecond)
		wantSockets(t, f, 1)
		time.Sleep(time.Second)
		wantSockets(t, f, 0)
		close(over)
	})
}

func wantSockets(t *testing.T, f *fakeSlack, n int) {
	t.Helper()
	if got := len(f.open()); got != n {
		t.Fatalf("%d sockets are open, want %d", got, n)
	}
}

// Whoever opens a socket learns how many others are connected, and not from one that was opened earlier.
func TestBeside(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeSlack(t)
		f.extra = 2
		r := f.start(Options{Connections: 2}, ackAll)
		time.Sleep(time.Minute)
		if others, known := r.Beside(); others != 2 || !known {
			t.Errorf("%d others, %v", others, known)
		}
		r.Hold(0)
		time.Sleep(time.Minute)
		if _, known := r.Beside(); known {
			t.Error("without a socket it knows how many others are connected")
		}
		f.mu.Lock()
		f.extra = 0
		f.mu.Unlock()
		r.Hold(1)
		time.Sleep(time.Second)
		if others, known := r.Beside(); others != 0 || !known {
			t.Errorf("%d others, %v, want none", others, known)
		}
	})
}
