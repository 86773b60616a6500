package bolt

import (
	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/store/record"
)

var houses = table[record.House]{kind: record.Houses, bucket: bucketHouse}

// House returns what a mission agreed on about its nudges, or ErrNotFound.
func (tx *Tx) House(team mission.TeamID, m mission.ID) (nudges.House, error) {
	r, err := houses.get(tx, key(string(team), string(m)))
	if err != nil {
		return nudges.House{}, err
	}
	return record.FromHouse(r), nil
}

// PutHouse keeps it in place of what was agreed on before.
func (tx *Tx) PutHouse(h nudges.House) error { return houses.put(tx, record.ToHouse(h)) }
