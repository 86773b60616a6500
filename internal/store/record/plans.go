package record

import (
	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// Plan is the record of a plan of nudges.
type Plan struct {
	V        int            `json:"v"`
	ID       string         `json:"id"`
	Team     mission.TeamID `json:"team"`
	Kind     nudges.Kind    `json:"kind,omitzero"`
	Mission  mission.ID     `json:"mission,omitzero"`
	User     mission.UserID `json:"user,omitzero"`
	Recur    recurRecord    `json:"recur,omitzero"`
	Off      bool           `json:"off,omitzero"`
	Skip     int            `json:"skip,omitzero"`
	Next     *int64         `json:"next,omitzero"`
	NextWall string         `json:"next_wall,omitzero"`
	LastSent *int64         `json:"last_sent,omitzero"`
	LastWall string         `json:"last_wall,omitzero"`

	Unanswered int    `json:"unanswered,omitzero"`
	Tired      string `json:"tired,omitzero"`
}

type recurRecord struct {
	Expr      string `json:"expr,omitzero"`
	Zone      string `json:"zone,omitzero"`
	Every     int    `json:"every,omitzero"`
	From      string `json:"from,omitzero"`
	GapMonths int    `json:"gap_months,omitzero"`
}

// ToPlan makes the record of a plan of nudges.
func ToPlan(p nudges.Plan) Plan {
	return Plan{
		V: version, ID: p.ID, Team: p.Team, Kind: p.Kind, Mission: p.Mission, User: p.User,
		Recur: recurRecord(p.Recur), Off: p.Off, Skip: p.Skip,
		Next: Stamp(p.Next), NextWall: p.NextWall, LastSent: Stamp(p.LastSent), LastWall: p.LastWall,
		Unanswered: p.Unanswered, Tired: p.Tired,
	}
}

// FromPlan is ToPlan's inverse.
func FromPlan(r Plan) nudges.Plan {
	return nudges.Plan{
		ID: r.ID, Team: r.Team, Kind: r.Kind, Mission: r.Mission, User: r.User,
		Recur: nudges.Recur(r.Recur), Off: r.Off, Skip: r.Skip,
		Next: Moment(r.Next), NextWall: r.NextWall, LastSent: Moment(r.LastSent), LastWall: r.LastWall,
		Unanswered: r.Unanswered, Tired: r.Tired,
	}
}

// DueAt is when the plan is due next, or nil for never.
func (r *Plan) DueAt() *int64 {
	if r.Off {
		return nil
	}
	return r.Next
}
