package main

import (
	"encoding/json"
	"strings"
	"testing"
)

// Beside every nudge to a person stands how to have less of it, with one tap each and a way back.
func TestOneTapGivesLessOfAQuestionAndTakesItBack(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	ana.sets("#refunds", "Refunds in a day", "lead")
	d.unwelcomed(bo)
	bo.joins("#refunds", "the phones", "reflect")
	d.goes("2026-11-27T21:01:00Z")
	asked := newest(bo.messages("@app"))
	words := shown(asked)
	say := func(label, line string, back ...string) {
		t.Helper()
		bo.taps("@app", asked, label)
		now := bo.again("@app", asked)
		bo.answers(shown(now), label, line)
		for _, way := range back {
			if !bo.offers("@app", now, way) {
				t.Errorf("%s: no %q on %q", label, way, shown(now))
			}
		}
		bo.taps("@app", now, back[0])
		if got := shown(bo.again("@app", asked)); got != words {
			t.Errorf("%s and %s leave %q, want %q", label, back[0], got, words)
		}
	}
	say("Snooze 1 week", "No reflections until Friday 4 December. They come back by themselves.", "Undo")
	say("Fewer of these", "Every second week from now on.", "Undo")
	say("Turn these off", "Reflections are off for you, in this mission. They stay off.", "Turn on again", "Off in all missions")
	bo.taps("@app", asked, "Snooze until…")
	if out := bo.tries("Snooze until…", object{"until": "2026-11-27"}); !strings.Contains(jsonText(out)+shown(bo.top()), "That day has passed. Choose Saturday 28 November or later.") {
		t.Errorf("a day that is over led to %v", out)
	}
	bo.fills("Snooze until…", object{"until": "2026-12-15"})
	bo.answers(shown(bo.again("@app", asked)), "snoozed", "No reflections until Tuesday 15 December.")
	bo.taps("@app", bo.again("@app", asked), "Undo")
	bo.taps("@app", asked, "Fewer of these")
	d.goes("2026-12-12T00:00:00Z")
	bo.asked("@app", "Fri 27 Nov 21:00", "Fri 11 Dec 21:00")
	for _, p := range []person{ana, d.person("Dee")} {
		if s := p.screen(); strings.Contains(s, "second week") || strings.Contains(s, "No reflections") {
			t.Errorf("%s sees what Bo chose: %s", p.id, s)
		}
	}
}

// Off in all missions means all that she is in.
func TestOffInAllMissions(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	ana.sets("#refunds", "Refunds in a day", "lead")
	ana.sets("#checkout", "A shorter till", "lead")
	d.unwelcomed(bo)
	bo.joins("#refunds", "the phones", "reflect")
	bo.joins("#checkout", "the till", "reflect")
	d.goes("2026-11-27T21:05:00Z")
	asked := newest(bo.messages("@app"))
	bo.taps("@app", asked, "Turn these off")
	bo.taps("@app", bo.again("@app", asked), "Off in all missions")
	bo.answers(shown(bo.again("@app", asked)), "off in all", "Reflections are off for you, in all of your missions. They stay off.")
	d.goes("2026-12-12T00:00:00Z")
	if n := len(d.questions(bo.channel("@app"))); n != 1 {
		t.Errorf("%d questions although they are off in all missions", n)
	}
	bo.taps("@app", bo.again("@app", asked), "Turn on again here")
	d.goes("2026-12-19T00:00:00Z")
	if n := len(d.questions(bo.channel("@app"))); n != 2 {
		t.Errorf("%d questions after they are on again in one mission", n)
	}
}

// Why a question came is told as things stood when it came.
func TestWhyThisTellsOfTheMomentOfSending(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	ana.sets("#refunds", "Refunds in a day", "lead")
	d.unwelcomed(bo)
	bo.joins("#refunds", "the phones", "reflect")
	d.goes("2026-11-27T21:01:00Z")
	asked := newest(bo.messages("@app"))
	coach := bo.finds("#refunds", "A question for #refunds")
	why := func() string {
		t.Helper()
		bo.taps("@app", asked, "Why this?")
		defer bo.closes(true)
		return strings.ReplaceAll(shown(bo.gets("Why this?")), "*", "")
	}
	bo.answers(why(), "why", "Sent because Refunds in a day planned reflections for Friday, 15:00 (Chicago).")
	bo.answers(why(), "why", "because the mission is in its beginning")
	ana.asks("#refunds", "phase")
	ana.fills("Close the beginning", object{"reached": "yes", "learned": "much", "ahead": "more"})
	bo.asks("@app", "days monday, wednesday")
	bo.answers(why(), "why after a change", "planned reflections for Friday, 15:00 (Chicago).")
	bo.answers(why(), "why after a change", "because the mission was in its beginning")
	bo.taps("#refunds", coach, "Why this?")
	bo.answers(strings.ReplaceAll(shown(bo.gets("Why this?")), "*", ""), "why in the channel", "planned questions for Tuesday and Thursday, 10:00 (Lisbon).")
	bo.tapsForm("The mission's plan")
	bo.closes(true)

	bo.taps("@app", asked, "Why this?")
	bo.tapsForm("Turn these off")
	bo.answers(shown(bo.top()), "the form", "Reflections are off for you, in this mission.")
	bo.closes(true)
	bo.answers(shown(bo.again("@app", asked)), "the question", "Reflections are off for you")
	ana.forges(11, "@app", "why", object{"n": nudgeIn(t, asked)})
	if ana.top() != nil {
		t.Errorf("Ana reads why Bo was asked: %s", shown(ana.top()))
	}
}

// What is chosen beside a round is kept in nobody's invitation.
func TestTheMenuOfARoundLeavesTheInvitationAsItIs(t *testing.T) {
	t.Parallel()
	d := openDesk(t, daysBefore)
	all := d.gathers("lead")
	ana, bo := all[0], all[1]
	ana.opensRound("")
	d.goes("2026-11-23T16:00:00Z")
	asked := bo.finds("@app", "How is your energy")
	before := shown(asked)
	bo.taps("@app", asked, "Snooze 1 week")
	said := bo.finds("@app", "No rounds until Monday 30 November. They come back by themselves. You can still answer this one.")
	bo.taps("@app", said, "Undo")
	bo.taps("@app", asked, "Snooze until…")
	bo.fills("Snooze until…", object{"until": "2026-12-24"})
	bo.finds("@app", "No rounds until Thursday 24 December.")
	bo.taps("@app", asked, "Fewer of these")
	bo.finds("@app", "Every second round from now on. You can still answer this one.")
	if after := shown(bo.again("@app", asked)); after != before {
		t.Errorf("the invitation turned into %q", after)
	}
	bo.answersRound("4", "")
	if s := ana.screen(); strings.Contains(s, "second round") || strings.Contains(s, "No rounds") {
		t.Errorf("Ana sees what Bo chose: %s", s)
	}
}

// nudgeIn returns the key of the nudge that a message's buttons carry.
func nudgeIn(t *testing.T, m object) string {
	t.Helper()
	for _, b := range items(m["blocks"]) {
		for _, e := range list(b, "elements") {
			var meta struct{ N string }
			if json.Unmarshal([]byte(text(e, "value")), &meta) == nil && meta.N != "" {
				return meta.N
			}
		}
	}
	t.Fatal("the message carries no nudge")
	return ""
}

// The settings have a box for the mirror, which a member turns on and off there.
func TestAMemberTurnsTheMirrorOnInTheSettings(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, chidi := d.person("Ana"), d.person("Chidi")
	ana.sets("#refunds", "Refunds in a day", "lead")
	d.unwelcomed(chidi)
	chidi.joins("#refunds", "the bank")
	for _, on := range []bool{true, false} {
		ticks := []string{}
		if on {
			ticks = append(ticks, "mirror")
		}
		chidi.home()
		chidi.tapsHome("Change")
		chidi.fills("What reaches me", object{"mirror": ticks})
		chidi.home()
		chidi.tapsHome("Change")
		for _, b := range items(chidi.gets("What reaches me")["blocks"]) {
			if element, _ := b["element"].(object); text(b, "block_id") == "mirror" && strings.Contains(jsonText(element["initial_options"]), "mirror") != on {
				t.Errorf("after %v the form has %s", on, jsonText(element))
			}
		}
		chidi.closes(true)
		if on {
			d.goes("2026-11-26T12:00:00Z")
			if n := len(chidi.messages("@app")); n != 1 {
				t.Errorf("%d mirror questions came by Thursday", n)
			}
		}
	}
	d.goes("2026-12-03T12:00:00Z")
	if n := len(chidi.messages("@app")); n != 1 {
		t.Errorf("%d messages though the mirror is off", n)
	}
}
