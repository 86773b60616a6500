// Package systemd tells the service manager how far the bot is, by the datagrams that sd_notify(3) describes. Where the
// bot was not started by it nothing is sent.
package systemd

import (
	"context"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"
)

// Notifier sends to the socket that the manager named. The zero value sends nothing.
type Notifier struct {
	socket   string
	watchdog time.Duration
}

// New reads the environment, which env looks up as [os.LookupEnv] does. pid is this process; a watchdog that is meant
// for another one is not fed.
func New(env func(string) (string, bool), pid int) Notifier {
	socket, _ := env("NOTIFY_SOCKET")
	n := Notifier{socket: socket}
	usec, _ := env("WATCHDOG_USEC")
	if whose, set := env("WATCHDOG_PID"); set && whose != strconv.Itoa(pid) {
		return n
	}
	if every, err := strconv.ParseInt(usec, 10, 64); err == nil && every > 0 {
		n.watchdog = time.Duration(every) * time.Microsecond
	}
	return n
}

// Starting asks for more time, and says what is waited for. It is to be sent at least every half of the time.
func (n Notifier) Starting(what string, more time.Duration) error {
	return n.send("STATUS="+line(what), fmt.Sprintf("EXTEND_TIMEOUT_USEC=%d", more.Microseconds()))
}

// Ready says that the bot works, after the start and after each reload.
func (n Notifier) Ready(status string) error { return n.send("READY=1", "STATUS="+line(status)) }

// Reloading says that the settings are being read anew; [Notifier.Ready] ends it.
func (n Notifier) Reloading() error {
	return n.send("RELOADING=1", fmt.Sprintf("MONOTONIC_USEC=%d", monotonic().Microseconds()))
}

// Stopping says that the bot finishes what is under way.
func (n Notifier) Stopping() error { return n.send("STOPPING=1", "STATUS=finishing what is under way") }

// Feed tells the watchdog, where there is one, twice in each of its periods that the bot works, as long as well says so.
// It returns when ctx ends.
func (n Notifier) Feed(ctx context.Context, well func(context.Context) bool) {
	if n.watchdog == 0 || n.socket == "" {
		return
	}
	tick := time.NewTicker(n.watchdog / 2)
	defer tick.Stop()
	for {
		if well(ctx) {
			_ = n.send("WATCHDOG=1") // The next one comes soon, and without it the manager acts.
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// line keeps a status on one line, as each line is a message of its own.
func line(s string) string { return strings.ReplaceAll(s, "\n", " ") }

func (n Notifier) send(lines ...string) error {
	if n.socket == "" {
		return nil
	}
	// A name that begins with @ is an abstract one; Go's net knows that.
	conn, err := net.DialUnix("unixgram", nil, &net.UnixAddr{Name: n.socket, Net: "unixgram"})
	if err != nil {
		return fmt.Errorf("tell systemd: %w", err)
	}
	defer func() { _ = conn.Close() }() // A datagram is sent or is not.
	if _, err := conn.Write([]byte(strings.Join(lines, "\n"))); err != nil {
		return fmt.Errorf("tell systemd: %w", err)
	}
	return nil
}
