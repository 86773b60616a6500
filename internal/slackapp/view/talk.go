package view

import (
	"regexp"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"throughline/internal/coaching"
	"throughline/internal/mission"
)

// A conversation in somebody's direct messages: a question at a time. What she answers is read and written in
// forms alone.

// stepNames are the four steps as people read them.
var stepNames = [coaching.Steps]string{"Goal", "Reality", "Options", "Will"}

// TalkData is one question of a conversation.
type TalkData struct {
	ID       mission.ID // of the conversation
	Turn     int
	Step     coaching.Step
	Question string
	Until    time.Time // until when the conversation is kept
}

func (d TalkData) meta() Meta { return Meta{Entry: d.ID, Page: d.Turn} }

// at says where the conversation stands.
func (d TalkData) at() line {
	if d.Step >= coaching.Plan {
		return fill("The last line · in your words")
	}
	return fill("%s of %s · %s", number(int(d.Step)+1), number(coaching.Steps), stepNames[d.Step])
}

// TalkQuestion asks. The first message says what this is.
func TalkQuestion(_ Env, d TalkData) Message {
	var p canvas
	if d.Turn == 0 {
		p.section("Let us take ten minutes. I ask, you think. I show your words to nobody; *Answer* keeps them out of Slack's history too.")
	}
	p.question(d.Question)
	p.contextLine(d.at())
	label := "Answer"
	if d.Step == coaching.Plan {
		label = "Write it"
	}
	p.actions(button(ActTalkAnswer, label, d.meta()), button(ActTalkPause, "Pause", d.meta()), stopKeep(d), stopDelete(d))
	return p.message()
}

func stopKeep(d TalkData) slack.BlockElement { return button(ActTalkKeep, "Stop and keep", d.meta()) }

func stopDelete(d TalkData) slack.BlockElement {
	return button(ActTalkDelete, "Stop and delete", d.meta())
}

// TalkAnswered takes the place of a question that has its answer.
func TalkAnswered(_ Env, d TalkData) Message {
	var p canvas
	p.question(d.Question)
	p.contextLine(joined(" · ", d.at(), fill("kept")))
	p.actions(button(ActTalkAnswer, "Show it", d.meta()))
	return p.message()
}

// TalkBelow takes the place of a question that was asked again.
func TalkBelow(_ Env, d TalkData) Message {
	var p canvas
	p.question(d.Question)
	p.context("We go on below.")
	return p.message()
}

// TalkPaused takes the place of a question while the conversation rests.
func TalkPaused(e Env, d TalkData) Message {
	var p canvas
	if d.Step >= coaching.Plan {
		p.section("Paused at the last line. Say *go on* whenever you like, until %s.", e.on(my, d.Until))
	} else {
		p.section("Paused at step %s. Say *go on* whenever you like, until %s.", number(int(d.Step)+1), e.on(my, d.Until))
	}
	p.actions(button(ActTalkGoOn, "Go on", d.meta()), stopKeep(d), stopDelete(d))
	return p.message()
}

// TalkPlanned takes the place of the last question once she has written what she will do.
func TalkPlanned(_ Env, d TalkData) Message {
	var p canvas
	p.section("You have written down what you will do. What is to become of it?")
	p.context("Nobody sees it. A commitment is told the way you choose, and I ask once how it went.")
	p.actions(primary(ActTalkCommit, "Keep as a commitment", d.meta()), button(ActTalkKeep, "Keep for me", d.meta()),
		button(ActTalkAnswer, "Change the words", d.meta()), stopDelete(d))
	return p.message()
}

// The ways in which a conversation ends.
const (
	TalkKept      = "kept"      // she stopped it and kept what she wrote
	TalkClosed    = "closed"    // its week was over
	TalkCommitted = "committed" // she keeps the plan as a commitment
)

// TalkOver takes the place of the last question of a conversation that has ended.
func TalkOver(_ Env, how string) Message {
	words := "What you wrote is in your journal. `/mission journal` shows it."
	switch how {
	case TalkClosed:
		words = "This conversation has closed by itself. " + words
	case TalkCommitted:
		words = "You keep it as a commitment. The rest of what you wrote is in your journal."
	}
	return one(fill(words), button(ActCoach, "Talk it through", Meta{}))
}

// TalkBegun answers a command that was not typed to the bot itself. Again says that a conversation goes on.
func TalkBegun(_ Env, d TalkData, again bool) Message {
	if again && d.Step < coaching.Plan {
		return one(fill("We go on in our direct messages, at step %s of %s.", number(int(d.Step)+1), number(coaching.Steps)))
	}
	if again {
		return one(fill("We go on in our direct messages, at the last line."))
	}
	return one(fill("I have asked you the first question in our direct messages. Nobody else sees it."))
}

// TalkElsewhere says the same in the place of a form.
func TalkElsewhere(m Message) slack.ModalViewRequest {
	f := reader("Talk it through")
	f.blocks = m.Blocks
	return f.view()
}

// TalkDeleted is told to somebody who stopped a conversation and took everything back.
func TalkDeleted(Env) Message {
	return one(fill("Deleted: all that I held of this conversation, and my messages. Yours stay until you delete them in Slack."))
}

// TalkHeavy answers a typed reply with words of danger or illness. Nothing was kept of it.
func TalkHeavy(contact string) Message {
	var p canvas
	p.sectionLine(heavyLine(contact))
	p.context("I kept nothing of it and told nobody. Your message stays in Slack until you delete it.")
	return p.message()
}

func heavyLine(contact string) line {
	if contact == "" {
		return fill("That sounds heavy, and I am only a program. Please talk with a person you trust.")
	}
	return fill("That sounds heavy, and I am only a program. Please talk with a person you trust, or %s.", contact)
}

// sectionLine adds a section of a line that is made already.
func (p *canvas) sectionLine(l line) { p.add(slack.NewSectionBlock(mrkdwn(l), nil, nil), l.text()) }

// talkAnyway is the Kind of a form in which heavy words are to be kept.
const talkAnyway = "anyway"

// Anyway reports whether somebody has read that her words sound heavy and sends them all the same.
func Anyway(m Meta) bool { return m.Kind == talkAnyway }

var talkField = field{block: BlockText, label: "Your words", max: maxField, long: true, required: true}

// TalkAnswer is the form of a question: what she wrote last, for the question to build on, and what was kept.
func TalkAnswer(_ Env, d TalkData, before, kept string) slack.ModalViewRequest {
	f := &form{callback: ViewTalkAnswer, title: "Think it through", submit: "Keep", close: "Cancel", meta: d.meta()}
	f.wrote(before)
	f.question(d.Question)
	f.textInput(talkField, kept)
	f.sealedNote()
	return f.view()
}

// wrote gives a person's own words back to her.
func (f *form) wrote(words string) {
	if Clean(words) == "" {
		return
	}
	f.section("You wrote:")
	f.quoteWhole(Cut(words, maxChunk))
}

func (f *form) sealedNote() {
	f.context("Only you read it. It is sealed; whoever runs my server and holds its key could open it.")
}

// TalkHeavyForm takes the form's place where the words sound heavy. They stay in the field, and nothing of
// them is kept unless she says so.
func TalkHeavyForm(_ Env, d TalkData, contact, words string) slack.ModalViewRequest {
	f := &form{callback: ViewTalkAnswer, title: "Think it through", submit: "Keep it all the same", close: "Keep nothing", meta: d.meta()}
	f.meta.Kind = talkAnyway
	f.sectionLine(heavyLine(contact))
	f.context("Nothing of it is kept yet, and nobody is told.")
	f.textInput(talkField, words)
	return f.view()
}

// ParseTalkAnswer reads the form.
func ParseTalkAnswer(state *slack.ViewState) (string, FieldErrors) {
	a := read(state)
	return andWrong(a, a.text(talkField))
}

// PlanForm is what somebody will do, in her words.
type PlanForm struct{ If, Then string }

var (
	ifField = field{block: BlockIf, label: "If or when…", max: mission.MaxLine,
		hint: "The moment that starts it: when the contract number arrives."}
	thenField = field{block: BlockThen, label: "…then I will", max: mission.MaxLine, required: true}
)

// TalkPlan is the form for it.
func TalkPlan(_ Env, d TalkData, before string, in PlanForm) slack.ModalViewRequest {
	f := &form{callback: ViewTalkPlan, title: "In your words", submit: "Keep", close: "Cancel", meta: d.meta()}
	f.wrote(before)
	f.textInput(ifField, in.If)
	f.textInput(thenField, in.Then)
	f.sealedNote()
	return f.view()
}

// ParsePlan reads the form.
func ParsePlan(state *slack.ViewState) (PlanForm, FieldErrors) {
	a := read(state)
	return PlanForm{If: a.text(ifField), Then: a.text(thenField)}, a.errs
}

// ifThen finds the two halves of a plan that somebody typed as one line.
var ifThen = regexp.MustCompile(`(?is)^\s*(?:if|when|once|as soon as)\s+(.+?)[,;]?\s+(?:then\s+i\s+will|then\s+i'll|then|,\s*i\s+will|i\s+will|i'll)\s+(.+)$`)

// iWill is what a plan without a moment may begin with.
var iWill = regexp.MustCompile(`(?i)^\s*(?:then\s+)?i(?:\s+will|'ll)\s+`)

// ReadPlan reads a plan that was typed as a message. Whatever is no "if …, then I will …" is what she will do.
func ReadPlan(words string) PlanForm {
	words = strings.TrimSpace(strings.ReplaceAll(words, "’", "'"))
	if m := ifThen.FindStringSubmatch(words); m != nil {
		return PlanForm{If: strings.TrimSpace(m[1]), Then: strings.TrimSpace(m[2])}
	}
	if then := iWill.ReplaceAllString(words, ""); then != "" {
		words = then
	}
	return PlanForm{Then: words}
}

// TalkCommit is the form for a commitment, filled with the plan. It is for its author alone unless she says
// otherwise.
func TalkCommit(e Env, d TalkData, m mission.Mission, in PlanForm) slack.ModalViewRequest {
	v := Commit(e, m, nil, PromiseForm{Text: in.Then, If: in.If, Own: true})
	v.CallbackID, v.PrivateMetadata = ViewTalkCommit, Meta{Entry: d.ID, Mission: m.ID}.Encode()
	return v
}

// TalkWhich asks in which mission a plan is to be a commitment.
func TalkWhich(_ Env, d TalkData, missions []mission.Mission) slack.ModalViewRequest {
	f := reader("In which mission?")
	f.section("A commitment belongs to a mission that you are in.")
	for i, m := range missions[:min(len(missions), pageBlocks)] {
		f.rich("*%s*", title(m))
		f.actions(about(button(numbered(ActTalkCommit, i), "In this one", Meta{Entry: d.ID, Mission: m.ID}), "In "+title(m)))
	}
	return f.view()
}

// PlanLine is a plan as it is kept in the journal.
func PlanLine(in PlanForm) string {
	if in.If == "" {
		return "I will " + in.Then
	}
	return "If " + in.If + ", then I will " + in.Then
}
