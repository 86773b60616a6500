package bolt

import (
	"throughline/internal/mission"
	"throughline/internal/store/record"
)

var members = table[record.Member]{kind: record.Members, bucket: bucketMember,
	indexes: []index[record.Member]{{bucketMemberUser, func(r *record.Member) []byte {
		if !r.In() {
			return nil
		}
		return key(string(r.Team), string(r.User), string(r.Mission))
	}}},
}

// Member returns a person's membership, also where she has left, or ErrNotFound.
func (tx *Tx) Member(team mission.TeamID, id mission.ID, user mission.UserID) (mission.Member, error) {
	r, err := members.get(tx, key(string(team), string(id), string(user)))
	if err != nil {
		return mission.Member{}, err
	}
	return record.FromMember(r), nil
}

// PutMember keeps a membership in place of the person's earlier one in the mission.
func (tx *Tx) PutMember(m mission.Member) error { return members.put(tx, record.ToMember(m)) }

// Members returns those who are in, in the order in which they joined; those who joined in the same
// millisecond by their ids.
func (tx *Tx) Members(team mission.TeamID, id mission.ID) ([]mission.Member, error) {
	var out []mission.Member
	for _, raw := range tx.ascend(bucketMember, prefix(string(team), string(id))) {
		r, err := members.kind.Decode(raw)
		if err != nil {
			return nil, err
		}
		if r.In() {
			out = append(out, record.FromMember(r))
		}
	}
	record.SortMembers(out)
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
