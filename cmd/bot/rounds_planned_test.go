package main

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// toldAt returns when messages that begin with some words were posted to a conversation, on the wall of a zone.
func (p person) toldAt(channel, zone, begins string) []string {
	p.t.Helper()
	loc, err := time.LoadLocation(zone)
	if err != nil {
		p.t.Fatal(err)
	}
	var out []string
	calls, _ := p.d.tape(0)
	for _, c := range calls {
		args, _ := c["args"].(object)
		if c["method"] != "chat.postMessage" || args["channel"] != p.channel(channel) || !strings.HasPrefix(text(args, "text"), begins) {
			continue
		}
		at, err := time.Parse(time.RFC3339Nano, text(c, "at"))
		if err != nil {
			p.t.Fatal(err)
		}
		out = append(out, at.In(loc).Format("Mon 2 Jan 15:04"))
	}
	return out
}

// crewZones are where the crew lives.
var crewZones = map[string]string{
	"Ana": "Europe/Lisbon", "Bo": "America/Chicago", "Chidi": "Africa/Lagos", "Dee": "Asia/Kolkata", "Emi": "Asia/Tokyo",
	"Farid": "Asia/Dubai", "Ines": "America/Sao_Paulo",
}

// feels answers the round that is open from Home, with the words of its question.
func (p person) feels(question, mood string) {
	p.t.Helper()
	p.taps("@app", p.finds("@app", question), "Answer")
	p.fills("Without your name", object{"mood": mood})
	p.closes(true)
}

// TestAMonthOfRounds goes through four weeks of a team in six zones: own words in the second week, then energy, then
// load, each at two in the afternoon wherever somebody lives.
func TestAMonthOfRounds(t *testing.T) {
	t.Parallel()
	d := openDesk(t, daysBefore)
	all := d.gathers("lead")
	ana, bo, emi := all[0], all[1], all[4]
	d.goes("2026-12-01T09:00:00Z")
	for i, p := range all {
		if got := p.toldAt("@app", crewZones[crew[i]], "In your own words"); !slices.Equal(got, []string{"Mon 30 Nov 09:05"}) {
			t.Errorf("%s was asked for own words at %v", crew[i], got)
		}
	}
	emi.taps("@app", emi.finds("@app", "In your own words"), "Why this?")
	emi.holds("Why this?", true, "asks for everyone's own words once a phase, and it is in its beginning", "the words that several used stay")
	emi.closes(true)
	for i, p := range all[:5] {
		p.taps("@app", p.finds("@app", "In your own words"), "Answer")
		p.fills("Without your name", object{"own_words": d.secret("money back within a day, says number " + crew[i])})
		p.closes(true)
	}

	d.goes("2026-12-02T05:30:00Z") // half past two in Tokyo; elsewhere it is morning, or night
	emi.finds("@app", "How is your energy for Refunds in a day these days?")
	if n := ana.finding("@app", "How is your energy"); n != 0 {
		t.Errorf("Ana is asked before it is two in Lisbon")
	}
	late := d.person("Lou")
	late.answered("#refunds", "energy", "A round is open until Friday 4 December, ")
	late.joins("#refunds", "the letters", "rounds")
	late.answered("#refunds", "energy", "for those who had ticked rounds when it opened")
	d.goes("2026-12-03T09:00:00Z")
	for i, p := range all {
		if got := p.toldAt("@app", crewZones[crew[i]], "How is your energy"); !slices.Equal(got, []string{"Wed 2 Dec 14:00"}) {
			t.Errorf("%s was asked about energy at %v", crew[i], got)
		}
	}
	for i, p := range all[1:] {
		p.feels("How is your energy", "455454"[i:i+1])
	}
	ana.taps("@app", ana.finds("@app", "How is your energy"), "What will the team say?")
	ana.fills("Your guess", object{"guess": "mixed"})
	if bo.offers("@app", bo.finds("@app", "How is your energy"), "What will the team say?") {
		t.Error("who does not lead is asked to guess")
	}
	d.goes("2026-12-04T13:59:00Z")
	if n := ana.finding("#refunds", "Energy in Refunds in a day:"); n != 0 {
		t.Error("the result is told before the close")
	}
	d.goes("2026-12-07T11:00:00Z")
	ana.finds("#refunds", "Energy in Refunds in a day: good.")
	ana.finds("#refunds", "Refunds in a day, in our own words")

	d.goes("2026-12-17T12:00:00Z")
	for i, p := range append(all, late) {
		zone := "America/Denver"
		if i < len(crew) {
			zone = crewZones[crew[i]]
		}
		if got := p.toldAt("@app", zone, "How do you carry the load"); len(got) != 1 || !strings.HasPrefix(got[0], "Wed 16 Dec 14:00") {
			t.Errorf("number %d was asked about load at %v", i, got)
		}
	}
	for _, p := range all[:5] {
		p.feels("How do you carry the load", "1")
	}
	d.goes("2026-12-21T12:00:00Z")
	ana.finds("#refunds", "Load in Refunds in a day:")
	ana.asks("@app", "mirror")
	ana.tapsForm("Your guesses, in Refunds in a day")
	ana.holds("Your guesses", true, "You expected mixed; the team says good.")
	ana.closes(true)
	d.nothingLeft()
}

// TestTooFewForARound says once in the thread that a planned round did not open, and opens the next where enough have
// ticked rounds by then.
func TestTooFewForARound(t *testing.T) {
	t.Parallel()
	d := openDesk(t, daysBefore)
	all := d.gathers("lead")
	ana := all[0]
	for _, p := range all[1:3] {
		p.ticks()
	}
	d.goes("2026-12-16T20:30:00Z")
	card := ana.card("#refunds")
	ana.inThread("#refunds", card, "No round this time. A round of Refunds in a day opens once 6 people tick rounds")
	said := 0
	for _, m := range ana.thread("#refunds", card) {
		if strings.Contains(shown(m), "No round this time") {
			said++
		}
	}
	if said != 1 {
		t.Errorf("it is said %d times that no round opened", said)
	}
	for i, p := range all {
		if n := p.finding("@app", "How is your energy") + p.finding("@app", "In your own words"); n != 0 {
			t.Errorf("%s was asked %d times", crew[i], n)
		}
	}
	ana.asks("#refunds", "nudges")
	ana.holds("Nudges here", true, "None opens for now: too few have ticked rounds. One opens once 6 people have.")
	ana.closes(true)
	all[1].ticks("rounds")
	ana.asks("#refunds", "progress Half of the letters are written.") // so that the mission does not rest
	d.goes("2026-12-30T20:30:00Z")
	if at := all[1].toldAt("@app", crewZones["Bo"], "How is your energy"); !slices.Equal(at, []string{"Wed 30 Dec 14:00"}) {
		t.Errorf("with enough people Bo was asked at %v", at)
	}
	if n := all[2].finding("@app", "How is your energy"); n != 0 {
		t.Error("who ticked no rounds is asked")
	}
}
