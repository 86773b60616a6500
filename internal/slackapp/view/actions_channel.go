package view

// The buttons and forms of what a mission brings its channel a single time, and of the menu beside all of it.
const (
	// ActSee opens the form for what one sees at the midpoint. Nudge.
	ActSee = "see"
	// ActLater asks the midpoint's question again two days later, ActNotThisTime leaves it. ActAskAgain takes
	// either back. Nudge.
	ActLater       = "later"
	ActNotThisTime = "not_this_time"
	ActAskAgain    = "ask_again"

	// ActThere says that a phase is there, or opens its closing. ActNotYet opens the form for another date,
	// ActChanged the wording or what changed. Nudge.
	ActThere   = "there"
	ActNotYet  = "not_yet"
	ActChanged = "has_changed"

	// ActStillTrue says that a mission still holds. Nudge.
	ActStillTrue = "still_true"
	// ActLetRest opens the form for its rest. Mission, and Nudge where one asked. ActWake ends the rest. Mission.
	ActLetRest = "let_rest"
	ActWake    = "wake"

	// ActAskJoin posts a line in the channel for a starter who is alone. Nudge. ActWordsToAsk shows words to copy.
	ActAskJoin    = "ask_join"
	ActWordsToAsk = "words_to_ask"

	// ActFewerHere lets a kind come half as often to a channel. Nudge.
	ActFewerHere = "fewer_here"
	// ActHereBack takes back what was done to a kind in a channel. Mission, Kind: a nudges.Kind, a blank and what
	// was done, and the number of the change.
	ActHereBack = "here_back"

	ViewSee     = "see"      // Nudge
	ViewNotYet  = "not_yet"  // Nudge
	ViewLetRest = "let_rest" // Mission, Nudge

	BlockTarget = "target"
	BlockWhy    = "moved_why"
)
