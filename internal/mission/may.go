package mission

// Actor is who does something, with what Slack knows of her at that moment.
type Actor struct {
	Team        TeamID
	User        UserID
	Guest       bool
	Deactivated bool
	// InChannel says that she is in the mission's channel. Where Slack could not be asked it is false.
	InChannel bool
	// LeadAway says that whoever leads the mission is away, so that any member may act in her place.
	LeadAway bool
}

// Action is something that a person may or may not do.
type Action string

// The actions.
const (
	See          Action = "see"
	StartOne     Action = "start"
	JoinIt       Action = "join"
	LeaveIt      Action = "leave"
	ChangePiece  Action = "change_piece"
	TellEntry    Action = "tell"
	AnswerHere   Action = "answer_here" // answer a question of the channel under one's name
	OfferHelp    Action = "offer_help"
	OpenAgain    Action = "open_again" // a block is gone
	EditEntry    Action = "edit_entry"
	TakeBack     Action = "withdraw_entry"
	SteerNudges  Action = "steer_nudges" // skip or turn off a channel nudge
	PlanNudges   Action = "plan_nudges"  // change when and how often they come
	AffirmIt     Action = "affirm"       // say that it is still true, or that a phase is there
	RestIt       Action = "rest"         // let the mission rest
	GoOnWithIt   Action = "go_on"        // end its rest
	ConnectIt    Action = "connect"
	PromiseIt    Action = "promise"    // commit to something, or try it
	KeepIt       Action = "keep"       // say what became of a commitment or a risk
	LookAtIt     Action = "look_at_it" // tell what happened with a risk
	ClosePhaseOf Action = "close_phase"
	EditMission  Action = "edit_mission"
	EndMission   Action = "end_mission"
	HandOver     Action = "hand_over"    // say who leads from now on
	SuggestLine  Action = "suggest_line" // suggest words for an empty line of the card
	// AnswerRelated is to say whether a mission is told of another one that names it.
	AnswerRelated  Action = "answer_related"
	DecideMidpoint Action = "decide_midpoint"
	SeePieces      Action = "see_pieces" // which done-whens no piece touches, as questions

	FollowIt   Action = "follow"      // have its digest in direct messages
	PostReport Action = "post_report" // post a report or the book in the channel

	OpenRound   Action = "open_round"   // open an anonymous round
	AnswerRound Action = "answer_round" // answer one, and read its notes
	SetFloor    Action = "set_floor"    // how many have to answer

	TalkInTurn Action = "talk_in_turn" // whom to talk with next, and how one's guesses fared
)

// need is what an action asks of the one who does it, beyond being able to see the mission.
type need int

const (
	needNothing need = iota // an action that the table does not know: nobody may
	needSight               // seeing it and nothing more
	needChannel             // being in the channel, or in the mission
	needMember              // being in the mission
	needSteerer             // leading it; any member where nobody leads, or while the lead is away
	needLead                // leading it; any member where nobody leads
	needOwnLead             // leading it, and nobody in her place
	needAuthor              // having written the words
)

// rights is the one table of who may do what. Anyone in the channel may take part by telling; what
// binds others belongs to members or to whoever steers; words belong to their author.
var rights = map[Action]need{
	See:          needSight,
	StartOne:     needChannel,
	JoinIt:       needSight,
	LeaveIt:      needMember,
	ChangePiece:  needMember,
	TellEntry:    needChannel,
	AnswerHere:   needChannel,
	OfferHelp:    needChannel,
	OpenAgain:    needChannel,
	EditEntry:    needAuthor,
	TakeBack:     needAuthor,
	SteerNudges:  needMember,
	AffirmIt:     needMember,
	RestIt:       needMember,
	GoOnWithIt:   needChannel,
	ConnectIt:    needMember,
	PromiseIt:    needMember,
	KeepIt:       needAuthor,
	LookAtIt:     needMember,
	PlanNudges:   needSteerer,
	ClosePhaseOf: needSteerer,
	EditMission:  needSteerer,
	EndMission:   needSteerer,
	HandOver:     needLead,
	SuggestLine:  needChannel,

	AnswerRelated:  needSteerer,
	DecideMidpoint: needSteerer,
	SeePieces:      needSteerer,

	FollowIt:   needSight,
	PostReport: needChannel,

	OpenRound:   needSteerer,
	AnswerRound: needMember,
	SetFloor:    needSteerer,

	TalkInTurn: needOwnLead,
}

// May returns nil where the actor may do the action on the mission, and otherwise a [*Refusal]. Member is
// her membership, or nil where she never joined; author is whose words the action is about, where it
// is about words.
//
// What a private channel holds exists only for those who are in it: everyone else gets [Hidden],
// which is the same answer as for something that does not exist.
func May(do Action, a Actor, m Mission, member *Member, author UserID) error {
	if err := maySee(a, m); err != nil {
		return err
	}
	in := member != nil && member.In()
	switch rights[do] {
	case needSight:
		return nil
	case needChannel:
		if a.InChannel || in {
			return nil
		}
		return refuse(NotInChannel, m)
	case needMember:
		if in {
			return nil
		}
		return refuse(MembersOnly, m)
	case needSteerer:
		return maySteer(a, m, in, a.LeadAway)
	case needLead:
		return maySteer(a, m, in, false)
	case needOwnLead:
		if m.Lead == a.User {
			return nil
		}
		return refuse(LeadsOwn, m)
	case needAuthor:
		if author == a.User {
			return nil
		}
		return &Refusal{Code: AuthorOnly, Mission: m.ID, By: author}
	}
	return refuse(Hidden, m)
}

// maySee holds the outer walls: the privacy of the channel, workspace, and account. What is private is hidden from
// everybody who is not in it before anything else is said, which would tell that it is there.
func maySee(a Actor, m Mission) error {
	switch {
	case m.Private && !a.InChannel:
		return &Refusal{Code: Hidden}
	case a.Team != m.Team:
		return &Refusal{Code: OtherTeam}
	case a.Deactivated:
		return &Refusal{Code: Deactivated}
	case a.InChannel:
		return nil
	case a.Guest:
		// A guest sees only the channels that she is in, public ones too.
		return &Refusal{Code: Hidden}
	}
	return nil
}

// maySteer reports whether somebody may do what is the lead's. A member who stands in for a lead who is away
// never says who leads. Who is not in the mission gets the same answer whether the lead is away or not: it is none
// of her business.
func maySteer(a Actor, m Mission, in, standsIn bool) error {
	switch {
	case m.Lead == a.User:
		return nil
	case !m.SelfGoverned() && (!standsIn || !in):
		return &Refusal{Code: LeadOnly, Mission: m.ID, By: m.Lead}
	case !in:
		return refuse(MembersOnly, m)
	}
	return nil
}

func refuse(code Code, m Mission) *Refusal { return &Refusal{Code: code, Mission: m.ID} }

// Check reads the actor's membership and asks [May]. It is what every operation begins with.
func Check(tx Tx, do Action, a Actor, m Mission, author UserID) error {
	member, err := membership(tx, m, a.User)
	if err != nil {
		return err
	}
	return May(do, a, m, member, author)
}
