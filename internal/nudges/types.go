package nudges

import (
	"time"

	"throughline/internal/mission"
)

// Plan says when nudges of one kind are due at one place. Its next due time stands in the store's
// index of due times, so that the cost of a tick grows with what is due and not with what exists.
type Plan struct {
	ID      string // see PlanID
	Team    mission.TeamID
	Kind    Kind
	Mission mission.ID
	User    mission.UserID // the member, or empty for the channel
	Recur   Recur
	// Off says that somebody turned the plan off; it has no due time then.
	Off bool
	// Skip is the number of next nudges to leave out.
	Skip int
	// Next is the next due time, or zero for none. NextWall is the same on the wall of the plan's zone
	// ("2026-11-24T10:00"): it names the nudge, so that a change of zone never repeats one.
	Next     time.Time
	NextWall string
	// LastSent is when a nudge of this plan was last sent, or withheld by a trial, or zero.
	LastSent time.Time
	// LastWall is the due wall time of that nudge, as NextWall writes it, or empty where none is known. It may have gone
	// out days later.
	LastWall string
	// Unanswered counts the nudges of this plan that nobody did anything with, since the last one that somebody did
	// something with.
	Unanswered int
	// Tired is the day on which a nudge said that the plan backs off, or asked the channel how often, as "2026-11-27";
	// empty for none.
	Tired string
}

// State is where a row of the outbox stands. The package comment of outbox.go draws the moves.
type State string

// The states of a row.
const (
	Due     State = "due"     // to be claimed at NotBefore
	Claimed State = "claimed" // a worker has it until Lease; nothing was sent
	Sending State = "sending" // a call may be under way until Lease
	Unknown State = "unknown" // a call was made and its outcome is in doubt; looked up from NotBefore on
	Settled State = "settled" // posted, TS says where
	Skipped State = "skipped" // past its grace; surely not posted
	Dropped State = "dropped" // decided against; Reason says why
	Failed  State = "failed"  // Slack refused it for good; Reason has the code
	Unsure  State = "unsure"  // in doubt and nothing to look it up with
	// Withheld is a nudge that the coin of a trial held back at the very end. Nobody was asked, and it uses up the
	// budget as if somebody had been: nothing comes in its place.
	Withheld State = "withheld"
)

// Ended reports whether a row in this state needs no more work.
func (s State) Ended() bool {
	switch s {
	case Settled, Skipped, Dropped, Failed, Unsure, Withheld:
		return true
	}
	return false
}

// Subject names what a row shows. The renderer reads it from the store at the moment of sending; the
// row itself holds ids, never words.
type Subject string

// The subjects of rows.
const (
	OfNudge    Subject = "nudge"    // a prompt; NudgeKind, Question and Plan say which
	OfCard     Subject = "card"     // the mission's card
	OfEntry    Subject = "entry"    // an entry, Ref is its id
	OfThread   Subject = "thread"   // a line in the card's thread, Ref says which
	OfPhase    Subject = "phase"    // a closed phase, Ref is the phase's number
	OfMidpoint Subject = "midpoint" // what the midpoint decided
	OfOutcome  Subject = "outcome"  // the ended mission's story
	OfRound    Subject = "round"    // something to do about a round at its time, Ref says what; it posts nothing
	OfFile     Subject = "file"     // a file, Ref says which; nothing finds it again in Slack's history
	OfNotice   Subject = "notice"   // a line to one person or channel outside of any plan, Ref says which
	OfRemoval  Subject = "removal"  // takes a message away that the row named by Ref has posted
	// OfRelation is what one mission is asked or told of another, in its own channel; Ref says which.
	OfRelation Subject = "relation"
	OfChore    Subject = "chore" // work to be done in time that may be done twice, Ref says which; nothing is posted
)

// Row is one message on its way out: a post, or an edit of one that stands.
type Row struct {
	Key     string
	Team    mission.TeamID
	Subject Subject
	Mission mission.ID
	Ref     string
	// Update marks an edit in place. Repeating one is harmless, so its doubt is resolved by doing it
	// again, and edits of one message that wait are one row.
	Update bool
	// Again asks for another edit once the one under way has settled.
	Again bool

	// Channel is where the message goes. For a direct message it is opened before sending, from User.
	Channel mission.ChannelID
	User    mission.UserID
	// InThread says that the message belongs into the thread of the mission's card, or of ThreadTS.
	InThread bool
	ThreadTS string

	State     State
	Due       time.Time     // when it was to go out
	Grace     time.Duration // how late it may go out, counted from Due
	NotBefore time.Time
	Lease     time.Time
	Owner     string
	Fence     uint64
	SentAt    time.Time // when sending was written, then when the row ended; of a message that was looked up the former
	TS        string
	Attempts  int
	// Absent counts the look-ups that were answered and did not find the message. On an edit it is 1
	// while an earlier call is in doubt.
	Absent int
	Reason string // why it was dropped, skipped or failed; a code, never words

	Nudge *Asked // set on rows of subject nudge
}

// Asked is what makes a row a nudge: which plan and question, and what became of it.
type Asked struct {
	Kind     Kind
	Plan     string // empty for a nudge that is due once, see PostOnce
	Wall     string // the due wall time that the key holds
	Question string // the question's id, chosen when the row is claimed
	Theme    string
	// Candidates is how many questions could have been chosen, for "why this?".
	Candidates int
	// Why is the reason for which it was sent, for "why this?".
	Why string
	// Rested is how many themes the question's theme was drawn among, Tickets how many of a hundred tickets it had
	// drawn, and Tired says that none of them had rested. All are zero where nothing was drawn.
	Rested     int
	Tickets    int
	Tired      bool
	Answer     Answer
	AnsweredAt time.Time
	// By is who said that the team talked about a channel's question. It is empty on a person's nudges.
	By mission.UserID
	// Phase and Recur are the mission's phase and the plan's times at the moment of sending, for "why this?".
	// Phase is as [mission.Phase.String] writes it.
	Phase string
	Recur Recur
	// Awaited says that somebody waits for what this person says: it always goes, and counts.
	Awaited bool
	// With are the keys of other nudges that this one told along with its own, one space between two.
	With string
	// Tires says that it tells of coming half as often, or asks a channel how often.
	Tires bool
	// Further says where the question stands that may follow an answer.
	Further Further
	// Trial is the trial whose coin fell for it, whichever side came up, or empty. It falls once.
	Trial mission.ID
}

// Further says where the question stands that may follow an answer: there is one at most.
type Further string

// The places of a question that follows an answer.
const (
	NotFurther   Further = ""         // none was asked
	FurtherAsked Further = "asked"    // it waits for an answer
	FurtherTaken Further = "answered" // it has one
)

// Answer says what became of a nudge. It never says what was answered.
type Answer string

// What people do with a nudge.
const (
	NotAnswered Answer = ""
	Answered    Answer = "answered"
	NotNow      Answer = "not_now"
	Talked      Answer = "talked" // "we talked about it"
	// SaidSomething is that somebody answered in the thread, or said that a phase is there: the question stays open.
	SaidSomething Answer = "said"
	StillSo       Answer = "still_so" // what was written before stands
	SnoozedIt     Answer = "snoozed"
	FewerOf       Answer = "fewer"
	TurnedOff     Answer = "off"
	OffAll        Answer = "off_all" // in all of her missions
	Over          Answer = "over"    // a round is closed, for all alike
)

// Person is what the nudges know of somebody: when to reach her and what she turned off.
type Person struct {
	Team mission.TeamID
	User mission.UserID
	// Zone is the IANA zone of her Slack profile, or empty where it is not known.
	Zone string
	// DM is the direct conversation with her once it was opened.
	DM mission.ChannelID
	// Gone says that her account is deactivated, and GoneAt since when, where what follows from it was put on
	// its way.
	Gone   bool
	GoneAt time.Time
	// SnoozedUntil holds back a kind in a mission until the given time. The key is SnoozeKey's.
	SnoozedUntil map[string]time.Time
	// Off are the kinds that no plan brings and that she turned off in a mission, by SnoozeKey.
	Off map[string]bool
	// On are the kinds of [ByConsent] that she ticked in a mission, by SnoozeKey.
	On map[string]bool
	// Fewer are the kinds that no plan brings and of which she wants fewer in a mission, by SnoozeKey.
	Fewer map[string]bool
	// Telling are the keys of what other people's acts have to tell her and that is still on its way.
	Telling []string
	Settings
}

// SnoozeKey names a kind of nudge in a mission among a person's snoozes.
func SnoozeKey(k Kind, m mission.ID) string { return string(k) + "/" + string(m) }

// PlanID names the plan of a kind for a mission's channel, or for a member.
func PlanID(k Kind, m mission.ID, u mission.UserID) string {
	if u == "" {
		return string(k) + "/" + string(m)
	}
	return string(k) + "/" + string(m) + "/" + string(u)
}

// NudgeKey names one nudge: its plan, the wall time without a zone, and the recipient.
func NudgeKey(plan, wall, recipient string) string {
	return "nudge/" + plan + "/" + wall + "/" + recipient
}

// Clock tells the time. Mono only ever grows, by what has really passed; Now may be set.
type Clock interface {
	Now() time.Time
	Mono() time.Duration
}
