package record

import (
	"throughline/internal/mission"
)

// Relation is the record of what one mission says of another.
type Relation struct {
	V          int             `json:"v"`
	Team       mission.TeamID  `json:"team"`
	From       mission.ID      `json:"from"`
	To         mission.ID      `json:"to"`
	Bond       mission.Bond    `json:"bond,omitzero"`
	By         mission.UserID  `json:"by,omitzero"`
	At         *int64          `json:"at,omitzero"`
	Answer     mission.Consent `json:"answer,omitzero"`
	AnsweredBy mission.UserID  `json:"answered_by,omitzero"`
	AnsweredAt *int64          `json:"answered_at,omitzero"`
	DroppedAt  *int64          `json:"dropped_at,omitzero"`
	Ask        refRecord       `json:"ask,omitzero"`
	Told       []tellingRecord `json:"told,omitzero"`
}

type tellingRecord struct {
	Phase   int              `json:"phase,omitzero"`
	Ended   bool             `json:"ended,omitzero"`
	At      *int64           `json:"at,omitzero"`
	Message refRecord        `json:"message,omitzero"`
	Helpers []mission.UserID `json:"helpers,omitzero"`
}

// ToRelation makes the record of what one mission says of another.
func ToRelation(r mission.Relation) Relation {
	return Relation{
		V: version, Team: r.Team, From: r.From, To: r.To, Bond: r.Bond, By: r.By, At: Stamp(r.At),
		Answer: r.Answer, AnsweredBy: r.AnsweredBy, AnsweredAt: Stamp(r.AnsweredAt), DroppedAt: Stamp(r.DroppedAt),
		Ask: toRef(r.Ask), Told: convert(r.Told, func(t mission.Telling) tellingRecord {
			return tellingRecord{Phase: int(t.Phase), Ended: t.Ended, At: Stamp(t.At), Message: toRef(t.Message), Helpers: t.Helpers}
		}),
	}
}

// FromRelation is ToRelation's inverse.
func FromRelation(r Relation) mission.Relation {
	return mission.Relation{
		Team: r.Team, From: r.From, To: r.To, Bond: r.Bond, By: r.By, At: Moment(r.At),
		Answer: r.Answer, AnsweredBy: r.AnsweredBy, AnsweredAt: Moment(r.AnsweredAt), DroppedAt: Moment(r.DroppedAt),
		Ask: fromRef(r.Ask), Told: convert(r.Told, func(t tellingRecord) mission.Telling {
			return mission.Telling{
				Phase: mission.Phase(t.Phase), Ended: t.Ended, At: Moment(t.At), Message: fromRef(t.Message), Helpers: t.Helpers,
			}
		}),
	}
}
