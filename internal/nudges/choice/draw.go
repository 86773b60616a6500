package choice

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"time"
)

// Option is a question that could be asked.
type Option struct {
	Question string // its id
	Theme    string
}

// Lot is what decides between equals: the seed of the tickets, and the uniform numbers from 0 up to, but without, 1
// that pick the theme and the question.
type Lot struct {
	Seed                  uint64
	PickTheme, PickOption float64
}

// Theme is one that took part in a draw.
type Theme struct {
	Name string
	Here Count // at the place
	Mean int   // what was expected of it, in ten-thousandths
	// Idle is how many days ago it was last used at the place, or -1 for never.
	Idle int
	// Tickets are its part of all tickets of the draw.
	Tickets int
}

// Question is one that took part in a draw.
type Question struct {
	ID      string
	Count   Count // in the workspace
	Tickets int
}

// Draw is a choice with everything that it was made from.
type Draw struct {
	Lot Lot
	// Tired says that no theme had rested, so that all of them took part.
	Tired  bool
	Themes []Theme // by name
	Theme  int     // the one that was picked

	// Rate is what was expected of a question of the theme, in ten-thousandths.
	Rate      int
	Questions []Question // of the theme, by id
	Question  int        // the one that was picked
}

// Make draws a theme among those that have rested, and one of its questions. Used is when each theme was last used at
// the place; a time to come, which a clock set back leaves behind, counts as now. The tickets of some themes count
// twice; which they are stands nowhere in the draw. It reports false where there is no option.
func Make(options []Option, counts Counts, used map[string]time.Time, twice []string, lot Lot, now time.Time) (Draw, bool) {
	if len(options) == 0 {
		return Draw{}, false
	}
	d := Draw{Lot: lot}
	d.Themes, d.Tired = rested(options, used, now)
	for i := range d.Themes {
		t := &d.Themes[i]
		t.Here, t.Mean = counts.Place[t.Name], counts.Believe(t.Name)
	}
	for i, n := range d.themeTickets() {
		d.Themes[i].Tickets = n
	}
	d.Theme = pick(d.weights(twice), lot.PickTheme)
	d.Rate = counts.believeQuestion(d.Themes[d.Theme].Name)
	for _, o := range options {
		if o.Theme == d.Themes[d.Theme].Name {
			d.Questions = append(d.Questions, Question{ID: o.Question, Count: counts.Questions[o.Question]})
		}
	}
	slices.SortFunc(d.Questions, func(a, b Question) int { return cmp.Compare(a.ID, b.ID) })
	for i, n := range d.questionTickets() {
		d.Questions[i].Tickets = n
	}
	d.Question = pick(d.questionWeights(), lot.PickOption)
	return d, true
}

// rested returns the themes of the options that have rested, by name, or all of them where none has.
func rested(options []Option, used map[string]time.Time, now time.Time) (themes []Theme, tired bool) {
	var all []Theme
	seen := make(map[string]bool, len(options))
	for _, o := range options {
		if seen[o.Theme] {
			continue
		}
		seen[o.Theme] = true
		idle := -1
		at, ever := used[o.Theme]
		if ever {
			idle = max(0, int(now.Sub(at)/(24*time.Hour)))
		}
		t := Theme{Name: o.Theme, Idle: idle}
		if all = append(all, t); !ever || now.Sub(at) >= Rest {
			themes = append(themes, t)
		}
	}
	if tired = len(themes) == 0; tired {
		themes = all
	}
	slices.SortFunc(themes, func(a, b Theme) int { return cmp.Compare(a.Name, b.Name) })
	return themes, tired
}

// Streams of a seed. Each draw has its own, so that one of them can be made again without the other.
const themeStream, questionStream = 1, 2

// themeTickets draws the tickets of the themes from the seed. Of 10 parts 9 go by the rounds that a theme won, and 1 is
// shared out evenly; all of them together are 2560 tickets for each theme.
func (d Draw) themeTickets() []int {
	beliefs := make([]belief, len(d.Themes))
	for i, t := range d.Themes {
		beliefs[i] = believed(t.Here, t.Mean, beliefWeight)
	}
	won := tickets(beliefs, rand.New(rand.NewPCG(d.Lot.Seed, themeStream)))
	for i := range won {
		won[i] = 9*len(won)*won[i] + rounds
	}
	return won
}

// questionTickets draws the tickets of the questions from the seed: the rounds that each of them won.
func (d Draw) questionTickets() []int {
	beliefs := make([]belief, len(d.Questions))
	for i, q := range d.Questions {
		beliefs[i] = believed(q.Count, d.Rate, themeWeight)
	}
	return tickets(beliefs, rand.New(rand.NewPCG(d.Lot.Seed, questionStream)))
}

// weights returns the tickets of the themes as they counted.
func (d Draw) weights(twice []string) []int {
	out := make([]int, len(d.Themes))
	for i, t := range d.Themes {
		if out[i] = t.Tickets; slices.Contains(twice, t.Name) {
			out[i] *= 2
		}
	}
	return out
}

func (d Draw) questionWeights() []int {
	out := make([]int, len(d.Questions))
	for i, q := range d.Questions {
		out[i] = q.Tickets
	}
	return out
}

// pick returns where a number from 0 up to 1 falls among weights.
func pick(weights []int, u float64) int {
	at, last := u*float64(total(weights)), 0
	for i, w := range weights {
		if w == 0 {
			continue
		}
		if last = i; at < float64(w) {
			return i
		}
		at -= float64(w)
	}
	return last // rounding has carried u past the end
}

func total(weights []int) int {
	sum := 0
	for _, w := range weights {
		sum += w
	}
	return sum
}

// Chances returns the probability with which each theme could be picked where some counted twice. They add up to one.
func (d Draw) Chances(twice []string) []float64 {
	weights := d.weights(twice)
	all := float64(total(weights))
	out := make([]float64, len(weights))
	for i, w := range weights {
		out[i] = float64(w) / all
	}
	return out
}

// Share returns how many of a hundred tickets the theme that was picked had drawn, at least 1. Themes that count twice
// have no part in it.
func (d Draw) Share() int {
	all := 0
	for _, t := range d.Themes {
		all += t.Tickets
	}
	if all == 0 {
		return 0
	}
	return max(1, (200*d.Themes[d.Theme].Tickets+all)/(2*all))
}
