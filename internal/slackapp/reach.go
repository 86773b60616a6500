package slackapp

import (
	"context"

	"throughline/internal/mission"
	"throughline/internal/slackapp/view"
)

// reachable refuses what is told to a mission whose channel takes no messages, before anything is kept.
// A channel that was out of reach is looked at again: it may have been mended meanwhile.
func (a *App) reachable(ctx context.Context, m mission.Mission) error {
	if m.Unreachable == "" {
		return nil
	}
	a.dir.forgetChannel(m.Channel)
	if err := a.canPost(ctx, m.Channel); err != nil {
		return err
	}
	return a.store.Update(ctx, func(tx Tx) error {
		m, err := tx.Mission(a.team, m.ID)
		if err != nil {
			return err
		}
		m.Unreachable = ""
		return tx.PutMission(m)
	})
}

// canPost makes sure that the bot can post in a channel: it joins a public one by itself.
func (a *App) canPost(ctx context.Context, channel mission.ChannelID) error {
	c, err := a.dir.channel(ctx, channel)
	switch {
	case gone(err):
		return &mission.Refusal{Code: view.BotOutside}
	case err != nil:
		return err
	case c.Archived:
		return &mission.Refusal{Code: view.ChannelClosed}
	case c.Member:
		return nil
	case c.Private:
		return &mission.Refusal{Code: view.BotOutside}
	}
	if err := a.api.JoinChannel(ctx, string(channel)); err != nil {
		if gone(err) {
			return &mission.Refusal{Code: view.BotOutside}
		}
		return err
	}
	a.dir.forgetChannel(channel)
	return nil
}
