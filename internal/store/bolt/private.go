package bolt

import (
	"throughline/internal/mission"
)

type reflectionRecord struct {
	V        int            `json:"v"`
	ID       mission.ID     `json:"id"`
	Team     mission.TeamID `json:"team"`
	User     mission.UserID `json:"user"`
	Mission  mission.ID     `json:"mission,omitzero"`
	Nudge    string         `json:"nudge,omitzero"`
	Question string         `json:"question,omitzero"`
	Text     mission.Sealed `json:"text,omitzero"`
	At       *int64         `json:"at,omitzero"`
	Source   refRecord      `json:"source,omitzero"`
}

type draftRecord struct {
	V       int               `json:"v"`
	Team    mission.TeamID    `json:"team"`
	User    mission.UserID    `json:"user"`
	Channel mission.ChannelID `json:"channel,omitzero"`
	At      *int64            `json:"at,omitzero"`
	Body    mission.Sealed    `json:"body,omitzero"`
}

var reflections = table[reflectionRecord]{
	bucket: bucketReflection,
	key:    func(r *reflectionRecord) []byte { return key(string(r.Team), string(r.User), string(r.ID)) },
	ids: func(r *reflectionRecord) (required, optional []string) {
		return []string{string(r.Team), string(r.User), string(r.ID)}, []string{string(r.Source.Channel), r.Source.TS}
	},
	indexes: []index[reflectionRecord]{{bucketReflectionMsg, func(r *reflectionRecord) []byte {
		if r.Source.TS == "" {
			return nil
		}
		return key(string(r.Team), string(r.User), string(r.Source.Channel), r.Source.TS, string(r.ID))
	}}},
	missions: func(r *reflectionRecord) (mission.TeamID, []mission.ID) { return r.Team, present(r.Mission) },
}

var drafts = table[draftRecord]{
	bucket: bucketDraft,
	key:    func(r *draftRecord) []byte { return key(string(r.Team), string(r.User), string(r.Channel)) },
	ids: func(r *draftRecord) (required, optional []string) {
		return []string{string(r.Team), string(r.User)}, []string{string(r.Channel)}
	},
}

// PutReflection keeps a reflection in place of what was kept under its id.
func (tx *Tx) PutReflection(r mission.Reflection) error {
	return reflections.put(tx, reflectionRecord{
		V: recordVersion, ID: r.ID, Team: r.Team, User: r.User, Mission: r.Mission, Nudge: r.Nudge,
		Question: r.Question, Text: r.Text, At: stamp(r.At), Source: toRef(r.Source),
	})
}

func fromReflection(r reflectionRecord) mission.Reflection {
	return mission.Reflection{
		ID: r.ID, Team: r.Team, User: r.User, Mission: r.Mission, Nudge: r.Nudge,
		Question: r.Question, Text: r.Text, At: moment(r.At), Source: fromRef(r.Source),
	}
}

// Reflections returns a person's reflections, newest first, at most limit of them, starting before
// the given id where one is given.
func (tx *Tx) Reflections(team mission.TeamID, user mission.UserID, before mission.ID, limit int) ([]mission.Reflection, error) {
	var out []mission.Reflection
	if limit <= 0 {
		return out, tx.live()
	}
	for _, raw := range tx.descend(bucketReflection, prefix(string(team), string(user)), string(before)) {
		r, err := reflections.decode(raw)
		if err != nil {
			return nil, err
		}
		if out = append(out, fromReflection(r)); len(out) == limit {
			break
		}
	}
	return out, tx.live()
}

// ReflectionFrom returns the reflection that was typed as the given message, or ErrNotFound.
func (tx *Tx) ReflectionFrom(team mission.TeamID, user mission.UserID, source mission.MessageRef) (mission.Reflection, error) {
	p := prefix(string(team), string(user), string(source.Channel), source.TS)
	for k := range tx.ascend(bucketReflectionMsg, p) {
		r, err := reflections.get(tx, key(string(team), string(user), lastText(k, p)))
		return fromReflection(r), err
	}
	return mission.Reflection{}, tx.missing()
}

// DeleteReflection removes a reflection; one that is not there is no error.
func (tx *Tx) DeleteReflection(team mission.TeamID, user mission.UserID, id mission.ID) error {
	return reflections.delete(tx, key(string(team), string(user), string(id)))
}

// Draft returns a person's draft for a channel, or ErrNotFound.
func (tx *Tx) Draft(team mission.TeamID, user mission.UserID, channel mission.ChannelID) (mission.Draft, error) {
	r, err := drafts.get(tx, key(string(team), string(user), string(channel)))
	if err != nil {
		return mission.Draft{}, err
	}
	return mission.Draft{Team: r.Team, User: r.User, Channel: r.Channel, At: moment(r.At), Body: r.Body}, nil
}

// PutDraft keeps a draft in place of the person's earlier one for the channel.
func (tx *Tx) PutDraft(d mission.Draft) error {
	return drafts.put(tx, draftRecord{
		V: recordVersion, Team: d.Team, User: d.User, Channel: d.Channel, At: stamp(d.At), Body: d.Body,
	})
}

// DeleteDraft removes a draft; one that is not there is no error.
func (tx *Tx) DeleteDraft(team mission.TeamID, user mission.UserID, channel mission.ChannelID) error {
	return drafts.delete(tx, key(string(team), string(user), string(channel)))
}
