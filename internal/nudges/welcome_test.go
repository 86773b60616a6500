package nudges

import (
	"testing"
	"time"

	"throughline/internal/mission"
)

func TestAWelcomeComesOnceAndSoon(t *testing.T) {
	for _, c := range []struct {
		name string
		user mission.UserID
		at   time.Time
		off  bool
		want []time.Time
	}{
		{"at once where she may be written to", "UANA", lisbonDay(0, 12, 0), false, []time.Time{lisbonDay(0, 12, 0)}},
		{"in the morning where it is night", "UBO", lisbonDay(0, 12, 0), false, []time.Time{lisbonDay(0, 14, 30)}},
		{"on Monday after a Friday evening", "UANA", lisbonDay(4, 19, 0), false, []time.Time{lisbonDay(7, 8, 30)}},
		{"never to somebody who wants none", "UANA", lisbonDay(0, 12, 0), true, nil},
	} {
		m, run, slack, clock, e := setup(t)
		walkTo(t, e, clock, c.at)
		m.do(t, func(tx Tx) error {
			if err := SetOff(tx, team, c.user, Welcome, "another mission", c.off); err != nil {
				return err
			}
			return PlanWelcome(tx, run, c.user, clock.Now())
		})
		e.Wake()
		walkTo(t, e, clock, c.at.Add(20*time.Hour))
		m.do(t, func(tx Tx) error { return PlanWelcome(tx, run, c.user, clock.Now()) }) // she left and came back
		walkTo(t, e, clock, lisbonDay(20, 0, 0))
		if n := slack.posted(); n != len(c.want) {
			t.Errorf("%s: %d welcomes, want %d", c.name, n, len(c.want))
			continue
		}
		for i, want := range c.want {
			if got := slack.posts[i].accepted; got.Before(want) || got.After(want.Add(time.Minute)) {
				t.Errorf("%s: it came at %v, want %v", c.name, got, want)
			}
		}
	}
}
