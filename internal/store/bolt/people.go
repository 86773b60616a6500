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
	GoneAt  *int64            `json:"gone_at,omitzero"`
	Snoozed map[string]*int64 `json:"snoozed_until,omitzero"`
	Off     map[string]bool   `json:"off,omitzero"`
	On      map[string]bool   `json:"on,omitzero"`
	Fewer   map[string]bool   `json:"fewer,omitzero"`
	Telling []string          `json:"telling,omitzero"`

	Days       nudges.Days  `json:"days,omitzero"`
	Quiet      *quietRecord `json:"quiet,omitzero"`
	Away       string       `json:"away_through,omitzero"` // YYYY-MM-DD
	SnoozedAll *int64       `json:"snoozed_all,omitzero"`
	Preview    bool         `json:"preview,omitzero"`
}

// quietRecord are quiet hours, in minutes after midnight.
type quietRecord struct {
	From int `json:"from"`
	To   int `json:"to"`
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
	var days readDays
	p := nudges.Person{
		Team: r.Team, User: r.User, Zone: r.Zone, DM: r.DM, Gone: r.Gone, GoneAt: moment(r.GoneAt),
		SnoozedUntil: convertMap(r.Snoozed, moment), Off: r.Off,
		On: r.On, Fewer: r.Fewer, Telling: r.Telling,
		Settings: nudges.Settings{
			Days: r.Days, Quiet: (*nudges.Quiet)(r.Quiet), AwayThrough: days.read(r.Away),
			SnoozedAll: moment(r.SnoozedAll), Preview: r.Preview,
		},
	}
	return p, days.err
}

// PutPerson keeps a person in place of what was kept of her.
func (tx *Tx) PutPerson(p nudges.Person) error {
	if err := checkDays(p.AwayThrough); err != nil {
		return err
	}
	return people.put(tx, personRecord{
		V: recordVersion, Team: p.Team, User: p.User, Zone: p.Zone, DM: p.DM, Gone: p.Gone, GoneAt: stamp(p.GoneAt),
		Snoozed: convertMap(p.SnoozedUntil, stamp), Off: p.Off,
		On: p.On, Fewer: p.Fewer, Telling: p.Telling,
		Days: p.Days, Quiet: (*quietRecord)(p.Quiet), Away: p.AwayThrough.String(),
		SnoozedAll: stamp(p.SnoozedAll), Preview: p.Preview,
	})
}

// convertMap applies f to each value. Nil stays nil.
func convertMap[K comparable, A, B any](in map[K]A, f func(A) B) map[K]B {
	if in == nil {
		return nil
	}
	out := make(map[K]B, len(in))
	for k, v := range in {
		out[k] = f(v)
	}
	return out
}
