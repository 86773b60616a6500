package view

import (
	"fmt"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
)

func learnedField() field {
	return field{block: BlockLearned, label: "Looking back: what did we learn?", max: maxField, long: true}
}

func aheadField(next mission.Phase) field {
	return field{block: BlockAhead, label: fmt.Sprintf("Looking ahead: what do we take into the %s?", next), max: maxField, long: true}
}

// ClosePhase is the form that closes the phase a mission is in. The last phase is closed by ending the
// mission, which is another form. Told are the channels of the missions that are told of it.
func ClosePhase(e Env, m mission.Mission, told ...mission.ChannelID) slack.ModalViewRequest {
	p := min(m.Phase, mission.Middle)
	next := p + 1
	f := &form{callback: ViewClosePhase, title: "Close the " + p.String(), submit: "Close and go on", close: "Not yet",
		meta: Meta{Mission: m.ID, Phase: int(p)}}
	f.rich("*Done when*  %s", writtenOr(m.Plan[p].DoneWhen))
	var options []*slack.OptionBlockObject
	for _, w := range reachedWords {
		options = append(options, option(string(w.reached), w.word, ""))
	}
	question := "Is that true?"
	if Clean(m.Plan[p].DoneWhen) == "" {
		question = "Is it done?"
	}
	f.radio(field{block: BlockReached, label: question, required: true}, "", options...)
	f.textInput(learnedField(), "")
	f.textInput(aheadField(next), "")
	in := field{block: BlockNextTarget, label: fmt.Sprintf("The %s is done by", next), required: true}
	f.dateInput(in, m.Plan[next].Target)
	f.contextLine(e.postedIn(m, told))
	return f.view()
}

// postedIn says where a closing or an ending is posted, and which related missions are told of it.
func (e Env) postedIn(m mission.Mission, told []mission.ChannelID) line {
	where := fill("Posted in %s.", e.channel(m.Channel))
	if len(told) > 0 {
		where = append(where, fill(" Told once, as they agreed: %s.", e.channelList(told))...)
	}
	return where
}

// ParseClosePhase reads the form of a mission, which may have moved on meanwhile: the phase is the one
// that the form was opened for.
func ParseClosePhase(state *slack.ViewState, m mission.Mission, phase int, today mission.Date) (mission.PhaseClose, FieldErrors) {
	a := read(state)
	in := mission.PhaseClose{
		Phase:      mission.Phase(phase),
		Reached:    mission.Reached(a.one(BlockReached, reachedNames()...)),
		Learned:    a.text(learnedField()),
		Ahead:      a.text(aheadField(mission.Phase(phase) + 1)),
		NextTarget: a.date(BlockNextTarget),
	}
	if in.Reached == "" {
		a.errs.put(BlockReached, "Choose one of these. All three are honest answers.")
	}
	end := m.EndDate()
	switch {
	case in.NextTarget.IsZero():
		a.errs.put(BlockNextTarget, "Choose a day. It can be changed later.")
	case in.NextTarget.Before(today):
		a.errs.put(BlockNextTarget, datePassed(today))
	case in.Phase == mission.Beginning && !in.NextTarget.Before(end):
		a.errs.put(BlockNextTarget, afterEnd(end, today))
	}
	return in, a.errs
}

// afterEnd is told on a middle that would be done after the end.
func afterEnd(end, today mission.Date) string {
	return fmt.Sprintf("The middle cannot be done after the end. Choose a day before %s.", Day(end, today))
}

func reachedNames() []string {
	var out []string
	for _, w := range reachedWords {
		out = append(out, string(w.reached))
	}
	return out
}

// PhaseClosed tells the channel that a phase is done, as it was said.
func PhaseClosed(e Env, m mission.Mission, c mission.Closing) Message {
	next := min(c.Phase+1, mission.Ending)
	var p canvas
	verb := "done"
	if c.Reached != mission.ReachedYes {
		verb = "closed"
	}
	p.section("The %s is %s. The %s starts today.", c.Phase.String(), verb, next.String())
	if words := m.Plan[c.Phase].DoneWhen; Clean(words) != "" {
		p.rich("*Done when*  %s  *Is that true?*  %s.", stopped(words), reachedWord(c.Reached))
	} else if c.Reached != mission.ReachedYes {
		p.rich("*Is it done?*  %s.", reachedWord(c.Reached))
	}
	short := tooWide(m.Plan[c.Phase].DoneWhen, c.Learned, c.Ahead, m.Plan[next].DoneWhen)
	if Clean(c.Learned) != "" {
		p.rich("*Learned*  %s", c.Learned)
	}
	if Clean(c.Ahead) != "" {
		p.rich("*Taken along*  %s", c.Ahead)
	}
	plan := m.Plan[next]
	p.rich("*The %s is done when*  %s  *by* %s", next.String(), stopped(plan.DoneWhen), Day(plan.Target, m.Today(e.Now)))
	meta := Meta{Mission: m.ID}
	p.actions(
		button(ActTell, "Tell a step", Meta{Mission: m.ID, Kind: string(mission.Progress)}),
		button(ActMyPiece, "What changes for my piece?", meta),
		when(short, button(ActReadStory, "Read the rest", meta)),
	)
	return p.message()
}

// PhaseUndo offers whoever closed a phase to take that back, until a moment a day later.
func PhaseUndo(e Env, m mission.Mission, c mission.Closing) Message {
	return one(fill("You closed the %s. You can take that back until %s.", c.Phase.String(), e.until(m, c.At.AddDate(0, 0, 1))),
		button(ActUndoClose, "Undo", Meta{Mission: m.ID, Phase: int(c.Phase)}))
}

// EndUndo offers the same to whoever ended the mission.
func EndUndo(e Env, m mission.Mission) Message {
	return one(fill("You ended *%s*. You can take that back until %s.", title(m), e.until(m, m.Outcome.At.AddDate(0, 0, 1))),
		button(ActUndoEnd, "Undo", Meta{Mission: m.ID}))
}

// Undone takes the place of an offer to undo that was taken.
func Undone(_ Env, m mission.Mission) Message {
	return one(fill("Taken back. *%s* goes on, in its %s.", title(m), m.Phase.String()), button(ActDetails, "Details", Meta{Mission: m.ID}))
}
