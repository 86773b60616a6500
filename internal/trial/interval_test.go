package trial_test

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"throughline/internal/trial"
)

func TestNewcombesPublishedFigures(t *testing.T) {
	for _, c := range []struct {
		sent, withheld trial.Arm
		z              float64
		want           trial.Interval
	}{
		{trial.Arm{N: 70, Told: 56}, trial.Arm{N: 80, Told: 48}, 1.96, trial.Interval{Diff: .2, Low: .0524, High: .3339}},
		{trial.Arm{N: 10, Told: 9}, trial.Arm{N: 10, Told: 3}, 1.96, trial.Interval{Diff: .6, Low: .1705, High: .8090}},
		{trial.Arm{N: 71, Told: 22}, trial.Arm{N: 18, Told: 4}, 2.30, trial.Interval{Diff: .0876, Low: -.2046, High: .2861}},
	} {
		got := trial.Newcombe(c.sent, c.withheld, c.z)
		if !near(got, c.want) {
			t.Errorf("%d/%d against %d/%d gives %.4f [%.4f, %.4f], want %.4f [%.4f, %.4f]", c.sent.Told, c.sent.N,
				c.withheld.Told, c.withheld.N, got.Diff, got.Low, got.High, c.want.Diff, c.want.Low, c.want.High)
		}
	}
}

func near(a, b trial.Interval) bool {
	return math.Abs(a.Diff-b.Diff) < 6e-5 && math.Abs(a.Low-b.Low) < 6e-5 && math.Abs(a.High-b.High) < 6e-5
}

// armOf draws an arm that has at least one nudge.
func armOf(t *rapid.T, name string) trial.Arm {
	n := rapid.IntRange(1, 500).Draw(t, name)
	return trial.Arm{N: n, Told: rapid.IntRange(0, n).Draw(t, name+" told")}
}

func TestWhatAnIntervalIsAlways(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := armOf(t, "sent"), armOf(t, "withheld")
		in := trial.Newcombe(a, b, trial.Z)
		if !(in.Low <= in.Diff && in.Diff <= in.High) || in.Low < -1-1e-12 || in.High > 1+1e-12 {
			t.Fatalf("%v against %v: %+v", a, b, in)
		}
		back := trial.Newcombe(b, a, trial.Z)
		if !near(trial.Interval{Diff: -back.Diff, Low: -back.High, High: -back.Low}, in) {
			t.Fatalf("the arms the other way round give %+v, not the mirror of %+v", back, in)
		}
		narrow := trial.Newcombe(a, b, 1.96)
		if narrow.Low < in.Low-1e-12 || narrow.High > in.High+1e-12 {
			t.Fatalf("a smaller z gives the wider %+v", narrow)
		}
		one := trial.Pool([]trial.Stratum{{Rho: .2, Sent: a, Withheld: b}}, trial.Z)
		if !near(one, in) {
			t.Fatalf("one stratum gives %+v, alone %+v", one, in)
		}
		half := trial.Pool([]trial.Stratum{{Rho: .2, Sent: a}, {Rho: .2, Withheld: b}, {Rho: .5, Sent: b}}, trial.Z)
		if !near(half, in) {
			t.Fatalf("one stratum in two parts and a half-empty one give %+v, want %+v", half, in)
		}
	})
}

// Teams that tell more and hold out more must not make nudges look bad.
func TestStrataKeepTeamsApart(t *testing.T) {
	strata := []trial.Stratum{
		{Rho: .5, Sent: trial.Arm{N: 100, Told: 60}, Withheld: trial.Arm{N: 100, Told: 60}},
		{Rho: .1, Sent: trial.Arm{N: 180, Told: 18}, Withheld: trial.Arm{N: 20, Told: 2}},
	}
	sent, withheld := trial.Totals(strata)
	if got := trial.Pool(strata, trial.Z); math.Abs(got.Diff) > 1e-12 {
		t.Errorf("in strata without any difference it is %.3f", got.Diff)
	}
	if mixed := trial.Newcombe(sent, withheld, trial.Z); mixed.Diff > -.2 {
		t.Errorf("thrown together the difference is %.3f: the example shows nothing", mixed.Diff)
	}
}

func TestNothingFollowsFromAnEmptyArm(t *testing.T) {
	for _, in := range []trial.Interval{
		trial.Newcombe(trial.Arm{N: 5, Told: 1}, trial.Arm{}, trial.Z), trial.Pool(nil, trial.Z),
	} {
		if in != (trial.Interval{Low: -1, High: 1}) {
			t.Errorf("an empty arm gives %+v", in)
		}
	}
}

func TestVerdicts(t *testing.T) {
	arms := func(n1, y1, n0, y0 int) []trial.Stratum {
		return []trial.Stratum{{Rho: .2, Sent: trial.Arm{N: n1, Told: y1}, Withheld: trial.Arm{N: n0, Told: y0}}}
	}
	for _, c := range []struct {
		name string
		of   []trial.Stratum
		want trial.Word
	}{
		{"a clear difference", arms(400, 200, 100, 20), trial.Helps},
		{"none, closely measured", arms(8000, 2000, 2000, 500), trial.NoEffect},
		{"harm is no effect worth a message", arms(800, 100, 200, 100), trial.NoEffect},
		{"none, loosely measured", arms(80, 20, 20, 5), trial.CannotTell},
		{"nine withheld, however clear", arms(400, 400, 9, 0), trial.CannotTell},
		{"nine sent", arms(9, 0, 400, 400), trial.CannotTell},
		{"ten of each, as clear as can be", arms(10, 10, 10, 0), trial.Helps},
		{"nothing at all", nil, trial.CannotTell},
	} {
		if got := trial.Judge(c.of); got.Word != c.want {
			t.Errorf("%s: %s, want %s (%+v)", c.name, got.Word, c.want, got)
		}
	}
}

func TestTheFirstVerdictStands(t *testing.T) {
	look := func(words ...trial.Word) []trial.Finding {
		var out []trial.Finding
		for i, w := range words {
			out = append(out, trial.Finding{Word: w, Sent: trial.Arm{N: i}})
		}
		return out
	}
	for _, c := range []struct {
		looks []trial.Finding
		word  trial.Word
		nth   int
		ok    bool
	}{
		{nil, "", 0, false},
		{look(trial.CannotTell, trial.CannotTell), trial.CannotTell, 1, true},
		{look(trial.CannotTell, trial.NoEffect, trial.Helps), trial.NoEffect, 1, true},
		{look(trial.Helps, trial.CannotTell), trial.Helps, 0, true},
	} {
		got, ok := trial.Stands(c.looks)
		if ok != c.ok || got.Word != c.word || got.Sent.N != c.nth {
			t.Errorf("%v: %+v, %v", c.looks, got, ok)
		}
	}
}

// The rows of the table that a team reads before it opts in, and how they shrink.
func TestWhatATrialCanSee(t *testing.T) {
	for _, c := range []struct {
		people, weeks int
		rho           float64
		want          string
	}{
		{5, 12, .2, "36"}, {5, 52, .2, "17"}, {10, 52, .2, "12"}, {5, 52, .5, "14"}, {50, 52, .2, "5"},
	} {
		got := fmt.Sprintf("%.0f", trial.Visible(trial.BaseUnknown, c.rho, trial.Expected(c.people, c.weeks)))
		if got != c.want {
			t.Errorf("%d people in %d weeks, %v withheld: %s points, want %s", c.people, c.weeks, c.rho, got, c.want)
		}
	}
	for _, rho := range []float64{0, 1} {
		if got := trial.Visible(.25, rho, 100); got != 100 {
			t.Errorf("withholding %v shows differences of %v points", rho, got)
		}
	}
}
