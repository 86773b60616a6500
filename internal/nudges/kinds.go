package nudges

import "slices"

// Kind names a kind of nudge.
type Kind string

// The kinds of nudges.
const (
	Coach    Kind = "coach"     // a question for the channel
	Midpoint Kind = "midpoint"  // keep, change, stop: half of the planned time is over
	PhaseDue Kind = "phase_due" // are we there, or has it changed?
	// RoundResult is what an anonymous round said. It is sent on another day rather than not at all.
	RoundResult Kind = "round_result"
	StillTrue   Kind = "quiet"  // a quiet week: is it still what the team is after?
	Digest      Kind = "digest" // what moved
	Follow      Kind = "follow" // the same in direct messages; its plan is what following a mission is

	FollowUp Kind = "follow_up" // how did it go with what somebody said she would do?
	RiskDue  Kind = "risk_due"  // what happened with what was tried?
	Welcome  Kind = "welcome"   // the story so far, for whoever joined
	Round    Kind = "rounds"    // an anonymous round
	Connect  Kind = "connect"   // how the mission touches what a member is after herself
	OwnWords Kind = "own_words" // the mission in one's own words
	Told     Kind = "told"      // what another person did concerns this one
	Reflect  Kind = "reflect"   // a private question for a member
	Mirror   Kind = "mirror"    // a private question for whoever leads
	Alone    Kind = "alone"     // nobody is in yet: who would want a piece in this?
)

// order is which of two nudges to one place on one day goes first, for a person and for a channel.
var order = [...]Kind{
	FollowUp, RiskDue, Welcome, Round, Connect, OwnWords, Alone, Told, Reflect, Mirror, Follow,
	Midpoint, PhaseDue, RoundResult, StillTrue, Digest, Coach,
}

// Rank returns the place of a kind among those to one place: the smaller one goes first.
func (k Kind) Rank() int {
	if i := slices.Index(order[:], k); i >= 0 {
		return i
	}
	return len(order)
}

// ToChannel reports whether nudges of this kind go to the mission's channel; the others go to one
// person's direct messages.
func (k Kind) ToChannel() bool { return k.rules().channel }

// ByTap reports whether nudges of this kind are answered by their buttons alone: which answer typed words are is
// not guessed, and they are not kept.
func (k Kind) ByTap() bool { return k.rules().byTap }

// AsksAfter reports whether nudges of this kind ask after what somebody said she would do. They always go, and
// count.
func (k Kind) AsksAfter() bool { return k.rules().asksAfter }
