package nudges

import (
	"maps"
	"slices"
	"time"

	"throughline/internal/mission"
)

// ByConsent lists the kinds that a team's round brings and that reach a person only where she ticked them. What
// else nobody ticks comes of something that she did, or that was done to her, and can be turned off.
var ByConsent = [...]Kind{Round, OwnWords}

func (k Kind) byConsent() bool { return slices.Contains(ByConsent[:], k) }

// SetOff turns a kind of nudge that no plan brings off for a person in a mission, or on again.
func SetOff(tx Tx, team mission.TeamID, user mission.UserID, k Kind, m mission.ID, off bool) error {
	return changePerson(tx, team, user, "turn a kind off", func(p *Person) {
		if k.byConsent() {
			p.On = marked(p.On, offKey(k, m), !off)
			return
		}
		p.Off = marked(p.Off, offKey(k, m), off)
	})
}

// SetFewer lets a kind that no plan brings come less often to a person in a mission, or as often as before.
func SetFewer(tx Tx, team mission.TeamID, user mission.UserID, k Kind, m mission.ID, fewer bool) error {
	return changePerson(tx, team, user, "have fewer of a kind", func(p *Person) {
		p.Fewer = marked(p.Fewer, SnoozeKey(k, m), fewer)
	})
}

// FewerOfPlan lets a plan of a person's own come half as often, or as often as before.
func FewerOfPlan(tx Tx, team mission.TeamID, plan string, fewer bool, now time.Time) error {
	p, err := tx.Plan(team, plan)
	if err != nil {
		return wrap("have fewer of a kind", err)
	}
	if p.Recur.GapMonths == 0 {
		pace := AsPlanned
		if fewer {
			pace = HalfAsOften
		}
		return SetPace(tx, team, plan, pace, now)
	}
	return changePlan(tx, team, plan, func(p Plan) (Plan, error) {
		p.Recur.GapMonths = ConnectMonths
		if fewer {
			p.Recur.GapMonths = 2 * ConnectMonths
		}
		if p.Next.IsZero() {
			return p, nil
		}
		return aim(p, now, now)
	})
}

// Planned reports whether nudges of this kind come by a plan of a person's own, see [PlanMember] and
// [FollowMission].
func (k Kind) Planned() bool { return k == Follow || k == Mirror || slices.Contains(MemberKinds[:], k) }

// fewerGap is how long after one nudge of a kind that no plan brings the next one comes at the earliest, for whoever
// wants fewer: every second round where they come each second week, and a week between what others have to tell her.
func fewerGap(k Kind) time.Duration {
	if k.byConsent() {
		return 21 * 24 * time.Hour
	}
	return 7 * 24 * time.Hour
}

// fewer holds back what somebody wants fewer of. A round that is left out does not come later; other things wait.
func fewer(s Situation, now time.Time) (Decision, bool) {
	if !s.once() || s.Row.Nudge.Awaited || !s.Person.Fewer[SnoozeKey(s.kind(), s.Row.Mission)] {
		return pass()
	}
	for _, r := range s.Asked {
		if next := r.SentAt.Add(fewerGap(s.kind())); r.Nudge.Kind == s.kind() && r.Mission == s.Row.Mission && next.After(now) {
			if s.kind().byConsent() {
				return dropped(ReasonFewer)
			}
			return s.later(ReasonFewer, next)
		}
	}
	return pass()
}

func changePerson(tx Tx, team mission.TeamID, user mission.UserID, doing string, change func(*Person)) error {
	p, err := personOf(tx, team, user)
	if err != nil {
		return wrap(doing, err)
	}
	change(&p)
	return wrap(doing, tx.PutPerson(p))
}

// marked returns a copy of a set in which a key stands or does not.
func marked(set map[string]bool, key string, in bool) map[string]bool {
	kept := maps.Clone(set)
	if kept == nil {
		kept = make(map[string]bool, 1)
	}
	delete(kept, key)
	if in {
		kept[key] = true
	}
	return kept
}
