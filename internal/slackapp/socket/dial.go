package socket

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

const (
	openTimeout      = 10 * time.Second
	handshakeTimeout = 10 * time.Second
	// defaultHold is the pause after a 429 that names none.
	defaultHold = 30 * time.Second
	// longestHold bounds what an answer can ask for: Slack asks for seconds or minutes.
	longestHold = 10 * time.Minute
	// writeBuffer holds the largest acknowledgement, so that each goes out as one
	// frame: Slack does not put fragments together.
	writeBuffer = 32 << 10
)

var (
	errProxied = errors.New("socket: a proxy is in the way of the tap")
	errSpent   = errors.New("socket: this connection has ended")
)

// network is how connections are made: as the HTTP client makes its own.
type network struct {
	dial  func(ctx context.Context, network, addr string) (net.Conn, error)
	tls   *tls.Config
	proxy func(*http.Request) (*url.URL, error)
}

// networkOf reads the settings of client's transport, or takes those of
// http.DefaultTransport where client brings a transport of its own kind.
func networkOf(client *http.Client) network {
	transport, ok := client.Transport.(*http.Transport)
	if !ok {
		transport, ok = http.DefaultTransport.(*http.Transport)
	}
	if !ok {
		transport = &http.Transport{Proxy: http.ProxyFromEnvironment}
	}
	transport = transport.Clone()
	n := network{dial: transport.DialContext, tls: transport.TLSClientConfig, proxy: transport.Proxy}
	if n.dial == nil {
		n.dial = (&net.Dialer{Timeout: handshakeTimeout}).DialContext
	}
	if n.tls == nil {
		n.tls = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	n.tls.NextProtos = nil // A WebSocket is upgraded from HTTP/1.1.
	return n
}

// opener calls apps.connections.open for one link. It waits at the shared gate,
// and serves one call: a client that wants to reconnect is replaced instead.
type opener struct {
	client *http.Client
	gate   *gate
	spent  atomic.Bool
}

// Do implements the HTTP client that slack-go asks for.
func (o *opener) Do(req *http.Request) (*http.Response, error) {
	if o.spent.Swap(true) {
		return nil, errSpent
	}
	if err := o.gate.wait(req.Context()); err != nil {
		return nil, err
	}
	resp, err := o.client.Do(req)
	if err == nil && resp.StatusCode == http.StatusTooManyRequests {
		o.gate.hold(retryAfter(resp.Header))
	}
	return resp, err
}

func retryAfter(header http.Header) time.Duration {
	seconds, err := strconv.ParseFloat(header.Get("Retry-After"), 64)
	if err != nil || !(seconds >= 0) { // which is false for what is no number, too
		return defaultHold
	}
	if seconds > longestHold.Seconds() {
		return longestHold
	}
	return time.Duration(seconds * float64(time.Second))
}

// dialer makes the WebSocket dialer of a link. With a proxy TLS would lie
// outside the tap, so such a link goes without one: then slack-go drops the
// connection on a disconnect frame, and only the other connections bridge the gap.
func (l *link) dialer() *websocket.Dialer {
	d := &websocket.Dialer{
		NetDialContext:   l.net.dial,
		TLSClientConfig:  l.net.tls,
		Proxy:            l.net.proxy,
		HandshakeTimeout: handshakeTimeout,
		WriteBufferSize:  writeBuffer,
	}
	if !l.tapped {
		return d
	}
	d.Proxy = l.refuseProxy
	d.NetDialContext = func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := l.net.dial(ctx, network, addr)
		if err != nil {
			return nil, err
		}
		return l.tap(conn), nil
	}
	d.NetDialTLSContext = l.dialTLS
	return d
}

// dialTLS makes the TLS connection itself, so that the tap lies inside of it.
func (l *link) dialTLS(ctx context.Context, network, addr string) (net.Conn, error) {
	conn, err := l.net.dial(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	config := l.net.tls.Clone()
	if config.ServerName == "" {
		config.ServerName, _, _ = net.SplitHostPort(addr)
	}
	secure := tls.Client(conn, config)
	if err := secure.HandshakeContext(ctx); err != nil {
		_ = conn.Close()
		return nil, err
	}
	return l.tap(secure), nil
}

func (l *link) tap(conn net.Conn) net.Conn {
	l.dialled.Store(true)
	return newTap(conn, l.heard, l.told, l.wroteText)
}

// refuseProxy lets a tapped link fail where a proxy applies; the links after it
// go without a tap.
func (l *link) refuseProxy(req *http.Request) (*url.URL, error) {
	if l.net.proxy == nil {
		return nil, nil
	}
	proxy, err := l.net.proxy(req)
	if err != nil || proxy == nil {
		return nil, err
	}
	l.onProxy()
	return nil, errProxied
}
