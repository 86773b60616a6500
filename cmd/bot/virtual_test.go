package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"throughline/internal/nudges"
	"throughline/internal/sandbox"
	"throughline/internal/seal"
	"throughline/internal/slackapp"
	"throughline/internal/slackapp/api"
	"throughline/internal/slackapp/socket"
	"throughline/internal/store/bolt"
)

// virtual is a local Slack and the whole bot in one bubble of virtual time: the real client, the real sockets, the real
// engine and the real store, over pipes in place of a network. Hours pass in milliseconds, and everything that waits
// does so to the second.
type virtual struct {
	*stage
	slack *sandbox.Server
	line  *line
	log   *logbook
	db    *bolt.DB
	ended chan error // what the bot ended with
	stops string     // what it is to end with, or empty
	clock time.Time  // where Slack's clock begins, zero for the bot's
}

// virtualDay is a Monday, at ten in London.
var virtualDay = time.Date(2026, time.November, 23, 10, 0, 0, 0, time.UTC)

// inVirtual runs a test in a bubble from a time on, with the bot connected.
func inVirtual(t *testing.T, start time.Time, history bool, test func(v *virtual)) {
	inVirtualOf(t, start, 0, history, test)
}

// inVirtualOf is inVirtual with a clock of Slack's that is so far ahead of the bot's.
func inVirtualOf(t *testing.T, start time.Time, ahead time.Duration, history bool, test func(v *virtual)) {
	path := filepath.Join(t.TempDir(), "virtual.db")
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(start))
		v := &virtual{log: &logbook{}, line: newLine(), ended: make(chan error, 1)}
		if ahead != 0 {
			v.clock = time.Now().Add(ahead)
		}
		v.stage = &stage{t: t, url: "http://127.0.0.1", sleep: time.Sleep}
		v.stage.web = &http.Client{Transport: v.line.transport("", false)}
		defer v.open(path, history)()
		v.eventually("the bot connects", func() bool { return v.call("state?as="+sandbox.UserAna, nil)["sockets"] != 0.0 })
		test(v)
	})
}

// open puts everything together and returns what takes it apart.
func (v *virtual) open(path string, history bool) func() {
	v.t.Helper()
	var err error
	v.slack, err = sandbox.New(sandbox.Options{
		App: sandboxApp(history), Start: v.clock, BaseURL: v.url, Timing: sandbox.Timing{Ping: 25 * time.Second}, // fewer, for the time that each takes
	})
	v.no(err)
	web := &http.Server{Handler: v.line.counted(v.slack.Handler()), ReadHeaderTimeout: time.Minute, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)}
	go func() { _ = web.Serve(v.line) }()
	v.db, err = bolt.Open(path, bolt.Options{})
	v.no(err)
	ctx, cancel := context.WithCancel(context.Background())
	go func() { v.ended <- v.bot(history)(ctx) }()
	return func() {
		cancel()
		if err := <-v.ended; err != nil && v.stops == "" {
			v.t.Errorf("the bot ended with %v", err)
		}
		v.no(v.db.Close())
		_ = v.slack.Close()
		_ = web.Close()
		v.line.hangUp()
	}
}

func (v *virtual) no(err error) {
	v.t.Helper()
	if err != nil {
		v.t.Fatal(err)
	}
}

// bot makes the bot as newProgram does, on the pipes, and returns what runs it.
func (v *virtual) bot(history bool) func(context.Context) error {
	v.t.Helper()
	sealer, err := seal.New(seal.NewKey())
	v.no(err)
	env, clock, log, library := v.slack.Env(), wall{time.Now()}, slog.New(v.log), nudges.Builtin()
	client := api.New(api.Options{
		BotToken: env.BotToken, APIURL: env.APIURL, HTTPClient: &http.Client{Transport: v.line.transport("api", true)}, Logger: log,
	})
	app := slackapp.New(slackapp.Options{
		Store: edgeStore{boltStore{v.db}}, API: client, Sealer: sealer, Clock: clock, Library: library, Logger: log, Team: stormTeam,
		BotUser: theBot, History: history,
	})
	engine, err := nudges.New(nudges.Options{
		Store: v.db.Nudges(), Sender: app, Facts: app, Settler: app, Library: library, Clock: clock, Logger: log, Owner: "virtual",
	})
	v.no(err)
	app.SetEngine(engine)
	sockets := socket.New(socket.Options{
		AppToken: env.AppToken, APIURL: env.APIURL, HTTPClient: &http.Client{Transport: v.line.transport("socket", true), Timeout: 10 * time.Second},
		Logger: log, Busy: app.Busy,
	}, app.Handle)
	p := &program{engine: engine, app: app, socket: sockets, log: log}
	return p.run
}

// line is the network between the bot and the local Slack. It can be cut.
type line struct {
	conns  chan net.Conn
	closed chan struct{}

	mu    sync.Mutex
	cut   bool // nobody answers: each connection is refused
	calls []ringing
	pools []*http.Transport
}

// ringing is one call that the bot made, or a connection that it could not make.
type ringing struct {
	method string // of the Web API, "socket" or "response_url"
	at     time.Time
	failed bool // there was no network
}

var errNoNetwork = errors.New("no route to host")

func newLine() *line { return &line{conns: make(chan net.Conn), closed: make(chan struct{})} }

// Accept gives the server its next connection.
func (l *line) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

// Close ends the server's part.
func (l *line) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	select {
	case <-l.closed:
	default:
		close(l.closed)
	}
	return nil
}

// Addr names the line.
func (l *line) Addr() net.Addr { return &net.UnixAddr{Name: "pipe"} }

// transport makes connections over the line. Those that break with the network count as calls under a name.
func (l *line) transport(name string, breaks bool) *http.Transport {
	t := &http.Transport{
		DisableKeepAlives: true,
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			if breaks && l.isCut(name) {
				return nil, errNoNetwork
			}
			client, server := net.Pipe()
			select {
			case l.conns <- server:
				return client, nil
			case <-l.closed:
				return nil, net.ErrClosed
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		},
	}
	l.pools = append(l.pools, t)
	return t
}

func (l *line) hangUp() {
	for _, t := range l.pools {
		t.CloseIdleConnections()
	}
}

func (l *line) isCut(name string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.cut {
		l.calls = append(l.calls, ringing{method: name, at: time.Now(), failed: true})
	}
	return l.cut
}

// breaks cuts the network, or mends it.
func (l *line) breaks(cut bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut = cut
}

// counted notes the calls of the bot before they are answered.
func (l *line) counted(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		method, bots := strings.CutPrefix(r.URL.Path, "/api/")
		for prefix, name := range map[string]string{"/socket": "socket", "/response/": "response_url", "/upload/": "file_upload"} {
			if strings.HasPrefix(r.URL.Path, prefix) {
				method, bots = name, true
			}
		}
		if bots {
			l.mu.Lock()
			l.calls = append(l.calls, ringing{method: method, at: time.Now()})
			l.mu.Unlock()
		}
		next.ServeHTTP(w, r)
	})
}

// since returns the calls of some methods since a time, or of all where none is named.
func (l *line) since(t time.Time, methods ...string) []ringing {
	l.mu.Lock()
	defer l.mu.Unlock()
	var all []ringing
	for _, c := range l.calls {
		if !c.at.Before(t) && (len(methods) == 0 || slices.Contains(methods, c.method)) {
			all = append(all, c)
		}
	}
	return all
}

// logbook keeps what the bot logs.
type logbook struct {
	mu    sync.Mutex
	lines []logged
}

// logged is one line of the log.
type logged struct {
	at    time.Time
	level slog.Level
	text  string
	attrs map[string]string
}

// Enabled wants everything.
func (b *logbook) Enabled(context.Context, slog.Level) bool { return true }

// Handle keeps a line.
func (b *logbook) Handle(_ context.Context, r slog.Record) error {
	line := logged{at: time.Now(), level: r.Level, text: r.Message, attrs: map[string]string{}}
	r.Attrs(func(a slog.Attr) bool {
		line.attrs[a.Key] = fmt.Sprint(a.Value.Any())
		return true
	})
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lines = append(b.lines, line)
	return nil
}

// WithAttrs drops what is the same in each line.
func (b *logbook) WithAttrs([]slog.Attr) slog.Handler { return b }

// WithGroup is not used.
func (b *logbook) WithGroup(string) slog.Handler { return b }

// since returns the lines since a time that are at least as grave.
func (b *logbook) since(t time.Time, least slog.Level) []logged {
	b.mu.Lock()
	defer b.mu.Unlock()
	var all []logged
	for _, l := range b.lines {
		if !l.at.Before(t) && l.level >= least {
			all = append(all, l)
		}
	}
	return all
}

// An hour of a virtual day costs no time, and what is told in it stands in the channel.
func TestAVirtualHour(t *testing.T) {
	t.Parallel()
	inVirtual(t, virtualDay, false, func(v *virtual) {
		ana, bo := v.as("Ana"), v.as("Bo")
		ana.begins("#refunds", "Refunds in a day", "lead")
		bo.types("#refunds", "/mission progress followed refund 7")
		v.passes(time.Hour)
		if n := ana.count("#refunds", "followed refund 7"); n != 1 {
			t.Errorf("it stands there %d times", n)
		}
		for _, l := range v.log.since(virtualDay, slog.LevelInfo) {
			t.Log(l)
		}
	})
}
