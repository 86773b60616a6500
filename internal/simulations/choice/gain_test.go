//go:build !race

package choice

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"testing"

	"throughline/internal/nudges/choice"
)

// setting is one kind of world, and how much of it is simulated.
type setting struct {
	name   string
	spread spread
	teams  int
	worlds int
	steps  int
}

var settings = []setting{
	{"1 team, people tire of a theme", usual, 1, 200, 150},
	{"50 teams, people tire of a theme", usual, 50, 10, 150},
	{"1 team, nobody tires", fresh, 1, 200, 150},
	{"1 team, small differences, people tire", small, 1, 200, 150},
	{"1 team, all alike", alike, 1, 200, 150},
	{"1 team, all alike, people tire", tiresUs, 1, 200, 150},
}

var rulesByName = []struct {
	name string
	make func() rule
}{
	{"uniform", func() rule { return uniform{} }},
	{"rotation", func() rule { return rotation{} }},
	{"Thompson, themes, place only", func() rule { return &thompson{seen: map[[2]int]choice.Count{}} }},
	{"Thompson, questions, place only", func() rule { return &thompson{byQuestion: true, seen: map[[2]int]choice.Count{}} }},
	{"rested themes, drawn by tickets", func() rule { return newTickets() }},
	{"the same, what a place knows left out", func() rule { p := newTickets(); p.together = true; return p }},
}

// run simulates the teams of one world under one rule and returns the mean chance of an answer after 50 questions and
// at the end, and how often each theme was used in the last 50 steps. The same number always gives the same world.
func run(s setting, number uint64, p rule) (at50, atEnd float64, used [themes]int) {
	truth := rand.New(rand.NewPCG(number, 1))
	w := newWorld(s.spread, truth)
	teams := make([]*team, s.teams)
	chances := make([]*rand.Rand, s.teams)
	for i := range teams {
		teams[i] = newTeam(w, truth)
		chances[i] = rand.New(rand.NewPCG(number, 100+uint64(i)))
	}
	lots := rand.New(rand.NewPCG(number, 2))
	sum := 0.0
	for step := range s.steps {
		for i, t := range teams {
			q := p.choose(t, i, t.open(step), step, lots)
			chance := t.chance(q, step)
			sum += chance
			answered := chances[i].Float64() < chance
			t.ask(q, step, chances[i])
			p.learn(t, i, q, answered)
			if step >= s.steps-50 {
				used[t.of[q]]++
			}
		}
		if step == 49 {
			at50 = sum / 50 / float64(s.teams)
		}
	}
	return at50, sum / float64(s.steps) / float64(s.teams), used
}

// figures is what a rule reached in the worlds of a setting, in points and in shares.
type figures struct {
	at50, atEnd    float64
	error50, error float64
	most, entropy  float64 // of the themes used in the last 50 steps of a place
}

// measure compares a rule with the uniform one, world by world, with all processors.
func measure(s setting, make func() rule) figures {
	type outcome struct{ at50, atEnd, most, entropy float64 }
	out := makeOutcomes[outcome](s.worlds)
	var next sync.Mutex
	n := 0
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for {
				next.Lock()
				i := n
				n++
				next.Unlock()
				if i >= s.worlds {
					return
				}
				a50, aEnd, used := run(s, uint64(i), make())
				b50, bEnd, _ := run(s, uint64(i), uniform{})
				most, entropy := evenness(used)
				out[i] = outcome{100 * (a50 - b50), 100 * (aEnd - bEnd), most, entropy}
			}
		})
	}
	wg.Wait()
	var f figures
	f.at50, f.error50 = meanError(out, func(o outcome) float64 { return o.at50 })
	f.atEnd, f.error = meanError(out, func(o outcome) float64 { return o.atEnd })
	f.most, _ = meanError(out, func(o outcome) float64 { return o.most })
	f.entropy, _ = meanError(out, func(o outcome) float64 { return o.entropy })
	return f
}

func makeOutcomes[T any](n int) []T { return make([]T, n) }

func meanError[T any](all []T, of func(T) float64) (mean, err float64) {
	n := float64(len(all))
	for _, o := range all {
		mean += of(o) / n
	}
	for _, o := range all {
		err += (of(o) - mean) * (of(o) - mean) / (n - 1) / n
	}
	return mean, math.Sqrt(err)
}

// evenness returns the share of the theme used most, and the entropy of all of them as a share of the greatest.
func evenness(used [themes]int) (most, entropy float64) {
	n := 0
	for _, u := range used {
		n += u
	}
	for _, u := range used {
		if u > 0 {
			p := float64(u) / float64(n)
			entropy -= p * math.Log(p)
		}
	}
	return float64(slices.Max(used[:])) / float64(n), entropy / math.Log(themes)
}

func TestGain(t *testing.T) {
	for _, s := range settings {
		for _, p := range rulesByName[1:] {
			f := measure(s, p.make)
			t.Log(fmt.Sprintf("%-40s %-40s  50: %5.2f ±%.2f  150: %5.2f ±%.2f  most used %4.1f%%  entropy %.3f", s.name, p.name, f.at50, f.error50, f.atEnd, f.error, 100*f.most, f.entropy))
		}
	}
}
