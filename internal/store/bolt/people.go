package bolt

import (
	"throughline/internal/mission"
	"throughline/internal/nudges"
)

type personRecord struct {
	V       int               `json:"v"`
	Team    mission.TeamID    `json:"team"`
	User    mission.UserID    `json:"user"`
	Zone    string            `json:"zone,omitzero"`
	DM      mission.ChannelID `json:"dm,omitzero"`
	Gone    bool              `json:"gone,omitzero"`
	Snoozed map[string]*int64 `json:"snoozed_until,omitzero"`
}

var people = table[personRecord]{
	bucket: bucketPerson,
	key:    func(r *personRecord) []byte { return key(string(r.Team), string(r.User)) },
	ids: func(r *personRecord) (required, optional []string) {
		return []string{string(r.Team), string(r.User)}, nil
	},
}

// Person returns what the nudges know of somebody, or ErrNotFound.
func (tx *Tx) Person(team mission.TeamID, user mission.UserID) (nudges.Person, error) {
	r, err := people.get(tx, key(string(team), string(user)))
	if err != nil {
		return nudges.Person{}, err
	}
	return nudges.Person{
		Team: r.Team, User: r.User, Zone: r.Zone, DM: r.DM, Gone: r.Gone,
		SnoozedUntil: convertMap(r.Snoozed, moment),
	}, nil
}

// PutPerson keeps a person in place of what was kept of her.
func (tx *Tx) PutPerson(p nudges.Person) error {
	return people.put(tx, personRecord{
		V: recordVersion, Team: p.Team, User: p.User, Zone: p.Zone, DM: p.DM, Gone: p.Gone,
		Snoozed: convertMap(p.SnoozedUntil, stamp),
	})
}

// convertMap applies f to each value. Nil stays nil.
func convertMap[A, B any](in map[string]A, f func(A) B) map[string]B {
	if in == nil {
		return nil
	}
	out := make(map[string]B, len(in))
	for k, v := range in {
		out[k] = f(v)
	}
	return out
}
