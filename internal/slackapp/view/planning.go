package view

import (
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// The actions and forms about what is planned for a mission's channel.
const (
	// ActPlans opens what is planned. Mission, or Nudge.
	ActPlans = "plans"
	// ActPace is the menu of a plan. Plan, and Kind: a nudges.Pace, or paceOther for another time.
	ActPace = "pace"
	// ActPreview shows the next four weeks. Mission.
	ActPreview = "preview"

	ViewRetime = "retime" // Mission, Plan

	BlockDays = "days"
	BlockTime = "time"
	BlockCron = "cron"
)

// PaceOther is the choice of another time in the menu of a plan.
const PaceOther = "other"

// PlansData is what is planned for a mission's channel, as one person sees it.
type PlansData struct {
	Mission mission.Mission
	Plans   []nudges.Plan
	// Steers says that the viewer may change them.
	Steers bool
}

// Plans is the form in which the channel's nudges are seen and changed. What is chosen holds at once, so there
// is nothing to submit.
func Plans(e Env, d PlansData) slack.ModalViewRequest {
	f := reader("Nudges here")
	m := d.Mission
	f.meta = Meta{Mission: m.ID}
	f.rich("*%s*", title(m))
	f.context("At most one message of mine a day in a channel, and one a day and three a week to a person. People choose for themselves what reaches them.")
	for i, p := range d.Plans {
		if d.Steers {
			f.sectionWith(paceMenu(i, p), "*%s* · %s", nameOfPlan(p.Kind), planOf(p))
			continue
		}
		f.section("*%s* · %s", nameOfPlan(p.Kind), planOf(p))
	}
	if !d.Steers && !m.SelfGoverned() {
		f.section("%s leads this mission and changes when they come. Any member can skip or turn off what comes, in the menu beside it.", e.who(m.Lead))
	}
	f.actions(
		button(ActPreview, "Preview four weeks", Meta{Mission: m.ID}),
		when(!d.Steers && !m.SelfGoverned(),
			button(ActSuggest, "Suggest a change to "+Cut(e.who(m.Lead), cutButton), Meta{Mission: m.ID, Kind: string(mission.PlanNudges)})),
	)
	return f.view()
}

func paceMenu(i int, p nudges.Plan) *slack.SelectBlockElement {
	choices := []struct{ kind, label string }{
		{string(nudges.AsPlanned), "Every time"},
		{string(nudges.HalfAsOften), "Half as often"},
		{string(nudges.Never), "Off"},
		{PaceOther, "Another time…"},
	}
	options := make([]*slack.OptionBlockObject, len(choices))
	var shown *slack.OptionBlockObject
	for n, c := range choices {
		options[n] = option(Meta{Plan: p.ID, Kind: c.kind}.Encode(), c.label, "")
		if c.kind == string(p.Pace()) {
			shown = options[n]
		}
	}
	menu := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plain("Choose"), numbered(ActPace, i), options...)
	menu.InitialOption = shown
	return menu
}

// planned names what plans bring: all of them, and one.
var plannedNames = map[nudges.Kind]struct{ all, one string }{
	nudges.Coach:   {"Questions", "a question"},
	nudges.Reflect: {"Reflections", "a reflection"},
	nudges.Connect: {"How this fits you", "how this fits you"},
	nudges.Digest:  {"Digest", "the digest"},
	nudges.Follow:  {"The digest that you follow", "the digest that you follow"},
}

// nameOfPlan names what a plan brings.
func nameOfPlan(k nudges.Kind) string {
	if name, ok := plannedNames[k]; ok {
		return name.all
	}
	return string(k)
}

// planOf says when a plan comes, and how often.
func planOf(p nudges.Plan) line {
	times := timesOf(p.Recur)
	switch p.Pace() {
	case nudges.Never:
		return fill("off. They would come %s", times)
	case nudges.HalfAsOften:
		return fill("%s, every second time", times)
	}
	return times
}

// timesOf says in words when a plan is due, such as "Tuesday and Thursday, 10:00 (Lisbon)".
func timesOf(r nudges.Recur) line {
	w, simple := r.Weekly()
	if !simple {
		expr := line{{text: r.Expr, code: true}}
		return fill("by the cron line %s (%s)", expr, ZoneName(r.Zone))
	}
	return own(fmt.Sprintf("%s, %02d:%02d (%s)", weekdays(w.Days), w.Minute/60, w.Minute%60, ZoneName(r.Zone)))
}

// weekdays names days, from Monday on.
func weekdays(days nudges.Days) string {
	var names []line
	for i := range 7 {
		if day := time.Weekday((i + 1) % 7); days.Has(day) {
			names = append(names, own(day.String()))
		}
	}
	switch {
	case len(names) == 7:
		return "every day"
	case days == nudges.MonToFri:
		return "Monday to Friday"
	}
	return list(names).plain()
}

// Retime is the form for other days and another time. The cron line is for those who want it: what stands
// there counts, where it differs from what the plan has.
func Retime(_ Env, m mission.Mission, p nudges.Plan) slack.ModalViewRequest {
	f := &form{callback: ViewRetime, title: "Another time", submit: "Save", close: "Back", meta: Meta{Mission: m.ID, Plan: p.ID}}
	f.section("*%s*, in the zone of the mission: %s.", nameOfPlan(p.Kind), ZoneName(p.Recur.Zone))
	w, simple := p.Recur.Weekly()
	if !simple {
		w = nudges.Weekly{Days: nudges.MonToFri, Minute: 10 * 60}
	}
	var options []*slack.OptionBlockObject
	var ticked []string
	for i := range 7 {
		day := time.Weekday((i + 1) % 7)
		options = append(options, option(day.String(), day.String(), ""))
		if w.Days.Has(day) {
			ticked = append(ticked, day.String())
		}
	}
	f.checks(field{block: BlockDays, label: "On which days?"}, ticked, options...)
	at := slack.NewTimePickerBlockElement(actInput)
	at.InitialTime = fmt.Sprintf("%02d:%02d", w.Minute/60, w.Minute%60)
	f.input(field{block: BlockTime, label: "At what time?", required: true}, at)
	cron := cronField
	value := ""
	if !simple {
		value = p.Recur.Expr
	}
	f.textInput(cron, value)
	return f.view()
}

var cronField = field{block: BlockCron, label: "Or a cron line", max: 100,
	hint: "For those who want it. Where it is filled, it counts: 0 10 * * 2,4 is Tuesday and Thursday at 10:00."}

// ParseRetime reads the form for another time, as a cron expression.
func ParseRetime(state *slack.ViewState) (expr string, errs FieldErrors) {
	a := read(state)
	if expr = a.text(cronField); expr != "" {
		return expr, a.errs
	}
	var names []string
	for day := range time.Weekday(7) {
		names = append(names, day.String())
	}
	var w nudges.Weekly
	for _, name := range a.some(BlockDays, names...) {
		for day := range time.Weekday(7) {
			if day.String() == name {
				w.Days |= 1 << day
			}
		}
	}
	if w.Days == 0 {
		a.errs.put(BlockDays, "Choose at least one day, or turn it off in the menu.")
	}
	v, _ := a.at(BlockTime)
	at, err := time.Parse("15:04", v.SelectedTime)
	if err != nil {
		a.errs.put(BlockTime, "Choose a time of the day.")
	}
	w.Minute = at.Hour()*60 + at.Minute()
	return w.Expr(), a.errs
}

// BadCron puts what is wrong with a cron line at its field.
func BadCron(sentence string) FieldErrors {
	return FieldErrors{BlockCron: sentence}
}

// PreviewData is what comes in the next weeks.
type PreviewData struct {
	Mission mission.Mission
	Weeks   int
	Channel []nudges.Coming
	// Mine is what comes to the viewer in direct messages, in her own zone.
	Mine   []nudges.Coming
	Member bool
	// Hours and MyHours are those outside which nothing is sent.
	Hours, MyHours nudges.Hours
}

// Preview lists what comes, as a message.
func Preview(e Env, d PreviewData) Message {
	var p canvas
	p.preview(e, d)
	return p.message()
}

// PreviewView is the same as a form.
func PreviewView(e Env, d PreviewData) slack.ModalViewRequest {
	f := reader("The next weeks")
	f.meta = Meta{Mission: d.Mission.ID}
	f.preview(e, d)
	return f.view()
}

func (p *canvas) preview(e Env, d PreviewData) {
	p.section("What comes in the next %s, as it is planned:", weeksAhead(d.Weeks))
	p.coming(e, "To "+e.channel(d.Mission.Channel), d.Channel, d.Hours)
	if d.Member {
		p.coming(e, "To you, in your own hours", d.Mine, d.MyHours)
	}
	p.context("What is not needed that day is not sent. What reaches other members is theirs to see.")
}

func weeksAhead(n int) string {
	if n == 1 {
		return "week"
	}
	if n == 4 {
		return "four weeks"
	}
	return number(n) + " weeks"
}

// comingShown is how many lines of a preview one block holds, so that it stays within Slack's 3,000
// characters of a section.
const comingShown = 20

func (p *canvas) coming(e Env, heading string, all []nudges.Coming, hours nudges.Hours) {
	if len(all) == 0 {
		p.section("*%s*: nothing is planned.", heading)
		return
	}
	lines := []line{fill("*%s*", heading)}
	for i, c := range all {
		lines = append(lines, own("• "+comingLine(e, c, hours)))
		if len(lines) == comingShown || i == len(all)-1 {
			p.section("%s", joined("\n", lines...))
			lines = nil
		}
	}
}

func comingLine(e Env, c nudges.Coming, hours nudges.Hours) string {
	loc, err := time.LoadLocation(c.Plan.Recur.Zone)
	if err != nil {
		loc = time.UTC
	}
	at := mission.DateOf(c.At.In(loc))
	said := fmt.Sprintf("%s, %s: %s", Day(at, mission.DateOf(e.Now.In(loc))), Clock(c.At, loc), plannedNames[c.Plan.Kind].one)
	switch {
	case !hours.Allowed(c.At):
		return said + ", skipped: outside working hours"
	case c.Yields:
		return said + ", gives way (one a day)"
	}
	return said
}

// PlanChanged says in a thread who changed when something comes.
func PlanChanged(e Env, m mission.Mission, p nudges.Plan, by mission.UserID) Message {
	return one(fill("%s changed what comes here. *%s*: %s.", e.who(by), nameOfPlan(p.Kind), planOf(p)),
		button(ActPlans, "Nudges here", Meta{Mission: m.ID}))
}
