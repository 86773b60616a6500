package nudges

import (
	"time"

	"throughline/internal/mission"
)

// WelcomeQuestion is the id of the question of [Welcome], which is not drawn from the library.
const WelcomeQuestion = "welcome"

// welcomeRules are those of the story so far.
func welcomeRules() kindRules {
	return kindRules{grace: fewDays, pick: pickFixed(WelcomeQuestion)}
}

// PlanWelcome puts the story so far on its way to somebody who joined a mission: at once where she may be written to, as
// soon as she may otherwise. Who leaves and comes back gets no second one. Somebody who turned it off gets none.
//
// Call [Engine.Wake] after the transaction.
func PlanWelcome(tx Tx, m mission.Mission, user mission.UserID, now time.Time) error {
	p, err := personOf(tx, m.Team, user)
	if err != nil || p.IsOff(Welcome, m.ID) {
		return wrap("welcome", err)
	}
	return PostOnce(tx, Once{Team: m.Team, Kind: Welcome, Mission: m.ID, User: user, Ref: string(m.ID), Soon: true}, now)
}

// IsOff reports whether a kind that no plan brings does not reach a person in a mission: she turned it off, or never
// ticked one of [ByConsent].
func (p Person) IsOff(k Kind, m mission.ID) bool {
	if k.byConsent() {
		return !p.On[offKey(k, m)]
	}
	return p.Off[offKey(k, m)]
}

// offKey names what is turned off. A welcome comes once a mission, so it is off in all of them or in none.
func offKey(k Kind, m mission.ID) string {
	if k == Welcome {
		m = ""
	}
	return SnoozeKey(k, m)
}
