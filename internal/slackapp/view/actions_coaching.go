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
	// ActTalkDelete ends it and removes everything of it. Entry.
	ActTalkDelete = "talk_delete"
)

// The forms of conversations.
const (
	ViewTalkAnswer = "talk_answer" // Entry, Page; Kind is talkAnyway where heavy words are to be kept
	ViewTalkPlan   = "talk_plan"   // Entry, Page
)

// The fields of the plan.
const (
	BlockIf   = "plan_if"
	BlockThen = "plan_then"
)
