package mission

import "time"

// Mission is one piece of work of a team, in one channel, from its beginning to its end.
type Mission struct {
	ID      ID
	Team    TeamID
	Channel ChannelID
	// Private says whether the channel was private when Slack was last asked. Who is in it is
	// asked of Slack each time and never kept.
	Private bool
	// Zone is the IANA name of the zone in which the channel's hours and target dates are meant.
	Zone string

	Wording
	// Lead is the one who steers, or empty where the members govern the mission together.
	Lead UserID
	// Offered is the person who was asked to lead next and has not answered yet.
	Offered UserID
	Starter UserID

	Phase     Phase
	Closings  []Closing // one for each closed phase, in order
	StartedAt time.Time
	Midpoint  *Decision // what the midpoint decided, or nil
	// There are those who say that the phase the mission is in is there, since its date was set.
	There []UserID
	// Rest is the last pause of the whole mission, until somebody went on, or nil; see [Mission.Resting].
	Rest    *Rest
	Pulse   Pulse
	Outcome *Outcome // nil while the mission runs

	// From is the mission that this one follows, or empty.
	From    ID
	Carried CarryOver

	Earlier []Revision // earlier wordings, oldest first
	Tally   Tally
	// Unreachable says why the channel takes no messages of ours ("is_archived", …), or is empty.
	// The mission rests until the channel takes messages again.
	Unreachable string
	Card        MessageRef
	// InThread posts entries in the card's thread rather than in the channel.
	InThread bool
}

// Wording is what people wrote about a mission. It can be changed, and what it said before is kept.
type Wording struct {
	Name       string
	Aspiration string
	EndState   string
	Why        Why
	Plan       [3]PhasePlan // by Phase
}

// Why says what the mission means, for each of the three whom it should mean something to.
type Why struct {
	Customers, Us, Company string
}

// PhasePlan says when a phase is done: in words, and on which day it is hoped for.
type PhasePlan struct {
	DoneWhen string
	Target   Date
}

// Closing is the look back and ahead with which a phase was closed.
type Closing struct {
	Phase   Phase
	By      UserID
	At      time.Time
	Reached Reached
	Learned string
	Ahead   string
	// TargetBefore is the target date that the next phase had before the closing set another one.
	TargetBefore Date
	// Message is what tells the channel of the closing.
	Message MessageRef
}

// Reached says whether a phase's done-when was true when the phase was closed. All three are honest
// answers and are shown as they were given.
type Reached string

// The answers to "is that true?".
const (
	ReachedYes  Reached = "yes"
	ReachedPart Reached = "part"
	ReachedNo   Reached = "no"
)

// EndKind says how a mission ended. The three have the same weight.
type EndKind string

// The three endings.
const (
	Completed EndKind = "completed"
	OnPurpose EndKind = "on_purpose"
	Overtaken EndKind = "overtaken"
)

// EndKinds lists the three endings in the order in which they are offered.
var EndKinds = [3]EndKind{Completed, OnPurpose, Overtaken}

// Outcome is how a mission ended, and its story.
type Outcome struct {
	Kind    EndKind
	By      UserID
	At      time.Time
	Story   string
	Lessons []ID // the lessons chosen to be taken along, entries of kind Learned
	Thanks  []UserID
	Carry   CarryOver
	Message MessageRef
}

// CarryOver says what the next mission takes along from the one that ended.
type CarryOver struct {
	Aspiration, Why, Lessons, Commitments, Risks bool
}

// Any reports whether anything is carried over.
func (c CarryOver) Any() bool { return c != CarryOver{} }

// Revision is an earlier wording, with the one who changed it and the reason given.
type Revision struct {
	Wording Wording
	By      UserID
	At      time.Time
	Reason  string
}

// Tally keeps what the card says without reading the entries. It counts entries of the mission,
// never those of a person.
type Tally struct {
	ByKind    map[EntryKind]int
	LastEntry time.Time
	// LatestWin is the newest win still standing, or empty.
	LatestWin ID
}

// Count returns how many entries of a kind stand.
func (t Tally) Count(k EntryKind) int { return t.ByKind[k] }

// Running reports whether the mission has not ended.
func (m Mission) Running() bool { return m.Outcome == nil }

// SelfGoverned reports whether nobody leads.
func (m Mission) SelfGoverned() bool { return m.Lead == "" }

// Location returns the mission's zone, and UTC where its name is not known to this machine.
func (m Mission) Location() *time.Location {
	loc, err := time.LoadLocation(m.Zone)
	if err != nil {
		return time.UTC
	}
	return loc
}

// Today returns the date in the mission's zone.
func (m Mission) Today(now time.Time) Date { return DateOf(now.In(m.Location())) }

// Due returns the target date of the phase that the mission is in.
func (m Mission) Due() Date { return m.Plan[m.Phase].Target }

// EndDate returns the target date of the whole mission.
func (m Mission) EndDate() Date { return m.Plan[Ending].Target }

// Weeks returns which week of how many now falls into, both counted from 1. Past the end date the
// week keeps counting.
func (m Mission) Weeks(now time.Time) (week, of int) {
	start := m.Today(m.StartedAt)
	week = start.DaysUntil(m.Today(now))/7 + 1
	of = (start.DaysUntil(m.EndDate()) + 7) / 7
	return week, max(of, 1)
}

// PastMidpoint reports whether half of the planned time is over, from when on the card speaks of
// what is left rather than of what is done (Bonezzi et al. 2011).
func (m Mission) PastMidpoint(now time.Time) bool {
	return !m.Today(now).Before(m.Halfway())
}

// Halfway returns the first day on which half of the planned time is over.
func (m Mission) Halfway() Date {
	start := m.Today(m.StartedAt)
	return start.AddDays((start.DaysUntil(m.EndDate()) + 1) / 2)
}

// rewordedSince reports whether the wording was changed at or after a moment.
func (m Mission) rewordedSince(t time.Time) bool {
	n := len(m.Earlier)
	return n > 0 && !m.Earlier[n-1].At.Before(t)
}

// NextTurn returns the next day on which what the card says changes by the calendar alone: a new week, the
// midpoint, or the day after the phase was hoped to be done. It is later than today.
func (m Mission) NextTurn(now time.Time) Date {
	start, today := m.Today(m.StartedAt), m.Today(now)
	turn := start.AddDays((start.DaysUntil(today)/7 + 1) * 7)
	var wakes Date
	if m.Rest != nil {
		wakes = m.Rest.Until
	}
	for _, d := range [3]Date{m.Halfway(), m.Due().AddDays(1), wakes} {
		if today.Before(d) && d.Before(turn) {
			turn = d
		}
	}
	return turn
}

// Closing returns the look back of a phase that was closed.
func (m Mission) Closing(p Phase) (Closing, bool) {
	for _, c := range m.Closings {
		if c.Phase == p {
			return c, true
		}
	}
	return Closing{}, false
}
