package view

import (
	"time"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
)

// Note is a reflection as its author reads it.
type Note struct {
	ID    mission.ID
	At    time.Time
	Words string
	// Locked says that the words cannot be opened: the key that sealed them is not there.
	Locked bool
	// Mission is the mission that it is about, and empty where it is about none. Known says that its author
	// may still see that mission; without it the name is left out.
	Mission mission.Mission
	Known   bool
	// Question is what it answers, or empty.
	Question string
}

// JournalData is a page of somebody's journal.
type JournalData struct {
	Notes []Note // those of the page
	Page  int    // counted from 0
	Pages int
	// Written says that there are notes at all, also where none was found.
	Written bool
	// Find are the words that were looked for. Ref is the name under which they wait, for the buttons.
	Find string
	Ref  string
	// Missions are those that a note is about and that the author may still see. In is the one chosen.
	Missions []mission.Mission
	In       mission.ID
}

// JournalTitles are the titles of the forms that take each other's place.
var JournalTitles = [...]string{"My journal", "Change a note", "Delete a note", "Reflect"}

// locked stands where a note cannot be opened.
const locked = "I cannot open this note: the key that sealed it is missing. Your admin can mend it (bot doctor)."

// NotesAPage is how many notes stand on a page of the journal.
const NotesAPage = 10

// allNotes is the choice of the journal that is not narrowed down to a mission.
const allNotes = "all"

func (d JournalData) meta() Meta { return Meta{Mission: d.In, Page: d.Page, Ref: d.Ref} }

// Journal is somebody's own notes, newest first. It is a form, since private words stand in no message.
func Journal(e Env, d JournalData) slack.ModalViewRequest {
	f := &form{callback: ViewJournal, title: "My journal", submit: "Find", close: "Close", meta: d.meta()}
	f.context("Only you can open this. It is sealed; whoever runs my server and holds its key could open it.")
	f.journalFilter(d)
	switch {
	case !d.Written:
		f.section("Nothing is written here yet.")
	case len(d.Notes) == 0:
		f.section("No note of yours has these words.")
	}
	for i, n := range d.Notes {
		f.noteRow(e, d, i, n)
	}
	f.turn(ActJournal, d.meta(), d.Page, d.Pages)
	f.actions(button(ActReflect, "Write one", Meta{Mission: d.In}))
	return f.view()
}

func (f *form) journalFilter(d JournalData) {
	f.textInput(field{block: BlockFind, label: "Find words", max: mission.MaxLine,
		hint: "I look through your notes when you press Find, and keep no list of their words."}, d.Find)
	if len(d.Missions) == 0 {
		return
	}
	options := []*slack.OptionBlockObject{option(allNotes, "All of it", "")}
	for _, m := range d.Missions[:min(len(d.Missions), 99)] {
		options = append(options, option(string(m.ID), title(m), ""))
	}
	element := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, actInput, options...)
	if element.InitialOption = first(options, string(d.In)); element.InitialOption == nil {
		element.InitialOption = options[0]
	}
	f.input(field{block: BlockMission, label: "About which mission?"}, element)
}

func (f *form) noteRow(e Env, d JournalData, i int, n Note) {
	meta := d.meta()
	meta.Entry = n.ID
	f.richLine(e.noteHeading(n, cutButton))
	day := e.on(my, n.At)
	remove := about(button(numbered(ActNoteDelete, i), "Delete", meta), "Delete: "+day)
	if n.Locked {
		f.section(locked)
		f.actions(remove)
		return
	}
	f.rich("%s", Cut(oneLine(n.Words), cutList))
	f.actions(
		about(button(numbered(ActNote, i), "Open", meta), "Open: "+day),
		about(button(numbered(ActNoteChange, i), "Change", meta), "Change: "+day),
		remove,
	)
}

// noteHeading says when a note was written and what it is about, a mission's name cut to a length.
func (e Env) noteHeading(n Note, short int) line {
	day := fill("*%s*", e.on(my, n.At))
	switch {
	case n.Mission.ID == "":
		return day
	case !n.Known:
		return joined(" · ", day, fill("%s", UnseenMission))
	}
	return joined(" · ", day, fill("%s", Cut(title(n.Mission), short)))
}

// ReadNote shows the whole of a note. The meta leads back to the page of the journal that it was opened from.
func ReadNote(e Env, n Note, meta Meta) slack.ModalViewRequest {
	f := reader("My journal")
	f.meta, meta.Entry = meta, n.ID
	f.richLine(e.noteHeading(n, cutTitle))
	if n.Question != "" {
		f.question(n.Question)
	}
	if n.Locked {
		f.section(locked)
	}
	f.quoteWhole(n.Words)
	f.actions(when(!n.Locked, button(ActNoteChange, "Change", meta)), button(ActNoteDelete, "Delete", meta), backToJournal(meta))
	return f.view()
}

func backToJournal(meta Meta) *slack.ButtonBlockElement {
	meta.Entry = ""
	return button(ActJournal, "Back", meta)
}

// ChangeNote is the form for the words of a note.
func ChangeNote(e Env, n Note, meta Meta) slack.ModalViewRequest {
	if n.Locked {
		return ReadNote(e, n, meta)
	}
	meta.Entry = n.ID
	f := &form{callback: ViewNote, title: "Change a note", submit: "Keep", close: "Close", meta: meta}
	f.richLine(e.noteHeading(n, cutTitle))
	f.longText(answerField(), n.Words)
	f.context("Only you read it.")
	f.actions(backToJournal(meta))
	return f.view()
}

// DeleteNote asks before a note is gone.
func DeleteNote(e Env, n Note, meta Meta) slack.ModalViewRequest {
	meta.Entry = n.ID
	f := &form{callback: ViewNoteDelete, title: "Delete a note", submit: "Delete", close: "Close", meta: meta}
	f.section("Delete this note? It cannot be brought back.")
	f.richLine(e.noteHeading(n, cutTitle))
	f.quote(n.Words)
	f.context("What you typed to me in Slack stays in Slack's history until you delete it there.")
	f.actions(backToJournal(meta))
	return f.view()
}

// NoteGone takes the place of a note that is not there any more.
func NoteGone(_ Env, meta Meta) slack.ModalViewRequest {
	f := reader("My journal")
	f.section("That note is not there any more.")
	f.actions(backToJournal(meta))
	return f.view()
}

// ParseJournal reads which words to look for, and in which mission.
func ParseJournal(state *slack.ViewState) (find string, in mission.ID, errs FieldErrors) {
	a := read(state)
	find = a.text(field{block: BlockFind, max: mission.MaxLine})
	if v, ok := a.at(BlockMission); ok && v.SelectedOption.Value != allNotes {
		in = mission.ID(v.SelectedOption.Value)
	}
	return find, in, a.errs
}

// Corner is where a member finds what is hers alone.
func Corner(_ Env, m mission.Mission) slack.ModalViewRequest {
	f := reader("My corner")
	meta := Meta{Mission: m.ID}
	f.meta = meta
	f.section("What you write here is yours. *Connect* is open to whom you choose, and everything else to nobody.")
	f.actions(
		button(ActConnect, "Connect", meta),
		button(ActReflect, "Reflect", meta),
		button(ActJournal, "Journal", Meta{}),
	)
	f.actions(
		button(ActBalance, "Balance", Meta{}),
		button(ActCoach, "Talk it through", meta),
		button(ActMirror, "Mirror", meta),
	)
	return f.view()
}

// ReflectForm is a reflection that is being written.
type ReflectForm struct {
	Text string
	// Missions are those to choose from; In is the one chosen, or empty for none.
	Missions []mission.Mission
	In       mission.ID
	// Question is one to start from, and QuestionID names it. Both may be empty.
	Question   string
	QuestionID string
}

// noMissionChosen is the choice of a reflection that is about no mission.
const noMissionChosen = "none"

// Reflect is the form for a reflection of one's own accord.
func Reflect(_ Env, in ReflectForm) slack.ModalViewRequest {
	f := &form{callback: ViewReflect, title: "Reflect", submit: "Keep", close: "Cancel", meta: Meta{Kind: in.QuestionID}}
	f.context("Only you read it. It is sealed; whoever runs my server and holds its key could open it.")
	if in.Question != "" {
		f.section("A question to start from, if you like:")
		f.question(in.Question)
	}
	w := answerField()
	w.label = "What is on your mind?"
	f.longText(w, in.Text)
	f.reflectMissions(in)
	return f.view()
}

func (f *form) reflectMissions(in ReflectForm) {
	if len(in.Missions) == 0 {
		return
	}
	options := []*slack.OptionBlockObject{option(noMissionChosen, "None in particular", "")}
	for _, m := range in.Missions[:min(len(in.Missions), 99)] {
		options = append(options, option(string(m.ID), title(m), ""))
	}
	element := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, actInput, options...)
	if element.InitialOption = first(options, string(in.In)); element.InitialOption == nil {
		element.InitialOption = options[0]
	}
	f.input(field{block: BlockMission, label: "About which mission?"}, element)
}

// ParseReflect reads the words and the mission that they are about, or none. The edge checks the id.
func ParseReflect(state *slack.ViewState) (text string, in mission.ID, errs FieldErrors) {
	text, errs = parseNoteText(state, "This needs a few words.")
	if v, ok := read(state).at(BlockMission); ok && v.SelectedOption.Value != noMissionChosen {
		in = mission.ID(v.SelectedOption.Value)
	}
	return text, in, errs
}

// ParseNote reads the words of a note back.
func ParseNote(state *slack.ViewState) (string, FieldErrors) {
	return parseNoteText(state, "This needs a few words. To be rid of the note, delete it in your journal.")
}

func parseNoteText(state *slack.ViewState, empty string) (string, FieldErrors) {
	a := read(state)
	text := a.longText()
	if text == "" {
		a.errs.put(BlockText, empty)
	}
	return text, a.errs
}

// Reflected takes the place of the form once a reflection is kept.
func Reflected(_ Env, in mission.ID) slack.ModalViewRequest {
	f := reader("Reflect")
	f.section("Kept in your journal. Only you can open it.")
	f.actions(button(ActJournal, "Open my journal", Meta{}), button(ActReflect, "Write another", Meta{Mission: in}))
	return f.view()
}

// AnswerDeleted takes the place of a question whose answer was deleted from the journal.
func AnswerDeleted(_ Env, d NudgeData) Message {
	return one(fill("Your answer is deleted. Nothing of it is kept."), button(ActAnswer, "Answer anew", d.onMission()))
}

// OpensAForm answers a private word that was typed as a message, from where no form can open by itself.
func OpensAForm(_ Env, word string) Message {
	return one(fill("That opens in a form, which only you see."), button(ActDidYouMean, "Open it", Meta{Kind: word}))
}
