package bolt

import (
	"throughline/internal/coaching"
	"throughline/internal/mission"
)

var conversations = table[conversationRecord]{
	bucket: bucketConversation,
	key:    func(r *conversationRecord) []byte { return key(string(r.Team), string(r.User)) },
	ids: func(r *conversationRecord) (required, optional []string) {
		return []string{string(r.Team), string(r.User)}, []string{string(r.Mission)}
	},
	missions: func(r *conversationRecord) (mission.TeamID, []mission.ID) { return r.Team, present(r.Mission) },
}

var practices = table[practiceRecord]{
	bucket: bucketPractice,
	key:    func(r *practiceRecord) []byte { return key(string(r.Team), string(r.User)) },
	ids: func(r *practiceRecord) (required, optional []string) {
		return []string{string(r.Team), string(r.User)}, nil
	},
}

var balances = table[balanceRecord]{
	bucket: bucketBalance,
	key:    func(r *balanceRecord) []byte { return key(string(r.Team), string(r.User), string(r.ID)) },
	ids: func(r *balanceRecord) (required, optional []string) {
		return []string{string(r.Team), string(r.User), string(r.ID)}, nil
	},
}

var rotations = table[rotationRecord]{
	bucket: bucketRotation,
	key:    func(r *rotationRecord) []byte { return key(string(r.Team), string(r.Lead), string(r.Mission)) },
	ids: func(r *rotationRecord) (required, optional []string) {
		return []string{string(r.Team), string(r.Lead), string(r.Mission)}, nil
	},
	missions: func(r *rotationRecord) (mission.TeamID, []mission.ID) { return r.Team, present(r.Mission) },
}

// Conversation returns the conversation that a person has open, or ErrNotFound.
func (tx *Tx) Conversation(team mission.TeamID, user mission.UserID) (coaching.Conversation, error) {
	r, err := conversations.get(tx, key(string(team), string(user)))
	return fromConversation(r), err
}

// PutConversation keeps a conversation in place of the person's earlier one.
func (tx *Tx) PutConversation(c coaching.Conversation) error {
	return conversations.put(tx, toConversation(c))
}

// DeleteConversation removes a person's conversation; one that is not there is no error.
func (tx *Tx) DeleteConversation(team mission.TeamID, user mission.UserID) error {
	return conversations.delete(tx, key(string(team), string(user)))
}

// Practice returns what is remembered of a person between conversations, or ErrNotFound.
func (tx *Tx) Practice(team mission.TeamID, user mission.UserID) (coaching.Practice, error) {
	r, err := practices.get(tx, key(string(team), string(user)))
	return coaching.Practice{Team: r.Team, User: r.User, Mirror: r.Mirror, Asked: r.Asked}, err
}

// PutPractice keeps it in place of what was remembered before.
func (tx *Tx) PutPractice(p coaching.Practice) error {
	return practices.put(tx, practiceRecord{V: recordVersion, Team: p.Team, User: p.User, Mirror: p.Mirror, Asked: p.Asked})
}

// Check returns one of a person's balance checks, or ErrNotFound.
func (tx *Tx) Check(team mission.TeamID, user mission.UserID, id mission.ID) (coaching.Check, error) {
	r, err := balances.get(tx, key(string(team), string(user), string(id)))
	return fromBalance(r), err
}

// PutCheck keeps a balance check.
func (tx *Tx) PutCheck(c coaching.Check) error {
	return balances.put(tx, balanceRecord{
		V: recordVersion, ID: c.ID, Team: c.Team, User: c.User, At: stamp(c.At), Choices: c.Choices,
	})
}

// Checks returns a person's balance checks, newest first, at most limit of them, starting before the given
// id where one is given.
func (tx *Tx) Checks(team mission.TeamID, user mission.UserID, before mission.ID, limit int) ([]coaching.Check, error) {
	var out []coaching.Check
	if limit <= 0 {
		return out, tx.live()
	}
	for _, raw := range tx.descend(bucketBalance, prefix(string(team), string(user)), string(before)) {
		r, err := balances.decode(raw)
		if err != nil {
			return nil, err
		}
		if out = append(out, fromBalance(r)); len(out) == limit {
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
	return fromRotation(r), err
}

// PutRotation keeps the order in place of the earlier one.
func (tx *Tx) PutRotation(r coaching.Rotation) error { return rotations.put(tx, toRotation(r)) }
