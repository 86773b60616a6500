package view

import (
	"cmp"
	"strings"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
)

// Entry is what somebody told, as a message in the channel of at most five blocks. It always holds
// rich_text, which an update may not take away.
func Entry(e Env, m mission.Mission, entry mission.Entry) Message {
	var p canvas
	if entry.Withdrawn() {
		p.rich("%s withdrew an entry.", e.who(cmp.Or(entry.WithdrawnBy, entry.Author)))
		return p.message()
	}
	words := entry.Text
	if Clean(words) == "" {
		words = "…"
	}
	short := false
	p.instead(e.told(m, entry), func() {
		p.sectionWith(entryMenu(e, entry), "%s", e.entryTitle(m, entry))
		short = p.quote(words)
	})
	if entry.Open() {
		p.section("What has been tried so far, and who might know another door?")
	}
	p.contextLine(e.entryContext(m, entry))
	p.entryButtons(e, entry, short)
	return p.message()
}

// told is the first sentence of an entry: who told what, on which mission.
func (e Env) told(m mission.Mission, entry mission.Entry) line {
	who, words := e.who(entry.Author), entry.Text
	switch {
	case entry.Kind == mission.Thanks:
		var to []line
		for _, u := range entry.To {
			to = append(to, argument(e.who(u), false))
		}
		return fill("%s thanks %s on %s: %s", who, list(to), title(m), words)
	case entry.Kind == mission.Blocked && !entry.Open():
		return fill("%s's block on %s is open again: %s", who, title(m), words)
	}
	if entry.AnothersWords() {
		return fill("%s told %s on %s, %s: %s", who, wordsFor(entry.Kind).told, title(m), e.saidBy(entry), words)
	}
	return fill("%s told %s on %s: %s", who, wordsFor(entry.Kind).told, title(m), words)
}

// entryTitle is the line above the words.
func (e Env) entryTitle(m mission.Mission, entry mission.Entry) line {
	w := wordsFor(entry.Kind)
	switch {
	case entry.Kind == mission.Thanks:
		var to []line
		for _, u := range entry.To {
			to = append(to, fill("%s", e.at(u)))
		}
		return fill("%s · %s to %s", e.marked(w), e.who(entry.Author), list(to))
	case entry.Kind == mission.Blocked && !entry.Open():
		w.word = "Open again"
		return fill("%s · %s, %s", e.marked(w), e.who(entry.Author), e.on(m, entry.OpenedAt))
	}
	if entry.AnothersWords() {
		return fill("%s · %s, %s", e.marked(w), e.who(entry.Author), e.saidBy(entry))
	}
	return fill("%s · %s", e.marked(w), e.who(entry.Author))
}

// entryContext is the small print: for a win whom it is for and where it belongs, for a block who said
// that it is gone, and that the words were edited.
func (e Env) entryContext(m mission.Mission, entry mission.Entry) line {
	var parts []line
	if entry.Kind == mission.Win {
		parts = append(parts, e.winContext(m, entry))
	}
	if !entry.OpenedAt.IsZero() {
		parts = append(parts, fill("told by %s", e.who(entry.OpenedBy)))
	}
	if !entry.EditedAt.IsZero() {
		parts = append(parts, fill("edited %s", e.on(m, entry.EditedAt)))
	}
	return joined(" · ", parts...)
}

func (e Env) winContext(m mission.Mission, entry mission.Entry) line {
	var gain, piece line
	if s := gainSentence(entry.Gain); s != "" {
		gain = fill(s)
	}
	towards := "towards: " + stopped(Cut(oneLine(writtenOr(m.EndState)), cutContext))
	if words := oneLine(entry.Piece); words != "" {
		piece = fill("A win in %s's piece \"%s\", %s", e.who(cmp.Or(entry.PieceOf, entry.Author)), Cut(words, cutContext), towards)
	} else {
		piece = fill("%s", sentence(towards))
	}
	return joined(" ", gain, piece)
}

// entryMenu is for anyone to see; a wrong person gets a sentence.
func entryMenu(e Env, entry mission.Entry) *slack.OverflowBlockElement {
	choices := []choice{
		{action: ActEditEntry, label: "Edit"},
		{action: ActWithdraw, label: "Withdraw"},
		{action: ActThank, label: "Thank " + Cut(e.who(entry.Author), cutButton)},
	}
	if entry.Kind == mission.Win {
		choices = append(choices, choice{action: ActConnectsTo, label: "Connects to…"})
	}
	return overflow(Meta{Mission: entry.Mission, Entry: entry.ID}, choices...)
}

func (p *canvas) entryButtons(e Env, entry mission.Entry, short bool) {
	meta := Meta{Mission: entry.Mission, Entry: entry.ID}
	p.actions(
		when(entry.Open(), button(ActHelpOffer, "I can help", meta)),
		when(entry.Open(), button(ActOpenAgain, "It is open again", meta)),
		when(entry.Open(), button(ActCommit, "I will see to it", meta)),
		when(short, button(ActReadRest, "Read the rest", meta)),
		e.toMessage(entry.Said.Source),
	)
}

// AskWithdraw asks an author whether to withdraw her words.
func AskWithdraw(_ Env, entry mission.Entry) Message {
	return one(fill("Withdraw these words? One line stays, saying so. Replies stay too."),
		danger(ActWithdrawYes, "Withdraw", Meta{Mission: entry.Mission, Entry: entry.ID}),
		button(ActDismiss, "Keep them", Meta{}))
}

// Withdrew takes the place of that question.
func Withdrew(Env) Message { return one(fill("Your words are withdrawn. One line stays, saying so.")) }

// WhatOpened asks whoever said that a block is gone, alone, what opened it.
func WhatOpened(_ Env, entry mission.Entry) Message {
	return one(fill("What opened it?"), button(ActTellLesson, "Tell it as a lesson", Meta{Mission: entry.Mission, Entry: entry.ID}))
}

// HelpNoted is told to a person who offers help a second time.
func HelpNoted(Env) Message {
	return one(fill("Your offer stands in the thread already."))
}

// Unsent tells an author that her entry is kept and could not appear.
func Unsent(e Env, m mission.Mission, entry mission.Entry) Message {
	var p canvas
	p.section("%s takes no messages from me now. %s", e.channel(m.Channel), own(e.comesLater(m, "Your words are kept, and appear")))
	p.quoteWhole(atMost(entry.Text))
	return p.message()
}

// Refused tells an author that her entry is kept and that Slack does not take its message.
func Refused(e Env, m mission.Mission, entry mission.Entry) Message {
	var p canvas
	p.section("Slack did not take this for %s, for a reason that stands in my log. It is safe in the mission. Your words:", e.channel(m.Channel))
	p.quoteWhole(atMost(entry.Text))
	return p.message()
}

// Late tells an author that her entry is kept and could not appear for so long that it does not appear any more.
func Late(e Env, m mission.Mission, entry mission.Entry) Message {
	var p canvas
	p.section("Slack took no messages from me for days, so this did not appear in %s. It is safe in the mission. Your words:", e.channel(m.Channel))
	p.quoteWhole(atMost(entry.Text))
	return p.message()
}

// Unsure tells an author that her entry is kept and that Slack did not say whether it appeared.
func Unsure(e Env, m mission.Mission, entry mission.Entry) Message {
	var p canvas
	p.section("Slack did not tell me whether this appeared in %s. It is safe in the mission. Look in the channel before you send it again. Your words:", e.channel(m.Channel))
	p.quoteWhole(atMost(entry.Text))
	return p.message()
}

// entryHeading stands above the whole of an entry's words.
func entryHeading(e Env, m mission.Mission, entry mission.Entry) line {
	parts := []line{fill("%s · %s, %s", e.marked(wordsFor(entry.Kind)), e.who(entry.Author), e.on(m, entry.At))}
	if entry.AnothersWords() {
		parts = append(parts, e.saidBy(entry))
	}
	if s := gainSentence(entry.Gain); s != "" {
		parts = append(parts, fill(strings.TrimSuffix(s, ".")))
	}
	return joined(" · ", parts...)
}
