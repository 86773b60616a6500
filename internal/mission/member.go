package mission

import "time"

// Member is a person in a mission, with the piece that is theirs.
type Member struct {
	Team     TeamID
	Mission  ID
	User     UserID
	Piece    string  // in their own words, or empty
	Helps    []Phase // the phases whose done-when they say the piece helps
	JoinedAt time.Time
	LeftAt   time.Time // zero while in
}

// In reports whether the person is in the mission.
func (m Member) In() bool { return !m.JoinedAt.IsZero() && m.LeftAt.IsZero() }
