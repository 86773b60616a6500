package trial

import (
	"slices"
	"time"

	"throughline/internal/mission"
)

// Shares are the chances of being withheld that a team may choose among. One holds as long as a trial runs.
var Shares = [4]float64{.1, .2, .3, .5}

// DefaultShare is the one that is proposed.
const DefaultShare = .2

// Weeks are how many weeks after a trial began it is looked at; the last look ends it.
var Weeks = [3]int{12, 26, 52}

// KeptAfter is how many days after its last look what a trial noted of people is erased.
const KeptAfter = 30

// lookHour is when a look is taken, on the wall of the trial's zone.
const lookHour = 10

// Trial is what one channel's team agreed to, over all of its missions. A trial without a channel is the
// workspace's: it begins with the first trial of a team and says when the figures of all teams together are
// looked at. It withholds nothing by itself.
type Trial struct {
	ID      mission.ID
	Team    mission.TeamID
	Channel mission.ChannelID
	// Rho is the chance with which a nudge is withheld, one of [Shares].
	Rho float64
	// By turned it on, AskedAt is when.
	By      mission.UserID
	AskedAt time.Time
	Zone    string // an IANA name; its days and hours are those of a trial
	// Message is the announcement, once it stands. Without one nothing is withheld.
	Message mission.MessageRef
	// From is when the coin begins to fall, the morning after the announcement, and Until the last look. Both are
	// zero as long as the announcement does not stand.
	From, Until time.Time
	// EndedAt is when somebody turned it off before its end, or zero.
	EndedAt time.Time
	EndedBy mission.UserID
	// Left are those who left it. Nobody is told who did.
	Left []mission.UserID
	// Retired are the kinds of nudges that a look found without effect.
	Retired []Retirement
}

// Retirement is a kind of nudge that leaves the plan, since it has no effect worth a message.
type Retirement struct {
	Kind string
	// At is when it leaves.
	At time.Time
	// Kept says that somebody kept it, or took it back later, and KeptBy who.
	Kept   bool
	KeptBy mission.UserID
	// Gone says that it left.
	Gone bool
	// Offered says that it was offered once more.
	Offered bool
}

// Begin lets the coin fall from the day after the announcement stood on.
func (t Trial) Begin(announced time.Time, at mission.MessageRef) Trial {
	loc := zone(t.Zone)
	t.Message = at
	t.From = mission.DateOf(announced.In(loc)).AddDays(1).At(0, 0, loc)
	t.Until = t.LookAt(len(Weeks))
	return t
}

// LookAt is when the nth look is taken, counted from 1, or the zero time where the trial has not begun.
func (t Trial) LookAt(n int) time.Time {
	if t.From.IsZero() {
		return time.Time{}
	}
	loc := zone(t.Zone)
	return mission.DateOf(t.From.In(loc)).AddDays(7*Weeks[n-1]).At(lookHour, 0, loc)
}

// NextLook is the number of the first look after a moment and when it is taken, or 0 where there is none.
func (t Trial) NextLook(now time.Time) (n int, at time.Time) {
	for n := 1; n <= len(Weeks); n++ {
		if at := t.LookAt(n); at.After(now) && !t.Over(at.Add(-time.Nanosecond)) {
			return n, at
		}
	}
	return 0, time.Time{}
}

// Over reports whether a trial ended: it was turned off, or its last look was taken.
func (t Trial) Over(now time.Time) bool {
	return !t.EndedAt.IsZero() && !now.Before(t.EndedAt) || !t.Until.IsZero() && !now.Before(t.Until)
}

// Runs reports whether the coin falls at a moment.
func (t Trial) Runs(now time.Time) bool {
	return !t.From.IsZero() && !now.Before(t.From) && !t.Over(now)
}

// EraseAt is when what it noted of people is erased, or the zero time where that cannot be said yet.
func (t Trial) EraseAt() time.Time {
	end := t.Until
	if !t.EndedAt.IsZero() && (end.IsZero() || t.EndedAt.Before(end)) {
		end = t.EndedAt
	}
	if end.IsZero() {
		return time.Time{}
	}
	return end.AddDate(0, 0, KeptAfter)
}

// HasLeft reports whether somebody left the trial.
func (t Trial) HasLeft(user mission.UserID) bool { return slices.Contains(t.Left, user) }

// With returns the trial with somebody in it again, or out of it.
func (t Trial) With(user mission.UserID, in bool) Trial {
	t.Left = slices.DeleteFunc(slices.Clone(t.Left), func(u mission.UserID) bool { return u == user })
	if !in {
		t.Left = append(t.Left, user)
	}
	return t
}

// Retiring returns what is known of a kind's retirement, and whether it retires or did.
func (t Trial) Retiring(kind string) (Retirement, bool) {
	for _, r := range t.Retired {
		if r.Kind == kind {
			return r, true
		}
	}
	return Retirement{}, false
}

// Retire returns the trial with what is known of a kind's retirement.
func (t Trial) Retire(r Retirement) Trial {
	t.Retired = slices.DeleteFunc(slices.Clone(t.Retired), func(o Retirement) bool { return o.Kind == r.Kind })
	t.Retired = append(t.Retired, r)
	return t
}

// Outcome is what followed a nudge, or the silence in place of one.
type Outcome string

// The outcomes.
const (
	Open    Outcome = ""         // the time is not over
	Told    Outcome = "told"     // progress was told
	NotTold Outcome = "not_told" // none was
	Void    Outcome = "void"     // it cannot be counted; the reason is in Decision.Void
)

// The reasons for which a decision is not counted.
const (
	VoidUndelivered = "not_delivered" // the nudge was to be sent and surely never arrived
	VoidMission     = "mission_ended" // the mission ended before the time was over
	VoidPerson      = "person_gone"   // the person's account was closed, or she left the mission
)

// Decision is one toss of the coin, about one nudge that nothing else spoke against.
type Decision struct {
	Team    mission.TeamID
	Trial   mission.ID
	Nudge   string // the key of its row
	Mission mission.ID
	User    mission.UserID // whom it was for, or empty for a channel
	Kind    string
	Due     time.Time
	Rho     float64
	// Seed is what the toss can be repeated from, and U the number that it gave: below Rho withholds.
	Seed     uint64
	U        float64
	Withheld bool
	// Until is the same time on the wall on the next working day: what is told from Due until then counts.
	Until   time.Time
	Outcome Outcome
	Void    string // why it is not counted, a code
}

// Counts reports whether a decision is counted at a look: its time is over, and it is not void.
func (d Decision) Counts(look time.Time) bool {
	return (d.Outcome == Told || d.Outcome == NotTold) && !d.Until.After(look)
}

// Look is one look at a trial: what was counted at that moment.
type Look struct {
	Team  mission.TeamID
	Trial mission.ID
	N     int // counted from 1
	At    time.Time
	Of    []Figures
}

// Figures are what was counted of one kind of nudge, or of all direct messages together where Kind is empty.
type Figures struct {
	Kind string
	// People is how many people they are about; 0 for a channel's.
	People int
	// Channels is how many teams they are from.
	Channels int
	Strata   []Stratum
}

// Kind returns what was counted of a kind.
func (l Look) Kind(kind string) (Figures, bool) {
	for _, f := range l.Of {
		if f.Kind == kind {
			return f, true
		}
	}
	return Figures{}, false
}

func zone(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil || name == "" {
		return time.UTC
	}
	return loc
}
