package nudges

import (
	"maps"
	"slices"

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
