package bolt

import (
	"throughline/internal/mission"
)

// connectionRecord holds the sentences beside their rings. A ring that is absent is the narrowest one, which
// is what every record from before there were rings means.
type connectionRecord struct {
	V            int            `json:"v"`
	Team         mission.TeamID `json:"team"`
	User         mission.UserID `json:"user"`
	Mission      mission.ID     `json:"mission,omitzero"`
	Personal     mission.Sealed `json:"personal,omitzero"`
	PersonalRing mission.Ring   `json:"personal_ring,omitzero"`
	Power        mission.Sealed `json:"power,omitzero"`
	PowerRing    mission.Ring   `json:"power_ring,omitzero"`
	Serves       mission.Sealed `json:"serves,omitzero"`
	ServesRing   mission.Ring   `json:"serves_ring,omitzero"`
	Powers       mission.Sealed `json:"powers,omitzero"`
	Lead         mission.UserID `json:"lead,omitzero"`
	Said         []mission.ID   `json:"said,omitzero"`
	UpdatedAt    *int64         `json:"updated_at,omitzero"`
	Source       refRecord      `json:"source,omitzero"`
}

var connections = table[connectionRecord]{
	bucket: bucketConnection,
	key:    func(r *connectionRecord) []byte { return key(string(r.Team), string(r.User), string(r.Mission)) },
	ids: func(r *connectionRecord) (required, optional []string) {
		return []string{string(r.Team), string(r.User)}, []string{string(r.Mission)}
	},
	missions: func(r *connectionRecord) (mission.TeamID, []mission.ID) { return r.Team, present(r.Mission) },
}

// Connection returns how a person connects a mission with her own, or ErrNotFound.
func (tx *Tx) Connection(team mission.TeamID, user mission.UserID, id mission.ID) (mission.Connection, error) {
	r, err := connections.get(tx, key(string(team), string(user), string(id)))
	if err != nil {
		return mission.Connection{}, err
	}
	return mission.Connection{
		Team: r.Team, User: r.User, Mission: r.Mission,
		Personal: mission.Ringed{Words: r.Personal, Ring: r.PersonalRing},
		Power:    mission.Ringed{Words: r.Power, Ring: r.PowerRing},
		Serves:   mission.Ringed{Words: r.Serves, Ring: r.ServesRing},
		Powers:   r.Powers, Lead: r.Lead, Said: r.Said, UpdatedAt: moment(r.UpdatedAt), Source: fromRef(r.Source),
	}, nil
}

// PutConnection keeps a connection in place of the person's earlier one for the mission.
func (tx *Tx) PutConnection(c mission.Connection) error {
	return connections.put(tx, connectionRecord{
		V: recordVersion, Team: c.Team, User: c.User, Mission: c.Mission,
		Personal: c.Personal.Words, PersonalRing: c.Personal.Ring,
		Power: c.Power.Words, PowerRing: c.Power.Ring,
		Serves: c.Serves.Words, ServesRing: c.Serves.Ring,
		Powers: c.Powers, Lead: c.Lead, Said: c.Said, UpdatedAt: stamp(c.UpdatedAt), Source: toRef(c.Source),
	})
}
