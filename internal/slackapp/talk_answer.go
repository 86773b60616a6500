package slackapp

import (
	"context"

	"throughline/internal/coaching"
	"throughline/internal/mission"
	"throughline/internal/slackapp/view"
)

// What is written in a conversation, in its forms.

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
		return inPlace(view.TalkHeavyForm(a.env(ctx, nil), d, a.set().HelpContact, text)), nil
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
