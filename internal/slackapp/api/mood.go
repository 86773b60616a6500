package api

import (
	"strings"
	"sync"
	"time"
)

const (
	// awayAfter is how many calls in a row have to fail before Slack counts as away: a single one fails every day.
	awayAfter = 2
	// awayFor is how long that is believed. Whatever waits is tried again within a quarter of an hour.
	awayFor = 20 * time.Minute
	// longPause is from when a pause of posting is worth telling a person of.
	longPause = 20 * time.Second
)

// mood is how the last calls went, of whatever method.
type mood struct {
	mu     sync.Mutex
	failed int       // calls in a row to which Slack gave no answer of its own
	last   time.Time // when the last of them failed
}

// note takes note of how a call ended.
func (m *mood) note(e *Error, now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	switch {
	case e == nil:
		m.failed = 0
	case e.unanswered():
		m.failed, m.last = m.failed+1, now
	case e.Class != RateLimited:
		m.failed = 0 // Slack answered, if only to refuse.
	}
}

// unanswered reports whether Slack did not answer, or said itself that it is in trouble.
func (e *Error) unanswered() bool {
	switch e.Class {
	case Transient, Doubt:
		return e.Code == "" || strings.HasPrefix(e.Code, "http_5") || aloneInTrouble[e.Code]
	}
	return false
}

// aloneInTrouble are the codes by which Slack says that it is not well, whoever asks.
var aloneInTrouble = map[string]bool{
	"service_unavailable": true, "internal_error": true, "fatal_error": true, "request_timeout": true,
	"migration_in_progress": true, "team_added_to_org": true, "org_login_required": true,
}

// Away reports whether Slack takes nothing from us at the moment: the last calls got no answer, or posting rests. What
// people are told in an acknowledgement depends on it, never whether something is tried.
func (c *Client) Away() bool {
	c.mood.mu.Lock()
	away := c.mood.failed >= awayAfter && c.pace.now().Sub(c.mood.last) < awayFor
	c.mood.mu.Unlock()
	return away || c.pace.pauseLeft(methodPost) > longPause
}
