package mission

import "time"

// EntryKind says what somebody told.
type EntryKind string

// The kinds of entries.
const (
	Progress   EntryKind = "progress"
	Win        EntryKind = "win"
	Learned    EntryKind = "learned"
	Blocked    EntryKind = "blocked"
	Changed    EntryKind = "changed"
	Risk       EntryKind = "risk"
	Commitment EntryKind = "commit"
	Thanks     EntryKind = "thanks"
)

// Reply is an answer to one of the channel's questions, under its author's name, in the question's thread.
// It is part of a talk and no entry of the story: no list holds it and nothing counts it.
const Reply EntryKind = "reply"

// Suggestion is somebody's words for a line of the mission that is still empty. Like a reply it is part of a talk:
// no list holds it and nothing counts it.
const Suggestion EntryKind = "suggestion"

// Celebration is a sentence of its author's [Connection] that she says in the thread of a win. The entry
// holds no words: they stand sealed in the connection alone, so that what is taken back there is gone here.
// Like a reply it is no entry of the story.
const Celebration EntryKind = "celebration"

// EntryKinds lists every kind of the story in the order in which lists show them.
var EntryKinds = [8]EntryKind{Progress, Win, Learned, Blocked, Changed, Risk, Commitment, Thanks}

// aside reports whether entries of the kind are no part of the story, so that nothing counts them.
func (k EntryKind) aside() bool { return k == Reply || k == Suggestion || k == Celebration }

// Valid reports whether k is one of the kinds.
func (k EntryKind) Valid() bool {
	for _, v := range EntryKinds {
		if v == k {
			return true
		}
	}
	return false
}

// Gain says for whom something changed with a win.
type Gain string

// For whom a win is one.
const (
	ForNobodySaid Gain = ""
	ForCustomers  Gain = "customers"
	ForUs         Gain = "us"
	ForCompany    Gain = "company"
)

// Entry is one thing that somebody told about a mission. Its words are its author's alone to change.
type Entry struct {
	ID      ID
	Team    TeamID
	Mission ID
	Author  UserID
	Kind    EntryKind
	Text    string
	At      time.Time
	Phase   Phase // the phase in which it was told

	Piece string // the piece that it belongs to, as it was worded at that moment, or empty
	// PieceOf is whose piece that is, or empty where it is the author's.
	PieceOf UserID
	Gain    Gain     // wins only
	To      []UserID // thanks only

	// If and By belong to a commitment: "if …, then I will …", and the day.
	If string
	By Date
	// Expect and Look belong to a risk: what is expected, and the day on which the team looks.
	Expect string
	Look   Date
	// Fate, FateAt and Because belong to both: what became of it, when, and why it was let go.
	Fate    Fate
	FateAt  time.Time
	Because string
	// Turns is how often it was said of a risk that it will be looked at again, after its day had come.
	Turns int
	// Lesson is the entry that tells what happened with a risk, and Of the risk that a lesson came of.
	Lesson ID
	Of     ID

	EditedAt    time.Time
	WithdrawnAt time.Time // withdrawn entries keep no words
	WithdrawnBy UserID    // who took it back, where that was not its author
	OpenedAt    time.Time // blocked only: when the way was open again
	OpenedBy    UserID
	Helpers     []UserID // blocked only: who offered to help

	// Line is the line of the wording that a suggestion is for, and UsedBy who wrote it there.
	Line   Line
	UsedBy UserID

	// About is the win that a celebration belongs to, and Sentence what is said there.
	About    ID
	Sentence Sentence

	// Said is whose words they are, where the entry is a message that was added.
	Said Said

	// Thread is the message in whose thread the entry stands, where it stands in one.
	Thread MessageRef
	Post   MessageRef
}

// Withdrawn reports whether its author took the entry back.
func (e Entry) Withdrawn() bool { return !e.WithdrawnAt.IsZero() }

// Open reports whether the entry is a block that still stands.
func (e Entry) Open() bool { return e.Kind == Blocked && e.OpenedAt.IsZero() && !e.Withdrawn() }
