package main

import (
	"strings"
	"testing"
)

func TestHomeIsOnesOwn(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, emi := d.person("Ana"), d.person("Emi")
	first := shown(emi.home())
	for _, words := range []string{"I keep a mission in view, and ask questions about it. You are in none yet.", "/mission help"} {
		emi.answers(first, "Home", words)
	}
	emi.tapsHome("What is a mission?")
	emi.gets("What is a mission?")
	emi.closes(true)
	emi.tapsHome("What I store")
	emi.gets("What I store")
	emi.closes(true)
	emi.tapsHome("Start a mission")
	emi.gets("Start a mission")
	emi.closes(true)

	ana.sets("#refunds", "Refunds in a day", "lead")
	emi.answers(shown(emi.home()), "Home", "*Refunds in a day* · beginning, week 1 of 14 · #refunds")
	emi.tapsHome("Join: Refunds in a day")
	emi.fills("Join this mission", object{"piece": "the answers", "reach": []string{"connect"}})
	ana.asks("#refunds", "win The first shop pays out.")
	mine := shown(emi.home())
	for _, words := range []string{
		"Monday 23 November", "Refunds in a day · Beginning, week 1 of 14 · Your piece the answers",
		"Latest win: The first shop pays out. (Ana)", "Refunds in a day: How this fits you", "Mon to Fri, quiet 18:00 to 08:30 (Tokyo)",
	} {
		emi.answers(mine, "Home", words)
	}
	emi.tapsHome("Tell a step")
	emi.fills("Tell a step", object{"text": "From my Home."})
	ana.finds("#refunds", "Emi told progress on Refunds in a day: From my Home.")
	emi.tapsHome("Change")
	emi.fills("What reaches me", object{"reach": []string{}})
	emi.answers(shown(emi.home()), "Home", "Refunds in a day: you ticked no question")

	emi.tapsHome("Details")
	emi.holds("The mission", true, "Your piece", "the answers", "From my Home.")
	emi.tapsForm("Change my piece")
	emi.fills("My piece", object{"piece": "the answers in every language"})
	emi.tapsHome("Details")
	emi.tapsForm("Open: step of Emi")
	emi.holds("The whole of it", true, "From my Home.")
	emi.closes(true)
	emi.tapsHome("Details")
	emi.tapsForm("Leave")
	emi.holds("Throughline", true, "Leave *Refunds in a day*?")
	emi.tapsForm("Leave")
	emi.eventually("she has left", func() bool {
		return strings.Contains(shown(emi.gets("Throughline")), "You have left *Refunds in a day*.")
	})
	emi.closes(true)
	emi.answers(shown(emi.home()), "Home", "You are in none yet.")
}

func TestAGuestTakesPartWhereSheIs(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, lou := d.person("Ana"), d.person("Lou")
	ana.sets("#refunds", "Refunds in a day", "lead")
	ana.sets("#checkout", "A shorter till", "lead")
	list := lou.asks("#refunds", "list")
	if !strings.Contains(list, "Refunds in a day") || strings.Contains(list, "A shorter till") {
		t.Errorf("a guest's list: %q", list)
	}
	if home := shown(lou.home()); strings.Contains(home, "A shorter till") {
		t.Errorf("a guest's Home: %q", home)
	}
	lou.asks("#refunds", "progress By a guest.")
	ana.finds("#refunds", "Lou told progress on Refunds in a day: By a guest.")
	lou.joins("#refunds", "the evenings", "reflect")
	d.goes("2026-11-27T22:01:00Z")
	lou.asked("@app", "Fri 27 Nov 22:00")
}

func TestPeopleOfAnotherOrganisationReadAlong(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, jonas, noor := d.person("Ana"), d.person("Jonas"), d.person("Noor")
	card := ana.sets("#partners", "Paper in a week", "lead")
	jonas.asks("#partners", "blocked The mill is closed.")
	block := jonas.finds("#partners", "The mill is closed.")
	const other = "This mission belongs to another organisation. You can read along here; buttons work for its own people."
	for _, label := range []string{"Tell a step", "Join, or my piece", "Details", "Thank someone"} {
		noor.taps("#partners", card, label)
	}
	noor.taps("#partners", block, "I can help")
	if n := noor.finding("#partners", other); n != 5 {
		t.Errorf("five buttons were refused %d times", n)
	}
	noor.writes("#partners", "<@"+d.bot()+"> win From the mill.")
	if n := noor.finding("#partners", other); n != 6 {
		t.Errorf("five buttons and a mention were refused %d times", n)
	}
	if ana.finding("#partners", "told a win") > 0 {
		t.Error("somebody of another organisation told a win")
	}
	jonas.asks("#partners", "thanks <@U0NOOR0001> for the paper")
	jonas.finds("#partners", "Jonas thanks Noor on Paper in a week: the paper")
	if ana.finding("#partners", other) > 0 {
		t.Error("the refusal is for everyone to read")
	}
}

func TestNamesFollow(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	card := ana.sets("#refunds", "Refunds in a day", "lead")
	bo.joins("#refunds", "the phones")
	d.call("user", object{"user": bo.id, "display_name": "Bodil"})
	ana.call("channel", object{"as": ana.id, "op": "rename", "channel": "#refunds", "name": "money-back"})
	d.rest()
	ana.asks("#money-back", "progress One.")
	ana.answers(shown(ana.again("#money-back", card)), "the card", "Bodil is in")
	ana.answered("#money-back", "list", "#money-back")
	d.goes("2026-11-24T10:01:00Z")
	ana.finds("#money-back", "A question for #money-back:")
}
