package main

import (
	"fmt"
	"strings"
	"testing"

	"throughline/internal/mission"
)

// trialTeam is a mission that Ana leads and in which some are sent reflections.
func trialTeam(t *testing.T) (d *desk, ana, bo, chidi person) {
	t.Helper()
	d = openDesk(t, mondayMorning)
	ana, bo, chidi = d.person("Ana"), d.person("Bo"), d.person("Chidi")
	ana.invites("#refunds")
	ana.sets("#refunds", "Refunds in a day", "lead")
	bo.joins("#refunds", "find where the days go", "reflect")
	chidi.joins("#refunds", "", "reflect")
	return d, ana, bo, chidi
}

// triesIt turns a trial on in which half of the nudges are held back.
func (p person) triesIt(channel string) {
	p.t.Helper()
	p.asks(channel, "nudges")
	p.tapsForm("Trial: off")
	p.fills("Do the nudges help?", object{"share": "0.5"})
}

func TestATrialIsAnnouncedBeforeItBegins(t *testing.T) {
	t.Parallel()
	d, ana, bo, chidi := trialTeam(t)

	bo.asks("#refunds", "nudges")
	bo.tapsForm("Trial: off")
	form := bo.gets("Do the nudges help?")
	bo.answers(shown(form), "the form", "Ana leads this mission and can turn one on")
	if len(labelled(form["blocks"], "One in two")) > 0 {
		t.Error("Bo, who does not lead, is offered to turn it on")
	}
	bo.closes(true)

	ana.asks("#refunds", "nudges")
	ana.tapsForm("Trial: off")
	ana.answers(shown(ana.gets("Do the nudges help?")), "the form", "Shows differences of")
	ana.closes(true)
	ana.triesIt("#refunds")
	told := bo.finds("#refunds", "Ana turned on a trial here")
	bo.answers(shown(told), "the announcement", "From tomorrow on I hold back a random half of them")

	bo.taps("#refunds", told, "Leave the trial")
	bo.answers(shown(bo.latest("#refunds")), "leaving", "You are out of the trial")
	if chidi.finding("#refunds", "out of the trial") > 0 || chidi.finding("#refunds", "Bo left") > 0 {
		t.Error("others read that Bo left")
	}
	chidi.asks("#refunds", "nudges")
	chidi.tapsForm("Trial: on")
	chidi.answers(shown(chidi.gets("Do the nudges help?")), "the form", "from Tuesday 24 November on")
	chidi.tapsForm("Leave the trial")
	chidi.eventually("the form says that Chidi left", func() bool {
		return strings.Contains(shown(chidi.gets("Do the nudges help?")), "You left it.")
	})
	chidi.tapsForm("Take part again")
	chidi.closes(true)

	emi := d.person("Emi")
	emi.joins("#refunds", "", "reflect")
	emi.finds("@app", "A trial runs in Refunds in a day")

	chidi.answers(chidi.asks("#refunds", "report all"), "the report", "We hold back a random half of these messages from Tuesday 24 November on.")
	d.goes("2026-11-25T12:00:00Z")
	answer := chidi.asks("#refunds", "report all")
	chidi.answers(answer, "the report", "since Tuesday 24 November")
	chidi.answers(answer, "the report", "First look: Tuesday 16 February 2027. Nothing is computed before.")
}

// Over twelve weeks some of what is due is held back, and nothing comes in its place.
func TestWhatIsHeldBackDoesNotCome(t *testing.T) {
	t.Parallel()
	d, ana, bo, chidi := trialTeam(t)
	dee := d.person("Dee")
	dee.joins("#refunds", "", "reflect")
	ana.triesIt("#refunds")
	chidi.taps("#refunds", chidi.finds("#refunds", "Ana turned on a trial here"), "Leave the trial")
	whole, some := 0, 0
	for week := range 12 { // in each of them something is told, and whoever is asked puts it aside, so that nothing rests
		ana.asks("#refunds", fmt.Sprint("progress Shop ", week, " is through."))
		d.goes(fmt.Sprint(mission.Date{Year: 2026, Month: 11, Day: 28}.AddDays(7*week), "T12:00:00Z"))
		whole += chidi.putsAside()
		some += bo.putsAside() + dee.putsAside()
	}
	d.goes("2027-02-16T12:00:00Z")
	bo.answers(bo.asks("#refunds", "report all"), "the report after twelve weeks", "Last look, on Tuesday 16 February")
	if some == 0 || some >= 2*whole {
		t.Errorf("Bo and Dee got %d messages and Chidi, who left the trial, %d", some, whole)
	}
	bo.home()
	bo.tapsHome("Leave the trial")
	d.lookOver()
	for key, record := range d.inStore() {
		if all := key + string(record); strings.Contains(all, bo.id) && (strings.Contains(all, "trial_toss") || strings.Contains(all, "withheld") || strings.Contains(all, "coin")) {
			t.Errorf("after Bo left the trial the store keeps of it %s = %s", key, record)
		}
	}
}

// putsAside does with each question that stands in somebody's direct messages, and returns how many there were.
func (p person) putsAside() (n int) {
	p.t.Helper()
	for _, m := range p.messages("@app") {
		if len(labelled(m["blocks"], "Not now")) > 0 {
			p.taps("@app", m, "Not now")
			n++
		}
	}
	return n
}

func TestWhoLeadsEndsATrial(t *testing.T) {
	t.Parallel()
	d, ana, bo, _ := trialTeam(t)
	ana.triesIt("#refunds")
	d.goes("2026-12-09T12:00:00Z")
	mission := carried(t, ana.card("#refunds"))
	for i, action := range []string{"trial_stop", "trial_keep"} {
		bo.forges(i, "#refunds", action, object{"m": mission, "k": "reflect"})
	}
	d.person("Dee").forges(7, "#refunds", "trial_keep", object{"m": mission, "k": "reflect"})
	bo.submitsForged(8, "trial", object{"m": mission})
	ana.asks("#refunds", "nudges")
	ana.tapsForm("Trial: on")
	ana.tapsForm("End it for all")
	ana.closes(true)
	bo.finds("#refunds", "Ana ended the trial here.")
	if n := bo.finding("#refunds", "ended the trial here"); n != 1 {
		t.Errorf("the end is told %d times", n)
	}
}
