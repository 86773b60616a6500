package rounds

import "throughline/internal/mission"

// Tx is what rounds need of a store inside one transaction. Like [mission.Tx] it returns
// [mission.ErrNotFound] for what is not there.
type Tx interface {
	mission.Tx

	Round(team mission.TeamID, m, round mission.ID) (Round, error)
	PutRound(r Round) error
	// RoundsOf returns a mission's rounds, oldest first.
	RoundsOf(team mission.TeamID, m mission.ID) ([]Round, error)

	// PutAnswer keeps an answer, and PutMark that somebody has answered. Neither record holds a time.
	PutAnswer(team mission.TeamID, round mission.ID, a Answer) error
	PutMark(team mission.TeamID, round mission.ID, mark string) error
	Marked(team mission.TeamID, round mission.ID, mark string) (bool, error)
	// Answers returns a round's answers by their keys, which is no order at all.
	Answers(team mission.TeamID, round mission.ID) ([]Answer, error)
	// DropAnswers removes a round's answers and marks.
	DropAnswers(team mission.TeamID, round mission.ID) error

	RoundSettings(team mission.TeamID, m mission.ID) (Settings, error)
	PutRoundSettings(s Settings) error

	Guess(team mission.TeamID, user mission.UserID, round mission.ID) (Guess, error)
	PutGuess(g Guess) error
	// GuessesOf returns a person's guesses, by their rounds and so oldest first.
	GuessesOf(team mission.TeamID, user mission.UserID) ([]Guess, error)
}
