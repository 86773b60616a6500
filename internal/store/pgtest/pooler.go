package pgtest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Modes of a pooler: how long a connection to the server stays with one client.
const (
	BySession     = "session"
	ByTransaction = "transaction"
)

// Pooler puts pgbouncer in front of the server until the test ends, and returns the URL of the database
// through it. What the server was asked by a statement's name does not survive a transaction in
// [ByTransaction].
func (s *Server) Pooler(t testing.TB, mode, databaseURL string) string {
	t.Helper()
	program, err := findPooler()
	if err != nil {
		t.Fatal(err)
	}
	to, err := pgx.ParseConfig(databaseURL)
	if err != nil {
		t.Fatal("the database's URL cannot be read")
	}
	for range tries {
		port, url, err := s.pool(t, program, mode, to.Database)
		if err == nil {
			return url
		}
		t.Logf("pgbouncer on port %d: %v", port, err)
	}
	t.Fatalf("pgbouncer did not start in %d tries", tries)
	return ""
}

func (s *Server) pool(t testing.TB, program, mode, database string) (port int, url string, err error) {
	t.Helper()
	port, err = freePort()
	if err != nil {
		return 0, "", err
	}
	folder := filepath.Join(s.folder, "pooler"+strconv.Itoa(port))
	if err := s.writePooler(folder, port, mode); err != nil {
		return port, "", err
	}
	cmd := exec.Command(program, "-q", filepath.Join(folder, "ini")) //nolint:gosec,noctx // The program of the system's package; it ends with the server.
	cmd.Dir, cmd.SysProcAttr = folder, s.as
	if err := cmd.Start(); err != nil {
		return port, "", err
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = cmd.Wait()
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGQUIT)
		<-ended
	})
	url = address(port, database)
	return port, url, listens(url, ended, filepath.Join(folder, "log"))
}

// listens waits until the pooler lets a client through.
func listens(url string, ended <-chan struct{}, log string) error {
	ctx, cancel := context.WithTimeout(context.Background(), startLimit)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, url)
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-ended:
			text, _ := os.ReadFile(log)
			return fmt.Errorf("it ended: %s", text)
		case <-ctx.Done():
			text, _ := os.ReadFile(log)
			return fmt.Errorf("it does not answer: %w: %s", err, text)
		case <-time.After(pollEvery):
		}
	}
}

func (s *Server) writePooler(folder string, port int, mode string) error {
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return err
	}
	if c := s.as.Credential; c != nil {
		if err := os.Chown(folder, int(c.Uid), int(c.Gid)); err != nil {
			return err
		}
	}
	users := filepath.Join(folder, "users")
	settings := fmt.Sprintf(`[databases]
* = host=127.0.0.1 port=%d
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = %d
unix_socket_dir =
pidfile = %s
logfile = %s
auth_type = scram-sha-256
auth_file = %s
pool_mode = %s
max_client_conn = 200
default_pool_size = 20
ignore_startup_parameters = extra_float_digits
`, s.Port, port, filepath.Join(folder, "pid"), filepath.Join(folder, "log"), users, mode)
	if err := os.WriteFile(filepath.Join(folder, "ini"), []byte(settings), 0o644); err != nil { //nolint:gosec // Another user reads it.
		return err
	}
	//nolint:gosec // Another user reads it, and it guards nothing.
	return os.WriteFile(users, fmt.Appendf(nil, "%q %q\n", role, password), 0o644)
}
