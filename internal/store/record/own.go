package record

import "throughline/internal/mission"

// Own is the record of a commitment that only its author sees.
type Own struct {
	V        int            `json:"v"`
	ID       mission.ID     `json:"id"`
	Team     mission.TeamID `json:"team"`
	User     mission.UserID `json:"user"`
	Mission  mission.ID     `json:"mission,omitzero"`
	Text     mission.Sealed `json:"text,omitzero"`
	If       mission.Sealed `json:"if,omitzero"`
	By       string         `json:"by,omitzero"` // YYYY-MM-DD
	At       *int64         `json:"at,omitzero"`
	EditedAt *int64         `json:"edited_at,omitzero"`
	Fate     mission.Fate   `json:"fate,omitzero"`
	FateAt   *int64         `json:"fate_at,omitzero"`
	Because  mission.Sealed `json:"because,omitzero"`
}

// FromOwn is ToOwn's inverse.
func FromOwn(r Own) (mission.OwnCommitment, error) {
	var days readDays
	c := mission.OwnCommitment{
		ID: r.ID, Team: r.Team, User: r.User, Mission: r.Mission, Text: r.Text, If: r.If, By: days.read(r.By),
		At: Moment(r.At), EditedAt: Moment(r.EditedAt), Fate: r.Fate, FateAt: Moment(r.FateAt), Because: r.Because,
	}
	return c, days.err
}

// ToOwn makes the record of a commitment that only its author sees.
func ToOwn(c mission.OwnCommitment) Own {
	return Own{
		V: version, ID: c.ID, Team: c.Team, User: c.User, Mission: c.Mission, Text: c.Text, If: c.If,
		By: c.By.String(), At: Stamp(c.At), EditedAt: Stamp(c.EditedAt), Fate: c.Fate, FateAt: Stamp(c.FateAt),
		Because: c.Because,
	}
}
