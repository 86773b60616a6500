package view

import (
	"strings"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
)

// Hello is the bot's first message in a channel. With history it says what the optional scope is for.
func Hello(e Env, channel mission.ChannelID, history bool) Message {
	m := Meta{Channel: channel}
	var p canvas
	p.section("Hello, I am Throughline. I keep one mission in view here: what you are after, how far you have come, and what you learn.")
	p.section("Until a mission starts I post nothing more. After that: a question on Tuesdays and Thursdays at 10:00 " +
		"and a digest on Mondays at 09:30. Never more than one of my own a day; all of it can be changed or turned off.")
	p.context("I read only what is addressed to me: commands, buttons, mentions, direct messages. %s", plainly(history))
	p.actions(
		primary(ActStart, "Start a mission", m),
		button(ActWhatIsMission, "What is a mission?", Meta{}),
		button(ActWhatIStore, "What I store", Meta{}),
	)
	return p.message()
}

func plainly(history bool) string {
	if history {
		return "To check that a post of mine arrived I may look at recent messages here. I keep nothing of them."
	}
	return "I do not read this channel."
}

// QuietHere is told to whoever invited the bot to the workspace's general channel.
func QuietHere(e Env, channel mission.ChannelID) Message {
	return one(fill("I keep quiet in %s. Invite me to the channel where a piece of work is done.", e.channel(channel)))
}

// NoMissionData says what a person finds in a channel without a mission.
type NoMissionData struct {
	Channel mission.ChannelID
	Last    *mission.Mission // the one that ended last
	Draft   *mission.Draft   // the person's own
}

// NoMission answers /mission where none is running.
func NoMission(e Env, d NoMissionData) Message {
	var p canvas
	m := Meta{Channel: d.Channel}
	start := primary(ActStart, "Start a mission", m)
	var fresh slack.BlockElement
	if d.Draft != nil {
		p.section("You have a draft from %s.", e.on(my, d.Draft.At))
		start = primary(ActContinueDraft, "Continue my draft", m)
		fresh = button(ActFreshStart, "Start fresh", m)
	} else {
		p.section("No mission is running in %s. A mission is one piece of work with a beginning, a middle and an end.", e.channel(d.Channel))
	}
	var story slack.BlockElement
	if d.Last != nil && d.Last.Outcome != nil {
		p.rich("The last one, *%s*, was %s on %s.", title(*d.Last), endingOf(d.Last.Outcome.Kind).past, e.on(*d.Last, d.Last.Outcome.At))
		story = button(ActReadStory, "Read its story", Meta{Mission: d.Last.ID})
	}
	p.actions(start, fresh, story, button(ActHelp, "Help", Meta{}))
	return p.message()
}

// WhichMission asks which of several missions a command in a direct conversation is about. The meta
// says what was asked.
func WhichMission(_ Env, missions []mission.Mission, asked Meta) Message {
	var p canvas
	p.section("Which mission?")
	if len(missions) > 5 {
		p.actions(missionSelect(missions, asked))
		return p.message()
	}
	var buttons []slack.BlockElement
	for i, m := range missions {
		asked.Mission = m.ID
		b := button(numbered(ActWhich, i), Cut(title(m), cutButton), asked)
		buttons = append(buttons, about(b, title(m)))
	}
	p.actions(buttons...)
	return p.message()
}

// missionSelect is a menu of up to a hundred missions.
func missionSelect(missions []mission.Mission, asked Meta) *slack.SelectBlockElement {
	var options []*slack.OptionBlockObject
	for _, m := range missions[:min(len(missions), 100)] {
		asked.Mission = m.ID
		options = append(options, option(asked.Encode(), Cut(title(m), cutTitle), ""))
	}
	return slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plain("Choose a mission"), ActWhich, options...)
}

// reader returns a form that is only read.
func reader(title string) *form {
	return &form{callback: ViewRead, title: title, close: "Close"}
}

// WhatIsAMission explains a mission in five short sections and an example.
func WhatIsAMission(Env) slack.ModalViewRequest {
	f := reader("What is a mission?")
	f.section("*One piece of work.* It has one aspiration, and one end state that you could show a stranger. A channel has one mission at a time.")
	f.section("*A beginning, a middle and an end.* Each has words for when it is done, and a day. Closing one looks back and ahead.")
	f.section("*Your own piece.* Whoever joins says in their own words what they bring. Nobody assigns it.")
	f.section("*Told as it goes.* Steps, wins, lessons, blocks and changes are told by whoever saw them. Nobody is ranked or counted.")
	f.section("*Three honest endings.* Completed, ended on purpose, or overtaken by the world. Each has its story, and the next mission says what it carries over.")
	f.divide()
	f.section("*A made-up example.* Refunds in a day. After: a refund that feels as quick as the purchase. " +
		"Done when: nine refunds in ten reach the customer within a day, with no phone call. " +
		"Beginning: ten refunds followed from end to end. Middle: the new way runs for one shop. End: it runs for all of them.")
	return f.view()
}

// WhatIStore says what is kept, who can read it and for how long.
func WhatIStore(e Env) slack.ModalViewRequest {
	f := reader("What I store")
	f.section("*Of the mission.* Its wording and the earlier wordings, who is in it with which piece, and what people tell. Whoever can see the channel can read it.")
	f.section("*Of you alone.* Your reflections, conversations with me, balance checks, drafts, and how a mission touches what you are after yourself. They are sealed with a key; " +
		"whoever runs my server and holds the key could open them. Nobody else in Slack can read them, but for a sentence that you open to your lead or your team.")
	f.section("*Without your name.* Answers to a round, sealed, without author or time. They are deleted when it closes; one word stays.")
	f.section("*Of how I reach you.* What you ticked, your time zone from Slack, and which questions you had.")
	f.section("*See it, erase it.* `/mission my-data` sends you all of it. `/mission forget-me` erases it. " +
		"Where an account is closed, its private words wait 30 days and then go.")
	f.section("*Not kept.* Names and addresses, your status, what is said in channels and threads, and messages that are not addressed to me.")
	if support := strings.TrimSpace(Clean(e.Support)); support != "" {
		f.richLine(fill("*Questions?*  %s", support))
	}
	return f.view()
}
