package rounds

import "throughline/internal/mission"

// The reasons for which rounds refuse something, besides those of missions.
const (
	Runs       mission.Code = "round_runs"        // one runs already; Date is the day on which it closes
	TooFew     mission.Code = "round_too_few"     // Max people have to agree to be asked
	TooSoon    mission.Code = "round_too_soon"    // the next one can open on Date
	ThisPhase  mission.Code = "round_this_phase"  // own words were asked in this phase already
	Over       mission.Code = "round_over"        // it closed on Date
	AlreadyIn  mission.Code = "round_already_in"  // the answer is in
	NotAsked   mission.Code = "round_not_asked"   // the person is not among those who were asked when it opened
	FloorFixed mission.Code = "round_floor_fixed" // the floor can change after Date
	FloorRange mission.Code = "round_floor_range" // the floor is a number from Got to Max
	NotLeading mission.Code = "round_not_leading" // guesses are for whoever leads
	NotesGone  mission.Code = "round_notes_gone"  // the notes are no longer kept, or there are none
)

func refuse(code mission.Code, m mission.Mission) *mission.Refusal {
	return &mission.Refusal{Code: code, Mission: m.ID}
}

func (r Round) over(m mission.Mission) *mission.Refusal {
	return &mission.Refusal{Code: Over, Mission: m.ID, Date: mission.DateOf(r.ClosesAt.In(m.Location()))}
}
