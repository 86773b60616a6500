package nudges

import (
	"slices"
	"time"
)

// Observer is told how nudges and other rows fare, for whoever counts. Its methods return at once. They are told of
// kinds, states, reasons and times alone, and never of whom a row was for.
type Observer interface {
	// Taken tells of a plan whose time had come, and whether a row was made: then the reason is [ReasonDue].
	Taken(kind Kind, reason Reason)
	// Moved tells of a row that went from one state to another. kind is empty for a row that is no nudge. late is how
	// long after it was due a settled row went out, and zero otherwise.
	Moved(kind Kind, to State, reason string, late time.Duration)
}

// unobserved is the observer of an engine that was given none.
type unobserved struct{}

func (unobserved) Taken(Kind, Reason)                       {}
func (unobserved) Moved(Kind, State, string, time.Duration) {}

// tellMove tells the observer where a row stands.
func (e *Engine) tellMove(r Row) {
	var kind Kind
	if r.Nudge != nil {
		kind = r.Nudge.Kind
	}
	var late time.Duration
	if r.State == Settled {
		late = max(0, r.SentAt.Sub(r.Due))
	}
	e.observer.Moved(kind, r.State, r.Reason, late)
}

// SinceRound returns how long ago the engine's loop last went round, or began. It goes round at least every half
// minute; much more than that means that it is stuck.
func (e *Engine) SinceRound() time.Duration { return e.clock.Mono() - time.Duration(e.round.Load()) }

// AllKinds returns every kind of nudge.
func AllKinds() []Kind { return slices.Clone(order[:]) }

// States returns every state of a row.
func States() []State {
	return []State{Due, Claimed, Sending, Unknown, Settled, Skipped, Dropped, Failed, Unsure, Withheld}
}

// Reasons returns every reason that a decision names.
func Reasons() []Reason {
	return []Reason{
		ReasonDue, ReasonMissionEnded, ReasonUnreachable, ReasonResting, ReasonMoved, ReasonPlanOff, ReasonNotMember,
		ReasonPersonGone, ReasonNotInChannel, ReasonAway, ReasonSnoozed, ReasonQuietHours, ReasonOutsideHours,
		ReasonNothingMoved, ReasonReflected, ReasonConnected, ReasonSettled, ReasonTalking, ReasonBudgetDay,
		ReasonBudgetWeek, ReasonGivesWayDay, ReasonGivesWayWeek, ReasonHoliday, ReasonDoNotDisturb, ReasonOthersTurn,
		ReasonNothingFits, ReasonUnknownKind, ReasonSkipNext, ReasonFewer, ReasonTogether, ReasonAlreadyMade,
	}
}
