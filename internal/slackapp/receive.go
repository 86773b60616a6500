package slackapp

import (
	"context"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"throughline/internal/mission"
	"throughline/internal/slackapp/socket"
)

// Handle does what one envelope asks for and says how to acknowledge it. It is called by many workers
// at once. An envelope that cannot be read is acknowledged, since Slack would only send the same again.
func (a *App) Handle(ctx context.Context, e socket.Envelope) socket.Reply {
	switch e.Type {
	case "slash_commands":
		return a.receiveCommand(ctx, e)
	case "interactive":
		return a.receiveInteraction(ctx, e)
	case "events_api":
		return a.receiveEvent(ctx, e)
	}
	a.log.Warn("envelope of an unknown type", "type", e.Type)
	return socket.Reply{}
}

func (a *App) receiveCommand(ctx context.Context, e socket.Envelope) socket.Reply {
	var c slack.SlashCommand
	if err := json.Unmarshal(e.Payload, &c); err != nil {
		a.log.Warn("a command that cannot be read", "error", err)
		return socket.Reply{}
	}
	if c.UserID == "" {
		a.log.Debug("a command of nobody")
		return socket.Reply{}
	}
	v, rest, known := parseVerb(c.Text)
	r := &request{
		source: fromCommand, key: "command/" + c.TriggerID,
		user: mission.UserID(c.UserID), userTeam: mission.TeamID(c.TeamID),
		channel: mission.ChannelID(c.ChannelID), dm: direct(c.ChannelID, c.ChannelName),
		trigger: c.TriggerID, responseURL: c.ResponseURL, text: rest, unknown: !known,
	}
	if c.TriggerID == "" {
		r.key = "command/" + e.ID
	}
	if known {
		r.verb = string(v)
	}
	return a.answered(ctx, r, utf8.RuneCountInString(c.Text), func(ctx context.Context) (answer, error) {
		return a.command(ctx, r, v, known)
	})
}

// answered does what a request asks for, in its author's name, unless she asks for more than anybody can mean.
func (a *App) answered(ctx context.Context, r *request, letters int, do func(context.Context) (answer, error)) socket.Reply {
	if err := a.tooFast(r.user); err != nil {
		return a.reply(ctx, r, answer{}, err)
	}
	ctx = a.concealing(causedBy(ctx, r.user, letters), r)
	ans, err := safely(func() (answer, error) { return do(ctx) })
	return a.reply(ctx, r, ans, err)
}

// direct reports whether a command was typed in a direct conversation.
func direct(channel, name string) bool {
	return name == "directmessage" || strings.HasPrefix(channel, "D")
}

func (a *App) receiveInteraction(ctx context.Context, e socket.Envelope) socket.Reply {
	var c slack.InteractionCallback
	if err := json.Unmarshal(e.Payload, &c); err != nil {
		a.log.Warn("an interaction that cannot be read", "error", err)
		return socket.Reply{}
	}
	if c.User.ID == "" {
		a.log.Debug("an interaction of nobody", "type", c.Type)
		return socket.Reply{}
	}
	r := &request{
		user: mission.UserID(c.User.ID), userTeam: mission.TeamID(c.User.TeamID),
		channel: mission.ChannelID(c.Channel.ID), dm: direct(c.Channel.ID, c.Channel.Name),
		trigger: c.TriggerID, responseURL: c.ResponseURL, key: "trigger/" + c.TriggerID,
	}
	if r.userTeam == "" {
		r.userTeam = mission.TeamID(c.Team.ID)
	}
	switch c.Type {
	case slack.InteractionTypeBlockActions:
		return a.receiveClick(ctx, r, &c)
	case slack.InteractionTypeViewSubmission:
		r.source, r.view, r.key = fromForm, &c.View, submissionKey(&c, a.seal.Tag)
		return a.answered(ctx, r, lettersIn(c.View.State), func(ctx context.Context) (answer, error) { return a.submission(ctx, r) })
	case slack.InteractionTypeShortcut, slack.InteractionTypeMessageAction:
		r.source, r.chosen = fromShortcut, messageIn(&c)
		return a.answered(ctx, r, 0, func(ctx context.Context) (answer, error) { return a.shortcut(ctx, r, c.CallbackID) })
	}
	return socket.Reply{}
}

// receiveClick handles the first action of a click. Slack sends one action a click.
func (a *App) receiveClick(ctx context.Context, r *request, c *slack.InteractionCallback) socket.Reply {
	if len(c.ActionCallback.BlockActions) == 0 || c.ActionCallback.BlockActions[0] == nil {
		return socket.Reply{}
	}
	r.source, r.action = fromClick, c.ActionCallback.BlockActions[0]
	r.key = "click/" + a.seal.Tag("click", string(r.user)+"\x00"+r.action.BlockID+"\x00"+r.action.ActionID+"\x00"+r.action.ActionTs)
	r.ephemeral = c.Container.IsEphemeral
	r.message = mission.MessageRef{Channel: mission.ChannelID(c.Container.ChannelID), TS: c.Container.MessageTs}
	r.thread = c.Container.ThreadTs
	if c.View.ID != "" {
		r.view = &c.View
	}
	return a.answered(ctx, r, 0, func(ctx context.Context) (answer, error) { return a.click(ctx, r) })
}

// submissionKey names a submission by its form, the state of that form, and what stands in it. The trigger is no part of
// it: whoever reads "We had some trouble connecting" since the bot died before it answered presses again, with a new
// trigger, and what was kept then must not be kept twice. A corrected form can carry the same hash as before, so the
// values are a part: as a keyed tag, since a choice of three or a short word could be found out from a plain hash by
// trying.
func submissionKey(c *slack.InteractionCallback, tag func(purpose, data string) string) string {
	values, err := json.Marshal(c.View.State)
	if err != nil {
		values = nil
	}
	return "form/" + c.View.ID + "/" + c.View.Hash + "/" + tag("form", string(values))
}

func (a *App) receiveEvent(ctx context.Context, e socket.Envelope) socket.Reply {
	var outer struct {
		Type    string          `json:"type"`
		EventID string          `json:"event_id"`
		TeamID  string          `json:"team_id"`
		Event   json.RawMessage `json:"event"`
	}
	err := json.Unmarshal(e.Payload, &outer)
	if err == nil && outer.Type == "app_rate_limited" {
		a.log.Warn("Slack drops events: there were more than 30,000 within an hour")
		return socket.Reply{}
	}
	if err != nil || len(outer.Event) == 0 {
		a.log.Warn("an event that cannot be read", "error", err)
		return socket.Reply{}
	}
	parsed, err := slackevents.ParseEvent(e.Payload, slackevents.OptionNoVerifyToken())
	if err != nil {
		a.log.Debug("an event of no interest", "error", err)
		return socket.Reply{}
	}
	var then func(context.Context)
	_, err = safely(func() (_ answer, err error) {
		then, err = a.event(ctx, "event/"+outer.EventID, parsed, outer.Event)
		return answer{}, err
	})
	if panicked(err) {
		return socket.Reply{After: a.brokenEvent(ctx, "event/"+outer.EventID, parsed, err)}
	}
	if err != nil {
		again := transient(err)
		a.observer.Failed(failEvent)
		a.log.Error("event not handled", "type", parsed.InnerEvent.Type, "comes_again", again, "error", err)
		return socket.Reply{NoAck: again}
	}
	return socket.Reply{After: then}
}
