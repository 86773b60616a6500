package postgres

import (
	"slices"

	"throughline/internal/mission"
	"throughline/internal/rounds"
	"throughline/internal/store/record"
)

// The server keeps with each row which transaction wrote it, and rows lie in the order in which they came. By either
// of the two an answer and the mark of who gave it could be matched. So whenever one is added, all answers and all
// marks of its round are written anew, by the same transaction and in the order of their keys, which are random:
// afterwards they all bear its number, and their order says nothing. The rows that this leaves behind are removed soon
// after, see wipe.go. The server's own log of writes tells the order to whoever can read its files, for as long as it
// keeps them.

// roundID names a round across workspaces.
type roundID struct{ team, round string }

// PutAnswer keeps an answer to a round.
func (tx *Tx) PutAnswer(team mission.TeamID, round mission.ID, a rounds.Answer) error {
	tx.mix(team, round)
	return roundAnswers.put(tx, record.ToAnswer(team, round, a))
}

// PutMark keeps that somebody has answered.
func (tx *Tx) PutMark(team mission.TeamID, round mission.ID, mark string) error {
	tx.mix(team, round)
	return roundMarks.put(tx, record.ToMark(team, round, mark))
}

// mix notes that the answers and marks of a round are to be written anew.
func (tx *Tx) mix(team mission.TeamID, round mission.ID) {
	if id := (roundID{string(team), string(round)}); !slices.Contains(tx.rounds, id) {
		tx.rounds = append(tx.rounds, id)
	}
	tx.wipe[record.RoundAnswers.Name], tx.wipe[record.RoundMarks.Name] = true, true
}

// spreadAnswers writes answers and marks anew. The deletion sees all of them before the first comes back, since they
// are sorted in between.
func (tx *Tx) spreadAnswers() {
	for _, id := range tx.rounds {
		for table, by := range map[string]string{record.RoundAnswers.Name: "answer", record.RoundMarks.Name: "mark"} {
			tx.waiting.Queue("with gone as (delete from "+table+" where team = $1 and round = $2 returning team, round, "+by+", doc) "+
				"insert into "+table+" (team, round, "+by+", doc) select team, round, "+by+", doc from gone order by "+by, id.team, id.round)
		}
	}
}

// Marked reports whether a mark was kept.
func (tx *Tx) Marked(team mission.TeamID, round mission.ID, mark string) (bool, error) {
	_, err := roundMarks.get(tx, string(team), string(round), mark)
	if isMissing(err) {
		return false, nil
	}
	return err == nil, err
}

// Answers returns the answers to a round, by their keys.
func (tx *Tx) Answers(team mission.TeamID, round mission.ID) ([]rounds.Answer, error) {
	return find(tx, roundAnswers, sure(record.FromAnswer), "team = $1 and round = $2 order by answer", string(team), string(round))
}

// DropAnswers removes the answers to a round and the marks of who gave them.
func (tx *Tx) DropAnswers(team mission.TeamID, round mission.ID) error {
	if !readable(string(team), string(round)) {
		return tx.mayWrite()
	}
	for _, table := range [2]string{record.RoundAnswers.Name, record.RoundMarks.Name} {
		err := tx.remove(table, true, "delete from "+table+" where team = $1 and round = $2", string(team), string(round))
		if err != nil {
			return err
		}
	}
	return nil
}
