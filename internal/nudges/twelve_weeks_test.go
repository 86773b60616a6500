package nudges

import (
	"fmt"
	"testing"

	"throughline/internal/mission"
)

// twelveZones are where the five people of the twelve weeks live.
var twelveZones = [...]string{"Europe/Lisbon", "America/Chicago", "Europe/Lisbon", "Asia/Kolkata", "Asia/Tokyo"}

// twelveWeeks goes through a mission of twelve weeks with everything on for five people, in virtual time, and returns
// how many nudges went out.
func twelveWeeks(t testing.TB) int {
	t.Helper()
	m, run := refundsTeam()
	clock := &handClock{now: lisbonDay(0, 9, 0)}
	run.StartedAt, run.Phase = clock.now, mission.Beginning
	for i, days := range [...]int{18, 60, 81} {
		run.Plan[i].Target = run.Today(clock.now).AddDays(days)
	}
	m.missions[run.ID] = run
	slack := &fakeSlack{clock: clock}
	e := testEngine(t, m, slack, clock)
	m.do(t, func(tx Tx) error { return PlanMission(tx, run, clock.now) })
	m.do(t, func(tx Tx) error { return PlanDigest(tx, run, clock.now) })
	for i, zone := range twelveZones {
		user := mission.UserID(fmt.Sprint("U", i))
		m.members[memberKey(run.ID, user)] = mission.Member{Team: team, Mission: run.ID, User: user, JoinedAt: clock.now}
		p := Person{Team: team, User: user, Zone: zone}
		m.do(t, func(tx Tx) error {
			if err := tx.PutPerson(p); err != nil {
				return err
			}
			for _, k := range []Kind{Reflect, Connect, Mirror} {
				if err := PlanMember(tx, run, p, k, clock.now); err != nil {
					return err
				}
			}
			return nil
		})
	}
	m.do(t, func(tx Tx) error { return Reschedule(tx, run, clock.now) })
	walkTo(t, e, clock, lisbonDay(84, 0, 0))
	return slack.posted()
}

// TestTwelveWeeksGoOut holds the mission of the benchmark to asking something, or the figure would say nothing.
func TestTwelveWeeksGoOut(t *testing.T) {
	if n := twelveWeeks(t); n < 60 {
		t.Errorf("%d nudges in twelve weeks", n)
	}
}

// BenchmarkTwelveWeeks measures the engine alone: the decisions and deliveries of a whole mission, with a store in
// memory. It is to stay within a second.
func BenchmarkTwelveWeeks(b *testing.B) {
	n := 0
	for b.Loop() {
		n = twelveWeeks(b)
	}
	b.ReportMetric(float64(n), "nudges")
}
