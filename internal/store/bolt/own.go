package bolt

import (
	"throughline/internal/mission"
	"throughline/internal/store/record"
)

var ownCommitments = table[record.Own]{kind: record.OwnCommitments, bucket: bucketOwn}

// OwnCommitment returns a commitment that a person keeps to herself, or ErrNotFound.
func (tx *Tx) OwnCommitment(team mission.TeamID, user mission.UserID, id mission.ID) (mission.OwnCommitment, error) {
	r, err := ownCommitments.get(tx, key(string(team), string(user), string(id)))
	if err != nil {
		return mission.OwnCommitment{}, err
	}
	return record.FromOwn(r)
}

// PutOwnCommitment keeps a commitment in place of what was kept under its id.
func (tx *Tx) PutOwnCommitment(c mission.OwnCommitment) error {
	if err := record.CheckDays(c.By); err != nil {
		return err
	}
	return ownCommitments.put(tx, record.ToOwn(c))
}

// OwnCommitments returns a person's own commitments, newest first, at most limit of them, starting before the
// given id where one is given.
func (tx *Tx) OwnCommitments(team mission.TeamID, user mission.UserID, before mission.ID, limit int) ([]mission.OwnCommitment, error) {
	var out []mission.OwnCommitment
	if limit <= 0 {
		return out, tx.live()
	}
	for _, raw := range tx.descend(bucketOwn, prefix(string(team), string(user)), string(before)) {
		r, err := ownCommitments.kind.Decode(raw)
		if err != nil {
			return nil, err
		}
		c, err := record.FromOwn(r)
		if err != nil {
			return nil, err
		}
		if out = append(out, c); len(out) == limit {
			break
		}
	}
	return out, tx.live()
}

// DeleteOwnCommitment removes a commitment; one that is not there is no error.
func (tx *Tx) DeleteOwnCommitment(team mission.TeamID, user mission.UserID, id mission.ID) error {
	return ownCommitments.delete(tx, key(string(team), string(user), string(id)))
}
