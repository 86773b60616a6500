package nudges

import (
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"time"

	"throughline/internal/mission"
)

// Pace says how often a plan comes, beside its days and hours.
type Pace string

// The paces that a team may choose.
const (
	AsPlanned   Pace = "as_planned"
	HalfAsOften Pace = "half"
	Never       Pace = "never"
)

// Pace returns how often the plan comes.
func (p Plan) Pace() Pace {
	switch {
	case p.Off:
		return Never
	case p.Recur.Every > 1:
		return HalfAsOften
	}
	return AsPlanned
}

// SetPace changes how often a plan comes. Half as often keeps each second time, counted from the next one.
func SetPace(tx Tx, team mission.TeamID, plan string, pace Pace, now time.Time) error {
	return changePlan(tx, team, plan, func(p Plan) (Plan, error) {
		if p.Pace() == pace {
			return p, nil
		}
		p.Off, p.Recur.Every = pace == Never, 0
		if p.Off {
			return rest(p), nil
		}
		if pace == HalfAsOften {
			p.Recur.Every = 2
			p.Recur.From = mission.DateOf(now.In(Hours{Zone: p.Recur.Zone}.location())).String()
		}
		return aim(p, now, now)
	})
}

// Weekly is a plan that comes on some days of every week, at one time of the day.
type Weekly struct {
	Days   Days
	Minute int // after midnight on the wall
}

// Expr returns the cron expression of the days and the time.
func (w Weekly) Expr() string {
	var days []string
	for day := range time.Weekday(7) {
		if w.Days.Has(day) {
			days = append(days, strconv.Itoa(int(day)))
		}
	}
	return strings.Join([]string{strconv.Itoa(w.Minute % 60), strconv.Itoa(w.Minute / 60), "*", "*", strings.Join(days, ",")}, " ")
}

// Weekly reads an expression as days of every week with one time, and reports whether it is that simple.
func (r Recur) Weekly() (Weekly, bool) {
	spec, err := parseExpr(r.Expr)
	if err != nil {
		return Weekly{}, false
	}
	const star = 1 << 63
	minute, hour := spec.Minute&cronValues, spec.Hour&cronValues
	if bits.OnesCount64(minute) != 1 || bits.OnesCount64(hour) != 1 || spec.Dom&star == 0 || spec.Month&star == 0 {
		return Weekly{}, false
	}
	return Weekly{
		Days:   Days(spec.Dow & cronValues), // seven bits
		Minute: bits.TrailingZeros64(hour)*60 + bits.TrailingZeros64(minute),
	}, true
}

// Coming is one time at which a plan is due.
type Coming struct {
	Plan Plan
	At   time.Time
	// Yields says that another kind has the day, since a place gets one a day.
	Yields bool
}

// Ahead returns when some plans of one place are due from now until the given time, earliest first. Of two on
// one day the one that would be sent later in the day yields: a place gets one nudge a day.
func Ahead(plans []Plan, now, until time.Time) ([]Coming, error) {
	var all []Coming
	for _, p := range plans {
		next, err := p.ahead(now, until)
		if err != nil {
			return nil, err
		}
		all = append(all, next...)
	}
	slices.SortStableFunc(all, func(a, b Coming) int { return a.At.Compare(b.At) })
	for i := 1; i < len(all); i++ {
		loc := Hours{Zone: all[i].Plan.Recur.Zone}.location()
		for _, before := range all[:i] {
			if !before.Yields && mission.DateOf(before.At.In(loc)) == mission.DateOf(all[i].At.In(loc)) {
				all[i].Yields = true
			}
		}
	}
	return all, nil
}

// mostAhead bounds what a preview shows of one plan; a plan may be due every minute.
const mostAhead = 60

// Times returns when the plan is due between two times, on the wall of its own zone, as things stand.
func (p Plan) Times(now, until time.Time) ([]time.Time, error) {
	coming, err := p.ahead(now, until)
	at := make([]time.Time, len(coming))
	for i, c := range coming {
		at[i] = c.At
	}
	return at, err
}

func (p Plan) ahead(now, until time.Time) ([]Coming, error) {
	if p.Next.IsZero() {
		return nil, nil
	}
	s, err := ParseRecur(p.dueRecur())
	if err != nil {
		return nil, err
	}
	var all []Coming
	skip := p.Skip
	for at, sent := p.Next, p.LastSent; !at.IsZero() && at.Before(until) && len(all) < mostAhead; {
		if skip > 0 {
			skip--
		} else if shown := p.onItsWall(at); shown.After(now) {
			all = append(all, Coming{Plan: p, At: shown})
			sent = at
		}
		at, _ = s.NextSpaced(at, sent)
	}
	return all, nil
}
