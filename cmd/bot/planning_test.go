package main

import (
	"strings"
	"testing"
)

func TestWhoeverSteersChoosesWhenQuestionsCome(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	ana.invites("#refunds")
	ana.sets("#refunds", "Refunds in a day", "lead")
	bo.joins("#refunds", "find where the days go", "reflect")

	ana.asks("#refunds", "nudges")
	ana.choosesPace("Half as often")
	ana.inThread("#refunds", ana.card("#refunds"), "Ana changed what comes here. Questions: Tuesday and Thursday, 10:00 (Lisbon), every second time.")
	ana.choosesPace("Another time…")
	form := ana.gets("Another time")
	if !strings.Contains(shown(form), "On which days?") {
		t.Errorf("the form reads %q", shown(form))
	}
	out := ana.tries("Another time", object{"cron": "0 25 * * 1"})
	if out["result"] != "errors" || !strings.Contains(jsonText(out), "0 to 23") {
		t.Errorf("an hour that no day has is answered by %v", out)
	}
	ana.fills("Another time", object{"cron": "", "days": []string{"Wednesday"}, "time": object{"v": "11:30"}})
	ana.eventually("the form shows the new time", func() bool {
		return strings.Contains(shown(ana.gets("Nudges here")), "Wednesday, 11:30 (Lisbon), every second time")
	})
	ana.choosesPace("Every time")
	ana.closes(true)

	bo.answered("#refunds", "nudges preview", "Wednesday 25 November, 11:30 (Lisbon): a question")
	bo.answered("#refunds", "nudges preview", "Friday 27 November, 15:00 (Chicago): a reflection")
	if strings.Contains(ana.asks("#refunds", "nudges preview"), "a reflection") {
		t.Error("Ana reads what comes to Bo")
	}
	d.goes("2026-12-03T09:00:00Z")
	ana.asked("#refunds", "Wed 25 Nov 11:30", "Wed 2 Dec 11:30")

	bo.asks("#refunds", "nudges")
	if top := bo.gets("Nudges here"); len(labelled(top["blocks"], "Half as often")) > 0 || !strings.Contains(shown(top), "Ana leads this mission") {
		t.Errorf("Bo, who does not lead, reads %q", shown(top))
	}
	bo.tapsForm("Suggest a change to Ana")
	bo.closes(true)
	asked := ana.finds("@app", "Bo suggests it for Refunds in a day: change when questions come.")
	ana.taps("@app", asked, "Nudges here")
	ana.choosesPace("Off")
	d.goes("2026-12-11T09:00:00Z")
	ana.asked("#refunds", "Wed 25 Nov 11:30", "Wed 2 Dec 11:30")
	ana.answered("#refunds", "nudges preview", "nothing is planned")
}

// choosesPace picks a line of the menu beside the channel's questions.
func (p person) choosesPace(label string) {
	p.t.Helper()
	p.gets("Nudges here")
	p.tapsForm(label)
}

func TestOnlyWhoSteersChangesAPlan(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo, emi := d.person("Ana"), d.person("Bo"), d.person("Emi")
	ana.sets("#refunds", "Refunds in a day", "lead")
	bo.joins("#refunds", "", "reflect")
	plan := "coach/" + carried(t, ana.card("#refunds"))
	for i, p := range []person{bo, emi} {
		for j, pace := range []string{"never", "half", "other"} {
			p.forges(10*i+j, "#refunds", "pace", object{"p": plan, "k": pace})
		}
		p.submitsForged(100+i, "retime", object{"p": plan})
	}
	ana.forges(50, "#refunds", "pace", object{"p": plan, "k": "hourly"})
	ana.forges(51, "#refunds", "pace", object{"p": "coach/01ARZ3NDEKTSV4RRFFQ69G5FAV", "k": "never"})
	ana.answered("#refunds", "nudges preview", "Tuesday 24 November, 10:00 (Lisbon): a question")
}
