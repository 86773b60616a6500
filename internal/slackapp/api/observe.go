package api

import (
	"net/http"
	"sync/atomic"
	"time"
)

// Call is one call that went out to Slack, for whoever counts. It holds nothing of what was sent.
type Call struct {
	// Method is Slack's name of the method, or "response_url" or "file_upload".
	Method string
	// Class is what its error means, 0 where it went well. Calls that our own pace held back never went out and are
	// not told of.
	Class Class
	Took  time.Duration
}

// Methods returns the names that [Call.Method] can have.
func Methods() []string {
	return []string{
		"auth.test", "chat.delete", methodEphemeral, methodPost, "chat.update", "conversations.history",
		"conversations.info", "conversations.join", "conversations.members", methodOpenDM, "conversations.replies",
		"dnd.teamInfo", methodUpload, "files.completeUploadExternal", "files.delete", "files.getUploadURLExternal",
		"pins.add", "pins.remove", methodRespond, "users.conversations", "users.info", "users.list", "views.open",
		"views.publish", "views.push", "views.update",
	}
}

// Classes returns all classes of errors.
func Classes() []Class {
	return []Class{TokenDead, Config, TargetGone, Bug, Race, RateLimited, Transient, Doubt}
}

// answered tells the observer of a call, and notes whether the token lives.
func (c *Client) answered(method string, class Class, start time.Time) {
	c.observe(Call{Method: method, Class: class, Took: time.Since(start)})
	switch {
	case method == methodRespond || method == methodUpload:
		return // These carry no token.
	case class == TokenDead:
		c.dead.Store(true)
	case class == 0:
		c.dead.Store(false)
	}
}

// TokenDead reports whether Slack refused the bot token when it was last used.
func (c *Client) TokenDead() bool { return c.dead.Load() }

// Skew returns how far this machine's clock is ahead of Slack's, by the Date header of the last answer, which counts
// whole seconds: half a second either way says nothing. It is false before the first answer.
func (c *Client) Skew() (ahead time.Duration, known bool) { return c.wire.clock.skew() }

// serverClock compares our clock with the one that stands in Slack's answers.
type serverClock struct {
	now   func() time.Time
	ahead atomic.Int64
	known atomic.Bool
	most  atomic.Int64 // the furthest that ours was ahead, at most mostAhead
}

const (
	// leastAhead is from when on clocks differ by more than a header's whole seconds and a slow answer may seem to say.
	leastAhead = 2 * time.Second
	// mostAhead bounds what is believed of clocks that differ: a server in between may know no time at all.
	mostAhead = 24 * time.Hour
)

// read notes what a header says about an answer to a request that went out at sent. The clocks are compared at the
// middle of the call, and half a second is added to theirs for what the header cuts off.
func (s *serverClock) read(h http.Header, sent time.Time) {
	theirs, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return
	}
	got := s.now()
	ours := sent.Add(got.Sub(sent) / 2)
	ahead := ours.Sub(theirs.Add(500 * time.Millisecond))
	s.ahead.Store(int64(ahead))
	s.known.Store(true)
	if ahead < leastAhead {
		return
	}
	believed := int64(min(ahead, mostAhead))
	for most := s.most.Load(); believed > most; most = s.most.Load() {
		if s.most.CompareAndSwap(most, believed) {
			return
		}
	}
}

// theirs returns a time of our clock on Slack's, or an earlier one. Our clock may have been set since that time, so that
// it is taken as far ahead as it ever was; behind Slack's it names earlier times anyway.
func (s *serverClock) theirs(at time.Time) time.Time { return at.Add(-time.Duration(s.most.Load())) }

func (s *serverClock) skew() (time.Duration, bool) {
	return time.Duration(s.ahead.Load()), s.known.Load()
}
