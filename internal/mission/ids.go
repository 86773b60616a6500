package mission

import "time"

// TeamID names a workspace. Every record belongs to exactly one, and no rule reaches across two.
type TeamID string

// UserID names a person inside a workspace. Names and addresses are never kept, only ids.
type UserID string

// ChannelID names a conversation of the workspace.
type ChannelID string

// ID names a mission or an entry. Ids sort by the time at which they were made, which keeps a
// mission's story together on disk; they are made outside the domain and handed in.
type ID string

// MessageRef says where a message of ours stands, so that it can be edited in place.
// The zero value means that it has not been posted yet.
type MessageRef struct {
	Channel ChannelID
	TS      string
}

// Posted reports whether the message is known to stand somewhere.
func (r MessageRef) Posted() bool { return r.TS != "" }

// Phase is one of the three parts of a mission.
type Phase int

// The phases, in the order in which every mission goes through them.
const (
	Beginning Phase = iota
	Middle
	Ending
)

// Phases lists the three phases in order.
var Phases = [3]Phase{Beginning, Middle, Ending}

// String returns the word that people read.
func (p Phase) String() string {
	switch p {
	case Beginning:
		return "beginning"
	case Middle:
		return "middle"
	case Ending:
		return "end"
	}
	return "unknown phase"
}

// Last reports whether closing this phase means ending the mission.
func (p Phase) Last() bool { return p == Ending }

// undoFor is how long a closed phase or an ended mission can be taken back by whoever did it.
const undoFor = 24 * time.Hour
