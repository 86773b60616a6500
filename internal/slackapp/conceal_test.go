package slackapp

import (
	"context"
	"testing"

	"throughline/internal/mission"
)

// TestAConcealedChannelIsEmpty reads and writes as somebody who may not know of a channel: no mission is in it, and
// every other channel is as it was.
func TestAConcealedChannelIsEmpty(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	const open = mission.ChannelID("C0OPEN0001")
	e.update(func(tx Tx) error {
		for id, channel := range map[mission.ID]mission.ChannelID{"M1": refunds, "M2": open} {
			m := mission.Mission{Team: ourTeam, ID: id, Channel: channel, StartedAt: noon}
			if err := tx.PutMission(m); err != nil {
				return err
			}
		}
		return nil
	})
	hers := context.WithValue(t.Context(), concealedKey{}, refunds)
	for way, in := range map[string]func(context.Context, func(Tx) error) error{"reads": e.store.View, "writes": e.store.Update} {
		for _, row := range []struct {
			sentence string
			ctx      context.Context
			channel  mission.ChannelID
			there    bool
		}{
			{"what is hidden from her", hers, refunds, false},
			{"another channel", hers, open, true},
			{"the channel for somebody else", t.Context(), refunds, true},
		} {
			err := in(row.ctx, func(tx Tx) error {
				_, err := tx.ActiveMission(ourTeam, row.channel)
				if err != nil && !isNotFound(err) {
					return err
				}
				all, failed := tx.MissionsIn(ourTeam, row.channel)
				if runs := err == nil; runs != row.there || (len(all) == 1) != row.there {
					t.Errorf("who %s %s finds one that runs: %v, and %d in all", way, row.sentence, runs, len(all))
				}
				return failed
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}
