package view

import (
	"github.com/slack-go/slack"

	"throughline/internal/mission"
)

// StartForm is what the three views of the start form hold. The views show it and the parsers fill it;
// between the views it is kept as the person's draft.
type StartForm struct {
	Channel mission.ChannelID // empty where the person is to choose one
	From    mission.ID        // the mission that this one follows
	// Draft names one writing of the form, so that what an earlier one left is not mixed into it.
	Draft mission.ID
	mission.Wording
	SelfGoverned bool
	// AskTeam leaves the why and the phases to the team, who are asked in the card's thread.
	AskTeam bool
}

func (s StartForm) meta() Meta {
	return Meta{Channel: s.Channel, Mission: s.From, Ref: string(s.Draft)}
}

// Start1 is the first view of the start form. It is the only one where the team is asked for the rest:
// then its submit says "Start".
func Start1(e Env, s StartForm) slack.ModalViewRequest {
	f := &form{callback: ViewStart1, title: "Start a mission", submit: "Next: why", close: "Cancel", meta: s.meta()}
	if s.AskTeam {
		f.submit = "Start"
	}
	about := "Everyone there reads it. Anyone may start a mission. Everything here can be changed later, and the earlier wording is kept."
	if s.Channel == "" {
		f.context("For a channel of yours. " + about)
		f.input(field{block: BlockChannel, label: "In which channel?", required: true}, channelSelect())
	} else {
		f.context("For %s. "+about, e.channel(s.Channel))
	}
	f.wordingInputs(s.Wording)
	steer := steerLead
	if s.SelfGoverned {
		steer = steerTogether
	}
	f.steerRadio(steer, option(steerLead, "I lead it", "You close its phases and change its wording."), togetherOption())
	f.restRadio(s.AskTeam)
	return f.view()
}

// restRadio adds the choice who writes the rest. A change of it is sent at once, so that the submit button
// can say what it will do.
func (f *form) restRadio(ask bool) {
	chosen := restWrite
	if ask {
		chosen = restAsk
	}
	e := slack.NewRadioButtonsBlockElement(ActStartRest,
		option(restWrite, "Write it now", "The why and the phases, in two short views."),
		option(restAsk, "Ask the team", "I post them as questions in the card's thread."))
	e.InitialOption = first(e.Options, chosen)
	b := f.input(field{block: BlockRest, label: "The rest", required: true}, e)
	b.DispatchAction = true
}

// channelSelect offers the channels of the workspace that the person can see.
func channelSelect() *slack.SelectBlockElement {
	return &slack.SelectBlockElement{
		Type: slack.OptTypeConversations, ActionID: actInput, DefaultToCurrentConversation: true,
		Filter: &slack.SelectBlockElementFilter{Include: []string{"public", "private"}, ExcludeBotUsers: true},
	}
}

// Start2 is the second view: why it matters.
func Start2(_ Env, s StartForm) slack.ModalViewRequest {
	f := &form{callback: ViewStart2, title: "Why it matters", submit: "Next: phases", close: "Back", meta: s.meta()}
	f.whyInputs(s.Why)
	return f.view()
}

// Start3 is the third view: when each phase is done. The end's words start as the end state.
func Start3(_ Env, s StartForm) slack.ModalViewRequest {
	f := &form{callback: ViewStart3, title: "Three phases", submit: "Start", close: "Back", meta: s.meta()}
	if s.Plan[mission.Ending].DoneWhen == "" {
		s.Plan[mission.Ending].DoneWhen = s.EndState
	}
	f.phaseInputs(s.Plan, mission.Beginning)
	return f.view()
}

// ParseStart1 reads the first view into s.
func ParseStart1(state *slack.ViewState, s StartForm) (StartForm, FieldErrors) {
	a := read(state)
	if v, ok := a.at(BlockChannel); ok {
		s.Channel = mission.ChannelID(v.SelectedConversation)
		if s.Channel == "" {
			a.errs.put(BlockChannel, "Choose the channel where the work is done.")
		}
	}
	a.wording(&s.Wording)
	s.SelfGoverned = a.one(BlockSteer, steerLead, steerTogether) == steerTogether
	s.AskTeam = a.one(BlockRest, restWrite, restAsk) == restAsk
	return s, a.errs
}

// ParseStart2 reads the second view into s.
func ParseStart2(state *slack.ViewState, s StartForm) (StartForm, FieldErrors) {
	a := read(state)
	s.Why = a.why()
	return s, a.errs
}

// ParseStart3 reads the third view into s. Today is the date in the mission's zone.
func ParseStart3(state *slack.ViewState, s StartForm, today mission.Date) (StartForm, FieldErrors) {
	a := read(state)
	s.Plan = a.phases([3]mission.PhasePlan{}, mission.Beginning, today)
	return s, a.errs
}

// mirrorBegins is told to somebody who begins to lead.
const mirrorBegins = "Twice a week I ask you something about yourself. It goes to you alone, and you can turn it off."

// Started is told to the starter alone. From is the mission that it follows, or nil. Leads says that the starter leads
// and that the mirror asks her from here on.
func Started(_ Env, from *mission.Mission, leads bool) Message {
	said := fill("It is running. Nobody has been told to join: people join from the card.")
	if from != nil {
		said = fill("It is running. Those who were in *%s* get one line about it; anyone joins from the card.", title(*from))
	}
	if !leads {
		return one(said)
	}
	return one(fill("%s "+mirrorBegins, said), button(ActSettings, "What reaches me", Meta{}))
}
