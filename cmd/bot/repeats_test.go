package main

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// redelivers sends the last envelope once more, and holds its acknowledgement to the first one.
func (s *stage) redelivers(what string) {
	s.t.Helper()
	first := s.lastAck()
	out := s.call("fault", object{"kind": "redeliver"})
	if out["acked"] != true {
		s.t.Errorf("%s: the repetition was not acknowledged: %v", what, out)
	}
	if again := s.lastAck(); withoutBlockIDs(again) != withoutBlockIDs(first) {
		s.t.Errorf("%s was acknowledged with %v at first, and with %v again", what, first, again)
	}
}

// lastAck returns the payload of the newest acknowledgement.
func (s *stage) lastAck() object {
	s.t.Helper()
	calls, _ := s.calls(0)
	for _, c := range slices.Backward(calls) {
		if text(c, "method") == "ack" {
			ack, _ := c["response"].(object)
			return ack
		}
	}
	return nil
}

// An envelope that comes twice changes nothing the second time, and gets the same answer.
func TestWhatComesTwiceCountsOnce(t *testing.T) {
	t.Parallel()
	s := openStage(t)
	ana, bo := s.as("Ana"), s.as("Bo")
	id := ana.begins("#refunds", "Refunds in a day", "together")
	twice := func(what, appears string, act func()) {
		t.Helper()
		act()
		s.redelivers(what)
		s.passes(time.Minute)
		before := s.standing()
		s.redelivers(what)
		s.passes(time.Minute)
		if after := s.standing(); after != before || strings.Count(after, appears) != 1 {
			t.Errorf("%s, which %q shows, changed something when it came again:\n%s\nbecame\n%s", what, appears, before, after)
		}
	}
	twice("a command", "told progress on Refunds in a day: step one", func() { bo.types("#refunds", "/mission progress step one") })
	twice("joining", "Bo is in. Piece:", func() { bo.types("#refunds", "/mission join find where the days go") })
	twice("a block", "the bank is closed", func() { bo.types("#refunds", "/mission blocked the bank is closed") })
	twice("a form", "told a win on Refunds in a day: the shop pays out", func() {
		bo.types("#refunds", "/mission win")
		bo.submits("tell", object{"text": object{"v": "the shop pays out"}})
	})
	twice("a click", "Ana offers to help", func() { ana.presses(ana.reads("#refunds", "the bank is closed"), "#refunds", "help_offer") })
	twice("a suggested word", "told a lesson on Refunds in a day: ask the bank", func() {
		bo.types("#refunds", "/mission learnt ask the bank first")
		bo.presses(bo.reads("#refunds", "Did you mean learned?"), "#refunds", "did_you_mean")
	})
	twice("a phase", "The beginning is done.", func() {
		ana.types("#refunds", "/mission phase")
		ana.submits("close_phase", object{"reached": object{"v": "yes"}})
	})

	f := forged{stage: s, ear: newEar(t), user: bo.id, team: ourTeam, channel: bo.channel("#refunds")}
	same := func(kind string, payload object) func() {
		return func() { s.sends(kind, payload); s.passes(time.Minute); s.sends(kind, payload) }
	}
	event := func(inner object) object {
		inner["user"], inner["event_ts"] = bo.id, "1795600000.000100"
		return object{"type": "event_callback", "event_id": fresh("Ev"), "team_id": ourTeam, "event": inner}
	}
	twice("a mention", "told a win on Refunds in a day: by mention", same("events_api", event(object{
		"type": "app_mention", "channel": f.channel, "ts": "1795600000.000100", "text": "<@" + theBot + "> win by mention",
	})))
	form := f.submission("tell", `{"m":"`+id+`"}`, formsOf["tell"])
	delete(form, "trigger_id") // as in the payloads of some clients
	twice("a form without a trigger", "told progress on Refunds in a day: my words", same("interactive", form))
}

// A reply to a question is kept once, however often Slack tells of it.
func TestAReplyThatComesTwiceIsKeptOnce(t *testing.T) {
	t.Parallel()
	s := openStage(t)
	s.awaitsConnect()
	s.walk("2026-11-24T16:00:00Z")
	bo := s.as("Bo")
	bo.reads("@app", theConnectQuestion)
	reply := object{"type": "event_callback", "event_id": fresh("Ev"), "team_id": ourTeam, "event": object{
		"type": "message", "channel_type": "im", "channel": bo.channel("@app"), "user": bo.id,
		"text": "a refund that just arrives", "ts": "1795600000.000100", "event_ts": "1795600000.000100",
	}}
	asked := len(bo.messages("@app"))
	for range 3 {
		s.sends("events_api", reply)
		s.passes(time.Minute)
		if n := len(bo.messages("@app")); n != asked+1 {
			t.Fatalf("the reply led to %d messages, want one line", n-asked)
		}
	}
}

// What a form did is no reason to refuse it when it comes again.
func TestAFormThatComesTwiceIsNotRefusedForWhatItDid(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	again := func(what string, act func()) {
		t.Helper()
		act()
		d.redelivers(what)
		d.rest()
	}
	ana.invites("#refunds") // so that nothing else happens when the mission starts
	ana.asks("#refunds", "start Quicker refunds")
	again("a start that asks the team", func() {
		ana.tries("Start a mission", object{"end_state": "it is there", "steer": "lead", "rest": askTeam})
	})
	ana.ends("#refunds", "completed", "It is there.", nil, "later")
	ana.asks("#refunds", "start Refunds in a day")
	ana.fills("Start a mission", object{"end_state": "it is there by harvest time", "steer": "lead", "rest": writeNow})
	ana.fills("Why it matters", object{})
	again("the last form of a start", func() { ana.tries("Three phases", object{}) })

	bo.asks("#refunds", "blocked the bank is closed")
	block := ana.finds("#refunds", "the bank is closed")
	again("opened again", func() {
		ana.call("click", object{"as": ana.id, "channel": "#refunds", "ts": block["ts"], "action_id": "open_again"})
	})
	if n := ana.finding("#refunds", "What opened it?"); n != 2 {
		t.Errorf("a tap that came twice is answered in %d ways", n)
	}
	ana.taps("#refunds", ana.finds("#refunds", "What opened it?"), "Tell it as a lesson")
	ana.gets("Tell a lesson")
	ana.closes(true)

	d.goes("2027-03-08T10:00:00Z") // after the day by which all of it was to be done
	ana.asks("#refunds", "phase")
	again("a phase that is closed late", func() { ana.tries("Close the beginning", object{"reached": "yes"}) })
	ana.ends("#refunds", "completed", "It is there.", nil, "later")
	ana.asks("#refunds", "start")
	ana.holds("Start a mission", false, "Quicker refunds", "harvest time")
}

// Being forgotten is asked for once: a press that comes again, during it or long after it, erases nothing more and
// locks nobody out who came back.
func TestBeingForgottenComesTwice(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	_, bo := settled(d)
	d.forgotten = true
	erase := object{
		"type": "block_actions", "trigger_id": "t1", "api_app_id": "A1",
		"team": object{"id": ourTeam}, "user": object{"id": bo.id, "team_id": ourTeam},
		"container": object{"type": "view", "view_id": "V1"}, "view": object{"id": "V1", "type": "modal", "hash": "1.a", "blocks": []object{}},
		"actions": []object{{"type": "button", "block_id": "b", "action_id": "forget_yes", "action_ts": "1", "value": `{"k":"keep"}`}},
	}
	for range 2 {
		d.sends("interactive", erase)
	}
	bo.forgesAt(1, bo.channel("@app"), "forget_yes", object{"k": "keep"})
	d.rest()
	bo.answered("#refunds", "progress Too early.", "I am still erasing what I hold about you.")
	d.goes("2026-11-23T09:22:00Z")
	bo.answered("#refunds", "join a new piece", "You are in")
	d.sends("interactive", erase)
	d.goes("2026-11-23T09:30:00Z")
	bo.answered("#refunds", "", "a new piece")
	bo.answered("#refunds", "piece another one", "another one")
}
