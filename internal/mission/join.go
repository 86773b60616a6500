package mission

import (
	"errors"
	"time"
)

// Join brings a person into a mission, with her piece in her own words or without one. It refuses
// with [AlreadyIn] where she is in.
func Join(tx Tx, now time.Time, by Actor, m Mission, piece string, helps []Phase) (Member, error) {
	if err := Check(tx, JoinIt, by, m, ""); err != nil {
		return Member{}, err
	}
	if !m.Running() {
		return Member{}, refuse(Ended, m)
	}
	if err := words("piece", &piece, MaxLine, false); err != nil {
		return Member{}, err
	}
	old, err := membership(tx, m, by.User)
	if err != nil {
		return Member{}, err
	}
	if old != nil && old.In() {
		return *old, refuse(AlreadyIn, m)
	}
	if err := waken(tx, m, by.User, now); err != nil {
		return Member{}, err
	}
	member := Member{Team: m.Team, Mission: m.ID, User: by.User, Piece: piece, Helps: helps, JoinedAt: now}
	return member, tx.PutMember(member)
}

// SetPiece changes a member's piece. An empty one is taken back.
func SetPiece(tx Tx, by Actor, m Mission, piece string, helps []Phase) (Member, error) {
	if err := Check(tx, ChangePiece, by, m, ""); err != nil {
		return Member{}, err
	}
	if !m.Running() {
		return Member{}, refuse(Ended, m)
	}
	if err := words("piece", &piece, MaxLine, false); err != nil {
		return Member{}, err
	}
	member, err := tx.Member(m.Team, m.ID, by.User)
	if err != nil {
		return Member{}, err
	}
	member.Piece, member.Helps = piece, helps
	return member, tx.PutMember(member)
}

// Leave takes a person out of a mission. Her words stay. A lead who leaves leaves the mission to its
// members.
func Leave(tx Tx, now time.Time, by Actor, m Mission) (Mission, error) {
	if err := Check(tx, LeaveIt, by, m, ""); err != nil {
		return m, err
	}
	return Remove(tx, now, m, by.User)
}

// Remove takes a person out who can no longer take part: she left the private channel, or her account
// was deactivated. It changes nothing where she is not in.
func Remove(tx Tx, now time.Time, m Mission, user UserID) (Mission, error) {
	member, err := membership(tx, m, user)
	if err != nil {
		return m, err
	}
	if member != nil && member.In() {
		member.LeftAt = now
		if err := tx.PutMember(*member); err != nil {
			return m, err
		}
	}
	if m.Lead != user && m.Offered != user {
		return m, nil
	}
	if m.Lead == user {
		m.Lead = ""
	}
	if m.Offered == user {
		m.Offered = ""
	}
	return m, tx.PutMission(m)
}

// membership returns a person's membership, or nil where she never joined.
func membership(tx Tx, m Mission, user UserID) (*Member, error) {
	member, err := tx.Member(m.Team, m.ID, user)
	switch {
	case errors.Is(err, ErrNotFound):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return &member, nil
}
