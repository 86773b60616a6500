package socket

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"
)

const (
	defaultConnections = 2
	// defaultWorkers wait together for one commit of the store, so that a slow disk is used by as many as there are.
	defaultWorkers = 64
	defaultDrain   = 10 * time.Second
	// apart is the pause between opening the first connections, so that their
	// lifetimes do not end together.
	apart = 20 * time.Second
	// maxDisabled is how often Slack may say that Socket Mode is off before it is believed.
	maxDisabled = 3
	// closeWithin bounds the wait for connections to close, and for handlers whose
	// context has ended.
	closeWithin = 2 * time.Second
)

// Envelope is what Slack sent, with its outer fields read.
type Envelope struct {
	// ID names the envelope. Slack may send the same event under another.
	ID string
	// Type is "events_api", "slash_commands", "interactive", or one that the
	// library does not know.
	Type    string
	Payload json.RawMessage
	// AcceptsPayload says whether the acknowledgement may carry an answer.
	AcceptsPayload bool
	// RetryAttempt counts Slack's attempts; the first is 0.
	RetryAttempt int
	RetryReason  string
	Received     time.Time
}

// Reply is what a handler answers.
type Reply struct {
	// Payload goes out with the acknowledgement where the envelope accepts one.
	// One over Slack's limit of 20 KB is left out.
	Payload any
	// NoAck leaves the envelope unacknowledged: Slack sends events again, and
	// tells people that their command or click failed.
	NoAck bool
	// After runs once the acknowledgement is queued, also when
	// it could not be sent. Its context ends after half a minute, or when the
	// time to drain is over.
	After func(context.Context)
}

// Handler handles one envelope. Its context ends at the deadline of the
// acknowledgement. Handlers run side by side, in no order.
type Handler func(ctx context.Context, e Envelope) Reply

// Options say how to connect. Only AppToken is required.
type Options struct {
	// AppToken is the app-level token, with the scope connections:write.
	AppToken string
	// APIURL is the base of the Web API and ends in a slash. Default: Slack's.
	APIURL string
	// HTTPClient calls apps.connections.open. The sockets are dialled as its
	// transport dials, with the same TLS settings and proxy.
	HTTPClient *http.Client
	// Connections is the number of sockets, by default 2. Slack allows ten an app.
	Connections int
	// Workers is how many envelopes are handled at a time, by default 64.
	Workers int
	// Drain bounds the wait for workers at the end, by default 10 s.
	Drain  time.Duration
	Logger *slog.Logger
	// OnState is told of each change, one call at a time. It must return at once.
	OnState func(State)
	// Observer is told what becomes of envelopes and sockets; nil counts nothing.
	Observer Observer
	// Others returns how many sockets the other copies of the bot may hold, which are no strangers'; nil means none. It is
	// called at each hello.
	Others func() int
	// Busy words the answer to an envelope that no worker can take. Nil, or a nil
	// answer, leaves the envelope unacknowledged.
	Busy func(Envelope) any
	// Whose says who sent an envelope, so that nobody is kept waiting by what one person sends; "" is nobody. It is
	// called where envelopes are read and must be quick. Nil treats all alike.
	Whose func(Envelope) string
}

// Runner holds the sockets and hands what arrives to one handler.
type Runner struct {
	opts    Options
	handler Handler
	log     *slog.Logger
	http    *http.Client
	net     network
	gate    *gate
	plain   atomic.Bool // no taps: a proxy is in the way
	serial  atomic.Int64

	work     context.Context // of handlers; ends when draining is given up
	jobs     *queue
	refusals chan job
	// following has a slot for everything that comes after an acknowledgement and is under way.
	following chan struct{}
	followers sync.WaitGroup
	underway  atomic.Int64 // envelopes that wait, are handled or are followed up

	fatal chan *PermanentError
	links sync.WaitGroup

	telling   sync.Mutex
	lastFrame atomic.Int64
	mu        sync.Mutex // guards the fields below
	live      map[*link]struct{}
	counted   int
	foreign   int
	off       int           // disconnects in a row that said Socket Mode is off
	wanted    int           // sockets that are to be held open
	rewanted  chan struct{} // closed and replaced when wanted changes
	beside    int           // sockets of others at the last hello
	fresh     bool          // there was a hello since wanted changed
}

// New returns a Runner that hands envelopes to handler.
func New(opts Options, handler Handler) *Runner {
	if opts.APIURL == "" {
		opts.APIURL = slack.APIURL
	}
	opts.Connections = or(opts.Connections, defaultConnections)
	opts.Workers = or(opts.Workers, defaultWorkers)
	opts.Drain = or(opts.Drain, defaultDrain)
	if opts.Logger == nil {
		opts.Logger = slog.New(slog.DiscardHandler)
	}
	if opts.Observer == nil {
		opts.Observer = unobserved{}
	}
	client := openClient(opts.HTTPClient)
	return &Runner{
		opts: opts, handler: handler, log: opts.Logger.With("component", "socket"),
		http: client, net: networkOf(client), gate: newGate(),
		jobs:     newQueue(opts.Workers),
		refusals: make(chan job, maxRefusals), following: make(chan struct{}, maxFollowing),
		fatal: make(chan *PermanentError, 1),
		live:  map[*link]struct{}{}, wanted: opts.Connections, rewanted: make(chan struct{}),
	}
}

func or[T int | time.Duration](value, fallback T) T {
	if value <= 0 {
		return fallback
	}
	return value
}

// openClient bounds the calls of base in time and keeps the token at the
// address it was meant for.
func openClient(base *http.Client) *http.Client {
	client := http.Client{}
	if base != nil {
		client = *base
	}
	if client.Timeout == 0 || client.Timeout > openTimeout {
		client.Timeout = openTimeout
	}
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &client
}

// Run holds the sockets open until ctx ends, and returns nil after the workers
// have finished what was accepted, or the time to drain is over. It returns a
// *PermanentError when no waiting can help. It may be called once.
func (r *Runner) Run(ctx context.Context) error {
	keep, stop := context.WithCancel(ctx)
	defer stop()
	work, giveUp := context.WithCancel(context.WithoutCancel(ctx))
	defer giveUp()
	linked, hangUp := context.WithCancel(context.WithoutCancel(ctx))
	defer hangUp()
	r.work = work

	var workers, keepers sync.WaitGroup
	for range r.opts.Workers {
		workers.Go(r.worker)
	}
	keepers.Go(func() { r.refuse(linked) })
	for n := range r.opts.Connections {
		keepers.Go(func() { r.keepOne(keep, linked, n) })
	}

	var fatal *PermanentError
	select {
	case <-ctx.Done():
	case fatal = <-r.fatal:
	}
	stop()
	r.drain(&workers, giveUp)
	r.flush(linked)
	hangUp()
	keepers.Wait()
	if !within(closeWithin, r.links.Wait) {
		r.log.Warn("a socket does not close")
	}
	if fatal != nil {
		return fatal
	}
	return nil
}

// drain waits for the workers, and for what follows on them. Handlers that outlast the time for it see their
// context end, and are given one more moment.
func (r *Runner) drain(workers *sync.WaitGroup, giveUp context.CancelFunc) {
	r.jobs.close()
	finished := func() { workers.Wait(); r.followers.Wait() }
	if within(r.opts.Drain, finished) {
		return
	}
	r.log.Warn("handlers outlast the time to drain", "drain", r.opts.Drain)
	giveUp()
	within(closeWithin, finished)
}

// flush lets the clients write what was queued.
func (r *Runner) flush(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, flushWithin)
	defer cancel()
	r.mu.Lock()
	links := make([]*link, 0, len(r.live))
	for l := range r.live {
		links = append(links, l)
	}
	r.mu.Unlock()
	for _, l := range links {
		l.flush(ctx)
	}
}

// within reports whether f returns in d; f goes on if not.
func within(d time.Duration, f func()) bool {
	done := make(chan struct{})
	go func() { f(); close(done) }()
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-done:
		return true
	case <-timer.C:
		return false
	}
}

// fail ends the run with err; the first one counts.
func (r *Runner) fail(err *PermanentError) {
	select {
	case r.fatal <- err:
	default:
	}
}

// disabled takes note that Slack said Socket Mode is off. It is believed when
// said repeatedly, with no healthy connection in between.
func (r *Runner) disabled() {
	r.mu.Lock()
	r.off++
	off := r.off
	r.mu.Unlock()
	r.log.Error("Slack says that Socket Mode is switched off for this app", "times", off)
	if off >= maxDisabled {
		r.fail(&PermanentError{Code: linkDisabled})
	}
}

// settled takes note that a connection has held for a while.
func (r *Runner) settled() {
	r.mu.Lock()
	r.off = 0
	r.mu.Unlock()
	r.gate.rest()
}
