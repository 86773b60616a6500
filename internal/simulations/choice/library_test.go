//go:build !race

package choice

import (
	"math/rand/v2"
	"testing"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/nudges/choice"
)

// TestTheLibraryLastsAYear asks from the library for a year in each phase, and holds it to having something to ask at
// every turn. Two a week is what a channel is asked; who leads is asked three times.
func TestTheLibraryLastsAYear(t *testing.T) {
	lib := nudges.Builtin()
	for _, c := range []struct {
		audience  nudges.Audience
		perWeek   int
		questions int // at least
	}{{nudges.Channel, 2, 45}, {nudges.Member, 2, 45}, {nudges.Lead, 3, 60}} {
		for _, phase := range mission.Phases {
			fits := lib.Fitting(c.audience, phase)
			themes := map[string]bool{}
			for _, q := range fits {
				themes[q.Theme] = true
			}
			fewest, tired, asked := askForAYear(fits, c.perWeek)
			t.Logf("%-8s %-10s %d questions in %d themes; asked %d times in a year, at least %d fitted each time, no theme had rested %d times",
				c.audience, phase, len(fits), len(themes), asked, fewest, tired)
			if len(fits) < c.questions || len(themes) < 15 || fewest < 1 {
				t.Errorf("%s in the %s: want at least %d questions, 15 themes, and always one that fits", c.audience, phase, c.questions)
			}
		}
	}
}

// askForAYear asks at one place in one phase for twenty years, and returns what the leanest of them was.
func askForAYear(fits []nudges.Question, perWeek int) (fewest, tired, asked int) {
	fewest = len(fits)
	for year := range uint64(20) {
		r := rand.New(rand.NewPCG(year, 3))
		var uses []nudges.Use
		asked = 0
		for week := range 52 {
			for turn := range perWeek {
				now := start.AddDate(0, 0, 7*week+2*turn).Add(time.Hour)
				got, ok := nudges.Choose(fits, uses, choice.Counts{}, nil, now, nudges.LotOf(r.Uint64()))
				if fewest = min(fewest, got.Candidates); !ok {
					continue
				}
				if got.Draw.Tired {
					tired++
				}
				uses = append(uses, nudges.Use{Question: got.Question.ID, Theme: got.Theme, At: now})
				asked++
			}
		}
	}
	return fewest, tired / 20, asked
}
