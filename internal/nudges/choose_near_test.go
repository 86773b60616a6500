package nudges

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"throughline/internal/mission"
)

// TestAPreferredThemeRestsTwiceAsFast holds the choice in a person's direct messages to what she ticked.
func TestAPreferredThemeRestsTwiceAsFast(t *testing.T) {
	fits := []Question{{ID: "a", Theme: "arc"}, {ID: "b", Theme: "learn"}, {ID: "c", Theme: "words"}}
	used := func(theme string, days int) Use {
		return Use{Question: "old", Theme: theme, At: tuesday.AddDate(0, 0, -days)}
	}
	for _, c := range []struct {
		says   string
		asked  []Use
		prefer []string
		want   []string // the themes among which the lot falls
	}{
		{"nothing was used and nothing is preferred", nil, nil, []string{"arc", "learn", "words"}},
		{"nothing was used, one is preferred", nil, []string{"learn"}, []string{"learn"}},
		{"nothing was used, two are preferred", nil, []string{"learn", "arc"}, []string{"arc", "learn"}},
		{"what is preferred fits nothing", nil, []string{"thanks"}, []string{"arc", "learn", "words"}},
		{"an unused theme comes before a preferred one that was used", []Use{used("learn", 60)}, []string{"learn"}, []string{"arc", "words"}},
		{"a preferred theme that rested more than half as long", []Use{used("arc", 30), used("learn", 16), used("words", 20)}, []string{"learn"}, []string{"learn"}},
		{"a preferred theme that rested less than half as long", []Use{used("arc", 30), used("learn", 14), used("words", 20)}, []string{"learn"}, []string{"arc"}},
		{"a preferred theme that was used in the future, by a clock set back", []Use{used("arc", 3), used("learn", -3), used("words", 2)}, []string{"learn"}, []string{"arc"}},
	} {
		for seed := range uint64(20) {
			got, ok := Choose(fits, c.asked, c.prefer, tuesday, seed)
			if !ok || !slices.Contains(c.want, got.Theme) {
				t.Errorf("%s: chose %q, want one of %q", c.says, got.Theme, c.want)
			}
		}
	}
}

// TestNothingTickedStarvesNobody holds that whatever is ticked every theme comes up within a year of weeks.
func TestNothingTickedStarvesNobody(t *testing.T) {
	fits := Builtin().Fitting(Member, mission.Middle)
	themes := map[string]bool{}
	for _, q := range fits {
		themes[q.Theme] = true
	}
	rapid.Check(t, func(t *rapid.T) {
		ticked := rapid.SliceOfDistinct(rapid.SampledFrom(mission.Powers[:]), rapid.ID).Draw(t, "ticked")
		near := ThemesNear(ticked)
		var asked []Use
		came := map[string]bool{}
		for week := range 52 {
			now := tuesday.AddDate(0, 0, 7*week)
			seed := rapid.Uint64().Draw(t, "seed")
			choice, ok := Choose(fits, asked, near, now, seed)
			again, _ := Choose(fits, asked, near, now, seed)
			if choice.Question.ID != again.Question.ID {
				t.Fatal("equal inputs gave two choices")
			}
			if ok {
				asked = append(asked, Use{Question: choice.Question.ID, Theme: choice.Theme, At: now})
				came[choice.Theme] = true
			}
		}
		if len(came) < len(themes) {
			t.Fatalf("with %q ticked %d of %d themes came", ticked, len(came), len(themes))
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
	if got := Decide(s, onFriday(15, 0)).Choice.Theme; got != "arc" {
		t.Errorf("with nothing ticked it asks about %q", got)
	}
	s.Near = ThemesNear([]mission.Power{mission.Learning})
	got := Decide(s, onFriday(15, 0)).Choice
	if got.Theme != "learn" || got.Reason != "its theme has rested for long here" {
		t.Errorf("with learning ticked it asks about %q, since %s", got.Theme, got.Reason)
	}
}
