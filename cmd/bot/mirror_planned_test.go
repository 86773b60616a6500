package main

import (
	"slices"
	"strings"
	"testing"
)

// atHome is the mirror's question in a person's Home, or "".
func (p person) atHome() string {
	p.t.Helper()
	p.home()
	for l := range strings.SplitSeq(p.homeNow(), "\n") {
		if _, q, ok := strings.Cut(l, "Your mirror"); ok && strings.Contains(q, "What ") {
			return q[strings.Index(q, "What "):]
		}
	}
	return ""
}

// TestTheMirrorOfAWeek follows the question of whoever leads: by message on Monday and Thursday, in Home on the other
// days, never the same one; and it goes with the lead.
func TestTheMirrorOfAWeek(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	ana.sets("#refunds", "Refunds in a day", "lead")
	d.unwelcomed(bo)
	bo.joins("#refunds", "the phones")
	if q := bo.atHome(); q != "" {
		t.Errorf("who leads nothing is asked %q at home", q)
	}
	d.goes("2026-11-24T08:00:00Z")
	tuesday := ana.atHome()
	d.goes("2026-11-24T16:00:00Z")
	if again := ana.atHome(); again != tuesday || tuesday == "" {
		t.Errorf("at home stood %q, then %q", tuesday, again)
	}
	if form := ana.question(); form != tuesday {
		t.Errorf("the form asks %q, Home %q", form, tuesday)
	}
	ana.tapsHome("Answer your mirror")
	ana.fills(mirror, object{"text": d.secret("mirror of Tuesday: I waited for no answer")})
	ana.closes(true)
	if q := ana.atHome(); q != "" {
		t.Errorf("after she wrote, %q still stands at home", q)
	}
	d.goes("2026-11-25T12:00:00Z")
	wednesday := ana.atHome()
	d.goes("2026-11-26T08:00:00Z")
	if q := ana.atHome(); q != "" {
		t.Errorf("on the morning of a message %q stands at home", q)
	}
	d.goes("2026-11-26T12:00:00Z")
	at := ana.toldAt("@app", "Europe/Lisbon", "What ")
	if !slices.Equal(at, []string{"Thu 26 Nov 09:05"}) {
		t.Errorf("the mirror came at %v", at)
	}
	sent := ana.finds("@app", "Answer opens a form that only I keep")
	ana.taps("@app", sent, "Why this?")
	ana.holds("Why this?", true, "It reaches you because you lead this mission.", "Once a week it names whose turn a conversation is.")
	ana.holds("Why this?", false, "You ticked it")
	ana.closes(true)
	asked, _, _ := strings.Cut(text(sent, "text"), "\n")
	d.goes("2026-11-27T12:00:00Z")
	friday := ana.atHome()
	all := []string{tuesday, wednesday, asked, friday}
	slices.Sort(all)
	if len(slices.Compact(all)) != 4 || slices.Contains(all, "") {
		t.Errorf("the week asked %q", all)
	}
	ana.taps("@app", sent, "Answer")
	ana.fills("Your answer", object{"text": d.secret("mirror of Thursday: I held on to the bank")})
	ana.finds("@app", "Kept. Only you read it.")
	ana.asks("@app", "mirror")
	ana.tapsForm("What I wrote before")
	ana.holds(mirror, true, "mirror of Tuesday", "mirror of Thursday")
	ana.closes(true)

	ana.asks("#refunds", "edit")
	ana.fills("Change the wording", object{"reason": "Bo takes over", "steer": "other", "next_lead": bo.id})
	ana.fills("Why it matters", object{})
	ana.fills("Three phases", object{})
	d.goes("2026-11-27T16:00:00Z") // it is ten in the morning where Bo lives
	bo.taps("@app", bo.finds("@app", "Ana asks you to lead"), "I will lead it")
	d.goes("2026-12-04T12:00:00Z")
	if at := bo.toldAt("@app", "America/Chicago", "What "); !slices.Equal(at, []string{"Mon 30 Nov 09:05", "Thu 3 Dec 09:05"}) {
		t.Errorf("Bo, who leads by now, was asked at %v", at)
	}
	if at := ana.toldAt("@app", "Europe/Lisbon", "What "); len(at) != 1 || ana.atHome() != "" {
		t.Errorf("Ana, who leads no more, was asked at %v", at)
	}
}

// conversation is with whom the newest of somebody's mirrors proposes to talk, or "".
func (p person) conversation() (object, string) {
	p.t.Helper()
	m := p.latest("@app")
	for _, name := range everyone {
		if strings.Contains(shown(m), "This week's conversation could be with "+name) {
			return m, name
		}
	}
	return m, ""
}

// TestOneConversationAWeek follows the lead's mirror through four weeks: the first of each week names whose turn it
// is, in an order that forgets nobody and passes over who is away.
func TestOneConversationAWeek(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana := d.person("Ana")
	ana.sets("#refunds", "Refunds in a day", "lead")
	for _, name := range []string{"Bo", "Chidi", "Dee"} {
		d.person(name).joins("#refunds", "a piece")
	}
	d.goes("2026-11-26T12:00:00Z")
	m, first := ana.conversation()
	ana.answers(shown(m), "the message", "everyone comes round.")
	ana.taps("@app", m, "Someone else")
	_, second := ana.conversation()
	if first == "" || second == "" || second == first {
		t.Fatalf("after %q comes %q", first, second)
	}
	ana.taps("@app", m, "We talked")
	ana.finds("@app", "You talked with "+second+". Next week it is someone else's turn.")
	ana.taps("@app", m, "Answer")
	ana.fills("Your answer", object{"text": d.secret("turn: I heard more than I said")})
	ana.finds("@app", "Kept. Only you read it.")
	ana.finds("@app", "You talked with "+second)

	d.goes("2026-11-30T12:00:00Z")
	m, third := ana.conversation()
	ana.taps("@app", m, "Not now") // about the question, and not the conversation
	ana.taps("@app", m, "Next week")
	ana.finds("@app", "It is "+third+"'s turn, and it waits until Monday 7 December.")
	d.goes("2026-12-03T12:00:00Z")
	if _, again := ana.conversation(); again != "" {
		t.Errorf("a second message of the week names %s", again)
	}
	d.person(third).asks("@app", "away until 18 december")
	d.goes("2026-12-07T12:00:00Z")
	m, fourth := ana.conversation()
	if third == "" || third == second || fourth != first {
		t.Errorf("after %s and %s, with %s away, it is the turn of %q", first, second, third, fourth)
	}
	ana.taps("@app", m, "Not now") // so that silence does not make the mirror come less often
	d.goes("2026-12-14T12:00:00Z")
	if _, fifth := ana.conversation(); fifth != second {
		t.Errorf("with %s away it is the turn of %q, not of %s", third, fifth, second)
	}
	d.goes("2026-12-21T12:00:00Z")
	if _, back := ana.conversation(); back != third {
		t.Errorf("%s is back, and it is the turn of %q", third, back)
	}
	for _, name := range []string{"Bo", "Chidi", "Dee"} {
		if strings.Contains(d.person(name).screen(), "conversation could be with") {
			t.Errorf("%s sees whose turn it is", name)
		}
	}
}

// TestALeadHasNoMirrorAndHasItAgain follows a lead who wants no mirror: in what reaches her, then by the menu beside a
// question. It stays off in the missions that she leads after that, until she ticks it again.
func TestALeadHasNoMirrorAndHasItAgain(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana := d.person("Ana")
	ana.sets("#refunds", "Refunds in a day", "lead")
	said := ana.finds("#refunds", "Twice a week I ask you something about yourself.")
	wants := func(on bool) {
		t.Helper()
		ticks := []string{}
		if on {
			ticks = append(ticks, "mirror")
		}
		ana.taps("#refunds", said, "What reaches me")
		ana.fills("What reaches me", object{"mirror": ticks})
	}
	comes := func(days ...string) {
		t.Helper()
		if got := ana.toldAt("@app", "Europe/Lisbon", "What "); !slices.Equal(got, days) {
			t.Errorf("the mirror came at %v, want %v", got, days)
		}
	}
	wants(false)
	ana.sets("#checkout", "A shorter till", "lead")
	if n := ana.finding("#checkout", "Twice a week"); n != 0 {
		t.Error("who wants no mirror is told that it comes")
	}
	d.goes("2026-11-26T12:00:00Z")
	comes()
	if q := ana.atHome(); q != "" {
		t.Errorf("at home she is asked %q", q)
	}
	wants(true)
	d.goes("2026-11-30T12:00:00Z")
	comes("Mon 30 Nov 09:05")
	asked := ana.finds("@app", "Answer opens a form that only I keep")
	ana.taps("@app", asked, "Turn these off")
	ana.taps("@app", asked, "Off in all missions")
	d.goes("2026-12-07T12:00:00Z")
	comes("Mon 30 Nov 09:05")
	ana.taps("@app", asked, "Turn on again here")
	d.goes("2026-12-10T12:00:00Z")
	comes("Mon 30 Nov 09:05", "Thu 10 Dec 09:05")
}
