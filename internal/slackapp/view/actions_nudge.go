package view

// The actions of the menu beside a nudge to a person. Each comment says what its [Meta] holds.
const (
	// ActSnoozeUntil opens the form for a day. Nudge.
	ActSnoozeUntil = "snooze_until"
	// ActFewer lets a kind of nudge come less often. Nudge.
	ActFewer = "fewer"
	// ActUnfewer takes that back. Nudge.
	ActUnfewer = "unfewer"
	// ActOffAll turns a kind off in all of a person's missions. Nudge.
	ActOffAll = "off_all"
	// ActFurther opens the form for the question that followed an answer. Nudge.
	ActFurther = "further"
	// ActWelcomeTick lets a kind of nudge reach whoever was welcomed. Nudge, Kind.
	ActWelcomeTick = "welcome_tick"
	// ActRoundSnooze, ActRoundUntil and ActRoundFewer do the same for rounds, and leave the invitation as it is.
	// Mission, Round.
	ActRoundSnooze = "round_snooze"
	ActRoundUntil  = "round_until"
	ActRoundFewer  = "round_fewer"
	// ActRoundBack takes those back. Mission, Round.
	ActRoundBack = "round_back"
)

// ViewSnooze is the form for the day until which a kind is put off. Nudge, or Mission and Round; Channel where it
// was asked for.
const ViewSnooze = "snooze"

// ViewFurther is the form for the answer to a question that followed one. Nudge.
const ViewFurther = "further"
