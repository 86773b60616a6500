package nudges

import (
	"hash/fnv"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"throughline/internal/mission"
)

// A question may be followed by one more, once, where the answer was more than a few words. What is kept of that is
// where it stands; its words are the library's.

// furtherOver is how many characters an answer must have more than, so that a question follows it.
const furtherOver = 40

// furtherMark stands between the id of a question and the number of one that follows it.
const furtherMark = "#"

// FurtherID names the question that may follow this nudge, or is empty where its question has none. Which of several
// it is follows from the nudge's key, so that it stays the same.
func (l Library) FurtherID(r Row) string {
	if r.Nudge == nil {
		return ""
	}
	q, ok := l.ByID(r.Nudge.Question)
	if !ok || len(q.FollowUps) == 0 {
		return ""
	}
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(r.Key)) // never fails
	return q.ID + furtherMark + strconv.Itoa(int(sum.Sum32()%uint32(len(q.FollowUps))))
}

// IsFurther reports whether an id names a question that follows another one.
func IsFurther(id string) bool { return strings.Contains(id, furtherMark) }

// Text returns the words of a question by its id, also of one that follows another, and whether it is known.
func (l Library) Text(id string) (string, bool) {
	main, n, further := strings.Cut(id, furtherMark)
	q, ok := l.ByID(main)
	if !further || !ok {
		return q.Text, ok
	}
	i, err := strconv.Atoi(n)
	if err != nil || i < 0 || i >= len(q.FollowUps) {
		return "", false
	}
	return q.FollowUps[i], true
}

// AskFurther notes that a question follows an answer in these words, where one may: once, after more than a few words.
func AskFurther(tx Tx, team mission.TeamID, key, words string, l Library) error {
	return setFurther(tx, team, key, func(r Row) Further {
		if r.Nudge.Further == NotFurther && utf8.RuneCountInString(strings.TrimSpace(words)) > furtherOver && l.FurtherID(r) != "" {
			return FurtherAsked
		}
		return r.Nudge.Further
	})
}

// TakeFurther notes that the question which followed has an answer, or that what was taken for one was none.
func TakeFurther(tx Tx, team mission.TeamID, key string, taken bool) error {
	return setFurther(tx, team, key, func(r Row) Further {
		switch {
		case r.Nudge.Further == NotFurther:
			return NotFurther
		case taken:
			return FurtherTaken
		}
		return FurtherAsked
	})
}

func setFurther(tx Tx, team mission.TeamID, key string, to func(Row) Further) error {
	r, err := tx.Row(team, key)
	if err != nil || r.Nudge == nil {
		return wrap("a question that follows", err)
	}
	asked := *r.Nudge
	if asked.Further = to(r); asked.Further == r.Nudge.Further {
		return nil
	}
	r.Nudge = &asked
	return wrap("a question that follows", tx.PutRow(r))
}

// furtherOpen reports whether a question that followed an answer waits for its own.
func (r Row) furtherOpen(now time.Time) bool {
	return r.Nudge.Answer == Answered && r.Nudge.Further == FurtherAsked && now.Sub(r.Nudge.AnsweredAt) <= OpenFor
}
