package view

import (
	"github.com/slack-go/slack"

	"throughline/internal/mission"
)

func answerField() field {
	return field{block: BlockText, label: "Your words", max: maxField, long: true, required: true}
}

// Answer is the form for a private answer to a question, with what was kept before.
func Answer(_ Env, d NudgeData, kept string) slack.ModalViewRequest {
	f := &form{callback: ViewAnswer, title: "Your answer", submit: "Keep", close: "Cancel", meta: d.onMission()}
	f.question(d.Question)
	f.textInput(answerField(), kept)
	f.context("Only you read it. It is sealed; whoever runs my server and holds its key could open it.")
	return f.view()
}

// AnswerFurther is the form for a private answer to the question that followed one.
func AnswerFurther(_ Env, d NudgeData, question string) slack.ModalViewRequest {
	f := &form{callback: ViewFurther, title: "Your answer", submit: "Keep", close: "Cancel", meta: d.onMission()}
	f.question(question)
	f.textInput(answerField(), "")
	f.context("Only you read it. It is sealed; whoever runs my server and holds its key could open it.")
	return f.view()
}

// ParseAnswer reads the answer form, and the form for an answer in the channel.
func ParseAnswer(state *slack.ViewState) (string, FieldErrors) {
	a := read(state)
	return andWrong(a, a.text(answerField()))
}

// AnswerHere is the form for an answer to the channel's question, posted in its thread.
func AnswerHere(e Env, d NudgeData) slack.ModalViewRequest {
	f := &form{callback: ViewAnswerHere, title: "Answer here", submit: "Post", close: "Cancel", meta: d.onMission()}
	f.question(d.Question)
	f.textInput(answerField(), "")
	f.context("Posted in the thread in %s, under your name.", e.channel(d.Mission.Channel))
	return f.view()
}

// ReplyKept acknowledges a typed reply to a question with one line. The message is the person's own. Further is the
// question that may follow, or empty.
func ReplyKept(_ Env, d NudgeData, reply mission.MessageRef, further string) Message {
	m := Meta{Nudge: d.Key, Channel: reply.Channel, TS: reply.TS}
	var p canvas
	p.section("Kept. Your message stays in Slack too; delete it there if you like.")
	p.further(further)
	p.actions(when(further != "", button(ActFurther, "Answer", d.onMission())), button(ActNotAnswer, "Not an answer", m))
	return p.message()
}

// further adds the one question that may follow an answer.
func (p *canvas) further(question string) {
	if question == "" {
		return
	}
	p.question(question)
	p.context("One more, if you like. I ask no third.")
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

// MeantToTell answers a direct message that begins like a command. Nothing of it is kept or posted before its author
// says what it is.
func MeantToTell(_ Env, said mission.MessageRef, verb string, kind mission.EntryKind) Message {
	m := Meta{Channel: said.Channel, TS: said.TS}
	as := m
	as.Kind = string(kind)
	return one(fill("Did you mean `/mission "+verb+" …`? One tap puts your words into its form; nothing is posted yet. An answer to a question of mine goes into its thread."),
		button(numbered(ActTell, 0), "Tell it in the mission", as), button(ActKeepReflection, "Keep as reflection", m), button(ActHelp, "Help", Meta{}))
}
