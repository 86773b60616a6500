package bolt

import (
	"errors"
	"slices"

	"throughline/internal/mission"
	"throughline/internal/rounds"
)

var roundsKept = table[roundRecord]{
	bucket: bucketRound,
	key:    func(r *roundRecord) []byte { return key(string(r.Team), string(r.Mission), string(r.ID)) },
	ids: func(r *roundRecord) (required, optional []string) {
		return []string{string(r.Team), string(r.Mission), string(r.ID)}, nil
	},
	missions: func(r *roundRecord) (mission.TeamID, []mission.ID) { return r.Team, []mission.ID{r.Mission} },
}

var roundAnswers = table[answerRecord]{
	bucket: bucketRoundAnswer,
	key:    func(r *answerRecord) []byte { return key(string(r.Team), string(r.Round), r.Key) },
	ids: func(r *answerRecord) (required, optional []string) {
		return []string{string(r.Team), string(r.Round), r.Key}, nil
	},
}

var roundMarks = table[markRecord]{
	bucket: bucketRoundMark,
	key:    func(r *markRecord) []byte { return key(string(r.Team), string(r.Round), r.Mark) },
	ids: func(r *markRecord) (required, optional []string) {
		return []string{string(r.Team), string(r.Round), r.Mark}, nil
	},
}

var roundSettings = table[roundSettingRecord]{
	bucket: bucketRoundSetting,
	key:    func(r *roundSettingRecord) []byte { return key(string(r.Team), string(r.Mission)) },
	ids: func(r *roundSettingRecord) (required, optional []string) {
		return []string{string(r.Team), string(r.Mission)}, nil
	},
	missions: func(r *roundSettingRecord) (mission.TeamID, []mission.ID) { return r.Team, []mission.ID{r.Mission} },
}

var roundGuesses = table[guessRecord]{
	bucket: bucketGuess,
	key:    func(r *guessRecord) []byte { return key(string(r.Team), string(r.User), string(r.Round)) },
	ids: func(r *guessRecord) (required, optional []string) {
		return []string{string(r.Team), string(r.User), string(r.Round)}, []string{string(r.Mission)}
	},
	missions: func(r *guessRecord) (mission.TeamID, []mission.ID) { return r.Team, present(r.Mission) },
}

// Round returns a round, or ErrNotFound.
func (tx *Tx) Round(team mission.TeamID, m, round mission.ID) (rounds.Round, error) {
	r, err := roundsKept.get(tx, key(string(team), string(m), string(round)))
	if err != nil {
		return rounds.Round{}, err
	}
	return fromRound(r), nil
}

// PutRound keeps a round in place of what was kept under its id.
func (tx *Tx) PutRound(r rounds.Round) error { return roundsKept.put(tx, toRound(r)) }

// RoundsOf returns a mission's rounds, oldest first.
func (tx *Tx) RoundsOf(team mission.TeamID, m mission.ID) ([]rounds.Round, error) {
	var out []rounds.Round
	for _, raw := range tx.ascend(bucketRound, prefix(string(team), string(m))) {
		r, err := roundsKept.decode(raw)
		if err != nil {
			return nil, err
		}
		out = append(out, fromRound(r))
	}
	return out, tx.live()
}

// PutAnswer keeps an answer to a round.
func (tx *Tx) PutAnswer(team mission.TeamID, round mission.ID, a rounds.Answer) error {
	return roundAnswers.put(tx, answerRecord{V: recordVersion, Team: team, Round: round, Key: a.Key, Body: a.Body})
}

// PutMark keeps that somebody has answered.
func (tx *Tx) PutMark(team mission.TeamID, round mission.ID, mark string) error {
	return roundMarks.put(tx, markRecord{V: recordVersion, Team: team, Round: round, Mark: mark})
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
		r, err := roundAnswers.decode(raw)
		if err != nil {
			return nil, err
		}
		out = append(out, rounds.Answer{Key: r.Key, Body: r.Body})
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
	return rounds.Settings{Team: r.Team, Mission: r.Mission, Floor: r.Floor, FewSaid: r.FewSaid}, nil
}

// PutRoundSettings keeps the settings in place of the mission's earlier ones.
func (tx *Tx) PutRoundSettings(s rounds.Settings) error {
	return roundSettings.put(tx, roundSettingRecord{
		V: recordVersion, Team: s.Team, Mission: s.Mission, Floor: s.Floor, FewSaid: s.FewSaid,
	})
}

// Guess returns a person's guess about a round, or ErrNotFound.
func (tx *Tx) Guess(team mission.TeamID, user mission.UserID, round mission.ID) (rounds.Guess, error) {
	r, err := roundGuesses.get(tx, key(string(team), string(user), string(round)))
	if err != nil {
		return rounds.Guess{}, err
	}
	return fromGuess(r), nil
}

// PutGuess keeps a guess in place of the person's earlier one about the round.
func (tx *Tx) PutGuess(g rounds.Guess) error {
	return roundGuesses.put(tx, guessRecord{
		V: recordVersion, Team: g.Team, User: g.User, Mission: g.Mission, Round: g.Round, Word: g.Word,
	})
}

// GuessesOf returns a person's guesses, by the ids of their rounds and so oldest first.
func (tx *Tx) GuessesOf(team mission.TeamID, user mission.UserID) ([]rounds.Guess, error) {
	var out []rounds.Guess
	for _, raw := range tx.ascend(bucketGuess, prefix(string(team), string(user))) {
		r, err := roundGuesses.decode(raw)
		if err != nil {
			return nil, err
		}
		out = append(out, fromGuess(r))
	}
	return out, tx.live()
}
