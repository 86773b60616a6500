package record

import (
	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// Person is the record of what the nudges know of somebody.
type Person struct {
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

// ToPerson makes the record of what the nudges know of somebody.
func ToPerson(p nudges.Person) Person {
	return Person{
		V: version, Team: p.Team, User: p.User, Zone: p.Zone, DM: p.DM, Gone: p.Gone, GoneAt: Stamp(p.GoneAt),
		Snoozed: convertMap(p.SnoozedUntil, Stamp), Off: p.Off,
		On: p.On, Fewer: p.Fewer, Telling: p.Telling,
		Days: p.Days, Quiet: (*quietRecord)(p.Quiet), Away: p.AwayThrough.String(),
		SnoozedAll: Stamp(p.SnoozedAll), Preview: p.Preview,
	}
}

// FromPerson is ToPerson's inverse.
func FromPerson(r Person) (nudges.Person, error) {
	var days readDays
	p := nudges.Person{
		Team: r.Team, User: r.User, Zone: r.Zone, DM: r.DM, Gone: r.Gone, GoneAt: Moment(r.GoneAt),
		SnoozedUntil: convertMap(r.Snoozed, Moment), Off: r.Off,
		On: r.On, Fewer: r.Fewer, Telling: r.Telling,
		Settings: nudges.Settings{
			Days: r.Days, Quiet: (*nudges.Quiet)(r.Quiet), AwayThrough: days.read(r.Away),
			SnoozedAll: Moment(r.SnoozedAll), Preview: r.Preview,
		},
	}
	return p, days.err
}
