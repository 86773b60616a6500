package bolt

import (
	"encoding/json"
	"fmt"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/nudges/choice"
)

type chosenRecord struct {
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
	return encode([]any{r.Name, r.Here.Asked, r.Here.Answered, r.Mean, r.Idle, r.Tickets})
}

// UnmarshalJSON reads what MarshalJSON wrote. What a later version adds behind it is ignored.
func (r *themeRecord) UnmarshalJSON(data []byte) error {
	return readList(data, &r.Name, &r.Here.Asked, &r.Here.Answered, &r.Mean, &r.Idle, &r.Tickets)
}

// MarshalJSON writes [id, asked, answered, tickets].
func (r questionRecord) MarshalJSON() ([]byte, error) {
	return encode([]any{r.ID, r.Count.Asked, r.Count.Answered, r.Tickets})
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

type placeCountsRecord struct {
	V       int                    `json:"v"`
	Team    mission.TeamID         `json:"team"`
	Channel mission.ChannelID      `json:"channel,omitzero"`
	User    mission.UserID         `json:"user,omitzero"`
	Themes  map[string]countRecord `json:"themes,omitzero"`
}

type audienceCountsRecord struct {
	V         int                    `json:"v"`
	Team      mission.TeamID         `json:"team"`
	Audience  nudges.Audience        `json:"audience"`
	Themes    map[string]countRecord `json:"themes,omitzero"`
	Questions map[string]countRecord `json:"questions,omitzero"`
}

func toCount(c choice.Count) countRecord   { return countRecord{c.Asked, c.Answered} }
func fromCount(r countRecord) choice.Count { return choice.Count{Asked: r[0], Answered: r[1]} }

func toChosen(c nudges.Chosen) chosenRecord {
	d := c.Draw
	return chosenRecord{
		V: recordVersion, Team: c.Team, Key: c.Key, At: stamp(c.At), Due: stamp(c.Due), Mission: c.Mission,
		Channel: c.Channel, User: c.User, Kind: c.Kind, Audience: c.Audience, Phase: c.Phase, Library: c.Library, Rule: c.Rule,
		Seed: d.Lot.Seed, PickTheme: d.Lot.PickTheme, PickOption: d.Lot.PickOption, Tired: d.Tired,
		Themes: convert(d.Themes, func(t choice.Theme) themeRecord { return themeRecord(t) }), Theme: d.Theme, Rate: d.Rate,
		Questions: convert(d.Questions, func(q choice.Question) questionRecord { return questionRecord(q) }), Question: d.Question,
		Hidden: c.Hidden, Share: c.Share, Coin: c.Coin, Withheld: c.Withheld, Outcome: c.Outcome,
	}
}

func fromChosen(r chosenRecord) nudges.Chosen {
	return nudges.Chosen{
		Team: r.Team, Key: r.Key, At: moment(r.At), Due: moment(r.Due), Mission: r.Mission,
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
