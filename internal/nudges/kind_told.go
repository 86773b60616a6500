package nudges

import (
	"slices"
	"strings"
	"time"

	"throughline/internal/mission"
)

// What another person's act has to tell somebody is a nudge like others: it counts, keeps to hours and pauses, and can
// be put off. Two things are its own. What waits at the same time goes in one message, so that three acts of one day do
// not take three days. And what somebody waits for an answer to comes whatever else came that day.

const (
	// alongMost is how many of them go along with another one.
	alongMost = 4
	// tellingMost is how many are remembered as waiting; older ones give way.
	tellingMost = 50
	// togetherAgain is how long one waits for the message that takes it along to stand.
	togetherAgain = time.Minute
)

func toldRules() kindRules {
	return kindRules{byTap: true, outsiders: true, grace: fewDays, read: readTold, needless: toldAlready, pick: pickNothing}
}

// Tell puts on its way what another person's act has to tell somebody. O's Ref says what; its kind is [Told], and it is
// due as soon as her hours allow. It stands on Home until it was told or opened there.
//
// Call [Engine.Wake] after the transaction.
func Tell(tx Tx, o Once, now time.Time) error {
	o.Kind, o.Soon = Told, true
	if err := PostOnce(tx, o, now); err != nil {
		return err
	}
	waiting, err := Untold(tx, o.Team, o.User)
	if err != nil {
		return err
	}
	return changePerson(tx, o.Team, o.User, "tell", func(p *Person) {
		p.Telling = nil
		for _, r := range waiting {
			if r.Key != o.Key() {
				p.Telling = append(p.Telling, r.Key)
			}
		}
		p.Telling = append(p.Telling, o.Key())
		p.Telling = p.Telling[max(0, len(p.Telling)-tellingMost):]
	})
}

// Untold returns what waits to be told to somebody, or was left out and stands on Home alone, oldest first.
func Untold(tx Tx, team mission.TeamID, user mission.UserID) ([]Row, error) {
	p, err := personOf(tx, team, user)
	if err != nil {
		return nil, wrap("untold", err)
	}
	var all []Row
	for _, key := range p.Telling {
		r, err := orZero(tx.Row(team, key))
		if err != nil {
			return nil, wrap("untold", err)
		}
		if r.untold() {
			all = append(all, r)
		}
	}
	return all, nil
}

// untold reports whether a row has something to tell that was neither told nor opened.
func (r Row) untold() bool {
	return r.Key != "" && movable(r) && r.Nudge.Answer == NotAnswered && r.Reason != string(ReasonTogether)
}

// readTold reads what else waits to be told to the person and may go along: of the same mission, or of one that
// everybody may see, where it is neither off nor put off.
func readTold(tx Tx, s *Situation, now time.Time) error {
	waiting, err := Untold(tx, s.Row.Team, s.Row.User)
	for _, r := range waiting {
		key := SnoozeKey(Told, r.Mission)
		if r.Key == s.Row.Key || r.State.Ended() || late(r, now) || s.Person.IsOff(Told, r.Mission) || s.Person.SnoozedUntil[key].After(now) {
			continue
		}
		m, err := orZero(tx.Mission(r.Team, r.Mission))
		if err != nil {
			return wrap("told", err)
		}
		open := m.ID == s.Mission.ID || !m.Private
		if open && m.ID != "" && m.Running() && m.Unreachable == "" && len(s.Along) < alongMost {
			s.Along = append(s.Along, r.Key)
		}
	}
	return err
}

// toldAlready drops what went along with another one or was opened on Home, and waits while that is on its way.
func toldAlready(s Situation, now time.Time) (Decision, bool) {
	if s.Row.Nudge.Answer != NotAnswered {
		return dropped(ReasonSettled)
	}
	for _, r := range s.Asked {
		switch {
		case r.Nudge.Kind != Told || !slices.Contains(r.Nudge.Along(), s.Row.Key):
		case r.State.Ended():
			return dropped(ReasonTogether)
		default:
			return s.later(ReasonTogether, now.Add(togetherAgain))
		}
	}
	return pass()
}

// Along returns the keys of the nudges that this one told along with its own.
func (a Asked) Along() []string { return strings.Fields(a.With) }

// MarkTold notes that somebody opened what has to be told to her, so that it is not told once more.
func MarkTold(tx Tx, team mission.TeamID, key string, now time.Time) error {
	_, err := MarkAnswered(tx, team, key, Answered, now)
	return err
}
