package view

// The actions of conversations that help one person to think. Their Entry is the id of the conversation, their
// Page the number of the question.
const (
	// ActCoach begins a conversation, or goes on with the one that is open. Mission, or nothing.
	ActCoach = "coach"
	// ActTalkAnswer opens the form of a question, with what was kept. Entry, Page.
	ActTalkAnswer = "talk_answer"
	// ActTalkPause lets the conversation rest. Entry.
	ActTalkPause = "talk_pause"
	// ActTalkGoOn takes it up again. Entry.
	ActTalkGoOn = "talk_go_on"
	// ActTalkKeep ends it and keeps what was written in the journal. Entry.
	ActTalkKeep = "talk_keep"
	// ActTalkCommit opens the form for a commitment with the plan in it. Entry; Mission where it was chosen.
	ActTalkCommit = "talk_commit"
	// ActTalkDelete ends it and removes everything of it. Entry.
	ActTalkDelete = "talk_delete"
)

// The forms of conversations.
const (
	ViewTalkAnswer = "talk_answer" // Entry, Page; Kind is talkAnyway where heavy words are to be kept
	ViewTalkPlan   = "talk_plan"   // Entry, Page
	ViewTalkCommit = "talk_commit" // Entry, Mission; the fields of ViewCommit
)

// The fields of the plan.
const (
	BlockIf   = "plan_if"
	BlockThen = "plan_then"
)

// The actions of the balance check. Their Entry is the id of a check.
const (
	// ActBalance opens the check. Nothing.
	ActBalance = "balance"
	// ActBalanceShow shows one check. Entry.
	ActBalanceShow = "balance_show"
	// ActBalancePast lists the checks. Page.
	ActBalancePast = "balance_past"
	// ActBalanceDelete removes a check. Entry.
	ActBalanceDelete = "balance_delete"
	// ActBalancePicture sends the picture of a check and those before it. Entry.
	ActBalancePicture = "balance_picture"
)

// The forms of the balance check.
const (
	ViewBalance1 = "balance_1" // nothing
	ViewBalance2 = "balance_2" // nothing
)

// BlockPair is the beginning of the block of a pair's choice; its number follows, from 0.
const BlockPair = "pair_"

// The actions of the mirror, and of whoever leads.
const (
	// ActMirror opens the mirror, with today's question. Mission, or nothing.
	ActMirror = "mirror"
	// ActMirrorOn gives somebody a mirror who leads nothing; ActMirrorOff takes it away. Nothing.
	ActMirrorOn  = "mirror_on"
	ActMirrorOff = "mirror_off"
	// ActMirrorPast lists what was written in it. Page.
	ActMirrorPast = "mirror_past"
	// ActGuesses shows how the lead's guesses fared. Mission.
	ActGuesses = "guesses"
	// ActWhom shows whose turn it is to be talked with. Mission.
	ActWhom = "whom"
	// ActWhomTalked notes that the talk took place. Mission, User.
	ActWhomTalked = "whom_talked"
	// ActWhomLater leaves the turn until next week. Mission, User.
	ActWhomLater = "whom_later"
	// ActWhomElse goes on to the next. Mission, User.
	ActWhomElse = "whom_else"
)

// ViewMirror is the mirror's form. Mission or nothing, Kind: the question.
const ViewMirror = "mirror"
