package nudges

import (
	"math/bits"
	"time"
)

// Parts are what a cron expression says, for whoever puts it into words.
type Parts struct {
	// Minutes are its times of the day after midnight, earliest first, at most mostTimes of them.
	Minutes []int
	// Dates are its days of the month and Days its weekdays; none stand for all of them. Where there are both, it
	// comes on either, as in every cron; only where Both is set it takes both to be true.
	Dates []int
	Days  Days
	Both  bool
	// Months are its months; none stand for all of them.
	Months []time.Month
}

// mostTimes bounds [Parts.Minutes].
const mostTimes = 4

// Parts takes an expression apart. It reports false for one that cannot be read.
func (r Recur) Parts() (Parts, bool) {
	spec, err := parseExpr(r.Expr)
	if err != nil {
		return Parts{}, false
	}
	var p Parts
	for hour := range 24 {
		for minute := range 60 {
			if spec.Hour&(1<<uint(hour)) != 0 && spec.Minute&(1<<uint(minute)) != 0 && len(p.Minutes) < mostTimes {
				p.Minutes = append(p.Minutes, hour*60+minute)
			}
		}
	}
	for day := 1; day <= 31 && bits.OnesCount64(spec.Dom&cronValues) < 31; day++ {
		if spec.Dom&(1<<uint(day)) != 0 {
			p.Dates = append(p.Dates, day)
		}
	}
	for month := time.January; month <= time.December && bits.OnesCount64(spec.Month&cronValues) < 12; month++ {
		if spec.Month&(1<<uint(month)) != 0 {
			p.Months = append(p.Months, month)
		}
	}
	if days := Days(spec.Dow & cronValues); days != everyDay { // seven bits
		p.Days = days
	}
	anyDate, anyDay := spec.Dom&^cronValues != 0, spec.Dow&^cronValues != 0
	p.Both = anyDate || anyDay
	if !p.Both && (len(p.Dates) == 0 || p.Days == 0) {
		p.Dates, p.Days = nil, 0 // one of the two is every day, so it comes every day
	}
	return p, true
}

// looksAhead is how many of its times are looked at to see whether a plan falls into allowed hours.
const looksAhead = 28

// Falls counts how many of the coming times of a plan fall into hours, and how many were looked at.
func (r Recur) Falls(h Hours, now time.Time) (in, all int, err error) {
	s, err := ParseRecur(r)
	if err != nil {
		return 0, 0, err
	}
	for at, _ := s.Next(now); !at.IsZero() && all < looksAhead; at, _ = s.Next(at) {
		if all++; h.Allowed(at) {
			in++
		}
	}
	return in, all, nil
}
