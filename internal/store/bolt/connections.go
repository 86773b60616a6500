package bolt

import (
	"throughline/internal/mission"
	"throughline/internal/store/record"
)

var connections = table[record.Connection]{kind: record.Connections, bucket: bucketConnection}

// Connection returns how a person connects a mission with her own, or ErrNotFound.
func (tx *Tx) Connection(team mission.TeamID, user mission.UserID, id mission.ID) (mission.Connection, error) {
	r, err := connections.get(tx, key(string(team), string(user), string(id)))
	if err != nil {
		return mission.Connection{}, err
	}
	return record.FromConnection(r), nil
}

// PutConnection keeps a connection in place of the person's earlier one for the mission.
func (tx *Tx) PutConnection(c mission.Connection) error {
	return connections.put(tx, record.ToConnection(c))
}
