package rounds

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"throughline/internal/mission"
)

// Said is what one person answers.
type Said struct {
	// Value is one of the five choices, from 1 to 5, in a round about a mood.
	Value int `json:"v,omitzero"`
	// Note is anything to add to it, or empty.
	Note string `json:"n,omitzero"`
	// Words are what the mission is for in the person's own words, and Needs what would have to be true for it
	// to work, or empty.
	Words string `json:"w,omitzero"`
	Needs string `json:"t,omitzero"`
}

// check cleans what was said and holds it to what the round asks.
func (s *Said) check(topic Topic) error {
	for _, text := range [3]struct {
		field string
		words *string
		most  int
	}{{"note", &s.Note, MaxNote}, {"own_words", &s.Words, MaxWords}, {"own_needs", &s.Needs, MaxWords}} {
		*text.words = strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(*text.words, "\uFFFD"), "\x00", ""))
		if n := utf8.RuneCountInString(*text.words); n > text.most {
			return &mission.Refusal{Code: mission.TooLong, Field: text.field, Got: n, Max: text.most}
		}
	}
	switch {
	case topic == OwnWords && s.Words == "":
		return &mission.Refusal{Code: mission.Empty, Field: "own_words"}
	case topic.Mood() && (s.Value < 1 || s.Value > 5):
		return &mission.Refusal{Code: mission.BadChoice, Field: "mood"}
	}
	return nil
}

// Give keeps an answer without its author and without a time. Nobody can change it or take it out again.
//
// It refuses with [Over] once the time is over, with [NotAsked] who was not asked when the round opened, and
// with [AlreadyIn] a second answer. Nothing of the answer stands in the error.
func Give(tx Tx, sealer mission.Sealer, now time.Time, by mission.Actor, m mission.Mission, round mission.ID, said Said, random io.Reader) error {
	if err := mission.Check(tx, mission.AnswerRound, by, m, ""); err != nil {
		return err
	}
	r, err := tx.Round(m.Team, m.ID, round)
	if err != nil {
		return err
	}
	if err := Takes(tx, now, m, r, by.User); err != nil {
		return err
	}
	if err := said.check(r.Topic); err != nil {
		return err
	}
	key := make([]byte, keySize)
	if _, err := io.ReadFull(random, key); err != nil {
		return fmt.Errorf("key of an answer: %w", err)
	}
	a := Answer{Key: hex.EncodeToString(key)}
	body, err := json.Marshal(said)
	if err != nil {
		return errors.New("an answer cannot be written")
	}
	if a.Body, err = sealer.Seal(answerBinding(r, a.Key), string(body)); err != nil {
		return err
	}
	if err := tx.PutMark(r.Team, r.ID, r.mark(by.User)); err != nil {
		return err
	}
	return tx.PutAnswer(r.Team, r.ID, a)
}

// Takes returns nil where a round takes a person's answer, and otherwise why not.
func Takes(tx Tx, now time.Time, m mission.Mission, r Round, user mission.UserID) error {
	switch {
	case !r.OpenAt(now):
		return r.over(m)
	case !r.Asks(user):
		return refuse(NotAsked, m)
	}
	in, err := tx.Marked(r.Team, r.ID, r.mark(user))
	if err != nil {
		return err
	}
	if in {
		return &mission.Refusal{Code: AlreadyIn, Mission: m.ID, Date: mission.DateOf(r.ClosesAt.In(m.Location()))}
	}
	return nil
}

// mark names a person inside one round. Without the round's key nobody can tell whose it is.
func (r Round) mark(user mission.UserID) string {
	mac := hmac.New(sha256.New, r.Key)
	mac.Write([]byte(string(r.ID) + "\x00" + string(user)))
	return hex.EncodeToString(mac.Sum(nil))
}

// answerBinding ties an answer to its round and key. It names no person.
func answerBinding(r Round, key string) mission.Binding {
	return mission.Binding{Team: r.Team, Field: "round_answer", Record: string(r.ID) + "/" + key}
}
