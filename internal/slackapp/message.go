package slackapp

import (
	"context"
	"strings"

	"github.com/slack-go/slack"

	"throughline/internal/manifest"
	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/view"
)

// A message of a channel can be added to its mission, by whoever is there. It goes nowhere else.

// lineSaid is the line of an entry's thread that tells the author of a message that it was added: said:<entry>.
const lineSaid = "said"

// messageShortcuts are the shortcuts on messages.
func (a *App) messageShortcuts() map[string]handler {
	return map[string]handler{manifest.ShortcutAdd: a.addShortcut}
}

// messageForms are the forms that they open.
func (a *App) messageForms() map[string]sent {
	return map[string]sent{view.ViewAdd: a.submitAdd}
}

// messageClicks are the presses on what they led to.
func (a *App) messageClicks() map[string]pressed {
	return map[string]pressed{
		view.ActTellIn:    a.clickTellKind,
		view.ActToMessage: func(context.Context, press) (answer, error) { return answer{}, nil },
	}
}

// messageLines are the lines about them.
func (a *App) messageLines() map[string]lined {
	return map[string]lined{lineSaid: a.renderSaid}
}

// addShortcut opens the form for the message that was chosen.
func (a *App) addShortcut(ctx context.Context, r *request) (answer, error) {
	msg := r.chosen
	if msg == nil {
		return answer{}, nil
	}
	if msg.BotID != "" || msg.User == "" || mission.UserID(msg.User) == a.bot {
		return answer{}, &mission.Refusal{Code: view.AppMessage}
	}
	m, who, err := a.here(ctx, r)
	if refused, ok := mission.Refused(err); r.dm || ok && refused.Code == mission.NoMission {
		return answer{}, &mission.Refusal{Code: view.NoneThere}
	}
	if err != nil {
		return answer{}, err
	}
	source := mission.MessageRef{Channel: r.channel, TS: msg.Timestamp}
	if err := a.addable(ctx, m, who, source); err != nil {
		return answer{}, err
	}
	in := view.AddForm{Kind: mission.Progress, By: mission.UserID(msg.User)}
	in.Text = strings.TrimSpace(unescape(msg.Text, a.dir.names(ctx, nameless(msg.Text)...)))
	meta := view.Meta{Mission: m.ID, User: in.By, Channel: source.Channel, TS: source.TS}
	meta.Ref, meta.Plan = a.saidTags(meta, r.user, in.Text)
	return a.form(r, view.Add(a.env(ctx, nil, in.By), m, in, meta)), nil
}

// addable refuses a message that cannot be added.
func (a *App) addable(ctx context.Context, m mission.Mission, who mission.Actor, source mission.MessageRef) error {
	if err := running(m); err != nil {
		return err
	}
	return a.store.View(ctx, func(tx Tx) error {
		if err := mission.Check(tx, mission.TellEntry, who, m, ""); err != nil {
			return err
		}
		_, found, err := mission.Added(tx, m, source)
		if found {
			return &mission.Refusal{Code: mission.AddedBefore, Mission: m.ID}
		}
		return err
	})
}

// saidTags hold a form to what the bot wrote into it: that this person chose that message of that author, and
// what it said. What comes back from a client without them is nobody's word.
func (a *App) saidTags(meta view.Meta, user mission.UserID, text string) (source, words string) {
	of := strings.Join([]string{string(user), string(meta.User), string(meta.Channel), meta.TS}, "/")
	return a.seal.Tag("said", of), a.seal.Tag("said words", of+"/"+strings.Join(strings.Fields(text), " "))
}

func (a *App) submitAdd(ctx context.Context, s submitted) (answer, error) {
	in, errs := view.ParseAdd(s.values)
	if len(errs) > 0 {
		return wrong(errs)
	}
	m, who, err := a.subject(ctx, s)
	if err != nil {
		return answer{}, err
	}
	source, words := a.saidTags(s.meta, s.user, in.Text)
	if s.meta.Ref != source {
		return answer{}, &mission.Refusal{Code: mission.Hidden}
	}
	if err := a.reachable(ctx, m); err != nil {
		return answer{}, err
	}
	_, err = a.tellEntry(ctx, s.request, who, m.ID, mission.NewEntry{Kind: in.Kind, Text: in.Text, Said: mission.Said{
		By: s.meta.User, Source: mission.MessageRef{Channel: s.meta.Channel, TS: s.meta.TS}, Reworded: s.meta.Plan != words,
	}})
	return done(), err
}

// saidTold tells the author of a message in the entry's thread that it was added, once the entry stands.
func saidTold(tx nudges.Tx, w rows, e mission.Entry) error {
	if !e.AnothersWords() || e.Withdrawn() {
		return nil
	}
	m, err := tx.Mission(e.Team, e.Mission)
	if err != nil {
		return err
	}
	return w.entryLine(m, e, lineSaid, string(e.ID))
}

func (a *App) renderSaid(ctx context.Context, _ view.Env, r rowRef) (view.Message, error) {
	e, err := a.entry(ctx, r.mission, mission.ID(r.args[0]))
	if err != nil {
		return view.Message{}, err
	}
	return view.SaidAdded(a.env(ctx, nil, e.Said.By, e.Author), r.mission, e), nil
}

// messageIn is the message that a shortcut was chosen on, or nil.
func messageIn(c *slack.InteractionCallback) *slack.Message {
	if c.Type != slack.InteractionTypeMessageAction {
		return nil
	}
	return &c.Message
}
