package bolt

import (
	"throughline/internal/mission"
	"throughline/internal/ownwords"
	"throughline/internal/rounds"
)

type roundRecord struct {
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

// answerRecord holds neither a person nor a time, on purpose.
type answerRecord struct {
	V     int            `json:"v"`
	Team  mission.TeamID `json:"team"`
	Round mission.ID     `json:"round"`
	Key   string         `json:"key"`
	Body  mission.Sealed `json:"body,omitzero"`
}

// markRecord holds neither a time nor an answer, on purpose.
type markRecord struct {
	V     int            `json:"v"`
	Team  mission.TeamID `json:"team"`
	Round mission.ID     `json:"round"`
	Mark  string         `json:"mark"`
}

type roundSettingRecord struct {
	V       int            `json:"v"`
	Team    mission.TeamID `json:"team"`
	Mission mission.ID     `json:"mission"`
	Floor   int            `json:"floor,omitzero"`
	FewSaid bool           `json:"few_said,omitzero"`
}

type guessRecord struct {
	V       int            `json:"v"`
	Team    mission.TeamID `json:"team"`
	User    mission.UserID `json:"user"`
	Mission mission.ID     `json:"mission,omitzero"`
	Round   mission.ID     `json:"round"`
	Word    mission.Sealed `json:"word,omitzero"`
}

func toRound(r rounds.Round) roundRecord {
	return roundRecord{
		V: recordVersion, ID: r.ID, Team: r.Team, Mission: r.Mission, Topic: r.Topic, Phase: int(r.Phase),
		OpenedBy: r.OpenedBy, OpenedAt: stamp(r.OpenedAt), ClosesAt: stamp(r.ClosesAt), Floor: r.Floor, Asked: r.Asked,
		Changed: r.Changed, Key: r.Key, ClosedAt: stamp(r.ClosedAt), Word: r.Word, Notes: r.Notes,
		Shared: toShared(r.Shared), Needed: toShared(r.Needed),
	}
}

func fromRound(r roundRecord) rounds.Round {
	return rounds.Round{
		ID: r.ID, Team: r.Team, Mission: r.Mission, Topic: r.Topic, Phase: mission.Phase(r.Phase),
		OpenedBy: r.OpenedBy, OpenedAt: moment(r.OpenedAt), ClosesAt: moment(r.ClosesAt), Floor: r.Floor, Asked: r.Asked,
		Changed: r.Changed, Key: r.Key, ClosedAt: moment(r.ClosedAt), Word: r.Word, Notes: r.Notes,
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

func fromGuess(r guessRecord) rounds.Guess {
	return rounds.Guess{Team: r.Team, User: r.User, Mission: r.Mission, Round: r.Round, Word: r.Word}
}
