package view

// The actions and forms about what is held of a person.
const (
	// ActReadMine opens one's private words. Page.
	ActReadMine = "read_mine"
	// ActPrivateFile asks whether private words are to be put into a file. Nothing.
	ActPrivateFile = "private_file"
	// ActForget opens what being forgotten means. Nothing.
	ActForget = "forget"
	// ActForgetYes erases. Kind is what becomes of one's words in channels, see ForgetWords.
	ActForgetYes = "forget_yes"

	// ViewPrivateFile sends private words as a file. Nothing.
	ViewPrivateFile = "private_file"
	// ViewForget is the choice of what goes. Nothing.
	ViewForget = "forget"

	// BlockWords is the choice of what becomes of one's words in channels.
	BlockWords = "words"
)

// ForgetWords is what becomes of somebody's words in channels when she is forgotten.
type ForgetWords string

// What becomes of them.
const (
	KeepWords   ForgetWords = "keep"   // they stay without a name
	RemoveWords ForgetWords = "remove" // they go too
)
