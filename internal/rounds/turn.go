package rounds

import (
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
