//go:build unix

package operator

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"syscall"
)

// trusted refuses a socket that was put there by somebody else than the bot's user. Who asks for a socket that is not there
// finds nobody.
func trusted(path string) error {
	socket, err := os.Lstat(path)
	if err != nil {
		return nil //nolint:nilerr // Dialling says what is wrong with it.
	}
	folder, err := os.Stat(filepath.Dir(path))
	if err != nil {
		return nil //nolint:nilerr // The same.
	}
	open := folder.Mode().Perm()&0o002 != 0
	if planted(ownerOf(socket), ownerOf(folder), os.Geteuid(), open) {
		return fmt.Errorf("the bot's socket %s: %w", path, ErrStranger)
	}
	return nil
}

// planted reports whether a socket may be that of another user of the machine. One's own is not, and neither is root's; root
// speaks with the bot of any user, whose folder it lies in, or in a folder of root's own into which not everybody can write.
func planted(socket, folder, me int, open bool) bool {
	switch {
	case socket == me, socket == 0:
		return false
	case me != 0:
		return true
	}
	return socket != folder && (folder != 0 || open)
}

func ownerOf(info os.FileInfo) int {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return int(s.Uid)
	}
	return -1
}

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
