package rounds

import (
	"time"

	"throughline/internal/mission"
)

// NextTopic is the mood whose turn it is in a mission: the one after the last that was asked, whoever opened that
// round, and energy where none was.
func NextTopic(tx Tx, m mission.Mission) (Topic, error) {
	all, err := tx.RoundsOf(m.Team, m.ID)
	if err != nil {
		return "", err
	}
	last, ok := latest(all, Energy)
	if !ok {
		return Moods[0], nil
	}
	for i, topic := range Moods {
		if topic == last.Topic {
			return Moods[(i+1)%len(Moods)], nil
		}
	}
	return Moods[0], nil
}

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
func OwnWordsDay(m mission.Mission) mission.Date {
	begin := m.Today(phaseBegan(m))
	days := ownWordsAfter
	if target := m.Due(); !target.IsZero() {
		days = max(begin.DaysUntil(target)/3, ownWordsSoonest)
	}
	return RoundDay(begin.AddDays(days))
}

// RoundDay is the first day on or after the given one on which a round can open and stay open over working days.
func RoundDay(d mission.Date) mission.Date {
	for d.Weekday() < time.Monday || d.Weekday() > time.Wednesday {
		d = d.AddDays(1)
	}
	return d
}

// phaseBegan is when the mission came into the phase that it is in.
func phaseBegan(m mission.Mission) time.Time {
	if n := len(m.Closings); n > 0 {
		return m.Closings[n-1].At
	}
	return m.StartedAt
}

// OwnWordsAsked reports whether own words were asked in the phase that a mission is in, whatever came of it.
func OwnWordsAsked(tx Tx, m mission.Mission) (bool, error) {
	all, err := tx.RoundsOf(m.Team, m.ID)
	if err != nil {
		return false, err
	}
	last, ok := latest(all, OwnWords)
	return ok && last.Phase == m.Phase, nil
}

// SaidFew reports whether a mission's people were told that too few of them ticked rounds.
func SaidFew(tx Tx, m mission.Mission) (bool, error) {
	s, err := settingsOf(tx, m)
	return s.FewSaid, err
}

// SayFew notes that they were told, or that there are enough again, and reports whether that is news.
func SayFew(tx Tx, m mission.Mission, few bool) (news bool, err error) {
	s, err := settingsOf(tx, m)
	if err != nil || s.FewSaid == few {
		return false, err
	}
	s.FewSaid = few
	return true, tx.PutRoundSettings(s)
}
