package main

import (
	"fmt"
	"strings"
	"testing"
)

// ends fills the three views of an ending, and returns the answer to the last one.
func (p person) ends(channel, how, story string, carry []string, next string) object {
	p.t.Helper()
	p.asks(channel, "complete")
	p.fills("End the mission", object{"ending": how})
	p.fills("Its story", object{"story": story})
	values := object{"next": next}
	if carry != nil {
		values["carry"] = carry
	}
	return p.fills("What comes next", values)
}

func TestAPhaseIsClosedAndTakenBackWithinADay(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	card := ana.sets("#refunds", "Refunds in a day", "lead")
	bo.joins("#refunds", "the phones")
	ana.asks("#refunds", "phase")
	if got := shown(ana.gets("Close the beginning")); strings.Contains(got, "Is that true?") {
		t.Errorf("nothing was written, and the form asks whether it is true: %q", got)
	}
	if out := ana.tries("Close the beginning", object{"reached": "part", "next_target": "2026-11-20"}); !strings.Contains(jsonText(out["errors"]), "That day has passed.") {
		t.Errorf("a day that has passed: %v", out)
	}
	if out := ana.tries("Close the beginning", object{"next_target": "2027-03-20"}); !strings.Contains(jsonText(out["errors"]), "The middle cannot be done after the end. Choose a day before Friday 26 February 2027.") {
		t.Errorf("a middle after the end: %v", out)
	}
	ana.fills("Close the beginning", object{"learned": "Ask the bank.", "ahead": "the bank's hours", "next_target": "2027-01-29"})
	closed := shown(bo.finds("#refunds", "The beginning is closed. The middle starts today."))
	for _, words := range []string{"Is it done?  In part.", "Learned  Ask the bank.", "Taken along  the bank's hours", "The middle is done when  not written yet.  by Friday 29 January 2027"} {
		bo.answers(closed, "the channel", words)
	}
	ana.answers(shown(ana.again("#refunds", card)), "the card", "Beginning (done Monday 23 November)")
	if bo.finding("#refunds", "You can take that back") > 0 || bo.offers("#refunds", bo.answered("#refunds", "", "middle"), "Undo") {
		t.Error("Bo may take back what Ana closed")
	}
	ana.taps("#refunds", ana.finds("#refunds", "You closed the beginning. You can take that back until Tuesday 24 November,"), "Undo")
	ana.finds("#refunds", "Taken back. Refunds in a day goes on, in its beginning.")
	ana.inThread("#refunds", card, "Ana took the closing of the beginning back. The beginning goes on.")
	ana.answers(shown(ana.again("#refunds", card)), "the card", "Beginning, you are here")

	ana.asks("#refunds", "phase")
	ana.fills("Close the beginning", object{"reached": "yes"})
	ana.finds("#refunds", "The beginning is done. The middle starts today.")
	undo := ana.finds("#refunds", "You closed the beginning. You can take that back")
	details := ana.answered("#refunds", "", "You closed the beginning.")
	if !ana.offers("#refunds", details, "Undo") {
		t.Error("Details do not offer to take it back")
	}
	d.goes("2026-11-24T09:25:00Z")
	if ana.offers("#refunds", ana.answered("#refunds", "", "middle"), "Undo") {
		t.Error("Details offer it after a day")
	}
	ana.taps("#refunds", undo, "Undo")
	ana.finds("#refunds", "That can be taken back for 24 hours, by whoever did it. The wording can still be changed.")
	ana.answers(shown(ana.again("#refunds", card)), "the card", "Middle, you are here")

	ana.asks("#refunds", "phase")
	ana.fills("Close the middle", object{"reached": "no"})
	ana.finds("#refunds", "The middle is closed. The end starts today.")
	ana.asks("#refunds", "phase")
	ana.gets("End the mission")
}

func TestTheThreeEndings(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	for _, c := range []struct{ kind, word, past, question string }{
		{"completed", "Completed", "completed", "What did we reach, and for whom?"},
		{"on_purpose", "Ended on purpose", "ended on purpose", "Why did we choose to stop?"},
		{"overtaken", "Overtaken", "overtaken", "What changed around us?"},
	} {
		name := "Mission " + c.kind[:4]
		card := ana.sets("#refunds", name, "lead")
		bo.asks("#refunds", "learned Ask the bank "+c.kind[:4])
		ana.asks("#refunds", "win Paid "+c.kind[:4])
		ana.asks("#refunds", "complete")
		ana.fills("End the mission", object{"ending": c.kind})
		ana.holds("Its story", true, c.question, "Ask the bank "+c.kind[:4])
		ana.fills("Its story", object{"story": "The story of " + name, "thanks": []string{bo.id}})
		ana.fills("What comes next", object{"next": "later"})
		told := shown(bo.finds("#refunds", name+", "+c.past+" on Monday 23 November, after 1 day."))
		for _, words := range []string{"*" + c.word + "* on Monday 23 November", "The story of " + name, "Ask the bank " + c.kind[:4], "What we know now", "to @Bo"} {
			bo.answers(told, "the ending", words)
		}
		bo.answers(shown(bo.again("#refunds", card)), "the card", "*"+c.word+"* on Monday 23 November")
		if bo.offers("#refunds", card, "Tell a step") {
			t.Error("a step can still be told from the card of an ended mission")
		}
		bo.taps("#refunds", card, "Read its story")
		bo.holds("Its story", true, "The story of "+name, c.question)
		bo.closes(true)
		bo.answered("#refunds", "", "The last one, "+name+", was "+c.past+" on Monday 23 November.")
		if answer := bo.asks("#refunds", "progress Too late."); !strings.Contains(answer, "No mission is running in #refunds.") || !strings.Contains(answer, "Too late.") {
			t.Errorf("a step after the end: %q", answer)
		}
	}
	history := bo.answered("#refunds", "history", "Missions of #refunds that have ended:")
	words := shown(history)
	if a, b, c := strings.Index(words, "Mission over"), strings.Index(words, "Mission on_p"), strings.Index(words, "Mission comp"); a < 0 || a > b || b > c {
		t.Errorf("the newest does not stand first: %q", words)
	}
	bo.taps("#refunds", history, "Read its story: Mission comp")
	bo.holds("Its story", true, "The story of Mission comp")
}

func TestAnEndingIsTakenBackWithinADay(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	card := ana.sets("#refunds", "Refunds in a day", "lead")
	d.unwelcomed(bo)
	bo.joins("#refunds", "the phones", "reflect")
	bo.taps("#refunds", card, "Tell a step")
	ana.ends("#refunds", "completed", "It is done.", nil, "later")
	out := bo.tries("Tell a step", object{"text": "typed while it ended"})
	for _, words := range []string{"was completed on Monday 23 November, so this was not added.", "typed while it ended"} {
		bo.answers(shown(out), "the form", words)
	}
	bo.closes(true)
	if bo.finding("#refunds", "You ended") > 0 {
		t.Error("Bo reads what whoever ended it may do")
	}
	ana.taps("#refunds", ana.finds("#refunds", "You ended Refunds in a day. You can take that back until Tuesday 24 November,"), "Undo")
	ana.finds("#refunds", "Taken back. Refunds in a day goes on, in its beginning.")
	ana.inThread("#refunds", card, "Ana took the ending back. Refunds in a day goes on.")
	if !bo.offers("#refunds", card, "Tell a step") {
		t.Error("the card stayed as that of an ended mission")
	}
	d.goes("2026-11-24T10:00:30Z")
	ana.finds("#refunds", "A question for #refunds:")
	d.goes("2026-11-27T21:01:00Z")
	if bo.finding("@app", "Answer opens a form") != 1 {
		t.Error("what reached Bo before the end did not come back with the mission")
	}

	ana.ends("#refunds", "on_purpose", "It is done again.", nil, "later")
	second := ana.finds("#refunds", "You ended Refunds in a day.")
	d.goes("2026-11-28T21:20:00Z")
	ana.taps("#refunds", second, "Undo")
	ana.finds("#refunds", "That can be taken back for 24 hours, by whoever did it.")

	ana.sets("#refunds", "The next one", "lead")
	ana.ends("#refunds", "overtaken", "It was overtaken.", nil, "later")
	third := ana.finds("#refunds", "You ended The next one.")
	bo.sets("#refunds", "One more", "lead")
	ana.taps("#refunds", third, "Undo")
	ana.finds("#refunds", "One more is running here; one channel has one mission.")
}

func TestTheNextMissionCarriesOver(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo, dee := d.person("Ana"), d.person("Bo"), d.person("Dee")
	ana.asks("#refunds", "start Refunds in a day")
	ana.fills("Start a mission", object{"aspiration": "money without waiting", "end_state": "nine in ten", "steer": "lead", "rest": writeNow})
	ana.fills("Why it matters", object{"why_customers": "no worry"})
	ana.fills("Three phases", object{})
	old := ana.card("#refunds")
	bo.joins("#refunds", "the phones", "reflect", "connect")
	dee.joins("#refunds", "the bank")
	dee.taps("#refunds", dee.answered("#refunds", "leave", "Leave"), "Leave")
	ana.asks("#refunds", "learned Ask first.")
	ana.ends("#refunds", "completed", "It is done.", []string{"aspiration", "why", "lessons"}, "now")
	ana.holds("Start a mission", true, "money without waiting")
	ana.fills("Start a mission", object{"name": "Refunds abroad", "end_state": "from every country", "steer": "together", "rest": writeNow})
	ana.holds("Why it matters", true, "no worry")
	ana.fills("Why it matters", object{})
	ana.fills("Three phases", object{})
	card := ana.finds("#refunds", "Refunds abroad")
	ana.inThread("#refunds", card, "It follows Refunds in a day and takes along the aspiration, the three whys and the lessons.")
	if got := shown(ana.again("#refunds", card)); strings.Contains(got, "Bo") {
		t.Errorf("people were carried over: %q", got)
	}
	ana.answers(shown(ana.again("#refunds", old)), "the old card", "Carried over to Refunds abroad.")
	ana.taps("#refunds", old, "Open the next one")
	ana.finds("#refunds", "from every country")

	d.goes("2026-11-24T15:00:00Z") // it is night where Bo lives
	follows := bo.finds("@app", "A new mission follows Refunds in a day: Refunds abroad. Join?")
	bo.answers(shown(follows), "the message", "In #refunds. Nobody is carried over; people join by themselves.")
	for _, who := range []person{ana, dee} {
		if n := who.finding("@app", "A new mission follows"); n > 0 {
			t.Errorf("%s is told of it, who started it or had left", who.id)
		}
	}
	d.goes("2026-11-30T22:00:00Z")
	if n := bo.finding("@app", "Answer opens a form") + bo.finding("@app", "something you are after"); n > 0 {
		t.Errorf("%d questions of the mission that ended came, or of one that Bo is not in", n)
	}
	bo.taps("@app", follows, "Join")
	bo.fills("Join this mission", object{"piece": "the phones abroad"})
	bo.inThread("#refunds", card, "Bo is in. Piece: the phones abroad")

	// Later, from the message about the ending.
	ana.ends("#refunds", "overtaken", "The bank does it.", []string{"why"}, "later")
	bo.taps("#refunds", bo.finds("#refunds", "Refunds abroad, overtaken on"), "Start the next one")
	bo.holds("Start a mission", false, "money without waiting")
	bo.fills("Start a mission", object{"name": "The third", "end_state": "it is there", "steer": "lead", "rest": writeNow})
	bo.holds("Why it matters", true, "no worry")
}

func TestTheCardAsTimePasses(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana := d.person("Ana")
	card := ana.sets("#refunds", "Refunds in a day", "lead")
	says := func(words string) {
		t.Helper()
		ana.answers(shown(ana.again("#refunds", card)), "the card", words)
	}
	says("Done so far  Day 1. The first step is still to be told.")
	ana.asks("#refunds", "progress One.")
	says("Done so far  Day 1. The first steps are told.")
	ana.asks("#refunds", "win The first shop pays out.")
	says("Done so far  latest: The first shop pays out.")
	ana.asks("#refunds", "phase")
	ana.fills("Close the beginning", object{"reached": "yes", "next_target": "2027-01-22"})
	says("Done so far  the beginning · latest: The first shop pays out.")
	d.goes("2027-01-08T12:00:00Z")
	ana.asks("#refunds", "progress Two.")
	says("Done so far  the beginning")
	d.goes("2027-01-11T12:00:00Z") // half of the 95 days are over on 9 January
	ana.asks("#refunds", "progress Three.")
	says("Left to go  46 days, until Friday 26 February · the end: it is there for everyone to see")
	d.goes("2027-01-22T12:00:00Z")
	ana.asks("#refunds", "progress Four.")
	says("Left to go  35 days")
	d.goes("2027-01-25T12:00:00Z")
	ana.asks("#refunds", "progress Five.")
	says("Left to go  The date was Friday 22 January. Are we there, or has it changed?")
	says("Refunds in a day, middle, week 10 of 14.")
	ana.asks("#refunds", "edit")
	ana.fills("Change the wording", object{"reason": "the bank moved"})
	ana.fills("Why it matters", object{})
	ana.fills("Three phases", object{"target_middle": "2027-02-12"})
	says("Left to go  32 days")
	d.goes("2027-03-08T12:00:00Z")
	ana.asks("#refunds", "phase")
	if out := ana.tries("Close the middle", object{"reached": "yes"}); !strings.Contains(jsonText(out), "That day has passed. Choose Tuesday 9 March or later.") {
		t.Errorf("an end that has passed: %v", out)
	}
	ana.fills("Close the middle", object{"next_target": "2027-03-19"})
	says("End, you are here")
	ana.ends("#refunds", "completed", "There it is.", nil, "later")
	says("*Completed* on Monday 8 March")
	says("There it is.")
}

func TestListsArePagedAndAPrivateMissionIsItsMembersAlone(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo, chidi := d.person("Ana"), d.person("Bo"), d.person("Chidi")
	ana.answered("#refunds", "list", "No mission is running that you may see.")
	for i := range 6 {
		name := fmt.Sprintf("work-%d", i+1)
		ana.call("channel", object{"as": ana.id, "op": "create", "name": name})
		ana.sets("#"+name, fmt.Sprintf("Piece of work %d", i+1), "lead")
	}
	bo.invites("#quiet-room")
	bo.sets("#quiet-room", "The quiet one", "lead")
	first := ana.answered("#refunds", "list", "Missions that are running:")
	if n := strings.Count(shown(first), "Open: "); n != 5 {
		t.Errorf("%d missions stand on a page, want 5", n)
	}
	words := shown(first)
	ana.taps("#refunds", first, "Show more")
	ana.eventually("the second page shows", func() bool { return strings.Contains(shown(ana.again("#refunds", first)), "Page 2 of 2") })
	words += shown(ana.again("#refunds", first))
	for _, name := range []string{"Piece of work 1", "Piece of work 6", "The quiet one", "#quiet-room"} {
		ana.answers(words, "Ana's list", name)
	}
	ana.taps("#refunds", first, "Earlier")
	list := chidi.asks("#refunds", "list")
	chidi.taps("#refunds", chidi.latest("#refunds"), "Show more")
	list += shown(chidi.again("#refunds", chidi.latest("#refunds")))
	if strings.Contains(list, "quiet") || !strings.Contains(list, "Piece of work 6") {
		t.Errorf("Chidi's list: %q", list)
	}
	if home := shown(chidi.home()); strings.Contains(home, "The quiet one") || !strings.Contains(home, "Piece of work") {
		t.Errorf("Chidi's Home: %q", home)
	}
	if home := shown(bo.home()); !strings.Contains(home, "The quiet one") {
		t.Errorf("Bo's Home: %q", home)
	}

	for i := range 6 {
		bo.ends("#quiet-room", "overtaken", "So it went.", nil, "later")
		if i < 5 {
			bo.sets("#quiet-room", fmt.Sprintf("The quiet one %d", i+2), "lead")
		}
	}
	past := ana.answered("#quiet-room", "history", "Page 1 of 2")
	ana.answers(shown(past), "the history", "The quiet one 6")
	ana.taps("#quiet-room", past, "Show more")
	ana.eventually("the second page shows", func() bool { return strings.Contains(shown(ana.again("#quiet-room", past)), "Page 2 of 2") })
	ana.answers(shown(ana.again("#quiet-room", past)), "the history", "*The quiet one* · overtaken on Monday 23 November")
}
