package view

// The actions about what reaches a person, and when. Each comment says what its [Meta] holds.
const (
	// ActSettings opens the form for what reaches me. Mission or nothing.
	ActSettings = "settings"
	// ActSettingsIn is the menu of missions in that form. What is chosen comes back in Kind.
	ActSettingsIn = "settings_in"
	// ActQuietFor asks for quiet. Kind is until which day, as 2026-12-01.
	ActQuietFor = "quiet_for"
	// ActQuietUntil opens the form for that day. Kind is "away" where an absence is meant.
	ActQuietUntil = "quiet_until"
	// ActAwayThrough says on which day an absence ends. Kind is the day.
	ActAwayThrough = "away_through"
	// ActBack ends every pause. Nothing.
	ActBack = "back"
	// ActGoOn does in the place of a lead who is away what was asked for. Mission, Kind: what.
	ActGoOn = "go_on"
)

// The forms about what reaches a person.
const (
	ViewQuietUntil = "quiet_until" // Kind: "away" or nothing; Channel where it was asked
	ViewTold       = "told"        // nothing: an answer that stands in a form
)

// The fields of those forms.
const (
	BlockIn        = "in"
	BlockQuietFrom = "quiet_from"
	BlockQuietTo   = "quiet_to"
	BlockAway      = "away"
	BlockAlso      = "also"
	BlockPreview   = "preview"
	BlockUntil     = "until"
)
