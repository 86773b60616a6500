package slackapp

import (
	"context"
	"strconv"

	"github.com/slack-go/slack"

	"throughline/internal/coaching"
	"throughline/internal/mission"
	"throughline/internal/nudges"
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

// endTalk closes a conversation: what was written lies in the journal, and the last message says so.
func (a *App) endTalk(tx Tx, c coaching.Conversation, how string) error {
	p, err := a.practice(tx, c.User)
	if err != nil {
		return err
	}
	w := a.rows(tx)
	return inOrder(
		func() error { return a.intoJournal(tx, c) },
		func() error { return tx.PutPractice(p.Remember(c.Questions())) },
		func() error { return tx.DeleteConversation(c.Team, c.User) },
		func() error { return w.talkStopped(c) },
		func() error { return w.talkOver(c, how) },
	)
}

// intoJournal keeps each answer, and the plan, as a reflection.
func (a *App) intoJournal(tx Tx, c coaching.Conversation) error {
	for n, t := range c.Turns {
		text, err := a.talkWords(c, n)
		if err != nil {
			return err
		}
		if text == "" {
			continue
		}
		note, err := a.sealedNote(c.User, c.Mission, text)
		if err != nil {
			return err
		}
		note.Question, note.At, note.Source = t.Question, t.AnsweredAt, t.Source
		if err := tx.PutReflection(note); err != nil {
			return err
		}
	}
	return nil
}

// talkWords opens what was written at a turn: the answer, or for the last one the plan.
func (a *App) talkWords(c coaching.Conversation, n int) (string, error) {
	if c.Turns[n].Step != coaching.Plan {
		return a.open(c.Turns[n].Answer, turnBinding(c, n))
	}
	plan, err := a.talkPlan(c)
	if err != nil || plan.Then == "" {
		return "", err
	}
	return view.PlanLine(plan), nil
}

func (a *App) talkPlan(c coaching.Conversation) (in view.PlanForm, err error) {
	if in.If, err = a.open(c.If, planIfBinding(c)); err != nil {
		return in, err
	}
	in.Then, err = a.open(c.Then, planThenBinding(c))
	return in, err
}

func turnBinding(c coaching.Conversation, n int) mission.Binding {
	return mission.Binding{Team: c.Team, User: c.User, Field: "coach_answer", Record: string(c.ID) + "/" + strconv.Itoa(n)}
}

func planIfBinding(c coaching.Conversation) mission.Binding {
	return mission.Binding{Team: c.Team, User: c.User, Field: "coach_plan_if", Record: string(c.ID)}
}

func planThenBinding(c coaching.Conversation) mission.Binding {
	return mission.Binding{Team: c.Team, User: c.User, Field: "coach_plan_then", Record: string(c.ID)}
}

// clickTalkAnswer opens the form of a question, with her own words before it and what was kept.
func (a *App) clickTalkAnswer(ctx context.Context, p press) (answer, error) {
	c, open, err := a.talkOf(ctx, p.user)
	if err != nil {
		return answer{}, err
	}
	n := p.meta.Page
	if !open || c.ID != p.meta.Entry {
		return answer{}, &mission.Refusal{Code: coaching.Over}
	}
	if n >= len(c.Turns) {
		return answer{}, &mission.Refusal{Code: mission.MovedOn}
	}
	before, err := a.wroteBefore(c, n)
	if err != nil {
		return answer{}, err
	}
	if c.Turns[n].Step == coaching.Plan {
		plan, err := a.talkPlan(c)
		return a.form(p.request, view.TalkPlan(a.env(ctx, nil), a.talkData(c, n), before, plan)), err
	}
	kept, err := a.talkWords(c, n)
	return a.form(p.request, view.TalkAnswer(a.env(ctx, nil), a.talkData(c, n), before, kept)), err
}

// wroteBefore is the answer that a question builds on: the last one before it that still has words.
func (a *App) wroteBefore(c coaching.Conversation, n int) (string, error) {
	for i := n - 1; i >= 0; i-- {
		if text, err := a.talkWords(c, i); err != nil || text != "" {
			return text, err
		}
	}
	return "", nil
}

func (a *App) submitTalkAnswer(ctx context.Context, s submitted) (answer, error) {
	text, errs := view.ParseTalkAnswer(s.values)
	if len(errs) > 0 {
		return wrong(errs)
	}
	if coaching.Heavy(text) && !view.Anyway(s.meta) {
		d := view.TalkData{ID: s.meta.Entry, Turn: s.meta.Page}
		return inPlace(view.TalkHeavyForm(a.env(ctx, nil), d, a.helpContact, text)), nil
	}
	return done(), a.onTalk(ctx, s.request, "talk_answer", func(tx Tx, c coaching.Conversation) error {
		return a.takeAnswer(tx, c, s.meta.Entry, s.meta.Page, text, mission.MessageRef{})
	})
}

// takeAnswer keeps an answer, sealed, and asks the next question.
func (a *App) takeAnswer(tx Tx, c coaching.Conversation, id mission.ID, turn int, text string, source mission.MessageRef) error {
	if c.ID != id || turn >= len(c.Turns) {
		return &mission.Refusal{Code: coaching.Over}
	}
	words, err := a.seal.Seal(turnBinding(c, turn), text)
	if err != nil {
		return err
	}
	p, err := a.practice(tx, c.User)
	if err != nil {
		return err
	}
	reply := coaching.Reply{Conversation: id, Turn: turn, Words: words, Length: len([]rune(text)), Source: source}
	after, err := c.Take(reply, p.Asked, a.clock.Now())
	if err != nil {
		return err
	}
	return a.keepTalk(tx, c, after)
}

func (a *App) submitTalkPlan(ctx context.Context, s submitted) (answer, error) {
	in, errs := view.ParsePlan(s.values)
	if len(errs) > 0 {
		return wrong(errs)
	}
	return done(), a.onTalk(ctx, s.request, "talk_plan", func(tx Tx, c coaching.Conversation) error {
		return a.takePlan(tx, c, s.meta.Entry, in, mission.MessageRef{})
	})
}

func (a *App) takePlan(tx Tx, c coaching.Conversation, id mission.ID, in view.PlanForm, source mission.MessageRef) error {
	when, err := a.sealText(in.If, planIfBinding(c))
	if err != nil {
		return err
	}
	then, err := a.sealText(in.Then, planThenBinding(c))
	if err != nil {
		return err
	}
	after, err := c.WritePlan(id, when, then, a.clock.Now())
	if err != nil {
		return err
	}
	after.Turns[len(after.Turns)-1].Source = source
	return a.keepTalk(tx, c, after)
}

// talkData is one question of a conversation as it is shown.
func (a *App) talkData(c coaching.Conversation, n int) view.TalkData {
	t := c.Turns[n]
	return view.TalkData{ID: c.ID, Turn: n, Step: t.Step, Question: coaching.Text(t.Question), Until: c.Until()}
}

// closeTalk closes a conversation whose week is over, before its last message says so. One that went on
// since is left alone, with nothing to say.
func (a *App) closeTalk(ctx context.Context, r nudges.Row) error {
	_, args := refParts(r.Ref)
	return a.store.Update(ctx, func(tx Tx) error {
		c, err := tx.Conversation(r.Team, r.User)
		switch {
		case isNotFound(err) || err == nil && string(c.ID) != args[0]:
			return nil // it was closed before the message could say so
		case err != nil:
			return err
		case !c.Closed(a.clock.Now()):
			return mission.ErrNotFound
		}
		return inOrder(
			func() error { return a.intoJournal(tx, c) },
			func() error { return a.rememberTalk(tx, c) },
			func() error { return tx.DeleteConversation(c.Team, c.User) },
		)
	})
}

func (a *App) rememberTalk(tx Tx, c coaching.Conversation) error {
	p, err := a.practice(tx, c.User)
	return inOrder(func() error { return err }, func() error { return tx.PutPractice(p.Remember(c.Questions())) })
}
