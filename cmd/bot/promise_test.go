package main

import (
	"encoding/json"
	"strings"
	"testing"
)

// withChidi is a desk with a mission in #refunds that Ana leads and that Chidi, who lives in Lagos, is in.
func withChidi(t *testing.T) (d *desk, ana, chidi person, card object) {
	t.Helper()
	d = openDesk(t, mondayMorning)
	ana, chidi = d.person("Ana"), d.person("Chidi")
	card = ana.sets("#refunds", "Refunds in a day", "lead")
	d.unwelcomed(chidi)
	chidi.joins("#refunds", "the bank")
	return d, ana, chidi, card
}

func TestACommitmentIsAskedAfterOnce(t *testing.T) {
	t.Parallel()
	d, ana, chidi, _ := withChidi(t)
	chidi.answered("#refunds", "commit if the contract number arrives, then I will send the bank our test file by friday",
		"I took by friday as Friday 27 November.")
	said := ana.finds("#refunds", "*Commitment* · Chidi, by Friday 27 November")
	for _, words := range []string{
		"If the contract number arrives, then I will send the bank our test file",
		"I come back to Chidi once, in private, on Friday 27 November at 09:05 (Lagos)",
	} {
		ana.answers(shown(said), "the channel", words)
	}
	for _, tap := range []string{"Done", "Let it go", "Edit", "Withdraw"} {
		ana.taps("#refunds", said, tap)
		ana.answers(shown(ana.latest("#refunds")), tap, "These are Chidi's words, so only Chidi can change them.")
	}
	d.goes("2026-11-27T08:04:00Z")
	if n := chidi.finding("@app", "How did it go"); n > 0 {
		t.Fatalf("asked before the day: %d messages", n)
	}
	d.goes("2026-11-27T08:06:00Z")
	asked := chidi.finds("@app", "How did it go with what you said you would do?")
	chidi.answers(shown(asked), "the question", "If the contract number arrives, then I will send the bank our test file")
	chidi.taps("@app", asked, "Keep, new date")
	if out := chidi.tries("Another day", object{"day": "2026-11-20"}); !strings.Contains(jsonText(out["errors"]), "That day has passed.") {
		t.Errorf("a day that has passed: %v", out)
	}
	chidi.fills("Another day", object{"day": "2026-12-04"})
	chidi.answers(shown(chidi.again("@app", asked)), "the question", "You keep it, by Friday 4 December. I do not ask again.")
	ana.answers(shown(ana.again("#refunds", said)), "the channel", "by Friday 4 December")
	d.goes("2026-12-20T12:00:00Z")
	if n := chidi.finding("@app", "How did it go") + chidi.finding("@app", "You keep it"); n != 1 {
		t.Errorf("%d questions, want the one", n)
	}
	chidi.taps("@app", asked, "Done")
	chidi.answers(shown(chidi.again("@app", asked)), "the question", "Done, on Sunday 20 December.")
	ana.answers(shown(ana.again("#refunds", said)), "the channel", "*Commitment* · Chidi, done on Sunday 20 December")
	chidi.taps("@app", asked, "It is open again")
	ana.answers(shown(ana.again("#refunds", said)), "the channel", "by Friday 4 December")
	chidi.taps("@app", asked, "Let it go")
	chidi.fills("Let it go", object{"because": "the bank sent it first"})
	ana.answers(shown(ana.again("#refunds", said)), "the channel", "let go on Sunday 20 December")
	ana.answers(shown(ana.again("#refunds", said)), "the channel", "because the bank sent it first")
}

func TestWhatOnlyIKeepIsNobodysElse(t *testing.T) {
	t.Parallel()
	d, ana, chidi, _ := withChidi(t)
	words, moment, why := d.secret("ask for a day off in May"), d.secret("my sister has called"), d.secret("the wedding is in June")
	chidi.asks("#refunds", "commit")
	chidi.fills("I will see to it", object{"text": words, "if": moment, "by": "2026-11-27", "show": "own"})
	kept := chidi.finds("#refunds", "Kept, for you alone, by Friday 27 November. I come back to you once, in private.")
	if n := ana.finding("#refunds", "*Commitment*"); n != 0 || ana.finding("#refunds", "Kept, for you alone") != 0 {
		t.Errorf("Ana sees that something was promised")
	}
	ana.answers(ana.asks("#refunds", ""), "/mission", "Refunds in a day")
	if details := shown(ana.latest("#refunds")); strings.Contains(details, "Ahead") {
		t.Errorf("Ana's card counts it: %q", details)
	}
	chidi.taps("#refunds", kept, "Show it")
	chidi.answers(shown(chidi.gets("What I promised")), "the form", "If my sister has called, then I will ask for a day off in May")
	chidi.tapsForm("Change it")
	changed := d.secret("ask for two days off in May")
	chidi.fills("Change it", object{"text": changed, "if": moment, "by": "2026-11-26"})

	d.goes("2026-11-26T08:06:00Z")
	asked := chidi.finds("@app", "How did it go with what you said you would do?")
	if strings.Contains(shown(asked), "day off") {
		t.Errorf("the question holds the words: %q", shown(asked))
	}
	chidi.taps("@app", asked, "Show it")
	chidi.answers(shown(chidi.gets("What I promised")), "the form", changed)
	chidi.tapsForm("Let it go")
	chidi.fills("Let it go", object{"because": why})
	chidi.answers(shown(chidi.again("@app", asked)), "the question", "Let go, on Thursday 26 November.")
	chidi.taps("@app", asked, "It is open again")

	// Forged ids get no more than an outsider's rights.
	own := metaOf(t, chidi.byNow("#refunds", kept), "Show it")
	_, before := d.tape(0)
	for i, action := range []string{"promise_show", "promise_done", "promise_change", "promise_day", "promise_let_go", "promise_open"} {
		ana.forges(i, "#refunds", action, own)
	}
	for i, form := range []string{"promise_change", "promise_day", "promise_let_go"} {
		ana.submitsForged(i, form, own)
	}
	calls, _ := d.tape(before)
	for _, c := range calls {
		if strings.HasPrefix(text(c, "method"), "views.") {
			t.Errorf("a form opens for Ana: %v", c["args"])
		}
	}
	chidi.answers(shown(chidi.again("@app", asked)), "the question", "How did it go with what you said you would do?")
	chidi.asks("#refunds", "commit")
	chidi.gets("I will see to it")
	chidi.tapsForm("What I promised")
	chidi.answers(shown(chidi.gets("What I promised")), "the list", "*Commitment*, by Thursday 26 November · only me")
	chidi.tapsForm("Open: commitment, by Thursday 26 November")
	chidi.answers(shown(chidi.gets("What I promised")), "the form", changed)
	chidi.tapsForm("Done")
	chidi.eventually("the form says so", func() bool {
		return strings.Contains(shown(chidi.gets("What I promised")), "done on Thursday 26 November")
	})
	chidi.answers(shown(chidi.again("@app", asked)), "the question", "Done, on Thursday 26 November.")
	chidi.closes(true)
	for _, name := range everyone {
		if name != "Chidi" && strings.Contains(d.person(name).screen(), "off in May") {
			t.Errorf("%s sees it", name)
		}
	}
}

// metaOf is what a button carries.
func metaOf(t *testing.T, m object, label string) object {
	t.Helper()
	for _, b := range items(m["blocks"]) {
		for _, e := range list(b, "elements") {
			var meta object
			if words, _ := e["text"].(object); text(words, "text") == label && json.Unmarshal([]byte(text(e, "value")), &meta) == nil {
				return meta
			}
		}
	}
	t.Fatalf("no button %q", label)
	return nil
}

func TestDaysAsPeopleTypeThem(t *testing.T) {
	t.Parallel()
	d, ana, chidi, _ := withChidi(t)
	for _, c := range []struct{ typed, says string }{
		{"commit call the bank by 4 dec", "I took by 4 dec as Friday 4 December."},
		{"commit call the shop by in 2 weeks", "I took by in 2 weeks as Monday 7 December."},
		{"commit write it down by end of month", "I took by end of month as Monday 30 November."},
		{"commit call the bank by 03/04", "by 03/04 could be Thursday 4 March 2027 or Saturday 3 April 2027. Which one?"},
		{"commit call the bank by 20 nov", "Friday 20 November has passed. Which day did you mean? Your words:"},
	} {
		chidi.answers(strings.ReplaceAll(chidi.asks("#refunds", c.typed), "*", ""), c.typed, c.says)
	}
	if n := ana.finding("#refunds", "*Commitment* · Chidi"); n != 3 {
		t.Errorf("%d commitments, want three", n)
	}
	two := chidi.finds("#refunds", "Which one?")
	chidi.taps("#refunds", two, "Saturday 3 April 2027")
	ana.finds("#refunds", "*Commitment* · Chidi, by Saturday 3 April 2027")
	chidi.taps("#refunds", chidi.finds("#refunds", "has passed"), "Choose a day")
	chidi.answers(jsonText(chidi.gets("I will see to it")), "the form", "call the bank")
	chidi.closes(true)

	chidi.asks("#refunds", "commit ask Bo by friday")
	took := chidi.finds("#refunds", "I took by friday")
	chidi.taps("#refunds", took, "Another day")
	chidi.fills("Another day", object{"day": "2026-12-02"})
	ana.finds("#refunds", "*Commitment* · Chidi, by Wednesday 2 December")

	// Only a day that can be read is one: everything else is what is promised, and the form asks for a day.
	chidi.asks("#refunds", "commit go there by bus")
	form := jsonText(chidi.gets("I will see to it"))
	chidi.answers(form, "the form", "go there by bus")
	if out := chidi.tries("I will see to it", object{"show": "here"}); !strings.Contains(jsonText(out["errors"]), "Please complete this required field.") {
		t.Errorf("without a day: %v", out)
	}
	chidi.closes(true)
	chidi.writes("#refunds", "<@"+d.bot()+"> commit see to the shop by soonish")
	chidi.finds("#refunds", "I could not read by soonish as a day. Try by friday, in 2 weeks or 2026-12-04. Your words:")
	chidi.writes("#refunds", "<@"+d.bot()+"> commit see to the till by tomorrow")
	ana.finds("#refunds", "see to the till")
	dee := d.person("Dee")
	dee.answered("#refunds", "commit call the bank by friday", "This is for people in the mission. Join first? It takes ten seconds.")
	if n := ana.finding("#refunds", "*Commitment* · Dee"); n != 0 {
		t.Error("somebody outside of the mission promised something in it")
	}
}

func TestWhatWasTriedIsLookedAt(t *testing.T) {
	t.Parallel()
	d, ana, chidi, _ := withChidi(t)
	chidi.answered("#refunds", "risk we try paying out at once, we expect fewer calls, we look on wednesday", "I took on wednesday as Wednesday 25 November.")
	tried := ana.finds("#refunds", "*Risk* · Chidi, we look on Wednesday 25 November")
	ana.answers(shown(tried), "the channel", "We try  paying out at once")
	ana.answers(shown(tried), "the channel", "We expect  fewer calls")
	d.goes("2026-11-25T08:06:00Z")
	asked := chidi.finds("@app", "You tried something and said: look today. What happened, and what did we learn?")
	chidi.taps("@app", asked, "Look again on…")
	chidi.fills("Another day", object{"day": "2026-12-01"})
	chidi.answers(shown(chidi.again("@app", asked)), "the question", "We look again on Tuesday 1 December.")
	d.goes("2026-12-01T08:06:00Z")
	second := newestWith(chidi.messages("@app"), "You tried something")
	chidi.answers(shown(second), "the second question", "You tried something and said: look today.")
	chidi.taps("@app", second, "Tell what happened")
	chidi.fills("What happened", object{"text": "Half the calls are gone. The other half ask where the money is."})
	chidi.answers(shown(chidi.again("@app", second)), "the question", "Told as a lesson, on Tuesday 1 December.")
	ana.finds("#refunds", "*Lesson* · Chidi")
	now := shown(ana.again("#refunds", tried))
	for _, words := range []string{"*Risk* · Chidi, looked at on Tuesday 1 December", "What happened  Half the calls are gone."} {
		ana.answers(now, "the risk", words)
	}

	ana.asks("#refunds", "risk a smaller form")
	ana.fills("Try something", object{"text": "a smaller form", "expect": "fewer questions", "look": "2026-12-03"})
	other := chidi.finds("#refunds", "*Risk* · Ana, we look on Thursday 3 December")
	chidi.taps("#refunds", other, "Tell what happened") // what was tried, was tried by all
	chidi.fills("What happened", object{"text": "Nobody noticed."})
	ana.answers(shown(ana.again("#refunds", other)), "the risk", "told by Chidi")
	d.goes("2026-12-08T12:00:00Z")
	if n := ana.finding("@app", "You tried something"); n != 0 {
		t.Errorf("Ana was asked after what was told: %q", shown(newest(ana.messages("@app"))))
	}
}

func TestOpenCommitmentsGoAlong(t *testing.T) {
	t.Parallel()
	d, ana, chidi, _ := withChidi(t)
	chidi.asks("#refunds", "commit send the bank our test file by 4 dec")
	chidi.asks("#refunds", "commit call the shop by 3 dec")
	ana.asks("#refunds", "risk we try a smaller form, we expect fewer questions, we look on 2 dec")
	chidi.taps("#refunds", chidi.finds("#refunds", "call the shop"), "Done")
	chidi.finds("#refunds", "Done on Monday 23 November.")
	ana.ends("#refunds", "completed", "The bank does it.", []string{"commitments"}, "later")
	ana.asks("#refunds", "start Refunds abroad")
	ana.fills("Start a mission", object{"end_state": "it is there for everyone to see", "steer": "lead", "rest": writeNow})
	ana.fills("Why it matters", object{})
	ana.fills("Three phases", object{})
	card := ana.card("#refunds")
	line := ana.inThread("#refunds", card, "Still open from Refunds in a day, and followed here:")
	ana.answers(shown(line), "the thread", "Chidi, by Friday 4 December: send the bank our test file")
	if strings.Contains(shown(line), "call the shop") || strings.Contains(shown(line), "smaller form") {
		t.Errorf("the thread lists more: %q", shown(line))
	}
	ana.answered("#refunds", "", "Chidi, by Friday 4 December: send the bank our test file")
	chidi.joins("#refunds", "the bank again")
	chidi.answers(strings.ReplaceAll(shown(chidi.home()), "*", ""), "Home", "Your commitment, for Friday 4 December, in Refunds abroad")
	chidi.tapsHome("Open: Your commitment")
	chidi.answers(shown(chidi.gets("What I promised")), "the form", "send the bank our test file")
	chidi.closes(true)
	d.goes("2026-12-06T12:00:00Z")
	if n := ana.finding("@app", "You tried something"); n != 0 {
		t.Errorf("Ana was asked after a risk that was let go: %q", shown(newest(ana.messages("@app"))))
	}
	asked := chidi.finds("@app", "send the bank our test file")
	chidi.taps("@app", asked, "Done")
	chidi.answers(shown(chidi.again("@app", asked)), "the question", "Done, on Sunday 6 December.")
}

func TestAnEndingLetsGoAndItsUndoBringsBack(t *testing.T) {
	t.Parallel()
	d, ana, chidi, _ := withChidi(t)
	chidi.asks("#refunds", "commit send the bank our test file by wednesday")
	said := chidi.finds("#refunds", "send the bank our test file")
	ana.ends("#refunds", "completed", "The bank does it.", []string{}, "later")
	chidi.taps("#refunds", said, "Done")
	chidi.finds("#refunds", "was completed on")
	ana.taps("#refunds", ana.finds("#refunds", "You can take that back"), "Undo")
	d.goes("2026-11-25T08:06:00Z")
	asked := chidi.finds("@app", "How did it go with what you said you would do?")
	chidi.taps("@app", asked, "Done")
	chidi.answers(shown(chidi.again("@app", asked)), "the question", "Done, on Wednesday 25 November.")
}

func TestWhatElseOneTapDoesToAFollowUp(t *testing.T) {
	t.Parallel()
	d, ana, chidi, _ := withChidi(t)
	ana.asks("#refunds", "blocked the test system of the bank is closed")
	chidi.taps("#refunds", chidi.finds("#refunds", "the test system of the bank is closed"), "I will see to it")
	chidi.answers(shown(chidi.gets("I will see to it")), "the form", "Ana told a block:")
	chidi.fills("I will see to it", object{"text": "call the bank's desk", "by": "2026-11-25", "show": "here"})
	said := ana.finds("#refunds", "call the bank's desk")
	chidi.taps("#refunds", said, "Edit")
	chidi.fills("Change it", object{"text": "call the bank's desk in the morning", "by": "2026-11-26"})
	ana.answers(shown(ana.again("#refunds", said)), "the channel", "by Thursday 26 November")
	ana.answers(shown(ana.again("#refunds", said)), "the channel", "edited Monday 23 November")
	d.goes("2026-11-26T08:06:00Z")
	asked := chidi.finds("@app", "call the bank's desk in the morning")
	chidi.taps("@app", asked, "Why this?")
	chidi.answers(shown(chidi.gets("Why this?")), "Why this?", "I ask once, on that day or on your next working day, and never again.")
	chidi.closes(true)
	for _, c := range []struct{ tap, says, back string }{
		{"Snooze 1 week", "No questions about your commitments until Thursday 3 December. They come back by themselves.", "Undo"},
		{"Turn these off", "Questions about your commitments are off for you, in this mission. They stay off.", "Turn on again"},
	} {
		chidi.taps("@app", asked, c.tap)
		chidi.answers(shown(chidi.again("@app", asked)), c.tap, c.says)
		chidi.taps("@app", asked, c.back)
	}
	chidi.writes("@app", "it went well", asked)
	reply := chidi.inThread("@app", asked, "I kept nothing of your message. Which of these is it?")
	chidi.taps("@app", reply, "Done")
	chidi.answers(shown(chidi.again("@app", asked)), "the question", "Done, on Thursday 26 November.")

	chidi.asks("#refunds", "commit something else by tomorrow")
	gone := chidi.finds("#refunds", "something else")
	chidi.taps("#refunds", gone, "Withdraw")
	chidi.taps("#refunds", chidi.finds("#refunds", "Withdraw these words?"), "Withdraw")
	d.goes("2026-12-06T12:00:00Z")
	if chidi.finding("@app", "something else") != 0 {
		t.Error("what was withdrawn was asked after")
	}
}

// Whoever presses twice promises once, and hears what became of it and no more.
func TestASecondPressChangesNothing(t *testing.T) {
	t.Parallel()
	d, ana, chidi, _ := withChidi(t)
	ana.sets("#checkout", "Faster sign-up", "together")
	chidi.joins("#checkout", "the form")
	chidi.asks("@app", "commit call the shop by friday")
	which := chidi.finds("@app", "Which mission?")
	for range 2 {
		chidi.taps("@app", which, "Faster sign-up")
	}
	if n := ana.finding("#checkout", "*Commitment* · Chidi"); n != 1 {
		t.Errorf("two presses promise %d times", n)
	}
	chidi.asks("#refunds", "commit call the bank by 03/04")
	meta := metaOf(t, chidi.finds("#refunds", "Which one?"), "Saturday 3 April 2027")
	for n := range 2 {
		chidi.forges(n, "#refunds", "commit_on", meta)
	}
	if n := ana.finding("#refunds", "*Commitment* · Chidi"); n != 1 {
		t.Errorf("two presses on a day promise %d times", n)
	}
	said := chidi.finds("#refunds", "*Commitment* · Chidi, by Saturday 3 April 2027")
	about := object{"m": carried(t, ana.card("#refunds")), "e": entryInMenu(t, said)}
	chidi.taps("#refunds", said, "Done")
	for n, action := range []string{"promise_done", "promise_let_go", "promise_day", "promise_change"} {
		chidi.forges(10+n, "#refunds", action, about)
		last := chidi.latest("#refunds")
		chidi.answers(shown(last), "a late "+action, "Done on Monday 23 November.")
		if !chidi.offers("#refunds", last, "It is open again") {
			t.Errorf("a late %s offers no way back", action)
		}
	}
	d.rest()
}

// What is promised on screen holds for whoever turned the questions off.
func TestNoQuestionIsAnnouncedThatIsOff(t *testing.T) {
	t.Parallel()
	d, ana, chidi, _ := withChidi(t)
	chidi.asks("#refunds", "commit call the bank by tomorrow")
	d.goes("2026-11-24T08:06:00Z")
	chidi.taps("@app", chidi.finds("@app", "How did it go"), "Turn these off")
	chidi.asks("#refunds", "commit call the shop by friday")
	if said := shown(ana.finds("#refunds", "call the shop")); strings.Contains(said, "I come back") {
		t.Errorf("the channel is told of a question that does not come: %q", said)
	}
	chidi.asks("#refunds", "commit")
	chidi.answers(shown(chidi.gets("I will see to it")), "the form", "so I do not come back to it")
	chidi.fills("I will see to it", object{"text": d.secret("a day off in May"), "by": "2026-11-27", "show": "own"})
	chidi.finds("#refunds", "Kept, for you alone, by Friday 27 November. Questions about your commitments are off for you")
	chidi.asks("#refunds", "risk we try a smaller form, we expect fewer questions, we look on friday")
	ana.answers(shown(ana.finds("#refunds", "a smaller form")), "the risk", "I come back to Chidi once")
	d.goes("2026-11-30T12:00:00Z")
	if n := chidi.finding("@app", "How did it go"); n != 0 {
		t.Errorf("what is off was asked %d times", n)
	}
	if digest := shown(ana.finds("#refunds", "*Refunds in a day, 23 to 29 November.*")); strings.Contains(digest, "Ahead") {
		t.Errorf("the digest holds a day that has passed against somebody: %q", digest)
	}
	if details := ana.asks("#refunds", ""); strings.Contains(details, "Ahead") {
		t.Errorf("so does the card: %q", details)
	}
}

// Words that are typed after a question about a commitment answer no older question.
func TestWordsAfterAFollowUpAnswerNothingElse(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	chidi := d.person("Chidi")
	d.person("Ana").sets("#refunds", "Refunds in a day", "lead")
	d.unwelcomed(chidi)
	chidi.joins("#refunds", "the bank", "reflect")
	chidi.asks("#refunds", "commit call the bank by 30 nov")
	d.goes("2026-11-27T14:01:00Z")
	older := newest(chidi.messages("@app"))
	if !chidi.offers("@app", older, "Not now") {
		t.Fatalf("no reflection was asked: %q", shown(older))
	}
	d.goes("2026-11-30T08:06:00Z")
	asked := chidi.finds("@app", "How did it go with what you said you would do?")
	chidi.writes("@app", "it went well")
	reply := chidi.finds("@app", "I kept nothing of your message. Which of these is it?")
	if chidi.finding("@app", "Kept.") > 0 || !chidi.offers("@app", older, "Answer") {
		t.Errorf("the words answer the reflection: %q", shown(chidi.again("@app", older)))
	}
	if !chidi.offers("@app", reply, "Keep as reflection") {
		t.Errorf("words that are something else have nowhere to go: %q", shown(reply))
	}
	chidi.taps("@app", reply, "Done")
	chidi.answers(shown(chidi.again("@app", asked)), "the question", "Done, on Monday 30 November.")
	chidi.writes("@app", "and I learned to ask first")
	chidi.finds("@app", "Kept. Your message stays in Slack too")
}
