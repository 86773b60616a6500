package socket

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

const (
	// silenceLimit is how long a connection may be silent. Slack pings every few seconds.
	silenceLimit = 60 * time.Second
	// healthyAfter is how long a connection has to hold to end the pauses at the gate.
	healthyAfter = 60 * time.Second
	// lingerFor is how long a connection goes on after Slack has announced its end,
	// which it does about ten seconds ahead.
	lingerFor = 15 * time.Second
	// crowdedHold is the pause after Slack counted too many sockets of the app.
	crowdedHold = 30 * time.Second
	watchEvery  = 5 * time.Second
	flushWithin = time.Second
)

// link is one connection, from the call of apps.connections.open to its end. It
// runs one slack-go client for one connection and never lets it reconnect.
type link struct {
	runner  *Runner
	client  *socketmode.Client
	net     network
	onProxy func()
	log     *slog.Logger
	tapped  bool

	ctx     context.Context // ends with the link
	cancel  context.CancelFunc
	leaving chan struct{} // closed when a successor is wanted
	leave   func()
	over    chan struct{} // closed at the end
	reasons chan string   // of disconnect frames
	linger  *time.Timer

	tries     int // how often the client began to connect
	connected time.Time
	healthy   bool
	lingering bool
	dialled   atomic.Bool
	greeted   atomic.Bool
	retiring  atomic.Bool  // it is not wanted any more
	underway  atomic.Int64 // envelopes that it brought and that are not answered yet
	lastFrame atomic.Int64

	queued  atomic.Int64 // acknowledgements given to the client
	written atomic.Int64 // text frames that went out
	wrote   chan struct{}
}

func (r *Runner) newLink(ctx context.Context) *link {
	ctx, cancel := context.WithCancel(ctx)
	l := &link{
		runner: r, net: r.net, onProxy: func() { r.plain.Store(true) },
		log: r.log.With("link", r.serial.Add(1)), tapped: !r.plain.Load(),
		ctx: ctx, cancel: cancel,
		leaving: make(chan struct{}), over: make(chan struct{}),
		reasons: make(chan string, 4), wrote: make(chan struct{}, 1),
	}
	l.leave = sync.OnceFunc(func() { close(l.leaving) })
	// Debugging stays off: slack-go would ask Slack for connections of six minutes.
	api := slack.New("", slack.OptionAppLevelToken(r.opts.AppToken), slack.OptionAPIURL(r.opts.APIURL),
		slack.OptionHTTPClient(&opener{client: r.http, gate: r.gate}))
	l.client = socketmode.New(api, socketmode.OptionDialer(l.dialer()))
	return l
}

// run connects, and handles what the client and the tap tell until the end.
func (l *link) run() {
	l.runner.joined(l)
	defer l.end()
	finished := make(chan error, 1)
	go func() { finished <- l.client.RunContext(l.ctx) }()
	watch := time.NewTicker(watchEvery)
	defer watch.Stop()
	l.linger = time.NewTimer(time.Hour)
	l.linger.Stop()
	defer l.linger.Stop()
	for {
		select {
		case evt := <-l.client.Events:
			l.on(evt)
		case reason := <-l.reasons:
			l.disconnect(reason)
		case now := <-watch.C:
			l.watch(now)
		case <-l.linger.C:
			l.cancel()
		case err := <-finished:
			l.finish(err)
			return
		}
	}
}

func (l *link) end() {
	l.cancel()
	close(l.over)
	l.leave()
	l.runner.left(l)
}

// finish reads the error of a client that has ended. What is still in its event
// queue is left: nothing there can be acknowledged any more.
func (l *link) finish(err error) {
	if l.ctx.Err() == nil && err != nil {
		l.failed(err)
	}
}

// replace ends this link now; its place is taken at once.
func (l *link) replace() {
	l.leave()
	l.cancel()
}

// on handles one event of the client.
func (l *link) on(evt socketmode.Event) {
	switch evt.Type {
	case socketmode.EventTypeConnecting:
		if l.tries++; l.tries > 1 {
			l.log.Info("socket lost")
			l.runner.opts.Observer.Ended(endedLost)
			l.replace()
		}
	case socketmode.EventTypeConnected:
		l.connected = time.Now()
		l.dialled.Store(true)
		l.heard()
	case socketmode.EventTypeHello:
		l.hello(evt.Request)
	case socketmode.EventTypeEventsAPI, socketmode.EventTypeSlashCommand, socketmode.EventTypeInteractive:
		l.take(evt.Request)
	case socketmode.EventTypeErrorBadMessage:
		l.salvage(evt.Data)
	default:
		l.trouble(evt.Data)
	}
}

// trouble handles the events that tell of an error.
func (l *link) trouble(data any) {
	switch data := data.(type) {
	case *slack.ConnectionErrorEvent:
		l.failed(data.ErrorObj)
	case *socketmode.ErrorWriteFailed:
		l.log.Warn("an acknowledgement was not written", "envelope", data.Response.EnvelopeID, "error", plainError(data.Cause))
	case *slack.IncomingEventError:
		l.log.Info("the socket could not be read", "error", plainError(data.ErrorObj))
	}
}

// failed ends the link after an attempt to connect that failed.
func (l *link) failed(err error) {
	switch perm := permanent(err); {
	case perm != nil:
		l.runner.fail(perm)
	case saysOff(err):
		l.runner.disabled()
	case errors.Is(err, errProxied):
		l.log.Info("a proxy is used; sockets are replaced without an overlap")
	case l.ctx.Err() == nil && !errors.Is(err, errSpent):
		l.log.Warn("connecting failed", "error", plainError(err))
	}
	if l.ctx.Err() == nil {
		l.runner.opts.Observer.Ended(endedRefused)
	}
	l.replace()
}

func (l *link) hello(req *socketmode.Request) {
	l.heard()
	l.greeted.Store(true)
	l.log.Info("socket connected", "counted", req.NumConnections, "host", req.DebugInfo.Host,
		"lifetime_s", req.DebugInfo.ApproximateConnectionTime)
	l.runner.greeted(l, req.NumConnections)
}

// disconnect obeys a disconnect frame. The link lingers where Slack lets it.
func (l *link) disconnect(reason string) {
	l.log.Info("Slack ends this socket", "reason", reason)
	l.runner.opts.Observer.Ended(reason)
	switch reason {
	case linkDisabled:
		l.runner.disabled()
		l.replace()
	case crowded:
		l.log.Warn("Slack counts more than ten sockets of this app; another process may be using the same app token")
		l.runner.gate.hold(crowdedHold)
		l.replace()
	default:
		if !l.lingering {
			l.lingering = true
			l.linger.Reset(lingerFor)
		}
		l.leave()
	}
}

// watch looks after a connection: whether it has held long enough to be called
// healthy, and whether it is still heard.
func (l *link) watch(now time.Time) {
	if l.connected.IsZero() {
		return
	}
	if !l.healthy && l.greeted.Load() && now.Sub(l.connected) >= healthyAfter {
		l.healthy = true
		l.runner.settled()
	}
	// Without a tap pings are not seen; slack-go watches them on its own.
	if silent := now.Sub(time.Unix(0, l.lastFrame.Load())); l.tapped && silent >= silenceLimit {
		l.log.Warn("nothing is heard on a socket; it is replaced", "silent_s", int(silent.Seconds()))
		l.runner.opts.Observer.Ended(endedSilent)
		l.replace()
	}
}

// heard, told and wroteText are called by the tap, from the client's goroutines.
func (l *link) heard() {
	now := time.Now().UnixNano()
	l.lastFrame.Store(now)
	l.runner.lastFrame.Store(now)
}

func (l *link) told(reason string) {
	select {
	case l.reasons <- reason:
	default: // Four are waiting; one is enough.
	}
}

func (l *link) wroteText() {
	l.written.Add(1)
	select {
	case l.wrote <- struct{}{}:
	default:
	}
}

// plainError drops from an error the address, which may carry a ticket.
func plainError(err error) string {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		err = wrapped.Err
	}
	if wrapped, ok := errors.AsType[*net.OpError](err); ok {
		return wrapped.Error()
	}
	if err == nil {
		return ""
	}
	return err.Error()
}
