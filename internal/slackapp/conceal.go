package slackapp

import (
	"context"

	"throughline/internal/mission"
	"throughline/internal/slackapp/api"
)

// A request says from which channel it comes, and that is believed for where the answer goes. Where its author is not in
// that channel and may not know of it, the channel does not exist for the rest of the request: no mission is found in it,
// it has no name, and Slack does not know it. So what is hidden is answered as what is not there, whatever was asked.

type concealedKey struct{}

// concealing returns the context in which a request is handled.
func (a *App) concealing(ctx context.Context, r *request) context.Context {
	if r.channel == "" || r.dm {
		return ctx
	}
	c, err := a.dir.channel(ctx, r.channel)
	if err != nil {
		return ctx // The bot sees nothing there itself, or cannot ask, which is told where it matters.
	}
	person, in, err := a.stand(ctx, r.user, r.channel)
	if err != nil || in || !c.Private && !person.Guest {
		return ctx
	}
	return context.WithValue(ctx, concealedKey{}, r.channel)
}

// conceals reports whether a channel does not exist for the author of a request.
func conceals(ctx context.Context, channel mission.ChannelID) bool {
	hidden, ok := ctx.Value(concealedKey{}).(mission.ChannelID)
	return ok && hidden == channel
}

// errConcealed is what Slack says of channels that are not there.
var errConcealed = &api.Error{Method: "conversations.info", Class: api.TargetGone, Code: "channel_not_found"}

// channelNames gives the names of channels for the answer to a request.
func (a *App) channelNames(ctx context.Context) func(mission.ChannelID) string {
	return func(id mission.ChannelID) string {
		if conceals(ctx, id) {
			return ""
		}
		return a.dir.channelName(id)
	}
}

// concealingStore is the store, in which no mission runs or ran in a channel that is concealed.
type concealingStore struct{ Store }

// Update implements [Store].
func (s concealingStore) Update(ctx context.Context, f func(Tx) error) error {
	return s.Store.Update(ctx, func(tx Tx) error { return f(concealed(ctx, tx)) })
}

// View implements [Store].
func (s concealingStore) View(ctx context.Context, f func(Tx) error) error {
	return s.Store.View(ctx, func(tx Tx) error { return f(concealed(ctx, tx)) })
}

func concealed(ctx context.Context, tx Tx) Tx {
	if hidden, ok := ctx.Value(concealedKey{}).(mission.ChannelID); ok {
		return concealedTx{tx, hidden}
	}
	return tx
}

// concealedTx is a transaction for somebody who may not know of a channel.
type concealedTx struct {
	Tx
	hidden mission.ChannelID
}

// ActiveMission returns the mission that runs in a channel.
func (t concealedTx) ActiveMission(team mission.TeamID, channel mission.ChannelID) (mission.Mission, error) {
	if channel == t.hidden {
		return mission.Mission{}, mission.ErrNotFound
	}
	return t.Tx.ActiveMission(team, channel)
}

// MissionsIn returns the missions of a channel.
func (t concealedTx) MissionsIn(team mission.TeamID, channel mission.ChannelID) ([]mission.Mission, error) {
	if channel == t.hidden {
		return nil, nil
	}
	return t.Tx.MissionsIn(team, channel)
}
