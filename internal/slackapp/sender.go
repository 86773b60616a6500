package slackapp

import (
	"context"
	"errors"
	"fmt"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/api"
	"throughline/internal/slackapp/view"
)

// The App is what the outbox sends with. A row names a message by ids; what it says is rendered from the
// store here, at the moment of sending.

// Prepare opens the direct conversation that a row goes to, and finds the thread that it belongs into. A
// thread whose first message does not stand yet is waited for. What posts nothing is done here.
func (a *App) Prepare(ctx context.Context, r nudges.Row) (nudges.Row, error) {
	switch r.Subject {
	case nudges.OfRound:
		return r, notRendered(a.roundTime(ctx, r))
	case nudges.OfChore:
		return r, a.doChore(ctx, r)
	}
	if what, _, ok := asTalk(r); ok && what == noticeTalkClose {
		if err := a.closeTalk(ctx, r); err != nil {
			return r, notRendered(err)
		}
	}
	if err := a.tellTurn(ctx, r); err != nil {
		return r, err
	}
	r, err := a.addressed(ctx, r)
	if err != nil {
		return r, err
	}
	if round, ok := resultOf(r); ok {
		away, err := a.awayFromStrangers(ctx, r, round)
		if err == nil && away {
			err = nudges.ErrDone
		}
		if err != nil {
			return r, notRendered(err)
		}
	}
	return a.placed(ctx, r)
}

// addressed returns a row with the conversation that it goes to.
func (a *App) addressed(ctx context.Context, r nudges.Row) (nudges.Row, error) {
	if r.User != "" && r.Channel == "" {
		channel, err := a.directChannel(ctx, r.User)
		if err != nil {
			return r, sendError(err, "conversations.open")
		}
		r.Channel = channel
	}
	if r.User == "" && r.Mission != "" {
		// Slack gives a channel a new id when it is shared; the row may hold the old one.
		m, err := a.mission(ctx, r.Mission)
		if err != nil {
			return r, notRendered(err)
		}
		r.Channel = m.Channel
	}
	return r, nil
}

// placed returns a row with the message that it edits, or in whose thread it belongs.
func (a *App) placed(ctx context.Context, r nudges.Row) (nudges.Row, error) {
	if !r.InThread && !r.Update {
		return r, nil
	}
	at, err := a.standing(ctx, r)
	switch {
	case err != nil:
		return r, notRendered(err)
	case !at.Posted():
		return r, nudges.ErrLater
	case r.Update:
		r.TS = at.TS
		if r.User != "" {
			r.Channel = at.Channel
		}
	case r.ThreadTS == "":
		r.ThreadTS = at.TS
	}
	return r, nil
}

// directChannel returns the direct conversation with a person, and keeps its id: opening it is limited
// to 50 a minute.
func (a *App) directChannel(ctx context.Context, user mission.UserID) (mission.ChannelID, error) {
	p, err := a.person(ctx, user)
	if err != nil {
		return "", err
	}
	if p.DM != "" {
		return p.DM, nil
	}
	id, err := a.api.OpenDM(ctx, string(user))
	if err != nil {
		return "", err
	}
	p.DM = mission.ChannelID(id)
	return p.DM, a.store.Update(ctx, func(tx Tx) error {
		kept, err := tx.Person(a.team, user)
		if errors.Is(err, mission.ErrNotFound) {
			kept, err = p, nil
		}
		kept.DM = p.DM
		return inOrder(func() error { return err }, func() error { return tx.PutPerson(kept) })
	})
}

// standing returns the message that a row edits, or in whose thread it belongs.
func (a *App) standing(ctx context.Context, r nudges.Row) (at mission.MessageRef, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		at, err = standingIn(tx, r)
		return err
	})
	return at, err
}

func standingIn(tx Tx, r nudges.Row) (mission.MessageRef, error) {
	if r.InThread && r.ThreadTS != "" {
		return mission.MessageRef{Channel: r.Channel, TS: r.ThreadTS}, nil
	}
	if what, args := refParts(r.Ref); what == refTakenBack && len(args) == 2 {
		return mission.MessageRef{Channel: r.Channel, TS: args[0]}, nil
	}
	if _, args, ok := asTalk(r); ok {
		return talkStanding(tx, r, args)
	}
	switch r.Subject {
	case nudges.OfRemoval:
		return removalStanding(tx, r)
	case nudges.OfRelation:
		return relatedAt(tx, r)
	case nudges.OfMidpoint:
		m, err := tx.Mission(r.Team, r.Mission)
		if err != nil || m.Midpoint == nil {
			return mission.MessageRef{}, err
		}
		return m.Midpoint.Message, nil
	case nudges.OfNudge:
		sent, err := tx.Row(r.Team, r.Ref)
		return mission.MessageRef{Channel: sent.Channel, TS: sent.TS}, err
	case nudges.OfEntry:
		if !r.Update {
			break // It goes into the thread of the card.
		}
		e, err := tx.Entry(r.Team, r.Mission, mission.ID(r.Ref))
		return e.Post, err
	case nudges.OfOutcome:
		m, err := tx.Mission(r.Team, r.Mission)
		if err != nil || m.Outcome == nil {
			return mission.MessageRef{}, err
		}
		return m.Outcome.Message, nil
	case nudges.OfThread:
		if r.Ref == lineStory {
			return standingIn(tx, nudges.Row{Team: r.Team, Mission: r.Mission, Subject: nudges.OfOutcome})
		}
	}
	m, err := tx.Mission(r.Team, r.Mission)
	return m.Card, err
}

// Send posts or edits one message, once.
func (a *App) Send(ctx context.Context, r nudges.Row) (mission.MessageRef, error) {
	if r.Subject == nudges.OfRemoval {
		err := a.api.DeleteMessage(ctx, string(r.Channel), r.TS)
		return mission.MessageRef{Channel: r.Channel, TS: r.TS}, sendError(err, "chat.delete")
	}
	if r.Subject == nudges.OfFile {
		return a.sendFile(ctx, r)
	}
	if r.Subject == nudges.OfChore {
		return mission.MessageRef{}, nil // it was done while it was prepared
	}
	msg, err := a.render(ctx, r)
	if err != nil {
		return mission.MessageRef{}, notRendered(err)
	}
	if r.Update {
		err := a.api.UpdateMessage(ctx, string(r.Channel), r.TS, msg.Text, msg.Blocks)
		if err == nil && r.Subject == nudges.OfCard {
			a.unpinEnded(ctx, r)
		}
		return mission.MessageRef{Channel: r.Channel, TS: r.TS}, sendError(err, "chat.update")
	}
	posted, err := a.api.PostMessage(ctx, api.Post{
		Channel: string(r.Channel), ThreadTS: r.ThreadTS, Text: msg.Text, Blocks: msg.Blocks, MetadataKey: a.tag(r),
	})
	at := mission.MessageRef{Channel: mission.ChannelID(posted.Channel), TS: posted.TS}
	if err == nil && r.Subject == nudges.OfCard {
		a.pin(ctx, at)
	}
	return at, sendError(err, "chat.postMessage")
}

// notRendered says in the outbox's terms that a message could not be made, so that surely nothing was
// sent. What the row told of may be erased, which the outbox knows by itself; anything else may pass.
func notRendered(err error) error {
	var known *nudges.SendError
	if isNotFound(err) || errors.Is(err, nudges.ErrDone) || errors.As(err, &known) {
		return err
	}
	return &nudges.SendError{Class: nudges.Later, Code: "not_rendered", Err: err}
}

// pin pins the card, where the app may; the mission does not depend on it.
func (a *App) pin(ctx context.Context, at mission.MessageRef) {
	if err := a.api.Pin(ctx, string(at.Channel), at.TS); err != nil {
		a.log.Debug("card not pinned", "error", err)
	}
}

// unpinEnded takes the pin off the card of a mission that has ended.
func (a *App) unpinEnded(ctx context.Context, r nudges.Row) {
	m, err := a.mission(ctx, r.Mission)
	if err != nil || m.Running() {
		return
	}
	if err := a.api.Unpin(ctx, string(r.Channel), r.TS); err != nil {
		a.log.Debug("card not unpinned", "error", err)
	}
}

// tag is the opaque name of a row in Slack's metadata, which everyone in the workspace can read.
func (a *App) tag(r nudges.Row) string { return a.seal.Tag("row", string(r.Team)+"\x00"+r.Key) }

// lookBack is how far before the attempt a message is looked for: Slack's clock is not ours.
const lookBack = 5 * time.Minute

// Lookup looks for a row's message in Slack, by the opaque name in its metadata, under every key known.
func (a *App) Lookup(ctx context.Context, r nudges.Row) (mission.MessageRef, bool, error) {
	if r.Subject == nudges.OfFile {
		return mission.MessageRef{}, false, nudges.ErrNoHistory // a file bears no name of ours
	}
	r, err := a.whereSent(ctx, r)
	if err != nil {
		return mission.MessageRef{}, false, err
	}
	for _, tag := range a.seal.Tags("row", string(r.Team)+"\x00"+r.Key) {
		posted, found, err := a.api.FindByMetadata(ctx, string(r.Channel), r.ThreadTS, tag, r.SentAt.Add(-lookBack))
		if missingScope(err) {
			return mission.MessageRef{}, false, nudges.ErrNoHistory
		}
		if err != nil || found {
			at := mission.MessageRef{Channel: mission.ChannelID(posted.Channel), TS: posted.TS}
			if found && r.Subject == nudges.OfCard {
				a.pin(ctx, at) // whoever posted it may not have come to that
			}
			return at, found, sendError(err, "look-up")
		}
	}
	return mission.MessageRef{}, false, nil
}

// whereSent fills in where a message would stand that was sent by a copy of the store from after a backup: a row that was
// restored may not have come to that.
func (a *App) whereSent(ctx context.Context, r nudges.Row) (nudges.Row, error) {
	var err error
	if r.Channel == "" {
		r, err = a.addressed(ctx, r)
	}
	if err == nil && r.InThread && r.ThreadTS == "" {
		r, err = a.placed(ctx, r)
	}
	if errors.Is(err, nudges.ErrLater) { // its card is in doubt too, and looked up first
		err = &nudges.SendError{Class: nudges.Later, Code: "no_card"}
	}
	return r, err
}

func missingScope(err error) bool {
	var e *api.Error
	return errors.As(err, &e) && e.Code == "missing_scope"
}

// sendError says in the outbox's terms what became of a call.
func sendError(err error, what string) error {
	if err == nil {
		return nil
	}
	var e *api.Error
	if !errors.As(err, &e) {
		return fmt.Errorf("%s: %w", what, err)
	}
	class := map[api.Class]nudges.Class{
		api.TokenDead: nudges.Down, api.Config: nudges.Refused, api.TargetGone: nudges.Gone, api.Bug: nudges.Refused,
		api.Race: nudges.Refused, api.RateLimited: nudges.RateLimited, api.Transient: nudges.Later, api.Doubt: nudges.Doubt,
	}[e.Class]
	if suspended[e.Code] {
		class = nudges.Down
	}
	return &nudges.SendError{Class: class, Code: e.Code, RetryAfter: e.RetryAfter, Err: err}
}

// suspended are the codes by which administrators keep the whole app from the workspace for a while, whatever it asks
// for (docs.slack.dev/reference/methods/chat.postMessage). No message is refused for what it says, so all of them wait.
var suspended = map[string]bool{
	"access_denied": true, "accesslimited": true, "app_access_restricted": true, "ekm_access_denied": true,
	"enterprise_is_restricted": true,
}

// InChannel reports whether a person is in a channel; where Slack cannot say, the answer is no.
func (a *App) InChannel(ctx context.Context, _ mission.TeamID, channel mission.ChannelID, user mission.UserID) (bool, error) {
	in, err := a.dir.inChannel(ctx, channel, user)
	return in, sendError(err, "conversations.members")
}

// Person returns what the nudges know of somebody, with the zone of her profile.
func (a *App) Person(ctx context.Context, _ mission.TeamID, user mission.UserID) (nudges.Person, error) {
	p, err := a.person(ctx, user)
	if err == nil && p.Gone {
		err = a.accountClosed(ctx, user)
	}
	return p, sendError(err, "users.info")
}

// env is what every surface needs, for a reader with the given zone, or for a channel where it is nil.
func (a *App) env(ctx context.Context, reader *time.Location, people ...mission.UserID) view.Env {
	return view.Env{
		Names: a.dir.names(ctx, people...), Channels: a.channelNames(ctx), Now: a.clock.Now(), Zone: reader,
		Support: a.set().SupportContact, Version: a.version, NoMarks: !a.set().Marks, Workspace: a.workspace,
	}
}
