package view

import (
	"strings"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
)

// What another person's act can have to tell somebody, as a row names it.
const (
	ToldFollows    = "follows"     // a mission follows one that she was in
	ToldLeadAsked  = "lead_asked"  // somebody asks her to lead
	ToldSuggest    = "suggest"     // somebody has an idea for the mission that she leads
	ToldShared     = "shared"      // somebody shared a sentence with her
	ToldYoursAlone = "yours_alone" // what she shared is hers alone again
	ToldCelebrate  = "celebrate"   // somebody sees a sentence of hers in a win
)

// toldOnHome says in a line of Home what waits to be told.
func toldOnHome(what string, m mission.Mission) line {
	switch what {
	case ToldFollows:
		return fill("A new mission follows one of yours: *%s*.", title(m))
	case ToldSuggest:
		return fill("Somebody has an idea for *%s*.", title(m))
	case ToldShared:
		return fill("Somebody shared a sentence with you, about *%s*.", title(m))
	case ToldYoursAlone:
		return fill("What you shared about *%s* is for you alone again.", title(m))
	case ToldCelebrate:
		return fill("Somebody sees a sentence of yours in a win of *%s*.", title(m))
	}
	return fill("Something in *%s* concerns you.", title(m))
}

// ToldWhy says what brought one thing that concerns somebody.
func ToldWhy(e Env, what string, m mission.Mission, by mission.UserID) string {
	name, who := title(m), sentence(e.who(by))
	switch what {
	case ToldFollows:
		return "Sent because " + name + " follows a mission that you were in. Nobody is carried over, so you are asked."
	case ToldLeadAsked:
		return "Sent because " + who + " asks you to lead " + name + " and waits for your answer."
	case ToldSuggest:
		return "Sent because you lead " + name + " and " + who + " has an idea for it."
	case ToldShared:
		return "Sent because " + who + " opened a sentence to whoever leads " + name + "."
	case ToldYoursAlone:
		return "Sent because " + name + " is led by somebody else since. What you shared with the lead before did not pass on."
	case ToldCelebrate:
		return "Sent because you opened a sentence to the team of " + name + ". " + who + " sees it in a win, and only you say it."
	}
	return "Sent because somebody did something in " + name + " that concerns you."
}

// ActToldOpen opens one of the things that were told together. Nudge; Page: its place among them, from 0.
const ActToldOpen = "told_open"

// ToldItem is one thing that another person's act has to tell somebody.
type ToldItem struct {
	Message Message
	Index   int // its place among those that went together
}

// ToldTo tells somebody what concerns her: one thing with its buttons, or several with a line each.
func ToldTo(d NudgeData, items []ToldItem) Message {
	if len(items) == 1 && items[0].Index == 0 {
		m := items[0].Message
		return Message{Text: m.Text, Blocks: withMenu(m.Blocks, nudgeMenu(d))}
	}
	var p canvas
	for _, item := range items {
		text, words := item.first()
		open := about(button(numbered(ActToldOpen, item.Index), "Open", Meta{Nudge: d.Key, Page: item.Index}), "Open: "+words)
		p.add(slack.NewSectionBlock(text, nil, slack.NewAccessory(open)), words)
	}
	p.actions(nudgeMenu(d))
	return p.message()
}

// first is the first sentence of an item, in a block and in plain text.
func (i ToldItem) first() (*slack.TextBlockObject, string) {
	words, _, _ := strings.Cut(i.Message.Text, "\n")
	for _, b := range i.Message.Blocks {
		if s, ok := b.(*slack.SectionBlock); ok && s.Text != nil {
			return s.Text, words
		}
	}
	return slack.NewTextBlockObject(slack.MarkdownType, words, false, true), words
}

// withMenu adds a menu to the last row of buttons, or below where there is none.
func withMenu(blocks []slack.Block, menu slack.BlockElement) []slack.Block {
	out := append([]slack.Block(nil), blocks...)
	if n := len(out); n > 0 {
		if row, ok := out[n-1].(*slack.ActionBlock); ok {
			elements := append([]slack.BlockElement(nil), row.Elements.ElementSet...)
			out[n-1] = slack.NewActionBlock(row.BlockID, append(elements, menu)...)
			return out
		}
	}
	return append(out, slack.NewActionBlock("", menu))
}

// ToldUnseen is what is left of such a line for somebody who may no longer see its mission.
func ToldUnseen() Message {
	return one(fill("This was about a mission of a channel that you are not in."))
}

// ToldGone answers a press on something that was taken back.
func ToldGone() Message { return one(fill("It was taken back, so nothing is left here.")) }
