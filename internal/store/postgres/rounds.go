package postgres

import (
	"throughline/internal/mission"
	"throughline/internal/rounds"
	"throughline/internal/store/record"
)

// Round returns a round, or ErrNotFound.
func (tx *Tx) Round(team mission.TeamID, m, round mission.ID) (rounds.Round, error) {
	return get(tx, roundsKept, sure(record.FromRound), string(team), string(m), string(round))
}

// PutRound keeps a round in place of what was kept under its id.
func (tx *Tx) PutRound(r rounds.Round) error { return roundsKept.put(tx, record.ToRound(r)) }

// RoundsOf returns a mission's rounds, oldest first.
func (tx *Tx) RoundsOf(team mission.TeamID, m mission.ID) ([]rounds.Round, error) {
	return find(tx, roundsKept, sure(record.FromRound), "team = $1 and mission = $2 order by round", string(team), string(m))
}

// RoundSettings returns what a mission's team chose for its rounds, or ErrNotFound.
func (tx *Tx) RoundSettings(team mission.TeamID, m mission.ID) (rounds.Settings, error) {
	return get(tx, roundSettings, sure(record.FromRoundSettings), string(team), string(m))
}

// PutRoundSettings keeps the settings in place of the mission's earlier ones.
func (tx *Tx) PutRoundSettings(s rounds.Settings) error {
	return roundSettings.put(tx, record.ToRoundSettings(s))
}

// Guess returns a person's guess about a round, or ErrNotFound.
func (tx *Tx) Guess(team mission.TeamID, user mission.UserID, round mission.ID) (rounds.Guess, error) {
	return get(tx, roundGuesses, sure(record.FromGuess), string(team), string(user), string(round))
}

// PutGuess keeps a guess in place of the person's earlier one about the round.
func (tx *Tx) PutGuess(g rounds.Guess) error { return roundGuesses.put(tx, record.ToGuess(g)) }

// GuessesOf returns a person's guesses, by the ids of their rounds and so oldest first.
func (tx *Tx) GuessesOf(team mission.TeamID, user mission.UserID) ([]rounds.Guess, error) {
	return find(tx, roundGuesses, sure(record.FromGuess), "team = $1 and person = $2 order by round", string(team), string(user))
}
