package main

import (
	"strings"
	"testing"
)

func TestWhatReachesMeIsSaidInOneLine(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	bo := d.person("Bo")
	for _, c := range []struct{ command, says string }{
		{"snooze 3d", "Nothing from me until Thursday 26 November. Then I start again by myself."},
		{"snooze until friday", "Nothing from me until Friday 27 November. Then I start again by myself."},
		{"away until 2027-01-15", "You are away through Friday 15 January 2027. I skip you, and nobody is told. Back on Monday 18 January 2027."},
		{"resume", "You are back. Nothing from before is sent after you."},
		{"resume", "Nothing was paused. When I may write to you: Mon to Fri, quiet 18:00 to 08:30 (Chicago)."},
		{"quiet 18-9", "Quiet from 18:00 to 09:00, Chicago time. Wrong zone? I take it from your Slack profile."},
		{"quiet", "When I may write to you: Mon to Fri, quiet 18:00 to 09:00 (Chicago)."},
		{"quiet off", "No quiet hours from now on, Chicago time."},
		{"days mon-thu", "Your working days: Monday to Thursday. On other days nothing of mine reaches you."},
		{"away until friday", "You are away through Friday 27 November. I skip you, and nobody is told. Back on Monday 30 November."},
		{"days", "When I may write to you: Mon to Thu, no quiet hours (Chicago)."},
		{"snooze soonish", "I could not read that as a day. Try friday, 1 week or 2026-12-04. Your words:"},
		{"away 2026-11-20", "Friday 20 November has passed. Which day did you mean?"},
		{"quiet from dusk", "I could not read that as hours. Try 18-9, 18:00 to 8:30 or off. Your words:"},
		{"days now and then", "I could not read that as working days. Try mon-thu or mon, wed and fri. Your words:"},
		{"away 03/04/2027", "03/04/2027 could be Thursday 4 March 2027 or Saturday 3 April 2027. Which one?"},
	} {
		bo.answered("#refunds", c.command, c.says)
	}
	which := bo.latest("#refunds")
	bo.taps("#refunds", which, "Thursday 4 March 2027")
	bo.answers(shown(bo.latest("#refunds")), "the day", "You are away through Thursday 4 March 2027.")
	bo.taps("#refunds", bo.latest("#refunds"), "I am back")
	bo.answers(shown(bo.latest("#refunds")), "the way back", "You are back.")
	bo.answered("@app", "snooze", "For how long?")
	bo.taps("@app", bo.latest("@app"), "1 week")
	bo.answers(shown(bo.latest("@app")), "a week", "Nothing from me until Monday 30 November.")
	bo.answered("@app", "away", "How long are you away?")
	bo.taps("@app", bo.latest("@app"), "Until…")
	if out := bo.tries("Until when?", object{"until": object{"v": "2026-11-01"}}); !strings.Contains(jsonText(out["errors"]), "That day has passed.") {
		t.Errorf("an absence in the past: %v", out)
	}
	bo.fills("Until when?", object{"until": object{"v": "2026-12-04"}})
	bo.finds("@app", "You are away through Friday 4 December.")
	for _, name := range everyone {
		if p := d.person(name); name != "Bo" && strings.Contains(p.screen(), "away") {
			t.Errorf("%s sees that Bo is away", name)
		}
	}
}

func TestQuestionsFollowMyDaysAndMyPauses(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo, dee := d.person("Ana"), d.person("Bo"), d.person("Dee")
	ana.sets("#refunds", "Refunds in a day", "lead")
	bo.joins("#refunds", "the phones", "reflect")
	dee.joins("#refunds", "the bank", "reflect")
	bo.asks("#refunds", "days mon-thu")
	bo.asks("#refunds", "quiet 14-9")
	dee.asks("#refunds", "away until 29 nov")
	d.goes("2026-11-30T05:00:00Z")
	bo.asked("@app", "Thu 26 Nov 19:30") // half past one in Chicago, before it is quiet
	dee.asked("@app")
	dee.asks("@app", "snooze 2 weeks")
	d.goes("2026-12-08T05:00:00Z")
	dee.asked("@app")
	dee.answered("@app", "resume", "You are back.")
	dee.asked("@app")
	d.goes("2026-12-12T05:00:00Z")
	dee.asked("@app", "Fri 11 Dec 09:30")
	dee.answered("@app", "snooze 3d", "Nothing from me until Tuesday 15 December.")
	d.goes("2026-12-19T05:00:00Z")
	dee.asked("@app", "Fri 11 Dec 09:30", "Fri 18 Dec 09:30") // it came back by itself
}

func TestAPauseHoldsBackWhatOthersDoToo(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	ana.sets("#refunds", "Refunds in a day", "lead")
	bo.joins("#refunds", "the phones")
	bo.asks("#refunds", "snooze 2 days")
	ana.taps("#refunds", ana.answered("#refunds", "", "Your piece"), "Change the wording")
	ana.fills("Change the wording", object{"reason": "Bo knows it best.", "steer": "other", "next_lead": object{"v": bo.id}})
	ana.fills("Why it matters", object{})
	ana.fills("Three phases", object{})
	d.rest()
	if n := len(bo.messages("@app")); n > 0 {
		t.Errorf("%d messages came in the pause: %q", n, shown(newest(bo.messages("@app"))))
	}
	bo.answers(shown(bo.home()), "Home", "Ana asks you to lead *Refunds in a day*.")
	bo.tapsHome("I will lead it")
	bo.answers(shown(bo.gets("Throughline")), "the answer", "You lead *Refunds in a day*.")
	bo.answers(shown(bo.answered("#refunds", "", "Close this phase")), "the card", "Bo leads")
}

func TestMembersStandInForALeadWhoIsAway(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo, dee := d.person("Ana"), d.person("Bo"), d.person("Dee")
	ana.sets("#refunds", "Refunds in a day", "lead")
	bo.joins("#refunds", "the phones")
	bo.answered("#refunds", "phase", "Ana leads this mission and closes its phases.")
	ana.answered("#refunds", "away until friday", "I skip you. Members can act in your place, and see that you are away.")
	dee.answered("#refunds", "phase", "Ana leads this mission and closes its phases.")
	if strings.Contains(dee.asks("#refunds", ""), "away") {
		t.Error("somebody who is not in sees that Ana is away")
	}
	bo.answered("#refunds", "", "Ana is away through Friday 27 November. Until then any member can close or change things.")
	for _, c := range []struct{ command, form string }{{"edit", "Change the wording"}, {"complete", "End the mission"}, {"phase", "Close the beginning"}} {
		ask := bo.answered("#refunds", c.command, "Ana leads and is away, so any member can do this now. Go on?")
		bo.taps("#refunds", ask, "Go on")
		bo.gets(c.form)
		if c.command != "phase" {
			bo.closes(true)
		}
	}
	bo.fills("Close the beginning", object{"reached": "yes"})
	bo.finds("#refunds", "The beginning is done.")

	// Who leads is not said in her absence.
	bo.taps("#refunds", bo.answered("#refunds", "edit", "Go on?"), "Go on")
	if strings.Contains(shown(bo.gets("Change the wording")), "Who steers it?") {
		t.Error("a member who stands in is asked who leads")
	}
	bo.fills("Change the wording", object{"reason": "It is clearer so.", "name": "Refunds within a day"})
	bo.fills("Why it matters", object{})
	bo.fills("Three phases", object{})
	ana.answered("#refunds", "", "Ana leads")
	ana.finds("#refunds", "Refunds within a day")

	d.goes("2026-11-28T09:00:00Z")
	bo.answered("#refunds", "phase", "Ana leads this mission and closes its phases.")
	late := newestWith(bo.messages("#refunds"), "is away, so any member can do this now")
	bo.taps("#refunds", late, "Go on")
	bo.answers(shown(bo.latest("#refunds")), "a late press", "Ana leads this mission")
}

func TestWhatReachesMeIsAForm(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	bo.home()
	ana.sets("#refunds", "Refunds in a day", "lead")
	ana.sets("#checkout", "A shorter till", "lead")
	d.unwelcomed(bo)
	bo.joins("#refunds", "the phones", "reflect")
	bo.joins("#checkout", "the till", "connect")
	bo.taps("#refunds", bo.answered("#refunds", "", "Your piece"), "What reaches me")
	bo.tries("What reaches me", object{"days": []string{}})
	bo.fills("What reaches me", object{
		"quiet_from": "19:00", "quiet_to": "10:00", "days": []string{"Monday", "Tuesday", "Wednesday"}, "preview": []string{"preview"},
		"away": "2026-11-24",
	})
	bo.finds("#refunds", "What reaches you from Refunds in a day: Reflections.")
	bo.finds("#refunds", "Mon to Wed, quiet 19:00 to 10:00 (Chicago)")
	bo.finds("#refunds", "You are away through Tuesday 24 November.")
	home := bo.home()
	bo.answers(shown(home), "Home", "Mon to Wed, quiet 19:00 to 10:00 (Chicago)")
	bo.answers(shown(home), "Home", "You are away through Tuesday 24 November.")
	bo.tapsHome("I am back")
	bo.eventually("Home says she is back", func() bool {
		home, _ := bo.call("state?as="+bo.id, nil)["home"].(object)
		return !strings.Contains(shown(home), "You are away")
	})
	d.goes("2026-12-03T09:00:00Z")
	bo.asked("@app", "Tue 24 Nov 16:00", "Wed 25 Nov 21:00", "Wed 2 Dec 21:00") // connect when the quiet ends, then reflections
}

// What comes by itself where somebody takes part is turned off and on in the same form.
func TestEachKindIsOffWhereSomebodySaysSo(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	ana.sets("#refunds", "Refunds in a day", "lead")
	d.unwelcomed(bo)
	bo.joins("#refunds", "the phones")
	ticked := func() string {
		bo.taps("#refunds", bo.answered("#refunds", "", "Your piece"), "What reaches me")
		for _, b := range items(bo.gets("What reaches me")["blocks"]) {
			if text(b, "block_id") == "also" {
				element, _ := b["element"].(object)
				return jsonText(element["initial_options"])
			}
		}
		return ""
	}
	for _, kind := range []string{"follow_up", "risk_due", "told", "alone"} {
		if !strings.Contains(ticked(), `"`+kind+`"`) {
			t.Errorf("%s is off though nobody said so", kind)
		}
		bo.closes(true)
	}
	ticked()
	bo.fills("What reaches me", object{"also": []string{"risk_due"}})
	bo.asks("#refunds", "commit call the bank by wednesday")
	d.goes("2026-11-25T22:00:00Z")
	if n := len(bo.messages("@app")); n > 0 {
		t.Errorf("%d messages came that were turned off: %q", n, shown(newest(bo.messages("@app"))))
	}
	if got := ticked(); strings.Contains(got, "follow_up") || !strings.Contains(got, "risk_due") {
		t.Errorf("the form shows %s", got)
	}
	bo.fills("What reaches me", object{"also": []string{"risk_due", "follow_up"}})
	bo.asks("#refunds", "commit call the bank once more by friday")
	d.goes("2026-11-27T22:00:00Z")
	bo.finds("@app", "How did it go with what you said you would do?")
}
