//go:build !race

package choice

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"throughline/internal/nudges/choice"
)

// pair is one theme in one draw: how likely it was, and whether it came.
type pair struct {
	chance float64
	came   bool
}

// TestReplay makes ten thousand draws again, and holds what was picked to the probabilities that were logged.
func TestReplay(t *testing.T) {
	const decisions = 10_000
	r := rand.New(rand.NewPCG(7, 7))
	w := newWorld(usual, r)
	p := newTickets()
	var teams []*team
	for range 50 {
		teams = append(teams, newTeam(w, r))
	}
	mismatches, worstSum := 0, 0.0
	var pairs []pair
	for n := range decisions {
		place, step := n%len(teams), n/len(teams)
		tm := teams[place]
		d := p.draw(tm, place, tm.open(step), step, r)
		if len(d.Replay(choice.Rule(), nil)) > 0 {
			mismatches++
		}
		sum := 0.0
		for k, chance := range d.Chances(nil) {
			sum += chance
			pairs = append(pairs, pair{chance, k == d.Theme})
		}
		worstSum = max(worstSum, math.Abs(sum-1))
		for q, id := range tm.ids {
			if id == d.Questions[d.Question].ID {
				answered := r.Float64() < tm.chance(q, step)
				tm.ask(q, step, r)
				p.learn(tm, place, q, answered)
			}
		}
	}
	chi, table := byDecile(pairs)
	t.Logf("%d decisions made again: %d mismatches; probabilities add up to 1 but for %.0e; χ² by decile %.1f (99.9%% point of 10: 29.6)",
		decisions, mismatches, worstSum, chi)
	for _, line := range table {
		t.Logf("  logged %.4f  picked %.4f", line[0], line[1])
	}
	if mismatches > 0 || worstSum > 1e-9 || chi > 29.588 {
		t.Error("what was picked does not follow what was logged")
	}
}

// byDecile compares how often themes came with how likely they were, in ten groups by that likelihood.
func byDecile(pairs []pair) (chi float64, table [][2]float64) {
	slices.SortFunc(pairs, func(a, b pair) int { return cmp.Compare(a.chance, b.chance) })
	for i := range 10 {
		group := pairs[i*len(pairs)/10 : (i+1)*len(pairs)/10]
		var came, expected, variance float64
		for _, p := range group {
			if p.came {
				came++
			}
			expected += p.chance
			variance += p.chance * (1 - p.chance)
		}
		chi += (came - expected) * (came - expected) / variance
		n := float64(len(group))
		table = append(table, [2]float64{expected / n, came / n})
	}
	return chi, table
}

// TestValue values uniform choice on what the rule did, and compares it with what uniform choice does.
func TestValue(t *testing.T) {
	const rounds, weeks = 20, 150
	same := fresh
	same.question = 0 // what is valued is the theme; the questions within one are chosen as before
	var squares, mean float64
	covered := 0
	for world := range uint64(rounds) {
		r := rand.New(rand.NewPCG(world, 9))
		w := newWorld(same, r)
		p := newTickets()
		var outcomes []choice.Outcome
		truth := 0.0
		for place := range 10 {
			tm := newTeam(w, r)
			for step := range weeks {
				d := p.draw(tm, place, tm.open(step), step, r)
				for k := range d.Themes {
					truth += tm.chanceOf(d.Themes[k].Name, step) / float64(len(d.Themes))
				}
				q := slices.Index(tm.ids[:], d.Questions[d.Question].ID)
				answered := r.Float64() < tm.chance(q, step)
				tm.ask(q, step, r)
				p.learn(tm, place, q, answered)
				outcomes = append(outcomes, choice.Outcome{Draw: d, Answered: answered})
			}
		}
		truth /= float64(len(outcomes))
		v := choice.Evaluate(outcomes, choice.Policies()["uniform"])
		miss := v.Rate - truth
		squares, mean = squares+miss*miss/rounds, mean+miss/rounds
		if math.Abs(miss) < 1.96*v.Error {
			covered++
		}
	}
	t.Logf("uniform choice valued on %d decisions of the rule, %d worlds: off by %.2f points in the mean, rmse %.2f, covered %d times",
		10*weeks, rounds, 100*mean, 100*math.Sqrt(squares), covered)
	if math.Abs(mean) > .015 || covered < 16 {
		t.Errorf("the value is off by %.2f points in the mean, and its interval covers the truth in %d of %d worlds", 100*mean, covered, rounds)
	}
}

// chanceOf is the mean chance of the questions of a theme that are open.
func (t *team) chanceOf(theme string, step int) float64 {
	sum, n := 0.0, 0.0
	for _, q := range t.open(step) {
		if t.names[t.of[q]] == theme {
			sum += t.chance(q, step)
			n++
		}
	}
	return sum / n
}
