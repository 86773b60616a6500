package nudges

import (
	"time"

	"throughline/internal/mission"
)

// PlanPromise puts the nudge about a commitment or a risk on its way: to its author, on its day. Called again
// it follows a day that was changed, until the nudge was sent.
func PlanPromise(tx Tx, e mission.Entry, now time.Time) error {
	return PostOnce(tx, promiseOnce(e), now)
}

// promiseOnce is the nudge about a commitment or a risk. A commitment has one, ever; a risk has one for each
// time at which it was said that it will be looked at.
func promiseOnce(e mission.Entry) Once {
	o := Once{Team: e.Team, Kind: FollowUp, Mission: e.Mission, User: e.Author, Ref: string(e.ID), Day: e.Day()}
	if e.Kind == mission.Risk {
		o.Kind, o.Turn = RiskDue, e.Turns
	}
	return o
}

// PromiseKey names the nudge about a commitment or a risk.
func PromiseKey(e mission.Entry) string { return promiseOnce(e).Key() }

// PlanOwn is [PlanPromise] for a commitment that its author keeps to herself.
func PlanOwn(tx Tx, c mission.OwnCommitment, now time.Time) error {
	return PostOnce(tx, ownOnce(c), now)
}

func ownOnce(c mission.OwnCommitment) Once {
	return Once{Team: c.Team, Kind: FollowUp, Mission: c.Mission, User: c.User, Ref: string(c.ID), Day: c.By}
}

// OwnKey names the nudge about a commitment that its author keeps to herself.
func OwnKey(c mission.OwnCommitment) string { return ownOnce(c).Key() }

// InGrace reports whether a day that was promised is ahead or so near that it may still be asked after.
func InGrace(day mission.Date, m mission.Mission, now time.Time) bool {
	return day.DaysUntil(m.Today(now)) <= int(onceGrace/(24*time.Hour))
}

// PromiseAsked reports whether the nudge about a commitment or a risk was sent, or may have been.
func PromiseAsked(tx Tx, e mission.Entry) (bool, error) { return promiseOnce(e).sentIn(tx) }
