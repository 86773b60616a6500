package choice

import (
	"math"
	"time"
)

// The constants of the rule. They were found by simulation, see docs/learning.md.
const (
	// Rest is how long a theme is left alone at a place after it was used there.
	Rest = 28 * 24 * time.Hour
	// Window is how long after a question something counts as its answer.
	Window = 48 * time.Hour

	// What the library promises: 3 answers to 10 questions, worth 10 askings.
	priorAnswered, priorAsked = 3, 10
	placeWeight               = 10 // of the workspace's rate, in the rate of a place
	themeWeight               = 20 // of the workspace's rate, in the rate of a theme; of the theme's, in a question's
	beliefWeight              = 40 // of all of it, beside what a place knows of a theme by itself
	leastMean, mostMean       = 0.05, 0.95

	// inTenThousand is the unit of means as they are used and logged.
	inTenThousand = 10_000
)

// Count says how often something was asked and how often it was answered within [Window].
type Count struct {
	Asked    int
	Answered int
}

// Add counts one more asking.
func (c Count) Add(answered bool) Count {
	c.Asked++
	if answered {
		c.Answered++
	}
	return c
}

// Tally holds counts by name. The nil Tally is empty and can be read.
type Tally map[string]Count

// sum returns all counts together.
func (t Tally) sum() Count {
	var all Count
	for _, c := range t {
		all.Asked += c.Asked
		all.Answered += c.Answered
	}
	return all
}

// Counts is what a choice learns from.
type Counts struct {
	// Place are the themes of the place itself.
	Place Tally
	// Themes and Questions are those of the workspace, for the audience of the question.
	Themes, Questions Tally
}

// Believe returns what is expected of a theme at the place: its rate of answers, in ten-thousandths. The place's own
// rate and the theme's rate in the workspace are each pulled towards the workspace's, and their distances from it
// added up.
func (c Counts) Believe(theme string) int {
	all, here, k := c.Themes.sum(), c.Place.sum(), c.Themes[theme]
	m := ratio(all, priorAnswered, priorAsked)
	place := ratio(here, placeWeight*m, placeWeight)
	mean := place + ratio(k, themeWeight*m, themeWeight) - m
	return toUnits(min(max(mean, leastMean), mostMean))
}

// believeQuestion returns what is expected of the questions of a theme of which nothing is known, in ten-thousandths.
func (c Counts) believeQuestion(theme string) int {
	const prior = float64(themeWeight) * priorAnswered / priorAsked
	return toUnits(ratio(c.Themes[theme], prior, themeWeight))
}

// ratio is a rate to which something known beforehand was added.
func ratio(c Count, answered, asked float64) float64 {
	return (float64(c.Answered) + answered) / (float64(c.Asked) + asked)
}

// toUnits rounds a rate to ten-thousandths. What is drawn from is the rounded one, so that a log holds it whole.
func toUnits(rate float64) int { return int(math.Round(rate * inTenThousand)) }

// belief is a beta distribution.
type belief struct{ a, b float64 }

// believed returns the belief of what was counted, with a mean known beforehand that is worth so many askings.
func believed(c Count, mean int, weight float64) belief {
	yes := weight * float64(mean) / inTenThousand
	return belief{a: float64(c.Answered) + yes, b: float64(c.Asked-c.Answered) + weight - yes}
}
