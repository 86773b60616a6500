package crashtest

import (
	"context"
	"net"
	"net/url"
	"sync"
	"sync/atomic"
)

// proxy stands between a copy and its database. It can stop to hand anything on, as a cut cable does, or drop what is
// connected, as a router that starts anew does.
type proxy struct {
	listener net.Listener
	to       string
	stopped  atomic.Bool

	mu    sync.Mutex
	conns map[net.Conn]bool
	going *sync.Cond // tells those who wait that the cable is whole again
}

// newProxy stands in front of the database of a URL, and returns the URL through it.
func newProxy(database string) (*proxy, string, error) {
	u, err := url.Parse(database)
	if err != nil {
		return nil, "", err
	}
	l, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, "", err
	}
	p := &proxy{listener: l, to: u.Host, conns: map[net.Conn]bool{}}
	p.going = sync.NewCond(&p.mu)
	u.Host = l.Addr().String()
	go p.serve()
	return p, u.String(), nil
}

func (p *proxy) serve() {
	for {
		in, err := p.listener.Accept()
		if err != nil {
			return
		}
		out, err := new(net.Dialer).DialContext(context.Background(), "tcp", p.to)
		if err != nil {
			_ = in.Close()
			continue
		}
		p.mu.Lock()
		p.conns[in], p.conns[out] = true, true
		p.mu.Unlock()
		go p.pipe(in, out)
		go p.pipe(out, in)
	}
}

// pipe hands on what comes, as long as the cable is whole.
func (p *proxy) pipe(from, to net.Conn) {
	defer func() { _, _ = from.Close(), to.Close() }()
	buf := make([]byte, 32<<10)
	for {
		n, err := from.Read(buf)
		p.mu.Lock()
		for p.stopped.Load() && p.conns[from] {
			p.going.Wait()
		}
		p.mu.Unlock()
		if n > 0 {
			if _, err := to.Write(buf[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// stop lets nothing through, in neither direction, without telling anybody; goOn lets it through again.
func (p *proxy) stop() { p.stopped.Store(true) }

func (p *proxy) goOn() {
	p.mu.Lock() // Whoever looked a moment ago waits by now.
	defer p.mu.Unlock()
	p.stopped.Store(false)
	p.going.Broadcast()
}

// drop ends every connection.
func (p *proxy) drop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for c := range p.conns {
		_ = c.Close()
		delete(p.conns, c)
	}
	p.going.Broadcast()
}

func (p *proxy) close() {
	_ = p.listener.Close()
	p.goOn()
	p.drop()
}
