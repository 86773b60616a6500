package socket

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// Both sockets are warned at once, and closed ten seconds later, time and again
// while commands arrive: each finds a socket and is acknowledged once.
func TestRefreshLosesNoCommand(t *testing.T) {
	for _, reason := range []string{"warning", "refresh_requested"} {
		t.Run(reason, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { refreshWhileCommandsArrive(t, reason) })
		})
	}
}

func refreshWhileCommandsArrive(t *testing.T, reason string) {
	f := newFakeSlack(t)
	var handled atomic.Int64
	f.start(Options{}, func(context.Context, Envelope) Reply {
		handled.Add(1)
		time.Sleep(30 * time.Millisecond)
		return Reply{Payload: map[string]string{"text": "ok"}}
	})
	time.Sleep(time.Minute)
	const commands = 500
	homeless := 0
	for n := range commands {
		if n%100 == 50 {
			warnAll(f, reason)
		}
		time.Sleep(time.Second)
		socks := f.open()
		if len(socks) == 0 {
			homeless++
			continue
		}
		fresh := 1
		for fresh < len(socks) && !socks[fresh].warned {
			fresh++
		}
		socks[rand.N(fresh)].send(command(fmt.Sprint("c", n)))
	}
	time.Sleep(5 * time.Second)
	if homeless > 0 || handled.Load() != commands {
		t.Errorf("%d commands found no socket, %d of %d were handled", homeless, handled.Load(), commands)
	}
	for n := range commands {
		f.wantAcks(fmt.Sprint("c", n), `{"text":"ok"}`)
	}
	if f.opened() != 2+2*5 {
		t.Errorf("%d connections opened, want two and two for each of five refreshes", f.opened())
	}
}

// warnAll announces the end of all sockets and ends them ten seconds later.
func warnAll(f *fakeSlack, reason string) {
	for _, s := range f.open() {
		s.disconnect(reason)
		time.AfterFunc(10*time.Second, s.cut)
	}
}

// A command that arrives on a socket after its warning is acknowledged there.
func TestWarnedSocketStillServes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeSlack(t)
		f.start(Options{Connections: 1}, ackAll)
		time.Sleep(time.Second)
		old := f.open()[0]
		old.disconnect("warning")
		time.Sleep(5 * time.Second)
		old.send(command("late"))
		time.Sleep(time.Second)
		f.wantAcks("late", "")
		if f.ackedOn("late") != old || len(f.open()) != 2 {
			t.Errorf("acknowledged elsewhere than on the old socket; %d open", len(f.open()))
		}
		time.Sleep(lingerFor)
		if socks := f.open(); len(socks) != 1 || socks[0] == old {
			t.Errorf("the warned socket, which Slack does not close, is still held: %d open", len(socks))
		}
	})
}

// A socket that is cut is replaced at once, and the other serves meanwhile.
func TestCutWithoutAWord(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeSlack(t)
		r := f.start(Options{}, ackAll)
		time.Sleep(2 * time.Minute)
		f.open()[0].cut()
		f.open()[len(f.open())-1].send(command("meanwhile"))
		time.Sleep(10 * time.Millisecond)
		f.wantAcks("meanwhile", "")
		if s := r.Status(); s.Connected != 2 || f.opened() != 3 {
			t.Errorf("%d sockets after %d opens, want the cut one replaced by one open", s.Connected, f.opened())
		}
	})
}

// The sockets open apart in time, so that they do not all end together.
func TestSocketsOpenApart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeSlack(t)
		r := f.start(Options{}, ackAll)
		time.Sleep(apart / 2)
		if s := r.Status(); s.Connected != 1 || s.Wanted != 2 {
			t.Errorf("at first: %+v", s)
		}
		time.Sleep(apart)
		if s := r.Status(); s.Connected != 2 || s.Counted != 2 || s.Foreign != 0 || time.Since(s.LastFrame) > 6*time.Second {
			t.Errorf("then: %+v", s)
		}
	})
}

// A socket on which pings no longer come is replaced within a good minute.
func TestSilentSocketIsReplaced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeSlack(t)
		f.start(Options{Connections: 1}, ackAll)
		time.Sleep(time.Second)
		close(f.open()[0].mute)
		time.Sleep(silenceLimit + 2*watchEvery)
		if socks := f.open(); len(socks) != 1 || socks[0].n != 2 {
			t.Errorf("%d sockets are open after the silence, want a second one alone", len(socks))
		}
	})
}

// The watchdog replaces a link even where the client sees nothing wrong.
func TestWatchReplacesWhatIsNotHeard(t *testing.T) {
	for _, tc := range []struct {
		name   string
		silent time.Duration
		tapped bool
		want   bool
	}{
		{"heard of late", silenceLimit - time.Second, true, false},
		{"silent for a minute", silenceLimit, true, true},
		{"silent, but behind a proxy pings are not seen", silenceLimit, false, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := New(Options{}, ackAll)
			l := r.newLink(t.Context())
			now := time.Now()
			l.tapped, l.connected = tc.tapped, now.Add(-time.Hour)
			l.lastFrame.Store(now.Add(-tc.silent).UnixNano())
			l.watch(now)
			if l.isOver() != tc.want {
				t.Errorf("link over: %v, want %v", l.isOver(), tc.want)
			}
		})
	}
}

// More sockets at Slack than ours mean that somebody else has the token.
func TestForeignSocketsAreNoticed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeSlack(t)
		f.extra = 2
		var last atomic.Value
		r := f.start(Options{Connections: 1, OnState: func(s State) { last.Store(s) }}, ackAll)
		time.Sleep(time.Second)
		if s := last.Load().(State); s.Counted != 3 || s.Foreign != 2 || s.Connected != 1 {
			t.Errorf("state: %+v", s)
		}
		if !strings.Contains(r.logs.String(), "another process may be using the same app token") {
			t.Errorf("no warning in the log:\n%s", r.logs)
		}
	})
}
