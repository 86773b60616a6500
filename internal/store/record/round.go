package record

import (
	"throughline/internal/mission"
	"throughline/internal/ownwords"
	"throughline/internal/rounds"
)

// Round is the record of an anonymous round.
type Round struct {
	V        int              `json:"v"`
	ID       mission.ID       `json:"id"`
	Team     mission.TeamID   `json:"team"`
	Mission  mission.ID       `json:"mission"`
	Topic    rounds.Topic     `json:"topic,omitzero"`
	Phase    int              `json:"phase,omitzero"`
	OpenedBy mission.UserID   `json:"opened_by,omitzero"`
	OpenedAt *int64           `json:"opened_at,omitzero"`
	ClosesAt *int64           `json:"closes_at,omitzero"`
	Floor    int              `json:"floor,omitzero"`
	Asked    []mission.UserID `json:"asked,omitzero"`
	Changed  bool             `json:"changed,omitzero"`
	Key      []byte           `json:"key,omitzero"`
	ClosedAt *int64           `json:"closed_at,omitzero"`
	Word     rounds.Word      `json:"word,omitzero"`
	Notes    []mission.Sealed `json:"notes,omitzero"`
	Shared   *sharedRecord    `json:"shared,omitzero"`
	Needed   *sharedRecord    `json:"needed,omitzero"`
}

// sharedRecord is what own words have in common.
type sharedRecord struct {
	Most    []string    `json:"most,omitzero"`
	Some    []string    `json:"some,omitzero"`
	Missing []string    `json:"missing,omitzero"`
	Ours    []string    `json:"ours,omitzero"`
	Camps   [2][]string `json:"camps,omitzero"`
}

// Answer holds neither a person nor a time, on purpose.
type Answer struct {
	V     int            `json:"v"`
	Team  mission.TeamID `json:"team"`
	Round mission.ID     `json:"round"`
	Key   string         `json:"key"`
	Body  mission.Sealed `json:"body,omitzero"`
}

// Mark holds neither a time nor an answer, on purpose.
type Mark struct {
	V     int            `json:"v"`
	Team  mission.TeamID `json:"team"`
	Round mission.ID     `json:"round"`
	Mark  string         `json:"mark"`
}

// RoundSetting is the record of what a mission's team chose for its rounds.
type RoundSetting struct {
	V       int            `json:"v"`
	Team    mission.TeamID `json:"team"`
	Mission mission.ID     `json:"mission"`
	Floor   int            `json:"floor,omitzero"`
	FewSaid bool           `json:"few_said,omitzero"`
}

// Guess is the record of a person's guess about a round.
type Guess struct {
	V       int            `json:"v"`
	Team    mission.TeamID `json:"team"`
	User    mission.UserID `json:"user"`
	Mission mission.ID     `json:"mission,omitzero"`
	Round   mission.ID     `json:"round"`
	Word    mission.Sealed `json:"word,omitzero"`
}

// ToRound makes the record of an anonymous round.
func ToRound(r rounds.Round) Round {
	return Round{
		V: version, ID: r.ID, Team: r.Team, Mission: r.Mission, Topic: r.Topic, Phase: int(r.Phase),
		OpenedBy: r.OpenedBy, OpenedAt: Stamp(r.OpenedAt), ClosesAt: Stamp(r.ClosesAt), Floor: r.Floor, Asked: r.Asked,
		Changed: r.Changed, Key: r.Key, ClosedAt: Stamp(r.ClosedAt), Word: r.Word, Notes: r.Notes,
		Shared: toShared(r.Shared), Needed: toShared(r.Needed),
	}
}

// FromRound is ToRound's inverse.
func FromRound(r Round) rounds.Round {
	return rounds.Round{
		ID: r.ID, Team: r.Team, Mission: r.Mission, Topic: r.Topic, Phase: mission.Phase(r.Phase),
		OpenedBy: r.OpenedBy, OpenedAt: Moment(r.OpenedAt), ClosesAt: Moment(r.ClosesAt), Floor: r.Floor, Asked: r.Asked,
		Changed: r.Changed, Key: r.Key, ClosedAt: Moment(r.ClosedAt), Word: r.Word, Notes: r.Notes,
		Shared: fromShared(r.Shared), Needed: fromShared(r.Needed),
	}
}

func toShared(r *ownwords.Result) *sharedRecord {
	if r == nil {
		return nil
	}
	out := sharedRecord(*r)
	return &out
}

func fromShared(r *sharedRecord) *ownwords.Result {
	if r == nil {
		return nil
	}
	out := ownwords.Result(*r)
	return &out
}

// FromGuess is ToGuess's inverse.
func FromGuess(r Guess) rounds.Guess {
	return rounds.Guess{Team: r.Team, User: r.User, Mission: r.Mission, Round: r.Round, Word: r.Word}
}

// ToGuess makes the record of a guess.
func ToGuess(g rounds.Guess) Guess {
	return Guess{V: version, Team: g.Team, User: g.User, Mission: g.Mission, Round: g.Round, Word: g.Word}
}

// ToAnswer makes the record of an answer to a round.
func ToAnswer(team mission.TeamID, round mission.ID, a rounds.Answer) Answer {
	return Answer{V: version, Team: team, Round: round, Key: a.Key, Body: a.Body}
}

// FromAnswer is ToAnswer's inverse.
func FromAnswer(r Answer) rounds.Answer { return rounds.Answer{Key: r.Key, Body: r.Body} }

// ToMark makes the record of a mark.
func ToMark(team mission.TeamID, round mission.ID, mark string) Mark {
	return Mark{V: version, Team: team, Round: round, Mark: mark}
}

// ToRoundSettings makes the record of what a mission's team chose for its rounds.
func ToRoundSettings(s rounds.Settings) RoundSetting {
	return RoundSetting{V: version, Team: s.Team, Mission: s.Mission, Floor: s.Floor, FewSaid: s.FewSaid}
}

// FromRoundSettings is ToRoundSettings' inverse.
func FromRoundSettings(r RoundSetting) rounds.Settings {
	return rounds.Settings{Team: r.Team, Mission: r.Mission, Floor: r.Floor, FewSaid: r.FewSaid}
}
