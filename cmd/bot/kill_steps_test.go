package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"throughline/internal/nudges"
	"throughline/internal/slackapp"
)

// The steps at which a life can end: its writes and its calls.

// step counts one, and says how the process dies at it.
func (p *life) step() way {
	p.lives.mu.Lock()
	p.steps++
	w := p.dies(p.steps)
	p.lives.mu.Unlock()
	p.mu.Lock()
	defer p.mu.Unlock()
	if w != after {
		p.dead = p.dead || w != survives
	}
	return w
}

func (p *life) kill() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.dead = true
	return errKilled
}

func (p *life) isDead() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.dead
}

// writes makes a transaction a step.
func (p *life) writes(do func() error) error {
	if p.isDead() {
		return errKilled
	}
	switch p.step() {
	case before, underway:
		return errKilled
	case after:
		return errors.Join(do(), p.kill())
	}
	if err := do(); err != nil || !p.isDead() {
		return err
	}
	return errKilled
}

func (p *life) reads(do func() error) error {
	if p.isDead() {
		return errKilled
	}
	return do()
}

// mortalStore is the store of the engine, and mortalEdge that of the edge.
type (
	mortalStore struct{ *life }
	mortalEdge  struct{ *life }
)

func (s mortalStore) Update(ctx context.Context, f func(nudges.Tx) error) error {
	return s.writes(func() error { return s.db.Nudges().Update(ctx, f) })
}

func (s mortalStore) View(ctx context.Context, f func(nudges.Tx) error) error {
	return s.reads(func() error { return s.db.Nudges().View(ctx, f) })
}

func (s mortalEdge) Update(ctx context.Context, f func(slackapp.Tx) error) error {
	return s.writes(func() error { return edgeStore{boltStore{s.db}}.Update(ctx, f) })
}

func (s mortalEdge) View(ctx context.Context, f func(slackapp.Tx) error) error {
	return s.reads(func() error { return edgeStore{boltStore{s.db}}.View(ctx, f) })
}

// latest is how long after its process is gone a call still arrives, which is less than what delivery waits for.
const latest = 30 * time.Second

// RoundTrip makes a call a step.
func (p *life) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
	}
	if p.isDead() {
		return nil, errKilled
	}
	switch p.step() {
	case before:
		return nil, errKilled
	case underway:
		p.underway.Add(1)
		go func() {
			defer p.underway.Add(-1)
			time.Sleep(latest)
			p.arrives(r, body)
		}()
		return nil, errKilled
	case after:
		p.arrives(r, body)
		return nil, p.kill()
	}
	time.Sleep(slackTakes)
	answer := p.arrives(r, body)
	if p.isDead() {
		return nil, errKilled
	}
	return answer.Result(), nil
}

// arrives hands a call to the sandbox, and spoils some answers in one of the ways that leave it open what was done.
func (l *lives) arrives(r *http.Request, body []byte) *httptest.ResponseRecorder {
	method := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
	what := method
	if strings.Contains(string(body), "thread_ts=") {
		what += " in a thread"
	}
	l.mu.Lock()
	l.of[what]++
	n := l.of[what]
	l.mu.Unlock()
	s := spoilt[what]
	switch {
	case s.undone > 0 && n%s.undone == 0:
		return answers(http.StatusInternalServerError)
	case s.tooMany > 0 && n%s.tooMany == 0:
		return tooMany(n)
	}
	in := httptest.NewRequestWithContext(context.WithoutCancel(r.Context()), r.Method, r.URL.String(), strings.NewReader(string(body)))
	in.Header = r.Header
	out := httptest.NewRecorder()
	l.slack.Handler().ServeHTTP(out, in)
	if s.lost > 0 && n%s.lost == 1 {
		return answers(http.StatusBadGateway)
	}
	return out
}

// spoilt says of how many calls one fails: without anything done, as too many, or done and with its answer lost.
var spoilt = map[string]struct{ undone, tooMany, lost int }{
	"chat.postMessage":             {undone: 7, tooMany: 11, lost: 5},
	"chat.postMessage in a thread": {undone: 2, lost: 4},
	"chat.update":                  {tooMany: 6, lost: 5},
	"conversations.open":           {undone: 4, lost: 3},
	"conversations.history":        {undone: 5, tooMany: 7},
}

func answers(status int) *httptest.ResponseRecorder {
	out := httptest.NewRecorder()
	out.WriteHeader(status)
	return out
}
