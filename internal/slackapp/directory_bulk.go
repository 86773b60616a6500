package slackapp

import (
	"context"

	"throughline/internal/mission"
	"throughline/internal/slackapp/api"
)

// bulk is from how many channels on all are asked for in one call rather than each by itself: Slack answers 50
// questions about single channels a minute (docs.slack.dev/reference/methods/conversations.info).
const bulk = 8

// manyFor asks for all channels at once that the bot is in, and all that a person is in, so that looking at many
// missions costs a few calls. What Slack does not answer so is asked one by one.
func (d *directory) manyFor(ctx context.Context, n int, user mission.UserID) {
	if n < bulk {
		return
	}
	for _, whose := range []mission.UserID{"", user} {
		_, _ = ask(ctx, d, d.places, whose, placesKey(whose), func(ctx context.Context) (map[mission.ChannelID]api.Channel, error) {
			return d.placesOf(ctx, whose)
		})
	}
}

// placesOf returns the channels that a person is in, or the bot where none is named.
func (d *directory) placesOf(ctx context.Context, user mission.UserID) (map[mission.ChannelID]api.Channel, error) {
	all, err := d.api.Conversations(ctx, string(user))
	set := make(map[mission.ChannelID]api.Channel, len(all))
	for _, c := range all {
		id := mission.ChannelID(c.ID)
		set[id] = c
		if user == "" && err == nil {
			d.noteTurn(id, c.Private || c.ExtShared)
		}
	}
	return set, err
}

// listed returns a channel that Slack listed among the bot's own, while that is fresh and nothing newer is known.
func (d *directory) listed(id mission.ChannelID) (api.Channel, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	k, ok := d.places[""]
	if !ok || !fresh(d.now().Sub(k.at)) || d.channels[id].at.After(k.at) {
		return api.Channel{}, false
	}
	c, ok := k.fact[id]
	return c, ok
}

// knownPlace reports whether a person is in a channel, as far as that is known from a list of her channels.
func (d *directory) knownPlace(id mission.ChannelID, user mission.UserID) (in, known bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	k, known := d.places[user]
	if !known || user == "" || !fresh(d.now().Sub(k.at)) || d.members[id].at.After(k.at) {
		return false, false
	}
	_, in = k.fact[id]
	return in, true
}

// noteTurn notes a channel that is open to fewer, or to more, than when it was last looked at.
func (d *directory) noteTurn(id mission.ChannelID, closed bool) {
	d.mu.Lock()
	before, looked := d.closed[id]
	d.closed[id] = closed
	d.mu.Unlock()
	if !looked || before == closed {
		return
	}
	select {
	case d.turned <- id:
	default:
	}
}
