package mission

import (
	"errors"
	"fmt"
	"time"
)

// ErrNotFound says that a record is not there. It never says whether it once was.
var ErrNotFound = errors.New("not found")

// Code names a reason for which the domain refuses something. The edge turns it into a sentence.
type Code string

// The reasons.
const (
	NoMission    Code = "no_mission"     // no mission runs in this channel
	MissionRuns  Code = "mission_runs"   // one channel has one mission; Mission and By say which and whose
	Ended        Code = "ended"          // the mission has ended; Mission says which
	MovedOn      Code = "moved_on"       // what was to be done has been done or undone meanwhile
	OtherTeam    Code = "other_team"     // a person of another organisation
	Hidden       Code = "hidden"         // for members of the channel; the same whether or not it exists
	Deactivated  Code = "deactivated"    // the account is deactivated
	NotInChannel Code = "not_in_channel" // a public channel that the person is not in
	MembersOnly  Code = "members_only"   // for people in the mission
	LeadOnly     Code = "lead_only"      // By leads the mission
	AuthorOnly   Code = "author_only"    // the words are By's
	LeadsOwn     Code = "leads_own"      // for whoever leads alone, and no member in her place
	AlreadyIn    Code = "already_in"     // the person is in the mission
	NotIn        Code = "not_in"         // the person is not in the mission
	Empty        Code = "empty"          // Field needs words
	TooLong      Code = "too_long"       // Field has Got characters of at most Max
	NoDate       Code = "no_date"        // Field needs a day
	DatePast     Code = "date_past"      // Field's Date has passed
	DateOrder    Code = "date_order"     // Field's Date does not come after the phase before it
	ThanksNobody Code = "thanks_nobody"  // thanks without anyone to thank
	ThanksSelf   Code = "thanks_self"    // thanks to oneself
	ThanksMany   Code = "thanks_many"    // thanks to more than Max people
	TooLate      Code = "too_late"       // it can no longer be undone
	AddedBefore  Code = "added_before"   // the message is in the mission already
	BadChoice    Code = "bad_choice"     // Field holds a value that is none of the choices
	NotPublic    Code = "not_public"     // only missions in public channels can be related
	TooEarly     Code = "too_early"      // the midpoint lies ahead
)

// Refusal is the domain's answer when something may or can not be done. Nothing was changed.
type Refusal struct {
	Code    Code
	Field   string // which input, where one is meant
	Mission ID
	By      UserID
	Date    Date
	Got     int
	Max     int
	At      time.Time // when it goes through, where it is refused for now alone
}

// Error describes the refusal for the log, without anybody's words.
func (r *Refusal) Error() string {
	if r.Field == "" {
		return "refused: " + string(r.Code)
	}
	return fmt.Sprintf("refused: %s (%s)", r.Code, r.Field)
}

// Refused returns the refusal in err's chain, where there is one.
func Refused(err error) (*Refusal, bool) {
	var r *Refusal
	ok := errors.As(err, &r)
	return r, ok
}

// Is makes errors.Is compare refusals by their code alone.
func (r *Refusal) Is(target error) bool {
	t, ok := target.(*Refusal)
	return ok && t.Code == r.Code
}
