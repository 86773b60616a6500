package view

import "throughline/internal/mission"

// The actions about what is private or was private: connections, their rings, celebrations and the journal.
const (
	// ActConnect opens the form for how a mission touches what I am after. Nudge or nothing, Mission.
	ActConnect = "connect"
	// ActStillSo says that it still fits as it was written. Nudge, Mission.
	ActStillSo = "still_so"
	// ActMine shows what I wrote, to read. Mission.
	ActMine = "connect_mine"
	// ActTakeBack asks what of it is to be taken back. Mission.
	ActTakeBack = "connect_back"
	// ActTakeBackAlone keeps the words for their author alone. Mission.
	ActTakeBackAlone = "connect_alone"
	// ActTakeBackForget deletes them. Mission.
	ActTakeBackForget = "connect_forget"
	// ActTakeBackNot leaves everything as it is. Mission.
	ActTakeBackNot = "connect_leave_it"
	// ActReadShared opens what somebody shared with her lead. Mission, User.
	ActReadShared = "read_shared"
	// ActPursuits opens what people shared with the team. Mission; Page.
	ActPursuits = "pursuits"

	// ActConnectsTo opens what people shared with the team, beside a win. Mission, Entry; Page.
	ActConnectsTo = "connects_to"
	// ActAskCelebrate asks the author of a sentence whether to say it. Mission, Entry, User, Kind: the sentence.
	ActAskCelebrate = "celebrate_ask"
	// ActCelebrate says a sentence of one's own. Mission, Entry, Kind: the sentence.
	ActCelebrate = "celebrate"
	// ActCelebrateShow shows which win and which sentence is meant. Mission, Entry, Kind: the sentence.
	ActCelebrateShow = "celebrate_show"
	// ActCelebrateNot says nothing. Mission.
	ActCelebrateNot = "celebrate_not"
	// ActUnsay takes a celebration out again. Mission, Entry: the celebration.
	ActUnsay = "celebrate_unsay"

	// ActCorner opens what is a member's alone. Mission.
	ActCorner = "corner"
	// ActReflect opens the form for a reflection. Mission or nothing.
	ActReflect = "reflect"
	// ActJournal opens my journal, or turns it. Page, Mission to narrow it down, Ref of the words looked for.
	ActJournal = "journal"
	// ActNote opens one note. As ActJournal, and Entry: the note.
	ActNote = "note"
	// ActNoteChange opens it to change it. The same.
	ActNoteChange = "note_change"
	// ActNoteDelete asks whether to delete it. The same.
	ActNoteDelete = "note_delete"
)

// The callback ids of their forms.
const (
	ViewConnect    = "connect"     // Nudge or nothing, Mission, User: who led, Kind: the rings that were asked about
	ViewReflect    = "reflect"     // Kind: the question that was shown, or nothing
	ViewJournal    = "journal"     // Page
	ViewNote       = "note"        // as ActNote
	ViewNoteDelete = "note_delete" // as ActNote
)

// The blocks of their fields.
const (
	BlockPersonal = "personal"
	BlockPower    = "power"
	BlockPowers   = "powers"
	BlockServes   = "serves"
	BlockFind     = "find"
	BlockMission  = "mission"
)

// ringBlock is the field that says who may read a sentence. A refusal of the domain names it so too.
func ringBlock(s mission.Sentence) string { return "ring_" + string(s) }
