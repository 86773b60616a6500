package view

import (
	"fmt"
	"strconv"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// plannedKind are the words for a kind of nudge where it is planned.
type plannedKind struct {
	kind nudges.Kind
	all  string // what the mission has of it
	one  string // one of it, in a list of what comes
	// when says when it comes where nobody chose days for it. It is empty where the channel has a plan that says so.
	when string
}

// plannedKinds are all kinds that a mission plans, in the order of the form: the channel's, then what reaches
// people.
var plannedKinds = [...]plannedKind{
	{nudges.Coach, "Questions", "a question", ""},
	{nudges.Digest, "Digest", "the digest", ""},
	{nudges.Midpoint, "Midpoint", "the midpoint", "once, at half of the planned time"},
	{nudges.PhaseDue, "Target dates", "a question about a target date", "three days before a target date, and once after it"},
	{nudges.StillTrue, "Quiet weeks", "a question after a quiet week", "after 7, then 14, then 28 days with nothing told"},
	{nudges.RoundResult, "Results of rounds", "the result of a round", "once a round has closed with answers enough"},
	{nudges.Reflect, "Reflections", "a reflection", "the last of each person's working days, 15:00, in their own zone"},
	{nudges.Connect, "How this fits you", "how this fits you", "a day after joining, then monthly"},
	{nudges.Round, "Rounds", "a round", "every second Wednesday, 14:00"},
	{nudges.OwnWords, "In your own words", "a round in your own words", "once a phase"},
	{nudges.Mirror, "Mirror", "a question for the mirror", "Monday and Thursday, 09:05, to whoever leads or turned it on, in their own zone"},
	{nudges.Alone, "Nobody in yet", "who would want a piece", "once, to whoever began, on the third working day with nobody else in"},
	{nudges.Welcome, "Welcome", "the welcome", "on joining"},
	{nudges.FollowUp, "Commitments", "how a commitment went", "on the day of a commitment"},
	{nudges.RiskDue, "Risks", "what came of a risk", "on the day of a risk"},
	{nudges.Told, "What concerns somebody", "what concerns you", "when somebody shares, asks or offers something"},
}

// unplannedKinds are the words for kinds that come with others and are planned with them.
var unplannedKinds = [...]plannedKind{
	{nudges.Follow, "The digest that you follow", "the digest that you follow", ""},
}

// PlannedKinds lists the kinds that a mission plans.
func PlannedKinds() []nudges.Kind {
	out := make([]nudges.Kind, len(plannedKinds))
	for i, w := range plannedKinds {
		out[i] = w.kind
	}
	return out
}

func plannedFor(k nudges.Kind) plannedKind {
	for _, w := range plannedKinds {
		if w.kind == k {
			return w
		}
	}
	for _, w := range unplannedKinds {
		if w.kind == k {
			return w
		}
	}
	return plannedKind{kind: k, all: string(k), one: string(k)}
}

// nameOfPlan names what a plan brings.
func nameOfPlan(k nudges.Kind) string { return plannedFor(k).all }

// agreedLine says when a kind comes, and how often.
func agreedLine(k nudges.Kind, a nudges.Agreed) line {
	times := agreedTimes(k, a.Recur)
	switch a.Pace(k) {
	case nudges.Never:
		if k.Timed() {
			return fill("off; otherwise %s", times)
		}
		return own("off")
	case nudges.HalfAsOften:
		if k == nudges.Round {
			return times
		}
		return fill("%s, half as often", times)
	}
	return times
}

// agreedTimes says when a kind comes.
func agreedTimes(k nudges.Kind, r nudges.Recur) line {
	if r.Expr == "" {
		return own(plannedFor(k).when)
	}
	if k != nudges.Round {
		return timesOf(r)
	}
	r.Zone = "" // each is asked on her own wall
	nth := nthTime(r.Every)
	if _, simple := r.Weekly(); simple {
		return fill("every %s%s", own(nth), timesOf(r))
	}
	if nth == "" {
		return timesOf(r)
	}
	return fill("%s, every %stime", timesOf(r), own(nth))
}

// nthTime says that only each n-th time counts, with a space after it, or nothing where all do.
func nthTime(n int) string {
	switch {
	case n < 2:
		return ""
	case n == 2:
		return "second "
	case n == 4:
		return "fourth "
	}
	return ordinal(n) + " "
}

// timesOf says in words when a plan is due, such as "Tuesday and Thursday, 10:00 (Lisbon)".
func timesOf(r nudges.Recur) line {
	zone := "each person's own zone"
	if r.Zone != "" {
		zone = ZoneName(r.Zone)
	}
	w, simple := r.Weekly()
	if !simple {
		return fill("%s %s", cronWords(r.Expr), own("("+zone+")"))
	}
	return own(fmt.Sprintf("%s, %02d:%02d (%s)", weekdays(w.Days), w.Minute/60, w.Minute%60, zone))
}

// weekdays names days, from Monday on.
func weekdays(days nudges.Days) string {
	names := dayNames(days)
	switch {
	case len(names) == 7:
		return "every day"
	case days == nudges.MonToFri:
		return "Monday to Friday"
	}
	return list(names).plain()
}

func dayNames(days nudges.Days) []line {
	var names []line
	for i := range 7 {
		if day := time.Weekday((i + 1) % 7); days.Has(day) {
			names = append(names, own(day.String()))
		}
	}
	return names
}

// cronWords says a cron line back: "every Tuesday and Thursday at 10:00". A line that cannot be read is quoted.
func cronWords(expr string) line {
	p, ok := nudges.Recur{Expr: expr}.Parts()
	if !ok {
		return line{{text: expr, code: true, foreign: true}}
	}
	var at []line
	for _, m := range p.Minutes {
		at = append(at, own(clockOf(m)))
	}
	return own(cronDays(p) + " at " + list(at).plain())
}

// cronDays says on which days.
func cronDays(p nudges.Parts) string {
	week, dates := "", ""
	if p.Days != 0 {
		week = "every " + list(dayNames(p.Days)).plain()
	}
	if p.Days == nudges.MonToFri {
		week = "Monday to Friday"
	}
	if len(p.Dates) > 0 {
		dates = "the " + spelled(p.Dates, ordinal)
		if len(p.Months) == 0 {
			dates += " of each month"
		}
	}
	said := "every day"
	switch {
	case week != "" && dates != "" && p.Both:
		said = week + " that is " + dates
	case week != "" && dates != "":
		said = dates + ", and " + week
	case week != "" || dates != "":
		said = week + dates
	}
	if len(p.Months) > 0 {
		said += " in " + spelled(p.Months, time.Month.String)
	}
	return said
}

// spelled joins the names of some things as people do.
func spelled[T any](all []T, name func(T) string) string {
	names := make([]line, len(all))
	for i, v := range all {
		names[i] = own(name(v))
	}
	return list(names).plain()
}

// ordinal writes a day of the month: 1st, 2nd, 3rd, 11th.
func ordinal(n int) string {
	end := "th"
	if n/10 != 1 {
		switch n % 10 {
		case 1:
			end = "st"
		case 2:
			end = "nd"
		case 3:
			end = "rd"
		}
	}
	return strconv.Itoa(n) + end
}

// PlanChanged says in a thread who changed when something comes, and lets any member take it back. Back says that
// this is a change taken back.
func PlanChanged(e Env, m mission.Mission, d PlanChange) Message {
	did := fill("%s changed what comes here.", e.who(d.By))
	if d.Back {
		did = fill("%s took that back.", e.who(d.By))
	}
	return one(fill("%s *%s*: %s.", did, nameOfPlan(d.Kind), agreedLine(d.Kind, d.Agreed)),
		when(d.Turn > 0, button(ActPlanBack, "Undo", Meta{Mission: m.ID, Kind: string(d.Kind), Page: d.Turn})),
		button(ActPlans, "Nudges here", Meta{Mission: m.ID}))
}

// PlanChange is a change of what comes in a mission.
type PlanChange struct {
	Kind   nudges.Kind
	Agreed nudges.Agreed
	Turn   int // the number of the change, or 0 where it can no longer be taken back
	Back   bool
	By     mission.UserID
}
