package nudges

import "time"

// reflectRules are those of the private question to a member.
func reflectRules() kindRules {
	return kindRules{audience: Member, backsOff: true, read: readReflected, needless: reflected, pick: pickFromLibrary}
}

func readReflected(tx Tx, s *Situation, _ time.Time) error {
	last, err := tx.Reflections(s.Row.Team, s.Row.User, "", 1)
	if len(last) > 0 {
		s.Reflected = last[0].At
	}
	return err
}

// reflected drops the question on a day on which she reflected by herself.
func reflected(s Situation, now time.Time) (Decision, bool) {
	if !s.Reflected.IsZero() && s.sameDay(s.Reflected, now) {
		return dropped(ReasonReflected)
	}
	return pass()
}
