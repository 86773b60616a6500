package rounds

import (
	"encoding/json"
	"io"
	"strconv"
	"time"

	"throughline/internal/mission"
	"throughline/internal/ownwords"
)

// Close closes a round: it keeps the one word, and deletes the answers, the marks and the key in the same
// transaction. A round that is closed stays as it is, so closing twice changes nothing; fresh says that it
// was closed here. Where fewer people answered than the floor there is no word.
//
// An answer that does not open, since its key is gone, is taken for one that was not given: the round ends
// either way.
func Close(tx Tx, sealer mission.Sealer, now time.Time, m mission.Mission, round mission.ID, random io.Reader) (r Round, fresh bool, err error) {
	if r, err = tx.Round(m.Team, m.ID, round); err != nil || r.Closed() {
		return r, false, err
	}
	kept, err := tx.Answers(r.Team, r.ID)
	if err != nil {
		return r, false, err
	}
	if r, err = r.evaluated(sealer, m, opened(sealer, r, kept), random); err != nil {
		return r, false, err
	}
	r.ClosedAt, r.Key = now, nil
	if err := tx.DropAnswers(r.Team, r.ID); err != nil {
		return r, false, err
	}
	return r, true, tx.PutRound(r)
}

func opened(sealer mission.Sealer, r Round, kept []Answer) []Said {
	var all []Said
	for _, a := range kept {
		body, err := sealer.Open(answerBinding(r, a.Key), a.Body)
		if err != nil {
			continue
		}
		var said Said
		if json.Unmarshal([]byte(body), &said) == nil {
			all = append(all, said)
		}
	}
	return all
}

// evaluated returns the round with what the answers come to.
func (r Round) evaluated(sealer mission.Sealer, m mission.Mission, all []Said, random io.Reader) (Round, error) {
	if len(all) < r.Floor {
		return r, nil
	}
	if r.Topic == OwnWords {
		r.Shared, r.Needed = compared(m, all)
		return r, nil
	}
	shift, err := drawShift(random)
	if err != nil {
		return r, err
	}
	sum := 0
	for _, said := range all {
		sum += said.Value
	}
	r.Word = WordFor(sum, len(all), shift)
	r.Notes, err = r.sealedNotes(sealer, all, random)
	return r, err
}

// compared finds what own words have in common. What would have to be true is compared among people alone.
func compared(m mission.Mission, all []Said) (shared, needed *ownwords.Result) {
	words, needs := make([]string, len(all)), make([]string, len(all))
	for i, said := range all {
		words[i], needs[i] = said.Words, said.Needs
	}
	s := ownwords.Analyse(ownwords.English, m.Name+"\n"+m.Aspiration+"\n"+m.EndState, words)
	n := ownwords.Analyse(ownwords.English, "", needs)
	return &s, &n
}

// sealedNotes returns the notes in random order, where as many people wrote one as the floor asks for.
func (r Round) sealedNotes(sealer mission.Sealer, all []Said, random io.Reader) ([]mission.Sealed, error) {
	var notes []string
	for _, said := range all {
		if said.Note != "" {
			notes = append(notes, said.Note)
		}
	}
	if len(notes) < r.Floor {
		return nil, nil
	}
	if err := shuffle(notes, random); err != nil {
		return nil, err
	}
	sealed := make([]mission.Sealed, len(notes))
	for i, note := range notes {
		var err error
		if sealed[i], err = sealer.Seal(r.noteBinding(i), note); err != nil {
			return nil, err
		}
	}
	return sealed, nil
}

// noteBinding ties a note to its round and its place in the random order. It names no person.
func (r Round) noteBinding(i int) mission.Binding {
	return mission.Binding{Team: r.Team, Field: "round_note", Record: string(r.ID) + "/" + strconv.Itoa(i)}
}

// Notes opens the notes of a closed round for a member of its mission. It refuses with [NotesGone] where
// there are none, or none any more.
func Notes(tx Tx, sealer mission.Sealer, now time.Time, by mission.Actor, m mission.Mission, round mission.ID) ([]string, error) {
	if err := mission.Check(tx, mission.AnswerRound, by, m, ""); err != nil {
		return nil, err
	}
	r, err := tx.Round(m.Team, m.ID, round)
	if err != nil {
		return nil, err
	}
	if len(r.Notes) == 0 || !now.Before(r.NotesUntil()) {
		return nil, refuse(NotesGone, m)
	}
	notes := make([]string, len(r.Notes))
	for i, sealed := range r.Notes {
		if notes[i], err = sealer.Open(r.noteBinding(i), sealed); err != nil {
			return nil, err
		}
	}
	return notes, nil
}

// DropNotes deletes the notes of a round once their time is over.
func DropNotes(tx Tx, now time.Time, team mission.TeamID, m, round mission.ID) error {
	r, err := tx.Round(team, m, round)
	if err != nil || r.Notes == nil || now.Before(r.NotesUntil()) {
		return err
	}
	r.Notes = nil
	return tx.PutRound(r)
}
