package record

import "throughline/internal/mission"

// Member is the record of a membership.
type Member struct {
	V        int            `json:"v"`
	Team     mission.TeamID `json:"team"`
	Mission  mission.ID     `json:"mission"`
	User     mission.UserID `json:"user"`
	Piece    string         `json:"piece,omitzero"`
	Helps    []int          `json:"helps,omitzero"`
	JoinedAt *int64         `json:"joined_at,omitzero"`
	LeftAt   *int64         `json:"left_at,omitzero"`
}

// ToMember makes the record of a membership.
func ToMember(m mission.Member) Member {
	return Member{
		V: version, Team: m.Team, Mission: m.Mission, User: m.User, Piece: m.Piece,
		Helps:    convert(m.Helps, func(p mission.Phase) int { return int(p) }),
		JoinedAt: Stamp(m.JoinedAt), LeftAt: Stamp(m.LeftAt),
	}
}

// FromMember is ToMember's inverse.
func FromMember(r Member) mission.Member {
	return mission.Member{
		Team: r.Team, Mission: r.Mission, User: r.User, Piece: r.Piece,
		Helps:    convert(r.Helps, func(p int) mission.Phase { return mission.Phase(p) }),
		JoinedAt: Moment(r.JoinedAt), LeftAt: Moment(r.LeftAt),
	}
}

// In reports whether the person is in the mission.
func (r *Member) In() bool { return r.JoinedAt != nil && r.LeftAt == nil }
