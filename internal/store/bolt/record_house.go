package bolt

import (
	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// houseRecord is what a mission agreed on about its nudges.
type houseRecord struct {
	V        int                          `json:"v"`
	Team     mission.TeamID               `json:"team"`
	Mission  mission.ID                   `json:"mission"`
	Off      map[nudges.Kind]bool         `json:"off,omitzero"`
	Times    map[nudges.Kind]recurRecord  `json:"times,omitzero"`
	Turned   map[nudges.Kind]turnedRecord `json:"turned,omitzero"`
	Skip     map[nudges.Kind]bool         `json:"skip,omitzero"`
	Holidays string                       `json:"holidays,omitzero"`
}

// turnedRecord is what a kind was before it was changed the last time.
type turnedRecord struct {
	Off   bool        `json:"off,omitzero"`
	Recur recurRecord `json:"recur,omitzero"`
	Turn  int         `json:"turn,omitzero"`
}

var houses = table[houseRecord]{
	bucket: bucketHouse,
	key:    func(r *houseRecord) []byte { return key(string(r.Team), string(r.Mission)) },
	ids: func(r *houseRecord) (required, optional []string) {
		return []string{string(r.Team), string(r.Mission)}, nil
	},
	missions: func(r *houseRecord) (mission.TeamID, []mission.ID) { return r.Team, []mission.ID{r.Mission} },
}

// House returns what a mission agreed on about its nudges, or ErrNotFound.
func (tx *Tx) House(team mission.TeamID, m mission.ID) (nudges.House, error) {
	r, err := houses.get(tx, key(string(team), string(m)))
	if err != nil {
		return nudges.House{}, err
	}
	return nudges.House{
		Team: r.Team, Mission: r.Mission, Off: r.Off, Skip: r.Skip, Holidays: r.Holidays,
		Times: convertMap(r.Times, func(v recurRecord) nudges.Recur { return nudges.Recur(v) }),
		Turned: convertMap(r.Turned, func(v turnedRecord) nudges.Turned {
			return nudges.Turned{Before: nudges.Agreed{Off: v.Off, Recur: nudges.Recur(v.Recur)}, Turn: v.Turn}
		}),
	}, nil
}

// PutHouse keeps it in place of what was agreed on before.
func (tx *Tx) PutHouse(h nudges.House) error {
	return houses.put(tx, houseRecord{
		V: recordVersion, Team: h.Team, Mission: h.Mission, Off: h.Off, Skip: h.Skip, Holidays: h.Holidays,
		Times: convertMap(h.Times, func(v nudges.Recur) recurRecord { return recurRecord(v) }),
		Turned: convertMap(h.Turned, func(v nudges.Turned) turnedRecord {
			return turnedRecord{Off: v.Before.Off, Recur: recurRecord(v.Before.Recur), Turn: v.Turn}
		}),
	})
}
