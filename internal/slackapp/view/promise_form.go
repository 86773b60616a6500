package view

import (
	"github.com/slack-go/slack"

	"throughline/internal/mission"
)

// PromiseForm is what the forms of a commitment and of a risk hold.
type PromiseForm struct {
	Text   string
	If     string
	Expect string
	Day    mission.Date
	// Own says that nobody but its author sees the commitment.
	Own bool
	// Unasked says that its author has turned off the questions after such things.
	Unasked bool
}

// Promise is the change that the form asks for.
func (in PromiseForm) Promise() mission.Promise {
	return mission.Promise{Text: in.Text, If: in.If, Expect: in.Expect, Day: in.Day}
}

var (
	willField   = field{block: BlockText, label: "I will…", max: maxField, long: true, required: true}
	momentField = field{block: BlockMoment, label: "If or when…", max: mission.MaxLine,
		hint: "The moment that starts it: when the contract number arrives."}
	byField     = field{block: BlockBy, label: "By which day?", required: true}
	tryField    = field{block: BlockText, label: "We try…", max: maxField, long: true, required: true}
	expectField = field{block: BlockExpect, label: "We expect…", max: maxField, long: true, required: true}
	lookField   = field{block: BlockLook, label: "On which day do we look?", required: true}
)

// Who sees a commitment, as the values of its choice.
const (
	showHere = "here"
	showOwn  = "own"
)

// SeeTo begins a commitment to what stands in the way.
func SeeTo(block mission.Entry) string { return "see to this: " + block.Text }

// Commit is the form for a commitment. Block is what stands in the way, where that is what it is about.
func Commit(e Env, m mission.Mission, block *mission.Entry, in PromiseForm) slack.ModalViewRequest {
	f := &form{callback: ViewCommit, title: "I will see to it", submit: "Keep", close: "Cancel", meta: Meta{Mission: m.ID}}
	if block != nil {
		f.section("%s told a block:", e.who(block.Author))
		f.quote(block.Text)
	}
	f.commitInputs(in)
	chosen := showHere
	if in.Own {
		chosen = showOwn
	}
	f.radio(field{block: BlockShow, label: "Who sees it?", required: true}, chosen,
		option(showHere, "Show in "+e.channel(m.Channel), "Under your name."), option(showOwn, "Only me", "Sealed; in no list and no report."))
	if in.Unasked {
		f.context("Questions about your commitments are off for you, so I do not come back to it. Nobody is told what became of it but by you.")
	} else {
		f.context("I come back to you once, in private, on that day. Nobody is told what became of it but by you.")
	}
	f.actions(button(ActPromises, "What I promised", Meta{}))
	return f.view()
}

func (f *form) commitInputs(in PromiseForm) {
	f.longText(willField, in.Text)
	f.textInput(momentField, in.If)
	f.dateInput(byField, in.Day)
}

// ParseCommit reads the form.
func ParseCommit(state *slack.ViewState) (PromiseForm, FieldErrors) {
	a := read(state)
	in := a.commitment()
	in.Own = a.one(BlockShow, showHere, showOwn) == showOwn
	return in, a.errs
}

func (a *answers) commitment() PromiseForm {
	in := PromiseForm{Text: a.longText(), If: a.text(momentField), Day: a.date(BlockBy)}
	a.needs(willField, in.Text)
	a.needsDay(BlockBy, in.Day)
	return in
}

func (a *answers) needs(in field, words string) {
	if words == "" {
		a.errs.put(in.block, "This needs a few words.")
	}
}

func (a *answers) needsDay(block string, d mission.Date) {
	if d.IsZero() {
		a.errs.put(block, "Choose a day. It can be changed later.")
	}
}

// TrySomething is the form for a risk.
func TrySomething(e Env, m mission.Mission, in PromiseForm) slack.ModalViewRequest {
	f := &form{callback: ViewRisk, title: "Try something", submit: "Post", close: "Cancel", meta: Meta{Mission: m.ID}}
	f.riskInputs(in)
	if in.Unasked {
		f.context("Posted in %s, under your name. Questions about what you try are off for you, so I do not ask. Whatever came of it is a lesson.", e.channel(m.Channel))
	} else {
		f.context("Posted in %s, under your name. On that day I ask you what happened, in private. Whatever came of it is a lesson.", e.channel(m.Channel))
	}
	return f.view()
}

func (f *form) riskInputs(in PromiseForm) {
	f.longText(tryField, in.Text)
	f.textInput(expectField, in.Expect)
	f.dateInput(lookField, in.Day)
}

// ParseRisk reads the form.
func ParseRisk(state *slack.ViewState) (PromiseForm, FieldErrors) {
	a := read(state)
	in := a.risk()
	return in, a.errs
}

func (a *answers) risk() PromiseForm {
	in := PromiseForm{Text: a.longText(), Expect: a.text(expectField), Day: a.date(BlockLook)}
	a.needs(tryField, in.Text)
	a.needsDay(BlockLook, in.Day)
	return in
}

// ChangePromise is the form for the words and the day of what somebody promised. The meta names it; Own says
// that nobody else sees it.
func ChangePromise(e Env, m mission.Mission, kind mission.EntryKind, meta Meta, in PromiseForm) slack.ModalViewRequest {
	f := &form{callback: ViewPromiseChange, title: "Change it", submit: "Save", close: "Cancel", meta: meta}
	if kind == mission.Risk {
		f.riskInputs(in)
	} else {
		f.commitInputs(in)
	}
	if in.Own {
		f.sealedNote()
		return f.view()
	}
	f.context("The message in %s follows, and says that it was edited.", e.channel(m.Channel))
	return f.view()
}

// ParseChangePromise reads the form.
func ParseChangePromise(state *slack.ViewState, kind mission.EntryKind) (PromiseForm, FieldErrors) {
	a := read(state)
	if kind == mission.Risk {
		return andWrong(a, a.risk())
	}
	return andWrong(a, a.commitment())
}

// AnotherDay is the form for another day. Last says that its author was asked after it already, which happens
// once.
func AnotherDay(_ Env, kind mission.EntryKind, meta Meta, day mission.Date, last bool) slack.ModalViewRequest {
	f := &form{callback: ViewPromiseDay, title: "Another day", submit: "Keep", close: "Cancel", meta: meta}
	label, note := "By which day?", "I come back to you once, on that day."
	if last {
		note = "I asked once, so I do not ask again. It stands in your Home tab until you say what became of it."
	}
	if kind == mission.Risk {
		label, note = "On which day do we look?", "On that day I ask you what happened."
	}
	f.dateInput(field{block: BlockDay, label: label, required: true}, day)
	f.context(note)
	return f.view()
}

// ParseAnotherDay reads the form.
func ParseAnotherDay(state *slack.ViewState) (mission.Date, FieldErrors) {
	a := read(state)
	day := a.date(BlockDay)
	a.needsDay(BlockDay, day)
	return day, a.errs
}

var becauseField = field{block: BlockBecause, label: "Because…", max: mission.MaxEnd, long: true}

// LetItGo is the form for letting something go. A reason may be given, and none is asked for.
func LetItGo(e Env, m mission.Mission, kind mission.EntryKind, meta Meta, own bool) slack.ModalViewRequest {
	f := &form{callback: ViewPromiseLetGo, title: "Let it go", submit: "Let it go", close: "Cancel", meta: meta}
	if kind == mission.Risk {
		f.title, f.submit = "It no longer matters", "Say so"
	}
	f.textInput(becauseField, "")
	if own {
		f.sealedNote()
		return f.view()
	}
	f.context("The message in %s says so, with the reason where you give one.", e.channel(m.Channel))
	return f.view()
}

// ParseLetItGo reads the form.
func ParseLetItGo(state *slack.ViewState) (string, FieldErrors) {
	a := read(state)
	return andWrong(a, a.text(becauseField))
}

var happenedField = field{block: BlockText, label: "What happened, and what did we learn?", max: maxField, long: true, required: true}

// TellWhatHappened is the form for what came of a risk. It is told as a lesson.
func TellWhatHappened(e Env, m mission.Mission, entry mission.Entry, meta Meta) slack.ModalViewRequest {
	f := &form{callback: ViewRiskTell, title: "What happened", submit: "Post", close: "Cancel", meta: meta}
	f.promiseWords(entry)
	f.textInput(happenedField, "")
	f.context("Posted in %s as a lesson, under your name, whatever came of it.", e.channel(m.Channel))
	return f.view()
}

// ParseWhatHappened reads the form.
func ParseWhatHappened(state *slack.ViewState) (string, FieldErrors) {
	a := read(state)
	return andWrong(a, a.text(happenedField))
}
