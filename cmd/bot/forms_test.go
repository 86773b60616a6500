package main

import (
	"strings"
	"testing"
)

// begun writes the first two views of a start form and leaves the third one open.
func (p person) begun(channel, name, why string) {
	p.t.Helper()
	p.asks(channel, "start "+name)
	p.fills("Start a mission", object{"aspiration": "after " + name, "end_state": "done " + name, "steer": "lead", "rest": writeNow})
	p.fills("Why it matters", object{"why_us": why})
	p.gets("Three phases")
}

// holds checks that a form shows words in its fields, or does not.
func (p person) holds(title string, want bool, words ...string) {
	p.t.Helper()
	form := jsonText(p.gets(title))
	for _, w := range words {
		if strings.Contains(form, w) != want {
			p.t.Errorf("the form %q shows %q: %v", title, w, !want)
		}
	}
}

func TestADraftIsKeptUntilTheMissionStarts(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	ana.begun("#refunds", "Refunds in a day", "fewer calls for us")
	ana.closes(true)
	bo.answered("#refunds", "", "No mission is running in #refunds.")
	kept := ana.answered("#refunds", "", "You have a draft from Monday 23 November.")
	ana.taps("#refunds", kept, "Continue my draft")
	ana.holds("Start a mission", true, "Refunds in a day", "after Refunds", "done Refunds")
	ana.fills("Start a mission", object{})
	ana.holds("Why it matters", true, "fewer calls for us")
	ana.closes(false) // Back
	ana.gets("Start a mission")
	ana.closes(false) // Cancel
	ana.asks("#refunds", "start")
	ana.holds("Start a mission", true, "Refunds in a day")
	ana.fills("Start a mission", object{})
	ana.fills("Why it matters", object{})
	ana.fills("Three phases", object{"done_when_middle": "it runs for one shop"})
	if got := shown(ana.card("#refunds")); !strings.Contains(got, "fewer calls for us") {
		t.Errorf("the card says %q", got)
	}
	ana.answers(shown(ana.card("#refunds")), "the card", "After  after Refunds in a day")

	ana.asks("#refunds", "complete")
	ana.fills("End the mission", object{"ending": "overtaken"})
	ana.fills("Its story", object{"story": "The bank does it."})
	ana.fills("What comes next", object{"carry": []string{}, "next": "later"})
	if got := ana.asks("#refunds", ""); strings.Contains(got, "You have a draft") {
		t.Errorf("the draft outlived its mission: %q", got)
	}
}

func TestAFreshStartLeavesTheDraftAside(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana := d.person("Ana")
	ana.begun("#refunds", "Refunds in a day", "fewer calls for us")
	ana.closes(true)
	ana.taps("#refunds", ana.answered("#refunds", "", "You have a draft"), "Start fresh")
	ana.holds("Start a mission", false, "Refunds in a day")
	ana.fills("Start a mission", object{"name": "Something else", "end_state": "it is there", "steer": "together", "rest": writeNow})
	ana.holds("Why it matters", false, "fewer calls for us")
	ana.closes(true)

	// The first view of the fresh one has taken the place of the draft by now; a title that is typed begins anew too.
	ana.begun("#checkout", "A shorter till", "shorter queues")
	ana.closes(true)
	ana.asks("#checkout", "start Another till")
	ana.holds("Start a mission", true, "Another till")
	ana.holds("Start a mission", false, "A shorter till")
	ana.fills("Start a mission", object{"end_state": "it is there", "steer": "lead", "rest": writeNow})
	ana.holds("Why it matters", false, "shorter queues")
}

func TestADraftOutlivesARestartAndIsOfferedForTwoWeeks(t *testing.T) {
	t.Parallel()
	d, stop, start := openTwoDesks(t, mondayMorning)
	ana := d.person("Ana")
	why := d.secret("since the phones never rest")
	ana.begun("#refunds", "Refunds in a day", why)
	stop()
	start()
	if out := ana.tries("Three phases", object{"target_end": "2026-12-01"}); out["result"] != "errors" {
		t.Errorf("an end before the middle: %v", out)
	}
	ana.closes(true)
	ana.taps("#refunds", ana.answered("#refunds", "", "You have a draft"), "Continue my draft")
	ana.fills("Start a mission", object{})
	ana.holds("Why it matters", true, why)
	ana.closes(true)
	d.goes("2026-12-06T09:00:00Z")
	ana.answered("#refunds", "", "You have a draft from Monday 23 November.")
	d.goes("2026-12-08T09:00:00Z")
	ana.answered("#refunds", "", "No mission is running in #refunds.")
}

func TestTheTeamIsAskedForTheRest(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana := d.person("Ana")
	ana.asks("#refunds", "start Refunds in a day")
	if got := jsonText(ana.gets("Start a mission")["submit"]); !strings.Contains(got, "Next: why") {
		t.Errorf("the button says %s", got)
	}
	ana.call("click", object{"as": ana.id, "view_id": ana.top()["id"], "action_id": "start_rest", "selected_option": "ask"})
	ana.eventually("the button says what it will do", func() bool {
		return strings.Contains(jsonText(ana.gets("Start a mission")["submit"]), `"Start"`)
	})
	if out := ana.fills("Start a mission", object{"end_state": "nine in ten", "steer": "lead"}); out["result"] != "cleared" {
		t.Errorf("the form answered %v", out["result"])
	}
	card := ana.card("#refunds")
	ana.inThread("#refunds", card, "Ana started Refunds in a day on Monday 23 November.")
	asked := shown(ana.inThread("#refunds", card, "Ana asks you for words:"))
	for _, words := range []string{"What changes for customers?", "What changes for us?", "How will we know that the middle is done?"} {
		ana.answers(asked, "the thread", words)
	}
	if strings.Contains(asked, "that the end is done?") {
		t.Error("what the end state says is asked once more")
	}
	ana.finds("#refunds", "It is running. Nobody has been told to join: people join from the card.")
	if n := d.person("Bo").finding("#refunds", "It is running."); n > 0 {
		t.Error("everyone reads what the starter is told")
	}
}

func TestJoinPieceLeaveAndJoinAgain(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo, dee := d.person("Ana"), d.person("Bo"), d.person("Dee")
	card := ana.sets("#refunds", "Refunds in a day", "lead")
	thread := func(words string) { t.Helper(); ana.inThread("#refunds", card, words) }

	bo.asks("#refunds", "join")
	bo.fills("Join this mission", object{})
	thread("Bo is in.")
	bo.taps("#refunds", bo.finds("#refunds", "You are in Refunds in a day."), "Write my piece")
	bo.fills("My piece", object{"piece": "find where the days go"})
	thread("Bo's piece: find where the days go")
	bo.taps("#refunds", bo.answered("#refunds", "join", "You are in already. Your piece:"), "Change my piece")
	bo.holds("My piece", true, "find where the days go")
	bo.fills("My piece", object{"piece": ""})
	thread("Bo took the piece back.")
	bo.answered("#refunds", "join", "You are in already. Your piece is not written yet.")

	dee.answered("#refunds", "piece the bank", "This is for people in the mission. Join first?")
	dee.taps("#refunds", dee.latest("#refunds"), "Join")
	dee.fills("Join this mission", object{"piece": "the bank"})
	dee.asks("#refunds", "piece")
	dee.holds("My piece", true, "the bank")
	dee.closes(false)
	dee.answered("#refunds", "piece the bank at night", "the bank at night")
	thread("Dee's piece: the bank at night")

	dee.taps("#refunds", dee.answered("#refunds", "leave", "Leave Refunds in a day? Your words stay; nothing more reaches you."), "Stay")
	dee.finds("#refunds", "Nothing was changed.")
	dee.taps("#refunds", dee.answered("#refunds", "leave", "You can come back."), "Leave")
	left := dee.finds("#refunds", "You have left Refunds in a day. Your words stay.")
	if got := shown(ana.card("#refunds")); !strings.Contains(got, "Bo is in") || strings.Contains(got, "Dee") {
		t.Errorf("the card says %q", got)
	}
	dee.answered("#refunds", "leave", "You are not in *Refunds in a day*.")
	dee.taps("#refunds", left, "Join again")
	dee.fills("Join this mission", object{"piece": "the bank once more"})
	thread("Dee is in. Piece: the bank once more")
	if n := ana.finding("#refunds", "You have left"); n > 0 {
		t.Error("leaving is told to others")
	}

	bo.taps("#refunds", bo.answered("#refunds", "join the phones at night", "You are in already."), "Change my piece")
	bo.holds("My piece", true, "the phones at night")
}

func TestTheLeadLeaves(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo, dee := d.person("Ana"), d.person("Bo"), d.person("Dee")
	card := ana.sets("#refunds", "Refunds in a day", "lead")
	bo.joins("#refunds", "the phones")
	suggest := bo.answered("#refunds", "phase", "Suggest it to Ana?")
	ana.taps("#refunds", ana.answered("#refunds", "leave", "The mission is then governed by its members."), "Leave")
	who := bo.inThread("#refunds", card, "Nobody leads this mission any more, so any member can change or close things. Who would like to lead?")
	bo.answers(shown(bo.card("#refunds")), "the card", "You govern it together: any member can change or close things · Bo is in")
	bo.taps("#refunds", suggest, "Suggest it to Ana") // who is gone, so that it is for Bo to go on
	bo.gets("Close the beginning")
	bo.closes(true)
	bo.asks("#refunds", "phase")
	bo.gets("Close the beginning")
	bo.closes(true)
	dee.answered("#refunds", "phase", "This is for people in the mission. Join first?")
	bo.taps("#refunds", who, "Say who steers")
	bo.fills("Change the wording", object{"reason": "Ana has left", "steer": "other", "next_lead": bo.id})
	bo.fills("Why it matters", object{})
	bo.fills("Three phases", object{})
	d.goes("2026-11-23T14:31:00Z") // the night is over in Chicago
	asked := bo.finds("@app", "asks you to lead Refunds in a day")
	bo.answers(shown(asked), "the question", "Bo asks you to lead")
	bo.taps("@app", asked, "I will lead it")
	bo.inThread("#refunds", card, "Bo leads.")
}

func TestAChangeOfWordingKeepsWhatItSaid(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana := d.person("Ana")
	card := ana.sets("#refunds", "Refunds in a day", "lead")
	ana.asks("#refunds", "edit")
	if out := ana.tries("Change the wording", object{"name": "Refunds in an hour"}); out["result"] != "errors" {
		t.Errorf("a change without its reason: %v", out)
	}
	ana.fills("Change the wording", object{"reason": "a day is too long", "name": "Refunds in an hour", "aspiration": "no waiting"})
	ana.fills("Why it matters", object{"why_customers": "no worry"})
	ana.fills("Three phases", object{"target_end": "2027-03-05", "done_when_beginning": "ten were followed"})
	ana.finds("#refunds", "The card follows, and its thread keeps what it said before.")
	told := shown(ana.inThread("#refunds", card, "Ana changed the wording."))
	for _, words := range []string{
		"What made the change  a day is too long", "Name  before: Refunds in a day", "after: Refunds in an hour",
		"After  before: not written yet.", "after: no waiting", "For customers  before: not written yet.", "after: no worry",
		"The end is done by  before: Friday 26 February 2027", "after: Friday 5 March 2027", "after: ten were followed",
	} {
		ana.answers(told, "the thread", words)
	}
	ana.answers(shown(ana.card("#refunds")), "the card", "Refunds in an hour")
	ana.taps("#refunds", ana.inThread("#refunds", card, "Ana changed the wording."), "Read the whole wording")
	ana.holds("The whole of it", true, "Refunds in an hour", "ten were followed", "no worry")
	ana.closes(true)

	ana.asks("#refunds", "edit")
	ana.holds("Change the wording", false, "a day is too long")
	ana.fills("Change the wording", object{"reason": "nothing really"})
	ana.fills("Why it matters", object{})
	ana.fills("Three phases", object{})
	ana.finds("#refunds", "The wording is as it was.")
	if n := len(ana.thread("#refunds", card)); n != 2 {
		t.Errorf("the thread has %d lines: started and changed; want 2", n)
	}
}

func TestTheLeadIsHandedOn(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo, dee := d.person("Ana"), d.person("Bo"), d.person("Dee")
	card := ana.sets("#refunds", "Refunds in a day", "lead")
	hand := func(p person, steer string, to string) object {
		t.Helper()
		p.asks("#refunds", "edit")
		form := object{"reason": "time for another", "steer": steer}
		if to != "" {
			form["next_lead"] = to
		}
		p.fills("Change the wording", form)
		p.fills("Why it matters", object{})
		out := p.tries("Three phases", object{})
		d.rest()
		return out
	}
	if got := jsonText(hand(ana, "other", bo.id)); !strings.Contains(got, "Bo is not in the mission. Whoever is to lead joins first.") {
		t.Errorf("somebody outside was asked: %s", got)
	}
	ana.closes(true)
	bo.joins("#refunds", "the phones")
	dee.joins("#refunds", "the bank")

	hand(ana, "other", bo.id)
	ana.finds("#refunds", "Bo is asked to lead; until an answer comes nothing else changes.")
	d.goes("2026-11-23T14:32:00Z") // the night is over in Chicago, and the welcome is no reason to wait
	asked := bo.finds("@app", "Ana asks you to lead Refunds in a day.")
	ana.answers(shown(ana.card("#refunds")), "the card", "Ana leads · Bo and Dee are in · Bo is asked to lead")
	bo.taps("@app", asked, "Not me")
	declined := bo.finds("@app", "Fine. Refunds in a day goes on as it was.")
	if got := shown(ana.card("#refunds")); strings.Contains(got, "asked to lead") || !strings.Contains(got, "Ana leads") {
		t.Errorf("the card says %q", got)
	}
	bo.taps("@app", declined, "I will lead it after all")
	bo.finds("@app", "This has moved on.")

	hand(ana, "other", bo.id)
	bo.taps("@app", newestWith(bo.messages("@app"), "asks you to lead"), "I will lead it")
	bo.finds("@app", "You lead Refunds in a day.")
	ana.inThread("#refunds", card, "Bo leads.")
	ana.answers(shown(ana.card("#refunds")), "the card", "Bo leads · Ana and Dee are in")
	ana.answered("#refunds", "phase", "Bo leads this mission and closes its phases.")

	hand(bo, "together", "")
	ana.inThread("#refunds", card, "You govern it together: any member can change or close things.")
	hand(dee, "other", ana.id)
	ana.taps("@app", ana.finds("@app", "Dee asks you to lead Refunds in a day."), "I will lead it")
	ana.answers(shown(ana.card("#refunds")), "the card", "Ana leads")
}

func newestWith(messages []object, words string) (found object) {
	for _, m := range messages {
		if strings.Contains(shown(m), words) {
			found = m
		}
	}
	return found
}
