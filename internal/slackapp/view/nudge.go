package view

import (
	"fmt"
	"time"

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
		p.actions(button(ActMine, "Show it", Meta{Mission: d.Mission.ID}), button(ActStillSo, "Still so", d.onMission()), button(ActConnect, "It has changed", d.onMission()),
			button(ActNotNow, "Not now", d.onMission()), nudgeMenu(d))
		return p.message()
	}
	p.section("How does *%s* touch something you are after yourself?", title(d.Mission))
	p.context("%s · Write it opens a form that only I keep · a reply typed here also stays in Slack's history", title(d.Mission))
	p.actions(button(ActConnect, "Write it", d.onMission()), button(ActNotNow, "Not now", d.onMission()), nudgeMenu(d))
	return p.message()
}

func nudgeMenu(d NudgeData) *slack.OverflowBlockElement {
	return overflow(d.meta(),
		choice{action: ActWhy, label: "Why this?"},
		choice{action: ActSnooze, label: "Snooze 1 week"},
		choice{action: ActOff, label: "Turn these off"},
	)
}

// The lines into which a direct question turns with one tap, each with a way back.

// aside is such a line. It is rich_text where the question is, since Slack does not let an update take
// rich_text away (block_mismatch).
func (d NudgeData) aside(l line, buttons ...slack.BlockElement) Message {
	if !d.Kind.AsksAfter() {
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
	return d.aside(fill("Fine."), button(act, label, d.onMission()))
}

// Snoozed says until when nothing of the kind comes.
func Snoozed(e Env, d NudgeData, until time.Time) Message {
	return d.aside(fill("No %s until %s. They come back by themselves.", wordsOfNudge(d.Kind).plans, e.on(d.Mission, until)),
		button(ActUnsnooze, "Undo", d.meta()))
}

// TurnedOff says that a kind is off for this person, in this mission.
func TurnedOff(_ Env, d NudgeData) Message {
	if d.Kind == nudges.Welcome {
		return welcomeOff(d)
	}
	return d.aside(fill("%s off for you, in this mission. They stay off.", wordsOfNudge(d.Kind).are), button(ActOn, "Turn on again", d.meta()))
}

// Answered says that a question was answered. Form says that it was answered in its form, where it is read,
// changed and taken out again; a typed reply has a line of its own for that.
func Answered(_ Env, d NudgeData, form bool) Message {
	return one(fill("Kept. Only you read it."),
		when(form, button(ActAnswer, "Change", d.onMission())), when(form, button(ActNotAnswer, "Take it out", d.onMission())))
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
		overflow(d.meta(),
			choice{action: ActWhy, label: "Why this?"},
			choice{action: ActSkip, label: "Skip the next one"},
			choice{action: ActOffHere, label: "Turn these off here"},
			choice{action: ActPlans, label: "Nudges here"},
		),
	)
	return p.message()
}

// WhyData is why a question came.
type WhyData struct {
	NudgeData
	// Reason ends the sentence "This question, because …", or is empty.
	Reason string
	// Recur is when its plan is due, where it has one.
	Recur nudges.Recur
	// Candidates is how many questions it was chosen among.
	Candidates int
}

// Why explains a question: which plan, why this one, and how to change it.
func Why(_ Env, d WhyData) slack.ModalViewRequest {
	f := reader("Why this?")
	m := d.Mission
	f.meta = Meta{Mission: m.ID}
	if d.Kind == nudges.Welcome {
		f.section(whyWelcome)
		f.actions(button(ActReaches, "What reaches me", Meta{Mission: m.ID}))
		return f.view()
	}
	if why := whyOnce(d.NudgeData); why != "" {
		f.section(why)
		f.actions(button(ActPromises, "What I promised", Meta{}), button(ActReaches, "What reaches me", Meta{Mission: m.ID}))
		return f.view()
	}
	f.section("Sent because *%s* plans %s.", title(m), planned(d))
	if d.Kind == nudges.Digest || d.Kind == nudges.Follow {
		return f.whyDigest(d)
	}
	if d.Kind != nudges.Connect {
		f.section("This question, because the mission is in its %s%s. %s", m.Phase.String(), own(reason(d.Reason)), among(d))
	}
	if d.Kind == nudges.Coach {
		f.section("Any member can skip the next one or turn these off, in the menu beside it.")
		return f.view()
	}
	f.section("You ticked it when you joined, or since. It ends whenever you say so.")
	f.actions(button(ActReaches, "What reaches me", Meta{Mission: m.ID}))
	return f.view()
}

// whyDigest says when a digest comes, when it does not, and how to stop it.
func (f *form) whyDigest(d WhyData) slack.ModalViewRequest {
	f.section("It tells what moved since the one before. Where nothing moved, none comes.")
	if d.Kind == nudges.Digest {
		f.section("Any member can skip the next one or turn these off, in the menu beside it.")
		return f.view()
	}
	f.section("You chose to follow. It ends whenever you say so.")
	f.actions(button(ActUnfollow, "Stop following", Meta{Mission: d.Mission.ID}))
	return f.view()
}

func planned(d WhyData) line {
	switch d.Kind {
	case nudges.Digest, nudges.Follow:
		return fill("a digest for %s", d.times())
	case nudges.Coach:
		return fill("questions for %s", d.times())
	case nudges.Connect:
		return own("this question a day after you joined, and then once a month")
	}
	return own("reflections on your last working day of the week at 15:00, your time")
}

// times says when the plan is due, which may have been taken back meanwhile.
func (d WhyData) times() line {
	if d.Recur.Expr == "" {
		return own("days of its own")
	}
	return timesOf(d.Recur)
}

func reason(s string) string {
	if s == "" {
		return ""
	}
	return " and " + oneLine(s)
}

func among(d WhyData) string {
	rest := "it was not asked here in 90 days."
	if d.Kind != nudges.Coach {
		rest = "you have not had it in 90 days."
	}
	if d.Candidates < 2 {
		return "It was the one that fitted; " + rest
	}
	return fmt.Sprintf("Chosen among %d; %s", d.Candidates, rest)
}
