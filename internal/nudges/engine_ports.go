package nudges

import (
	"context"
	"errors"
	"fmt"
	"time"

	"throughline/internal/mission"
)

// Sender delivers rows. It renders what a row names from the store, inside Send, so that what goes out
// is what stands there at that moment.
type Sender interface {
	// Prepare does everything that may take time before the call: it opens the direct conversation and
	// fills in Channel, fills in ThreadTS for a row that belongs into a thread and TS for an edit, and
	// waits for its turn where calls are paced. It posts nothing. [ErrLater] says that something must stand first, such as
	// the card whose thread the row belongs into, and [ErrDone] that nothing is to be sent.
	Prepare(ctx context.Context, r Row) (Row, error)
	// Send posts or edits once and never tries again by itself. It begins no call after ctx's deadline.
	// [mission.ErrNotFound] says that what the row names is no longer in the store, so that nothing was
	// sent. Any other error that is no [*SendError] leaves the outcome in doubt.
	Send(ctx context.Context, r Row) (mission.MessageRef, error)
	// Lookup finds the message of a row by the opaque key in its metadata, in the row's channel or
	// thread, and reads every page since a little before the row's SentAt. It returns [ErrNoHistory]
	// where the bot may not read there.
	Lookup(ctx context.Context, r Row) (ref mission.MessageRef, found bool, err error)
}

// Facts answers what only Slack knows, or only whoever holds the key of private words. It is asked before each
// nudge, since nothing of it is kept.
type Facts interface {
	// InChannel reports whether somebody is in a channel.
	InChannel(ctx context.Context, team mission.TeamID, channel mission.ChannelID, user mission.UserID) (bool, error)
	// Person returns what Slack says of somebody; of the answer Zone and Gone are read.
	Person(ctx context.Context, team mission.TeamID, user mission.UserID) (Person, error)
	// Powers returns the kinds of work that somebody ticked in a mission as those that give her energy. They
	// are hers alone: they stand in no log and in no row.
	Powers(ctx context.Context, team mission.TeamID, m mission.ID, user mission.UserID) ([]mission.Power, error)
	// QuietUntil returns until when somebody does not want to be disturbed, or the zero time. Company returns who will be
	// asked about next, so that all of them can be asked about at once; it may be called or not.
	QuietUntil(ctx context.Context, team mission.TeamID, user mission.UserID, company func() []mission.UserID) (time.Time, error)
}

// Settler is told what became of a row, in the transaction in which it ended, so that a card or an
// entry learns which message is its own. An error of it keeps the row from ending, so it must not fail
// because of what the row says.
type Settler interface {
	Settle(tx Tx, r Row) error
}

// ErrLater says that a row cannot go out yet, because something else must stand first.
var ErrLater = errors.New("not yet")

// ErrNoHistory says that the bot may not read the history that a message would have to be looked up in.
var ErrNoHistory = errors.New("no history scope")

// ErrDone says that what a row was there for is done, and that it posts nothing.
var ErrDone = errors.New("done without a message")

// Class says what a failed call means for a row. slackapp maps Slack's codes to it
// (docs.slack.dev/reference/methods, and docs.slack.dev/apis/web-api/rate-limits).
type Class int

// The classes.
const (
	Doubt       Class = iota // the outcome is unknown: a timeout, a reset, a 5xx, internal_error
	RateLimited              // surely nothing was done; the method rests for RetryAfter
	Later                    // surely nothing was done; trying again may help
	Gone                     // the channel or the person is no longer there to be written to
	Refused                  // Slack refuses the very message: a mistake of ours
	Down                     // the token is dead; nothing will work until an operator acts
	void                     // what the row names is no longer in the store; nothing was done
)

// String names the class for the log.
func (c Class) String() string {
	return [...]string{"doubt", "rate_limited", "later", "gone", "refused", "down", "void"}[c]
}

// SendError is a call that failed.
type SendError struct {
	Class      Class
	Code       string        // Slack's code, or one of ours; never words of anybody
	RetryAfter time.Duration // with RateLimited, where Slack named one
	Err        error
}

// Error names the class and the code.
func (e *SendError) Error() string {
	return fmt.Sprintf("slack: %s: %s", e.Class, e.Code)
}

// Unwrap returns what the call failed with.
func (e *SendError) Unwrap() error { return e.Err }

// failure reads an error of a Sender or of Facts. Whatever is not known is in doubt.
func failure(err error) *SendError {
	var known *SendError
	switch {
	case errors.As(err, &known):
		return known
	case errors.Is(err, ErrLater):
		return &SendError{Class: Later, Code: codeNotYet, Err: err}
	case errors.Is(err, ErrDone):
		return &SendError{Class: void, Code: codeDone, Err: err}
	case errors.Is(err, mission.ErrNotFound):
		return &SendError{Class: void, Code: codeGone, Err: err}
	}
	return &SendError{Class: Doubt, Code: "unknown", Err: err}
}
