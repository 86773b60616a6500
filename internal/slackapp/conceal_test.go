package slackapp

import (
	"context"
	"testing"

	"throughline/internal/mission"
	"throughline/internal/slackapp/api"
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

// TestForWhomAChannelIsConcealed: a private one for whoever is not in it, and a public one for guests of others, who do
// not see it in Slack either.
func TestForWhomAChannelIsConcealed(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	const quiet, dee, lou = mission.ChannelID("C0QUIET001"), mission.UserID("U0DEE00001"), mission.UserID("U0LOU00001")
	e.slack.set(func() {
		e.slack.people[string(dee)] = api.User{ID: string(dee), TeamID: string(ourTeam), Name: "Dee"}
		e.slack.people[string(lou)] = api.User{ID: string(lou), TeamID: string(ourTeam), Name: "Lou", Guest: true}
		e.slack.channels[string(quiet)] = api.Channel{ID: string(quiet), Name: "quiet-room", Private: true, Member: true}
		e.slack.members[string(quiet)] = []string{string(ana), string(lou)}
	})
	for _, row := range []struct {
		sentence string
		user     mission.UserID
		channel  mission.ChannelID
		hidden   bool
	}{
		{"a member of a private channel", ana, quiet, false},
		{"a colleague who is not in it", dee, quiet, true},
		{"a guest who is in it", lou, quiet, false},
		{"a colleague who is not in a public channel", dee, refunds, false},
		{"a guest who is not in a public channel", lou, refunds, true},
		{"somebody who is nobody", "U0NOBODY01", quiet, true},
		{"somebody in no channel", dee, "", false},
	} {
		ctx := e.concealing(t.Context(), &request{user: row.user, channel: row.channel})
		if got := conceals(ctx, row.channel); got != row.hidden {
			t.Errorf("%s: hidden is %v, want %v", row.sentence, got, row.hidden)
		}
	}
}
