package view

// The actions of Home. Each comment says what its [Meta] holds.
const (
	// ActDo does what a command of one word does. Kind is the word; Mission, or nothing for whichever it is.
	ActDo = "do"
	// ActRest lets a mission send nothing to me for a week. Mission.
	ActRest = "rest_mission"
	// ActUnrest takes that back. Mission.
	ActUnrest = "unrest_mission"
)
