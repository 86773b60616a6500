package nudges

import (
	"slices"
	"time"

	"throughline/internal/mission"
)

// Rounds are planned for a mission as a whole and stand among nobody's own plans. So that they find their room in a
// person's week, what they will ask her is worked out from the missions that she is in.

// roundGrace is how late the asking of a round may come at least, wherever somebody lives: its own day does for it, and
// the morning after.
const roundGrace = 36 * time.Hour

// roundsAhead returns what the rounds of a person's missions will ask her until a time, each on her own wall.
func roundsAhead(tx Tx, s *Situation, now, end time.Time) ([]Row, error) {
	if s.Row.User == "" || Round.Rank() > s.kind().Rank() {
		return nil, nil
	}
	in, err := tx.MembershipsOf(s.Row.Team, s.Row.User)
	if err != nil {
		return nil, err
	}
	var out []Row
	for _, m := range in {
		p, err := orZero(tx.Plan(m.Team, PlanID(Round, m.Mission, "")))
		if err != nil {
			return nil, err
		}
		if p.ID == "" || p.Off || s.Person.IsOff(Round, m.Mission) {
			continue
		}
		coming, err := p.ForMember(s.Hours.Zone).ahead(now, end)
		if err != nil {
			continue
		}
		for _, c := range coming {
			out = append(out, s.asksAhead(p.Team, p.Mission, Round, p.ID, c.At))
		}
	}
	return out, nil
}

// OwnWordsClock is the end of the wall time at which people are asked for own words, after its day.
const OwnWordsClock = "T09:05"

// ownWordsAhead returns the askings for own words that the phases of a person's missions bring her until a time. One that
// is on its way already stands among those that wait.
func ownWordsAhead(tx Tx, s *Situation, waiting []Row, now, end time.Time) ([]Row, error) {
	if s.Row.User == "" || OwnWords.Rank() >= s.kind().Rank() {
		return nil, nil
	}
	in, err := tx.MembershipsOf(s.Row.Team, s.Row.User)
	if err != nil {
		return nil, err
	}
	var out []Row
	for _, member := range in {
		if s.Person.IsOff(OwnWords, member.Mission) {
			continue
		}
		m, err := orZero(tx.Mission(member.Team, member.Mission))
		if err != nil {
			return nil, err
		}
		at, err := s.ownWordsAt(tx, m)
		if err != nil {
			return nil, err
		}
		if at.Before(now) || !at.Before(end) || s.hadOwnWords(m, waiting) {
			continue
		}
		out = append(out, s.asksAhead(m.Team, m.ID, OwnWords, PlanID(OwnWords, m.ID, ""), at))
	}
	return out, nil
}

// ownWordsAt is when a person is asked for the own words of the phase that a mission is in, or zero where she is not.
func (s *Situation) ownWordsAt(tx Tx, m mission.Mission) (time.Time, error) {
	if m.ID == "" || !m.Running() || m.Unreachable != "" {
		return time.Time{}, nil
	}
	agreed, err := AgreedOn(tx, m, OwnWords)
	if err != nil || agreed.Off {
		return time.Time{}, err
	}
	return OnWall(m.OwnWordsDay().String()+OwnWordsClock, s.Hours.Zone, m.Zone)
}

// hadOwnWords reports whether a person was asked for own words in the phase that a mission is in, or is about to be.
func (s *Situation) hadOwnWords(m mission.Mission, waiting []Row) bool {
	return slices.ContainsFunc(slices.Concat(waiting, s.Asked), func(r Row) bool {
		return r.Nudge != nil && r.Nudge.Kind == OwnWords && r.Mission == m.ID && !r.Due.Before(m.PhaseBegan())
	})
}

// asksAhead is the row that will ask a person in a round.
func (s *Situation) asksAhead(team mission.TeamID, m mission.ID, k Kind, plan string, at time.Time) Row {
	wall := wallOf(at.In(s.Hours.location())).Format(wallLayout)
	return Row{
		Key: NudgeKey(plan, wall, string(s.Row.User)), Team: team, Subject: OfNudge, Mission: m, User: s.Row.User,
		Due: at, Grace: roundGrace, Nudge: &Asked{Kind: k, Wall: wall},
	}
}
