package api

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

const (
	// channelBurst is how many messages may follow each other at once in a channel,
	// where Slack allows one a second and short bursts.
	channelBurst = 3
	// opensPerMinute is Slack's tier 3, for conversations.open.
	opensPerMinute = 50
	// maxChannels is when limiters of quiet channels are forgotten.
	maxChannels = 1024
	// recheck is how often a pause looks at the clock, which may be moved.
	recheck = time.Second
)

const (
	methodPost      = "chat.postMessage"
	methodEphemeral = "chat.postEphemeral"
	methodRespond   = "response_url"
	methodOpenDM    = "conversations.open"
)

// posting are the methods under the cap of the workspace.
var posting = map[string]bool{methodPost: true, methodEphemeral: true, methodRespond: true}

// pace holds calls back so that Slack need not. Its clock may be moved forward;
// then what waits by that clock goes on.
type pace struct {
	now   func() time.Time
	posts *rate.Limiter
	opens *rate.Limiter

	mu       sync.Mutex
	paused   map[string]time.Time // by method; messageCap stands for all posting
	channels map[string]*rate.Limiter
}

func newPace(postsPerMinute int, now func() time.Time) *pace {
	return &pace{
		now: now, posts: perMinute(postsPerMinute), opens: perMinute(opensPerMinute),
		paused: map[string]time.Time{}, channels: map[string]*rate.Limiter{},
	}
}

// perMinute allows n calls in any minute: a few of them at once, the others
// spread over it. The more may go at once, the fewer go in a long row.
func perMinute(n int) *rate.Limiter {
	return rate.NewLimiter(limitOf(n, burstOf(n)), burstOf(n))
}

func burstOf(n int) int { return max(n/50, 1) }

func limitOf(n, burst int) rate.Limit { return rate.Limit(max(n-burst, 1)) / 60 }

// setPosts changes how many messages go out in a minute. What waits for its turn already keeps it.
func (p *pace) setPosts(perMin int) {
	burst, now := burstOf(perMin), p.now()
	p.posts.SetBurstAt(now, burst)
	p.posts.SetLimitAt(now, limitOf(perMin, burst))
}

// wait returns when method may be called. If that is later than ctx allows, or
// ctx ends, it returns an error at once and nothing is used up.
func (p *pace) wait(ctx context.Context, method, channel string) error {
	if err := p.waitPause(ctx, method); err != nil {
		return err
	}
	if err := p.waitTurn(ctx, method, p.limiters(method, channel)); err != nil {
		return err
	}
	return p.waitPause(ctx, method) // One may have begun in the meantime.
}

func (p *pace) waitPause(ctx context.Context, method string) error {
	for {
		left := p.pauseLeft(method)
		if left <= 0 {
			return nil
		}
		if tooLong(ctx, left) {
			return &Error{Method: method, Class: RateLimited, Code: "paused", RetryAfter: left}
		}
		if err := sleep(ctx, min(left, recheck)); err != nil {
			return &Error{Method: method, Class: Transient, Err: err}
		}
	}
}

func (p *pace) pauseLeft(method string) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	until := p.paused[method]
	if capped := p.paused[messageCap]; posting[method] && capped.After(until) {
		until = capped
	}
	return until.Sub(p.now())
}

// pause holds back further calls after Slack refused one for its rate.
func (p *pace) pause(e *Error) {
	key := e.Method
	if e.Code == messageCap {
		key = messageCap
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if until := p.now().Add(e.RetryAfter); until.After(p.paused[key]) {
		p.paused[key] = until
	}
}

// waitTurn takes a token of each limiter, and waits until all are there.
func (p *pace) waitTurn(ctx context.Context, method string, limiters []*rate.Limiter) error {
	now := p.now()
	var delay time.Duration
	var taken []*rate.Reservation
	for _, l := range limiters {
		r := l.ReserveN(now, 1)
		taken = append(taken, r)
		delay = max(delay, r.DelayFrom(now))
	}
	var err error
	if tooLong(ctx, delay) {
		err = &Error{Method: method, Class: RateLimited, Code: "paced", RetryAfter: delay}
	} else if stopped := sleep(ctx, delay); stopped != nil {
		err = &Error{Method: method, Class: Transient, Err: stopped}
	}
	if err != nil {
		for _, r := range taken {
			r.CancelAt(p.now())
		}
	}
	return err
}

func (p *pace) limiters(method, channel string) []*rate.Limiter {
	switch {
	case method == methodOpenDM:
		return []*rate.Limiter{p.opens}
	case !posting[method]:
		return nil
	case channel == "":
		return []*rate.Limiter{p.posts}
	default:
		return []*rate.Limiter{p.channel(channel), p.posts}
	}
}

func (p *pace) channel(id string) *rate.Limiter {
	p.mu.Lock()
	defer p.mu.Unlock()
	if l := p.channels[id]; l != nil {
		return l
	}
	if len(p.channels) >= maxChannels {
		p.forget()
	}
	l := rate.NewLimiter(1, channelBurst)
	p.channels[id] = l
	return l
}

// forget drops limiters that are full: a new one would allow the same.
func (p *pace) forget() {
	now := p.now()
	for id, l := range p.channels {
		if l.TokensAt(now) >= channelBurst {
			delete(p.channels, id)
		}
	}
}

// tooLong reports whether ctx ends before d is over.
func tooLong(ctx context.Context, d time.Duration) bool {
	deadline, ok := ctx.Deadline()
	return ok && time.Until(deadline) < d
}

func sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil || d <= 0 {
		return err
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
