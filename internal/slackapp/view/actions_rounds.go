package view

// The actions of anonymous rounds. Each comment says what its [Meta] holds.
const (
	// ActRoundAnswer opens the form of a round. Mission, Round.
	ActRoundAnswer = "round_answer"
	// ActRoundWhy explains why a round reached somebody. Mission, Round.
	ActRoundWhy = "round_why"
	// ActRoundOff turns rounds of a kind off for a person in a mission. Mission, Round.
	ActRoundOff = "round_off"
	// ActRoundOn turns them on again. Mission, Round.
	ActRoundOn = "round_on"
	// ActRoundOpen opens the form that opens a round. Mission, Kind of topic.
	ActRoundOpen = "round_open"
	// ActRoundGuess opens the form for what whoever leads expects. Mission, Round.
	ActRoundGuess = "round_guess"
	// ActRoundFloor opens the form for how many have to answer. Mission.
	ActRoundFloor = "round_floor"
	// ActRoundNotes opens the notes of a closed round. Mission, Round; Page.
	ActRoundNotes = "round_notes"
	// ActRoundTrend shows what the rounds on a topic said. Mission, Kind: the topic.
	ActRoundTrend = "round_trend"
	// ActRoundDrawn sends the picture of energy to the one who pressed. Mission.
	ActRoundDrawn = "round_drawn"
)

// The callback ids of their forms.
const (
	ViewRound      = "round"       // Mission, Round
	ViewRoundOpen  = "round_open"  // Mission, Kind: energy or own_words
	ViewRoundGuess = "round_guess" // Mission, Round
	ViewRoundFloor = "round_floor" // Mission
)

// The blocks of their fields.
const (
	BlockMood     = "mood"
	BlockNote     = "note"
	BlockOwnWords = "own_words"
	BlockOwnNeeds = "own_needs"
	BlockTopic    = "topic"
	BlockGuess    = "guess"
	BlockFloor    = "floor"
)
