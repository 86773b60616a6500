//go:build unix

package operator

import (
	"context"
	"errors"
	"net"
	"os"
	"syscall"
)

// bind makes the socket so that its owner alone may open it from the first moment on: Linux gives the name the mode that
// the socket has before it is bound. Elsewhere the mode follows at once.
func bind(path string) (net.Listener, error) {
	config := net.ListenConfig{Control: func(_, _ string, raw syscall.RawConn) error {
		return raw.Control(func(fd uintptr) { _ = syscall.Fchmod(int(fd), 0o600) })
	}}
	l, err := config.Listen(context.Background(), "unix", path)
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}
