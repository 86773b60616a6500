package bolt

import (
	"throughline/internal/coaching"
	"throughline/internal/mission"
	"throughline/internal/store/record"
)

var conversations = table[record.Conversation]{kind: record.Conversations, bucket: bucketConversation}

var practices = table[record.Practice]{kind: record.Practices, bucket: bucketPractice}

var balances = table[record.Balance]{kind: record.Balances, bucket: bucketBalance}

var rotations = table[record.Rotation]{kind: record.Rotations, bucket: bucketRotation}

// Conversation returns the conversation that a person has open, or ErrNotFound.
func (tx *Tx) Conversation(team mission.TeamID, user mission.UserID) (coaching.Conversation, error) {
	r, err := conversations.get(tx, key(string(team), string(user)))
	return record.FromConversation(r), err
}

// PutConversation keeps a conversation in place of the person's earlier one.
func (tx *Tx) PutConversation(c coaching.Conversation) error {
	return conversations.put(tx, record.ToConversation(c))
}

// DeleteConversation removes a person's conversation; one that is not there is no error.
func (tx *Tx) DeleteConversation(team mission.TeamID, user mission.UserID) error {
	return conversations.delete(tx, key(string(team), string(user)))
}

// Practice returns what is remembered of a person between conversations, or ErrNotFound.
func (tx *Tx) Practice(team mission.TeamID, user mission.UserID) (coaching.Practice, error) {
	r, err := practices.get(tx, key(string(team), string(user)))
	return record.FromPractice(r), err
}

// PutPractice keeps it in place of what was remembered before.
func (tx *Tx) PutPractice(p coaching.Practice) error {
	return practices.put(tx, record.ToPractice(p))
}

// Check returns one of a person's balance checks, or ErrNotFound.
func (tx *Tx) Check(team mission.TeamID, user mission.UserID, id mission.ID) (coaching.Check, error) {
	r, err := balances.get(tx, key(string(team), string(user), string(id)))
	return record.FromBalance(r), err
}

// PutCheck keeps a balance check.
func (tx *Tx) PutCheck(c coaching.Check) error {
	return balances.put(tx, record.ToBalance(c))
}

// Checks returns a person's balance checks, newest first, at most limit of them, starting before the given
// id where one is given.
func (tx *Tx) Checks(team mission.TeamID, user mission.UserID, before mission.ID, limit int) ([]coaching.Check, error) {
	var out []coaching.Check
	if limit <= 0 {
		return out, tx.live()
	}
	for _, raw := range tx.descend(bucketBalance, prefix(string(team), string(user)), string(before)) {
		r, err := balances.kind.Decode(raw)
		if err != nil {
			return nil, err
		}
		if out = append(out, record.FromBalance(r)); len(out) == limit {
			break
		}
	}
	return out, tx.live()
}

// DeleteCheck removes a balance check; one that is not there is no error.
func (tx *Tx) DeleteCheck(team mission.TeamID, user mission.UserID, id mission.ID) error {
	return balances.delete(tx, key(string(team), string(user), string(id)))
}

// Rotation returns the order in which whoever leads a mission talks with the others, or ErrNotFound.
func (tx *Tx) Rotation(team mission.TeamID, lead mission.UserID, m mission.ID) (coaching.Rotation, error) {
	r, err := rotations.get(tx, key(string(team), string(lead), string(m)))
	return record.FromRotation(r), err
}

// PutRotation keeps the order in place of the earlier one.
func (tx *Tx) PutRotation(r coaching.Rotation) error { return rotations.put(tx, record.ToRotation(r)) }
