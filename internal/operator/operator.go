// Package operator lets commands speak with the bot that runs beside them, while it has the store to itself.
//
// The bot listens on a unix socket that its own user alone can open. Each task has a name; it is sent as a request of
// HTTP with its arguments as JSON, and answers with lines of JSON: how far it is, then its result or what went wrong.
// When whoever asked goes away the task's context ends. Nothing is listened to on a network.
package operator

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"throughline/internal/progress"
)

const (
	// maxPath is the longest path of a unix socket that every system takes, in bytes: Linux has room for 107,
	// macOS for 103.
	maxPath = 103
	// maxArguments bounds what is sent to a task.
	maxArguments = 1 << 20
	// glance is how long a socket that is there may take to answer whether somebody listens.
	glance = time.Second
)

var (
	// ErrInUse says that another bot listens on the socket.
	ErrInUse = errors.New("another bot answers its operator there")
	// ErrTooLong says that the path is longer than a unix socket's may be.
	ErrTooLong = fmt.Errorf("the path of a socket has at most %d bytes: name a shorter one as store.socket", maxPath)
	// ErrNobody says that no bot listens on the socket, so that a command does its work by itself.
	ErrNobody = errors.New("no bot runs here")
)

// Task is something that the running bot does for its operator. It tells how far it is, and what it returns is sent as
// JSON. The text of its error is shown to the operator.
type Task func(ctx context.Context, arguments json.RawMessage, tell progress.Func) (any, error)

// message is one line of an answer.
type message struct {
	Step   *progress.Step  `json:"step,omitzero"`
	Result json.RawMessage `json:"result,omitzero"`
	Error  string          `json:"error,omitzero"`
}

// Server answers the operator of one bot.
type Server struct {
	log      *slog.Logger
	listener net.Listener
	http     *http.Server

	mu    sync.RWMutex
	tasks map[string]Task
}

// Listen makes the socket and answers on it. What a bot that was killed left there is taken away; the socket of one that
// lives is not, which is ErrInUse.
func Listen(path string, log *slog.Logger) (*Server, error) {
	l, err := listen(path)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", path, err)
	}
	s := &Server{log: log, listener: l, tasks: map[string]Task{}}
	s.http = &http.Server{Handler: http.HandlerFunc(s.serve), ReadHeaderTimeout: 5 * time.Second, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn)}
	go func() {
		if err := s.http.Serve(l); !errors.Is(err, http.ErrServerClosed) && !errors.Is(err, net.ErrClosed) {
			log.Error("the operator's socket ended", "error", err)
		}
	}()
	return s, nil
}

// Handle has a task done under a name. It may be called while the server answers.
func (s *Server) Handle(name string, t Task) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tasks[name] = t
}

// Close ends what is under way and takes the socket away.
func (s *Server) Close() error {
	err := s.listener.Close() // The server knows it only once it serves.
	if errors.Is(err, net.ErrClosed) {
		err = nil
	}
	return errors.Join(s.http.Close(), err)
}

func (s *Server) task(name string) Task {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.tasks[name]
}

// serve does one task. A panic of it is an error of it alone: the bot goes on.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/") // A request for a host alone has no path at all.
	task := s.task(name)
	if task == nil || r.Method != http.MethodPost {
		http.NotFound(w, r)
		return
	}
	var arguments json.RawMessage
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxArguments)).Decode(&arguments); err != nil {
		http.Error(w, "the arguments cannot be read", http.StatusBadRequest)
		return
	}
	out := newWriter(w)
	s.log.Info("the operator asked", "task", name)
	result, err := run(r.Context(), task, arguments, out.step)
	if err != nil {
		s.log.Error("a task of the operator's failed", "task", name, "error", err)
		out.send(message{Error: err.Error()})
		return
	}
	raw, err := json.Marshal(result)
	if err != nil {
		out.send(message{Error: err.Error()})
		return
	}
	out.send(message{Result: raw})
}

func run(ctx context.Context, t Task, arguments json.RawMessage, tell progress.Func) (result any, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("the task panicked with a %T", v)
		}
	}()
	return t(ctx, arguments, tell)
}

// writer writes the lines of an answer.
type writer struct {
	mu   sync.Mutex
	out  *json.Encoder
	send func(message)
	last time.Time
	what string
}

func newWriter(w http.ResponseWriter) *writer {
	out := &writer{out: json.NewEncoder(w)}
	flush := http.NewResponseController(w)
	out.send = func(m message) {
		_ = out.out.Encode(m) // Whoever asked has gone; the context says so too.
		_ = flush.Flush()
	}
	return out
}

// stepPause is the least time between two steps of one kind that are sent.
const stepPause = 100 * time.Millisecond

// step sends how far the task is, not more often than anybody can see.
func (w *writer) step(s progress.Step) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if now := time.Now(); s.What != w.what || now.Sub(w.last) >= stepPause {
		w.last, w.what = now, s.What
		w.send(message{Step: &s})
	}
}

// listen binds the socket, past one that nobody listens on.
func listen(path string) (net.Listener, error) {
	if len(path) > maxPath {
		return nil, ErrTooLong
	}
	l, err := bind(path)
	if err == nil {
		return l, nil
	}
	info, statErr := os.Lstat(path)
	switch {
	case statErr != nil:
		return nil, err
	case info.Mode().Type() != os.ModeSocket:
		return nil, errors.New("there is a file of that name, which is no socket: name another one as store.socket")
	case answers(path):
		return nil, ErrInUse
	}
	if err := takeAway(path); err != nil {
		return nil, err
	}
	return bind(path)
}

// takeAway takes a dead socket away. It is moved aside first and looked at again there: if another bot has put a living one
// in its place meanwhile, that goes back to where it was.
func takeAway(path string) error {
	aside := fmt.Sprintf("%s.%d", path, os.Getpid())
	if err := os.Rename(path, aside); err != nil {
		return err
	}
	if answers(aside) {
		return errors.Join(ErrInUse, os.Rename(aside, path))
	}
	return os.Remove(aside)
}

// answers reports whether somebody listens on a socket.
func answers(path string) bool {
	ctx, cancel := context.WithTimeout(context.Background(), glance)
	defer cancel()
	c, err := (&net.Dialer{}).DialContext(ctx, "unix", path)
	if err != nil {
		return false
	}
	_ = c.Close()
	return true
}
