package view

import (
	"github.com/slack-go/slack"

	"throughline/internal/mission"
)

// The question about a phase's date, and what it turns into. It always holds rich_text, which an update may not
// take away.

// TargetNudge is that question.
type TargetNudge struct {
	SingleNudge
	Phase  mission.Phase
	Target mission.Date // as it was when it was asked
	After  bool         // the date has passed
}

// TargetAsked asks whether a phase is there. Those who say so stand below.
func TargetAsked(e Env, d TargetNudge) Message {
	m := d.Mission
	var p canvas
	planned := "is"
	if d.After {
		planned = "was"
	}
	p.section("The %s %s planned until %s. Are we there, or has it changed?", d.Phase.String(), planned, e.day(m, d.Target))
	p.rich("*Done when*  %s", stopped(m.Plan[d.Phase].DoneWhen))
	p.contextLine(e.saidThere(m))
	p.actions(button(ActThere, "We are there", d.meta()), button(ActNotYet, "Not yet", d.meta()),
		button(ActChanged, "It has changed", d.meta()), hereMenu(d.NudgeData))
	return p.message()
}

// saidThere names who says that the phase is there, and who can close it.
func (e Env) saidThere(m mission.Mission) line {
	if len(m.There) == 0 {
		return nil
	}
	var names []line
	for _, u := range m.There {
		names = append(names, fill("%s", e.who(u)))
	}
	says := " say we are there. "
	if len(names) == 1 {
		says = " says we are there. "
	}
	closes := own("Any member can close the phase.")
	if !m.SelfGoverned() {
		closes = fill("%s can close the phase.", e.who(m.Lead))
	}
	return append(append(list(names), span{text: says}), closes...)
}

// TargetOver says what became of the phase or its date since it was asked.
func TargetOver(e Env, d TargetNudge) Message {
	m := d.Mission
	var p canvas
	closing, closed := m.Closing(d.Phase)
	switch {
	case closed:
		p.section("The %s is closed, since %s.", d.Phase.String(), e.on(m, closing.At))
	case !m.Running():
		p.section("The mission has ended, on %s.", e.on(m, m.Outcome.At))
	default:
		p.section("The date has moved: the %s is planned until %s.", d.Phase.String(), e.day(m, m.Plan[d.Phase].Target))
	}
	p.rich("*Done when*  %s", stopped(m.Plan[d.Phase].DoneWhen))
	p.actions(button(ActDetails, "Details", Meta{Mission: m.ID}))
	return p.message()
}

var (
	movedWhyField = field{block: BlockWhy, label: "What made it move?", max: mission.MaxEnd, long: true,
		hint: "It stands in the card's thread, with the date before and after."}
	newTargetLabel = "Which day is right now?"
)

// NotYet is the form for another date of a phase.
func NotYet(e Env, d TargetNudge) slack.ModalViewRequest {
	m := d.Mission
	f := &form{callback: ViewNotYet, title: "Not yet", submit: "Save", close: "Cancel", meta: d.meta()}
	f.rich("*The %s is done when*  %s", d.Phase.String(), stopped(m.Plan[d.Phase].DoneWhen))
	f.dateInput(field{block: BlockTarget, label: newTargetLabel, required: true}, mission.Date{})
	f.textInput(movedWhyField, "")
	f.context("The card follows, in %s.", e.channel(m.Channel))
	return f.view()
}

// ParseNotYet reads the form of a mission on a day.
func ParseNotYet(state *slack.ViewState, m mission.Mission, phase mission.Phase, today mission.Date) (mission.NewDate, FieldErrors) {
	a := read(state)
	in := mission.NewDate{Phase: phase, Target: a.date(BlockTarget), Why: a.text(movedWhyField)}
	var next mission.Date
	if phase < mission.Ending {
		next = m.Plan[phase+1].Target
	}
	switch {
	case in.Target.IsZero():
		a.errs.put(BlockTarget, "Choose a day. It can be changed later.")
	case in.Target.Before(today):
		a.errs.put(BlockTarget, datePassed(today))
	case !next.IsZero() && !in.Target.Before(next):
		a.errs.put(BlockTarget, dateOrder(phase+1, in.Target, today))
	}
	return in, a.errs
}
