package record

import (
	"throughline/internal/mission"
)

// Reflection is the record of a reflection.
type Reflection struct {
	V        int            `json:"v"`
	ID       mission.ID     `json:"id"`
	Team     mission.TeamID `json:"team"`
	User     mission.UserID `json:"user"`
	Mission  mission.ID     `json:"mission,omitzero"`
	Nudge    string         `json:"nudge,omitzero"`
	Question string         `json:"question,omitzero"`
	Text     mission.Sealed `json:"text,omitzero"`
	At       *int64         `json:"at,omitzero"`
	Source   refRecord      `json:"source,omitzero"`
}

// Draft is the record of a draft.
type Draft struct {
	V       int               `json:"v"`
	Team    mission.TeamID    `json:"team"`
	User    mission.UserID    `json:"user"`
	Channel mission.ChannelID `json:"channel,omitzero"`
	At      *int64            `json:"at,omitzero"`
	Body    mission.Sealed    `json:"body,omitzero"`
}

// FromReflection is ToReflection's inverse.
func FromReflection(r Reflection) mission.Reflection {
	return mission.Reflection{
		ID: r.ID, Team: r.Team, User: r.User, Mission: r.Mission, Nudge: r.Nudge,
		Question: r.Question, Text: r.Text, At: Moment(r.At), Source: fromRef(r.Source),
	}
}

// ToReflection makes the record of a reflection.
func ToReflection(r mission.Reflection) Reflection {
	return Reflection{
		V: version, ID: r.ID, Team: r.Team, User: r.User, Mission: r.Mission, Nudge: r.Nudge,
		Question: r.Question, Text: r.Text, At: Stamp(r.At), Source: toRef(r.Source),
	}
}

// ToDraft makes the record of a draft.
func ToDraft(d mission.Draft) Draft {
	return Draft{V: version, Team: d.Team, User: d.User, Channel: d.Channel, At: Stamp(d.At), Body: d.Body}
}

// FromDraft is ToDraft's inverse.
func FromDraft(r Draft) mission.Draft {
	return mission.Draft{Team: r.Team, User: r.User, Channel: r.Channel, At: Moment(r.At), Body: r.Body}
}
