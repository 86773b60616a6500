package mission

import "time"

// Sealed is text that only its author may read, encrypted outside the domain. The domain, the store
// and the logs see nothing but these bytes.
type Sealed []byte

// String keeps sealed bytes out of logs and messages.
func (Sealed) String() string { return "<sealed>" }

// Binding ties sealed text to its place, so that it cannot be opened as somebody else's or as
// another field.
type Binding struct {
	Team   TeamID
	User   UserID
	Field  string // "reflection", "personal_mission", …
	Record string // the record's id
}

// Sealer seals and opens private words. Open fails where the key or the binding is another one.
type Sealer interface {
	Seal(b Binding, text string) (Sealed, error)
	Open(b Binding, s Sealed) (string, error)
}

// Reflection is a private note in a person's journal.
type Reflection struct {
	ID       ID
	Team     TeamID
	User     UserID
	Mission  ID     // the mission of the prompt, or empty
	Nudge    string // the key of the prompt it answers, or empty
	Question string // the question's id, or empty
	Text     Sealed
	At       time.Time
	// Source is the person's own message in Slack where the reflection was typed there. Editing or
	// deleting that message changes or removes this copy.
	Source MessageRef
}

// Draft is a mission that somebody began to write and has not started. Until it is started its words
// are hers alone.
type Draft struct {
	Team    TeamID
	User    UserID
	Channel ChannelID
	At      time.Time
	Body    Sealed
}
