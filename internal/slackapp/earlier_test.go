package slackapp

import (
	"strings"
	"testing"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/api"
)

// TestAMissionOfAnEarlierVersionGetsWhatCameSince opens a store whose mission has no plan for its digest, its rounds or
// its lead's mirror. It gets each once, however often it is looked at, and keeps off what its people turned off.
func TestAMissionOfAnEarlierVersionGetsWhatCameSince(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	m := mission.Mission{ID: "M1", Team: ourTeam, Channel: refunds, Zone: "Europe/Lisbon", Starter: bo, Lead: bo, StartedAt: noon.AddDate(0, -1, 0)}
	e.slack.channels[string(refunds)] = api.Channel{ID: string(refunds), Member: true}
	e.update(func(tx Tx) error {
		return inOrder(
			func() error { return tx.PutMission(m) },
			func() error {
				return tx.PutMember(mission.Member{Team: ourTeam, Mission: m.ID, User: bo, JoinedAt: noon})
			},
		)
	})
	look := func() {
		t.Helper()
		if err := e.catchUp(t.Context(), m.ID, m.Channel); err != nil {
			t.Fatal(err)
		}
	}
	looks := func(what string) (n int) {
		for _, r := range e.waitingRows() {
			if r.Subject == nudges.OfRound && strings.HasPrefix(r.Ref, what) {
				n++
			}
		}
		return n
	}
	for range 2 {
		look()
		e.restart()
	}
	ids := []string{nudges.PlanID(nudges.Digest, m.ID, ""), nudges.PlanID(nudges.Round, m.ID, ""), nudges.PlanID(nudges.Mirror, m.ID, bo)}
	for _, id := range ids {
		e.update(func(tx Tx) error {
			p, err := tx.Plan(ourTeam, id)
			if err != nil || p.Off || p.Next.IsZero() {
				t.Errorf("%s: off %v, next %v, %v", id, p.Off, p.Next, err)
			}
			return nudges.TurnOff(tx, ourTeam, id)
		})
	}
	if n := looks(roundOwn); n != 1 {
		t.Errorf("own words are planned %d times", n)
	}
	look()
	for _, id := range ids {
		e.update(func(tx Tx) error {
			if p, err := tx.Plan(ourTeam, id); err != nil || !p.Off {
				t.Errorf("%s, which was turned off, is on again: %v", id, err)
			}
			return nil
		})
	}
}
