package nudges

import (
	"cmp"
	"slices"
	"time"

	"throughline/internal/nudges/choice"
)

// NoRepeat is how long a question is not asked again at the same place.
const NoRepeat = 90 * 24 * time.Hour

// Use is one question that was asked at a place.
type Use struct {
	Question string // its id
	Theme    string
	At       time.Time
}

// Choice is the question to ask.
type Choice struct {
	Question Question
	// Candidates is how many questions fitted and had not been asked at the place within [NoRepeat].
	Candidates int
	Theme      string
	// Reason says why this theme where it was not drawn, as the rest of a sentence that begins with "This
	// question, because".
	Reason string
	// Draw is how it was drawn, or nil where it was not.
	Draw *choice.Draw
}

// Choose draws a question for a place by the rule of package choice. It reports false where every fitting question
// was asked within [NoRepeat]; then nothing is to be sent. The fitting questions are those of the place's audience
// and phase, asked is everything asked there that is still remembered, both in any order, and twice are themes whose
// tickets count twice. Equal inputs give an equal choice, so a logged choice can be replayed.
func Choose(fits []Question, asked []Use, counts choice.Counts, twice []string, now time.Time, lot choice.Lot) (Choice, bool) {
	open := unasked(fits, asked, now)
	options := make([]choice.Option, len(open))
	for i, q := range open {
		options[i] = choice.Option{Question: q.ID, Theme: q.Theme}
	}
	d, ok := choice.Make(options, counts, lastUsed(asked), twice, lot, now)
	if !ok {
		return Choice{}, false
	}
	id := d.Questions[d.Question].ID
	at := slices.IndexFunc(open, func(q Question) bool { return q.ID == id })
	return Choice{Question: open[at], Candidates: len(open), Theme: open[at].Theme, Draw: &d}, true
}

// unasked returns the questions that were not asked within NoRepeat, ordered by id. A use in the
// future, which a clock set back leaves behind, counts as a recent one.
func unasked(fits []Question, asked []Use, now time.Time) []Question {
	recent := make(map[string]bool, len(asked))
	for _, u := range asked {
		if now.Sub(u.At) < NoRepeat {
			recent[u.Question] = true
		}
	}
	open := slices.DeleteFunc(slices.Clone(fits), func(q Question) bool { return recent[q.ID] })
	slices.SortFunc(open, func(a, b Question) int { return cmp.Compare(a.ID, b.ID) })
	return open
}

// lastUsed returns when each theme was last used.
func lastUsed(asked []Use) map[string]time.Time {
	last := make(map[string]time.Time, len(asked))
	for _, u := range asked {
		if u.At.After(last[u.Theme]) {
			last[u.Theme] = u.At
		}
	}
	return last
}
