//go:build !race

package choice

import (
	"math/rand/v2"
	"time"

	"throughline/internal/nudges/choice"
)

// rule chooses what a team is asked, and learns from what was answered.
type rule interface {
	choose(t *team, place int, open []int, step int, r *rand.Rand) (question int)
	learn(t *team, place, question int, answered bool)
}

// uniform picks any question.
type uniform struct{}

func (uniform) choose(_ *team, _ int, open []int, _ int, r *rand.Rand) int {
	return open[r.IntN(len(open))]
}

func (uniform) learn(*team, int, int, bool) {}

// rotation picks the theme that was used longest ago.
type rotation struct{ uniform }

func (rotation) choose(t *team, _ int, open []int, _ int, r *rand.Rand) int {
	var least []int
	for _, q := range open {
		switch {
		case len(least) == 0 || t.lastTheme[t.of[q]] < t.lastTheme[t.of[least[0]]]:
			least = []int{q}
		case t.lastTheme[t.of[q]] == t.lastTheme[t.of[least[0]]]:
			least = append(least, q)
		}
	}
	k := t.of[least[r.IntN(len(least))]]
	return ofTheme(t, open, k, r)
}

func ofTheme(t *team, open []int, k int, r *rand.Rand) int {
	var in []int
	for _, q := range open {
		if t.of[q] == k {
			in = append(in, q)
		}
	}
	return in[r.IntN(len(in))]
}

// thompson is plain Thompson sampling at each place by itself, over themes or over questions.
type thompson struct {
	byQuestion bool
	seen       map[[2]int]choice.Count // by place, and theme or question
}

func (p *thompson) arm(t *team, q int) int {
	if p.byQuestion {
		return q
	}
	return t.of[q]
}

func (p *thompson) choose(t *team, place int, open []int, _ int, r *rand.Rand) int {
	best, winner := -1.0, 0
	drawn := map[int]bool{}
	for _, q := range open {
		arm := p.arm(t, q)
		if drawn[arm] {
			continue
		}
		drawn[arm] = true
		c := p.seen[[2]int{place, arm}]
		if x := beta(1+c.Answered, 1+c.Asked-c.Answered, r); x > best {
			best, winner = x, q
		}
	}
	if p.byQuestion {
		return winner
	}
	return ofTheme(t, open, t.of[winner], r)
}

func (p *thompson) learn(t *team, place, q int, answered bool) {
	at := [2]int{place, p.arm(t, q)}
	p.seen[at] = p.seen[at].Add(answered)
}

// beta draws from a beta distribution of whole numbers, as the share of one gamma in two.
func beta(a, b int, r *rand.Rand) float64 {
	x, y := 0.0, 0.0
	for range a {
		x += r.ExpFloat64()
	}
	for range b {
		y += r.ExpFloat64()
	}
	return x / (x + y)
}

// tickets is the rule of the program itself, with everything that it keeps.
type tickets struct {
	places    map[int]choice.Tally
	themes    choice.Tally
	questions choice.Tally
	// together leaves out what a place knows by itself.
	together bool
}

func newTickets() *tickets {
	return &tickets{places: map[int]choice.Tally{}, themes: choice.Tally{}, questions: choice.Tally{}}
}

var start = time.Date(2026, 1, 5, 10, 0, 0, 0, time.UTC)

func day(step int) time.Time {
	return start.Add(time.Duration(float64(step) * gapDays * 24 * float64(time.Hour)))
}

func (p *tickets) draw(t *team, place int, open []int, step int, r *rand.Rand) choice.Draw {
	options := make([]choice.Option, len(open))
	used := map[string]time.Time{}
	for i, q := range open {
		k := t.of[q]
		options[i] = choice.Option{Question: t.ids[q], Theme: t.names[k]}
		if t.lastTheme[k] >= 0 {
			used[t.names[k]] = day(t.lastTheme[k])
		}
	}
	counts := choice.Counts{Place: p.places[place], Themes: p.themes, Questions: p.questions}
	lot := choice.Lot{Seed: r.Uint64(), PickTheme: r.Float64(), PickOption: r.Float64()}
	d, _ := choice.Make(options, counts, used, nil, lot, day(step))
	return d
}

func (p *tickets) choose(t *team, place int, open []int, step int, r *rand.Rand) int {
	d := p.draw(t, place, open, step, r)
	for _, q := range open {
		if t.ids[q] == d.Questions[d.Question].ID {
			return q
		}
	}
	panic("a question was chosen that nobody may be asked")
}

func (p *tickets) learn(t *team, place, q int, answered bool) {
	theme := t.names[t.of[q]]
	if !p.together {
		if p.places[place] == nil {
			p.places[place] = choice.Tally{}
		}
		p.places[place][theme] = p.places[place][theme].Add(answered)
	}
	p.themes[theme] = p.themes[theme].Add(answered)
	p.questions[t.ids[q]] = p.questions[t.ids[q]].Add(answered)
}
