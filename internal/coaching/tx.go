package coaching

import "throughline/internal/mission"

// Tx is what this package's things need of a store inside one transaction. Like [mission.Tx] it returns
// [mission.ErrNotFound] for what is not there.
type Tx interface {
	// Conversation returns the one that a person has open.
	Conversation(team mission.TeamID, user mission.UserID) (Conversation, error)
	PutConversation(c Conversation) error
	DeleteConversation(team mission.TeamID, user mission.UserID) error

	Practice(team mission.TeamID, user mission.UserID) (Practice, error)
	PutPractice(p Practice) error

	Check(team mission.TeamID, user mission.UserID, id mission.ID) (Check, error)
	PutCheck(c Check) error
	// Checks returns a person's checks, newest first, at most limit of them, starting before the given id
	// where one is given.
	Checks(team mission.TeamID, user mission.UserID, before mission.ID, limit int) ([]Check, error)
	DeleteCheck(team mission.TeamID, user mission.UserID, id mission.ID) error

	Rotation(team mission.TeamID, lead mission.UserID, m mission.ID) (Rotation, error)
	PutRotation(r Rotation) error
}
