//go:build !race

package trial

import (
	"math"
	"math/rand/v2"
	"runtime"
	"sync"
	"time"

	"throughline/internal/trial"
)

// world says what teams are like. The spreads are assumed, not observed: trust the order and the signs.
type world struct {
	name   string
	teams  int
	people int // a team
	// base is the logit of how often progress is told in a day, on an average day of an average person.
	base float64
	// team, person and effectSD are standard deviations: of teams and people on the logit, and of how much a nudge
	// does for one person, as a share of what it does on average.
	team, person, effectSD float64
	// rho returns the share withheld in a team.
	rho func(team int, draw *rand.Rand) float64
	// effect is what a nudge adds to the chance, on average over all nudges.
	effect float64
	// scale makes up for what nudges lose by being frequent, see calibrated.
	scale float64
}

func always(rho float64) func(int, *rand.Rand) float64 {
	return func(int, *rand.Rand) float64 { return rho }
}

// plain is the world that the others depart from.
func plain() world {
	return world{
		name: "plain", teams: 1, people: 5, base: -1.3, team: .4, person: .6, effectSD: .5, rho: always(.2), scale: 1,
	}
}

const (
	tires      = .12 // how much each recent nudge takes off the next one's effect, on the logarithm
	halfLife   = 14  // days in which a recent nudge counts half
	carried    = .4  // of a nudge's effect is still there a day later
	friday     = -.3
	weekdaySD  = .3
	workloadSD = .4
	workloadAR = .6
)

// toss is one decision of the simulated coin, and what would have followed either way.
type toss struct {
	week          int
	rho           float64
	withheld      bool
	told          bool
	with, without float64 // the chances of telling
}

// simulated is somebody in a world.
type simulated struct {
	logit, gain float64
	recent      float64 // nudges of late
	carries     float64 // what yesterday's nudge still adds
	told        bool    // yesterday
	away        int     // days of an absence that are left
}

// run lets a world go on for some weeks, and returns every toss in the order of time.
func (w world) run(weeks int, draw *rand.Rand) []toss {
	var out []toss
	for team := range w.teams {
		out = append(out, w.runTeam(team, weeks, draw)...)
	}
	return out
}

func (w world) runTeam(team, weeks int, draw *rand.Rand) []toss {
	rho := w.rho(team, draw)
	level := w.base + w.team*draw.NormFloat64()
	people := make([]simulated, w.people)
	for i := range people {
		people[i] = simulated{logit: level + w.person*draw.NormFloat64(), gain: 1 + w.effectSD*draw.NormFloat64()}
	}
	var days [5]float64
	for d := range days {
		days[d] = weekdaySD * draw.NormFloat64()
	}
	days[4] += friday
	load := workloadSD * draw.NormFloat64()
	out := make([]toss, 0, weeks*w.people*2)
	for week := range weeks {
		load = workloadAR*load + workloadSD*math.Sqrt(1-workloadAR*workloadAR)*draw.NormFloat64()
		for i := range people {
			out = w.runWeek(&people[i], week, rho, load, days, out, draw)
		}
	}
	return out
}

// runWeek lets one person go through a week in which two nudges are due.
func (w world) runWeek(p *simulated, week int, rho, load float64, days [5]float64, out []toss, draw *rand.Rand) []toss {
	if p.away == 0 && draw.Float64() < .06 {
		p.away = 5 * (1 + draw.IntN(2))
	}
	first := draw.IntN(5)
	second := (first + 1 + draw.IntN(4)) % 5
	for d := range 5 {
		p.recent *= dayLeft
		if p.away > 0 {
			p.away--
			p.told, p.carries = false, 0
			continue
		}
		without := clamp(sigmoid(p.logit+load+days[d]) + p.carries)
		p.carries = 0
		due := (d == first || d == second) && draw.Float64() >= .1
		needed := !p.told || draw.Float64() < .5
		if !due || !needed {
			p.told = draw.Float64() < without
			continue
		}
		gain := w.effect * w.scale * p.gain * math.Exp(-tires*p.recent)
		t := toss{week: week, rho: rho, without: without, with: clamp(without + gain), withheld: draw.Float64() < rho}
		chance := t.without
		if !t.withheld {
			chance = t.with
			p.recent++
			p.carries = carried * gain
		}
		t.told = draw.Float64() < chance
		p.told = t.told
		out = append(out, t)
	}
	return out
}

// dayLeft is what is left of a recent nudge after a working day, of which there are five in seven.
var dayLeft = math.Pow(.5, 7./5/halfLife)

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

func clamp(p float64) float64 { return min(max(p, .001), .999) }

// calibrated scales a world so that a nudge adds as much as is said of it, on average over all nudges.
func (w world) calibrated(weeks int) world {
	if w.effect == 0 {
		return w
	}
	draw := rand.New(rand.NewPCG(1, 2))
	for range 3 {
		var all []toss
		for len(all) < 40_000 {
			all = append(all, w.run(weeks, draw)...)
		}
		w.scale *= w.effect / truth(all)
	}
	return w
}

// truth is what a nudge really added, on average over the tosses.
func truth(all []toss) float64 {
	sum := 0.
	for _, t := range all {
		sum += t.with - t.without
	}
	return sum / float64(len(all))
}

// strata counts the tosses of the weeks before one, as a look counts decisions.
func strata(all []toss, weeks int) []trial.Stratum {
	of := map[float64]*trial.Stratum{}
	for _, t := range all {
		if t.week >= weeks {
			continue
		}
		s := of[t.rho]
		if s == nil {
			s = &trial.Stratum{Rho: t.rho}
			of[t.rho] = s
		}
		arm := &s.Sent
		if t.withheld {
			arm = &s.Withheld
		}
		arm.N++
		if t.told {
			arm.Told++
		}
	}
	var out []trial.Stratum
	for _, s := range of {
		out = append(out, *s)
	}
	return out
}

// many runs a simulation with as many different seeds, on all cores, and returns what each gave.
func many[T any](runs int, of func(draw *rand.Rand) T) []T {
	out := make([]T, runs)
	next := make(chan int)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				out[i] = of(rand.New(rand.NewPCG(uint64(i), 0x7472)))
			}
		})
	}
	for i := range runs {
		next <- i
	}
	close(next)
	wg.Wait()
	return out
}

// share is in how many of 100 runs something was so.
func share[T any](runs []T, is func(T) bool) float64 {
	n := 0
	for _, r := range runs {
		if is(r) {
			n++
		}
	}
	return 100 * float64(n) / float64(len(runs))
}

func mean[T any](runs []T, of func(T) float64) float64 {
	sum := 0.
	for _, r := range runs {
		sum += of(r)
	}
	return sum / float64(len(runs))
}

// took writes how long something took, to a tenth of a second.
func took(since time.Time) time.Duration { return time.Since(since).Round(100 * time.Millisecond) }
