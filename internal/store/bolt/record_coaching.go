package bolt

import (
	"throughline/internal/coaching"
	"throughline/internal/mission"
)

type conversationRecord struct {
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

type practiceRecord struct {
	V      int            `json:"v"`
	Team   mission.TeamID `json:"team"`
	User   mission.UserID `json:"user"`
	Mirror bool           `json:"mirror,omitzero"`
	Asked  []string       `json:"asked,omitzero"`
}

type balanceRecord struct {
	V       int            `json:"v"`
	ID      mission.ID     `json:"id"`
	Team    mission.TeamID `json:"team"`
	User    mission.UserID `json:"user"`
	At      *int64         `json:"at,omitzero"`
	Choices mission.Sealed `json:"choices,omitzero"`
}

type rotationRecord struct {
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

func toConversation(c coaching.Conversation) conversationRecord {
	out := conversationRecord{
		V: recordVersion, ID: c.ID, Team: c.Team, User: c.User, Mission: c.Mission, StartedAt: stamp(c.StartedAt),
		LastAt: stamp(c.LastAt), PausedAt: stamp(c.PausedAt), If: c.If, Then: c.Then,
	}
	for _, t := range c.Turns {
		out.Turns = append(out.Turns, turnRecord{
			Step: t.Step, Question: t.Question, Asked: t.Asked, Answer: t.Answer, AnsweredAt: stamp(t.AnsweredAt),
			Source: toRef(t.Source),
		})
	}
	return out
}

func fromConversation(r conversationRecord) coaching.Conversation {
	out := coaching.Conversation{
		ID: r.ID, Team: r.Team, User: r.User, Mission: r.Mission, StartedAt: moment(r.StartedAt),
		LastAt: moment(r.LastAt), PausedAt: moment(r.PausedAt), If: r.If, Then: r.Then,
	}
	for _, t := range r.Turns {
		out.Turns = append(out.Turns, coaching.Turn{
			Step: t.Step, Question: t.Question, Asked: t.Asked, Answer: t.Answer, AnsweredAt: moment(t.AnsweredAt),
			Source: fromRef(t.Source),
		})
	}
	return out
}

func toRotation(r coaching.Rotation) rotationRecord {
	return rotationRecord{
		V: recordVersion, Team: r.Team, Lead: r.Lead, Mission: r.Mission, Waiting: r.Waiting, Passed: r.Passed,
		Talked: r.Talked, NotBefore: stamp(r.NotBefore), Talks: r.Talks, Told: r.Told, In: r.In, Became: r.Became,
	}
}

func fromRotation(r rotationRecord) coaching.Rotation {
	return coaching.Rotation{
		Team: r.Team, Lead: r.Lead, Mission: r.Mission, Waiting: r.Waiting, Passed: r.Passed, Talked: r.Talked,
		NotBefore: moment(r.NotBefore), Talks: r.Talks, Told: r.Told, In: r.In, Became: r.Became,
	}
}

func fromBalance(r balanceRecord) coaching.Check {
	return coaching.Check{ID: r.ID, Team: r.Team, User: r.User, At: moment(r.At), Choices: r.Choices}
}
