package slackapp

import (
	"context"
	"strings"
	"unicode/utf8"

	"throughline/internal/coaching"
	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/api"
	"throughline/internal/slackapp/view"
)

// What somebody types while a conversation is open. In its thread every message belongs to it; outside of it
// only words that take it up again do, and an answer while it is the newest thing that asks.

// spoken says what a typed message does to a conversation.
type spoken int

const (
	notToIt spoken = iota
	opensIt
	answersIt
	goesOn
	pausesIt
	stopsIt
)

// heard finds out what a message does to the conversation that its author has open.
func (a *App) heard(tx Tx, s said) (c coaching.Conversation, what spoken, err error) {
	word := strings.ToLower(strings.Trim(s.text, " \n.,;:"))
	if word == string(verbCoach) && s.thread == "" {
		return c, opensIt, nil
	}
	c, err = tx.Conversation(a.team, s.user)
	if err != nil || c.Closed(a.clock.Now()) {
		return c, notToIt, ignoreNotFound(err)
	}
	inside, err := a.inTalk(tx, s, c)
	if err != nil {
		return c, notToIt, err
	}
	_, open := c.Open()
	switch {
	case s.thread != "" && !inside, c.ID == "", word == string(verbHelp):
		return c, notToIt, nil
	case word == "go on":
		return c, goesOn, nil
	case inside && word == "pause":
		return c, pausesIt, nil
	case inside && word == "stop":
		return c, stopsIt, nil
	case !open:
		return c, notToIt, nil
	case inside:
		return c, answersIt, nil
	}
	return a.newestAsks(tx, s, c)
}

// inTalk reports whether a message stands in the thread of a conversation.
func (a *App) inTalk(tx Tx, s said, c coaching.Conversation) (bool, error) {
	if s.thread == "" || c.ID == "" {
		return false, nil
	}
	first, err := tx.Row(a.team, talkKey(c.ID, 0, 1))
	if err != nil {
		return false, ignoreNotFound(err)
	}
	return first.TS == s.thread && first.Channel == s.at.Channel, nil
}

// newestAsks takes a plain message for an answer where the conversation is not at rest and nothing asked
// since.
func (a *App) newestAsks(tx Tx, s said, c coaching.Conversation) (coaching.Conversation, spoken, error) {
	now := a.clock.Now()
	if c.Paused(now) || s.asksHelp() {
		return c, notToIt, nil
	}
	row, open, err := nudges.OpenPrompt(tx, a.team, s.user, now)
	if err != nil || open && row.SentAt.After(c.LastAt) {
		return c, notToIt, err
	}
	return c, answersIt, nil
}

// inConversation takes a message that belongs to a conversation, and reports whether it was one. Where the
// words sound heavy nothing is kept, not even that they did.
func (a *App) inConversation(ctx context.Context, s said) (after func(context.Context), taken bool, err error) {
	var what spoken
	err = a.store.View(ctx, func(tx Tx) error {
		_, what, err = a.heard(tx, s)
		return err
	})
	if err != nil || what == notToIt || utf8.RuneCountInString(s.text) > mission.MaxText {
		return nil, false, err
	}
	heavy := what == answersIt && coaching.Heavy(s.text)
	done, err := a.once(ctx, s.key, func(tx Tx) (outcome, error) {
		if heavy {
			return outcome{Did: "talk"}, nil
		}
		return outcome{Did: "talk"}, a.speaks(tx, s)
	})
	if refused, ok := mission.Refused(err); ok && refused.Code == coaching.Over {
		return nil, false, nil
	}
	if heavy && slowed(err) {
		err = nil // whoever writes so is answered, however much she wrote before
	}
	if err != nil || done.again || !heavy {
		return nil, true, err
	}
	return a.inThread(s, func(context.Context) view.Message { return view.TalkHeavy(a.set().HelpContact) }), true, nil
}

// speaks does what a message asks of the conversation as it stands now.
func (a *App) speaks(tx Tx, s said) error {
	c, what, err := a.heard(tx, s)
	if err != nil {
		return err
	}
	switch what {
	case opensIt:
		_, _, err = a.beginOrGoOn(tx, s.user, "")
	case goesOn:
		_, err = a.goOn(tx, c)
	case stopsIt:
		err = a.endTalk(tx, c, view.TalkKept)
	case pausesIt:
		var after coaching.Conversation
		if after, err = c.Pause(c.ID, a.clock.Now()); err == nil {
			err = a.keepTalk(tx, c, after)
		}
	case answersIt:
		n, _ := c.Open()
		if c.Turns[n].Step == coaching.Plan {
			return a.takePlan(tx, c, c.ID, view.ReadPlan(s.text), s.at)
		}
		return a.takeAnswer(tx, c, c.ID, n, s.text, s.at)
	default:
		return &mission.Refusal{Code: coaching.Over}
	}
	return err
}

// inThread answers a message where it was typed, without a row that would remember it.
func (a *App) inThread(s said, answer func(context.Context) view.Message) func(context.Context) {
	return func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, afterwards)
		defer cancel()
		m := answer(ctx)
		_, err := a.api.PostMessage(ctx, api.Post{Channel: string(s.at.Channel), ThreadTS: s.thread, Text: m.Text, Blocks: m.Blocks})
		if err != nil {
			a.log.Error("answer not delivered", "error", err)
		}
	}
}

// changeTalk lets an answer follow the message that it was typed as, and reports whether it is one of the
// open conversation.
func (a *App) changeTalk(tx Tx, user mission.UserID, source mission.MessageRef, text string) (bool, error) {
	c, err := tx.Conversation(a.team, user)
	n, found := c.From(source)
	if err != nil || !found {
		return false, ignoreNotFound(err)
	}
	if c.Turns[n].Step == coaching.Plan {
		return true, a.changePlan(tx, c, n, text)
	}
	if c.Turns[n].Answer, err = a.sealText(text, turnBinding(c, n)); err != nil {
		return true, err
	}
	return true, tx.PutConversation(c)
}

// changePlan does the same for a plan that was typed; without words it is to be written anew.
func (a *App) changePlan(tx Tx, c coaching.Conversation, n int, text string) (err error) {
	before, in := c, view.PlanForm{}
	before.Turns = append([]coaching.Turn(nil), c.Turns...)
	if text != "" {
		in = view.ReadPlan(text)
	} else {
		c.Turns[n] = coaching.Turn{Step: coaching.Plan, Question: c.Turns[n].Question, Asked: c.Turns[n].Asked}
	}
	if c.If, err = a.sealText(in.If, planIfBinding(c)); err != nil {
		return err
	}
	if c.Then, err = a.sealText(in.Then, planThenBinding(c)); err != nil {
		return err
	}
	return a.keepTalk(tx, before, c)
}
