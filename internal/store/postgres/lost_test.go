package postgres_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"throughline/internal/mission"
	"throughline/internal/store/postgres"
)

// proxy stands between a store and its server and cuts the connection at a commit.
type proxy struct {
	server string
	// cut is what to do at the next commit: nothing, or to break the connection before the server has it, or after the
	// server has answered it.
	cut atomic.Int32

	mu    sync.Mutex
	conns []net.Conn
}

const (
	pass = iota
	cutBefore
	cutAfter
)

// newProxy returns a proxy and the URL of a database through it.
func newProxy(t *testing.T, database string) (*proxy, string) {
	t.Helper()
	u, err := url.Parse(database)
	if err != nil {
		t.Fatal("the database's URL cannot be read")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{server: u.Host}
	u.Host = listener.Addr().String()
	t.Cleanup(func() {
		_ = listener.Close()
		p.cutAll()
	})
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go p.serve(client)
		}
	}()
	return p, u.String()
}

func (p *proxy) cutAll() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.conns {
		_ = c.Close()
	}
}

func (p *proxy) serve(client net.Conn) {
	server, err := net.Dial("tcp", p.server)
	if err != nil {
		_ = client.Close()
		return
	}
	p.mu.Lock()
	p.conns = append(p.conns, client, server)
	p.mu.Unlock()
	defer func() { _, _ = client.Close(), server.Close() }()
	var mute atomic.Bool // the next answer goes nowhere
	go func() {
		defer func() { _, _ = client.Close(), server.Close() }()
		for buf := make([]byte, 1<<16); ; {
			n, err := server.Read(buf)
			if err != nil || mute.Load() {
				return
			}
			if _, err := client.Write(buf[:n]); err != nil {
				return
			}
		}
	}()
	for buf := make([]byte, 1<<16); ; {
		n, err := client.Read(buf)
		if errors.Is(err, io.EOF) || err != nil {
			return
		}
		if bytes.Contains(buf[:n], []byte("commit\x00")) {
			switch p.cut.Swap(pass) {
			case cutBefore:
				return
			case cutAfter:
				mute.Store(true)
			}
		}
		if _, err := server.Write(buf[:n]); err != nil {
			return
		}
	}
}

// count adds one to a mission's tally.
func count(tx *postgres.Tx) error {
	m, err := tx.Mission("T1", "M1")
	if err != nil && !errors.Is(err, mission.ErrNotFound) {
		return err
	}
	m.Team, m.ID, m.Channel = "T1", "M1", "C1"
	if m.Tally.ByKind == nil {
		m.Tally.ByKind = map[mission.EntryKind]int{}
	}
	m.Tally.ByKind[mission.Progress]++
	return tx.PutMission(m)
}

// counted returns the mission's tally.
func counted(t *testing.T, db *postgres.DB) int {
	t.Helper()
	n := 0
	err := db.View(t.Context(), func(tx *postgres.Tx) error {
		m, err := tx.Mission("T1", "M1")
		n = m.Tally.Count(mission.Progress)
		return err
	})
	if err != nil {
		t.Error(err)
	}
	return n
}

// TestACommitThatNobodyAnsweredIsDoneOnce cuts the connection at the commit, before and after the server has it. Either
// way the change is there once, and whoever asked for it is told so.
func TestACommitThatNobodyAnsweredIsDoneOnce(t *testing.T) {
	t.Parallel()
	for sentence, c := range map[string]struct {
		cut  int32
		runs int
	}{
		"the server never had it":        {cutBefore, 2},
		"the server's answer was lost":   {cutAfter, 1},
		"nothing happened to the commit": {pass, 1},
	} {
		p, through := newProxy(t, newDatabase(t))
		db := openAt(t, through)
		p.cut.Store(c.cut)
		runs := 0
		err := db.Update(t.Context(), func(tx *postgres.Tx) error { runs++; return count(tx) })
		if n := counted(t, db); err != nil || n != 1 || runs != c.runs {
			t.Errorf("%s: counted %d in %d runs, %v; want 1 in %d", sentence, n, runs, err, c.runs)
		}
		if doubts := db.Stats().Doubts; doubts != 1 && c.cut != pass {
			t.Errorf("%s: in doubt %d times", sentence, doubts)
		}
	}
}

// TestNothingIsLostWhileConnectionsBreak breaks every connection again and again under writers, who each count what they
// were told is stored.
func TestNothingIsLostWhileConnectionsBreak(t *testing.T) {
	t.Parallel()
	p, through := newProxy(t, newDatabase(t))
	db := openAt(t, through)
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for n := int32(0); ; n++ {
			select {
			case <-stop:
				return
			case <-time.After(7 * time.Millisecond):
			}
			if p.cut.Store(1 + n%2); n%5 == 0 {
				p.cutAll()
			}
		}
	}()
	const writers, times = 4, 10
	var wg sync.WaitGroup
	var done atomic.Int64
	for range writers {
		wg.Go(func() {
			for range times {
				switch err := db.Update(t.Context(), count); {
				case err == nil:
					done.Add(1)
				case errors.Is(err, postgres.ErrUnknown):
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	close(stop)
	<-stopped
	p.cut.Store(pass)
	if n := counted(t, openAt(t, direct(p, through))); int64(n) != done.Load() || n == 0 {
		t.Errorf("%d are stored, of which %d were answered", n, done.Load())
	}
}

// direct returns the URL without the proxy.
func direct(p *proxy, through string) string {
	u, err := url.Parse(through)
	if err != nil {
		panic("the URL was made here")
	}
	u.Host = p.server
	return u.String()
}

// TestACopyThatHangsHoldsNobodyUpForLong lets a transaction hang that has changed a mission, as that of a copy which is cut
// off. The server ends it, and another copy goes on.
func TestACopyThatHangsHoldsNobodyUpForLong(t *testing.T) {
	t.Parallel()
	database := newDatabase(t)
	hanging, other := openAt(t, database), openAt(t, database)
	holds, goOn, done := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	first := true
	go func() {
		done <- hanging.Update(t.Context(), func(tx *postgres.Tx) error {
			err := count(tx)
			if _, errFlush := tx.Mission("T1", "M1"); first && errFlush == nil {
				first = false
				close(holds)
				<-goOn
			}
			return err
		})
	}()
	<-holds
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := other.Update(ctx, count); err != nil {
		t.Errorf("the other copy: %v", err)
	}
	close(goOn)
	if err := <-done; err != nil {
		t.Errorf("the copy that hung, when it goes on: %v", err)
	}
	if n := counted(t, other); n != 2 {
		t.Errorf("counted %d; want 2", n)
	}
}
