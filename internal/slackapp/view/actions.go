package view

// actInput is the action id of every field of a form; the field is known by its block.
const actInput = "v"

// actOverflow is the action id of every overflow menu, see [Pressed].
const actOverflow = "more"

// The actions of buttons and menus. Each comment says what its [Meta] holds.
const (
	// ActStart opens the start form. Channel, or nothing in Home; Mission where one is followed.
	ActStart = "start"
	// ActContinueDraft opens the start form with the draft of Channel.
	ActContinueDraft = "continue_draft"
	// ActFreshStart opens it empty.
	ActFreshStart = "fresh_start"
	// ActStartRest is the choice in the start form who writes the rest. The form's meta.
	ActStartRest = "start_rest"
	// ActWhatIsMission opens the explanation of a mission. Nothing.
	ActWhatIsMission = "what_is_mission"
	// ActWhatIStore opens what is stored. Nothing.
	ActWhatIStore = "what_i_store"
	// ActHelp shows the help. Nothing.
	ActHelp = "help"
	// ActHelpTopic is the menu of the help's topics. Kind is the topic.
	ActHelpTopic = "help_topic"
	// ActDidYouMean carries on with the word that was meant. Kind is the word, Ref the words after it.
	ActDidYouMean = "did_you_mean"
	// ActWhich says which mission was meant. Mission, and Kind and Ref of what was asked.
	ActWhich = "which"

	// ActTell opens the tell form. Mission, and Kind of the entry.
	ActTell = "tell"
	// ActTellKind is the menu of kinds in the tell form. The form's meta; Kind is what was chosen.
	ActTellKind = "tell_kind"
	// ActTellLesson opens the tell form for what opened a block. Mission.
	ActTellLesson = "tell_lesson"
	// ActJoin opens the join form, or the piece form for a member. Mission.
	ActJoin = "join"
	// ActMyPiece opens the piece form. Mission, and Ref of the words to put into it.
	ActMyPiece = "my_piece"
	// ActDetails shows the card that knows its reader. Mission.
	ActDetails = "details"
	// ActReaches opens what reaches me. Mission.
	ActReaches = "reaches"
	// ActLeave asks whether to leave. Mission.
	ActLeave = "leave"
	// ActLeaveYes leaves. Mission.
	ActLeaveYes = "leave_yes"
	// ActDismiss takes a question away without doing anything. Nothing.
	ActDismiss = "dismiss"
	// ActReadRest opens the whole of words that were cut. Mission, and Entry where it is one; Page.
	ActReadRest = "read_rest"
	// ActReadStory opens an ended mission's story. Mission; Page.
	ActReadStory = "read_story"
	// ActReadLessons opens a mission's chosen lessons. Mission; Page.
	ActReadLessons = "read_lessons"

	// ActEditEntry opens an entry's words. Mission, Entry.
	ActEditEntry = "edit_entry"
	// ActWithdraw asks whether to withdraw an entry. Mission, Entry.
	ActWithdraw = "withdraw"
	// ActWithdrawYes withdraws it. Mission, Entry.
	ActWithdrawYes = "withdraw_yes"
	// ActThank opens the tell form with a person to thank. Mission, User or nobody.
	ActThank = "thank"
	// ActHelpOffer offers help with a block. Mission, Entry.
	ActHelpOffer = "help_offer"
	// ActOpenAgain says that a block is gone. Mission, Entry.
	ActOpenAgain = "open_again"

	// ActClosePhase opens the form that closes a phase. Mission, Phase.
	ActClosePhase = "close_phase"
	// ActEdit opens the wording. Mission.
	ActEdit = "edit"
	// ActEnd opens the ending. Mission.
	ActEnd = "end"
	// ActStartNext opens the start form with what is carried over. Channel, Mission.
	ActStartNext = "start_next"
	// ActUndoClose takes the closing of a phase back. Mission, Phase.
	ActUndoClose = "undo_close"
	// ActUndoEnd takes an ending back. Mission.
	ActUndoEnd = "undo_end"
	// ActAcceptLead accepts to lead. Mission.
	ActAcceptLead = "accept_lead"
	// ActDeclineLead declines it. Mission.
	ActDeclineLead = "decline_lead"
	// ActSuggest puts an idea to whoever leads. Mission, Kind: what is suggested.
	ActSuggest = "suggest"
	// ActPostAnyway posts thanks to someone who would not see them. Mission, Ref.
	ActPostAnyway = "post_anyway"

	// ActListPage turns the list of missions. Page.
	ActListPage = "list_page"
	// ActHistoryPage turns the history of Channel. Page.
	ActHistoryPage = "history_page"
	// ActHomePage turns the missions in Home. Page.
	ActHomePage = "home_page"

	// ActAnswer opens the answer form of a nudge. Nudge, Mission.
	ActAnswer = "answer"
	// ActNotNow puts a nudge aside. Nudge, Mission.
	ActNotNow = "not_now"
	// ActWhy explains a nudge. Nudge.
	ActWhy = "why"
	// ActSnooze puts a kind of nudge off for a week. Nudge.
	ActSnooze = "snooze"
	// ActUnsnooze takes that back. Nudge.
	ActUnsnooze = "unsnooze"
	// ActOff turns a kind of nudge off for a person. Nudge.
	ActOff = "off"
	// ActOn turns it on again. Nudge.
	ActOn = "on"
	// ActAnswerHere opens the form for an answer in the channel's thread. Nudge.
	ActAnswerHere = "answer_here"
	// ActTalked says that the team talked about a question. Nudge.
	ActTalked = "talked"
	// ActSkip leaves the channel's next question out. Nudge.
	ActSkip = "skip"
	// ActUnskip takes that back. Mission.
	ActUnskip = "unskip"
	// ActOffHere turns the channel's questions off. Nudge.
	ActOffHere = "off_here"
	// ActOnHere turns them on again. Mission.
	ActOnHere = "on_here"
	// ActNotAnswer takes out what was kept as an answer. Nudge; Channel and TS of the message where it was typed.
	ActNotAnswer = "not_answer"
	// ActKeepReflection keeps a message as a reflection. Channel and TS of the message.
	ActKeepReflection = "keep_reflection"
)

// The callback ids of forms. Each comment says what the form's [Meta] holds.
const (
	ViewStart1     = "start_1"     // Channel, Mission where one is followed
	ViewStart2     = "start_2"     // the same
	ViewStart3     = "start_3"     // the same
	ViewJoin       = "join"        // Mission
	ViewPiece      = "piece"       // Mission
	ViewReaches    = "reaches"     // Mission
	ViewTell       = "tell"        // Mission
	ViewEditEntry  = "edit_entry"  // Mission, Entry
	ViewRest       = "rest"        // Mission, Entry
	ViewClosePhase = "close_phase" // Mission, Phase
	ViewEdit1      = "edit_1"      // Mission
	ViewEdit2      = "edit_2"      // Mission
	ViewEdit3      = "edit_3"      // Mission
	ViewEnd1       = "end_1"       // Mission
	ViewEnd2       = "end_2"       // Mission, Kind: the ending
	ViewEnd3       = "end_3"       // Mission, Kind: the ending
	ViewAnswer     = "answer"      // Nudge, Mission
	ViewAnswerHere = "answer_here" // Nudge, Mission
	ViewRead       = "read"        // nothing: there is nothing to submit
)

// The blocks of fields, one name for a field wherever it stands.
const (
	BlockChannel    = "channel"
	BlockName       = "name"
	BlockAspiration = "aspiration"
	BlockEndState   = "end_state"
	BlockSteer      = "steer"
	BlockNextLead   = "next_lead"
	BlockRest       = "rest"
	BlockReason     = "reason"
	BlockCustomers  = "why_customers"
	BlockUs         = "why_us"
	BlockCompany    = "why_company"
	BlockPiece      = "piece"
	BlockHelps      = "helps"
	BlockReach      = "reach"
	BlockKind       = "kind"
	BlockGain       = "gain"
	BlockTo         = "to"
	BlockText       = "text"
	BlockReached    = "reached"
	BlockLearned    = "learned"
	BlockAhead      = "ahead"
	BlockNextTarget = "next_target"
	BlockEnding     = "ending"
	BlockStory      = "story"
	BlockLessons    = "lessons"
	BlockThanks     = "thanks"
	BlockCarry      = "carry"
	BlockNext       = "next"
	BlockEntriesIn  = "entries_in"
	BlockPieceOf    = "piece_of"
)

// pageBlocks is how many quotes of people's words a form shows at a time. Ten of them stay under the
// 250 KB that Slack takes for a view, whatever they are written in.
const pageBlocks = 10
