package nudges

// Urgency says which rows go first where more are due than may go out: everything of an earlier one before
// anything of a later one, whatever their times. So what people have just done shows at once beside ten thousand
// reflections that are due, and what somebody waits for comes before what she does not miss.
type Urgency uint8

// The urgencies, the most urgent one first.
const (
	// Acted is what people did: entries, cards, notices, edits.
	Acted Urgency = iota
	// Awaited is what somebody was promised, or what another one did that concerns her.
	Awaited
	// Timely is what belongs to its hour: the channels' nudges and the rounds.
	Timely
	// Patient is everything else.
	Patient

	// LeastUrgent is the last of them.
	LeastUrgent = Patient
)

// Urgency returns how urgent the row is. It never changes during the row's life.
func (r Row) Urgency() Urgency {
	if r.Nudge == nil || r.Update {
		return Acted
	}
	switch k := r.Nudge.Kind; k {
	case FollowUp, RiskDue, Welcome, Told:
		return Awaited
	case Round, OwnWords, Mirror:
		return Timely
	default:
		if k.ToChannel() {
			return Timely
		}
	}
	return Patient
}
