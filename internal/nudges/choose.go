package nudges

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"time"
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
	// Reason says why this theme, as the rest of a sentence that begins with "This question, because".
	Reason string
}

// Choose picks a question for a place: the theme that was used there longest ago, or not at all, and
// within it one question by lot. The rest of a preferred theme counts twice, and of the themes that were not
// used at all the preferred ones come first. It reports false where every fitting question was asked within
// [NoRepeat]; then nothing is to be sent. The fitting questions are those of the place's audience and
// phase, asked is everything asked there that is still remembered, both in any order. Equal inputs give
// an equal choice, so a logged choice can be replayed from its seed.
func Choose(fits []Question, asked []Use, preferred []string, now time.Time, seed uint64) (Choice, bool) {
	open := unasked(fits, asked, now)
	if len(open) == 0 {
		return Choice{}, false
	}
	draw := rand.New(rand.NewPCG(seed, 0))
	themes, used := longestRested(open, asked, preferred, now)
	theme := themes[draw.IntN(len(themes))]
	among := slices.DeleteFunc(slices.Clone(open), func(q Question) bool { return q.Theme != theme })
	return Choice{
		Question:   among[draw.IntN(len(among))],
		Candidates: len(open),
		Theme:      theme,
		Reason:     themeReason(used, len(preferred) > 0),
	}, true
}

// themeReason says why a theme was chosen. It stands in the row, so it does not say whether the theme is one
// of those that are preferred.
func themeReason(used, preferring bool) string {
	switch {
	case used && preferring:
		return "its theme has rested for long here"
	case used:
		return "its theme has rested longest here"
	}
	return "nothing on its theme was asked here before"
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

// longestRested returns the themes of the questions that were last used at the same, earliest time,
// ordered by name, and whether they were used at all. Unused themes come before all others.
func longestRested(open []Question, asked []Use, preferred []string, now time.Time) (rested []string, used bool) {
	last := lastUsed(asked)
	for _, theme := range preferred {
		if at, known := last[theme]; known {
			last[theme] = at.Add(-now.Sub(at))
		}
	}
	earliest := last[open[0].Theme]
	for _, q := range open {
		if at := last[q.Theme]; at.Before(earliest) {
			earliest = at
		}
	}
	for _, q := range open {
		if last[q.Theme].Equal(earliest) {
			rested = append(rested, q.Theme)
		}
	}
	if earliest.IsZero() {
		rested = preferring(rested, preferred)
	}
	slices.Sort(rested)
	return slices.Compact(rested), !earliest.IsZero()
}

func lastUsed(asked []Use) map[string]time.Time {
	last := make(map[string]time.Time, len(asked))
	for _, u := range asked {
		if u.At.After(last[u.Theme]) {
			last[u.Theme] = u.At
		}
	}
	return last
}

// preferring keeps the preferred themes where there are some, and all of them where there are none.
func preferring(themes, preferred []string) []string {
	some := slices.DeleteFunc(slices.Clone(themes), func(t string) bool { return !slices.Contains(preferred, t) })
	if len(some) == 0 {
		return themes
	}
	return some
}
