package postgres

import (
	"github.com/jackc/pgx/v5"

	"throughline/internal/mission"
	"throughline/internal/store/record"
)

// Mission returns a mission, or ErrNotFound.
func (tx *Tx) Mission(team mission.TeamID, id mission.ID) (mission.Mission, error) {
	return get(tx, missions, record.FromMission, string(team), string(id))
}

// PutMission keeps a mission in place of what was kept under its id.
func (tx *Tx) PutMission(m mission.Mission) error {
	if err := record.CheckMission(m); err != nil {
		return err
	}
	return missions.put(tx, record.ToMission(m))
}

// ActiveMission returns the running mission of a channel; of several, the one with the latest id.
func (tx *Tx) ActiveMission(team mission.TeamID, channel mission.ChannelID) (mission.Mission, error) {
	return first(tx, missions, record.FromMission,
		"team = $1 and channel = $2 and running order by mission desc limit 1", string(team), string(channel))
}

// MissionsIn returns every mission of a channel, by id and so oldest first.
func (tx *Tx) MissionsIn(team mission.TeamID, channel mission.ChannelID) ([]mission.Mission, error) {
	return find(tx, missions, record.FromMission, "team = $1 and channel = $2 order by mission", string(team), string(channel))
}

// AllRunning returns every running mission of every workspace.
func (tx *Tx) AllRunning() ([]mission.Mission, error) {
	return find(tx, missions, record.FromMission, "running order by team, channel, mission")
}

// RunningMissions returns every running mission of the workspace, by id and so oldest first.
func (tx *Tx) RunningMissions(team mission.TeamID) ([]mission.Mission, error) {
	return find(tx, missions, record.FromMission, "team = $1 and running order by mission", string(team))
}

// RunningPlaces returns where the workspace's missions run, by their ids and so oldest first. The index alone is read.
func (tx *Tx) RunningPlaces(team mission.TeamID) (out []mission.Place, err error) {
	const sql = "select mission, channel from mission where team = $1 and running order by mission"
	err = tx.read(sql, []any{string(team)}, func(rows pgx.Rows) error {
		for rows.Next() {
			var p mission.Place
			if err := rows.Scan(&p.ID, &p.Channel); err != nil {
				return err
			}
			out = append(out, p)
		}
		return rows.Err()
	})
	return out, err
}

// MoveChannel gives every mission of a channel to another channel id, with everything that stands there; see
// [record.MoveChannel].
func (tx *Tx) MoveChannel(team mission.TeamID, from, to mission.ChannelID) error {
	if err := record.MoveChannel(tx, team, from, to); err != nil {
		return err
	}
	return tx.moveCounts(team, from, to)
}

// Relation returns what one mission says of another, or ErrNotFound.
func (tx *Tx) Relation(team mission.TeamID, from, to mission.ID) (mission.Relation, error) {
	return get(tx, relations, sure(record.FromRelation), string(team), string(from), string(to))
}

// PutRelation keeps a relation in place of what the one mission said of the other before.
func (tx *Tx) PutRelation(r mission.Relation) error { return relations.put(tx, record.ToRelation(r)) }

// RelationsOf returns the relations that a mission named and then those in which others name it, each by the other
// mission's id and so the oldest mission first.
func (tx *Tx) RelationsOf(team mission.TeamID, id mission.ID) ([]mission.Relation, error) {
	named, err := find(tx, relations, sure(record.FromRelation), "team = $1 and from_mission = $2 order by to_mission", string(team), string(id))
	if err != nil {
		return nil, err
	}
	naming, err := find(tx, relations, sure(record.FromRelation), "team = $1 and to_mission = $2 order by from_mission", string(team), string(id))
	return append(named, naming...), err
}

// Member returns a person's membership, also where she has left, or ErrNotFound.
func (tx *Tx) Member(team mission.TeamID, id mission.ID, user mission.UserID) (mission.Member, error) {
	return get(tx, members, sure(record.FromMember), string(team), string(id), string(user))
}

// PutMember keeps a membership in place of the person's earlier one in the mission.
func (tx *Tx) PutMember(m mission.Member) error { return members.put(tx, record.ToMember(m)) }

// Members returns those who are in, in the order in which they joined; those who joined in the same
// millisecond by their ids.
func (tx *Tx) Members(team mission.TeamID, id mission.ID) ([]mission.Member, error) {
	out, err := find(tx, members, sure(record.FromMember), "team = $1 and mission = $2 and present", string(team), string(id))
	record.SortMembers(out)
	return out, err
}

// MembershipsOf returns the memberships of a person who is in, by the ids of the missions and so
// oldest mission first.
func (tx *Tx) MembershipsOf(team mission.TeamID, user mission.UserID) ([]mission.Member, error) {
	return find(tx, members, sure(record.FromMember), "team = $1 and person = $2 and present order by mission", string(team), string(user))
}
