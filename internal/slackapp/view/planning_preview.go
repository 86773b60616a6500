package view

import (
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// PreviewData is what comes in the next weeks.
type PreviewData struct {
	Mission mission.Mission
	Weeks   int
	Channel []nudges.Foreseen
	// Mine is what comes to the viewer in direct messages, in her own zone.
	Mine   []nudges.Foreseen
	Member bool
	// MyZone is the viewer's, and Away the last day of her absence, or none. Quiet is until when she asked for quiet,
	// or zero.
	MyZone *time.Location
	Away   mission.Date
	Quiet  time.Time
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
	p.section("What comes in the next %s, as things stand:", weeksAhead(d.Weeks))
	p.coming(e, "To "+e.channel(d.Mission.Channel), d.Channel, d.Mission.Location())
	if d.Member || len(d.Mine) > 0 {
		p.coming(e, "To you, in your own hours", d.Mine, d.MyZone)
		p.pausedUntil(e, d)
	}
	p.context("What is told meanwhile can add to this, and what is not needed that day is not sent. What reaches other members is theirs to see.")
}

// pausedUntil says why nothing comes to the viewer for a while.
func (p *canvas) pausedUntil(e Env, d PreviewData) {
	today := mission.DateOf(e.Now.In(d.MyZone))
	switch {
	case !d.Away.IsZero() && !d.Away.Before(today):
		p.section("You are away through %s, so nothing comes before that.", Day(d.Away, today))
	case d.Quiet.After(e.Now):
		p.section("You asked for quiet until %s, so nothing comes before that.", Day(mission.DateOf(d.Quiet.In(d.MyZone)), today))
	}
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
// characters of a section; mostShown bounds them all.
const (
	comingShown = 20
	mostShown   = 80
)

func (p *canvas) coming(e Env, heading string, all []nudges.Foreseen, loc *time.Location) {
	said := Coming(e.Now, all, loc)
	if len(said) == 0 {
		p.section("*%s*: nothing is planned.", heading)
		return
	}
	more := len(said) > mostShown
	lines := []line{fill("*%s*", heading)}
	for i, words := range said[:min(len(said), mostShown)] {
		lines = append(lines, own("• "+words))
		if len(lines) == comingShown || i == min(len(said), mostShown)-1 {
			p.section("%s", joined("\n", lines...))
			lines = nil
		}
	}
	if more {
		p.section("And so on.")
	}
}

// Coming says what comes and what does not, a line each, on the wall of a zone.
func Coming(now time.Time, all []nudges.Foreseen, loc *time.Location) []string {
	today := mission.DateOf(now.In(loc))
	var lines []string
	for _, f := range all {
		day, one := Day(mission.DateOf(f.At.In(loc)), today), plannedFor(f.Kind).one
		at := day + ", " + Clock(f.At, loc) + ": " + one
		switch why := whyNot(f); {
		case f.Goes() && f.Kind == nudges.StillTrue:
			lines = append(lines, at+", if nothing is told until then")
		case f.Goes():
			lines = append(lines, at)
		case f.Reason == nudges.ReasonNothingMoved:
			lines = append(lines, at+", if anything moves")
		case why != "":
			lines = append(lines, fmt.Sprintf("%s: %s %s.", day, one, why))
		}
	}
	return lines
}

// whyNot says why a nudge does not come, or nothing where that needs no word.
func whyNot(f nudges.Foreseen) string {
	switch f.Reason {
	case nudges.ReasonHoliday:
		return "is skipped, holiday"
	case nudges.ReasonBudgetDay, nudges.ReasonGivesWayDay:
		if f.For == f.Kind {
			return "gives way to one from another mission (one a day)"
		}
		if f.For == "" {
			return "gives way (one a day)"
		}
		return "gives way to " + plannedFor(f.For).one + " (one a day)"
	case nudges.ReasonBudgetWeek, nudges.ReasonGivesWayWeek:
		return "gives way (three a week)"
	case nudges.ReasonAway:
		return "is skipped, you are away"
	case nudges.ReasonSnoozed:
		return "is skipped, you asked for quiet"
	case nudges.ReasonSkipNext:
		return "is skipped, as somebody asked"
	case nudges.ReasonNothingFits:
		return "is skipped, every question that fits was asked lately"
	case nudges.ReasonConnected, nudges.ReasonReflected, nudges.ReasonTalking:
		return "is not needed"
	case nudges.ReasonOthersTurn:
		return "gives way, it is another mission's turn"
	case nudges.ReasonFewer:
		return "is skipped, you wanted fewer of these"
	case nudges.ReasonResting:
		return "is skipped, the mission rests"
	case nudges.ReasonQuietHours, nudges.ReasonOutsideHours:
		return "is skipped, outside working hours"
	}
	return ""
}
