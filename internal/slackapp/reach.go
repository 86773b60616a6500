package slackapp

import (
	"context"

	"throughline/internal/mission"
	"throughline/internal/slackapp/api"
	"throughline/internal/slackapp/view"
)

// reachable refuses what is told to a mission whose channel the bot was removed from, before anything is
// kept. A channel that was out of reach is looked at again: it may have been mended meanwhile. What is told
// to a channel that is archived is kept, and the outbox tells its author that it did not appear.
func (a *App) reachable(ctx context.Context, m mission.Mission) error {
	if m.Unreachable == "" {
		return nil
	}
	a.forgetChannel(m.Channel)
	err := a.canPost(ctx, m.Channel)
	if refused, ok := mission.Refused(err); ok && refused.Code == view.ChannelClosed {
		return nil
	}
	if err != nil {
		return err
	}
	return a.store.Update(ctx, func(tx Tx) error {
		m, err := tx.Mission(a.team, m.ID)
		if err != nil {
			return err
		}
		return a.reached(tx, m, "")
	})
}

// postable refuses where the bot could not post in a channel, not even by joining it.
func (a *App) postable(ctx context.Context, channel mission.ChannelID) (api.Channel, error) {
	c, err := a.dir.channel(ctx, channel)
	switch {
	case gone(err), err == nil && c.Private && !c.Member:
		return c, &mission.Refusal{Code: view.BotOutside}
	case err == nil && c.Archived:
		return c, &mission.Refusal{Code: view.ChannelClosed}
	}
	return c, err
}

// openTo refuses a channel that a person may not see, and one that is not there, with the same words.
func (a *App) openTo(ctx context.Context, r *request, channel mission.ChannelID) error {
	c, err := a.dir.channel(ctx, channel)
	if gone(err) {
		return hidden
	}
	if err != nil {
		return err
	}
	who, err := a.actor(ctx, r, channel)
	if err != nil {
		return err
	}
	return mission.May(mission.See, who, mission.Mission{Team: a.team, Channel: channel, Private: c.Private}, nil, "")
}

// canPost makes sure that the bot can post in a channel: it joins a public one by itself.
func (a *App) canPost(ctx context.Context, channel mission.ChannelID) error {
	c, err := a.postable(ctx, channel)
	if err != nil || c.Member {
		return err
	}
	if err := a.api.JoinChannel(ctx, string(channel)); err != nil {
		if gone(err) {
			return &mission.Refusal{Code: view.BotOutside}
		}
		return err
	}
	a.forgetChannel(channel)
	return nil
}
