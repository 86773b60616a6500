package nudges

import (
	"errors"
	"fmt"
	"time"

	"throughline/internal/mission"
)

// advance gives a plan its next due time, after now and after the one it has. Slots that passed while
// the program was down are left out by it, so an outage costs each plan one late nudge or one skip. A
// plan that cannot come again rests, with no due time.
func advance(p Plan, now time.Time) (Plan, error) {
	after := now
	if p.Next.After(after) {
		after = p.Next
	}
	return aim(p, after, now)
}

// aim gives a plan the first due time after the given one, and never one that is not after now.
func aim(p Plan, after, now time.Time) (Plan, error) {
	s, err := ParseRecur(p.dueRecur())
	if err != nil {
		return rest(p), fmt.Errorf("plan of kind %s: %w", p.Kind, err)
	}
	if after.Before(now) {
		after = now
	}
	p.Next, p.NextWall = s.NextSpaced(after, p.LastSent)
	if !p.Next.After(now) {
		p = rest(p)
	}
	return p, nil
}

// rest takes a plan's due time away.
func rest(p Plan) Plan {
	p.Next, p.NextWall = time.Time{}, ""
	return p
}

// pushBack moves a plan to the first due time at or after until, where it is due before. A plan that
// has no due time keeps none.
func pushBack(p Plan, until, now time.Time) (Plan, error) {
	if p.Next.IsZero() || !p.Next.Before(until) {
		return p, nil
	}
	return aim(p, until.Add(-time.Nanosecond), now)
}

// rezoned moves a plan to another zone. The nudge that comes next keeps its wall time, which is what it
// is known by: so a change of zone brings none twice and loses none.
func rezoned(p Plan, zone string, now time.Time) (Plan, error) {
	loc, err := LoadZone(zone)
	if err != nil {
		return p, err
	}
	p.Recur.Zone = zone
	if p.Next.IsZero() || p.opensRounds() {
		return p, nil
	}
	wall, err := time.Parse(wallLayout, p.NextWall)
	if err != nil {
		return aim(p, now, now)
	}
	at, exists := resolve(wall, loc)
	if !exists {
		return aim(p, now, now)
	}
	p.Next = at
	return p, nil
}

// taken says what became of a plan that was due.
type taken struct {
	Plan   Plan
	Reason Reason // ReasonDue where a row was made
	Err    error  // the plan's schedule could not be read; it rests
}

// take turns a plan that is due into a row of the outbox and moves the plan on, in one transaction, so
// that a nudge is neither made twice nor forgotten.
func take(tx Tx, p Plan, now time.Time) (taken, error) {
	m, err := tx.Mission(p.Team, p.Mission)
	if err != nil && !errors.Is(err, mission.ErrNotFound) {
		return taken{}, fmt.Errorf("take a due plan: %w", err)
	}
	if err != nil || !m.Running() {
		return taken{p, ReasonMissionEnded, nil}, tx.PutPlan(rest(p))
	}
	reason, err := takeRow(tx, &p, m, now)
	if err != nil {
		return taken{}, fmt.Errorf("take a due plan: %w", err)
	}
	next, broken := advance(p, now)
	return taken{p, reason, broken}, tx.PutPlan(next)
}

func takeRow(tx Tx, p *Plan, m mission.Mission, now time.Time) (Reason, error) {
	if p.Skip > 0 {
		p.Skip--
		return ReasonSkipNext, nil
	}
	added, err := Post(tx, rowOf(*p, m), now)
	if err != nil || added {
		return ReasonDue, err
	}
	return ReasonAlreadyMade, nil
}

// rowOf makes the row of a plan's next nudge.
func rowOf(p Plan, m mission.Mission) Row {
	if p.opensRounds() {
		return turnRow(p, m)
	}
	r := Row{
		Team: p.Team, Subject: OfNudge, Mission: p.Mission, User: p.User, Due: p.Next,
		Grace: graceOf(p.Kind, p.Next, Hours{Zone: p.Recur.Zone}.location()),
		Nudge: &Asked{Kind: p.Kind, Plan: p.ID, Wall: p.NextWall},
	}
	recipient := string(p.User)
	if p.Kind.ToChannel() {
		r.Channel, recipient = m.Channel, string(m.Channel)
	}
	r.Key = NudgeKey(p.ID, p.NextWall, recipient)
	return r
}
