package nudges

import (
	"fmt"
	"strings"
	"time"

	"throughline/internal/mission"
)

// reflectGap is how long after a reflection the next one comes at the earliest where somebody moved her
// days about: the week has one.
const reflectGap = 72 * time.Hour

// Change changes a person's settings and aims everything that is planned for her anew: at her days and
// hours, and behind a pause where there is one. What is already on its way is judged by the new settings
// when its turn comes.
func Change(tx Tx, team mission.TeamID, user mission.UserID, now time.Time, change func(*Settings)) (Person, error) {
	p, err := personOf(tx, team, user)
	if err != nil {
		return p, wrap("change settings", err)
	}
	change(&p.Settings)
	if err := tx.PutPerson(p); err != nil {
		return p, wrap("change settings", err)
	}
	return p, reaim(tx, p, now)
}

// Resume ends every pause of a person: her absence, the quiet that she asked for, and what she put off kind
// by kind. It reports whether there was any. Nothing that was left out meanwhile is sent after her.
func Resume(tx Tx, team mission.TeamID, user mission.UserID, now time.Time) (paused bool, err error) {
	p, err := personOf(tx, team, user)
	if err != nil {
		return false, wrap("resume", err)
	}
	_, paused = p.Paused(now)
	for _, until := range p.SnoozedUntil {
		paused = paused || until.After(now)
	}
	p.AwayThrough, p.SnoozedAll, p.SnoozedUntil = mission.Date{}, time.Time{}, nil
	if err := tx.PutPerson(p); err != nil {
		return paused, wrap("resume", err)
	}
	return paused, reaim(tx, p, now)
}

// reaim gives the plans of a person their due times by what she chose.
func reaim(tx Tx, who Person, now time.Time) error {
	memberships, err := tx.MembershipsOf(who.Team, who.User)
	if err != nil {
		return wrap("aim plans anew", err)
	}
	for _, in := range memberships {
		house, err := HouseOf(tx, who.Team, in.Mission)
		if err != nil {
			return err
		}
		for _, k := range ownKinds {
			err := changeIfThere(tx, who.Team, PlanID(k, in.Mission, who.User), func(p Plan) (Plan, error) {
				return aimFor(p, who, house, now)
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// aimFor gives one plan of a person its due time by what she chose, and her mission. A plan that rests goes on
// resting.
func aimFor(p Plan, who Person, house House, now time.Time) (Plan, error) {
	h := who.Hours(p.Recur.Zone)
	if p.Recur.Expr = exprFor(p.Kind, h, p.Recur.Expr); house.Times[p.Kind].Expr != "" {
		p.Recur.Expr = house.Times[p.Kind].Expr
	}
	if p.Next.IsZero() {
		return p, nil
	}
	after := now
	if again := p.LastSent.Add(reflectGap); p.Kind == Reflect && again.After(now) && !p.LastSent.IsZero() {
		after = again
	}
	p, err := aim(p, after, now)
	if err != nil {
		return p, err
	}
	return pushBack(p, pausedUntil(who, p, now), now)
}

// pausedUntil is when a plan may come again: after a pause of everything, and after one of its kind.
func pausedUntil(who Person, p Plan, now time.Time) time.Time {
	until, _ := who.Paused(now, p.Recur.Zone)
	if own := who.SnoozedUntil[SnoozeKey(p.Kind, p.Mission)]; own.After(until) {
		return own
	}
	return until
}

// exprFor is when nudges of a kind come for somebody with these hours; a kind that follows no hours of hers
// keeps what it has. A time inside of her quiet hours gives way to the next one outside, or else to the last
// one before.
func exprFor(k Kind, h Hours, otherwise string) string {
	switch k {
	case Reflect:
		last, ok := h.Days.LastWorkingDay()
		if !ok {
			last = time.Friday
		}
		minute := h.allowedFrom(15 * 60)
		return fmt.Sprintf("%d %d * * %d", minute%60, minute/60, last)
	case Connect:
		minute := h.allowedFrom(9*60 + 5)
		return fmt.Sprintf("%d %d * * %s", minute%60, minute/60, h.Days.cron())
	case Mirror:
		return mirrorExpr(h)
	}
	return otherwise
}

// allowedFrom is the first minute of the day from the given one on that is not quiet, or else the last half
// hour before it.
func (h Hours) allowedFrom(minute int) int {
	for m := minute; m < minutesADay; m++ {
		if !h.quiet(m) {
			return m
		}
	}
	for m := minute; m >= 0; m -= 30 {
		if !h.quiet(m) {
			return m
		}
	}
	return minute
}

// cron writes the days as the weekday field of a cron expression.
func (d Days) cron() string {
	if d == MonToFri {
		return "1-5"
	}
	var days []string
	for day := time.Sunday; day <= time.Saturday; day++ {
		if d.Has(day) {
			days = append(days, fmt.Sprint(int(day)))
		}
	}
	if len(days) == 0 {
		return "1-5"
	}
	return strings.Join(days, ",")
}
