package nudges

import "time"

// kindRules is what holds for one kind of nudge and not for the others. Each kind has its rules in a file of its
// own, or shares one with those near it; its place among the others stands in [Kind.Rank].
type kindRules struct {
	// channel says that it goes to the mission's channel; the others go to one person's direct messages.
	channel bool
	// byTap says that it is answered by its buttons alone, see [Kind.ByTap].
	byTap bool
	// asksAfter says that it asks after what somebody said she would do, see [Kind.AsksAfter].
	asksAfter bool
	// outsiders says that it also goes to people who are not in the mission.
	outsiders bool
	// uncounted says that it has no part in the budget: somebody asked for it by name, so it always comes.
	uncounted bool
	// patient says that it waits for allowed hours of another day too, as long as its grace lasts.
	patient bool
	// backsOff says that its plans come half as often, or ask how often, once they go unanswered.
	backsOff bool
	// audience is whose questions of the library it draws from, or empty where it draws none.
	audience Audience

	// grace is how late it may come after its due time at a place in a zone. Nil is the rest of the day there.
	grace func(due time.Time, loc *time.Location) time.Duration
	// read reads what needless and pick look at, beside what every decision reads. Nil reads nothing more.
	read func(tx Tx, s *Situation, now time.Time) error
	// needless speaks against a nudge that nobody needs by now. Nil never does.
	needless rule
	// pick chooses what it asks, and reports false where nothing fits. Nil is a kind that this version cannot send.
	pick func(s Situation, now time.Time) (Choice, bool)
}

// rules returns what holds for a kind. A kind that is not known has no rules, so that it is never sent.
func (k Kind) rules() kindRules {
	switch k {
	case Coach:
		return coachRules()
	case Reflect:
		return reflectRules()
	case Connect:
		return connectRules()
	case Digest:
		return digestRules()
	case Follow:
		return followRules()
	case FollowUp, RiskDue:
		return promiseRules()
	case Welcome:
		return welcomeRules()
	case Midpoint, PhaseDue, StillTrue, Alone:
		return singleRules(k)
	case RoundResult:
		return kindRules{channel: true, pick: pickNothing}
	case Told:
		return toldRules()
	case Round, OwnWords:
		return roundRules()
	case Mirror:
		return mirrorRules()
	case MirrorHome:
		return mirrorHomeRules()
	}
	return kindRules{}
}

// pickNothing is for kinds that ask no question of the library: what they say is written by the edge.
func pickNothing(Situation, time.Time) (Choice, bool) { return Choice{Candidates: 1}, true }

// pickFixed is for kinds that always ask the same thing, which stands under an id of its own.
func pickFixed(id string) func(Situation, time.Time) (Choice, bool) {
	return func(Situation, time.Time) (Choice, bool) {
		return Choice{Question: Question{ID: id}, Candidates: 1}, true
	}
}

// pickFromLibrary draws a question that fits the audience, the phase and the place.
func pickFromLibrary(s Situation, now time.Time) (Choice, bool) {
	return Choose(s.Fits, s.uses(), s.Counts, s.Near, now, s.Lot)
}

// fewDays is the grace of what comes once, whatever the clock does meanwhile.
func fewDays(time.Time, *time.Location) time.Duration { return onceGrace }

// graceOf says how late a nudge may come after its due time.
func graceOf(k Kind, due time.Time, loc *time.Location) time.Duration {
	if grace := k.rules().grace; grace != nil {
		return grace(due, loc)
	}
	return restOfDay(due, loc)
}

// restOfDay is the time from a moment to the end of its day in a zone.
func restOfDay(due time.Time, loc *time.Location) time.Duration {
	tomorrow, _ := resolve(midnight(wallOf(due.In(loc))).AddDate(0, 0, 1), loc)
	return tomorrow.Sub(due) - time.Second
}
