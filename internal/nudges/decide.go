package nudges

import (
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges/choice"
)

// Action is what is to be done with a nudge that is due.
type Action string

// The actions.
const (
	Send Action = "send"
	Wait Action = "wait" // look again at Until
	Drop Action = "drop"
)

// Decision is what [Decide] found.
type Decision struct {
	Action Action
	Reason Reason
	// Until is when to look again, on Wait. On Drop it is the time before which the plan need not come
	// back, or zero for no such time.
	Until time.Time
	// Anew says, on Wait, that the nudge is due anew at Until: its day is off for the whole mission, which is nobody's
	// delay.
	Anew bool
	// Choice is the question to ask, on Send.
	Choice Choice
	// Phase is the mission's, and Twice are the themes whose tickets counted twice, for the log of the choice.
	Phase mission.Phase
	Twice []string
	// Hours are those of the place, with the days off of its mission, for the time that a trial looks at.
	Hours Hours
}

// Situation is everything that a decision rests on.
type Situation struct {
	Plan    Plan // the zero Plan where it is gone
	Row     Row
	Mission mission.Mission // the zero Mission where it is gone
	House   House           // what the mission agreed on
	Member  mission.Member  // for a person's nudges
	Person  Person          // for a person's nudges
	// Quiet is until when the person does not want to be disturbed, by Slack's word, or zero.
	Quiet time.Time
	// InChannel says whether the person is in the mission's channel, by Slack's word.
	InChannel bool
	// Hours are the channel's or the person's. The day of a budget is one in their zone.
	Hours Hours
	// Asked are the other nudges of this place within [NoRepeat]: sent, under way or in doubt; and those that a trial
	// withheld, which use up the budget and were not asked.
	Asked []Row
	// Expected are the other nudges that are on their way to this place within a week and may go first.
	Expected []Expected
	// Fits are the questions of the audience and the mission's phase.
	Fits []Question
	// Counts are what was answered so far, for the kinds that draw from the library, and Lot draws among them.
	Counts choice.Counts
	Lot    choice.Lot
	// Authors counts the people who told something within [CoachPause].
	Authors int
	// Since is the first day that a digest tells of, and Moved says that something did.
	Since mission.Date
	Moved bool
	// Connected and Reflected are when the person last wrote of her own accord, or zero. Written says that
	// something of what she connected still stands.
	Connected, Reflected time.Time
	// Settled says that what a nudge asks after was done, let go or taken back.
	Settled bool
	Written bool
	// Along are the keys of what else waits to be told to this person and may go with it.
	Along []string
	// Mirrors are the person's plans for the mirror in her other missions.
	Mirrors []Plan
	// Near are the themes near the kinds of work that the person ticked.
	Near []string
}

// DMsAWeek is how many nudges reach one person within seven days, over all missions.
const DMsAWeek = 3

// rule looks at one thing that may speak against a nudge, and reports whether it does.
type rule func(s Situation, now time.Time) (Decision, bool)

// The rules are asked in order; the first that speaks decides. What holds for good comes before what holds
// today, so that the reason is the one that would have stood in any case.
var (
	// standing are the rules that look at one nudge alone.
	standing = [...]rule{
		missionOver, asleep, planStopped, personOut, paused, snoozed, onceTooEarly, outsideHours, disturbed, notNeeded,
		fewer,
	}
	// sharing are those by which nudges share a place.
	sharing = [...]rule{budgetSpent, givesWay}
)

// Decide says whether a nudge is sent, waits or is dropped, and why. It has no effects and no clock of
// its own, and gives the same answer for the same situation.
func Decide(s Situation, now time.Time) Decision {
	for _, some := range [][]rule{standing[:], sharing[:]} {
		if d, against := firstAgainst(some, s, now); against {
			return d
		}
	}
	return choose(s, now)
}

// firstAgainst asks rules in order until one speaks.
func firstAgainst(some []rule, s Situation, now time.Time) (Decision, bool) {
	for _, speaks := range some {
		if d, against := speaks(s, now); against {
			return d, true
		}
	}
	return pass()
}

func dropped(r Reason) (Decision, bool) { return Decision{Action: Drop, Reason: r}, true }

func pass() (Decision, bool) { return Decision{}, false }

func missionOver(s Situation, _ time.Time) (Decision, bool) {
	switch {
	case s.Mission.ID == "" || !s.Mission.Running():
		return dropped(ReasonMissionEnded)
	case s.Mission.Unreachable != "":
		return dropped(ReasonUnreachable)
	}
	return pass()
}

func planStopped(s Situation, _ time.Time) (Decision, bool) {
	if s.House.IsOff(s.kind()) {
		return dropped(ReasonPlanOff)
	}
	if s.once() {
		if s.Person.IsOff(s.kind(), s.Row.Mission) {
			return dropped(ReasonPlanOff)
		}
		return pass()
	}
	if s.Plan.ID == "" || s.Plan.Off {
		return dropped(ReasonPlanOff)
	}
	return pass()
}

func personOut(s Situation, _ time.Time) (Decision, bool) {
	switch {
	case s.kind().ToChannel():
		return pass()
	case !s.Member.In() && !s.kind().rules().outsiders:
		return dropped(ReasonNotMember)
	case s.Person.Gone:
		return dropped(ReasonPersonGone)
	case !s.InChannel && s.Mission.Private:
		// Who leaves a public channel stays in its mission.
		return dropped(ReasonNotInChannel)
	}
	return pass()
}

// paused drops what falls into an absence, or into the quiet that the person asked for. It is not sent after
// her: a pause that ends with everything it held back would be none.
func paused(s Situation, now time.Time) (Decision, bool) {
	if s.kind().ToChannel() {
		return pass()
	}
	if until, away := s.Person.Away(now, s.Hours.Zone); away {
		return s.later(ReasonAway, until)
	}
	if until := s.Person.SnoozedAll; until.After(now) {
		return s.later(ReasonSnoozed, until)
	}
	return pass()
}

func snoozed(s Situation, now time.Time) (Decision, bool) {
	until := s.Person.SnoozedUntil[SnoozeKey(s.kind(), s.Mission.ID)]
	if own := s.Person.SnoozedUntil[SnoozeKey(s.kind(), s.Row.Mission)]; s.once() && own.After(until) {
		until = own // asked in the mission that made it, while another one carries it on
	}
	if !until.After(now) {
		return pass()
	}
	return s.later(ReasonSnoozed, until)
}

// outsideHours waits for hours that are allowed later the same day and within the nudge's grace; a nudge that
// comes once, and a digest that somebody follows, wait for those of another day too. What comes once and falls on a
// day off of the mission is due anew on the next day that is none.
func outsideHours(s Situation, now time.Time) (Decision, bool) {
	if s.Hours.Allowed(now) {
		return pass()
	}
	if s.Hours.Holiday(now) {
		return s.onHoliday(now)
	}
	next := s.Hours.NextAllowed(now)
	waits := s.once() || s.kind().rules().patient
	if next.IsZero() || !waits && !s.sameDay(next, now) || late(s.Row, next) {
		return dropped(ReasonOutsideHours)
	}
	return Decision{Action: Wait, Reason: ReasonQuietHours, Until: next}, true
}

func (s Situation) onHoliday(now time.Time) (Decision, bool) {
	switch next := s.nextMorning(now); {
	case next.IsZero():
		return dropped(ReasonHoliday)
	case s.once():
		return Decision{Action: Wait, Reason: ReasonHoliday, Until: next, Anew: true}, true
	case s.kind().rules().patient && !late(s.Row, next):
		return Decision{Action: Wait, Reason: ReasonHoliday, Until: next}, true
	}
	return dropped(ReasonHoliday)
}

// moved puts a row off as a decision to wait says.
func moved(r Row, d Decision, h Hours) Row {
	if d.Anew && r.Nudge != nil {
		asked := *r.Nudge
		asked.Wall = wallOf(d.Until.In(h.location())).Format(wallLayout)
		r.Nudge, r.Due = &asked, d.Until
	}
	return postpone(r, d.Until, string(d.Reason))
}

// disturbed waits for the end of what Slack calls do-not-disturb, where that is within the nudge's grace.
func disturbed(s Situation, now time.Time) (Decision, bool) {
	switch {
	case s.kind().ToChannel() || !s.Quiet.After(now):
		return pass()
	case late(s.Row, s.Quiet):
		return dropped(ReasonDoNotDisturb)
	}
	return Decision{Action: Wait, Reason: ReasonDoNotDisturb, Until: s.Quiet}, true
}

func notNeeded(s Situation, now time.Time) (Decision, bool) {
	if needless := s.kind().rules().needless; needless != nil {
		return needless(s, now)
	}
	return pass()
}

// budgetSpent holds a place to its budget. What somebody said she would do is always asked after, and counts;
// what comes once waits for another day. What somebody follows she has asked for by name: it always comes too, and
// counts for nothing.
func budgetSpent(s Situation, now time.Time) (Decision, bool) {
	if s.itself(now).always() || s.kind().rules().uncounted {
		return pass()
	}
	reason, spent := s.spent(now)
	switch {
	case !spent:
		return pass()
	case s.once():
		return s.later(reason, s.nextMorning(now))
	}
	return dropped(reason)
}

// spent reports whether the place has had what it may have of this day or week, and which of them.
func (s Situation) spent(now time.Time) (Reason, bool) {
	week := 0
	for _, r := range s.Asked {
		if r.Nudge.Kind.rules().uncounted {
			continue
		}
		if s.sameDay(r.SentAt, now) {
			return ReasonBudgetDay, true
		}
		// A clock that was set back leaves sendings in the future; they count as long as those of the past.
		if n := s.daysAgo(r.SentAt, now); n < 7 && n > -7 {
			week++
		}
	}
	if !s.kind().ToChannel() && week >= DMsAWeek {
		return ReasonBudgetWeek, true
	}
	return "", false
}

// choose picks what to ask; where nothing fits, nothing is sent.
func choose(s Situation, now time.Time) Decision {
	pick := s.kind().rules().pick
	if pick == nil {
		return Decision{Action: Drop, Reason: ReasonUnknownKind}
	}
	choice, ok := pick(s, now)
	if !ok {
		return Decision{Action: Drop, Reason: ReasonNothingFits}
	}
	return Decision{Action: Send, Reason: ReasonDue, Choice: choice}
}

func (s Situation) kind() Kind {
	if s.Row.Nudge == nil {
		return ""
	}
	return s.Row.Nudge.Kind
}

func (s Situation) uses() []Use {
	uses := make([]Use, 0, len(s.Asked))
	for _, r := range s.Asked {
		if r.State == Withheld {
			continue // nobody was asked
		}
		uses = append(uses, Use{Question: r.Nudge.Question, Theme: r.Nudge.Theme, At: r.SentAt})
	}
	return uses
}

func (s Situation) sameDay(a, b time.Time) bool { return s.daysAgo(a, b) == 0 }

// daysAgo counts the midnights in the place's zone from then to now; negative where then is to come.
func (s Situation) daysAgo(then, now time.Time) int {
	loc := s.Hours.location()
	return mission.DateOf(then.In(loc)).DaysUntil(mission.DateOf(now.In(loc)))
}
