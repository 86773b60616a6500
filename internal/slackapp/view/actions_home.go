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

// OnlyLooks reports whether an action shows something and changes nothing.
func OnlyLooks(action string) bool {
	switch action {
	case ActHomePage, ActDetails, ActTell, ActMyPiece, ActReadRest, ActReadStory, ActReadLessons, ActHelp, ActHelpTopic,
		ActWhatIStore, ActWhatIsMission, ActSettings, ActSettingsIn, ActReaches, ActDo, ActWhy, ActAnswer, ActConnect:
		return true
	}
	return false
}
