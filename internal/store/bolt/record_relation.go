package bolt

import (
	"throughline/internal/mission"
)

type relationRecord struct {
	V          int             `json:"v"`
	Team       mission.TeamID  `json:"team"`
	From       mission.ID      `json:"from"`
	To         mission.ID      `json:"to"`
	Bond       mission.Bond    `json:"bond,omitzero"`
	By         mission.UserID  `json:"by,omitzero"`
	At         *int64          `json:"at,omitzero"`
	Answer     mission.Consent `json:"answer,omitzero"`
	AnsweredBy mission.UserID  `json:"answered_by,omitzero"`
	AnsweredAt *int64          `json:"answered_at,omitzero"`
	DroppedAt  *int64          `json:"dropped_at,omitzero"`
	Ask        refRecord       `json:"ask,omitzero"`
	Told       []tellingRecord `json:"told,omitzero"`
}

type tellingRecord struct {
	Phase   int              `json:"phase,omitzero"`
	Ended   bool             `json:"ended,omitzero"`
	At      *int64           `json:"at,omitzero"`
	Message refRecord        `json:"message,omitzero"`
	Helpers []mission.UserID `json:"helpers,omitzero"`
}

func toRelation(r mission.Relation) relationRecord {
	return relationRecord{
		V: recordVersion, Team: r.Team, From: r.From, To: r.To, Bond: r.Bond, By: r.By, At: stamp(r.At),
		Answer: r.Answer, AnsweredBy: r.AnsweredBy, AnsweredAt: stamp(r.AnsweredAt), DroppedAt: stamp(r.DroppedAt),
		Ask: toRef(r.Ask), Told: convert(r.Told, func(t mission.Telling) tellingRecord {
			return tellingRecord{Phase: int(t.Phase), Ended: t.Ended, At: stamp(t.At), Message: toRef(t.Message), Helpers: t.Helpers}
		}),
	}
}

func fromRelation(r relationRecord) mission.Relation {
	return mission.Relation{
		Team: r.Team, From: r.From, To: r.To, Bond: r.Bond, By: r.By, At: moment(r.At),
		Answer: r.Answer, AnsweredBy: r.AnsweredBy, AnsweredAt: moment(r.AnsweredAt), DroppedAt: moment(r.DroppedAt),
		Ask: fromRef(r.Ask), Told: convert(r.Told, func(t tellingRecord) mission.Telling {
			return mission.Telling{
				Phase: mission.Phase(t.Phase), Ended: t.Ended, At: moment(t.At), Message: fromRef(t.Message), Helpers: t.Helpers,
			}
		}),
	}
}

var relations = table[relationRecord]{
	bucket: bucketRelation,
	key:    func(r *relationRecord) []byte { return key(string(r.Team), string(r.From), string(r.To)) },
	ids: func(r *relationRecord) (required, optional []string) {
		return []string{string(r.Team), string(r.From), string(r.To)}, nil
	},
	indexes: []index[relationRecord]{{bucketRelationTo, func(r *relationRecord) []byte {
		return key(string(r.Team), string(r.To), string(r.From))
	}}},
	missions: func(r *relationRecord) (mission.TeamID, []mission.ID) { return r.Team, []mission.ID{r.From, r.To} },
}

// Relation returns what one mission says of another, or ErrNotFound.
func (tx *Tx) Relation(team mission.TeamID, from, to mission.ID) (mission.Relation, error) {
	r, err := relations.get(tx, key(string(team), string(from), string(to)))
	return fromRelation(r), err
}

// PutRelation keeps a relation in place of what the one mission said of the other before.
func (tx *Tx) PutRelation(r mission.Relation) error { return relations.put(tx, toRelation(r)) }

// RelationsOf returns the relations that a mission named and then those in which others name it, each by the other
// mission's id and so the oldest mission first.
func (tx *Tx) RelationsOf(team mission.TeamID, id mission.ID) ([]mission.Relation, error) {
	p := prefix(string(team), string(id))
	var out []mission.Relation
	for _, raw := range tx.ascend(bucketRelation, p) {
		r, err := relations.decode(raw)
		if err != nil {
			return nil, err
		}
		out = append(out, fromRelation(r))
	}
	for k := range tx.ascend(bucketRelationTo, p) {
		r, err := tx.Relation(team, mission.ID(lastText(k, p)), id)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, tx.live()
}
