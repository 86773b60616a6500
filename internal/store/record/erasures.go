package record

import (
	"time"

	"throughline/internal/mission"
)

// Erasure is the record of the erasure of a person that is under way.
type Erasure struct {
	V     int               `json:"v"`
	Team  mission.TeamID    `json:"team"`
	User  mission.UserID    `json:"user"`
	At    *int64            `json:"at,omitzero"`
	Words bool              `json:"words,omitzero"`
	DM    mission.ChannelID `json:"dm,omitzero"`
	Names []string          `json:"names,omitzero"`
	Done  bool              `json:"stored,omitzero"`
}

// FromErasure is ToErasure's inverse.
func FromErasure(r Erasure) mission.Erasure {
	return mission.Erasure{Team: r.Team, User: r.User, At: Moment(r.At), Words: r.Words, DM: r.DM, Names: r.Names, Stored: r.Done}
}

// File is the record of a file that was sent and is to be deleted again.
type File struct {
	V    int            `json:"v"`
	Team mission.TeamID `json:"team"`
	User mission.UserID `json:"user"`
	ID   string         `json:"id"`
	For  string         `json:"for,omitzero"`
	At   *int64         `json:"at,omitzero"`
}

// ToErasure makes the record of an erasure.
func ToErasure(e mission.Erasure) Erasure {
	return Erasure{V: version, Team: e.Team, User: e.User, At: Stamp(e.At), Words: e.Words, DM: e.DM, Names: e.Names, Done: e.Stored}
}

// ToFile makes the record of a file that was sent.
func ToFile(f mission.SentFile) File {
	return File{V: version, Team: f.Team, User: f.User, ID: f.ID, For: f.For, At: Stamp(f.At)}
}

// FromFile is ToFile's inverse.
func FromFile(r File) mission.SentFile {
	return mission.SentFile{Team: r.Team, User: r.User, ID: r.ID, For: r.For, At: Moment(r.At)}
}

// Erased says that the person behind a keyed hash was erased from the store.
type Erased struct {
	V    int            `json:"v"`
	Team mission.TeamID `json:"team"`
	Hash string         `json:"hash"`
	At   int64          `json:"at"`
}

// ToErased makes the record of an erasure that is over.
func ToErased(team mission.TeamID, hash string, at time.Time) Erased {
	return Erased{V: version, Team: team, Hash: hash, At: at.UnixMilli()}
}

// Seen is what was answered to a request of Slack's, under the request's own key.
type Seen struct {
	V      int            `json:"v"`
	Team   mission.TeamID `json:"team"`
	Key    string         `json:"key"`
	At     int64          `json:"at"`
	Result []byte         `json:"result,omitzero"`
}

// ToSeen makes the record of a request that was answered.
func ToSeen(team mission.TeamID, key string, result []byte, at time.Time) Seen {
	return Seen{V: version, Team: team, Key: key, At: at.UnixMilli(), Result: result}
}
