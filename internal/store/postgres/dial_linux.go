package postgres

import (
	"context"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// unanswered is how long sent bytes may stay unconfirmed before the connection counts as lost.
const unanswered = 10 * time.Second

// limitUnanswered sets that limit on a connection over TCP.
func limitUnanswered(_ context.Context, network, _ string, c syscall.RawConn) error {
	if network != "tcp4" && network != "tcp6" {
		return nil
	}
	var failed error
	err := c.Control(func(fd uintptr) {
		failed = unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, int(unanswered.Milliseconds()))
	})
	if err != nil {
		return err
	}
	return failed
}
