package nudges

// Reason names why a nudge was sent, waits or is left out. It is written to the log and kept with the
// row, and never says anything about one person that the team may not know.
type Reason string

// The reasons.
const (
	ReasonDue          Reason = "due"           // sent: its time has come and nothing speaks against it
	ReasonMissionEnded Reason = "mission_ended" // the mission ended, or is not there
	ReasonUnreachable  Reason = "unreachable"   // the channel takes no messages; the mission rests
	ReasonResting      Reason = "resting"       // the mission rests
	ReasonMoved        Reason = "moved"         // a silence is over
	ReasonPlanOff      Reason = "plan_off"      // somebody turned it off, or the plan is gone
	ReasonNotMember    Reason = "not_member"    // the person left the mission
	ReasonPersonGone   Reason = "person_gone"   // the account is deactivated
	ReasonNotInChannel Reason = "not_in_channel"
	ReasonAway         Reason = "away"
	ReasonSnoozed      Reason = "snoozed"
	ReasonQuietHours   Reason = "quiet_hours"   // waits: later the same day is allowed
	ReasonOutsideHours Reason = "outside_hours" // dropped: nothing more is allowed that day
	ReasonNothingMoved Reason = "nothing_moved" // a digest would say nothing
	ReasonReflected    Reason = "reflected"     // she reflected by herself today
	ReasonConnected    Reason = "connected"     // she wrote it within a month
	ReasonSettled      Reason = "settled"       // what it asks after was done, let go or taken back
	ReasonTalking      Reason = "talking"       // two people told something within a few hours
	ReasonBudgetDay    Reason = "budget_day"    // one nudge went to this place today
	ReasonBudgetWeek   Reason = "budget_week"   // three went to this person within a week
	// ReasonGivesWayDay and ReasonGivesWayWeek say that its room is needed by what goes first: later the same day, or
	// later in the week.
	ReasonGivesWayDay  Reason = "gives_way_day"
	ReasonGivesWayWeek Reason = "gives_way_week"
	ReasonHoliday      Reason = "holiday"        // the day is off for the whole mission
	ReasonDoNotDisturb Reason = "do_not_disturb" // Slack holds notifications back from this person
	ReasonOthersTurn   Reason = "others_turn"    // another mission that she leads was asked longer ago
	ReasonNothingFits  Reason = "nothing_fits"   // every fitting question was asked here lately
	ReasonUnknownKind  Reason = "unknown_kind"   // a plan of a kind that this version does not know
	ReasonSkipNext     Reason = "skip_next"      // somebody asked to leave this one out
	ReasonFewer        Reason = "fewer"          // she wants fewer of them, and one came lately
	ReasonTogether     Reason = "together"       // it went along with another one
	ReasonAlreadyMade  Reason = "already_made"   // a row of the same key is there
)
