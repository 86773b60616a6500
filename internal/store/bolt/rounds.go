package bolt

import (
	"errors"
	"slices"

	"throughline/internal/mission"
	"throughline/internal/rounds"
	"throughline/internal/store/record"
)

var roundsKept = table[record.Round]{kind: record.Rounds, bucket: bucketRound}

var roundAnswers = table[record.Answer]{kind: record.RoundAnswers, bucket: bucketRoundAnswer}

var roundMarks = table[record.Mark]{kind: record.RoundMarks, bucket: bucketRoundMark}

var roundSettings = table[record.RoundSetting]{kind: record.RoundSettings, bucket: bucketRoundSetting}

var roundGuesses = table[record.Guess]{kind: record.RoundGuesses, bucket: bucketGuess}

// Round returns a round, or ErrNotFound.
func (tx *Tx) Round(team mission.TeamID, m, round mission.ID) (rounds.Round, error) {
	r, err := roundsKept.get(tx, key(string(team), string(m), string(round)))
	if err != nil {
		return rounds.Round{}, err
	}
	return record.FromRound(r), nil
}

// PutRound keeps a round in place of what was kept under its id.
func (tx *Tx) PutRound(r rounds.Round) error { return roundsKept.put(tx, record.ToRound(r)) }

// RoundsOf returns a mission's rounds, oldest first.
func (tx *Tx) RoundsOf(team mission.TeamID, m mission.ID) ([]rounds.Round, error) {
	var out []rounds.Round
	for _, raw := range tx.ascend(bucketRound, prefix(string(team), string(m))) {
		r, err := roundsKept.kind.Decode(raw)
		if err != nil {
			return nil, err
		}
		out = append(out, record.FromRound(r))
	}
	return out, tx.live()
}

// PutAnswer keeps an answer to a round.
func (tx *Tx) PutAnswer(team mission.TeamID, round mission.ID, a rounds.Answer) error {
	return roundAnswers.put(tx, record.ToAnswer(team, round, a))
}

// PutMark keeps that somebody has answered.
func (tx *Tx) PutMark(team mission.TeamID, round mission.ID, mark string) error {
	return roundMarks.put(tx, record.ToMark(team, round, mark))
}

// Marked reports whether a mark was kept.
func (tx *Tx) Marked(team mission.TeamID, round mission.ID, mark string) (bool, error) {
	_, err := tx.get(bucketRoundMark, key(string(team), string(round), mark))
	if errors.Is(err, mission.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// Answers returns the answers to a round, by their keys.
func (tx *Tx) Answers(team mission.TeamID, round mission.ID) ([]rounds.Answer, error) {
	var out []rounds.Answer
	for _, raw := range tx.ascend(bucketRoundAnswer, prefix(string(team), string(round))) {
		r, err := roundAnswers.kind.Decode(raw)
		if err != nil {
			return nil, err
		}
		out = append(out, record.FromAnswer(r))
	}
	return out, tx.live()
}

// DropAnswers removes the answers to a round and the marks of who gave them.
func (tx *Tx) DropAnswers(team mission.TeamID, round mission.ID) error {
	for _, bucket := range [2][]byte{bucketRoundAnswer, bucketRoundMark} {
		var keys [][]byte
		for k := range tx.ascend(bucket, prefix(string(team), string(round))) {
			keys = append(keys, slices.Clone(k))
		}
		for _, k := range keys {
			if err := tx.remove(bucket, k); err != nil {
				return err
			}
		}
	}
	return tx.live()
}

// RoundSettings returns what a mission's team chose for its rounds, or ErrNotFound.
func (tx *Tx) RoundSettings(team mission.TeamID, m mission.ID) (rounds.Settings, error) {
	r, err := roundSettings.get(tx, key(string(team), string(m)))
	if err != nil {
		return rounds.Settings{}, err
	}
	return record.FromRoundSettings(r), nil
}

// PutRoundSettings keeps the settings in place of the mission's earlier ones.
func (tx *Tx) PutRoundSettings(s rounds.Settings) error {
	return roundSettings.put(tx, record.ToRoundSettings(s))
}

// Guess returns a person's guess about a round, or ErrNotFound.
func (tx *Tx) Guess(team mission.TeamID, user mission.UserID, round mission.ID) (rounds.Guess, error) {
	r, err := roundGuesses.get(tx, key(string(team), string(user), string(round)))
	if err != nil {
		return rounds.Guess{}, err
	}
	return record.FromGuess(r), nil
}

// PutGuess keeps a guess in place of the person's earlier one about the round.
func (tx *Tx) PutGuess(g rounds.Guess) error {
	return roundGuesses.put(tx, record.ToGuess(g))
}

// GuessesOf returns a person's guesses, by the ids of their rounds and so oldest first.
func (tx *Tx) GuessesOf(team mission.TeamID, user mission.UserID) ([]rounds.Guess, error) {
	var out []rounds.Guess
	for _, raw := range tx.ascend(bucketGuess, prefix(string(team), string(user))) {
		r, err := roundGuesses.kind.Decode(raw)
		if err != nil {
			return nil, err
		}
		out = append(out, record.FromGuess(r))
	}
	return out, tx.live()
}
