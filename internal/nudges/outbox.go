package nudges

import (
	"fmt"
	"time"
)

// A row of the outbox moves through these states. Each arrow is one function below, and each is written
// in a transaction of its own before the next step is taken.
//
//	             claim              begin               settle
//	  ┌─────┐ ──────────▶ ┌───────┐ ───────▶ ┌───────┐ ────────▶ settled ─┐ reopen
//	  │ due │             │claimed│          │sending│                    │ (edits)
//	  └─────┘ ◀────────── └───────┘          └───────┘ ────────▶ failed   ▼
//	   ▲ ▲ │ ▲ expire,     │      │ drop        │ │       fail           due
//	   │ │ │ │ postpone    │      ▼             │ │
//	   │ │ │ └─────────────┘   dropped          │ │ doubt (timeout, reset, 5xx),
//	   │ │ │ claim past grace                   │ │ expire (lease over), recovered
//	   │ │ └──────────────▶ skipped ◀─┐         │ ▼
//	   │ │                            │      ┌───────┐ ──┐ look, lookFailed,
//	   │ └──── retry (429, nothing ───┼──────│unknown│ ◀─┘ absent once
//	   │            was done)         │      └───────┘
//	   │                   past grace │       │  │  │
//	   └──────────────────────────────┴───────┘  │  └─────▶ unsure (nothing to look it up with)
//	                      absent                 └────────▶ settled (found)
//
// Only claim and look take a row; both raise its fence. Whoever took it may write to it only as long as
// it is still in the state in which it was left, at the same fence: see stillHeld. Sending is durable before
// Slack is called, so a row that is due or claimed was surely never posted. A row in doubt is looked up
// after everything that may still make its message appear is over, and never guessed at.
//
// A nudge that the coin of a trial holds back is withheld where it would begin: an end of its own, once and for good.
//
// An edit takes the same way but for doubt: repeating it is harmless, so doubt makes it due again, and
// once more after the first call can no longer be accepted, so that what stands last is what was
// rendered last.

// Codes that the outbox itself writes as the reason of a row.
const (
	codeLate      = "late"       // past its grace
	codeNoHistory = "no_history" // in doubt, and nothing to look it up with
	codeGone      = "gone"       // what it names was erased
	codeDone      = "done"       // it was there for something else than a message
	codeNotYet    = "not_yet"    // something else must stand first
	codeTrial     = "trial"      // withheld by the coin of a trial
)

// Limits are the constants of delivery. That no message is ever doubled rests on Wait being long
// enough; Check holds it to that.
type Limits struct {
	// Begin is how long after sending was written the call may begin at the latest.
	Begin time.Duration
	// Call is how long one call may last. A Sender that waits for its turn before the request leaves
	// does so within it.
	Call time.Duration
	// Accept is how long after it began Slack may still accept a call.
	Accept time.Duration
	// Visible is how long an accepted message may take to show in Slack's history.
	Visible time.Duration
	// Wait is how long after sending was written a row in doubt is first looked up.
	Wait time.Duration
	// Claim is how long a claim holds, and Look how long a look-up may take.
	Claim, Look time.Duration
	// Looks is how many look-ups must find nothing, LookAgain apart, before a message counts as never
	// posted. A message that somebody deleted looks the same, which the second look makes less likely.
	Looks     int
	LookAgain time.Duration
	// EditGap is the least time between two edits of one message.
	EditGap time.Duration
}

// DefaultLimits returns the constants that the program runs with. Wait has room for a whole Call
// beyond Begin, Accept and Visible.
func DefaultLimits() Limits {
	return Limits{
		Begin: 5 * time.Second, Call: 10 * time.Second, Accept: time.Minute, Visible: 30 * time.Second,
		Wait:  110 * time.Second,
		Claim: 2 * time.Minute, Look: 2 * time.Minute,
		Looks: 2, LookAgain: 30 * time.Second,
		EditGap: 3 * time.Second,
	}
}

// Check refuses constants with which a message could be doubled or lost.
func (l Limits) Check() error {
	if least := l.Begin + l.Call + l.Accept + l.Visible; l.Wait < least {
		return fmt.Errorf("wait of %v: must be at least %v", l.Wait, least)
	}
	least := min(l.Begin, l.Call, l.Accept, l.Visible, l.Claim, l.Look, l.EditGap)
	if least <= 0 || l.Looks < 1 || l.LookAgain < 0 {
		return fmt.Errorf("limits %+v: every one must be positive", l)
	}
	return nil
}

// maxBackoff is the longest pause between two tries.
const maxBackoff = 15 * time.Minute

// backoff is how long to wait after so many tries that came to nothing, from 2 s to maxBackoff.
func backoff(attempts int) time.Duration {
	return min(2*time.Second<<min(max(attempts, 0), 10), maxBackoff)
}

// stillHeld reports whether whoever took a row at the given fence, and left it in the given state, may still
// write to it.
func stillHeld(r Row, from State, fence uint64) bool { return r.State == from && r.Fence == fence }

// mayBegin reports whether the call may still begin, by the wall and by the monotonic clock, so that
// neither a paused process nor a clock that was set can let it begin too late.
func mayBegin(sentAt, now time.Time, waited time.Duration, l Limits) bool {
	return now.Sub(sentAt) < l.Begin && waited < l.Begin
}

// late reports whether a row is past its grace. A row without a grace is never late.
func late(r Row, now time.Time) bool { return r.Grace > 0 && now.After(r.Due.Add(r.Grace)) }

// end brings a row to one of the states that need no more work.
func end(r Row, s State, reason string, now time.Time) Row {
	r.State, r.Reason, r.SentAt, r.Attempts = s, reason, now, 0
	return r
}

// takeUp takes a row on which something is to be done by now, and reports whether the caller has it by
// that; a lease that is over is given on first.
func takeUp(r Row, owner string, now time.Time, l Limits) (Row, bool) {
	if r.State.Ended() {
		return r, false
	}
	r, _ = expire(r, now, l)
	switch {
	case now.Before(r.NotBefore):
		return r, false
	case r.State == Due:
		return claim(r, owner, now, l), true
	case r.State == Unknown:
		return look(r, owner, now, l), true
	}
	return r, false
}

// claim takes a row that is due, or skips it past its grace.
func claim(r Row, owner string, now time.Time, l Limits) Row {
	if late(r, now) {
		return end(r, Skipped, codeLate, now)
	}
	r.State, r.Owner, r.Fence, r.Lease = Claimed, owner, r.Fence+1, now.Add(l.Claim)
	return r
}

// postpone gives a claimed row back until a later time; nothing was sent.
func postpone(r Row, until time.Time, reason string) Row {
	r.State, r.NotBefore, r.Reason = Due, until, reason
	return r
}

// drop decides against a claimed row.
func drop(r Row, reason string, now time.Time) Row { return end(r, Dropped, reason, now) }

// begin writes that the call is about to be made. Whatever was asked for before is in what this call
// renders, so Again starts anew.
func begin(r Row, now time.Time, l Limits) Row {
	r.State, r.SentAt, r.Lease, r.Reason, r.Again = Sending, now, now.Add(l.Wait), "", false
	return r
}

// withhold ends a claimed nudge that a trial holds back. When that was counts as when it would have been sent.
func withhold(r Row, now time.Time) Row { return end(r, Withheld, codeTrial, now) }

// settle records that the message stands at ts, and when it was sent: now, or where it was looked up the
// time of the call, which may be days ago.
func settle(r Row, ts string, sent time.Time) Row {
	r.TS = ts
	return end(r, Settled, "", sent)
}

// retry makes a row due again after a call that surely did nothing, at the given time.
func retry(r Row, at time.Time, reason string) Row {
	r.State, r.NotBefore, r.Reason = Due, at, reason
	r.Attempts++
	return r
}

// fail records that Slack refused the message for good.
func fail(r Row, code string, now time.Time) Row { return end(r, Failed, code, now) }

// doubt records that nobody knows what became of the call. A clock that was set back must not make the
// wait longer than it has to be.
func doubt(r Row, now time.Time, l Limits) Row {
	if r.Update {
		r.Absent = 1
		return retry(r, now.Add(max(l.EditGap, backoff(r.Attempts))), "doubt")
	}
	sent := r.SentAt
	if now.Before(sent) {
		sent = now
	}
	r.State, r.NotBefore, r.Absent, r.Reason = Unknown, sent.Add(l.Wait), 0, ""
	return r
}

// expire gives a row on whose lease is over, and reports whether it was: a claim was never sent, a call
// is in doubt.
func expire(r Row, now time.Time, l Limits) (Row, bool) {
	if now.Before(r.Lease) {
		return r, false
	}
	return recovered(r, now, l)
}

// recovered gives a row on whose owner is known to be gone, whatever its lease says. A claim keeps its time, so that it goes
// before what came after it.
func recovered(r Row, now time.Time, l Limits) (Row, bool) {
	switch r.State {
	case Claimed:
		if r.NotBefore.Before(now) {
			now = r.NotBefore
		}
		return postpone(r, now, ""), true
	case Sending:
		return doubt(r, now, l), true
	}
	return r, false
}

// look takes a row in doubt to look it up.
func look(r Row, owner string, now time.Time, l Limits) Row {
	r.Owner, r.Fence, r.NotBefore = owner, r.Fence+1, now.Add(l.Look)
	return r
}

// lookFailed records that a look-up was not answered.
func lookFailed(r Row, at time.Time) Row {
	r.NotBefore = at
	r.Attempts++
	return r
}

// absent records a look-up that was answered, to the last page, and did not find the message.
func absent(r Row, now time.Time, l Limits) Row {
	r.Absent++
	if r.Absent < l.Looks {
		r.NotBefore = now.Add(l.LookAgain)
		return r
	}
	r.Absent = 0
	if late(r, now) {
		return end(r, Skipped, codeLate, now)
	}
	r.State, r.NotBefore = Due, now
	return r
}

// unsure gives up on a row in doubt that cannot be looked up.
func unsure(r Row, now time.Time) Row { return end(r, Unsure, codeNoHistory, now) }

// reopen makes an edit that was settled due once more, where another was asked for meanwhile or an
// earlier call is in doubt and might still overwrite it.
func reopen(r Row, now time.Time, l Limits) (Row, bool) {
	switch {
	case !r.Update || r.State != Settled:
		return r, false
	case r.Again:
		r.Again = false
		return postpone(r, now.Add(l.EditGap), ""), true
	case r.Absent > 0:
		r.Absent = 0
		return postpone(r, now.Add(l.Wait), ""), true
	}
	return r, false
}
