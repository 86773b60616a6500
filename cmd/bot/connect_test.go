package main

import (
	"strings"
	"testing"
)

// opens types a command that opens a form.
func (p person) opens(channel, command, title string) object {
	p.t.Helper()
	p.asks(channel, command)
	return p.gets(title)
}

// connects writes about herself and the mission of a channel. Each sentence is its words and its ring.
func (p person) connects(channel string, sentences map[string][2]string) {
	p.t.Helper()
	p.opens(channel, "connect", "This mission and you")
	values, wider := object{}, false
	for block, s := range sentences {
		values[block], values["ring_"+block] = s[0], s[1]
		wider = wider || s[1] != "me"
	}
	p.fills("This mission and you", values)
	if wider {
		p.answers(shown(p.gets("This mission and you")), "the form", "Before you share.")
		p.fills("This mission and you", object{})
	}
}

// reads opens what people shared with the team, as Details offers it, and closes it.
func (p person) pursuits(channel string) string {
	p.t.Helper()
	p.asks(channel, "")
	details := p.latest(channel)
	if !p.offers(channel, details, "Read it") {
		return ""
	}
	p.taps(channel, details, "Read it")
	words := shown(p.gets("What people are after"))
	p.closes(true)
	return words
}

// sees says which of some words stand in a text.
func sees(text string, words ...string) string {
	var seen []string
	for _, w := range words {
		if strings.Contains(text, w) {
			seen = append(seen, w)
		}
	}
	return strings.Join(seen, ", ")
}

// The three sentences of Dee, each for other readers.
const (
	deesAim    = "dee's aim: to sail"
	deesPower  = "dee's power: to mend"
	deesReason = "dee's reason: calm days"
)

// sharing opens a desk with a mission that Ana leads, in which Dee shares.
func sharing(t *testing.T) *desk {
	t.Helper()
	d := openDesk(t, mondayMorning)
	d.person("Ana").sets("#refunds", "Refunds in a day", "lead")
	for _, name := range []string{"Bo", "Chidi", "Dee"} {
		d.person(name).joins("#refunds", "a piece")
	}
	d.person("Dee").connects("#refunds", map[string][2]string{
		"personal": {d.secret(deesAim), "me"}, "power": {d.secret(deesPower), "lead"}, "serves": {deesReason, "team"},
	})
	return d
}

func TestEachSentenceHasItsReaders(t *testing.T) {
	t.Parallel()
	d := sharing(t)
	ana, dee := d.person("Ana"), d.person("Dee")
	dee.finds("@app", "Kept. Only you read what you are after. Ana reads what gives you energy. The team reads how this mission touches it.")
	told := ana.finds("@app", "Dee shared a sentence with you, about Refunds in a day.")
	ana.taps("@app", told, "Read it")
	form := shown(ana.gets("Shared with you"))
	ana.closes(true)
	if got := sees(form, deesAim, deesPower, deesReason); got != deesPower+", "+deesReason {
		t.Errorf("the lead reads %q", got)
	}
	ana.answers(form, "the form", "Three questions to ask, not to tell:")
	forged := object{"m": carried(t, ana.card("#refunds")), "u": dee.id}
	for name, reads := range map[string]string{
		"Ana": deesReason, "Bo": deesReason, "Chidi": deesReason, "Dee": deesReason,
		"Emi":  deesReason,    // in the channel, though not in the mission
		"Kiri": "", "Lou": "", // neither; Lou is a guest
	} {
		p := d.person(name)
		where := "#refunds"
		if reads == "" {
			where = "@app"
			if name == "Lou" {
				ana.call("channel", object{"as": ana.id, "op": "kick", "channel": "#refunds", "user": p.id})
			}
		}
		if where == "#refunds" {
			if got := sees(p.pursuits(where), deesAim, deesPower, deesReason); got != reads {
				t.Errorf("%s reads %q in Details, want %q", name, got, reads)
			}
		}
		for n, action := range []string{"read_shared", "pursuits", "connect_mine", "connect", "connect_back", "connects_to"} {
			_, since := d.tape(0)
			p.forges(n, where, action, forged)
			calls, _ := d.tape(since)
			want := reads
			if action != "pursuits" {
				want = ""
			}
			if got := sees(jsonText(calls), deesAim, deesPower, deesReason); name != "Ana" && name != "Dee" && got != want {
				t.Errorf("%s reads %q by a forged %s, want %q", name, got, action, want)
			}
			if p.top() != nil {
				p.closes(true)
			}
		}
	}
}

func TestASharedSentenceIsTakenBack(t *testing.T) {
	t.Parallel()
	d := sharing(t)
	ana, bo, dee := d.person("Ana"), d.person("Bo"), d.person("Dee")
	told := ana.finds("@app", "Dee shared a sentence with you")
	bo.asks("#refunds", "win the first shop pays out the same day")
	win := ana.finds("#refunds", "the first shop pays out")
	ana.taps("#refunds", win, "Connects to…")
	ana.answers(shown(ana.gets("Connects to…")), "the form", deesReason)
	ana.tapsForm("Ask Dee")
	ana.answers(shown(ana.gets("Connects to…")), "the form", "Dee is asked in private.")
	ana.closes(true)
	d.goes("2026-11-24T09:12:00Z") // she has had her message of the day
	asked := dee.finds("@app", "Ana sees a sentence of yours in Bo's win. Say so in #refunds?")
	if strings.Contains(jsonText(asked), "calm days") {
		t.Error("the question quotes the sentence")
	}
	dee.taps("@app", asked, "Show me which")
	dee.answers(shown(dee.gets("What would be said")), "the form", deesReason)
	dee.closes(true)
	dee.taps("@app", asked, "Say it")
	said := bo.inThread("#refunds", win, "For Dee this is more than a win:\n"+deesReason)

	dee.asks("#refunds", "connect")
	dee.fills("This mission and you", object{"ring_power": "me", "ring_serves": "me"})
	dee.finds("@app", "Taken back. It is gone from every place where others could read it; whoever has read it may remember it.")
	for _, name := range everyone[:5] {
		p := d.person(name)
		if got := sees(p.pursuits("#refunds")+p.screen(), deesAim, deesPower, deesReason); got != "" && name != "Dee" {
			t.Errorf("%s still reads %q", name, got)
		}
	}
	ana.taps("@app", told, "Read it")
	ana.answers(shown(ana.gets("Shared with you")), "the form", "There is nothing here to read any more.")
	now := bo.inThread("#refunds", win, "For Dee this is more than a win.")
	if now == nil || now["ts"] != said["ts"] || strings.Contains(jsonText(now), "calm days") {
		t.Errorf("the thread says %q", shown(now))
	}
	dee.opens("#refunds", "connect", "This mission and you")
	dee.holds("This mission and you", true, deesAim, deesPower, deesReason)
}

func TestASentenceIsItsAuthorsToSay(t *testing.T) {
	t.Parallel()
	d := sharing(t)
	bo, chidi, dee, emi := d.person("Bo"), d.person("Chidi"), d.person("Dee"), d.person("Emi")
	dee.asks("#refunds", "win the phones are quiet")
	win := dee.finds("#refunds", "the phones are quiet")
	meta := object{"m": carried(t, dee.card("#refunds")), "e": entryInMenu(t, win), "k": "serves", "u": dee.id}
	for n, p := range []person{bo, chidi, emi} {
		p.forges(n, "#refunds", "celebrate", meta)
		p.forges(n, "#refunds", "celebrate_show", meta)
		p.forges(n, "#refunds", "celebrate_unsay", meta)
	}
	for _, sentence := range []string{"personal", "power", "nothing"} {
		meta["k"] = sentence
		bo.forges(len(sentence), "#refunds", "celebrate_ask", meta)
		dee.forges(len(sentence), "#refunds", "celebrate", meta)
	}
	if n := len(bo.thread("#refunds", win)); n != 0 {
		t.Errorf("%d messages stand in the thread of the win", n)
	}
	if dee.finding("@app", "sees a sentence of yours") > 0 {
		t.Error("Dee is asked about a sentence that is not open to the team")
	}
	dee.taps("#refunds", win, "Connects to…")
	dee.tapsForm("Say it in the win's thread")
	bo.inThread("#refunds", win, deesReason)
	bo.taps("#refunds", win, "Connects to…")
	bo.tapsForm("Ask Dee")
	bo.closes(true)
	d.goes("2026-11-24T09:12:00Z") // she has had her message of the day
	asked := dee.finds("@app", "Bo sees a sentence of yours in your win.")
	dee.taps("@app", asked, "Not this one")
	dee.finds("@app", "Fine. Nothing is said, and nobody is told.")
	if n := len(bo.thread("#refunds", win)); n != 1 {
		t.Errorf("%d messages stand in the thread, want Dee's alone", n)
	}
	dee.tapsForm("Take it out")
	bo.inThread("#refunds", win, "For Dee this is more than a win.")
	if got := jsonText(bo.thread("#refunds", win)); strings.Contains(got, "calm days") {
		t.Error("what was taken out stands in the thread")
	}
}

// entryInMenu is the id of an entry as the menu beside it carries it.
func entryInMenu(t *testing.T, m object) string {
	t.Helper()
	found := labelled(m["blocks"], "Withdraw")
	if len(found) == 0 {
		t.Fatal("the entry has no menu")
	}
	option, _ := found[0].option.(object)
	return cutOut(text(option, "value"), `"e":"`, `"`)
}

func TestWhatALeadReadPassesToNobody(t *testing.T) {
	t.Parallel()
	d := sharing(t)
	ana, bo, dee := d.person("Ana"), d.person("Bo"), d.person("Dee")
	bo.connects("#refunds", map[string][2]string{"personal": {d.secret("bo's aim: a garden"), "lead"}})
	meta := object{"m": carried(t, ana.card("#refunds")), "u": dee.id}
	ana.asks("#refunds", "edit")
	ana.fills("Change the wording", object{"reason": "Chidi takes over", "steer": "other", "next_lead": d.person("Chidi").id})
	ana.fills("Why it matters", object{})
	ana.fills("Three phases", object{})
	chidi := d.person("Chidi")
	chidi.taps("@app", chidi.finds("@app", "Ana asks you to lead"), "I will lead it")
	d.goes("2026-11-25T16:00:00Z") // the first morning brings the welcome
	dee.finds("@app", "Chidi leads Refunds in a day now. What you shared with the lead before is for you alone again. Nothing passes on.")
	bo.finds("@app", "What you shared with the lead before is for you alone again.")
	for n, p := range []person{ana, chidi} {
		_, since := d.tape(0)
		p.forges(n, "#refunds", "read_shared", meta)
		calls, _ := d.tape(since)
		if got := sees(jsonText(calls), deesAim, deesPower); got != "" {
			t.Errorf("%s reads %q", p.id, got)
		}
	}
	if chidi.finding("@app", "shared a sentence with you") > 0 {
		t.Error("the new lead is told of what was shared with the old one")
	}

	// Dee shares with Chidi while the lead goes: the form names who led when it was opened.
	dee.opens("#refunds", "connect", "This mission and you")
	chidi.asks("#refunds", "leave")
	chidi.taps("#refunds", chidi.latest("#refunds"), "Leave")
	out := dee.tries("This mission and you", object{"ring_personal": "lead"})
	if out["result"] != "errors" {
		t.Errorf("the form was answered with %v", out)
	}
	dee.closes(true)

	// Who leaves shows nothing any more, and keeps her words.
	if got := sees(bo.pursuits("#refunds"), deesReason); got == "" {
		t.Error("the team does not read what Dee shared with it")
	}
	dee.asks("#refunds", "leave")
	dee.taps("#refunds", dee.latest("#refunds"), "Leave")
	if got := bo.pursuits("#refunds"); got != "" {
		t.Errorf("after Dee left the team reads %q", got)
	}
	left := shown(dee.opens("#refunds", "connect", "This mission and you"))
	dee.answers(left, "the form", "You are not in this mission any more. What you wrote about it and you is still yours")
	dee.answers(left, "the form", deesAim)
	dee.tapsForm("Take back all")
	dee.tapsForm("Delete all of it")
	dee.answers(shown(dee.gets("Taken back")), "the form", "Nothing of it is kept.")
	dee.closes(true)
	dee.answers(dee.asks("#refunds", "connect"), "/mission connect", "This is for people in the mission.")
}

func TestConnectingByTheMonthlyQuestion(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	bo := d.person("Bo")
	d.person("Ana").sets("#refunds", "Refunds in a day", "together")
	bo.joins("#refunds", "the phones", "connect")
	d.goes("2026-11-24T15:06:00Z")
	first := newest(bo.messages("@app"))
	bo.taps("@app", first, "Write it")
	if strings.Contains(shown(bo.gets("This mission and you")), "My lead") {
		t.Error("a mission without a lead offers a ring for one")
	}
	bo.fills("This mission and you", object{"power": d.secret("bo's power: old maps"), "powers": []string{"learning", "helping"}})
	bo.answers(shown(bo.again("@app", first)), "the question", "Kept. Only you read it.")
	d.goes("2026-12-31T15:06:00Z")
	again := bo.finds("@app", "Is this still how Refunds in a day touches something you are after yourself?")
	bo.taps("@app", again, "Show it")
	bo.answers(shown(bo.gets("This mission and you")), "the form", "bo's power: old maps")
	bo.answers(shown(bo.top()), "the form", "Helping, Learning")
	bo.closes(true)
	bo.taps("@app", again, "It has changed")
	bo.fills("This mission and you", object{"power": "", "powers": []string{}})
	bo.answers(shown(bo.again("@app", again)), "the question", "Taken back. Nothing of it is kept.")
	bo.asks("#refunds", "progress and on it goes") // a mission of which nothing is told rests
	d.goes("2027-02-02T15:06:00Z")
	bo.finds("@app", "How does Refunds in a day touch something you are after yourself?")
	bo.writes("@app", d.secret("I saw how a letter goes round"))
	bo.finds("@app", "Kept as how the mission serves you. Only you read my copy.")
}

// What comes twice is kept once, and nobody is told twice.
func TestPrivateFormsThatComeTwice(t *testing.T) {
	t.Parallel()
	d := sharing(t)
	ana, bo, dee := d.person("Ana"), d.person("Bo"), d.person("Dee")
	d.redelivers("sharing")
	d.rest()
	if n := ana.finding("@app", "Dee shared a sentence with you"); n != 1 {
		t.Errorf("Ana is told %d times", n)
	}
	dee.asks("#refunds", "connect")
	dee.fills("This mission and you", object{"ring_power": "me"})
	d.redelivers("taking back")
	d.rest()
	if n := dee.finding("@app", "Taken back."); n != 1 {
		t.Errorf("Dee is told %d times that it is taken back", n)
	}
	bo.asks("#refunds", "win the phones are quiet")
	win := bo.finds("#refunds", "the phones are quiet")
	bo.taps("#refunds", win, "Connects to…")
	bo.tapsForm("Ask Dee")
	d.redelivers("asking")
	bo.closes(true)
	ana.taps("#refunds", win, "Connects to…")
	ana.tapsForm("Ask Dee") // a second person asks about the same win, and hears the same
	ana.answers(shown(ana.gets("Connects to…")), "the form", "Dee is asked in private.")
	d.goes("2026-11-24T09:12:00Z")
	if n := dee.finding("@app", "sees a sentence of yours"); n != 1 {
		t.Errorf("Dee is asked %d times", n)
	}
	dee.taps("@app", dee.finds("@app", "sees a sentence of yours"), "Say it")
	d.redelivers("saying it")
	d.rest()
	if n := len(bo.thread("#refunds", win)); n != 1 {
		t.Errorf("%d messages stand in the thread", n)
	}
	dee.opens("#refunds", "reflect", "Reflect")
	dee.fills("Reflect", object{"text": d.secret("note that comes twice")})
	d.redelivers("reflecting")
	dee.tapsForm("Open my journal")
	if rows := dee.rows(); len(rows) != 1 {
		t.Errorf("the journal shows %q", rows)
	}
}

func TestAfterTheEndWhatOneWroteIsOnesOwn(t *testing.T) {
	t.Parallel()
	d := sharing(t)
	ana, bo, dee := d.person("Ana"), d.person("Bo"), d.person("Dee")
	dee.reflects("#refunds", d.secret("note before the end"), nil)
	told := ana.finds("@app", "Dee shared a sentence with you")
	dee.finds("@app", "Kept. Only you read what you are after.")
	meta := object{"m": carried(t, ana.card("#refunds")), "u": dee.id}
	ana.ends("#refunds", "completed", "It is there", nil, "later")
	ana.taps("@app", told, "Read it")
	ana.answers(shown(ana.gets("Shared with you")), "the form", "There is nothing here to read any more.")
	ana.closes(true)
	_, since := d.tape(0)
	bo.forges(1, "#refunds", "pursuits", meta)
	bo.forges(2, "#refunds", "connects_to", meta)
	calls, _ := d.tape(since)
	if got := sees(jsonText(calls), deesAim, deesPower, deesReason); got != "" {
		t.Errorf("after the end Bo reads %q", got)
	}
	kept := newestWith(dee.messages("@app"), "Kept. Only you read what you are after.")
	dee.taps("@app", kept, "Change")
	dee.answers(shown(dee.gets("This mission and you")), "the form", "This mission has ended. What you wrote about it and you is still yours")
	dee.closes(true)
	dee.asks("@app", "journal")
	if rows := dee.rows(); len(rows) != 1 || !strings.Contains(shown(dee.top()), "Refunds in a day") {
		t.Errorf("after the end the journal shows %q", rows)
	}
}

// Who asks to be forgotten is forgotten in what she said beside a win too, and whoever shared something with
// her as the lead is told that it is hers alone again.
func TestForgettingTakesSentencesToo(t *testing.T) {
	t.Parallel()
	d := sharing(t)
	ana, bo, dee := d.person("Ana"), d.person("Bo"), d.person("Dee")
	bo.connects("#refunds", map[string][2]string{"power": {d.secret("bo's power: old maps"), "lead"}})
	bo.asks("#refunds", "win the phones are quiet")
	win := bo.finds("#refunds", "the phones are quiet")
	dee.taps("#refunds", win, "Connects to…")
	dee.tapsForm("Say it in the win's thread")
	dee.closes(true)
	bo.inThread("#refunds", win, deesReason)
	dee.forgets("keep")
	d.goes("2026-11-23T10:30:00Z")
	bo.inThread("#refunds", win, "For someone this is more than a win.")
	if got := sees(jsonText(bo.thread("#refunds", win)), deesReason, "Dee"); got != "" {
		t.Errorf("after Dee was forgotten the thread shows %q", got)
	}
	if got := sees(ana.screen(), "Dee shared"); got != "" {
		t.Errorf("Ana still reads %q", got)
	}
	if got := bo.pursuits("#refunds"); got != "" {
		t.Errorf("after Dee was forgotten the team reads %q", got)
	}
	ana.forgets("keep")
	d.goes("2026-11-25T16:00:00Z") // the first morning brings the welcome
	bo.finds("@app", "is for you alone again. Nothing passes on.")
	bo.opens("#refunds", "connect", "This mission and you")
	bo.holds("This mission and you", true, "bo's power: old maps")
	if strings.Contains(shown(bo.top()), "My lead") {
		t.Error("the form offers a ring for a lead who was forgotten")
	}
}

// Who is away is written to by nobody; what was shared with her as the lead waits in her Home, and she alone
// reads it there.
func TestWhatIsSharedWithALeadWhoIsAwayWaitsForHer(t *testing.T) {
	t.Parallel()
	d := sharing(t)
	ana, bo, dee := d.person("Ana"), d.person("Bo"), d.person("Dee")
	ana.asks("#refunds", "away until 2026-12-01")
	bo.connects("#refunds", map[string][2]string{"power": {d.secret("bo's power: old maps"), "lead"}})
	if n := ana.finding("@app", "shared a sentence with you"); n != 1 {
		t.Errorf("Ana, who is away, reads %d messages, want the one from before", n)
	}
	if got := shown(bo.home()); strings.Contains(got, "shared a sentence") {
		t.Errorf("Bo's Home says %q", got)
	}
	d.goes("2026-12-02T10:12:00Z")
	ana.answers(strings.ReplaceAll(shown(ana.home()), "*", ""), "Home", "Bo shared a sentence with you, about Refunds in a day.")
	ana.tapsHome("Read it: Refunds in a day")
	ana.answers(shown(ana.gets("Shared with you")), "the form", "bo's power: old maps")
	ana.closes(true)
	if got := shown(ana.home()); strings.Contains(got, "shared a sentence") {
		t.Errorf("what was read still waits: %q", got)
	}
	bo.asks("#refunds", "win the phones are quiet")
	dee.asks("#refunds", "away until 2026-12-10")
	bo.taps("#refunds", bo.finds("#refunds", "the phones are quiet"), "Connects to…")
	bo.tapsForm("Ask Dee")
	bo.answers(shown(bo.gets("Connects to…")), "the form", "Dee is asked in private.")
	if n := dee.finding("@app", "sees a sentence of yours"); n != 0 {
		t.Error("Dee is asked while she is away")
	}
}

// Words typed after a private command come back in its form, and nowhere else.
func TestPrivateWordsTypedWithTheCommandGoIntoItsForm(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	ana.sets("#refunds", "Refunds in a day", "lead")
	ana.sets("#checkout", "Faster sign-up", "together")
	for _, channel := range []string{"#refunds", "#checkout"} {
		bo.joins(channel, "a piece")
	}
	bo.opens("#refunds", "connect "+d.secret("a letter goes round"), "This mission and you")
	bo.holds("This mission and you", true, "a letter goes round")
	bo.fills("This mission and you", object{})
	bo.opens("#refunds", "connect "+d.secret("a second thought"), "This mission and you")
	bo.holds("This mission and you", true, "a letter goes round", "a second thought")
	bo.closes(true)
	bo.asks("@app", "connect "+d.secret("a thought of which mission"))
	bo.taps("@app", bo.finds("@app", "Which mission?"), "Faster sign-up")
	bo.holds("This mission and you", true, "a thought of which mission")
	bo.closes(true)
	bo.asks("#refunds", "reflct "+d.secret("a slip of the finger"))
	bo.taps("#refunds", bo.finds("#refunds", "Did you mean"), "Yes, reflect")
	bo.holds("Reflect", true, "a slip of the finger")
}
