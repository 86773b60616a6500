package sandbox

import (
	"net/http"
	"strconv"
	"time"
)

// Rates of Slack (docs.slack.dev/apis/web-api/rate-limits). A tier counts per
// method and minute; posts also count per channel, one a second with a short
// burst, and over the workspace.
const (
	ratesWindow   = time.Minute
	postsBurst    = 5
	specialPerMin = 600
	postEvery     = time.Second
	minimumRetry  = time.Second
)

func tierLimit(tier int) int {
	switch tier {
	case 1:
		return 1
	case 2:
		return 20
	case 3:
		return 50
	case 4:
		return 100
	default:
		return specialPerMin
	}
}

// limiter counts in real time. Its methods expect Server.mu held.
type limiter struct {
	workspace int
	methods   map[string][]time.Time // the calls of the last minute
	posts     []time.Time
	channels  map[string]time.Time // when the channel's burst would be whole again
}

func newLimiter(postsPerMinute int) *limiter {
	l := &limiter{workspace: postsPerMinute}
	l.reset()
	return l
}

// reset forgets every window, as a walk of the clock does.
func (l *limiter) reset() {
	l.methods, l.posts, l.channels = map[string][]time.Time{}, nil, map[string]time.Time{}
}

// calls counts a call of a method that takes so many a minute, or says how long to wait.
func (l *limiter) calls(name string, limit int, now time.Time) (wait time.Duration) {
	l.methods[name], wait = countIn(l.methods[name], limit, now)
	return wait
}

// post counts a message to a channel, or says how long to wait. whole means
// that the workspace is over its cap.
func (l *limiter) post(channel string, now time.Time) (wait time.Duration, whole bool) {
	ready := l.channels[channel]
	if ready.Before(now) {
		ready = now
	}
	if over := ready.Add(postEvery).Sub(now) - postsBurst*postEvery; over > 0 {
		return max(over, minimumRetry), false
	}
	l.posts, wait = countIn(l.posts, l.workspace, now)
	if wait > 0 {
		return wait, true
	}
	l.channels[channel] = ready.Add(postEvery)
	return 0, false
}

// countIn keeps the times of the last minute and adds now where there is room.
func countIn(times []time.Time, limit int, now time.Time) ([]time.Time, time.Duration) {
	for len(times) > 0 && now.Sub(times[0]) >= ratesWindow {
		times = times[1:]
	}
	if len(times) >= limit {
		return times, max(ratesWindow-now.Sub(times[0]), minimumRetry)
	}
	return append(times, now), 0
}

// tooMany is HTTP 429.
type tooMany struct{ wait time.Duration }

func (e *tooMany) Error() string { return "ratelimited" }

// overCap is the 429 of a workspace over its cap: no Retry-After, and a body
// of its own. wait is zero in it.
func (e *tooMany) overCap() bool { return e.wait == 0 }

func (e *tooMany) body() obj {
	if e.overCap() {
		return obj{"ok": false, "error": "message_limit_exceeded"}
	}
	return obj{"ok": false, "error": "ratelimited"}
}

func (e *tooMany) write(w http.ResponseWriter) {
	if !e.overCap() {
		seconds := int((e.wait + time.Second - 1) / time.Second)
		w.Header().Set("Retry-After", strconv.Itoa(seconds))
	}
	writeJSON(w, http.StatusTooManyRequests, e.body())
}

// spendPost counts a post, refusing it as Slack does. Locked.
func (s *Server) spendPost(channel string) error {
	wait, whole := s.limits.post(channel, realNow())
	switch {
	case whole:
		return &tooMany{}
	case wait > 0:
		return &tooMany{wait}
	default:
		return nil
	}
}

func realNow() time.Time { return time.Now() }
