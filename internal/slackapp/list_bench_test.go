package slackapp

import (
	"fmt"
	"testing"

	"throughline/internal/mission"
	"throughline/internal/slackapp/api"
)

// BenchmarkListOfManyMissions measures a page of the list while Slack's answers are known.
func BenchmarkListOfManyMissions(b *testing.B) {
	for _, n := range []int{100, 1_000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			e := benchEdge(b, n)
			r := &request{user: ana, channel: refunds}
			if _, err := e.list(b.Context(), r, 0); err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			b.ResetTimer()
			for range b.N {
				if _, err := e.list(b.Context(), r, 3); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// benchEdge is an edge with so many missions, each in a channel of its own.
func benchEdge(b *testing.B, n int) *edge {
	b.Helper()
	e := newEdge(b)
	for from := 0; from < n; from += 500 {
		e.update(func(tx Tx) error {
			for i := from; i < min(n, from+500); i++ {
				c := mission.ChannelID(fmt.Sprintf("C%09d", i))
				e.slack.channels[string(c)] = api.Channel{ID: string(c), Name: fmt.Sprint("room-", i), Member: true}
				m := mission.Mission{Team: ourTeam, ID: mission.ID(fmt.Sprintf("M%025d", i)), Channel: c, Zone: "Europe/Lisbon", StartedAt: noon,
					Starter: ana, Wording: mission.Wording{Name: "Refunds in a day", EndState: "Nine refunds in ten reach the customer within a day."}}
				if err := tx.PutMission(m); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return e
}
