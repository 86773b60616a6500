package nudges

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"throughline/internal/mission"
	"throughline/internal/nudges/choice"
)

var tuesday = time.Date(2026, 10, 13, 9, 0, 0, 0, time.UTC)

func ask(id, theme string) Question { return Question{ID: id, Theme: theme} }

func TestChoose(t *testing.T) {
	fits := []Question{ask("a", "own"), ask("b", "own"), ask("c", "dare")}
	ago := func(days int) time.Time { return tuesday.AddDate(0, 0, -days) }
	tests := []struct {
		name  string
		asked []Use
		want  []string // the ids of which one may come
		count int
		among int // themes
		tired bool
	}{
		{"nothing asked so far: any of them", nil, []string{"a", "b", "c"}, 3, 2, false},
		{"a theme of 27 days ago rests", []Use{{"x", "dare", ago(27)}}, []string{"a", "b"}, 3, 1, false},
		{"after 28 days it has rested", []Use{{"x", "dare", ago(28)}}, []string{"a", "b", "c"}, 3, 2, false},
		{"where none has rested, all come", []Use{{"x", "dare", ago(2)}, {"y", "own", ago(20)}}, []string{"a", "b", "c"}, 3, 2, true},
		{"a question of 89 days ago stays away", []Use{{"a", "own", ago(89)}, {"c", "dare", ago(80)}}, []string{"b"}, 1, 1, false},
		{"after 90 days it may come back", []Use{{"a", "own", ago(90)}, {"b", "own", ago(89)}, {"c", "dare", ago(88)}}, []string{"a"}, 1, 1, false},
		{"only the last use of a theme counts", []Use{{"x", "own", ago(40)}, {"z", "own", ago(5)}, {"y", "dare", ago(30)}}, []string{"c"}, 3, 1, false},
		{"a use in the future is a recent one", []Use{{"c", "dare", tuesday.AddDate(1, 0, 0)}}, []string{"a", "b"}, 2, 1, false},
		{"all asked lately: none", []Use{{"a", "own", ago(1)}, {"b", "own", ago(2)}, {"c", "dare", ago(3)}}, nil, 0, 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			came := make(map[string]bool)
			for seed := range uint64(100) {
				got, ok := Choose(fits, tt.asked, choice.Counts{}, nil, tuesday, LotOf(seed))
				if ok != (tt.want != nil) {
					t.Fatalf("Choose says %v", ok)
				}
				if got.Candidates != tt.count || got.Theme != got.Question.Theme {
					t.Fatalf("chose %+v", got)
				}
				if ok {
					came[got.Question.ID] = true
					if len(got.Draw.Themes) != tt.among || got.Draw.Tired != tt.tired {
						t.Fatalf("drawn among %+v", got.Draw)
					}
				}
			}
			for id := range came {
				if !slices.Contains(tt.want, id) {
					t.Errorf("%s came", id)
				}
			}
			if len(came) != len(tt.want) {
				t.Errorf("in a hundred seeds came %v, want %v", came, tt.want)
			}
		})
	}
}

func TestChooseFromNothing(t *testing.T) {
	if got, ok := Choose(nil, nil, choice.Counts{}, nil, tuesday, LotOf(1)); ok {
		t.Errorf("chose %+v", got)
	}
}

// The seed of a logged choice must give the same choice in every later version.
func TestChooseKeepsItsDraws(t *testing.T) {
	fits := []Question{ask("a", "own"), ask("b", "own"), ask("c", "dare"), ask("d", "trust"), ask("e", "trust")}
	var got []string
	for seed := range uint64(8) {
		c, _ := Choose(fits, nil, choice.Counts{}, nil, tuesday, LotOf(seed))
		got = append(got, c.Question.ID)
	}
	want := []string{"e", "c", "d", "d", "b", "c", "c", "e"}
	if !slices.Equal(got, want) {
		t.Errorf("seeds 0 to 7 draw %q, want %q", got, want)
	}
}

func TestChooseIsDeterministicInAnyOrder(t *testing.T) {
	all := Builtin().Fitting(Channel, mission.Middle)
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		asked := drawUses(t, all)
		first, ok := Choose(all, asked, choice.Counts{}, nil, tuesday, LotOf(seed))
		fits, again := rapid.Permutation(all).Draw(t, "fits"), rapid.Permutation(asked).Draw(t, "asked")
		order := idsOf(fits)
		second, okAgain := Choose(fits, again, choice.Counts{}, nil, tuesday, LotOf(seed))
		if ok != okAgain || first.Question.ID != second.Question.ID || first.Candidates != second.Candidates {
			t.Fatalf("chose %s, then %s", first.Question.ID, second.Question.ID)
		}
		if !slices.Equal(order, idsOf(fits)) {
			t.Fatal("Choose changed its input")
		}
	})
}

func TestChooseNeverRepeatsWithinNinetyDays(t *testing.T) {
	all := Builtin().Fitting(Member, mission.Beginning)
	rapid.Check(t, func(t *rapid.T) {
		asked := drawUses(t, all)
		got, ok := Choose(all, asked, choice.Counts{}, nil, tuesday, LotOf(rapid.Uint64().Draw(t, "seed")))
		recent := make(map[string]bool)
		for _, u := range asked {
			if tuesday.Sub(u.At) < 90*24*time.Hour {
				recent[u.Question] = true
			}
		}
		if ok != (len(recent) < len(all)) {
			t.Fatalf("Choose says %v with %d of %d asked lately", ok, len(recent), len(all))
		}
		if recent[got.Question.ID] {
			t.Fatalf("%s came again", got.Question.ID)
		}
	})
}

func drawUses(t *rapid.T, of []Question) []Use {
	uses := make([]Use, rapid.IntRange(0, 2*len(of)).Draw(t, "uses"))
	for i := range uses {
		q := rapid.SampledFrom(of).Draw(t, "question")
		hours := rapid.IntRange(0, 200*24).Draw(t, "hours ago")
		uses[i] = Use{Question: q.ID, Theme: q.Theme, At: tuesday.Add(-time.Duration(hours) * time.Hour)}
	}
	return uses
}

func idsOf(questions []Question) []string {
	var ids []string
	for _, q := range questions {
		ids = append(ids, q.ID)
	}
	return ids
}

// A mission of fourteen weeks asks its channel twice a week and each member once; wherever its two
// phase changes fall, there is a question for every slot, in phase and new within ninety days.
func TestAMissionNeverRunsDry(t *testing.T) {
	lib := Builtin()
	rapid.Check(t, func(t *rapid.T) {
		middle := rapid.IntRange(0, 98).Draw(t, "day the middle starts")
		end := rapid.IntRange(middle, 98).Draw(t, "day the end starts")
		seed := rapid.Uint64().Draw(t, "seed")
		var channel, member []Use
		for day := range 98 {
			now, phase := tuesday.AddDate(0, 0, day), mission.Beginning
			if day >= end {
				phase = mission.Ending
			} else if day >= middle {
				phase = mission.Middle
			}
			switch now.Weekday() {
			case time.Tuesday, time.Thursday:
				channel = append(channel, mustAsk(t, lib, Channel, phase, channel, now, seed))
			case time.Friday:
				member = append(member, mustAsk(t, lib, Member, phase, member, now, seed))
			}
			seed++
		}
	})
}

func mustAsk(t *rapid.T, lib Library, a Audience, p mission.Phase, asked []Use, now time.Time, seed uint64) Use {
	got, ok := Choose(lib.Fitting(a, p), asked, choice.Counts{}, nil, now, LotOf(seed))
	if !ok {
		t.Fatalf("no question for a %s in the %s on %s", a, p, now)
	}
	if got.Question.Audience != a || !got.Question.In(p) {
		t.Fatalf("%s is out of place for a %s in the %s", got.Question.ID, a, p)
	}
	for _, u := range asked {
		if u.Question == got.Question.ID && now.Sub(u.At) < 90*24*time.Hour {
			t.Fatalf("%s came again after %s", u.Question, now.Sub(u.At))
		}
	}
	return Use{Question: got.Question.ID, Theme: got.Theme, At: now}
}
