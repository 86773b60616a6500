package socket

import (
	"bytes"
	"context"
	"log/slog"
	"net"
	"strings"
	"sync"
)

// pipeListener is a listener over net.Pipe: real sockets stop the clock of a
// synctest bubble.
type pipeListener struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func newPipeListener() *pipeListener {
	return &pipeListener{conns: make(chan net.Conn), closed: make(chan struct{})}
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

func (l *pipeListener) Addr() net.Addr { return &net.UnixAddr{Name: "pipe"} }

func (l *pipeListener) push(ctx context.Context, c net.Conn) error {
	select {
	case l.conns <- c:
		return nil
	case <-l.closed:
		return net.ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (l *pipeListener) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	client, server := net.Pipe()
	return client, l.push(ctx, server)
}

// logs keeps log lines for assertions.
type logs struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *logs) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *logs) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

// running is a Runner under test.
type running struct {
	*Runner
	logs *logs
	stop func() error // ends the run and returns its error
	done chan error
}

// start runs a Runner against f until the test ends or stop is called.
func (f *fakeSlack) start(opts Options, h Handler) *running {
	f.t.Helper()
	out := &logs{}
	opts.AppToken, opts.APIURL = "xapp-1-test", "http://slack.test/api/"
	if opts.HTTPClient == nil {
		opts.HTTPClient = f.client()
	}
	opts.Logger = slog.New(slog.NewTextHandler(out, &slog.HandlerOptions{Level: slog.LevelDebug}))
	ctx, cancel := context.WithCancel(f.t.Context())
	r := &running{Runner: New(opts, h), logs: out, done: make(chan error, 1)}
	go func() { r.done <- r.Run(ctx) }()
	var once sync.Once
	var err error
	r.stop = func() error {
		once.Do(func() { cancel(); err = <-r.done })
		return err
	}
	f.t.Cleanup(func() {
		if err := r.stop(); err != nil {
			f.t.Errorf("Run: %v", err)
		}
		if strings.Contains(out.String(), "secret-") {
			f.t.Errorf("a ticket is in the log:\n%s", out)
		}
	})
	return r
}

func ackAll(context.Context, Envelope) Reply { return Reply{} }
