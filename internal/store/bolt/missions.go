package bolt

import (
	"cmp"
	"slices"

	"throughline/internal/mission"
	"throughline/internal/store/record"
)

var missions = table[record.Mission]{kind: record.Missions, bucket: bucketMission,
	indexes: []index[record.Mission]{
		{bucketMissionChannel, missionByChannel},
		{bucketMissionRunning, func(r *record.Mission) []byte {
			if r.Outcome != nil {
				return nil
			}
			return missionByChannel(r)
		}},
	},
}

func missionByChannel(r *record.Mission) []byte {
	return key(string(r.Team), string(r.Channel), string(r.ID))
}

// Mission returns a mission, or ErrNotFound.
func (tx *Tx) Mission(team mission.TeamID, id mission.ID) (mission.Mission, error) {
	r, err := missions.get(tx, key(string(team), string(id)))
	if err != nil {
		return mission.Mission{}, err
	}
	return record.FromMission(r)
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
	p := prefix(string(team), string(channel))
	for k := range tx.descend(bucketMissionRunning, p, "") {
		return tx.Mission(team, mission.ID(lastText(k, p)))
	}
	return mission.Mission{}, tx.missing()
}

// MissionsIn returns every mission of a channel, by id and so oldest first.
func (tx *Tx) MissionsIn(team mission.TeamID, channel mission.ChannelID) ([]mission.Mission, error) {
	p := prefix(string(team), string(channel))
	var out []mission.Mission
	for k := range tx.ascend(bucketMissionChannel, p) {
		m, err := tx.Mission(team, mission.ID(lastText(k, p)))
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, tx.live()
}

// AllRunning returns every running mission of every workspace.
func (tx *Tx) AllRunning() ([]mission.Mission, error) {
	var out []mission.Mission
	for k := range tx.ascend(bucketMissionRunning, nil) {
		texts, err := readTexts(k, 3)
		if err != nil {
			return nil, err
		}
		m, err := tx.Mission(mission.TeamID(texts[0]), mission.ID(texts[2]))
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, tx.live()
}

// RunningMissions returns every running mission of the workspace, by id and so oldest first.
func (tx *Tx) RunningMissions(team mission.TeamID) ([]mission.Mission, error) {
	var out []mission.Mission
	for k := range tx.ascend(bucketMissionRunning, prefix(string(team))) {
		texts, err := readTexts(k, 3)
		if err != nil {
			return nil, err
		}
		m, err := tx.Mission(team, mission.ID(texts[2]))
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	slices.SortFunc(out, func(a, b mission.Mission) int { return cmp.Compare(a.ID, b.ID) })
	return out, tx.live()
}

// RunningPlaces returns where the workspace's missions run, by their ids and so oldest first. The index alone is read.
func (tx *Tx) RunningPlaces(team mission.TeamID) ([]mission.Place, error) {
	var out []mission.Place
	for k := range tx.ascend(bucketMissionRunning, prefix(string(team))) {
		texts, err := readTexts(k, 3)
		if err != nil {
			return nil, err
		}
		out = append(out, mission.Place{ID: mission.ID(texts[2]), Channel: mission.ChannelID(texts[1])})
	}
	slices.SortFunc(out, func(a, b mission.Place) int { return cmp.Compare(a.ID, b.ID) })
	return out, tx.live()
}

// MoveChannel gives every mission of a channel to another channel id, with everything that stands there; see
// [record.MoveChannel].
func (tx *Tx) MoveChannel(team mission.TeamID, from, to mission.ChannelID) error {
	if err := record.MoveChannel(tx, team, from, to); err != nil {
		return err
	}
	return tx.moveCounts(team, from, to)
}

// live returns an error once the transaction is over, in which scans yield nothing.
func (tx *Tx) live() error {
	if tx.over {
		return errOver
	}
	return nil
}

// missing is the answer of a scan that found nothing.
func (tx *Tx) missing() error {
	if err := tx.live(); err != nil {
		return err
	}
	return mission.ErrNotFound
}
