package rounds

import (
	"errors"
	"slices"
	"time"

	"throughline/internal/mission"
)

// Result is what one round said, for a trend: plain data for words and pictures.
type Result struct {
	Topic Topic
	Phase mission.Phase
	// At is when the round closed.
	At time.Time
	// Word is empty where not enough people answered.
	Word Word
	// Changed says that others were asked than in the round before.
	Changed bool
}

// Trend returns what the closed rounds on one topic said, oldest first.
func Trend(tx Tx, m mission.Mission, topic Topic) ([]Result, error) {
	all, err := tx.RoundsOf(m.Team, m.ID)
	if err != nil {
		return nil, err
	}
	var out []Result
	for _, r := range all {
		if r.Topic == topic && r.Closed() {
			out = append(out, Result{Topic: topic, Phase: r.Phase, At: r.ClosedAt, Word: r.Word, Changed: r.Changed})
		}
	}
	return out, nil
}

// Before is what a round's result is told beside.
type Before struct {
	// Last is the round on the same topic before it that had a word, or nil.
	Last *Result
	// Since is when the last round of the kind closed, or else when the mission began: what was told since is
	// what changed.
	Since time.Time
	// Earlier is the mission that this one grew from, and Then its word at the same phase, or empty.
	Earlier mission.Mission
	Then    Word
}

// TellBeside reads what a round's result is told beside.
func TellBeside(tx Tx, m mission.Mission, r Round) (Before, error) {
	b := Before{Since: m.StartedAt}
	all, err := tx.RoundsOf(m.Team, m.ID)
	if err != nil {
		return b, err
	}
	for _, earlier := range all {
		if earlier.ID >= r.ID || !earlier.Closed() || !earlier.Topic.Alike(r.Topic) {
			continue
		}
		b.Since = earlier.ClosedAt
		if earlier.Topic == r.Topic && earlier.Word != "" {
			b.Last = &Result{Topic: r.Topic, Phase: earlier.Phase, At: earlier.ClosedAt, Word: earlier.Word}
		}
	}
	if m.From == "" {
		return b, nil
	}
	b.Earlier, err = tx.Mission(m.Team, m.From)
	if err != nil {
		return b, ignoreNotFound(err)
	}
	b.Then, err = wordAt(tx, b.Earlier, r.Topic, r.Phase)
	return b, err
}

// wordAt returns the last word of a mission in a phase.
func wordAt(tx Tx, m mission.Mission, topic Topic, p mission.Phase) (Word, error) {
	trend, err := Trend(tx, m, topic)
	for _, r := range slices.Backward(trend) {
		if r.Phase == p && r.Word != "" {
			return r.Word, err
		}
	}
	return "", err
}

func ignoreNotFound(err error) error {
	if errors.Is(err, mission.ErrNotFound) {
		return nil
	}
	return err
}
