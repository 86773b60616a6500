package bolt

import (
	"throughline/internal/mission"
	"throughline/internal/store/record"
)

var reflections = table[record.Reflection]{kind: record.Reflections, bucket: bucketReflection,
	indexes: []index[record.Reflection]{{bucketReflectionMsg, func(r *record.Reflection) []byte {
		if r.Source.TS == "" {
			return nil
		}
		return key(string(r.Team), string(r.User), string(r.Source.Channel), r.Source.TS, string(r.ID))
	}}},
}

var drafts = table[record.Draft]{kind: record.Drafts, bucket: bucketDraft}

// PutReflection keeps a reflection in place of what was kept under its id.
func (tx *Tx) PutReflection(r mission.Reflection) error {
	return reflections.put(tx, record.ToReflection(r))
}

// Reflections returns a person's reflections, newest first, at most limit of them, starting before
// the given id where one is given.
func (tx *Tx) Reflections(team mission.TeamID, user mission.UserID, before mission.ID, limit int) ([]mission.Reflection, error) {
	var out []mission.Reflection
	if limit <= 0 {
		return out, tx.live()
	}
	for _, raw := range tx.descend(bucketReflection, prefix(string(team), string(user)), string(before)) {
		r, err := reflections.kind.Decode(raw)
		if err != nil {
			return nil, err
		}
		if out = append(out, record.FromReflection(r)); len(out) == limit {
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
		return record.FromReflection(r), err
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
	return record.FromDraft(r), nil
}

// PutDraft keeps a draft in place of the person's earlier one for the channel.
func (tx *Tx) PutDraft(d mission.Draft) error {
	return drafts.put(tx, record.ToDraft(d))
}

// DeleteDraft removes a draft; one that is not there is no error.
func (tx *Tx) DeleteDraft(team mission.TeamID, user mission.UserID, channel mission.ChannelID) error {
	return drafts.delete(tx, key(string(team), string(user), string(channel)))
}
