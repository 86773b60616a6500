//go:build !race

package choice

import (
	"math"
	"math/rand/v2"
	"strconv"
)

// The size of a world. The spreads are assumed and not observed: trust the order and the signs of what comes out, and
// take "small differences" as the sober case.
const (
	themes    = 18
	questions = 100
	phases    = 3
	gapDays   = 3.5 // between two questions at one place
	noRepeat  = 90
)

// spread says how much things differ from each other, as standard deviations on the logit.
type spread struct {
	team, theme, teamTheme, question float64
	hour                             float64 // of the one hour at which a team is asked
	habit                            float64 // what an asking of a theme costs the next one; halved in 14 days
}

var (
	usual   = spread{team: .6, theme: .35, teamTheme: .4, question: .4, hour: .32, habit: .7}
	fresh   = spread{team: .6, theme: .35, teamTheme: .4, question: .4, hour: .32}
	small   = spread{team: .6, theme: .15, teamTheme: .15, question: .2, hour: .32, habit: .7}
	alike   = spread{team: .6, hour: .32}
	tiresUs = spread{team: .6, hour: .32, habit: .7}
)

// world is what is true of the questions, and what nobody in it knows.
type world struct {
	spread
	theme    [themes]float64
	of       [questions]int // the theme of each question
	question [questions]float64
	fits     [phases][]int
	names    [themes]string
	ids      [questions]string
}

func newWorld(s spread, r *rand.Rand) *world {
	w := &world{spread: s}
	for k := range w.theme {
		w.theme[k] = s.theme * r.NormFloat64()
		w.names[k] = "theme " + strconv.Itoa(10+k)
	}
	for q := range w.of {
		w.of[q] = q % themes
		w.question[q] = s.question * r.NormFloat64()
		w.ids[q] = "question " + strconv.Itoa(100+q)
		for p, in := range phasesOf(q, r) {
			if in {
				w.fits[p] = append(w.fits[p], q)
			}
		}
	}
	return w
}

// phasesOf gives a question one phase, three in ten of them a second one, and fifteen in a hundred all three.
func phasesOf(q int, r *rand.Rand) (in [phases]bool) {
	first := (q / themes) % phases
	in[first] = true
	switch u := r.Float64(); {
	case u < .15:
		in = [phases]bool{true, true, true}
	case u < .45:
		in[(first+1+r.IntN(phases-1))%phases] = true
	}
	return in
}

// team is a place in a world, with what it was asked.
type team struct {
	*world
	base      float64
	taste     [themes]float64
	tired     [themes]float64 // by how much, when it was last asked
	lastTheme [themes]int     // the step at which it was last asked, or -1
	lastAsked [questions]int
	phase     int
	left      int // questions until the phase ends
}

func newTeam(w *world, r *rand.Rand) *team {
	t := &team{world: w, base: -.7 + w.team*r.NormFloat64() + w.hour*r.NormFloat64()}
	for k := range t.taste {
		t.taste[k] = w.teamTheme * r.NormFloat64()
		t.lastTheme[k] = -1
	}
	for q := range t.lastAsked {
		t.lastAsked[q] = -1
	}
	t.left = 8 + r.IntN(14)
	return t
}

// open returns the questions that fit and were not asked within ninety days.
func (t *team) open(step int) []int {
	var out []int
	for _, q := range t.fits[t.phase] {
		if t.lastAsked[q] < 0 || float64(step-t.lastAsked[q])*gapDays >= noRepeat {
			out = append(out, q)
		}
	}
	return out
}

// chance is the probability that the team answers a question.
func (t *team) chance(q, step int) float64 {
	k := t.of[q]
	x := t.base + t.world.theme[k] + t.taste[k] + t.question[q] - t.habit*t.weariness(k, step)
	return 1 / (1 + math.Exp(-x))
}

// weariness is how many askings of a theme are still felt.
func (t *team) weariness(k, step int) float64 {
	if t.lastTheme[k] < 0 {
		return 0
	}
	return t.tired[k] * math.Exp2(-float64(step-t.lastTheme[k])*gapDays/14)
}

// ask notes that a question was asked.
func (t *team) ask(q, step int, r *rand.Rand) {
	k := t.of[q]
	t.tired[k] = t.weariness(k, step) + 1
	t.lastTheme[k], t.lastAsked[q] = step, step
	if t.left--; t.left == 0 {
		t.phase, t.left = (t.phase+1)%phases, 8+r.IntN(14)
	}
}
