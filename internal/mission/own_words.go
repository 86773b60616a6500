package mission

import "time"

const (
	// ownWordsAfter is how many days into a phase own words are asked that has no target date.
	ownWordsAfter = 14
	// ownWordsSoonest is how many days into a phase they are asked at the earliest: there has to be something to
	// have words for.
	ownWordsSoonest = 3
)

// OwnWordsDay is when a mission is asked for its own words in the phase that it is in: a third into the phase by its
// dates, while there is time to say the mission better, or two weeks after it began where it has none. It falls on a
// Monday, Tuesday or Wednesday, so that the two days for which a round is open are working days.
func (m Mission) OwnWordsDay() Date {
	begin := m.Today(m.PhaseBegan())
	days := ownWordsAfter
	if target := m.Due(); !target.IsZero() {
		days = max(begin.DaysUntil(target)/3, ownWordsSoonest)
	}
	return RoundDay(begin.AddDays(days))
}

// RoundDay is the first day on or after the given one on which an anonymous round can open and stay open over working
// days.
func RoundDay(d Date) Date {
	for d.Weekday() < time.Monday || d.Weekday() > time.Wednesday {
		d = d.AddDays(1)
	}
	return d
}

// PhaseBegan is when the mission came into the phase that it is in.
func (m Mission) PhaseBegan() time.Time {
	if n := len(m.Closings); n > 0 {
		return m.Closings[n-1].At
	}
	return m.StartedAt
}
