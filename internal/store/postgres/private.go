package postgres

import (
	"throughline/internal/coaching"
	"throughline/internal/mission"
	"throughline/internal/store/record"
)

// Connection returns how a person connects a mission with her own, or ErrNotFound.
func (tx *Tx) Connection(team mission.TeamID, user mission.UserID, id mission.ID) (mission.Connection, error) {
	return get(tx, connections, sure(record.FromConnection), string(team), string(user), string(id))
}

// PutConnection keeps a connection in place of the person's earlier one for the mission.
func (tx *Tx) PutConnection(c mission.Connection) error {
	return connections.put(tx, record.ToConnection(c))
}

// PutReflection keeps a reflection in place of what was kept under its id.
func (tx *Tx) PutReflection(r mission.Reflection) error {
	return reflections.put(tx, record.ToReflection(r))
}

// Reflections returns a person's reflections, newest first, at most limit of them, starting before
// the given id where one is given.
func (tx *Tx) Reflections(team mission.TeamID, user mission.UserID, before mission.ID, limit int) ([]mission.Reflection, error) {
	return newest(tx, reflections, sure(record.FromReflection), "team = $1 and person = $2", "reflection", string(before), limit,
		string(team), string(user))
}

// ReflectionFrom returns the reflection that was typed as the given message, or ErrNotFound.
func (tx *Tx) ReflectionFrom(team mission.TeamID, user mission.UserID, source mission.MessageRef) (mission.Reflection, error) {
	return first(tx, reflections, sure(record.FromReflection),
		"team = $1 and person = $2 and channel = $3 and ts = $4 and ts <> '' order by reflection limit 1",
		string(team), string(user), string(source.Channel), source.TS)
}

// DeleteReflection removes a reflection; one that is not there is no error.
func (tx *Tx) DeleteReflection(team mission.TeamID, user mission.UserID, id mission.ID) error {
	return reflections.delete(tx, string(team), string(user), string(id))
}

// Draft returns a person's draft for a channel, or ErrNotFound.
func (tx *Tx) Draft(team mission.TeamID, user mission.UserID, channel mission.ChannelID) (mission.Draft, error) {
	return get(tx, drafts, sure(record.FromDraft), string(team), string(user), string(channel))
}

// PutDraft keeps a draft in place of the person's earlier one for the channel.
func (tx *Tx) PutDraft(d mission.Draft) error { return drafts.put(tx, record.ToDraft(d)) }

// DeleteDraft removes a draft; one that is not there is no error.
func (tx *Tx) DeleteDraft(team mission.TeamID, user mission.UserID, channel mission.ChannelID) error {
	return drafts.delete(tx, string(team), string(user), string(channel))
}

// OwnCommitment returns a commitment that a person keeps to herself, or ErrNotFound.
func (tx *Tx) OwnCommitment(team mission.TeamID, user mission.UserID, id mission.ID) (mission.OwnCommitment, error) {
	return get(tx, ownCommitments, record.FromOwn, string(team), string(user), string(id))
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
	return newest(tx, ownCommitments, record.FromOwn, "team = $1 and person = $2", "own", string(before), limit, string(team), string(user))
}

// DeleteOwnCommitment removes a commitment; one that is not there is no error.
func (tx *Tx) DeleteOwnCommitment(team mission.TeamID, user mission.UserID, id mission.ID) error {
	return ownCommitments.delete(tx, string(team), string(user), string(id))
}

// Conversation returns the conversation that a person has open, or ErrNotFound.
func (tx *Tx) Conversation(team mission.TeamID, user mission.UserID) (coaching.Conversation, error) {
	return get(tx, conversations, sure(record.FromConversation), string(team), string(user))
}

// PutConversation keeps a conversation in place of the person's earlier one.
func (tx *Tx) PutConversation(c coaching.Conversation) error {
	return conversations.put(tx, record.ToConversation(c))
}

// DeleteConversation removes a person's conversation; one that is not there is no error.
func (tx *Tx) DeleteConversation(team mission.TeamID, user mission.UserID) error {
	return conversations.delete(tx, string(team), string(user))
}

// Practice returns what is remembered of a person between conversations, or ErrNotFound.
func (tx *Tx) Practice(team mission.TeamID, user mission.UserID) (coaching.Practice, error) {
	return get(tx, practices, sure(record.FromPractice), string(team), string(user))
}

// PutPractice keeps it in place of what was remembered before.
func (tx *Tx) PutPractice(p coaching.Practice) error { return practices.put(tx, record.ToPractice(p)) }

// Check returns one of a person's balance checks, or ErrNotFound.
func (tx *Tx) Check(team mission.TeamID, user mission.UserID, id mission.ID) (coaching.Check, error) {
	return get(tx, balances, sure(record.FromBalance), string(team), string(user), string(id))
}

// PutCheck keeps a balance check.
func (tx *Tx) PutCheck(c coaching.Check) error { return balances.put(tx, record.ToBalance(c)) }

// Checks returns a person's balance checks, newest first, at most limit of them, starting before the given
// id where one is given.
func (tx *Tx) Checks(team mission.TeamID, user mission.UserID, before mission.ID, limit int) ([]coaching.Check, error) {
	return newest(tx, balances, sure(record.FromBalance), "team = $1 and person = $2", "balance", string(before), limit,
		string(team), string(user))
}

// DeleteCheck removes a balance check; one that is not there is no error.
func (tx *Tx) DeleteCheck(team mission.TeamID, user mission.UserID, id mission.ID) error {
	return balances.delete(tx, string(team), string(user), string(id))
}

// Rotation returns the order in which whoever leads a mission talks with the others, or ErrNotFound.
func (tx *Tx) Rotation(team mission.TeamID, lead mission.UserID, m mission.ID) (coaching.Rotation, error) {
	return get(tx, rotations, sure(record.FromRotation), string(team), string(lead), string(m))
}

// PutRotation keeps the order in place of the earlier one.
func (tx *Tx) PutRotation(r coaching.Rotation) error { return rotations.put(tx, record.ToRotation(r)) }
