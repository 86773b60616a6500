package view

import (
	"slices"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// PromiseNudge is a question after a commitment or a risk, in its author's direct messages. The words of a
// commitment that she keeps to herself are not in it.
type PromiseNudge struct {
	NudgeData
	Entry mission.Entry
	Own   bool
	// Gone says that it was withdrawn or erased.
	Gone bool
}

func (d PromiseNudge) button(action, label string) *slack.ButtonBlockElement {
	return button(action, label, d.onMission())
}

// FollowUp asks how it went, once. The four answers have the same weight.
func FollowUp(e Env, d PromiseNudge) Message {
	var p canvas
	p.rich("How did it go with what you said you would do?")
	if !d.Own {
		p.quote(promiseLine(d.Entry))
	}
	p.context("%s · by %s · I ask once", title(d.Mission), e.day(d.Mission, d.Entry.By))
	p.actions(
		when(d.Own, d.button(ActPromiseShow, "Show it")),
		d.button(ActPromiseDone, "Done"), d.button(ActPromiseDay, "Keep, new date"),
		d.button(ActPromiseChange, "Change it"), d.button(ActPromiseLetGo, "Let it go"), nudgeMenu(d.NudgeData))
	return p.message()
}

// RiskDue asks what happened, on the day that was named for it.
func RiskDue(_ Env, d PromiseNudge) Message {
	var p canvas
	p.section("You tried something and said: look today. What happened, and what did we learn?")
	p.promiseWords(d.Entry)
	p.context("%s · What you tell is a lesson, whatever came of it", title(d.Mission))
	p.actions(primary(ActRiskTell, "Tell what happened", d.onMission()), d.button(ActPromiseDay, "Look again on…"),
		d.button(ActPromiseLetGo, "It no longer matters"), nudgeMenu(d.NudgeData))
	return p.message()
}

// PromiseAnswered is the line into which the question turns.
func PromiseAnswered(e Env, d PromiseNudge) Message {
	open := d.button(ActPromiseOpen, "It is open again")
	day := e.day(d.Mission, d.Entry.Day())
	switch {
	case d.Gone:
		return d.aside(fill("It was withdrawn, so nothing is left to say about it."))
	case d.Entry.Fate == mission.Kept:
		return d.aside(fill("Done, on %s.", e.on(d.Mission, d.Entry.FateAt)), open)
	case d.Entry.Fate == mission.LetGo && d.Entry.Kind == mission.Risk:
		return d.aside(fill("It no longer matters, since %s.", e.on(d.Mission, d.Entry.FateAt)), open)
	case d.Entry.Fate == mission.LetGo:
		return d.aside(fill("Let go, on %s.", e.on(d.Mission, d.Entry.FateAt)), open)
	case d.Entry.Fate == mission.Looked:
		return d.aside(fill("Told as a lesson, on %s.", e.on(d.Mission, d.Entry.FateAt)))
	case d.Entry.Kind == mission.Risk:
		return d.aside(fill("We look again on %s.", day))
	}
	return d.aside(fill("You keep it, by %s. I do not ask again.", day),
		d.button(ActPromiseDone, "Done"), d.button(ActPromiseLetGo, "Let it go"))
}

// PromiseReply answers words that were typed to such a question: which answer they are is not guessed. Outside of
// its thread they may be something else.
func PromiseReply(_ Env, d PromiseNudge, said mission.MessageRef, inThread bool) Message {
	m := Meta{Channel: said.Channel, TS: said.TS}
	step := when(!inThread, button(ActTell, "Tell a step", m))
	note := when(!inThread, button(ActKeepReflection, "Keep as reflection", m))
	if d.Kind == nudges.RiskDue {
		return one(fill("I kept nothing of your message. What happened is told as a lesson, in a form."),
			d.button(ActRiskTell, "Tell what happened"), d.button(ActPromiseDay, "Look again on…"), d.button(ActPromiseLetGo, "It no longer matters"),
			step, note)
	}
	return one(fill("I kept nothing of your message. Which of these is it?"),
		d.button(ActPromiseDone, "Done"), d.button(ActPromiseDay, "Keep, new date"),
		d.button(ActPromiseChange, "Change it"), d.button(ActPromiseLetGo, "Let it go"), step, note)
}

// TookDay says which day was read from what somebody typed.
func TookDay(e Env, m mission.Mission, entry mission.Entry, typed string) Message {
	return one(fill("I took *%s* as %s.", typed, e.day(m, entry.Day())),
		button(ActPromiseDay, "Another day", Meta{Mission: entry.Mission, Entry: entry.ID}))
}

// WhichDayMeant asks which of two days was meant. The words wait under the meta's Ref.
func WhichDayMeant(e Env, m mission.Mission, typed string, a, b mission.Date, meta Meta) Message {
	first, second := meta, meta
	first.Kind, second.Kind = a.String(), b.String()
	return one(fill("*%s* could be %s or %s. Which one?", typed, e.day(m, a), e.day(m, b)),
		button(numbered(ActCommitOn, 0), e.day(m, a), first), button(numbered(ActCommitOn, 1), e.day(m, b), second))
}

// DayTaken takes the place of that question.
func DayTaken(e Env, m mission.Mission, day mission.Date) Message {
	return one(fill("Taken as %s.", e.day(m, day)))
}

// DayHasPassed asks for another day, and gives the words back.
func DayHasPassed(e Env, m mission.Mission, day mission.Date, words string, meta Meta) Message {
	var p canvas
	p.section("%s has passed. Which day did you mean? Your words:", e.day(m, day))
	p.quoteWhole(atMost(words))
	p.actions(primary(ActCommit, "Choose a day", meta))
	return p.message()
}

// WhichDayBy asks for a day where no form can open. Typed is what could not be read as one, or empty.
func WhichDayBy(typed, words string, meta Meta) Message {
	var p canvas
	if typed == "" {
		p.section("By which day? End it with *by friday*, *by 4 dec* or *by 2026-12-04*. Your words:")
	} else {
		p.section("I could not read *%s* as a day. Try *by friday*, *in 2 weeks* or *2026-12-04*. Your words:", typed)
	}
	p.quoteWhole(atMost(words))
	p.actions(primary(ActCommit, "Choose a day", meta))
	return p.message()
}

// RiskInForm answers a risk that was not told whole where no form can open.
func RiskInForm(words string, meta Meta) Message {
	var p canvas
	p.section("A risk has three parts: what we try, what we expect, and the day on which we look. Your words:")
	p.quoteWhole(atMost(words))
	p.actions(primary(ActRisk, "Write it whole", meta))
	return p.message()
}

// OwnKept is told to a person alone after a commitment that nobody else sees. Its words are not in it.
//
// Asked says that she is asked after it.
func OwnKept(e Env, m mission.Mission, id mission.ID, day mission.Date, asked bool) Message {
	meta := Meta{Mission: m.ID, Entry: id, Kind: KindOwn}
	back := "I come back to you once, in private."
	if !asked {
		back = "Questions about your commitments are off for you, so I do not come back to it."
	}
	return one(fill("Kept, for you alone, by %s. %s", e.day(m, day), own(back)),
		button(ActPromiseShow, "Show it", meta), button(ActPromises, "What I promised", Meta{}))
}

// PromiseSaid answers whoever said what became of something, in private.
func PromiseSaid(e Env, m mission.Mission, entry mission.Entry) Message {
	return one(fill("%s", sentence(e.fated(m, entry))+"."),
		when(!entry.Awaits() && entry.Fate != mission.Looked, button(ActPromiseOpen, "It is open again", Meta{Mission: entry.Mission, Entry: entry.ID})))
}

// PromiseItem is something that the reader promised, with its words; a form alone shows it.
type PromiseItem struct {
	Mission mission.Mission
	Entry   mission.Entry
	Own     bool
}

func (i PromiseItem) meta() Meta {
	m := Meta{Mission: i.Entry.Mission, Entry: i.Entry.ID}
	if i.Own {
		m.Kind = KindOwn
	}
	return m
}

// listedInForm is how many rows a form shows of a list.
const listedInForm = 10

// Promises lists what the reader promised and has not said anything of yet, the next day first.
func Promises(e Env, items []PromiseItem, page int) slack.ModalViewRequest {
	f := reader("What I promised")
	if len(items) == 0 {
		f.section("Nothing is open. What you commit to stands here until you say what became of it.")
		return f.view()
	}
	pages := (len(items) + listedInForm - 1) / listedInForm
	page = min(max(page, 0), pages-1)
	for _, i := range items[page*listedInForm : min((page+1)*listedInForm, len(items))] {
		f.sectionWith(about(button(ActPromiseShow, "Open", i.meta()), "Open: "+wordsFor(i.Entry.Kind).one+", "+e.fated(i.Mission, i.Entry)),
			"%s, %s%s", e.marked(wordsFor(i.Entry.Kind)), own(e.fated(i.Mission, i.Entry)), own(onlyMe(i.Own)))
		f.rich("%s", Cut(oneLine(promiseLine(i.Entry)), cutList))
	}
	f.turn(ActPromises, Meta{}, page, pages)
	return f.view()
}

func onlyMe(own bool) string {
	if own {
		return " · only me"
	}
	return ""
}

// PromiseView shows one of them to its author, with what can be said of it.
func PromiseView(e Env, i PromiseItem) slack.ModalViewRequest {
	f := reader("What I promised")
	f.callback, f.meta = ViewPromise, i.meta()
	w := wordsFor(i.Entry.Kind)
	f.section("%s, %s%s", e.marked(w), own(e.fated(i.Mission, i.Entry)), own(onlyMe(i.Own)))
	if i.Entry.Kind == mission.Risk {
		f.promiseWords(i.Entry)
	} else {
		f.quoteWhole(Cut(promiseLine(i.Entry), mission.MaxText))
	}
	if i.Entry.Fate == mission.LetGo && Clean(i.Entry.Because) != "" {
		f.rich("*Because*  %s", i.Entry.Because)
	}
	if i.Own {
		f.sealedNote()
	}
	f.promiseButtons(i)
	return f.view()
}

func (f *form) promiseButtons(i PromiseItem) {
	meta := i.meta()
	switch {
	case i.Entry.Fate == mission.Looked:
	case i.Entry.Fate != mission.Awaited:
		f.actions(button(ActPromiseOpen, "It is open again", meta))
	case i.Entry.Kind == mission.Risk:
		f.actions(primary(ActRiskTell, "Tell what happened", meta), button(ActPromiseDay, "Look on another day", meta),
			button(ActPromiseChange, "Change it", meta), button(ActPromiseLetGo, "It no longer matters", meta))
	default:
		f.actions(button(ActPromiseDone, "Done", meta), button(ActPromiseDay, "Another day", meta),
			button(ActPromiseChange, "Change it", meta), button(ActPromiseLetGo, "Let it go", meta))
	}
}

// ThreadCarried lists what a mission took along from the one before, in its card's thread.
func ThreadCarried(e Env, m, from mission.Mission, entries []mission.Entry) Message {
	var items []line
	for _, entry := range entries[:min(len(entries), listedInForm)] {
		items = append(items, fill("%s, %s: %s", e.who(entry.Author), own(e.fated(m, entry)), Cut(oneLine(promiseLine(entry)), cutList)))
	}
	var p canvas
	p.section("Still open from *%s*, and followed here:", title(from))
	p.bullets("*Taken along*", items)
	return p.message()
}

// ahead lists commitments and risks that wait for their day, for the card that knows its reader. What was for a
// day that has passed is its author's to speak of.
func (p *canvas) ahead(e Env, m mission.Mission, open []mission.Entry) {
	open = slices.DeleteFunc(slices.Clone(open), func(entry mission.Entry) bool { return entry.Day().Before(e.today(m)) })
	var items []line
	for _, entry := range open[:min(len(open), listed)] {
		words := Cut(oneLine(promiseLine(entry)), cutList)
		items = append(items, fill("%s, %s: %s", e.who(entry.Author), own(e.fated(m, entry)), words))
	}
	p.bullets("*Ahead*", items)
}
