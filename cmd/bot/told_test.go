package main

import (
	"strings"
	"testing"
)

// hands asks somebody to lead the mission that a person leads.
func (p person) hands(channel string, to person) {
	p.t.Helper()
	p.asks(channel, "edit")
	p.fills("Change the wording", object{"reason": "a change of hands", "steer": "other", "next_lead": to.id})
	p.fills("Why it matters", object{})
	p.fills("Three phases", object{})
}

// What others did in the night is one message in the morning, a line each, and every line opens.
func TestWhatOthersDidAtNightIsOneMessageInTheMorning(t *testing.T) {
	t.Parallel()
	d := sharing(t)
	ana, bo, dee := d.person("Ana"), d.person("Bo"), d.person("Dee")
	d.goes("2026-11-23T20:00:00Z") // half past one in Pune
	before := len(dee.messages("@app"))
	bo.asks("#refunds", "win the phones are quiet")
	win := bo.finds("#refunds", "the phones are quiet")
	bo.taps("#refunds", win, "Connects to…")
	bo.tapsForm("Ask Dee")
	bo.closes(true)
	ana.hands("#refunds", dee)
	if n := len(dee.messages("@app")); n != before {
		t.Fatalf("Dee was written to in her night: %q", shown(newest(dee.messages("@app"))))
	}
	home := strings.ReplaceAll(shown(dee.home()), "*", "")
	dee.answers(home, "Home", "Somebody sees a sentence of yours in a win of Refunds in a day.")
	dee.answers(home, "Home", "Ana asks you to lead Refunds in a day.")
	d.goes("2026-11-24T04:00:00Z")
	if n := len(dee.messages("@app")); n != before+1 {
		t.Fatalf("%d messages in the morning, want one", n-before)
	}
	told := newest(dee.messages("@app"))
	words := strings.ReplaceAll(shown(told), "*", "")
	dee.answers(words, "the message", "Bo told a win and sees a sentence of yours in it. Say so in #refunds?")
	dee.answers(words, "the message", "Ana asks you to lead Refunds in a day.")
	dee.taps("@app", told, "Why this?")
	why := strings.ReplaceAll(shown(dee.gets("Why this?")), "*", "")
	dee.answers(why, "why", "Sent because Ana asks you to lead Refunds in a day and waits for your answer.")
	dee.answers(why, "why", "Bo sees it in a win, and only you say it.")
	dee.closes(true)
	dee.taps("@app", told, "Open: Bo told a win and sees a sentence of yours in it. Say so in…")
	dee.tapsForm("Say it")
	bo.inThread("#refunds", win, "For Dee this is more than a win:")
	dee.closes(true)
	dee.taps("@app", told, "Open: Ana asks you to lead Refunds in a day. Whoever leads closes its…")
	dee.tapsForm("I will lead it")
	dee.answers(shown(dee.top()), "the form", "You lead")
	dee.closes(true)
	ana.answers(shown(ana.card("#refunds")), "the card", "Dee leads")
	for _, action := range []string{"told_open", "why", "off", "snooze"} {
		ana.forges(len(action), "@app", action, object{"n": nudgeOf(t, told)})
	}
	if got := ana.screen(); strings.Contains(got, "sees a sentence of yours in it") || ana.top() != nil {
		t.Error("Ana reads what Dee was told")
	}
	d.goes("2026-11-26T12:00:00Z")
	if n := dee.finding("@app", "sees a sentence of yours"); n != 1 {
		t.Errorf("Dee was told %d times", n)
	}
}

// nudgeOf returns the key of the nudge that a message's lines carry.
func nudgeOf(t *testing.T, m object) string {
	t.Helper()
	for _, c := range items(m["blocks"]) {
		if e, ok := c["accessory"].(object); ok {
			return cutOut(text(e, "value"), `"n":"`, `"`)
		}
	}
	t.Fatal("the message has no lines")
	return ""
}

// Lines that concern somebody can be off; what waits for her answer stands on Home all the same.
func TestWhatConcernsMeCanBeOff(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, chidi := d.person("Ana"), d.person("Chidi")
	ana.sets("#refunds", "Refunds in a day", "lead")
	d.unwelcomed(chidi)
	chidi.joins("#refunds", "the bank")
	ana.hands("#refunds", chidi)
	told := chidi.finds("@app", "Ana asks you to lead Refunds in a day.")
	chidi.taps("@app", told, "Turn these off")
	line := chidi.again("@app", told)
	chidi.answers(shown(line), "the message", "Lines on what concerns you are off for you, in this mission. They stay off.")
	chidi.taps("@app", line, "Turn on again")
	chidi.answers(shown(chidi.again("@app", told)), "the message", "Ana asks you to lead")
	chidi.taps("@app", told, "Not me")
	chidi.tapsHomeSettings("told")
	ana.hands("#refunds", chidi)
	d.goes("2026-11-25T12:00:00Z")
	if n := chidi.finding("@app", "asks you to lead"); n != 0 {
		t.Errorf("%d lines although they are off", n)
	}
	chidi.answers(strings.ReplaceAll(shown(chidi.home()), "*", ""), "Home", "Ana asks you to lead Refunds in a day.")
	if s := ana.screen(); strings.Contains(s, "concerns you") {
		t.Error("Ana sees what Chidi turned off")
	}
}

// tapsHomeSettings turns one of the kinds off that come of what others do.
func (p person) tapsHomeSettings(off string) {
	p.t.Helper()
	var on []string
	for _, kind := range []string{"follow_up", "risk_due", "told", "alone"} {
		if kind != off {
			on = append(on, kind)
		}
	}
	p.home()
	p.tapsHome("Change")
	p.fills("What reaches me", object{"also": on})
}
