package view

import (
	"strconv"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// The actions and forms about what is planned for a mission.
const (
	// ActPlans opens what is planned. Mission, or Nudge.
	ActPlans = "plans"
	// ActPace is the menu of a kind. Mission, Kind: the kind of nudge, and Ref: a nudges.Pace, or one of the choices
	// below.
	ActPace = "pace"
	// ActPreview shows the next four weeks. Mission.
	ActPreview = "preview"
	// ActPlanBack takes the last change of a kind back. Mission, Kind, and Page: the number of the change.
	ActPlanBack = "plan_back"
	// ActSayBack says in words when a form for other times would have it. It reads the form that it stands in.
	ActSayBack = "say_back"
)

// The choices in the menu of a kind beside its paces.
const (
	PaceOther = "other" // another time
	PaceUsual = "usual" // the usual time again
)

// PlansData is what is planned for a mission, as one person sees it.
type PlansData struct {
	Mission mission.Mission
	// Agreed is how each kind comes.
	Agreed map[nudges.Kind]nudges.Agreed
	// Steers says that the viewer may change them.
	Steers bool
	// Holidays names the calendar that is kept, or is empty.
	Holidays string
	// RoundsNeed is how many have to tick rounds before one opens, where too few do; else 0.
	RoundsNeed int
	// Trial says that a trial of whether they help runs.
	Trial bool
}

// Plans is the form in which a mission's nudges are seen and changed. What is chosen holds at once, so there is
// nothing to submit.
func Plans(e Env, d PlansData) slack.ModalViewRequest {
	f := reader("Nudges here")
	m := d.Mission
	f.meta = Meta{Mission: m.ID}
	f.rich("*%s*", title(m))
	f.context("At most one channel message a day, one direct message a person a day and three a week. What is not needed is not sent.")
	f.section("*In the channel*")
	channel := true
	for i, w := range plannedKinds {
		if channel && !w.kind.ToChannel() {
			channel = false
			f.divide()
			f.section("*To people, in direct messages.* Everybody chooses for themselves what reaches them; off here is off for all.")
		}
		f.planned(d, i, w.kind)
	}
	f.divide()
	f.holidayRow(d)
	if !d.Steers && !m.SelfGoverned() {
		f.section("%s leads this mission and changes when they come. Any member can skip or turn off what comes, in the menu beside it.", e.who(m.Lead))
	}
	f.actions(
		button(ActPreview, "Preview four weeks", Meta{Mission: m.ID}),
		button(ActTrial, trialLabel(d.Trial), Meta{Mission: m.ID}),
		when(!m.Resting(e.Now), button(ActLetRest, "Let it rest", Meta{Mission: m.ID})),
		when(m.Resting(e.Now), wake(m)),
		when(!d.Steers && !m.SelfGoverned(),
			button(ActSuggest, "Suggest a change to "+Cut(e.who(m.Lead), cutButton), Meta{Mission: m.ID, Kind: string(mission.PlanNudges)})),
	)
	return f.view()
}

// planned adds the section of one kind.
func (f *form) planned(d PlansData, i int, k nudges.Kind) {
	a := d.Agreed[k]
	if d.Steers {
		f.sectionWith(paceMenu(i, d.Mission, k, a), "*%s* · %s", nameOfPlan(k), agreedLine(k, a))
	} else {
		f.section("*%s* · %s", nameOfPlan(k), agreedLine(k, a))
	}
	if k == nudges.Round && d.RoundsNeed > 0 && !a.Off {
		f.context("None opens for now: too few have ticked rounds. One opens once %s people have.", strconv.Itoa(d.RoundsNeed))
	}
}

// paceMenu is the menu of one kind. A kind that comes of what happens is on or off; the others have days too.
func paceMenu(i int, m mission.Mission, k nudges.Kind, a nudges.Agreed) *slack.SelectBlockElement {
	type line struct{ choice, label string }
	lines := []line{{string(nudges.AsPlanned), "When it is time"}, {string(nudges.Never), "Off"}}
	if k.Rarer() {
		lines = []line{lines[0], {string(nudges.HalfAsOften), "Half as often"}, lines[1]}
	}
	if k.Timed() {
		lines = []line{
			{string(nudges.AsPlanned), everyTime(k)}, {string(nudges.HalfAsOften), "Half as often"},
			{string(nudges.Never), "Off"}, {PaceOther, "Another time…"},
		}
		if usual := nudges.Usually(m, k).Recur; a.Recur.Expr != usual.Expr || a.Recur.Zone != usual.Zone {
			lines = append(lines, line{PaceUsual, "As usual"})
		}
	}
	options := make([]*slack.OptionBlockObject, len(lines))
	var shown *slack.OptionBlockObject
	for n, l := range lines {
		options[n] = option(Meta{Mission: m.ID, Kind: string(k), Ref: l.choice}.Encode(), l.label, "")
		if l.choice == string(a.Pace(k)) {
			shown = options[n]
		}
	}
	menu := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plain("Choose"), numbered(ActPace, i), options...)
	menu.InitialOption = shown
	return menu
}

// everyTime is the choice of a kind's own rhythm.
func everyTime(k nudges.Kind) string {
	switch k {
	case nudges.Round:
		return "Every second time"
	case nudges.Connect:
		return "Every month"
	}
	return "Every time"
}
