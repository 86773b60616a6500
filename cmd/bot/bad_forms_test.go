package main

import (
	"maps"
	"strings"
	"testing"
	"time"
)

// Forms that come too late, or hold what cannot be: the mistake is told at its field, and what was typed
// stays or is given back.

// Dates that have passed, or that are in the wrong order, are told at their fields, and the form goes on
// from there.
func TestDatesThatCannotBe(t *testing.T) {
	t.Parallel()
	s := openStage(t)
	ana := s.as("Ana")
	ana.types("#refunds", "/mission start Refunds in a day")
	ana.submits("start_1", object{
		"end_state": object{"v": "Nine in ten arrive."}, "steer": object{"v": "lead"}, "rest": object{"start_rest": "write"},
	})
	ana.submits("start_2", object{})
	out := ana.submits("start_3", object{
		"done_when_beginning": object{"v": "we have followed ten refunds"}, "target_beginning": object{"v": "2026-11-20"},
		"done_when_middle": object{"v": "one shop pays out"}, "target_middle": object{"v": "2027-02-26"},
		"target_end": object{"v": "2027-01-29"},
	})
	wantErrors(t, out, map[string]string{
		"target_beginning": "That day has passed. Choose Tuesday 24 November or later.",
		"target_end":       "The end cannot be done before the middle. Choose a day after Friday 26 February 2027.",
	})
	out = ana.submits("start_3", object{"target_beginning": object{"v": "2026-12-18"}, "target_end": object{"v": "2027-03-26"}})
	if out["result"] != "cleared" {
		t.Fatalf("the form with better dates was answered with %v", out)
	}
	card := text(ana.card("#refunds"), "text")
	for _, want := range []string{"we have followed ten refunds", "Friday 18 December", "Nine in ten arrive.", "Friday 26 March 2027"} {
		if !strings.Contains(card, want) {
			t.Errorf("the card has no %q:\n%s", want, card)
		}
	}
	ana.types("#refunds", "/mission phase")
	out = ana.submits("close_phase", object{"reached": object{"v": "yes"}, "next_target": object{"v": "2026-11-01"}, "learned": object{"v": "kept"}})
	wantErrors(t, out, map[string]string{"next_target": "That day has passed. Choose Tuesday 24 November or later."})
	out = ana.submits("close_phase", object{"next_target": object{"v": "2027-04-30"}})
	wantErrors(t, out, map[string]string{"next_target": "The middle cannot be done after the end. Choose a day before Friday 26 March 2027."})
	ana.submits("close_phase", object{"next_target": object{"v": "2027-02-26"}})
	if m := ana.reads("#refunds", "The middle starts today."); !strings.Contains(text(m, "text"), "kept") {
		t.Errorf("what was typed beside the mistake is not there: %s", text(m, "text"))
	}
}

func wantErrors(t *testing.T, out object, want map[string]string) {
	t.Helper()
	got, _ := out["errors"].(object)
	if out["result"] != "errors" || len(got) != len(want) {
		t.Fatalf("the form was answered with %v, want the mistakes %v", out, want)
	}
	for field, sentence := range want {
		if text(got, field) != sentence {
			t.Errorf("%s: %q, want %q", field, text(got, field), sentence)
		}
	}
}

// Dates that no client would send are told at their field all the same.
func TestDatesThatNoClientSends(t *testing.T) {
	t.Parallel()
	s := openStage(t)
	ana := s.as("Ana")
	id := ana.begins("#refunds", "Refunds in a day", "lead")
	f := forged{stage: s, user: ana.id, team: ourTeam}
	for _, day := range []any{"2026-02-30", "2026-13-01", "0000-00-00", "tomorrow", "99999-01-01", "", nil} {
		ack := f.submitsForm("close_phase", `{"m":"`+id+`"}`, object{
			"reached":     object{"v": object{"type": "radio_buttons", "selected_option": object{"value": "yes"}}},
			"learned":     object{"v": object{"type": "plain_text_input", "value": "learned"}},
			"next_target": object{"v": object{"type": "datepicker", "selected_date": day}},
		})
		wrong, _ := ack["errors"].(object)
		if ack["response_action"] != "errors" || text(wrong, "next_target") == "" {
			t.Errorf("the day %v is answered with %v", day, ack)
		}
	}
	if got := text(ana.types("#refunds", "/mission"), "text"); !strings.HasPrefix(got, "Refunds in a day, beginning") {
		t.Errorf("a phase was closed: %s", got)
	}
}

// Of two people who close the same phase the second hears that it has moved on, and gets her words back.
func TestAPhaseIsClosedOnce(t *testing.T) {
	t.Parallel()
	s := openStage(t)
	ana, bo := s.as("Ana"), s.as("Bo")
	id := ana.begins("#refunds", "Refunds in a day", "together")
	bo.types("#refunds", "/mission join find where the days go")
	values := func(learned string) object {
		return object{"reached": object{"v": "yes"}, "learned": object{"v": learned}, "ahead": object{"v": learned + ", ahead"}}
	}
	ana.types("#refunds", "/mission phase")
	bo.types("#refunds", "/mission phase")
	bo.form("close_phase")
	ana.submits("close_phase", values("what Ana learned"))
	wantRefused(t, bo.submits("close_phase", values("what Bo learned")),
		"This has moved on: the middle began on Monday 23 November. Here is how it stands now: middle, week 1 of 14. Your words:",
		"what Bo learned", "what Bo learned, ahead")

	f := forged{stage: s, ear: newEar(t), user: ana.id, team: ourTeam, channel: ana.channel("#refunds")}
	if got := f.clicks("close_phase", `{"m":"`+id+`"}`); !strings.HasPrefix(got, "This has moved on: the middle began on Monday 23 November.") {
		t.Errorf("the button of the closed phase is answered with %q", got)
	}
	if ana.reads("#refunds", "The middle starts today."); ana.count("#refunds", "The middle starts today.") != 1 {
		t.Error("the phase was closed twice")
	}
}

// wantRefused holds the answer to a form to a view in its place, with the sentences and the words given back.
func wantRefused(t *testing.T, out object, want ...string) {
	t.Helper()
	if out["result"] != "updated" {
		t.Fatalf("the form was answered with %v", out["result"])
	}
	shown := jsonStrings(out["views"])
	for _, w := range want {
		if !strings.Contains(shown, w) {
			t.Errorf("the form shows no %q:\n%s", w, shown)
		}
	}
}

// ends ends a mission from its channel.
func (a actor) ends(channel string) {
	a.t.Helper()
	a.types(channel, "/mission complete")
	a.submits("end_1", object{"ending": object{"v": "completed"}})
	a.submits("end_2", object{"story": object{"v": "Nine in ten arrive."}})
	a.submits("end_3", object{})
	a.reads(channel, "Nine in ten arrive.")
}

// Whatever is sent, typed or pressed after the end is refused with a way on, and the words come back.
func TestNothingIsAddedAfterTheEnd(t *testing.T) {
	t.Parallel()
	s := openStage(t)
	ana, bo, chidi, dee, emi := s.as("Ana"), s.as("Bo"), s.as("Chidi"), s.as("Dee"), s.as("Emi")
	id := ana.begins("#refunds", "Refunds in a day", "together")
	for _, who := range []actor{bo, dee, emi} {
		who.types("#refunds", "/mission join")
		who.submits("join", object{"piece": object{"v": "a piece of " + who.id}})
		s.passes(time.Minute)
	}
	bo.types("#refunds", "/mission blocked the bank is closed")
	bo.reads("#refunds", "the bank is closed")
	bo.types("#refunds", "/mission win")
	chidi.types("#refunds", "/mission join")
	dee.types("#refunds", "/mission edit")
	emi.types("#refunds", "/mission phase")
	for _, open := range []struct {
		who  actor
		form string
	}{{bo, "tell"}, {chidi, "join"}, {dee, "edit_1"}, {emi, "close_phase"}} {
		open.who.form(open.form)
	}
	s.passes(time.Minute)
	ana.ends("#refunds")

	const ended = "was completed on Monday 23 November, so this was not added."
	wantRefused(t, bo.submits("tell", object{"text": object{"v": "the shop pays out"}}), ended, "the shop pays out", "Start the next one")
	wantRefused(t, chidi.submits("join", object{"piece": object{"v": "my own piece"}}), ended, "my own piece")
	wantRefused(t, dee.submits("edit_1", object{"reason": object{"v": "my own reason"}}), ended, "my own reason")
	wantRefused(t, emi.submits("close_phase", object{"reached": object{"v": "yes"}, "learned": object{"v": "what Emi learned"}}), ended, "what Emi learned")
	s.passes(time.Minute)
	before := s.standing()

	got := text(bo.types("#refunds", "/mission progress one step more"), "text")
	if !strings.Contains(got, "No mission is running in #refunds.") || !strings.Contains(got, "one step more") {
		t.Errorf("progress after the end is answered with %q", got)
	}
	f := forged{stage: s, ear: newEar(t), user: bo.id, team: ourTeam, channel: bo.channel("#refunds")}
	for _, action := range []string{"tell", "join", "my_piece", "thank", "edit", "end", "close_phase"} {
		if got := f.clicks(action, `{"m":"`+id+`"}`); !strings.Contains(got, ended) {
			t.Errorf("%s after the end is answered with %q", action, got)
		}
	}
	s.passes(time.Minute)
	if after := s.standing(); after != before {
		t.Errorf("something changed after the end:\n%s\nbecame\n%s", before, after)
	}
}

// Of two people who start a mission in one channel the second is told, and keeps her draft.
func TestAMissionIsStartedOnce(t *testing.T) {
	t.Parallel()
	s := openStage(t)
	ana, bo := s.as("Ana"), s.as("Bo")
	bo.types("#refunds", "/mission start Quicker refunds")
	bo.form("start_1")
	ana.begins("#refunds", "Refunds in a day", "lead")
	out := bo.submits("start_1", object{"end_state": object{"v": "the money is there"}, "steer": object{"v": "lead"}, "rest": object{"start_rest": "ask"}})
	wantRefused(t, out, "Ana started *Refunds in a day* here a minute ago. Your draft is kept until Monday 7 December.")
	if n := ana.count("#refunds", "started a mission"); n != 1 {
		t.Errorf("%d missions were started", n)
	}
	ana.ends("#refunds")
	bo.call("close", object{"as": bo.id, "view_id": bo.form("read")["id"]})
	bo.types("#refunds", "/mission start")
	if form := jsonStrings(bo.form("start_1")); !strings.Contains(form, "Quicker refunds") || !strings.Contains(form, "the money is there") {
		t.Errorf("the draft was not kept: %s", form)
	}
}

// Words that are missing, or more than a field holds, are told at their field, whatever a client sends.
func TestWordsThatAFormCannotHold(t *testing.T) {
	t.Parallel()
	s := openStage(t)
	ana := s.as("Ana")
	id := ana.begins("#refunds", "Refunds in a day", "lead")
	before := s.standing()
	f := forged{stage: s, user: ana.id, team: ourTeam}
	for _, row := range []struct{ sentence, form, field, words, want string }{
		{"nothing", "tell", "text", "", "This needs a few words."},
		{"spaces alone", "tell", "text", " \u00a0\n\t", "This needs a few words."},
		{"what cannot be seen", "tell", "text", "\x00\x00", "This needs a few words."},
		{"an overlong step", "tell", "text", numbered(3001), "That is 3,001 characters"},
		{"an endless step", "tell", "text", numbered(40_000), "That is 40,000 characters"},
		{"an overlong piece", "piece", "piece", numbered(201), "That is 201 characters"},
		{"a name that is none", "edit_1", "name", "  ", "This needs a few words."},
		{"an overlong reason", "edit_1", "reason", numbered(305), "That is 305 characters"},
	} {
		values := maps.Clone(formsOf[row.form])
		values[row.field] = typed(row.words)
		payload := f.submission(row.form, `{"m":"`+id+`"}`, values)
		view, _ := payload["view"].(object)
		view["blocks"] = []object{{
			"type": "input", "block_id": row.field, "label": object{"type": "plain_text", "text": "Field"},
			"element": object{"type": "plain_text_input", "action_id": "v"},
		}}
		ack := f.sends("interactive", payload)
		wrong, _ := ack["errors"].(object)
		if !strings.HasPrefix(text(wrong, row.field), row.want) {
			t.Errorf("%s is answered with %v, want %q", row.sentence, ack, row.want)
		}
	}
	s.passes(time.Minute)
	if after := s.standing(); after != before {
		t.Errorf("something changed:\n%s\nbecame\n%s", before, after)
	}
}
