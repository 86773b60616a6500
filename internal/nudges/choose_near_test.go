package nudges

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"throughline/internal/mission"
	"throughline/internal/nudges/choice"
)

// TestAThemeNearWhatWasTickedHoldsTwice holds the choice in a person's direct messages to what she ticked.
func TestAThemeNearWhatWasTickedHoldsTwice(t *testing.T) {
	fits := []Question{{ID: "a", Theme: "arc"}, {ID: "b", Theme: "learn"}, {ID: "c", Theme: "words"}}
	for _, c := range []struct {
		says  string
		twice []string
		want  map[string]float64 // how often each theme comes, of all
	}{
		{"nothing is near", nil, map[string]float64{"arc": 1. / 3, "learn": 1. / 3, "words": 1. / 3}},
		{"one is near", []string{"learn"}, map[string]float64{"arc": .25, "learn": .5, "words": .25}},
		{"two are near", []string{"learn", "arc"}, map[string]float64{"arc": .4, "learn": .4, "words": .2}},
		{"what is near fits nothing", []string{"thanks"}, map[string]float64{"arc": 1. / 3, "learn": 1. / 3, "words": 1. / 3}},
	} {
		const draws = 3000
		came := map[string]int{}
		for seed := range uint64(draws) {
			got, ok := Choose(fits, nil, choice.Counts{}, c.twice, tuesday, LotOf(seed))
			if !ok {
				t.Fatalf("%s: nothing was chosen", c.says)
			}
			came[got.Theme]++
		}
		for theme, want := range c.want {
			if got := float64(came[theme]) / draws; math.Abs(got-want) > .04 {
				t.Errorf("%s: %q comes in %.3f of the draws, want %.3f", c.says, theme, got, want)
			}
		}
	}
}

// TestNothingTickedStarvesATheme holds that whatever is ticked, and whatever was answered, every rested theme may come.
func TestNothingTickedStarvesATheme(t *testing.T) {
	fits := Builtin().Fitting(Member, mission.Middle)
	rapid.Check(t, func(t *rapid.T) {
		twice := ThemesNear(rapid.SliceOfDistinct(rapid.SampledFrom(mission.Powers[:]), rapid.ID).Draw(t, "ticked"))
		counts := choice.Counts{Place: choice.Tally{}, Themes: choice.Tally{}}
		for _, theme := range themes {
			n := rapid.IntRange(0, 200).Draw(t, "asked")
			c := choice.Count{Asked: n, Answered: rapid.IntRange(0, n).Draw(t, "answered")}
			counts.Place[theme], counts.Themes[theme] = c, c
		}
		lot := LotOf(rapid.Uint64().Draw(t, "seed"))
		asked := drawUses(t, fits)
		got, ok := Choose(fits, asked, counts, twice, tuesday, lot)
		again, _ := Choose(fits, asked, counts, twice, tuesday, lot)
		if !ok {
			return
		}
		if got.Question.ID != again.Question.ID {
			t.Fatal("equal inputs gave two choices")
		}
		sum := 0.0
		for i, chance := range got.Draw.Chances(twice) {
			if least := .05 / float64(len(got.Draw.Themes)); chance < least {
				t.Fatalf("%s has a chance of %g, want at least %g", got.Draw.Themes[i].Name, chance, least)
			}
			sum += chance
		}
		if math.Abs(sum-1) > 1e-9 {
			t.Fatalf("the chances add up to %g", sum)
		}
	})
}

func TestEveryPowerLiesNearThemesThatThereAre(t *testing.T) {
	for _, p := range mission.Powers {
		near := ThemesNear([]mission.Power{p})
		if len(near) == 0 {
			t.Errorf("%s lies near nothing", p)
		}
		for _, theme := range near {
			if !slices.Contains(themes, theme) {
				t.Errorf("%s lies near %q, which is no theme", p, theme)
			}
		}
	}
	if near := ThemesNear([]mission.Power{"flying"}); len(near) != 0 {
		t.Errorf("what there is not lies near %q", near)
	}
}

// TestWhatWasTickedReachesTheChoice follows the ticks from the one who can open them to what is asked.
func TestWhatWasTickedReachesTheChoice(t *testing.T) {
	s := usual(Reflect, onFriday(15, 0))
	s.Fits = []Question{{ID: "a", Theme: "arc"}, {ID: "b", Theme: "learn"}}
	s.Asked = []Row{asked("old-a", "arc", lisbonDay(-60, 9, 0)), asked("old-b", "learn", lisbonDay(-40, 9, 0))}
	often := func() (n int) {
		for seed := range uint64(300) {
			s.Lot = LotOf(seed)
			if Decide(s, onFriday(15, 0)).Choice.Theme == "learn" {
				n++
			}
		}
		return n
	}
	before := often()
	s.Near = ThemesNear([]mission.Power{mission.Learning})
	if after := often(); before > 180 || after < 180 {
		t.Errorf("of 300 questions %d are about learning with nothing ticked, and %d with learning ticked; want about 150 and 200", before, after)
	}
}
