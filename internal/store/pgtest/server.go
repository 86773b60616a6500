package pgtest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// The account of the tests. The password is odd on purpose: a test can look for it in what was printed.
const (
	role     = "throughline"
	password = "pg-pa55-%wörd"
)

// Password is the password in every URL of this package, as it is typed. It must turn up in no log and no error.
const Password = password

const (
	// startLimit bounds the start of a server, on a machine that does other things as well.
	startLimit = 60 * time.Second
	// pollEvery is the pause between two looks at something that is about to happen.
	pollEvery = 10 * time.Millisecond
	// tries is how often another port is taken after somebody else got there first.
	tries = 5
)

// Options say how a server runs. The zero value is right for most tests.
type Options struct {
	// Fsync makes commits wait for the disk, as in production. Only a test that cuts the machine's power
	// could tell the difference, and so can a benchmark.
	Fsync bool
	// Settings are further settings, such as "max_connections=20".
	Settings []string
}

// Server is a running PostgreSQL. Its methods may be called from several goroutines, apart from those that
// start and stop it.
type Server struct {
	// Port is where it listens on 127.0.0.1.
	Port int

	folder   string
	programs string
	settings []string
	as       *syscall.SysProcAttr
	janitor  *janitor

	mu      sync.Mutex
	process *exec.Cmd
	ended   chan struct{}
	count   int
}

// Start runs a server of the test's own until the test ends.
func Start(t testing.TB, opt Options) *Server {
	t.Helper()
	s, err := start(opt)
	if err != nil {
		t.Fatalf("start PostgreSQL: %v", err)
	}
	t.Cleanup(s.Close)
	return s
}

func start(opt Options) (_ *Server, err error) {
	programs, err := findPrograms()
	if err != nil {
		return nil, err
	}
	as, uid, gid, err := runAs()
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "throughline-pg-")
	if err != nil {
		return nil, err
	}
	if err := errors.Join(os.Chown(folder, uid, gid), os.Chmod(folder, 0o700)); err != nil { //nolint:gosec // A folder is of no use without its x.
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	s := &Server{folder: folder, programs: programs, as: as, settings: settings(opt)}
	if s.janitor, err = hireJanitor(folder); err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	if err := s.initialise(); err != nil {
		s.Close()
		return nil, err
	}
	for range tries {
		if s.Port, err = freePort(); err != nil {
			break
		}
		if err = s.Resume(); err == nil {
			return s, nil
		}
	}
	s.Close()
	return nil, err
}

// settings are those of a server that holds little, starts fast and lets many in.
func settings(opt Options) []string {
	out := []string{
		"listen_addresses=127.0.0.1", "max_connections=200", "shared_buffers=64MB", "max_wal_size=256MB",
		"logging_collector=off", "log_min_messages=warning", "jit=off",
	}
	if !opt.Fsync {
		out = append(out, "fsync=off", "full_page_writes=off")
	}
	return append(out, opt.Settings...)
}

func (s *Server) data() string { return filepath.Join(s.folder, "data") }

// initialise makes the folder of data, with a role for the tests that may make databases.
func (s *Server) initialise() error {
	words := filepath.Join(s.folder, "password")
	if err := os.WriteFile(words, []byte(password+"\n"), 0o644); err != nil { //nolint:gosec // Another user reads it, and it guards nothing.
		return err
	}
	out, err := s.command("initdb", "--pgdata", s.data(), "--username", role, "--pwfile", words, "--auth=scram-sha-256",
		"--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions", "--wal-segsize=4").CombinedOutput()
	if err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	return nil
}

func (s *Server) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(s.programs, name), args...) //nolint:gosec,noctx // The programs of the system's package; they are ended by Stop.
	cmd.Dir = s.folder
	cmd.SysProcAttr = s.as
	// Nothing of the developer's own settings for psql reaches the server.
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "TZ=UTC", "HOME=" + s.folder}
	return cmd
}

// Resume starts the server again after [Server.Stop] or [Server.Kill], on the same port, and waits until it
// answers.
func (s *Server) Resume() error {
	args := []string{"-D", s.data(), "-p", strconv.Itoa(s.Port), "-k", s.folder}
	for _, set := range s.settings {
		args = append(args, "-c", set)
	}
	cmd := s.command("postgres", args...)
	out, err := os.OpenFile(filepath.Join(s.folder, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = out.Close() }()
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = cmd.Wait()
	}()
	s.mu.Lock()
	s.process, s.ended = cmd, ended
	s.mu.Unlock()
	return s.answers(ended)
}

// answers waits until the server takes connections.
func (s *Server) answers(ended <-chan struct{}) error {
	ctx, cancel := context.WithTimeout(context.Background(), startLimit)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, s.URL("postgres"))
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-ended:
			return fmt.Errorf("postgres ended: %s", s.Log())
		case <-ctx.Done():
			return fmt.Errorf("postgres does not answer within %v: %w: %s", startLimit, err, s.Log())
		case <-time.After(pollEvery):
		}
	}
}

// Stop ends every session at once and the server in order, as an operator's restart does.
func (s *Server) Stop() { s.end(syscall.SIGINT) }

// Kill ends the server as a crash does; the next start recovers.
func (s *Server) Kill() { s.end(syscall.SIGQUIT) }

func (s *Server) end(sig syscall.Signal) {
	s.mu.Lock()
	process, ended := s.process, s.ended
	s.process = nil
	s.mu.Unlock()
	if process == nil {
		return
	}
	_ = process.Process.Signal(sig)
	<-ended
}

// Close stops the server and removes its folder.
func (s *Server) Close() {
	s.Kill()
	s.janitor.dismiss()
}

// Log returns what the server wrote so far.
func (s *Server) Log() string {
	text, err := os.ReadFile(filepath.Join(s.folder, "log"))
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// janitor is the shell that cleans up after a server, at the latest when the process that hired it is gone.
type janitor struct {
	cmd *exec.Cmd
	end io.WriteCloser
}

// hireJanitor starts the shell as the tests' own user, who may remove what any other left.
func hireJanitor(folder string) (*janitor, error) {
	const clean = `cat >/dev/null
pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null) && kill -QUIT "$pid" 2>/dev/null
pooler=$(cat "$1"/pooler*/pid 2>/dev/null) && kill -QUIT $pooler 2>/dev/null
for _ in 1 2 3 4 5 6 7 8 9 10; do
	rm -rf "$1" 2>/dev/null
	[ -e "$1" ] || exit 0
	sleep 0.2
done`
	cmd := exec.Command("/bin/sh", "-c", clean, "janitor", folder) //nolint:gosec,noctx // The folder is ours, and the janitor outlives whoever hired it.
	// A key that interrupts the tests must not reach the one who cleans up after them.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	end, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	return &janitor{cmd: cmd, end: end}, cmd.Start()
}

func (j *janitor) dismiss() {
	_ = j.end.Close()
	_ = j.cmd.Wait()
}

// freePort returns a port of the loopback that nobody held a moment ago.
func freePort() (int, error) {
	l, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer func() { _ = l.Close() }()
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(strings.TrimSpace(port))
}
