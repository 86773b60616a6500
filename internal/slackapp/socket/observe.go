package socket

import "time"

// Observer is told what becomes of envelopes and sockets, for whoever counts. Its methods are called by many
// goroutines at once and must return at once. What it is told names nobody and holds nothing of what was sent.
type Observer interface {
	// Envelope tells how an envelope of a type ended, and how long after its arrival.
	Envelope(kind string, o Outcome, took time.Duration)
	// Ended tells why a socket ended: a reason that Slack gave, or one of ours.
	Ended(reason string)
}

// Outcome is how an envelope ended.
type Outcome string

// The outcomes. What is not acknowledged comes again if it is an event; of anything else Slack tells the person that
// it failed.
const (
	// Acknowledged: the answer was handed to the socket.
	Acknowledged Outcome = "acknowledged"
	// Left: not acknowledged, because it failed in a way that trying again mends.
	Left Outcome = "left"
	// Unsent: the acknowledgement could not be handed to the socket.
	Unsent Outcome = "unsent"
	// Late: its time was over before a worker was free, or its socket was gone.
	Late Outcome = "late"
	// Refused: all workers were busy, and the person was told so where that is possible.
	Refused Outcome = "refused"
	// Dropped: too many were waiting even to be refused.
	Dropped Outcome = "dropped"
	// Panicked: the handler panicked; it was acknowledged, so that it does not come again.
	Panicked Outcome = "panicked"
)

// Outcomes returns all of them.
func Outcomes() []Outcome {
	return []Outcome{Acknowledged, Left, Unsent, Late, Refused, Dropped, Panicked}
}

// Reasons why a socket ended that are not Slack's own words.
const (
	endedLost    = "lost"     // the connection broke
	endedSilent  = "silent"   // nothing was heard on it
	endedRefused = "refused"  // it could not be opened
	endedGivenUp = "given_up" // it is not wanted any more, see [Runner.Hold]
)

// Reasons returns every reason for which a socket is known to end: Slack's
// (docs.slack.dev/apis/events-api/using-socket-mode) and ours.
func Reasons() []string {
	return []string{"warning", "refresh_requested", linkDisabled, crowded, endedLost, endedSilent, endedRefused, endedGivenUp}
}

// unobserved is the observer of a runner that was given none.
type unobserved struct{}

func (unobserved) Envelope(string, Outcome, time.Duration) {}
func (unobserved) Ended(string)                            {}

func (r *Runner) ended(e Envelope, o Outcome) {
	r.opts.Observer.Envelope(e.Type, o, time.Since(e.Received))
}
