package bolt

import (
	"cmp"
	"slices"

	"throughline/internal/mission"
)

type memberRecord struct {
	V        int            `json:"v"`
	Team     mission.TeamID `json:"team"`
	Mission  mission.ID     `json:"mission"`
	User     mission.UserID `json:"user"`
	Piece    string         `json:"piece,omitzero"`
	Helps    []int          `json:"helps,omitzero"`
	JoinedAt *int64         `json:"joined_at,omitzero"`
	LeftAt   *int64         `json:"left_at,omitzero"`
}

func toMember(m mission.Member) memberRecord {
	return memberRecord{
		V: recordVersion, Team: m.Team, Mission: m.Mission, User: m.User, Piece: m.Piece,
		Helps:    convert(m.Helps, func(p mission.Phase) int { return int(p) }),
		JoinedAt: stamp(m.JoinedAt), LeftAt: stamp(m.LeftAt),
	}
}

func fromMember(r memberRecord) mission.Member {
	return mission.Member{
		Team: r.Team, Mission: r.Mission, User: r.User, Piece: r.Piece,
		Helps:    convert(r.Helps, func(p int) mission.Phase { return mission.Phase(p) }),
		JoinedAt: moment(r.JoinedAt), LeftAt: moment(r.LeftAt),
	}
}

func (r *memberRecord) in() bool { return r.JoinedAt != nil && r.LeftAt == nil }

var members = table[memberRecord]{
	bucket: bucketMember,
	key:    func(r *memberRecord) []byte { return key(string(r.Team), string(r.Mission), string(r.User)) },
	ids: func(r *memberRecord) (required, optional []string) {
		return []string{string(r.Team), string(r.Mission), string(r.User)}, nil
	},
	indexes: []index[memberRecord]{{bucketMemberUser, func(r *memberRecord) []byte {
		if !r.in() {
			return nil
		}
		return key(string(r.Team), string(r.User), string(r.Mission))
	}}},
	missions: func(r *memberRecord) (mission.TeamID, []mission.ID) { return r.Team, []mission.ID{r.Mission} },
}

// Member returns a person's membership, also where she has left, or ErrNotFound.
func (tx *Tx) Member(team mission.TeamID, id mission.ID, user mission.UserID) (mission.Member, error) {
	r, err := members.get(tx, key(string(team), string(id), string(user)))
	if err != nil {
		return mission.Member{}, err
	}
	return fromMember(r), nil
}

// PutMember keeps a membership in place of the person's earlier one in the mission.
func (tx *Tx) PutMember(m mission.Member) error { return members.put(tx, toMember(m)) }

// Members returns those who are in, in the order in which they joined; those who joined in the same
// millisecond by their ids.
func (tx *Tx) Members(team mission.TeamID, id mission.ID) ([]mission.Member, error) {
	var out []mission.Member
	for _, raw := range tx.ascend(bucketMember, prefix(string(team), string(id))) {
		r, err := members.decode(raw)
		if err != nil {
			return nil, err
		}
		if r.in() {
			out = append(out, fromMember(r))
		}
	}
	slices.SortFunc(out, func(a, b mission.Member) int {
		return cmp.Or(a.JoinedAt.Compare(b.JoinedAt), cmp.Compare(a.User, b.User))
	})
	return out, tx.live()
}

// MembershipsOf returns the memberships of a person who is in, by the ids of the missions and so
// oldest mission first.
func (tx *Tx) MembershipsOf(team mission.TeamID, user mission.UserID) ([]mission.Member, error) {
	p := prefix(string(team), string(user))
	var out []mission.Member
	for k := range tx.ascend(bucketMemberUser, p) {
		m, err := tx.Member(team, mission.ID(lastText(k, p)), user)
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, tx.live()
}
