package nudges

import (
	"errors"
	"maps"

	"throughline/internal/mission"
)

// House is what the people of a mission agreed on about its nudges, for all of them: what is off, what comes at
// another time, and which holidays are kept. It names nobody, and what somebody chose for herself stands with her.
// The zero House is that of a mission where nothing was changed.
type House struct {
	Team    mission.TeamID
	Mission mission.ID
	// Off are the kinds that reach neither the channel nor anybody in it. A kind that the channel has a [Plan] of
	// is off when that is, and never stands here.
	Off map[Kind]bool
	// Times are the kinds that come to members at other times than by default.
	Times map[Kind]Recur
	// Turned are the kinds that were changed, each with what it was before.
	Turned map[Kind]Turned
	// Skip are the kinds without a plan of which the next one is left out.
	Skip map[Kind]bool
	// Holidays is the code of the calendar whose days off are kept, or empty for none.
	Holidays string
}

// IsOff reports whether a kind is off for the whole mission.
func (h House) IsOff(k Kind) bool { return h.Off[k] }

// Over returns when a kind comes to somebody, where the given times are the default for her: as the mission has
// it, where that says otherwise. In [House.Times] no expression stands for the default one, no zone for each
// person's own, and no rhythm for the default.
func (h House) Over(k Kind, def Recur) Recur {
	own, ok := h.Times[k]
	if !ok {
		return def
	}
	if own.Expr != "" {
		def.Expr = own.Expr
	}
	if own.Zone != "" {
		def.Zone = own.Zone
	}
	if own.Every > 0 {
		def.Every = own.Every
	}
	if own.From != "" && own.From > def.From {
		def.From = own.From
	}
	if own.GapMonths > 0 {
		def.GapMonths = own.GapMonths
	}
	return def
}

// HouseOf returns what a mission agreed on about its nudges; nothing is the zero House with its names.
func HouseOf(tx Tx, team mission.TeamID, m mission.ID) (House, error) {
	h, err := tx.House(team, m)
	if errors.Is(err, mission.ErrNotFound) {
		return House{Team: team, Mission: m}, nil
	}
	return h, wrap("what a mission agreed on", err)
}

// changeHouse changes what a mission agreed on. The maps that change is given are its own to write to.
func changeHouse(tx Tx, team mission.TeamID, m mission.ID, change func(*House)) (House, error) {
	h, err := HouseOf(tx, team, m)
	if err != nil {
		return h, err
	}
	h.Off, h.Times, h.Skip = cloned(h.Off), cloned(h.Times), cloned(h.Skip)
	change(&h)
	if len(h.Skip) == 0 {
		h.Skip = nil
	}
	if len(h.Off) == 0 {
		h.Off = nil
	}
	if len(h.Times) == 0 {
		h.Times = nil
	}
	return h, wrap("change what a mission agreed on", tx.PutHouse(h))
}

func cloned[V any](in map[Kind]V) map[Kind]V {
	out := maps.Clone(in)
	if out == nil {
		out = make(map[Kind]V, 1)
	}
	return out
}
