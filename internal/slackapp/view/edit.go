package view

import (
	"github.com/slack-go/slack"

	"throughline/internal/mission"
)

// EditForm is what the three views that change a wording hold.
type EditForm struct {
	mission.Wording
	Reason       string
	SelfGoverned bool
	// NextLead is who is asked to lead, or empty where nothing changes.
	NextLead mission.UserID
	// StandsIn says that whoever changes it acts for a lead who is away: who leads is not asked then.
	StandsIn bool
	// InThread posts entries in the card's thread.
	InThread bool

	// Public says that the mission can be related to others. Serves and Needs are their channels, Naming the missions
	// that name this one and were answered yes, Keeps those of them that may go on telling.
	Public        bool
	Serves, Needs []mission.ChannelID
	Naming        []Related
	Keeps         []mission.ID
}

var reasonField = field{block: BlockReason, label: "What made you change it?", max: mission.MaxEnd, long: true, required: true,
	hint: "It stands in the card's thread, with the words before and after."}

// Edit1 is the first view: why it changes, the name, the aim, and who steers.
func Edit1(e Env, m mission.Mission, in EditForm) slack.ModalViewRequest {
	f := &form{callback: ViewEdit1, title: "Change the wording", submit: "Next: why", close: "Cancel", meta: Meta{Mission: m.ID}}
	f.textInput(reasonField, in.Reason)
	f.wordingInputs(in.Wording)
	if !in.StandsIn {
		f.steering(e, m, in)
	}
	f.relationInputs(e, in)
	f.entryPlace(in.InThread)
	return f.view()
}

// steering adds who steers: as it is, someone else, or all members together.
func (f *form) steering(e Env, m mission.Mission, in EditForm) {
	other := option(steerOther, "Someone else leads", "They are asked, and accept with one tap.")
	next := &slack.SelectBlockElement{Type: slack.OptTypeUser, ActionID: actInput}
	if userID.MatchString(string(in.NextLead)) {
		next.InitialUser = string(in.NextLead)
	}
	chosen := steerLead
	if in.SelfGoverned {
		chosen = steerTogether
	}
	if in.NextLead != "" {
		chosen = steerOther
	}
	if m.SelfGoverned() {
		other = option(steerOther, "Someone leads", "They are asked, and accept with one tap.")
		f.steerRadio(chosen, togetherOption(), other)
	} else {
		f.steerRadio(chosen, option(steerLead, Cut(e.who(m.Lead), cutButton)+" leads", ""), other, togetherOption())
	}
	f.input(field{block: BlockNextLead, label: "If someone else, who?", hint: "One of the people in the mission."}, next)
}

// The places in which entries can appear, as the values of the choice.
const (
	entriesInChannel = "channel"
	entriesInThread  = "thread"
)

// entryPlace adds where entries appear.
func (f *form) entryPlace(inThread bool) {
	chosen := entriesInChannel
	if inThread {
		chosen = entriesInThread
	}
	f.radio(field{block: BlockEntriesIn, label: "Where do entries appear?"}, chosen,
		option(entriesInChannel, "In the channel", "Everyone there sees them go by."),
		option(entriesInThread, "In the card's thread", "The channel stays quiet."))
}

// Edit2 is the second view: why it matters.
func Edit2(_ Env, m mission.Mission, in EditForm) slack.ModalViewRequest {
	f := &form{callback: ViewEdit2, title: "Why it matters", submit: "Next: phases", close: "Back", meta: Meta{Mission: m.ID}}
	f.whyInputs(in.Why)
	return f.view()
}

// Edit3 is the third view: the phases from the one that the mission is in. Those before it are over and
// stay as they were.
func Edit3(_ Env, m mission.Mission, in EditForm) slack.ModalViewRequest {
	f := &form{callback: ViewEdit3, title: "Three phases", submit: "Save", close: "Back", meta: Meta{Mission: m.ID}}
	for p := mission.Beginning; p < m.Phase; p++ {
		f.rich("*The %s is closed.*  It was done when %s", p.String(), writtenOr(m.Plan[p].DoneWhen))
	}
	f.phaseInputs(in.Plan, m.Phase)
	return f.view()
}

// NewEdit returns a form that says what a mission says.
func NewEdit(m mission.Mission) EditForm {
	return EditForm{Wording: m.Wording, SelfGoverned: m.SelfGoverned(), InThread: m.InThread}
}

// ParseEdit1 reads the first view into in.
func ParseEdit1(state *slack.ViewState, m mission.Mission, in EditForm) (EditForm, FieldErrors) {
	a := read(state)
	in.Reason = a.text(reasonField)
	a.wording(&in.Wording)
	steer := a.one(BlockSteer, steerLead, steerTogether, steerOther)
	in.SelfGoverned = steer == steerTogether || steer != steerLead && m.SelfGoverned()
	a.relations(&in)
	if place := a.one(BlockEntriesIn, entriesInChannel, entriesInThread); place != "" {
		in.InThread = place == entriesInThread
	}
	in.NextLead = ""
	if steer == steerOther {
		v, _ := a.at(BlockNextLead)
		if in.NextLead = mission.UserID(v.SelectedUser); !userID.MatchString(v.SelectedUser) {
			in.NextLead = ""
			a.errs.put(BlockNextLead, "Choose who is to lead. They are asked first.")
		}
	}
	return in, a.errs
}

// ParseEdit2 reads the second view into in.
func ParseEdit2(state *slack.ViewState, in EditForm) (EditForm, FieldErrors) {
	a := read(state)
	in.Why = a.why()
	return in, a.errs
}

// ParseEdit3 reads the third view into in. Today is the date in the mission's zone.
func ParseEdit3(state *slack.ViewState, m mission.Mission, in EditForm, today mission.Date) (EditForm, FieldErrors) {
	a := read(state)
	in.Plan = a.phases(m.Plan, m.Phase, today)
	return in, a.errs
}

// Reworded is told to whoever changed the wording. Asked is who is asked to lead, or empty, and related the channels
// whose missions are asked whether they want to be told.
func Reworded(e Env, m mission.Mission, changed bool, asked mission.UserID, related ...mission.ChannelID) Message {
	words := fill("The card follows, and its thread keeps what it said before.")
	if !changed {
		words = fill("The wording is as it was.")
	}
	if asked != "" {
		words = append(words, fill(" %s is asked to lead; until an answer comes nothing else changes.", e.who(asked))...)
	}
	if len(related) > 0 {
		words = append(words, fill(" %s %s asked whether to be told.", e.channelList(related), own(verbFor(len(related))))...)
	}
	return one(words, when(asked == "", button(ActDetails, "Details", Meta{Mission: m.ID})))
}

// channelList names channels as people do.
func (e Env) channelList(ids []mission.ChannelID) line {
	var names []line
	for _, c := range ids {
		names = append(names, fill("%s", e.channel(c)))
	}
	return list(names)
}

func verbFor(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}
