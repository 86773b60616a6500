package view

import (
	"github.com/slack-go/slack"

	"throughline/internal/mission"
)

func answerField(required bool) field {
	return field{block: BlockText, label: "Your words", max: maxField, long: true, required: required}
}

// Answer is the form for a private answer to a question, with what was kept before.
func Answer(_ Env, d NudgeData, kept string) slack.ModalViewRequest {
	f := &form{callback: ViewAnswer, title: "Your answer", submit: "Keep", close: "Cancel", meta: d.onMission()}
	f.question(d.Question)
	f.textInput(answerField(true), kept)
	f.context("Only you read it. It is sealed; whoever runs my server and holds its key could open it.")
	return f.view()
}

// ParseAnswer reads the answer form, and the form for an answer in the channel.
func ParseAnswer(state *slack.ViewState) (string, FieldErrors) {
	a := read(state)
	return a.text(answerField(true)), a.errs
}

// AnswerHere is the form for an answer to the channel's question, posted in its thread.
func AnswerHere(e Env, d NudgeData) slack.ModalViewRequest {
	f := &form{callback: ViewAnswerHere, title: "Answer here", submit: "Post", close: "Cancel", meta: d.onMission()}
	f.question(d.Question)
	f.textInput(answerField(true), "")
	f.context("Posted in the thread in %s, under your name.", e.channel(d.Mission.Channel))
	return f.view()
}

// ConnectForm is how a mission touches what a person is after herself. Both sentences are hers alone.
type ConnectForm struct {
	Personal string
	Serves   string
}

var (
	personalField = field{block: BlockPersonal, label: "What are you after in your own life or work, these years?", max: mission.MaxEnd, long: true}
	servesField   = field{block: BlockServes, label: "How does this mission serve it?", max: mission.MaxEnd, long: true}
)

// Connect is the form for it, with what was written before. The nudge's key is empty where none asked.
func Connect(_ Env, m mission.Mission, nudge string, in ConnectForm) slack.ModalViewRequest {
	f := &form{callback: ViewConnect, title: "This mission and you", submit: "Keep", close: "Cancel",
		meta: Meta{Nudge: nudge, Mission: m.ID}}
	f.rich("*%s*", title(m))
	f.context("An invitation, never a duty. Only you read it. It is sealed; whoever runs my server and holds its key could open it.")
	f.textInput(personalField, in.Personal)
	f.textInput(servesField, in.Serves)
	f.context("You can change it at any time. Empty both to take it back.")
	return f.view()
}

// ParseConnect reads the form. Written says whether something stood there before: then both may be
// emptied.
func ParseConnect(state *slack.ViewState, written bool) (ConnectForm, FieldErrors) {
	a := read(state)
	in := ConnectForm{Personal: a.text(personalField), Serves: a.text(servesField)}
	if in == (ConnectForm{}) && !written && a.errs == nil {
		a.errs.put(BlockPersonal, "Write one of the two, or press Cancel.")
	}
	return in, a.errs
}

// ConnectKept is told to a person in a direct message after the form.
func ConnectKept(_ Env, m mission.Mission, in ConnectForm) Message {
	if in == (ConnectForm{}) {
		return one(fill("Taken back. Nothing of it is kept."), button(ActConnect, "Write it anew", Meta{Mission: m.ID}))
	}
	return one(fill("Kept. Only you read it."), button(ActConnect, "Change", Meta{Mission: m.ID}))
}

// ReplyKept acknowledges a typed reply to a question with one line. The message is the person's own.
func ReplyKept(_ Env, nudge string, reply mission.MessageRef) Message {
	m := Meta{Nudge: nudge, Channel: reply.Channel, TS: reply.TS}
	return one(fill("Kept. Your message stays in Slack too; delete it there if you like."),
		button(ActNotAnswer, "Not an answer", m))
}

// ConnectReply answers a typed reply to the connect question, which has two parts and a form of its own.
func ConnectReply(_ Env, d NudgeData) Message {
	return one(fill("Kept as how the mission serves you. Your message stays in Slack too; delete it there if you like."),
		button(ActConnect, "Show it", d.onMission()))
}

// ReplyDropped takes the place of that line where it was none. Asked says that the words answered a question.
func ReplyDropped(_ Env, reply mission.MessageRef, asked bool) Message {
	words := "Taken out."
	if asked {
		words += " The question is open again."
	}
	return one(fill(words),
		button(ActKeepReflection, "Keep it after all", Meta{Channel: reply.Channel, TS: reply.TS}))
}

// ReflectionKept takes the place of a question what a message was.
func ReflectionKept(_ Env, reply mission.MessageRef) Message {
	return one(fill("Kept. Your message stays in Slack too; delete it there if you like."),
		button(ActNotAnswer, "Take it out", Meta{Channel: reply.Channel, TS: reply.TS}))
}

// NothingOpen answers a direct message that comes when no question is open. The message is the person's
// own; nothing of it is kept before she says what it is.
func NothingOpen(_ Env, said mission.MessageRef) Message {
	m := Meta{Channel: said.Channel, TS: said.TS}
	return one(fill("No question of mine is open. Is this a step, a reflection, or a question to me?"),
		button(ActTell, "Tell a step", m), button(ActKeepReflection, "Keep as reflection", m), button(ActHelp, "Help", Meta{}))
}
