package main

import (
	"strings"
	"testing"
)

const mirror = "Your mirror"

// question is what the mirror asks on a day.
func (p person) question() string {
	p.t.Helper()
	p.asks("@app", "mirror")
	view := p.gets(mirror)
	p.closes(true)
	for line := range strings.SplitSeq(shown(view), "\n") {
		if strings.HasPrefix(line, "What ") {
			return line
		}
	}
	p.t.Fatalf("the mirror asks nothing: %q", shown(view))
	return ""
}

func TestALeadLooksInTheMirror(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	ana.sets("#refunds", "Refunds in a day", "lead")
	bo.joins("#refunds", "the phones")
	first := ana.question()
	ana.asks("#refunds", "mirror")
	ana.holds(mirror, true, first, "Refunds in a day")
	ana.fills(mirror, object{"text": d.secret("mirror of Monday: I talked too much")})
	ana.holds(mirror, true, "Kept. Only you read it.", "mirror of Monday", first)
	ana.closes(true)
	d.goes("2026-11-24T09:12:00Z")
	if second := ana.question(); second == first {
		t.Errorf("two days ask %q", first)
	}
	ana.asks("@app", "mirror")
	ana.tapsForm("What I wrote before")
	ana.holds(mirror, true, "Monday 23 November", "mirror of Monday")
	ana.tapsForm("Open what you wrote on Monday 23 November")
	ana.tapsForm("Delete")
	ana.closes(true)
	ana.asks("@app", "mirror")
	ana.tapsForm("Your guesses, in Refunds in a day")
	ana.holds("Your guesses", true, "No guess of yours has met a result yet.")
	ana.closes(true)

	bo.answered("#refunds", "mirror", "for whoever leads. You can have one too.")
	bo.taps("#refunds", bo.latest("#refunds"), "Turn it on for me")
	bo.holds(mirror, false, "Whom to talk with", "Your guesses")
	bo.fills(mirror, object{"text": d.secret("mirror of Bo")})
	bo.closes(true)
	bo.asks("@app", "mirror")
	bo.tapsForm("Turn it off")
	bo.closes(true)
	bo.answered("@app", "mirror", "You can have one too.")
	for _, p := range []person{ana, d.person("Dee")} {
		if strings.Contains(p.screen(), "mirror of Bo") {
			t.Errorf("%s reads Bo's mirror", p.id)
		}
	}
}

// whom is whose turn it is, as the form says.
func (p person) whom() string {
	p.t.Helper()
	words := shown(p.gets("Whom to talk with"))
	for _, name := range everyone {
		if strings.Contains(words, "It is "+name+"'s turn") {
			return name
		}
	}
	p.t.Fatalf("it is nobody's turn: %q", words)
	return ""
}

func TestALeadTalksWithEveryoneInTurn(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo, chidi, dee := d.person("Ana"), d.person("Bo"), d.person("Chidi"), d.person("Dee")
	card := ana.sets("#refunds", "Refunds in a day", "lead")
	ana.asks("@app", "mirror")
	ana.tapsForm("Whom to talk with, in Refunds in a day")
	ana.holds("Whom to talk with", true, "Nobody else is in this mission yet.")
	ana.closes(true)
	for _, p := range []person{bo, chidi, dee} {
		p.joins("#refunds", "a piece")
	}
	ana.asks("@app", "mirror")
	ana.tapsForm("Whom to talk with, in Refunds in a day")
	first := ana.whom()
	ana.holds("Whom to talk with", true, "This week's conversation could be with "+first, "One question that you could ask:")
	ana.tapsForm("Next week")
	ana.holds("Whom to talk with", true, "It is "+first+"'s turn, and it waits until Monday 30 November.")
	ana.tapsForm("Someone else")
	second := ana.whom()
	talked := map[string]bool{second: true}
	for range 2 {
		ana.tapsForm("We talked")
		talked[ana.whom()] = true
	}
	if second == first || len(talked) != 3 || ana.whom() != first {
		t.Errorf("after %s, put off for %s, came %v", first, second, talked)
	}
	ana.tapsForm("We talked")
	if ana.whom() != second {
		t.Errorf("the next round begins with %s, not with %s", ana.whom(), second)
	}
	id := carried(t, card)
	for i, action := range strings.Fields("whom whom_talked whom_later whom_else guesses") {
		bo.forges(300+i, "#refunds", action, object{"m": id, "u": dee.id})
		bo.finds("#refunds", "That is for whoever leads the mission.")
	}
	if bo.top() != nil {
		t.Error("Bo got a form")
	}
}

func TestALeadSeesHowHerGuessesFared(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana := d.person("Ana")
	ana.sets("#refunds", "Refunds in a day", "lead")
	all := []person{ana}
	for _, name := range crew[1:] {
		p := d.person(name)
		d.unwelcomed(p)
		p.joins("#refunds", "a piece of it", "rounds")
		all = append(all, p)
	}
	ana.opensRound("good")
	d.goes("2026-11-24T16:00:00Z")
	for i, p := range all[1:] {
		p.answersRound("232323"[i:i+1], "")
	}
	d.goes("2026-11-25T10:00:00Z")
	ana.asks("@app", "mirror")
	ana.tapsForm("Your guesses, in Refunds in a day")
	form := shown(ana.gets("Your guesses"))
	if !strings.Contains(form, "You expected good; the team says ") || !strings.Contains(form, "What might people not be telling you?") {
		t.Errorf("the guesses are %q", form)
	}
	for _, p := range all[1:] {
		if strings.Contains(p.screen(), "You expected good") {
			t.Errorf("%s sees the lead's guesses", p.id)
		}
	}
}
