package record

import (
	"encoding/json"
	"fmt"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/nudges/choice"
)

// Chosen is the record of how the question of a row was chosen.
type Chosen struct {
	V        int               `json:"v"`
	Team     mission.TeamID    `json:"team"`
	Key      string            `json:"key"`
	At       *int64            `json:"at,omitzero"`
	Due      *int64            `json:"due,omitzero"`
	Mission  mission.ID        `json:"mission,omitzero"`
	Channel  mission.ChannelID `json:"channel,omitzero"`
	User     mission.UserID    `json:"user,omitzero"`
	Kind     nudges.Kind       `json:"kind,omitzero"`
	Audience nudges.Audience   `json:"audience,omitzero"`
	Phase    mission.Phase     `json:"phase,omitzero"`
	Library  string            `json:"library,omitzero"`
	Rule     string            `json:"rule,omitzero"`

	Seed       uint64           `json:"seed,omitzero"`
	PickTheme  float64          `json:"u,omitzero"`
	PickOption float64          `json:"u2,omitzero"`
	Tired      bool             `json:"tired,omitzero"`
	Themes     []themeRecord    `json:"themes,omitzero"`
	Theme      int              `json:"theme,omitzero"`
	Rate       int              `json:"rate,omitzero"`
	Questions  []questionRecord `json:"questions,omitzero"`
	Question   int              `json:"question,omitzero"`
	Hidden     mission.Sealed   `json:"hidden,omitzero"`

	Share    float64        `json:"share,omitzero"`
	Coin     float64        `json:"coin,omitzero"`
	Withheld bool           `json:"withheld,omitzero"`
	Outcome  nudges.Outcome `json:"outcome,omitzero"`
}

// themeRecord and questionRecord are lists in JSON: a choice holds many of them, and is kept for long.
type (
	themeRecord    choice.Theme
	questionRecord choice.Question
)

// MarshalJSON writes [name, asked, answered, mean, idle, tickets].
func (r themeRecord) MarshalJSON() ([]byte, error) {
	return Encode([]any{r.Name, r.Here.Asked, r.Here.Answered, r.Mean, r.Idle, r.Tickets})
}

// UnmarshalJSON reads what MarshalJSON wrote. What a later version adds behind it is ignored.
func (r *themeRecord) UnmarshalJSON(data []byte) error {
	return readList(data, &r.Name, &r.Here.Asked, &r.Here.Answered, &r.Mean, &r.Idle, &r.Tickets)
}

// MarshalJSON writes [id, asked, answered, tickets].
func (r questionRecord) MarshalJSON() ([]byte, error) {
	return Encode([]any{r.ID, r.Count.Asked, r.Count.Answered, r.Tickets})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (r *questionRecord) UnmarshalJSON(data []byte) error {
	return readList(data, &r.ID, &r.Count.Asked, &r.Count.Answered, &r.Tickets)
}

func readList(data []byte, into ...any) error {
	var parts []json.RawMessage
	if err := json.Unmarshal(data, &parts); err != nil {
		return err
	}
	if len(parts) < len(into) {
		return fmt.Errorf("a list of %d has %d parts", len(into), len(parts))
	}
	for i, v := range into {
		if err := json.Unmarshal(parts[i], v); err != nil {
			return err
		}
	}
	return nil
}

// countRecord is [asked, answered].
type countRecord [2]int

// PlaceCounts is the record of what was counted at a place.
type PlaceCounts struct {
	V       int                    `json:"v"`
	Team    mission.TeamID         `json:"team"`
	Channel mission.ChannelID      `json:"channel,omitzero"`
	User    mission.UserID         `json:"user,omitzero"`
	Themes  map[string]countRecord `json:"themes,omitzero"`
}

// AudienceCounts is the record of what was counted of an audience.
type AudienceCounts struct {
	V         int                    `json:"v"`
	Team      mission.TeamID         `json:"team"`
	Audience  nudges.Audience        `json:"audience"`
	Themes    map[string]countRecord `json:"themes,omitzero"`
	Questions map[string]countRecord `json:"questions,omitzero"`
}

func toCount(c choice.Count) countRecord   { return countRecord{c.Asked, c.Answered} }
func fromCount(r countRecord) choice.Count { return choice.Count{Asked: r[0], Answered: r[1]} }

// ToChosen makes the record of how the question of a row was chosen.
func ToChosen(c nudges.Chosen) Chosen {
	d := c.Draw
	return Chosen{
		V: version, Team: c.Team, Key: c.Key, At: Stamp(c.At), Due: Stamp(c.Due), Mission: c.Mission,
		Channel: c.Channel, User: c.User, Kind: c.Kind, Audience: c.Audience, Phase: c.Phase, Library: c.Library, Rule: c.Rule,
		Seed: d.Lot.Seed, PickTheme: d.Lot.PickTheme, PickOption: d.Lot.PickOption, Tired: d.Tired,
		Themes: convert(d.Themes, func(t choice.Theme) themeRecord { return themeRecord(t) }), Theme: d.Theme, Rate: d.Rate,
		Questions: convert(d.Questions, func(q choice.Question) questionRecord { return questionRecord(q) }), Question: d.Question,
		Hidden: c.Hidden, Share: c.Share, Coin: c.Coin, Withheld: c.Withheld, Outcome: c.Outcome,
	}
}

// FromChosen is ToChosen's inverse.
func FromChosen(r Chosen) nudges.Chosen {
	return nudges.Chosen{
		Team: r.Team, Key: r.Key, At: Moment(r.At), Due: Moment(r.Due), Mission: r.Mission,
		Channel: r.Channel, User: r.User, Kind: r.Kind, Audience: r.Audience, Phase: r.Phase, Library: r.Library, Rule: r.Rule,
		Draw: choice.Draw{
			Lot:    choice.Lot{Seed: r.Seed, PickTheme: r.PickTheme, PickOption: r.PickOption},
			Tired:  r.Tired,
			Themes: convert(r.Themes, func(t themeRecord) choice.Theme { return choice.Theme(t) }), Theme: r.Theme, Rate: r.Rate,
			Questions: convert(r.Questions, func(q questionRecord) choice.Question { return choice.Question(q) }), Question: r.Question,
		},
		Hidden: r.Hidden, Share: r.Share, Coin: r.Coin, Withheld: r.Withheld, Outcome: r.Outcome,
	}
}

// Place is the person whom, or the channel in which, it was counted.
func (r *PlaceCounts) Place() string {
	if r.User != "" {
		return string(r.User)
	}
	return string(r.Channel)
}

// ToPlaceCounts makes the record of what was counted at a place.
func ToPlaceCounts(c nudges.PlaceCounts) PlaceCounts {
	return PlaceCounts{V: version, Team: c.Team, Channel: c.Channel, User: c.User, Themes: convertMap(c.Themes, toCount)}
}

// FromPlaceCounts is ToPlaceCounts' inverse.
func FromPlaceCounts(r PlaceCounts) nudges.PlaceCounts {
	return nudges.PlaceCounts{Team: r.Team, Channel: r.Channel, User: r.User, Themes: fromTally(r.Themes)}
}

// ToAudienceCounts makes the record of what was counted of an audience.
func ToAudienceCounts(c nudges.AudienceCounts) AudienceCounts {
	return AudienceCounts{
		V: version, Team: c.Team, Audience: c.Audience,
		Themes: convertMap(c.Themes, toCount), Questions: convertMap(c.Questions, toCount),
	}
}

// FromAudienceCounts is ToAudienceCounts' inverse.
func FromAudienceCounts(r AudienceCounts) nudges.AudienceCounts {
	return nudges.AudienceCounts{
		Team: r.Team, Audience: r.Audience, Themes: fromTally(r.Themes), Questions: fromTally(r.Questions),
	}
}

func fromTally(r map[string]countRecord) choice.Tally { return convertMap(r, fromCount) }

// AddCounts returns what was counted at two places as counted at one channel.
func AddCounts(team mission.TeamID, at mission.ChannelID, of ...PlaceCounts) PlaceCounts {
	sum := PlaceCounts{V: version, Team: team, Channel: at, Themes: map[string]countRecord{}}
	for _, r := range of {
		for theme, c := range r.Themes {
			was := sum.Themes[theme]
			sum.Themes[theme] = countRecord{was[0] + c[0], was[1] + c[1]}
		}
	}
	return sum
}
