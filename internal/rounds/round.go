package rounds

import (
	"slices"
	"time"

	"throughline/internal/mission"
	"throughline/internal/ownwords"
)

// Topic is what a round asks about.
type Topic string

// The topics.
const (
	Energy   Topic = "energy"
	Load     Topic = "load"
	Outlook  Topic = "outlook"
	Trust    Topic = "trust"
	OwnWords Topic = "own_words"
)

// Moods are the topics that are answered with one of five choices, in the order in which they take turns.
var Moods = [4]Topic{Energy, Load, Outlook, Trust}

// Valid reports whether the topic is one that is asked.
func (t Topic) Valid() bool { return t == OwnWords || t.Mood() }

// Mood reports whether the topic is answered with one of five choices.
func (t Topic) Mood() bool { return slices.Contains(Moods[:], t) }

// Alike reports whether two topics are asked in the same kind of round, of which one runs at a time.
func (t Topic) Alike(other Topic) bool { return t.Mood() == other.Mood() }

const (
	// OpenFor is how long a round is open. Its end is that instant, not a time on somebody's wall.
	OpenFor = 48 * time.Hour
	// GapDays is how many days lie between the openings of two rounds at least.
	GapDays = 13
	// DefaultFloor is how many people have to answer before there is a result, where nobody chose another
	// number.
	DefaultFloor = 5
	// LeastFloor and MostFloor bound what can be chosen.
	LeastFloor = 4
	// MostFloor is the other bound.
	MostFloor = 10
	// NotesFor is how long the notes of a round can be read after its close.
	NotesFor = 14 * 24 * time.Hour
	// MaxNote is how many characters a note has at most.
	MaxNote = 300
	// MaxWords is how many characters each text of own words has at most.
	MaxWords = 1000
)

// Round is one asking.
type Round struct {
	ID       mission.ID
	Team     mission.TeamID
	Mission  mission.ID
	Topic    Topic
	Phase    mission.Phase  // the mission's when the round opened
	OpenedBy mission.UserID // empty where the mission's plan brought it
	OpenedAt time.Time
	ClosesAt time.Time
	Floor    int
	// Asked are the members who had agreed to be asked when the round opened. They are forgotten when the next
	// one opens.
	Asked []mission.UserID
	// Changed says that others were asked than in the round before.
	Changed bool
	// Key makes the marks of who has answered. It is there only while the round is open.
	Key []byte

	// ClosedAt is when the round was closed, or zero while it is open.
	ClosedAt time.Time
	// Word is the result, or empty where the floor was missed, and for own words.
	Word Word
	// Notes are what people added, in random order, where enough did. Nobody's name stands with them.
	Notes []mission.Sealed
	// Shared is the result of own words, and Needed that of what would have to be true; nil where the floor
	// was missed.
	Shared, Needed *ownwords.Result
}

// Closed reports whether the round has a result, or will have none.
func (r Round) Closed() bool { return !r.ClosedAt.IsZero() }

// OpenAt reports whether the round takes answers at a moment. Its time can be over before it is closed.
func (r Round) OpenAt(now time.Time) bool { return !r.Closed() && now.Before(r.ClosesAt) }

// Told reports whether the round was closed with a result.
func (r Round) Told() bool { return r.Closed() && (r.Word != "" || r.Shared != nil) }

// Asks reports whether the round is open to a person.
func (r Round) Asks(user mission.UserID) bool { return slices.Contains(r.Asked, user) }

// NotesUntil is until when the notes of a closed round can be read.
func (r Round) NotesUntil() time.Time { return r.ClosedAt.Add(NotesFor) }

// Answer is what one person said. Its key is random and says nothing, not even which came first.
type Answer struct {
	Key  string
	Body mission.Sealed
}

// Settings are what a mission's team has chosen for its rounds.
type Settings struct {
	Team    mission.TeamID
	Mission mission.ID
	Floor   int
	// FewSaid says that its people were told that too few of them ticked rounds, so that they are told once.
	FewSaid bool
}

// Guess is what somebody who leads expected the team to say. It is hers alone.
type Guess struct {
	Team    mission.TeamID
	User    mission.UserID
	Mission mission.ID
	Round   mission.ID
	Word    mission.Sealed
}
