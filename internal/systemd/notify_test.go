package systemd_test

import (
	"context"
	"net"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"throughline/internal/systemd"
)

// manager listens as systemd does.
func manager(t *testing.T) (socket string, hear func() string) {
	t.Helper()
	socket = filepath.Join(t.TempDir(), "notify")
	conn, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: socket, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return socket, func() string {
		t.Helper()
		_ = conn.SetReadDeadline(time.Now().Add(10 * time.Second))
		b := make([]byte, 1024)
		n, err := conn.Read(b)
		if err != nil {
			t.Fatal(err)
		}
		return string(b[:n])
	}
}

func env(pairs ...string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		for _, p := range pairs {
			if v, ok := strings.CutPrefix(p, name+"="); ok {
				return v, true
			}
		}
		return "", false
	}
}

func TestWhatSystemdHears(t *testing.T) {
	t.Parallel()
	socket, hear := manager(t)
	n := systemd.New(env("NOTIFY_SOCKET="+socket), 7)
	for _, say := range []struct {
		do   func() error
		hear string
	}{
		{func() error { return n.Starting("waiting\nfor Slack", time.Minute) }, `^STATUS=waiting for Slack\nEXTEND_TIMEOUT_USEC=60000000$`},
		{func() error { return n.Ready("connected") }, `^READY=1\nSTATUS=connected$`},
		{n.Reloading, `^RELOADING=1\nMONOTONIC_USEC=[1-9]\d+$`},
		{n.Stopping, `^STOPPING=1\nSTATUS=`},
	} {
		if err := say.do(); err != nil {
			t.Fatal(err)
		}
		if got := hear(); !regexp.MustCompile(say.hear).MatchString(got) {
			t.Errorf("%q is not %s", got, say.hear)
		}
	}
}

func TestNobodyListens(t *testing.T) {
	t.Parallel()
	if err := systemd.New(env(), 7).Ready("connected"); err != nil {
		t.Error(err)
	}
	if err := systemd.New(env("NOTIFY_SOCKET="+filepath.Join(t.TempDir(), "gone")), 7).Ready(""); err == nil {
		t.Error("a socket that is gone is no error")
	}
}

// TestTheWatchdogIsFedWhileAllIsWell: it is fed, then not while something hangs, and not at all for another process.
func TestTheWatchdogIsFedWhileAllIsWell(t *testing.T) {
	t.Parallel()
	socket, hear := manager(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	asked := 0
	done := make(chan struct{})
	n := systemd.New(env("NOTIFY_SOCKET="+socket, "WATCHDOG_USEC=20000", "WATCHDOG_PID=7"), 7)
	go func() {
		defer close(done)
		n.Feed(ctx, func(context.Context) bool { asked++; return asked == 2 })
	}()
	if got := hear(); got != "WATCHDOG=1" {
		t.Errorf("heard %q", got)
	}
	cancel()
	<-done
	if asked < 2 {
		t.Errorf("asked %d times", asked)
	}
	// Another process's watchdog is not fed: this returns at once.
	systemd.New(env("NOTIFY_SOCKET="+socket, "WATCHDOG_USEC=20000", "WATCHDOG_PID=8"), 7).
		Feed(context.Background(), func(context.Context) bool { t.Error("asked"); return false })
}
