package view

import (
	"github.com/slack-go/slack"

	"throughline/internal/mission"
)

// SharedSentence is a sentence that its author lets the reader read. The edge has asked the domain.
type SharedSentence struct {
	User     mission.UserID
	Sentence mission.Sentence
	Ring     mission.Ring
	Words    string
}

// SharedWithYou tells the lead that somebody shared something, without any of the words.
func SharedWithYou(e Env, m mission.Mission, by mission.UserID) Message {
	return one(fill("%s shared a sentence with you, about *%s*.", e.who(by), title(m)),
		button(ActReadShared, "Read it", Meta{Mission: m.ID, User: by}))
}

// ReadShared shows the lead what somebody shared, with three questions to ask rather than to answer.
func ReadShared(e Env, m mission.Mission, by mission.UserID, shared []SharedSentence) slack.ModalViewRequest {
	f := reader("Shared with you")
	f.meta = Meta{Mission: m.ID, User: by}
	if len(shared) == 0 {
		f.section("There is nothing here to read any more.")
		return f.view()
	}
	for _, s := range shared {
		f.richLine(e.sentenceLabel(s))
		f.sentence(s.Words)
	}
	f.section("*Three questions to ask, not to tell:*")
	for _, q := range questionsAbout(shared) {
		f.section("• " + q)
	}
	f.context("%s can take it back at any time; then it is gone from here.", e.who(by))
	return f.view()
}

// sentence adds what somebody shared, in one quote. A sentence has 300 characters, of which each may be an
// escape; what a forged form brings is cut.
func (p *canvas) sentence(words string) { p.quoteWhole(Cut(words, mission.MaxEnd*len("&amp;"))) }

// sentenceLabel says whose sentence about what follows.
func (e Env) sentenceLabel(s SharedSentence) line {
	return fill("What *%s* %s", e.who(s.User), own(sentenceOf(s.Sentence).hers))
}

// questionsAbout returns three questions: all about the one sentence there is, or some about each.
func questionsAbout(shared []SharedSentence) []string {
	var out []string
	for i := range 3 {
		s := sentenceOf(shared[i%len(shared)].Sentence)
		out = append(out, s.questions[i/len(shared)])
	}
	return out
}

// Pursuits shows what people shared with the team.
func Pursuits(e Env, m mission.Mission, shared []SharedSentence, page int) slack.ModalViewRequest {
	var parts []part
	for _, s := range shared {
		parts = append(parts, part{e.sentenceLabel(s), s.Words})
	}
	return paged("What people are after", ActPursuits, Meta{Mission: m.ID, Page: page}, parts)
}

// Mine shows a person what she wrote about herself and a mission, in a form that nobody else gets. Where she
// is in the mission no longer, or it has ended, it is the way to take it back; writes says that neither is so.
func Mine(e Env, m mission.Mission, in ConnectForm, writes bool) slack.ModalViewRequest {
	f := reader("This mission and you")
	f.meta = Meta{Mission: m.ID}
	if in.Empty() {
		f.section("Nothing is written here.")
		return f.view()
	}
	switch {
	case m.Outcome != nil:
		f.section("This mission has ended. What you wrote about it and you is still yours, and nobody else reads it.")
	case !writes:
		f.section("You are not in this mission any more. What you wrote about it and you is still yours, and nobody else reads it.")
	}
	for i := range mission.Sentences {
		if words := in.Sentences[i].Words; words != "" {
			f.rich("*" + sentencesOf[i].asks + "*")
			f.copyOut(words)
		}
	}
	if len(in.Powers) > 0 {
		var ticked []line
		for _, p := range in.Powers {
			ticked = append(ticked, fill("%s", own(powerWords[p])))
		}
		f.richLine(joined(" ", fill("*Ticked:*"), joined(", ", ticked...)))
	}
	switch {
	case !writes:
	case in.Rings().Shared():
		f.contextLine(e.readersLine(m, in.Rings(), func(int) bool { return true }))
	default:
		f.context("Only you read it.")
	}
	f.actions(when(writes, button(ActConnect, "Change", Meta{Mission: m.ID})), button(ActTakeBack, "Take back all", Meta{Mission: m.ID}))
	return f.view()
}

// YoursAlone tells somebody that what she shared with the lead is hers alone again, since another person leads,
// or nobody does. It does not name the lead before, who may have asked to be forgotten.
func YoursAlone(e Env, m mission.Mission) Message {
	who := fill("Nobody leads *%s* now; its members govern it together.", title(m))
	if m.Lead != "" {
		who = fill("%s leads *%s* now.", e.who(m.Lead), title(m))
	}
	return one(joined(" ", who, fill("What you shared with the lead before is for you alone again. Nothing passes on.")),
		button(ActConnect, "Look at it", Meta{Mission: m.ID}), button(ActTakeBack, "Take back all", Meta{Mission: m.ID}))
}
