package view

// The actions about commitments and risks. Each comment says what its [Meta] holds; an Entry with Kind
// [KindOwn] is a commitment that the one who pressed keeps to herself.
const (
	// ActCommit opens the form for a commitment. Mission; Entry where it is about a block; Ref of words.
	ActCommit = "commit"
	// ActCommitOn makes the commitment that waits for its day. Mission, Ref, Kind: the day.
	ActCommitOn = "commit_on"
	// ActRisk opens the form for a risk. Mission, or nothing.
	ActRisk = "risk"
	// ActPromiseDay opens the form for another day. Mission and Entry, or Nudge.
	ActPromiseDay = "promise_day"
	// ActPromiseDone says that a commitment is done. Mission and Entry, or Nudge.
	ActPromiseDone = "promise_done"
	// ActPromiseLetGo opens the form to let it go. Mission and Entry, or Nudge.
	ActPromiseLetGo = "promise_let_go"
	// ActPromiseChange opens the form with its words and its day. Mission and Entry, or Nudge.
	ActPromiseChange = "promise_change"
	// ActPromiseOpen says that it is open after all. Mission and Entry, or Nudge.
	ActPromiseOpen = "promise_open"
	// ActPromiseShow shows one of them. Mission and Entry, or Nudge.
	ActPromiseShow = "promise_show"
	// ActPromises lists what I promised. Nothing; Page.
	ActPromises = "promises"
	// ActRiskTell opens the form for what happened with a risk. Mission and Entry, or Nudge.
	ActRiskTell = "risk_tell"
)

// KindOwn marks in a [Meta] a commitment that its author keeps to herself.
const KindOwn = "own"

// The forms about commitments and risks.
const (
	ViewCommit        = "commit"         // Mission
	ViewRisk          = "risk"           // Mission
	ViewPromiseChange = "promise_change" // Mission and Entry, or Nudge
	ViewPromiseDay    = "promise_day"    // the same
	ViewPromiseLetGo  = "promise_let_go" // the same
	ViewPromise       = "promise"        // the same; there is nothing to submit
	ViewRiskTell      = "risk_tell"      // the same
)

// The blocks of their fields.
const (
	BlockMoment  = "if"
	BlockBy      = "by"
	BlockShow    = "show"
	BlockExpect  = "expect"
	BlockLook    = "look"
	BlockDay     = "day"
	BlockBecause = "because"
)
