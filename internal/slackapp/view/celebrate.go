package view

import (
	"github.com/slack-go/slack"

	"throughline/internal/mission"
)

// ConnectsTo shows beside a win what people shared with the team. One's own sentence is said with one tap;
// the author of any other is asked.
func ConnectsTo(e Env, m mission.Mission, win mission.Entry, me mission.UserID, shared []SharedSentence, page int) slack.ModalViewRequest {
	f := reader("Connects to…")
	meta := Meta{Mission: m.ID, Entry: win.ID, Page: page}
	f.meta = meta
	f.richLine(entryHeading(e, m, win))
	f.quote(win.Text)
	if len(shared) == 0 {
		f.section("Nobody has opened a sentence to the team. Whoever wants to does it in `/mission connect`.")
		return f.view()
	}
	f.section("What people chose to share with the team. Whoever wrote it is asked in private before anything is said.")
	from, to, pages := slice(len(shared), page, pageBlocks)
	for i, s := range shared[from:to] {
		f.richLine(e.sentenceLabel(s))
		f.sentence(s.Words)
		at := Meta{Mission: m.ID, Entry: win.ID, User: s.User, Kind: string(s.Sentence)}
		if s.User == me {
			f.actions(about(button(numbered(ActCelebrate, i), "Say it in the win's thread", at), "Say: "+sentenceOf(s.Sentence).mine))
			continue
		}
		f.actions(about(button(numbered(ActAskCelebrate, i), "Ask "+Cut(e.who(s.User), cutButton), at),
			"Ask "+Cut(e.who(s.User), cutButton)+" about "+sentenceOf(s.Sentence).mine))
	}
	f.turn(ActConnectsTo, meta, from/pageBlocks, pages)
	return f.view()
}

// CelebrateAsked takes the place of that form once an author is asked. It is the same whatever she answers,
// and the second time.
func CelebrateAsked(e Env, author mission.UserID) slack.ModalViewRequest {
	f := reader("Connects to…")
	f.section("%s is asked in private. With a yes it appears in the thread of the win. Otherwise nothing is said, and nobody is told.", e.who(author))
	return f.view()
}

// CelebratedView takes its place once somebody said a sentence of her own.
func CelebratedView(_ Env, m mission.Mission, celebration mission.ID) slack.ModalViewRequest {
	f := reader("Connects to…")
	f.section("It stands in the thread of the win, under your name.")
	f.actions(button(ActUnsay, "Take it out", Meta{Mission: m.ID, Entry: celebration}))
	return f.view()
}

// CelebrateGoneView takes its place where the win or the sentence has changed meanwhile.
func CelebrateGoneView(Env) slack.ModalViewRequest {
	f := reader("Connects to…")
	f.section(celebrateGone)
	return f.view()
}

const celebrateGone = "The win or the sentence has changed since. Nothing was said."

// MayICelebrate asks the author of a sentence whether to say it beside a win. The sentence stands in no
// message; a form shows it to her.
func MayICelebrate(e Env, m mission.Mission, win mission.Entry, by, author mission.UserID, s mission.Sentence) Message {
	meta := Meta{Mission: m.ID, Entry: win.ID, Kind: string(s)}
	whose := fill("%s's win", e.who(win.Author))
	if win.Author == author {
		whose = fill("your win")
	}
	if win.Author == by {
		return one(fill("%s told a win and sees a sentence of yours in it. Say so in %s?", e.who(by), e.channel(m.Channel)),
			primary(ActCelebrate, "Say it", meta), button(ActCelebrateNot, "Not this one", meta), button(ActCelebrateShow, "Show me which", meta))
	}
	return one(fill("%s sees a sentence of yours in %s. Say so in %s?", e.who(by), whose, e.channel(m.Channel)),
		primary(ActCelebrate, "Say it", meta), button(ActCelebrateNot, "Not this one", meta), button(ActCelebrateShow, "Show me which", meta))
}

// CelebrateShow shows the author which win and which sentence is meant. Words are empty where she opens the
// sentence to the team no longer.
func CelebrateShow(e Env, m mission.Mission, win mission.Entry, s mission.Sentence, words string) slack.ModalViewRequest {
	f := reader("What would be said")
	if words == "" {
		f.section(celebrateGone)
		return f.view()
	}
	f.richLine(entryHeading(e, m, win))
	f.quote(win.Text)
	f.rich("*Your sentence:* %s", own(sentenceOf(s).mine))
	f.sentence(words)
	f.context("If you say it, it stands in the thread of the win in %s, under your name. Taking the sentence back takes it out there too.", e.channel(m.Channel))
	return f.view()
}

// CelebrateSaid takes the place of that question after a yes.
func CelebrateSaid(_ Env, m mission.Mission, celebration mission.ID) Message {
	return one(fill("It stands in the thread of the win, under your name."),
		button(ActUnsay, "Take it out", Meta{Mission: m.ID, Entry: celebration}))
}

// CelebrateLeft takes its place after a no.
func CelebrateLeft(Env) Message { return one(fill("Fine. Nothing is said, and nobody is told.")) }

// CelebrateGone takes its place where there is nothing to say any more.
func CelebrateGone(Env) Message { return one(fill(celebrateGone)) }

// CelebrateUnsaid says that a celebration was taken out.
func CelebrateUnsaid(Env) Message {
	return one(fill("Taken out. One line stays in the thread, without the words. Whoever has read them may remember them."))
}

// CelebrateUnsaidView is the same in place of a form.
func CelebrateUnsaidView(Env) slack.ModalViewRequest {
	f := reader("Connects to…")
	f.section("Taken out. One line stays in the thread, without the words. Whoever has read them may remember them.")
	return f.view()
}

// Celebrated stands in the thread of a win: that it is more than a win for somebody, in her own sentence. Once
// she has taken that back the line stays without it.
func Celebrated(e Env, author mission.UserID, words string) Message {
	var p canvas
	if Clean(words) == "" {
		p.rich("For %s this is more than a win.", e.who(author))
		return p.message()
	}
	p.rich("For %s this is more than a win:", e.who(author))
	p.sentence(words)
	return p.message()
}
