package view

import (
	"github.com/slack-go/slack"

	"throughline/internal/mission"
)

// The question to a starter whom nobody has joined yet.

// AloneAsked asks her who would want a piece, and helps to ask them.
func AloneAsked(e Env, d NudgeData) Message {
	m := d.Mission
	var p canvas
	p.section("Who would want a piece in *%s*?", title(m))
	p.context("You are the only one in so far. A line in %s may find someone, or words to one person. I ask once.", e.channel(m.Channel))
	p.actions(button(ActAskJoin, "Post a line for me", d.onMission()), button(ActWordsToAsk, "Words to copy", d.onMission()),
		button(ActNotNow, "Not now", d.onMission()), nudgeMenu(d))
	return p.message()
}

// AloneDone says that the line stands in the channel.
func AloneDone(e Env, d NudgeData) Message {
	return one(fill("A line stands in %s: who would want a piece in *%s*?", e.channel(d.Mission.Channel), title(d.Mission)),
		button(ActWordsToAsk, "Words to copy", d.onMission()))
}

// WordsToAsk shows words that a starter can send to one person.
func WordsToAsk(e Env, m mission.Mission) slack.ModalViewRequest {
	f := reader("Words to copy")
	f.meta = Meta{Mission: m.ID}
	f.section("One person who would notice if this went well is a good start. For example:")
	f.copyOut("I have begun something in " + e.channel(m.Channel) + ": " + oneLine(m.Name) + ". We are done when " +
		stopped(m.EndState) + " Which part of it would you like to make yours? Nothing is assigned; you choose.")
	f.context("Who wants a piece joins by the card in %s, or with /mission join.", e.channel(m.Channel))
	return f.view()
}

// AsksToJoin is the line in the channel, in the name of whoever asked for it.
func AsksToJoin(e Env, m mission.Mission, by mission.UserID) Message {
	var p canvas
	p.section("%s asks: who would want a piece in *%s*?", e.who(by), title(m))
	p.rich("*Done when*  %s", stopped(m.EndState))
	p.context("Your piece is yours to choose, in your own words.")
	p.actions(primary(ActJoin, "Join", Meta{Mission: m.ID}), button(ActDetails, "Details", Meta{Mission: m.ID}))
	return p.message()
}
