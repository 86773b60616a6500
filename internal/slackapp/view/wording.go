package view

import (
	"fmt"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
)

// Who steers a mission, as the values of its choice.
const (
	steerLead     = "lead"
	steerTogether = "together"
	steerOther    = "other"
)

// Who writes the rest of a mission that starts, as the values of its choice.
const (
	restWrite = "write"
	restAsk   = "ask"
)

// The fields of a mission's wording. They are the same in the start form and when the wording changes.
var (
	nameField = field{block: BlockName, label: "Name", max: mission.MaxName, required: true,
		hint: "A few words people will say aloud."}
	aspirationField = field{block: BlockAspiration, label: "What are you after?", max: mission.MaxLine,
		hint: "One aspiration, in a sentence."}
	endStateField = field{block: BlockEndState, label: "You will be done when…", max: mission.MaxEnd, long: true, required: true,
		hint: "Something you could show a stranger. \"Nine refunds in ten arrive within a day.\""}
	whyFields = [3]field{
		{block: BlockCustomers, label: "What changes for customers?", max: mission.MaxLine, long: true},
		{block: BlockUs, label: "What changes for us?", max: mission.MaxLine, long: true},
		{block: BlockCompany, label: "What changes for the company?", max: mission.MaxLine, long: true},
	}
)

// doneWhenField is the field for when a phase is done.
func doneWhenField(p mission.Phase) field {
	return field{
		block: "done_when_" + p.String(), label: fmt.Sprintf("The %s is done when…", p), max: mission.MaxEnd, long: true,
	}
}

// targetField is the field for the day of a phase.
func targetField(p mission.Phase) field {
	return field{block: "target_" + p.String(), label: fmt.Sprintf("The %s is done by", p), required: true}
}

// wordingInputs adds the first view's fields.
func (f *form) wordingInputs(w mission.Wording) {
	f.textInput(nameField, w.Name)
	f.textInput(aspirationField, w.Aspiration)
	f.textInput(endStateField, w.EndState)
}

// whyInputs adds the second view's fields.
func (f *form) whyInputs(w mission.Why) {
	for i, text := range [3]string{w.Customers, w.Us, w.Company} {
		f.textInput(whyFields[i], text)
	}
	f.context("Leave one empty and the card says that it is still to be written: a good first conversation.")
}

// phaseInputs adds the third view's fields, from a phase on.
func (f *form) phaseInputs(plan [3]mission.PhasePlan, from mission.Phase) {
	for p := from; p <= mission.Ending; p++ {
		f.textInput(doneWhenField(p), plan[p].DoneWhen)
		f.dateInput(targetField(p), plan[p].Target)
	}
}

// wording reads the first view's fields.
func (a *answers) wording(w *mission.Wording) {
	w.Name = a.text(nameField)
	w.Aspiration = a.text(aspirationField)
	w.EndState = a.text(endStateField)
}

// why reads the second view's fields.
func (a *answers) why() mission.Why {
	return mission.Why{Customers: a.text(whyFields[0]), Us: a.text(whyFields[1]), Company: a.text(whyFields[2])}
}

// phases reads the third view's fields into a plan, from a phase on. A date that was there before may
// have passed; a new one may not.
func (a *answers) phases(plan [3]mission.PhasePlan, from mission.Phase, today mission.Date) [3]mission.PhasePlan {
	var earlier mission.Date
	for _, p := range mission.Phases {
		if p >= from {
			before := plan[p].Target
			plan[p].DoneWhen = a.text(doneWhenField(p))
			plan[p].Target = a.date(targetField(p).block)
			a.checkTarget(p, plan[p].Target, before, earlier, today)
			earlier = plan[p].Target
		}
	}
	return plan
}

// checkTarget holds a phase's day to being given, ahead where it is new, and after the phase before it.
func (a *answers) checkTarget(p mission.Phase, target, before, earlier, today mission.Date) {
	block := targetField(p).block
	switch {
	case target.IsZero():
		a.errs.put(block, "Choose a day. It can be changed later.")
	case target.Before(today) && target != before:
		a.errs.put(block, datePassed(today))
	case p > mission.Beginning && !earlier.Before(target):
		a.errs.put(block, dateOrder(p, earlier, today))
	}
}

// datePassed is told on a field whose day lies behind.
func datePassed(today mission.Date) string {
	return fmt.Sprintf("That day has passed. Choose %s or later.", Day(today.AddDays(1), today))
}

// dateOrder is told on a field whose phase would end before the one before it.
func dateOrder(p mission.Phase, earlier, today mission.Date) string {
	return fmt.Sprintf("The %s cannot be done before the %s. Choose a day after %s.", p, p-1, Day(earlier, today))
}

// tooLong is told on a field with too many characters.
func tooLong(got, limit int) string {
	return fmt.Sprintf("That is %s characters; this holds at most %s.", number(got), number(limit))
}

// steerRadio adds the choice who steers.
func (f *form) steerRadio(chosen string, options ...*slack.OptionBlockObject) {
	f.radio(field{block: BlockSteer, label: "Who steers it?", required: true}, chosen, options...)
}

func togetherOption() *slack.OptionBlockObject {
	return option(steerTogether, "We govern it together", "No lead: any member steers.")
}
