package mission_test

import (
	"testing"
	"time"

	"throughline/internal/mission"
)

func TestOwnWordsFallAThirdIntoThePhase(t *testing.T) {
	for _, c := range []struct {
		says, target, want string
	}{
		{"three weeks", "2026-12-14", "2026-11-30"},
		{"a third on a Thursday", "2026-12-23", "2026-12-07"},
		{"a phase of days", "2026-11-25", "2026-11-30"},
		{"no date", "", "2026-12-07"},
	} {
		m := mission.Mission{Zone: "Europe/Lisbon", StartedAt: time.Date(2026, time.November, 23, 9, 0, 0, 0, time.UTC)}
		if c.target != "" {
			day, err := mission.ParseDate(c.target)
			if err != nil {
				t.Fatal(err)
			}
			m.Plan[m.Phase].Target = day
		}
		if got := m.OwnWordsDay().String(); got != c.want {
			t.Errorf("%s: %s, want %s", c.says, got, c.want)
		}
	}
}
