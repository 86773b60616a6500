package rounds

import (
	"slices"
	"time"

	"throughline/internal/mission"
)

// PutGuess keeps what whoever leads expects the team to say. She can change it until the round closes; it is
// compared with the word alone. It refuses with [NotLeading] anyone else, and with [Over] once the time is over.
func PutGuess(tx Tx, sealer mission.Sealer, now time.Time, by mission.Actor, m mission.Mission, round mission.ID, w Word) error {
	r, err := tx.Round(m.Team, m.ID, round)
	if err != nil {
		return err
	}
	if err := MayGuess(tx, now, by, m, r); err != nil {
		return err
	}
	if !slices.Contains(Words[:], w) {
		return &mission.Refusal{Code: mission.BadChoice, Field: "guess"}
	}
	sealed, err := sealer.Seal(GuessBinding(m.Team, by.User, r.ID), string(w))
	if err != nil {
		return err
	}
	return tx.PutGuess(Guess{Team: m.Team, User: by.User, Mission: m.ID, Round: r.ID, Word: sealed})
}

// MayGuess returns nil where somebody may guess what a round will say, and otherwise why not.
func MayGuess(tx Tx, now time.Time, by mission.Actor, m mission.Mission, r Round) error {
	if err := mission.Check(tx, mission.AnswerRound, by, m, ""); err != nil {
		return err
	}
	switch {
	case m.Lead != by.User || !r.Topic.Mood():
		return refuse(NotLeading, m)
	case !r.OpenAt(now):
		return r.over(m)
	}
	return nil
}

// GuessBinding ties a guess to whose it is and to its round.
func GuessBinding(team mission.TeamID, user mission.UserID, round mission.ID) mission.Binding {
	return mission.Binding{Team: team, User: user, Field: "round_guess", Record: string(round)}
}

// GuessOf opens a person's guess about a round, or returns "" where she made none.
func GuessOf(tx Tx, sealer mission.Sealer, team mission.TeamID, user mission.UserID, round mission.ID) (Word, error) {
	g, err := tx.Guess(team, user, round)
	if err != nil {
		return "", ignoreNotFound(err)
	}
	w, err := sealer.Open(GuessBinding(team, user, round), g.Word)
	return Word(w), err
}

// Fared is a guess beside what the team said.
type Fared struct {
	Round    mission.ID
	Topic    Topic
	ClosedAt time.Time
	Expected Word
	Said     Word
}

// Guesses returns how a person's guesses in a mission fared, oldest first: those about rounds that closed with
// a word. They are hers alone and stand in forms only.
func Guesses(tx Tx, sealer mission.Sealer, team mission.TeamID, user mission.UserID, m mission.ID) ([]Fared, error) {
	all, err := tx.GuessesOf(team, user)
	if err != nil {
		return nil, err
	}
	var out []Fared
	for _, g := range all {
		if g.Mission != m {
			continue
		}
		r, err := tx.Round(team, m, g.Round)
		if ignoreNotFound(err) != nil {
			return nil, err
		}
		if err != nil || r.Word == "" {
			continue
		}
		w, err := sealer.Open(GuessBinding(team, user, g.Round), g.Word)
		if err != nil {
			return nil, err
		}
		out = append(out, Fared{Round: r.ID, Topic: r.Topic, ClosedAt: r.ClosedAt, Expected: Word(w), Said: r.Word})
	}
	return out, nil
}
