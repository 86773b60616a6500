package slackapp

import (
	"context"
	"strconv"

	"throughline/internal/coaching"
	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/view"
)

// How a conversation ends: what was written goes into the journal, and its author finds it there.

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
