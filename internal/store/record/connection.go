package record

import (
	"throughline/internal/mission"
)

// Connection holds the sentences beside their rings. A ring that is absent is the narrowest one, which
// is what every record from before there were rings means.
type Connection struct {
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

// FromConnection is ToConnection's inverse.
func FromConnection(r Connection) mission.Connection {
	return mission.Connection{
		Team: r.Team, User: r.User, Mission: r.Mission,
		Personal: mission.Ringed{Words: r.Personal, Ring: r.PersonalRing},
		Power:    mission.Ringed{Words: r.Power, Ring: r.PowerRing},
		Serves:   mission.Ringed{Words: r.Serves, Ring: r.ServesRing},
		Powers:   r.Powers, Lead: r.Lead, Said: r.Said, UpdatedAt: Moment(r.UpdatedAt), Source: fromRef(r.Source),
	}
}

// ToConnection makes the record of how a person connects a mission with her own.
func ToConnection(c mission.Connection) Connection {
	return Connection{
		V: version, Team: c.Team, User: c.User, Mission: c.Mission,
		Personal: c.Personal.Words, PersonalRing: c.Personal.Ring,
		Power: c.Power.Words, PowerRing: c.Power.Ring,
		Serves: c.Serves.Words, ServesRing: c.Serves.Ring,
		Powers: c.Powers, Lead: c.Lead, Said: c.Said, UpdatedAt: Stamp(c.UpdatedAt), Source: toRef(c.Source),
	}
}
