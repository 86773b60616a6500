package record

import (
	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// House is what a mission agreed on about its nudges.
type House struct {
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

// FromHouse is ToHouse's inverse.
func FromHouse(r House) nudges.House {
	return nudges.House{
		Team: r.Team, Mission: r.Mission, Off: r.Off, Skip: r.Skip, Holidays: r.Holidays,
		Times: convertMap(r.Times, func(v recurRecord) nudges.Recur { return nudges.Recur(v) }),
		Turned: convertMap(r.Turned, func(v turnedRecord) nudges.Turned {
			return nudges.Turned{Before: nudges.Agreed{Off: v.Off, Recur: nudges.Recur(v.Recur)}, Turn: v.Turn}
		}),
	}
}

// ToHouse makes the record of what a mission agreed on about its nudges.
func ToHouse(h nudges.House) House {
	return House{
		V: version, Team: h.Team, Mission: h.Mission, Off: h.Off, Skip: h.Skip, Holidays: h.Holidays,
		Times: convertMap(h.Times, func(v nudges.Recur) recurRecord { return recurRecord(v) }),
		Turned: convertMap(h.Turned, func(v nudges.Turned) turnedRecord {
			return turnedRecord{Off: v.Before.Off, Recur: recurRecord(v.Before.Recur), Turn: v.Turn}
		}),
	}
}
