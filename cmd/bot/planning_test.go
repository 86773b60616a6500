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
	ana.inThread("#refunds", ana.card("#refunds"), "Ana changed what comes here. Questions: Tuesday and Thursday, 10:00 (Lisbon), half as often.")
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
		return strings.Contains(shown(ana.gets("Nudges here")), "Wednesday, 11:30 (Lisbon), half as often")
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
	if comes := ana.asks("#refunds", "nudges preview"); !strings.Contains(comes, "if anything moves") || strings.Contains(comes, ": a question\n") {
		t.Errorf("with questions off the preview reads %q", comes)
	}
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
	m := carried(t, ana.card("#refunds"))
	for i, p := range []person{bo, emi} {
		for j, choice := range []string{"never", "half", "other", "usual"} {
			for k, kind := range []string{"coach", "midpoint", "told"} {
				p.forges(100*i+10*j+k, "#refunds", "pace", object{"m": m, "k": kind, "r": choice})
			}
		}
		p.submitsForged(300+i, "retime", object{"m": m, "k": "coach"})
	}
	emi.forges(400, "#refunds", "plan_back", object{"m": m, "k": "coach", "g": 1})
	ana.forges(450, "#refunds", "pace", object{"m": m, "k": "coach", "r": "hourly"})
	ana.forges(451, "#refunds", "pace", object{"m": m, "k": "midpoint", "r": "half"})
	ana.forges(452, "#refunds", "pace", object{"m": m, "k": "everything", "r": "never"})
	ana.forges(453, "#refunds", "pace", object{"m": "01ARZ3NDEKTSV4RRFFQ69G5FAV", "k": "coach", "r": "never"})
	ana.asks("#refunds", "nudges")
	if now := shown(ana.gets("Nudges here")); strings.Contains(now, "· off") {
		t.Errorf("the form reads %q", now)
	}
	ana.closes(true)
	ana.answered("#refunds", "nudges preview", "Tuesday 24 November, 10:00 (Lisbon): a question")
}

// choosesFor picks a line of the menu beside a kind.
func (p person) choosesFor(kind, label string) {
	p.t.Helper()
	view := p.gets("Nudges here")
	for _, b := range items(view["blocks"]) {
		words, _ := b["text"].(object)
		if !strings.HasPrefix(text(words, "text"), "*"+kind+"*") {
			continue
		}
		for _, c := range labelled([]any{b}, label) {
			p.press(object{"view_id": p.top()["id"]}, c, label)
			return
		}
	}
	p.t.Fatalf("%s has no %q: %q", kind, label, shown(view))
}

// TestAMissionAgreesForEverybody turns a kind off for all, has any member take that back, and gives the kind
// another time.
func TestAMissionAgreesForEverybody(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	ana.invites("#refunds")
	ana.sets("#refunds", "Refunds in a day", "lead")
	bo.joins("#refunds", "find where the days go", "reflect")

	ana.asks("#refunds", "nudges")
	ana.choosesFor("Reflections", "Off")
	off := ana.inThread("#refunds", ana.card("#refunds"), "Ana changed what comes here. Reflections: off")
	d.goes("2026-11-27T22:00:00Z")
	if n := bo.finding("@app", "Answer opens a form that only I keep"); n != 1 { // the welcome
		t.Errorf("Bo was asked %d times, and reflections are off here", n)
	}
	bo.taps("#refunds", off, "Undo")
	bo.inThread("#refunds", ana.card("#refunds"), "Bo took that back. Reflections: the last of each person's working days")
	bo.taps("#refunds", off, "Undo")
	bo.inThread("#refunds", ana.card("#refunds"), "This has moved on")

	ana.choosesFor("Reflections", "Another time…")
	for cron, want := range map[string]string{
		"0 10 31 2 *": "would never come", "* * * * *": "1440 times a day", "*/5 * * * * *": "five fields",
		"@every 1s": "not a time on the wall", "TZ=UTC 0 10 * * 2": "place of its own", "hourly": "five fields",
	} {
		out := ana.tries("Another time", object{"cron": cron})
		if out["result"] != "errors" || !strings.Contains(jsonText(out), want) {
			t.Errorf("%q is answered by %v", cron, out)
		}
	}
	ana.fills("Another time", object{"cron": "0 20 * * 4"})
	ana.eventually("a time at which most people rest is warned of", func() bool {
		said := shown(ana.gets("Another time"))
		return strings.Contains(said, "0 20 * * 4 is every Thursday at 20:00. By default people rest 18:00 to 08:30")
	})
	ana.fills("Another time", object{"cron": "", "days": []string{"Thursday"}, "time": object{"v": "16:00"}, "zone": "own"})
	ana.eventually("the form shows the new time", func() bool {
		return strings.Contains(shown(ana.gets("Nudges here")), "Thursday, 16:00 (each person's own zone)")
	})
	bo.answered("#refunds", "nudges preview", "Thursday 3 December, 16:00 (Chicago): a reflection")
	ana.choosesFor("Reflections", "As usual")
	bo.answered("#refunds", "nudges preview", "Friday 4 December, 15:00 (Chicago): a reflection")
	ana.choosesFor("Questions", "Another time…")
	for values, want := range map[[2]string]string{
		{"Mars/Olympus", "10:00"}: "I do not know the time zone", {"Europe/Lisbon", "22:00"}: "a channel rests 18:00 to 08:30",
	} {
		out := ana.tries("Another time", object{"zone": values[0], "time": object{"v": values[1]}, "days": []string{"Tuesday"}})
		if out["result"] != "errors" || !strings.Contains(jsonText(out), want) {
			t.Errorf("%v is answered by %v", values, out)
		}
	}
	if out := ana.tries("Another time", object{"days": []string{}}); out["result"] != "errors" || !strings.Contains(jsonText(out), "Choose at least one day") {
		t.Errorf("no day is answered by %v", out)
	}
	ana.fills("Another time", object{"cron": "0 11 * * 3", "zone": "Europe/Paris"})
	ana.inThread("#refunds", ana.card("#refunds"), "Questions: Wednesday, 11:00 (Paris)")
}

// TestAMissionKeepsHolidays picks a calendar, foresees the gap, and has it when the day comes.
func TestAMissionKeepsHolidays(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	ana.invites("#refunds")
	ana.sets("#refunds", "Refunds in a day", "lead")
	bo.joins("#refunds", "find where the days go", "reflect")
	ana.answered("#refunds", "nudges preview", "Tuesday 8 December, 10:00 (Lisbon): a question")

	ana.asks("#refunds", "nudges")
	if words := shown(ana.gets("Nudges here")); !strings.Contains(words, "none are kept") {
		t.Errorf("by default the form reads %q", words)
	}
	ana.tapsForm("Holidays")
	ana.gets("Holidays")
	ana.tapsForm("Spain")
	ana.eventually("the next days off of Spain are shown", func() bool {
		return strings.Contains(shown(ana.gets("Holidays")), "Tuesday 8 December: ")
	})
	ana.fills("Holidays", object{"holidays": object{"holidays_pick": "es"}})
	ana.eventually("the form says which are kept", func() bool {
		return strings.Contains(shown(ana.gets("Nudges here")), "Spain")
	})
	ana.tapsForm("Preview four weeks")
	if words := shown(ana.gets("The next weeks")); !strings.Contains(words, "Tuesday 8 December: a question is skipped, holiday.") {
		t.Errorf("the preview reads %q", words)
	}
	ana.closes(true)
	line := ana.inThread("#refunds", ana.card("#refunds"), "Ana changed what comes here. Holidays: Spain.")
	d.goes("2026-12-09T09:00:00Z")
	ana.asked("#refunds", "Tue 24 Nov 10:00", "Thu 26 Nov 10:00", "Tue 1 Dec 10:00", "Thu 3 Dec 10:00")
	bo.taps("#refunds", line, "Undo")
	bo.inThread("#refunds", ana.card("#refunds"), "Bo took that back. Holidays: none are kept.")

	bo.forges(1, "#refunds", "holidays", object{"m": carried(t, ana.card("#refunds"))})
	bo.forges(2, "#refunds", "holidays_back", object{"m": carried(t, ana.card("#refunds")), "k": "atlantis", "r": "none"})
	bo.submitsForged(3, "holidays", object{"m": carried(t, ana.card("#refunds"))})
	ana.asks("#refunds", "nudges")
	if words := shown(ana.gets("Nudges here")); !strings.Contains(words, "none are kept") {
		t.Errorf("after forged choices the form reads %q", words)
	}
}

// TestThePreviewOfAnOperatorNamesNobody stops the bot and looks at its store.
func TestThePreviewOfAnOperatorNamesNobody(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	ana.sets("#refunds", "Refunds in a day", "lead")
	bo.joins("#refunds", "find where the days go", "reflect")
	bo.asks("#refunds", "away until 12 december") // which is nobody's business
	file := d.settings()
	if out := call(t, nil, "nudges", "preview", "--config", file); out.code == 0 || !strings.Contains(out.stderr, "the bot is running") {
		t.Errorf("while the bot runs: exit code %d\n%s%s", out.code, out.stdout, out.stderr)
	}
	d.lookOver() // stops the bot
	out := call(t, nil, "nudges", "preview", "--config", file, "--weeks", "4", "--from", "2026-11-24")
	for _, want := range []string{
		"Refunds in a day (", "To the channel:", "Tuesday 24 November, 10:00 (Lisbon): a question", "To person 2:",
		"Friday 27 November, 15:00 (Chicago): a reflection",
	} {
		if !strings.Contains(out.stdout, want) {
			t.Errorf("the preview has no %q: exit code %d\n%s%s", want, out.code, out.stdout, out.stderr)
		}
	}
	if strings.Contains(out.stdout, bo.id) {
		t.Errorf("the preview names people:\n%s", out.stdout)
	}
	lacks(t, "the preview", out.stdout, "away", "asked for quiet")
	if named := call(t, nil, "nudges", "preview", "--config", file, "--names", "--mission", "refunds"); !strings.Contains(named.stdout, "To "+bo.id) {
		t.Errorf("asked for names it says:\n%s%s", named.stdout, named.stderr)
	}
	if none := call(t, nil, "nudges", "preview", "--config", file, "--mission", "payouts"); !strings.Contains(none.stdout, "No running mission") {
		t.Errorf("of a mission that is not there it says:\n%s%s", none.stdout, none.stderr)
	}
	if bad := call(t, nil, "nudges", "preview", "--config", file, "--weeks", "400"); bad.code == 0 || !strings.Contains(bad.stderr, "1 to 26") {
		t.Errorf("of 400 weeks it says:\n%s%s", bad.stdout, bad.stderr)
	}
}

// What a round said is off and on again in the same form as everything else that the channel gets.
func TestResultsOfRoundsAreOffWhereTheMissionSaysSo(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana := d.person("Ana")
	ana.sets("#refunds", "Refunds in a day", "lead")
	for _, name := range []string{"Bo", "Chidi", "Dee", "Emi", "Farid", "Ines"} {
		d.unwelcomed(d.person(name))
		d.person(name).joins("#refunds", "the phones", "rounds")
	}
	ana.asks("#refunds", "nudges")
	ana.choosesFor("Results of rounds", "Half as often")
	ana.choosesFor("Results of rounds", "Off")
	ana.eventually("the form says that results are off", func() bool {
		return strings.Contains(strings.ReplaceAll(shown(ana.gets("Nudges here")), "*", ""), "Results of rounds · off")
	})
	ana.closes(true)
	ana.opensRound("mixed")
	d.goes("2026-11-24T16:00:00Z")
	for _, name := range []string{"Bo", "Chidi", "Dee", "Emi", "Farid", "Ines"} {
		d.person(name).answersRound("4", "")
	}
	d.goes("2026-11-27T12:00:00Z")
	ana.comes("#refunds", "Energy in Refunds in a day")
	ana.asks("#refunds", "nudges")
	ana.choosesFor("Results of rounds", "When it is time")
	ana.closes(true)
	ana.inThread("#refunds", ana.card("#refunds"), "Results of rounds: once a round has closed with answers enough.")
}
