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
	said := fmt.Sprintf("%s, %s: %s", Day(at, mission.DateOf(e.Now.In(loc))), Clock(c.At, loc), plannedFor(c.Plan.Kind).one)
	switch {
	case !hours.Allowed(c.At):
		return said + ", skipped: outside working hours"
	case c.Yields:
		return said + ", gives way (one a day)"
	}
	return said
}
