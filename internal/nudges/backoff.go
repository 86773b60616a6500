package nudges

import (
	"time"

	"throughline/internal/mission"
)

// A plan whose nudges go unanswered backs off. To a person it then comes half as often, says so once, and comes as
// before after any answer. A channel's answers are in its thread, which is not read; so it is asked once how often,
// and nothing changes by itself. Rounds never back off, since nothing may record who answered; nor does what comes
// once.

// backOffAfter is how many nudges of a plan in a row go without a tap or a reply before it backs off.
const backOffAfter = 3

// Tires reports whether the next nudge of the plan is to say that it backs off, or to ask the channel how often.
func (p Plan) Tires() bool {
	return p.Kind.rules().backsOff && p.Unanswered >= backOffAfter && p.Tired == ""
}

// Slowed reports whether the plan comes half as often, since nobody answered.
func (p Plan) Slowed() bool { return p.Tired != "" && !p.Kind.ToChannel() }

// rhythm is when the plan comes: as it was chosen, or half as often while it backs off.
func (p Plan) rhythm() Recur {
	r := p.Recur
	switch {
	case !p.Slowed():
	case r.GapMonths > 0:
		r.GapMonths = min(2*r.GapMonths, maxGap)
	default:
		r.Every, r.From = min(2*max(r.Every, 1), maxEvery), p.Tired
	}
	return r
}

// noteSpent counts a nudge of the plan that was sent. Where it said that the plan backs off, the plan does from its day
// on.
func (p Plan) noteSpent(r Row, now time.Time) (Plan, error) {
	if !p.Kind.rules().backsOff || r.State == Withheld { // nobody is silent about what was withheld
		return p, nil
	}
	if p.Unanswered++; r.Nudge.Answer != NotAnswered { // the answer was faster than the record of the sending
		p.Unanswered = 0
	}
	if !r.Nudge.Tires {
		return p, nil
	}
	p.Tired = mission.DateOf(r.Due.In(Hours{Zone: p.Recur.Zone}.location())).String()
	if p.Next.IsZero() || !p.Slowed() {
		return p, nil
	}
	return aim(p, now, now)
}

// noteAnswer lets a plan know that somebody did something with a nudge of it. Putting it aside is no silence, and no
// answer either.
func noteAnswer(tx Tx, r Row, how Answer, now time.Time) error {
	if how == NotAnswered || r.Nudge.Plan == "" || !r.Nudge.Kind.rules().backsOff {
		return nil
	}
	return changeIfThere(tx, r.Team, r.Nudge.Plan, func(p Plan) (Plan, error) {
		p.Unanswered = 0
		if !how.answers() || !p.Slowed() {
			return p, nil
		}
		p.Tired = ""
		if p.Next.IsZero() {
			return p, nil
		}
		return aim(p, now, now)
	})
}

// answers reports whether somebody took a question up, rather than putting it aside.
func (a Answer) answers() bool { return a.final() || a == StillSo }

// SettleOften notes that a channel's people said how often they want its question, so that its message no longer asks.
func SettleOften(tx Tx, team mission.TeamID, key string) error {
	r, err := tx.Row(team, key)
	if err != nil || r.Nudge == nil || !r.Nudge.Tires {
		return wrap("how often", err)
	}
	asked := *r.Nudge
	asked.Tires = false
	r.Nudge = &asked
	if err := tx.PutRow(r); err != nil {
		return wrap("how often", err)
	}
	return wrap("how often", changeIfThere(tx, team, r.Nudge.Plan, func(p Plan) (Plan, error) {
		p.Unanswered = 0
		return p, nil
	}))
}
