//go:build !race

package trial

import (
	"math/rand/v2"
	"testing"
	"time"

	"throughline/internal/trial"
)

// year is what one team, or several, saw over three looks.
type year struct {
	findings []trial.Finding
	truths   []float64
	// weekly says that somebody who looks each week, at a nominal 95 %, would have cried out.
	weekly bool
}

func (w world) year(draw *rand.Rand, weekly bool) year {
	all := w.run(52, draw)
	var y year
	for _, weeks := range trial.Weeks {
		y.findings = append(y.findings, trial.Judge(strata(all, weeks)))
		y.truths = append(y.truths, truth(before(all, weeks)))
	}
	for weeks := 1; weekly && weeks <= 52 && !y.weekly; weeks++ {
		f := trial.Judge(strata(all, weeks))
		in := trial.Pool(strata(all, weeks), 1.96)
		y.weekly = f.Enough() && (in.Low > 0 || in.High < 0)
	}
	return y
}

func before(all []toss, weeks int) []toss {
	var out []toss
	for _, t := range all {
		if t.week < weeks {
			out = append(out, t)
		}
	}
	return out
}

// alarm reports whether any of the three looks excluded zero.
func (y year) alarm() bool {
	for _, f := range y.findings {
		if f.Enough() && (f.Low > 0 || f.High < 0) {
			return true
		}
	}
	return false
}

// missed reports whether the truth lay outside at any of the looks.
func (y year) missed() bool {
	for i, f := range y.findings {
		if f.Enough() && (y.truths[i] < f.Low || y.truths[i] > f.High) {
			return true
		}
	}
	return false
}

// word is what stands after some looks.
func (y year) word(looks int) trial.Word {
	f, _ := trial.Stands(y.findings[:looks])
	return f.Word
}

// TestThreeLooksKeepTheirPromise looks at a year without any effect, and with one of ten points.
func TestThreeLooksKeepTheirPromise(t *testing.T) {
	began := time.Now()
	for _, teams := range []int{1, 10} {
		w := plain()
		w.teams = teams
		runs := many(4000/min(teams, 4), func(draw *rand.Rand) year { return w.year(draw, true) })
		three := share(runs, year.alarm)
		weekly := share(runs, func(y year) bool { return y.weekly })
		t.Logf("no effect, %2d teams of five, a year: any false alarm at three looks %.1f %%, at a look each week %.1f %%", teams, three, weekly)
		if three > 6 {
			t.Errorf("%d teams: %.1f %% false alarms over three looks, want 6 at most", teams, three)
		}
		if weekly < 15 {
			t.Errorf("%d teams: who looks each week is alarmed in %.1f %% only, which is not what three looks are against", teams, weekly)
		}
		w.effect = .1
		w = w.calibrated(52)
		found := many(1000, func(draw *rand.Rand) year { return w.year(draw, false) })
		helps := func(looks int) float64 {
			return share(found, func(y year) bool { return y.word(looks) == trial.Helps })
		}
		missed := share(found, year.missed)
		t.Logf("ten points, %2d teams of five: found by 12, 26 and 52 weeks in %.0f, %.0f and %.0f %%; truth outside at any look %.1f %%",
			teams, helps(1), helps(2), helps(3), missed)
		if missed > 6.5 {
			t.Errorf("%d teams: the truth lay outside at one of three looks in %.1f %%", teams, missed)
		}
	}
	t.Logf("took %v", took(began))
}

// TestOnlyWhatHasNoEffectRetires is about fifty people in a year.
func TestOnlyWhatHasNoEffectRetires(t *testing.T) {
	began := time.Now()
	for _, c := range []struct {
		effect      float64
		least, most float64
	}{{0, 75, 100}, {.05, 0, 4.5}, {.1, 0, .5}} {
		w := plain()
		w.teams, w.effect = 10, c.effect
		w = w.calibrated(52)
		runs := many(1200, func(draw *rand.Rand) year { return w.year(draw, false) })
		retired := share(runs, func(y year) bool { return y.word(3) == trial.NoEffect })
		helps := share(runs, func(y year) bool { return y.word(3) == trial.Helps })
		t.Logf("50 people, a year, effect of %2.0f points: retired %.1f %%, helps %.1f %%, cannot tell %.1f %%",
			100*c.effect, retired, helps, 100-retired-helps)
		if retired < c.least || retired > c.most {
			t.Errorf("an effect of %.0f points: %.1f %% retired, want %.1f to %.1f", 100*c.effect, retired, c.least, c.most)
		}
	}
	t.Logf("took %v", took(began))
}
