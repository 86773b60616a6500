package choice

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var tuesday = time.Date(2026, 10, 13, 9, 0, 0, 0, time.UTC)

func TestBelieve(t *testing.T) {
	for name, c := range map[string]struct {
		counts Counts
		want   float64
	}{
		"nothing known: what the library promises": {Counts{}, .3},
		// m = (40+3)/(90+10) = .43; the place m_x = .43; the theme m_k = (10+20·.43)/(10+20) = .62.
		"the workspace answers this theme always": {Counts{Themes: Tally{"risk": {10, 10}, "own": {80, 30}}}, .62},
		// m_x = (0+10·.43)/(10+10) = .215; added distances: .215 + .62 − .43.
		"and this place answers nothing": {
			Counts{Place: Tally{"own": {10, 0}}, Themes: Tally{"risk": {10, 10}, "own": {80, 30}}}, .405,
		},
		"nothing is hopeless": {Counts{Place: Tally{"risk": {500, 0}}, Themes: Tally{"risk": {500, 0}}}, .05},
		"nothing is certain":  {Counts{Place: Tally{"risk": {900, 900}}, Themes: Tally{"risk": {900, 900}}}, .95},
	} {
		if got := float64(c.counts.Believe("risk")) / inTenThousand; math.Abs(got-c.want) > 5e-5 {
			t.Errorf("%s: believed %.4f, want %.4f", name, got, c.want)
		}
	}
	theme := Counts{Themes: Tally{"risk": {20, 14}}}
	if got := theme.believeQuestion("risk"); got != 5000 { // (14+6)/(20+20)
		t.Errorf("a new question is believed %d, want 5000", got)
	}
	if got := believed(Count{5, 2}, 2500, beliefWeight); got != (belief{12, 33}) {
		t.Errorf("2 of 5 on a mean of .25 are %+v, want Beta(12, 33)", got)
	}
}

// TestBeta holds the sampler to the mean and the variance of what it draws from.
func TestBeta(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	const n = 200_000
	for _, b := range []belief{{.3, 19.7}, {2, 38}, {12, 28}, {6, 14}, {400, 100}} {
		var sum, squares float64
		for range n {
			x := beta(b, r)
			sum += x
			squares += x * x
		}
		mean, s := sum/n, b.a+b.b
		variance, want := squares/n-mean*mean, b.a/s
		wantVariance := b.a * b.b / (s * s * (s + 1))
		if math.Abs(mean-want) > 5*math.Sqrt(wantVariance/n) || math.Abs(variance/wantVariance-1) > .05 {
			t.Errorf("Beta(%g, %g): mean %.4f and variance %.5f, want %.4f and %.5f", b.a, b.b, mean, variance, want, wantVariance)
		}
	}
}

func options() []Option {
	return []Option{{"a1", "arc"}, {"a2", "arc"}, {"l1", "learn"}, {"w1", "words"}, {"w2", "words"}, {"w3", "words"}}
}

func TestThemesRest(t *testing.T) {
	ago := func(days int) time.Time { return tuesday.AddDate(0, 0, -days) }
	for name, c := range map[string]struct {
		used  map[string]time.Time
		want  []Theme
		tired bool
	}{
		"none was used":               {nil, []Theme{{Name: "arc", Idle: -1}, {Name: "learn", Idle: -1}, {Name: "words", Idle: -1}}, false},
		"27 days are no rest":         {map[string]time.Time{"arc": ago(27), "learn": ago(28)}, []Theme{{Name: "learn", Idle: 28}, {Name: "words", Idle: -1}}, false},
		"none has rested":             {map[string]time.Time{"arc": ago(3), "learn": ago(2), "words": ago(1)}, []Theme{{Name: "arc", Idle: 3}, {Name: "learn", Idle: 2}, {Name: "words", Idle: 1}}, true},
		"used tomorrow, a clock back": {map[string]time.Time{"arc": ago(-1)}, []Theme{{Name: "learn", Idle: -1}, {Name: "words", Idle: -1}}, false},
	} {
		if got, tired := rested(options(), c.used, tuesday); !reflect.DeepEqual(got, c.want) || tired != c.tired {
			t.Errorf("%s: %+v, %v", name, got, tired)
		}
	}
}

// drawAny makes any draw.
func drawAny(t *rapid.T) (Draw, []string) {
	counts := Counts{Place: Tally{}, Themes: Tally{}, Questions: Tally{}}
	used := map[string]time.Time{}
	tally := func(in Tally, name string) {
		n := rapid.IntRange(0, 300).Draw(t, "asked")
		in[name] = Count{n, rapid.IntRange(0, n).Draw(t, "answered")}
	}
	for _, o := range options() {
		tally(counts.Place, o.Theme)
		tally(counts.Themes, o.Theme)
		tally(counts.Questions, o.Question)
		used[o.Theme] = tuesday.AddDate(0, 0, -rapid.IntRange(0, 60).Draw(t, "days ago"))
	}
	twice := rapid.SliceOfDistinct(rapid.SampledFrom([]string{"arc", "learn", "own"}), rapid.ID).Draw(t, "twice")
	lot := Lot{
		Seed: rapid.Uint64().Draw(t, "seed"), PickTheme: rapid.Float64Range(0, math.Nextafter(1, 0)).Draw(t, "u"),
		PickOption: rapid.Float64Range(0, math.Nextafter(1, 0)).Draw(t, "u2"),
	}
	d, ok := Make(options(), counts, used, twice, lot, tuesday)
	if !ok {
		t.Fatal("nothing was drawn")
	}
	return d, twice
}

func TestADrawIsMadeAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, twice := drawAny(t)
		if found := d.Replay(Rule(), twice); len(found) > 0 {
			t.Fatalf("made again it differs in %v", found)
		}
		sum := 0
		for _, theme := range d.Themes {
			sum += theme.Tickets
			if theme.Tickets < rounds {
				t.Fatalf("%s has %d tickets, want at least %d", theme.Name, theme.Tickets, rounds)
			}
		}
		if sum != 10*rounds*len(d.Themes) {
			t.Fatalf("%d tickets for %d themes", sum, len(d.Themes))
		}
		if share := d.Share(); share < 1 || share > 100 {
			t.Fatalf("a share of %d", share)
		}
	})
}

// TestALogThatWasChangedShows changes one thing in a draw at a time.
func TestALogThatWasChangedShows(t *testing.T) {
	draw := func() Draw {
		d, _ := Make(options(), Counts{}, nil, nil, Lot{Seed: 4, PickTheme: .999, PickOption: .5}, tuesday)
		return d
	}
	for name, c := range map[string]struct {
		change func(*Draw)
		rule   string
		want   []Mismatch
	}{
		"nothing":                     {func(*Draw) {}, Rule(), nil},
		"the seed":                    {func(d *Draw) { d.Lot.Seed++ }, Rule(), []Mismatch{OtherTickets}},
		"the seed, under an old rule": {func(d *Draw) { d.Lot.Seed++ }, "an older one", nil},
		"the theme":                   {func(d *Draw) { d.Theme = 0; d.Question = 0 }, "an older one", []Mismatch{OtherTheme, OtherQuestion}},
		"what picked it":              {func(d *Draw) { d.Lot.PickTheme = 0 }, Rule(), []Mismatch{OtherTheme}},
		"a count":                     {func(d *Draw) { d.Themes[1].Here = Count{50, 50} }, Rule(), []Mismatch{OtherTickets}},
		"no such theme":               {func(d *Draw) { d.Theme = 9 }, Rule(), []Mismatch{Broken}},
		"no such question":            {func(d *Draw) { d.Question = -1 }, Rule(), []Mismatch{Broken}},
		"nothing in it":               {func(d *Draw) { *d = Draw{} }, Rule(), []Mismatch{Broken}},
	} {
		d := draw()
		c.change(&d)
		if got := d.Replay(c.rule, nil); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// TestTheRuleKeepsItsDraws pins the sampler: where this fails, the name of the rule has to change with it, or logs in
// the field would seem forged.
func TestTheRuleKeepsItsDraws(t *testing.T) {
	counts := Counts{Place: Tally{"arc": {9, 6}}, Themes: Tally{"arc": {40, 20}, "words": {30, 4}}, Questions: Tally{"w2": {50, 1}}}
	d, _ := Make(options(), counts, nil, nil, Lot{Seed: 11, PickTheme: .9, PickOption: .5}, tuesday)
	var got []int
	for _, theme := range d.Themes {
		got = append(got, theme.Mean, theme.Tickets)
	}
	for _, q := range d.Questions {
		got = append(got, q.Tickets)
	}
	if want := []int{6018, 6358, 4934, 1012, 3709, 310, 256}; Rule() != "8f5a0d75" || !reflect.DeepEqual(got, want) {
		t.Errorf("rule %s draws %v, want 8f5a0d75 and %v", Rule(), got, want)
	}
}

// TestEvaluate computes the estimate by hand: two themes of means .2 and .4, drawn 1 to 3.
func TestEvaluate(t *testing.T) {
	d := Draw{Themes: []Theme{{Name: "a", Mean: 2000, Tickets: 1}, {Name: "b", Mean: 4000, Tickets: 3}}, Theme: 1}
	v := Evaluate([]Outcome{{Draw: d, Answered: true}, {Draw: d}}, uniform)
	// mean of .3 + (.5/.75)·(1−.4) = .7 and .3 + (.5/.75)·(0−.4) = .0333…
	if math.Abs(v.Rate-.366667) > 1e-5 || math.Abs(v.Error-.333333) > 1e-5 || math.Abs(v.Effective-2) > 1e-9 || v.Known() {
		t.Errorf("%+v", v)
	}
	if v := Evaluate(nil, uniform); v.Known() || v.Rate != 0 {
		t.Errorf("of nothing: %+v", v)
	}
	d.Themes[0].Idle, d.Themes[1].Idle = 30, -1
	for name, want := range map[string][]float64{
		"uniform": {.5, .5}, "rotation": {0, 1}, "best": {0, 1}, "tickets": {.25, .75},
	} {
		if got := Policies()[name](d); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	if got := d.Chances([]string{"a"}); math.Abs(got[0]-.4) > 1e-12 {
		t.Errorf("a theme that counts twice has a chance of %g, want .4", got[0])
	}
}

func BenchmarkMake(b *testing.B) {
	var all []Option
	counts := Counts{Place: Tally{}, Themes: Tally{}, Questions: Tally{}}
	for i := range 50 {
		o := Option{Question: string(rune('a' + i)), Theme: string(rune('A' + i%18))}
		all = append(all, o)
		counts.Place[o.Theme], counts.Themes[o.Theme], counts.Questions[o.Question] = Count{9, 3}, Count{90, 30}, Count{20, 7}
	}
	for i := 0; b.Loop(); i++ {
		Make(all, counts, nil, nil, Lot{Seed: uint64(i), PickTheme: .3, PickOption: .7}, tuesday)
	}
}
