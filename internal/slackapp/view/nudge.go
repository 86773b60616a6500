package view

import (
	"github.com/slack-go/slack"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// NudgeData is a question of the bot's, in its frame.
type NudgeData struct {
	Key      string // of its row
	Kind     nudges.Kind
	Question string // as it is asked, its slots filled
	Mission  mission.Mission
	// Again says, of the connect question, that something is written already. What it is never stands
	// in a message.
	Again bool
	// TalkedBy is who said that the team talked about a channel's question.
	TalkedBy mission.UserID
	// Tires says that it tells of coming half as often, or asks the channel how often.
	Tires bool
}

func (d NudgeData) meta() Meta { return Meta{Nudge: d.Key} }

// onMission is the meta of a button that also has to know the mission. A menu's values have no room for
// both.
func (d NudgeData) onMission() Meta { return Meta{Nudge: d.Key, Mission: d.Mission.ID} }

// Nudge is a direct message with one question, which is its first sentence, or the channel's question.
func Nudge(e Env, d NudgeData) Message {
	switch d.Kind {
	case nudges.Coach:
		return coach(e, d)
	case nudges.Connect:
		return connectNudge(e, d)
	}
	var p canvas
	p.question(d.Question)
	p.context("%s · Answer opens a form that only I keep · a reply typed here also stays in Slack's history", title(d.Mission))
	p.halfAsOften(d)
	p.actions(button(ActAnswer, "Answer", d.onMission()), button(ActNotNow, "Not now", d.onMission()), nudgeMenu(d))
	return p.message()
}

// question adds a question as literal text.
func (p *canvas) question(words string) {
	words = Cut(oneLine(words), cutChannel)
	if words == "" {
		words = "What is on your mind about this mission?"
	}
	p.add(slack.NewSectionBlock(plain(words), nil, nil), entities.Replace(words))
}

func connectNudge(_ Env, d NudgeData) Message {
	var p canvas
	if d.Again {
		p.section("Is this still how *%s* touches something you are after yourself?", title(d.Mission))
		p.context("%s · What you wrote opens in a form that only I keep · a reply typed here also stays in Slack's history", title(d.Mission))
		p.halfAsOften(d)
		p.actions(button(ActMine, "Show it", Meta{Mission: d.Mission.ID}), button(ActStillSo, "Still so", d.onMission()), button(ActConnect, "It has changed", d.onMission()),
			button(ActNotNow, "Not now", d.onMission()), nudgeMenu(d))
		return p.message()
	}
	p.section("How does *%s* touch something you are after yourself?", title(d.Mission))
	p.context("%s · Write it opens a form that only I keep · a reply typed here also stays in Slack's history", title(d.Mission))
	p.halfAsOften(d)
	p.actions(button(ActConnect, "Write it", d.onMission()), button(ActNotNow, "Not now", d.onMission()), nudgeMenu(d))
	return p.message()
}

// The lines into which a direct question turns with one tap, each with a way back.

// aside is such a line. It is rich_text where the question is, since Slack does not let an update take
// rich_text away (block_mismatch).
func (d NudgeData) aside(l line, buttons ...slack.BlockElement) Message {
	if !d.Kind.AsksAfter() && d.Kind != nudges.Follow {
		return one(l, buttons...)
	}
	var p canvas
	p.richLine(l)
	p.actions(buttons...)
	return p.message()
}

// NotNow says that a question was put aside.
func NotNow(_ Env, d NudgeData) Message {
	act, label := ActAnswer, "Answer after all"
	if d.Kind == nudges.Connect {
		act, label = ActConnect, "Write it after all"
	}
	if d.Kind == nudges.Alone {
		act, label = ActAskJoin, "Post a line after all"
	}
	return d.aside(fill("Fine."), button(act, label, d.onMission()))
}

// Answered says that a question was answered. Form says that it was answered in its form, where it is read,
// changed and taken out again; a typed reply has a line of its own for that, and for the question that may follow.
func Answered(_ Env, d NudgeData, form bool, further string) Message {
	var p canvas
	p.section("Kept. Only you read it.")
	if !form {
		further = ""
	}
	p.further(further)
	p.actions(when(further != "", button(ActFurther, "Answer", d.onMission())),
		when(form, button(ActAnswer, "Change", d.onMission())), when(form, button(ActNotAnswer, "Take it out", d.onMission())))
	return p.message()
}

// StillSo says that what was written stands.
func StillSo(_ Env, d NudgeData) Message {
	return one(fill("It stands as you wrote it."), button(ActMine, "Show it", Meta{Mission: d.Mission.ID}))
}

// coach is the channel's question. Its talk is in its thread, which is not read.
func coach(e Env, d NudgeData) Message {
	var p canvas
	question := Cut(oneLine(d.Question), cutChannel)
	p.instead(fill("A question for %s: %s", e.channel(d.Mission.Channel), question), func() { p.question(question) })
	if d.TalkedBy == "" {
		p.context("Answer in the thread among yourselves: I do not read it. Or:")
	} else {
		p.context("Talked about, says %s.", e.who(d.TalkedBy))
	}
	p.actions(
		button(ActAnswerHere, "Answer here", d.onMission()),
		when(d.TalkedBy == "", button(ActTalked, "We talked about it", d.onMission())),
		hereMenu(d),
	)
	p.howOften(d)
	return p.message()
}
