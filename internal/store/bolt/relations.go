package bolt

import (
	"throughline/internal/mission"
	"throughline/internal/store/record"
)

var relations = table[record.Relation]{kind: record.Relations, bucket: bucketRelation, indexes: []index[record.Relation]{
	{bucketRelationTo, func(r *record.Relation) []byte { return key(string(r.Team), string(r.To), string(r.From)) }},
}}

// Relation returns what one mission says of another, or ErrNotFound.
func (tx *Tx) Relation(team mission.TeamID, from, to mission.ID) (mission.Relation, error) {
	r, err := relations.get(tx, key(string(team), string(from), string(to)))
	return record.FromRelation(r), err
}

// PutRelation keeps a relation in place of what the one mission said of the other before.
func (tx *Tx) PutRelation(r mission.Relation) error { return relations.put(tx, record.ToRelation(r)) }

// RelationsOf returns the relations that a mission named and then those in which others name it, each by the other
// mission's id and so the oldest mission first.
func (tx *Tx) RelationsOf(team mission.TeamID, id mission.ID) ([]mission.Relation, error) {
	p := prefix(string(team), string(id))
	var out []mission.Relation
	for _, raw := range tx.ascend(bucketRelation, p) {
		r, err := relations.kind.Decode(raw)
		if err != nil {
			return nil, err
		}
		out = append(out, record.FromRelation(r))
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
