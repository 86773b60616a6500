package record

import (
	"throughline/internal/coaching"
	"throughline/internal/mission"
)

// Conversation is the record of a conversation with the coach.
type Conversation struct {
	V         int            `json:"v"`
	ID        mission.ID     `json:"id"`
	Team      mission.TeamID `json:"team"`
	User      mission.UserID `json:"user"`
	Mission   mission.ID     `json:"mission,omitzero"`
	Turns     []turnRecord   `json:"turns,omitzero"`
	StartedAt *int64         `json:"started_at,omitzero"`
	LastAt    *int64         `json:"last_at,omitzero"`
	PausedAt  *int64         `json:"paused_at,omitzero"`
	If        mission.Sealed `json:"if,omitzero"`
	Then      mission.Sealed `json:"then,omitzero"`
}

type turnRecord struct {
	Step       coaching.Step  `json:"step,omitzero"`
	Question   string         `json:"question,omitzero"`
	Asked      int            `json:"asked,omitzero"`
	Answer     mission.Sealed `json:"answer,omitzero"`
	AnsweredAt *int64         `json:"answered_at,omitzero"`
	Source     refRecord      `json:"source,omitzero"`
}

// Practice is the record of what is remembered of a person between conversations.
type Practice struct {
	V      int            `json:"v"`
	Team   mission.TeamID `json:"team"`
	User   mission.UserID `json:"user"`
	Mirror bool           `json:"mirror,omitzero"`
	Asked  []string       `json:"asked,omitzero"`
}

// Balance is the record of a balance check.
type Balance struct {
	V       int            `json:"v"`
	ID      mission.ID     `json:"id"`
	Team    mission.TeamID `json:"team"`
	User    mission.UserID `json:"user"`
	At      *int64         `json:"at,omitzero"`
	Choices mission.Sealed `json:"choices,omitzero"`
}

// Rotation is the record of whom a lead talks with next.
type Rotation struct {
	V         int              `json:"v"`
	Team      mission.TeamID   `json:"team"`
	Lead      mission.UserID   `json:"lead" person:"owner"`
	Mission   mission.ID       `json:"mission"`
	Waiting   []mission.UserID `json:"waiting,omitzero"`
	Passed    []mission.UserID `json:"passed,omitzero"`
	Talked    []mission.UserID `json:"talked,omitzero"`
	NotBefore *int64           `json:"not_before,omitzero"`
	Talks     int              `json:"talks,omitzero"`
	Told      mission.UserID   `json:"told,omitzero"`
	In        string           `json:"in,omitzero"`
	Became    coaching.Became  `json:"became,omitzero"`
}

// ToConversation makes the record of a conversation with the coach.
func ToConversation(c coaching.Conversation) Conversation {
	out := Conversation{
		V: version, ID: c.ID, Team: c.Team, User: c.User, Mission: c.Mission, StartedAt: Stamp(c.StartedAt),
		LastAt: Stamp(c.LastAt), PausedAt: Stamp(c.PausedAt), If: c.If, Then: c.Then,
	}
	for _, t := range c.Turns {
		out.Turns = append(out.Turns, turnRecord{
			Step: t.Step, Question: t.Question, Asked: t.Asked, Answer: t.Answer, AnsweredAt: Stamp(t.AnsweredAt),
			Source: toRef(t.Source),
		})
	}
	return out
}

// FromConversation is ToConversation's inverse.
func FromConversation(r Conversation) coaching.Conversation {
	out := coaching.Conversation{
		ID: r.ID, Team: r.Team, User: r.User, Mission: r.Mission, StartedAt: Moment(r.StartedAt),
		LastAt: Moment(r.LastAt), PausedAt: Moment(r.PausedAt), If: r.If, Then: r.Then,
	}
	for _, t := range r.Turns {
		out.Turns = append(out.Turns, coaching.Turn{
			Step: t.Step, Question: t.Question, Asked: t.Asked, Answer: t.Answer, AnsweredAt: Moment(t.AnsweredAt),
			Source: fromRef(t.Source),
		})
	}
	return out
}

// ToRotation makes the record of whom a lead talks with next.
func ToRotation(r coaching.Rotation) Rotation {
	return Rotation{
		V: version, Team: r.Team, Lead: r.Lead, Mission: r.Mission, Waiting: r.Waiting, Passed: r.Passed,
		Talked: r.Talked, NotBefore: Stamp(r.NotBefore), Talks: r.Talks, Told: r.Told, In: r.In, Became: r.Became,
	}
}

// FromRotation is ToRotation's inverse.
func FromRotation(r Rotation) coaching.Rotation {
	return coaching.Rotation{
		Team: r.Team, Lead: r.Lead, Mission: r.Mission, Waiting: r.Waiting, Passed: r.Passed, Talked: r.Talked,
		NotBefore: Moment(r.NotBefore), Talks: r.Talks, Told: r.Told, In: r.In, Became: r.Became,
	}
}

// FromBalance is ToBalance's inverse.
func FromBalance(r Balance) coaching.Check {
	return coaching.Check{ID: r.ID, Team: r.Team, User: r.User, At: Moment(r.At), Choices: r.Choices}
}

// ToBalance makes the record of a balance check.
func ToBalance(c coaching.Check) Balance {
	return Balance{V: version, ID: c.ID, Team: c.Team, User: c.User, At: Stamp(c.At), Choices: c.Choices}
}

// ToPractice makes the record of what is remembered of a person between conversations.
func ToPractice(p coaching.Practice) Practice {
	return Practice{V: version, Team: p.Team, User: p.User, Mirror: p.Mirror, Asked: p.Asked}
}

// FromPractice is ToPractice's inverse.
func FromPractice(r Practice) coaching.Practice {
	return coaching.Practice{Team: r.Team, User: r.User, Mirror: r.Mirror, Asked: r.Asked}
}
