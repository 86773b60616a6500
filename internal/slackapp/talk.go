package slackapp

import (
	"context"

	"github.com/slack-go/slack"

	"throughline/internal/coaching"
	"throughline/internal/mission"
	"throughline/internal/slackapp/view"
)

// A conversation with one person, in a thread of her direct messages. Here is what she does in it; how it is
// shown stands in talk_show.go, what she types in talk_typed.go.

func (a *App) talkCommands() map[verb]handler {
	return map[verb]handler{verbCoach: a.coachCommand}
}

func (a *App) talkClicks() map[string]pressed {
	return map[string]pressed{
		view.ActCoach:      a.clickCoach,
		view.ActTalkAnswer: a.clickTalkAnswer,
		view.ActTalkPause:  a.clickTalkPause,
		view.ActTalkGoOn:   a.clickTalkGoOn,
		view.ActTalkKeep:   a.clickTalkKeep,
		view.ActTalkDelete: a.clickTalkDelete,
		view.ActTalkCommit: a.clickTalkCommit,
	}
}

func (a *App) talkForms() map[string]sent {
	return map[string]sent{
		view.ViewTalkAnswer: a.submitTalkAnswer,
		view.ViewTalkPlan:   a.submitTalkPlan,
		view.ViewTalkCommit: a.submitTalkCommit,
	}
}

// coachCommand begins a conversation, or goes on with the one that is open. Whatever was typed after the word
// is private and is not looked at.
func (a *App) coachCommand(ctx context.Context, r *request) (answer, error) {
	r.text = ""
	from := a.aside(ctx, r)
	done, err := a.once(ctx, r.key, func(tx Tx) (outcome, error) {
		c, fresh, err := a.beginOrGoOn(tx, r.user, from)
		return outcome{Did: "coach", Entry: c.ID, New: fresh}, err
	})
	if err != nil || a.withBot(ctx, r) || r.channel == "" && (r.view == nil || r.view.Type != slack.VTModal) {
		return answer{}, err // the question stands where she looks, or beside it
	}
	c, ok, err := a.talkOf(ctx, r.user)
	if err != nil || !ok {
		return answer{}, err
	}
	return say(view.TalkBegun(a.env(ctx, nil), a.talkData(c, len(c.Turns)-1), !done.New)), nil
}

// beginOrGoOn opens a conversation, or takes the one up that is open, and reports whether it is a new one.
func (a *App) beginOrGoOn(tx Tx, user mission.UserID, from mission.ID) (coaching.Conversation, bool, error) {
	c, open, err := a.openTalk(tx, user)
	if err != nil {
		return c, false, err
	}
	if open {
		c, err = a.goOn(tx, c)
		return c, false, err
	}
	c, err = a.beginTalk(tx, user, from)
	return c, true, err
}

// clickCoach does the same from a button. A form on which it stood says where the conversation is.
func (a *App) clickCoach(ctx context.Context, p press) (answer, error) {
	p.request.about = p.meta.Mission
	ans, err := a.coachCommand(ctx, p.request)
	if err != nil || p.view == nil || ans.message == nil {
		return ans, err
	}
	return a.onTop(p, view.TalkElsewhere(*ans.message)), nil
}

// aside returns the mission that a request for something private was made from, where there is one that the
// person may see. It is no reason to refuse.
func (a *App) aside(ctx context.Context, r *request) mission.ID {
	m, _, err := a.here(ctx, r)
	if err != nil || !m.Running() {
		return ""
	}
	return m.ID
}

// withBot reports whether a request was made in the person's direct conversation with the bot, where she sees
// the answer as a message.
func (a *App) withBot(ctx context.Context, r *request) bool {
	if !r.dm || r.channel == "" {
		return false
	}
	p, err := a.person(ctx, r.user)
	return err == nil && p.DM == r.channel
}

// openTalk returns the conversation that a person has open. One whose week is over is closed on the way.
func (a *App) openTalk(tx Tx, user mission.UserID) (c coaching.Conversation, open bool, err error) {
	c, err = tx.Conversation(a.team, user)
	if isNotFound(err) {
		return c, false, nil
	}
	if err != nil {
		return c, false, err
	}
	if c.Closed(a.clock.Now()) {
		return c, false, a.endTalk(tx, c, view.TalkClosed)
	}
	return c, true, nil
}

// talkOf reads the same, and changes nothing.
func (a *App) talkOf(ctx context.Context, user mission.UserID) (c coaching.Conversation, open bool, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		c, err = tx.Conversation(a.team, user)
		return ignoreNotFound(err)
	})
	return c, err == nil && c.ID != "" && !c.Closed(a.clock.Now()), err
}

// practice returns what is remembered of a person between conversations.
func (a *App) practice(tx Tx, user mission.UserID) (coaching.Practice, error) {
	p, err := tx.Practice(a.team, user)
	p.Team, p.User = a.team, user
	return p, ignoreNotFound(err)
}

func (a *App) beginTalk(tx Tx, user mission.UserID, from mission.ID) (coaching.Conversation, error) {
	p, err := a.practice(tx, user)
	if err != nil {
		return coaching.Conversation{}, err
	}
	c := coaching.Begin(a.newID(), a.team, user, from, p.Asked, a.clock.Now())
	return c, a.keepTalk(tx, c, c)
}

func (a *App) goOn(tx Tx, c coaching.Conversation) (coaching.Conversation, error) {
	after, err := c.GoOn(c.ID, a.clock.Now())
	if err != nil {
		return c, err
	}
	return after, a.keepTalk(tx, c, after)
}

// keepTalk keeps a conversation as it is after a change, with the messages that show it.
func (a *App) keepTalk(tx Tx, before, after coaching.Conversation) error {
	w := a.rows(tx)
	return inOrder(
		func() error { return tx.PutConversation(after) },
		func() error { return w.talkShown(before, after) },
		func() error { return w.talkCloses(after) },
	)
}

// onTalk changes the conversation that a press or a form is about, once. The ids came back from a client: they
// are looked for among this person's own alone.
func (a *App) onTalk(ctx context.Context, r *request, did string, change func(Tx, coaching.Conversation) error) error {
	_, err := a.once(ctx, r.key, func(tx Tx) (outcome, error) {
		c, open, err := a.openTalk(tx, r.user)
		if err != nil {
			return outcome{}, err
		}
		if !open {
			return outcome{}, &mission.Refusal{Code: coaching.Over}
		}
		return outcome{Did: did, Entry: c.ID}, change(tx, c)
	})
	return err
}

// sameTalk refuses a press about another conversation than the one that is open.
func sameTalk(c coaching.Conversation, id mission.ID) error {
	if c.ID != id {
		return &mission.Refusal{Code: coaching.Over}
	}
	return nil
}

func (a *App) clickTalkPause(ctx context.Context, p press) (answer, error) {
	return answer{}, a.onTalk(ctx, p.request, "talk_pause", func(tx Tx, c coaching.Conversation) error {
		after, err := c.Pause(p.meta.Entry, a.clock.Now())
		if err != nil {
			return err
		}
		return a.keepTalk(tx, c, after)
	})
}

func (a *App) clickTalkGoOn(ctx context.Context, p press) (answer, error) {
	return answer{}, a.onTalk(ctx, p.request, "talk_go_on", func(tx Tx, c coaching.Conversation) error {
		if err := sameTalk(c, p.meta.Entry); err != nil {
			return err
		}
		_, err := a.goOn(tx, c)
		return err
	})
}

// clickTalkKeep ends the conversation; what was written goes into the journal.
func (a *App) clickTalkKeep(ctx context.Context, p press) (answer, error) {
	return answer{}, a.onTalk(ctx, p.request, "talk_keep", func(tx Tx, c coaching.Conversation) error {
		return inOrder(
			func() error { return sameTalk(c, p.meta.Entry) },
			func() error { return a.endTalk(tx, c, view.TalkKept) },
		)
	})
}

// clickTalkDelete ends the conversation and takes everything of it away, the messages too.
func (a *App) clickTalkDelete(ctx context.Context, p press) (answer, error) {
	return answer{}, a.onTalk(ctx, p.request, "talk_delete", func(tx Tx, c coaching.Conversation) error {
		w := a.rows(tx)
		return inOrder(
			func() error { return sameTalk(c, p.meta.Entry) },
			func() error { return tx.DeleteConversation(a.team, p.user) },
			func() error { return w.talkStopped(c) },
			func() error { return w.talkRemoved(c) },
			func() error { return w.talkDeleted(c) },
		)
	})
}
