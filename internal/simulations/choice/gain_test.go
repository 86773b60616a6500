//go:build !race

package choice

import (
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
	// steps is how many questions each team is asked.
	steps int
	// least is what the bot's own rule has to gain over uniform choice after 50 questions and after all of them, in points.
	least50, leastEnd float64
}

// Nowhere may the rule be worse than uniform choice by more than worst points.
const worst = -.2

var settings = []setting{
	{"1 team, people tire of a theme", usual, 1, 200, 150, 1.9, 2.7},
	{"50 teams, people tire of a theme", usual, 50, 10, 150, 4.6, 5.5},
	{"1 team, nobody tires", fresh, 1, 60, 150, worst, worst},
	{"1 team, small differences, people tire", small, 1, 60, 150, worst, worst},
	{"1 team, all alike, nobody tires", alike, 1, 60, 300, -.1, -.1},
	{"1 team, all alike, people tire", tiresUs, 1, 60, 300, 1, 1},
}

// ours is the name of the bot's own rule.
const ours = "rested themes, drawn by tickets"

// rivals are the rules that are measured, each against uniform choice in the same worlds.
var rivals = []struct {
	name string
	make func() rule
}{
	{"plain rotation", func() rule { return rotation{} }},
	{"plain Thompson sampling of themes", func() rule { return &thompson{seen: map[[2]int]choice.Count{}} }},
	{"plain Thompson sampling of questions", func() rule {
		return &thompson{byQuestion: true, seen: map[[2]int]choice.Count{}}
	}},
	{ours, func() rule { return newTickets() }},
}

// simpler is the one rule that is simpler and close: the workspace learns, and a place knows nothing of its own.
func simpler() rule {
	p := newTickets()
	p.together = true
	return p
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

// outcome is what one rule reached in one world, in points over uniform choice and in shares.
type outcome struct{ at50, atEnd, most, entropy float64 }

// measure runs each rule in each world of a setting, with all processors.
func measure(s setting, makes []func() rule) [][]outcome {
	out := make([][]outcome, len(makes))
	for i := range out {
		out[i] = make([]outcome, s.worlds)
	}
	each(s.worlds, func(world int) {
		base50, baseEnd, _ := run(s, uint64(world), uniform{})
		for i, newRule := range makes {
			at50, atEnd, used := run(s, uint64(world), newRule())
			most, entropy := evenness(used)
			out[i][world] = outcome{100 * (at50 - base50), 100 * (atEnd - baseEnd), most, entropy}
		}
	})
	return out
}

// each does something for the numbers below n, with all processors.
func each(n int, do func(int)) {
	var wg sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				do(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wg.Wait()
}

func mean[T any](all []T, of func(T) float64) (mean, err float64) {
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

// TestGain holds the rule to what it gains where people differ and tire, and to doing no harm where they do not.
func TestGain(t *testing.T) {
	for _, s := range settings {
		makes := []func() rule{}
		for _, r := range rivals {
			makes = append(makes, r.make)
		}
		if s.teams == 1 {
			makes = append(makes, simpler)
		}
		t.Logf("%s, %d worlds: answered more than by uniform choice, in points", s.name, s.worlds)
		for i, all := range measure(s, makes) {
			name := ours + ", a place knowing nothing by itself"
			if i < len(rivals) {
				name = rivals[i].name
			}
			at50, err50 := mean(all, func(o outcome) float64 { return o.at50 })
			atEnd, errEnd := mean(all, func(o outcome) float64 { return o.atEnd })
			most, _ := mean(all, func(o outcome) float64 { return o.most })
			entropy, _ := mean(all, func(o outcome) float64 { return o.entropy })
			t.Logf("  %-68s after 50: %5.2f ±%.2f   after %d: %5.2f ±%.2f   most used theme %4.1f%%   entropy %.2f",
				name, at50, err50, s.steps, atEnd, errEnd, 100*most, entropy)
			if name != ours {
				continue
			}
			if at50 < s.least50 || atEnd < s.leastEnd {
				t.Errorf("%s: gained %.2f and %.2f points; want at least %.1f and %.1f", s.name, at50, atEnd, s.least50, s.leastEnd)
			}
			if s.spread.theme == 0 && (most > .15 || entropy < .85) {
				t.Errorf("%s: the most used theme has %.1f%%, entropy %.2f; want at most 15%% and at least .85", s.name, 100*most, entropy)
			}
		}
	}
}
