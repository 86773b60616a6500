//go:build !race

package trial

import (
	"math/rand/v2"
	"testing"
	"time"

	"throughline/internal/trial"
)

// stressed are the worlds that an interval has to hold in.
func stressed() []world {
	of := func(name string, change func(*world)) world {
		w := plain()
		w.name = name
		change(&w)
		return w
	}
	mixed := [...]float64{.1, .2, .3, .5}
	return []world{
		plain(),
		of("a tenth withheld", func(w *world) { w.rho = always(.1) }),
		of("teams and people differ much", func(w *world) { w.team, w.person = 1.2, 1.2 }),
		of("effects differ much", func(w *world) { w.effectSD = 1.5 }),
		of("told rarely, 6 %", func(w *world) { w.base = -3.1 }),
		of("told mostly, 60 %", func(w *world) { w.base = .48 }),
		of("three people a team", func(w *world) { w.people = 3 }),
		of("shares differ, in strata", func(w *world) {
			w.rho = func(team int, draw *rand.Rand) float64 { return mixed[(team+draw.IntN(2))%len(mixed)] }
		}),
	}
}

// covered is what one run of a look at twelve weeks gave.
type covered struct {
	in    trial.Interval
	truth float64
}

// TestTheIntervalCoversTheTruth looks once, after twelve weeks, at a nominal 95 %.
func TestTheIntervalCoversTheTruth(t *testing.T) {
	began := time.Now()
	t.Logf("%-30s %6s %7s %9s %12s %7s", "world, one look at 12 weeks", "teams", "effect", "covers %", "false alarm", "width")
	for _, w := range stressed() {
		for _, teams := range []int{1, 10} {
			for _, effect := range []float64{0, .1} {
				w.teams, w.effect = teams, effect
				w := w.calibrated(12)
				runs := many(8_000/min(teams, 3), func(draw *rand.Rand) covered {
					all := w.run(12, draw)
					return covered{trial.Pool(strata(all, 12), 1.96), truth(all)}
				})
				covers := share(runs, func(c covered) bool { return c.in.Low <= c.truth && c.truth <= c.in.High })
				alarms := share(runs, func(c covered) bool { return c.in.Low > 0 || c.in.High < 0 })
				width := 100 * mean(runs, func(c covered) float64 { return c.in.High - c.in.Low })
				if effect > 0 {
					t.Logf("%-30s %6d %7.0f %9.1f %12s %7.0f", w.name, teams, 100*effect, covers, "", width)
				} else {
					t.Logf("%-30s %6d %7.0f %9.1f %12.1f %7.0f", w.name, teams, 100*effect, covers, alarms, width)
				}
				high := 96.5
				if w.base < -3 { // Told so rarely, the interval is wide rather than wrong.
					high = 97.5
				}
				if covers < 93.5 || covers > high {
					t.Errorf("%s, %d teams, effect %.0f: covers %.1f %%, want 93.5 to %.1f", w.name, teams, 100*effect, covers, high)
				}
				if effect == 0 && alarms > 6 {
					t.Errorf("%s, %d teams: %.1f %% false alarms, want 6 at most", w.name, teams, alarms)
				}
			}
		}
	}
	t.Logf("took %v", took(began))
}

// TestStrataAreNeeded shows what the strata are for: thrown together, teams whose shares differ mislead.
func TestStrataAreNeeded(t *testing.T) {
	w := stressed()[7]
	w.teams, w.team = 10, 1.2
	shares := [...]float64{.1, .2, .3, .5}
	w.rho = func(team int, _ *rand.Rand) float64 { return shares[team%len(shares)] }
	type both struct{ strata, thrown bool }
	runs := many(3000, func(draw *rand.Rand) both {
		all := w.run(12, draw)
		of := strata(all, 12)
		covers := func(in trial.Interval) bool { return in.Low <= 0 && in.High >= 0 }
		return both{covers(trial.Pool(of, 1.96)), covers(trial.Newcombe(first(trial.Totals(of)), second(trial.Totals(of)), 1.96))}
	})
	strata := share(runs, func(b both) bool { return b.strata })
	thrown := share(runs, func(b both) bool { return b.thrown })
	t.Logf("shares of .1 to .5 in ten teams that differ much: in strata %.1f %% cover, thrown together %.1f %%", strata, thrown)
	if strata < 93.5 || thrown > strata-1 {
		t.Errorf("in strata %.1f %%, thrown together %.1f %%", strata, thrown)
	}
}

func first[A, B any](a A, _ B) A { return a }

func second[A, B any](_ A, b B) B { return b }
