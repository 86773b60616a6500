package nudges

import (
	"time"

	"throughline/internal/mission"
)

// OpenFor is how long a question in direct messages can be answered by a plain message.
const OpenFor = 7 * 24 * time.Hour

// MarkAnswered notes what somebody did with a nudge, never what was said, and returns the row. An
// answer stands over whatever was tapped before it, and no tap stands over an answer: [Reopen] takes one
// back. Rows that are not nudges are returned as they are.
func MarkAnswered(tx Tx, team mission.TeamID, key string, how Answer, now time.Time) (Row, error) {
	r, err := tx.Row(team, key)
	if err != nil {
		return Row{}, wrap("answer a nudge", err)
	}
	if r.Nudge == nil || r.Nudge.Answer == how || r.Nudge.Answer.final() {
		return r, nil
	}
	asked := *r.Nudge
	asked.Answer, asked.AnsweredAt = how, now
	if how == NotAnswered {
		asked.AnsweredAt = time.Time{}
	}
	r.Nudge = &asked
	if err := tx.PutRow(r); err != nil {
		return r, wrap("answer a nudge", err)
	}
	return r, wrap("answer a nudge", noteAnswer(tx, r, how, now))
}

// Reopen takes an answer back, so that the question can be answered again: what was taken for an answer
// was none.
func Reopen(tx Tx, team mission.TeamID, key string) (Row, error) {
	r, err := tx.Row(team, key)
	if err != nil {
		return Row{}, wrap("reopen a nudge", err)
	}
	if r.Nudge == nil {
		return r, nil
	}
	asked := *r.Nudge
	asked.Answer, asked.AnsweredAt, asked.Further = NotAnswered, time.Time{}, NotFurther
	r.Nudge = &asked
	return r, wrap("reopen a nudge", tx.PutRow(r))
}

// final reports whether nothing comes after this answer.
func (a Answer) final() bool { return a == Answered || a == Talked }

// OpenPrompt returns the newest question in a person's direct messages that words can answer, was asked within
// [OpenFor] and has no answer yet. A reply in a thread finds its question with Tx.RowAt instead.
func OpenPrompt(tx Tx, team mission.TeamID, user mission.UserID, now time.Time) (Row, bool, error) {
	return newestOpen(tx, team, user, now, func(k Kind) bool { return !k.ByTap() })
}

// OpenQuestion is [OpenPrompt] with the questions among them that ask after what the person said she would do.
// Which answer words are to those is hers to say, but to an older question they are none.
func OpenQuestion(tx Tx, team mission.TeamID, user mission.UserID, now time.Time) (Row, bool, error) {
	return newestOpen(tx, team, user, now, func(k Kind) bool { return !k.ByTap() || k.AsksAfter() })
}

func newestOpen(tx Tx, team mission.TeamID, user mission.UserID, now time.Time, fits func(Kind) bool) (Row, bool, error) {
	asked, err := tx.AskedAt(team, string(user), now.Add(-OpenFor))
	if err != nil {
		return Row{}, false, wrap("open prompt", err)
	}
	for _, r := range asked {
		if r.State == Settled && r.Nudge != nil && !r.Update && fits(r.Nudge.Kind) &&
			(r.Nudge.Answer == NotAnswered || r.furtherOpen(now)) {
			return r, true, nil
		}
	}
	return Row{}, false, nil
}
