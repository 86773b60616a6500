package main

import (
	"strings"
	"testing"
)

func TestWhoeverJoinsIsToldTheStorySoFar(t *testing.T) {
	t.Parallel()
	d := openDesk(t, "2026-11-23T15:00") // half past eight is over in Chicago
	ana, bo, dee := d.person("Ana"), d.person("Bo"), d.person("Dee")
	ana.sets("#refunds", "Refunds in a day", "lead")
	ana.asks("#refunds", "win The first shop pays out.")
	ana.asks("#refunds", "learned The queue was ours.")
	if n := len(dee.messages("@app")) + len(ana.messages("@app")); n != 0 {
		t.Errorf("%d messages reach people who did not join", n)
	}
	bo.asks("#refunds", "join")
	bo.fills("Join this mission", object{})
	d.call("clock", object{"advance": "1m"})
	welcome := bo.finds("@app", "Welcome to *Refunds in a day*. Its story so far, in one minute.")
	for _, words := range []string{
		"Done when: it is there for everyone to see", "Where it is: beginning, week 1 of 14", "Latest win: The first shop pays out.",
		"Latest lesson: The queue was ours.", "What would you like to bring that nobody has asked you for?",
	} {
		bo.answers(shown(welcome), "the welcome", words)
	}
	if !bo.offers("@app", welcome, "What reaches me") || !bo.offers("@app", welcome, "Write my piece") {
		t.Error("the welcome offers neither the piece nor what may reach her")
	}
	bo.taps("@app", welcome, "Why this?")
	bo.holds("Why this?", true, "Sent because you joined.")
	bo.closes(true)
	bo.taps("@app", welcome, "Answer")
	bo.holds("Your answer", true, "What would you like to bring that nobody has asked you for?")
	bo.fills("Your answer", object{"text": d.secret("secret of a welcome: the choir")})
	bo.answers(shown(bo.again("@app", welcome)), "the welcome by now", "Your answer is kept. Only you read it.")
	bo.asks("@app", "journal")
	bo.holds("My journal", true, "secret of a welcome: the choir")
	bo.closes(true)
	bo.taps("@app", welcome, "Take it out")
	bo.answers(shown(bo.again("@app", welcome)), "the welcome after it was taken out", "What would you like to bring")

	bo.asks("#refunds", "leave")
	bo.taps("#refunds", bo.latest("#refunds"), "Leave")
	bo.asks("#refunds", "join the phones")
	d.goes("2026-11-25T20:00:00Z")
	if n := bo.finding("@app", "Welcome to"); n != 1 {
		t.Errorf("%d welcomes for one mission", n)
	}
}

// Joining by a command asks nothing; the welcome offers everything once more, with one tap each.
func TestTheWelcomeOffersWhatMayReachWithOneTapEach(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, chidi := d.person("Ana"), d.person("Chidi")
	ana.sets("#refunds", "Refunds in a day", "lead")
	chidi.asks("#refunds", "join the bank")
	welcome := chidi.finds("@app", "What else may reach you? None of these comes unless you choose it.")
	chidi.taps("@app", welcome, "Reflections")
	chidi.taps("@app", chidi.again("@app", welcome), "Rounds")
	after := chidi.again("@app", welcome)
	chidi.answers(shown(after), "the welcome", "You chose: Reflections and Rounds. What else may reach you?")
	if chidi.offers("@app", after, "Reflections") || !chidi.offers("@app", after, "How this fits you") {
		t.Errorf("the welcome offers what was chosen: %q", shown(after))
	}
	chidi.taps("@app", after, "What reaches me")
	ticked := ""
	for _, b := range items(chidi.gets("What reaches me")["blocks"]) {
		if element, _ := b["element"].(object); text(b, "block_id") == "reach" {
			ticked = jsonText(element["initial_options"])
		}
	}
	for _, kind := range []string{"reflect", "rounds", "own_words"} {
		if !strings.Contains(ticked, `"value":"`+kind+`"`) {
			t.Errorf("%s is not ticked: %s", kind, ticked)
		}
	}
	chidi.closes(true)
	meta := object{"n": nudgeIn(t, welcome), "k": "connect"}
	ana.forges(1, "@app", "welcome_tick", meta)
	meta["k"] = "coach"
	chidi.forges(2, "@app", "welcome_tick", meta)
	if got := shown(chidi.again("@app", welcome)); !strings.Contains(got, "You chose: Reflections and Rounds.") {
		t.Errorf("a forged press changed it: %q", got)
	}
	d.goes("2026-11-27T15:00:00Z")
	chidi.asked("@app", "Fri 27 Nov 14:00")
}

func TestAWelcomeWaitsForTheMorningAndCanBeOff(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning) // it is night in Chicago
	ana, bo, chidi := d.person("Ana"), d.person("Bo"), d.person("Chidi")
	ana.sets("#refunds", "Refunds in a day", "lead")
	chidi.sets("#checkout", "A shorter till", "lead")
	bo.asks("#refunds", "join the phones")
	d.call("clock", object{"advance": "1h"})
	if n := bo.finding("@app", "Welcome to"); n != 0 {
		t.Fatal("a welcome came in the night")
	}
	d.goes("2026-11-23T14:31:00Z")
	welcome := bo.finds("@app", "Welcome to *Refunds in a day*.")
	bo.taps("@app", welcome, "No more welcomes")
	bo.finds("@app", "No welcome comes any more when you join a mission.")
	bo.tapsHomeJoin("A shorter till")
	d.goes("2026-11-25T20:00:00Z")
	if n := bo.finding("@app", "Welcome to"); n != 0 {
		t.Errorf("%d welcomes although they are off", n)
	}
}

// tapsHomeJoin joins a mission by the list that a person may see, wherever its channel is.
func (p person) tapsHomeJoin(name string) {
	p.t.Helper()
	answer := p.types("#refunds", "/mission list")
	p.d.rest()
	if !strings.Contains(shown(answer), name) {
		p.t.Fatalf("the list has no %s: %q", name, shown(answer))
	}
	p.taps("#refunds", p.latest("#refunds"), "Open: "+name)
	p.taps("#refunds", p.latest("#refunds"), "Join")
	p.fills("Join this mission", object{})
}

// unwelcomed lets people turn welcomes off, so that nothing but what a test is about reaches them.
func (d *desk) unwelcomed(people ...person) {
	d.t.Helper()
	for _, p := range people {
		p.home()
		p.tapsHome("Change")
		p.fills("What reaches me", object{"welcome": []string{}})
	}
}
