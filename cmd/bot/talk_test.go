package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// The form in which a question of a conversation is answered, and the one for what comes of it.
const (
	thinkIt = "Think it through"
	inWords = "In your words"
)

// talks opens a conversation and returns the message that began it.
func (p person) talks() object {
	p.t.Helper()
	p.asks("@app", "coach")
	return p.finds("@app", "Let us take ten minutes.")
}

// standing is the newest question in the thread of a conversation.
func (p person) standing(talk object) object {
	p.t.Helper()
	thread := p.thread("@app", talk)
	for _, m := range slices.Backward(thread) {
		if m["user"] == p.d.bot() && m["ephemeral"] != true {
			return m
		}
	}
	return p.byNow("@app", talk)
}

// thinks answers the newest question in its form.
func (p person) thinks(talk object, words string) {
	p.t.Helper()
	p.taps("@app", p.standing(talk), "Answer")
	p.fills(thinkIt, object{"text": words})
}

const enough = " and this is long enough to say all that there is to say about it"

func TestTalkingItThroughByButtons(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	bo := d.person("Bo")
	bo.answered("#refunds", "coach", "I have asked you the first question")
	talk := bo.finds("@app", "Let us take ten minutes.")
	if got := shown(talk); !strings.Contains(got, "1 of 4 · Goal") {
		t.Errorf("it begins with %q", got)
	}
	bo.thinks(talk, d.secret("private goal: the bank"+enough))
	bo.answers(shown(bo.again("@app", talk)), "the first question", "kept")
	bo.answers(shown(bo.standing(talk)), "the next one", "2 of 4 · Reality")
	bo.taps("@app", bo.standing(talk), "Answer")
	bo.holds(thinkIt, true, "You wrote:", "private goal: the bank")
	bo.fills(thinkIt, object{"text": d.secret("private fact: short")})
	bo.answers(shown(bo.standing(talk)), "a short answer", "2 of 4 · Reality")
	bo.thinks(talk, d.secret("private fact: the queue"+enough))
	bo.answers(shown(bo.standing(talk)), "the next step", "3 of 4 · Options")
	bo.thinks(talk, d.secret("private option: call"))
	bo.answers(shown(bo.standing(talk)), "what else", "3 of 4 · Options")
	bo.thinks(talk, d.secret("private option: wait"))
	bo.answers(shown(bo.standing(talk)), "the last step", "4 of 4 · Will")
	bo.thinks(talk, d.secret("private will: call on Friday"+enough))
	bo.taps("@app", bo.standing(talk), "Write it")
	bo.holds(inWords, true, "private will: call on Friday")
	bo.fills(inWords, object{"plan_if": d.secret("private moment: Friday"), "plan_then": d.secret("private deed: call the bank")})
	bo.answers(shown(bo.standing(talk)), "the end", "You have written down what you will do.")
	bo.taps("@app", bo.standing(talk), "Change the words")
	bo.holds(inWords, true, "private deed: call the bank")
	bo.fills(inWords, object{"plan_if": "", "plan_then": d.secret("private deed: write to the bank")})
	last := bo.standing(talk)
	bo.taps("@app", last, "Keep for me")
	bo.answers(shown(bo.standing(talk)), "the last message", "What you wrote is in your journal.")
	for _, name := range everyone {
		if name != "Bo" && strings.Contains(d.person(name).screen(), "ten minutes") {
			t.Errorf("%s sees Bo's conversation", name)
		}
	}
}

func TestTalkingItThroughByTyping(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	bo, dee := d.person("Bo"), d.person("Dee")
	talk := bo.talks()
	other := dee.talks()
	said := bo.writes("@app", d.secret("typed goal: clarity"+enough), talk)
	bo.answers(shown(bo.standing(talk)), "the typed answer", "2 of 4 · Reality")
	bo.writes("@app", d.secret("typed fact at the root"+enough))
	bo.answers(shown(bo.standing(talk)), "an answer outside the thread", "3 of 4 · Options")
	dee.answers(shown(dee.standing(other)), "the other conversation", "1 of 4 · Goal")

	bo.call("edit", object{"as": bo.id, "channel": "@app", "ts": said["ts"], "text": d.secret("typed goal: changed")})
	d.rest()
	bo.taps("@app", talk, "Show it")
	bo.holds(thinkIt, true, "typed goal: changed")
	bo.closes(true)

	bo.writes("@app", "help", talk)
	bo.finds("@app", "Every day")
	bo.answers(shown(bo.standing(talk)), "help", "3 of 4 · Options")
	bo.writes("@app", "pause", talk)
	bo.answers(shown(bo.standing(talk)), "pause", "Paused at step 3.")
	d.goes("2026-11-28T10:00:00Z")
	paused := bo.standing(talk)
	bo.answers(bo.asks("#refunds", "coach"), "the command", "We go on in our direct messages, at step 3 of 4.")
	bo.inThread("@app", talk, "We go on below.")
	if again := bo.standing(talk); again["ts"] == paused["ts"] || !strings.Contains(shown(again), "3 of 4 · Options") {
		t.Errorf("it goes on with %q", shown(again))
	}
	bo.writes("@app", d.secret("typed option: one"), talk)
	d.goes("2026-11-28T13:00:00Z") // silence pauses it, silently
	bo.writes("@app", d.secret("a thought that is no answer"))
	bo.finds("@app", "No question of mine is open.")
	bo.writes("@app", "Go on")
	bo.answers(shown(bo.standing(talk)), "go on", "3 of 4 · Options")
	bo.writes("@app", d.secret("typed option: two"), talk)
	bo.writes("@app", d.secret("typed will: soon"), talk)
	bo.writes("@app", d.secret("typed will: on Monday"), talk)
	bo.writes("@app", d.secret("When the typed moment comes, then I will do the typed deed"), talk)
	bo.answers(shown(bo.standing(talk)), "the typed plan", "You have written down what you will do.")
	bo.taps("@app", bo.standing(talk), "Change the words")
	bo.holds(inWords, true, "the typed moment comes", "do the typed deed")
	bo.closes(true)
	bo.writes("@app", "stop", talk)
	bo.answers(shown(bo.standing(talk)), "stop", "What you wrote is in your journal.")
	bo.writes("@app", "not an answer any more", talk)
	bo.finds("@app", "No question of mine is open.")
}

func TestThePlainMessageAnswersWhatAskedLast(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	ana.sets("#refunds", "Refunds in a day", "lead")
	bo.joins("#refunds", "the phones", "reflect")
	d.goes("2026-11-27T20:30:00Z")
	talk := bo.talks()
	d.goes("2026-11-27T21:01:00Z")
	bo.writes("@app", d.secret("an answer to the reflection")) // so short that no further question follows it
	bo.finds("@app", "Your message stays in Slack too")
	bo.answers(shown(bo.again("@app", talk)), "the conversation", "1 of 4 · Goal")
	bo.writes("@app", d.secret("an answer to the conversation"+enough))
	bo.answers(shown(bo.standing(talk)), "the conversation", "2 of 4 · Reality")
}

// plans brings a conversation to its end by typing, with a plan.
func (p person) plans(talk object, plan string) {
	p.t.Helper()
	for range 5 {
		p.writes("@app", "a typed answer"+enough+" that is not short", talk)
	}
	if !strings.Contains(shown(p.standing(talk)), "4 of 4 · Will") {
		p.writes("@app", "and one more", talk)
	}
	for !strings.Contains(shown(p.standing(talk)), "The last line") {
		p.writes("@app", "a typed will"+enough+" that is not short", talk)
	}
	p.writes("@app", plan, talk)
}

func TestAPlanBecomesACommitment(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	ana.sets("#refunds", "Refunds in a day", "lead")
	bo.asks("@app", "coach")
	talk := bo.finds("@app", "Let us take ten minutes.")
	bo.plans(talk, "If the number arrives, then I will call the bank")
	bo.taps("@app", bo.standing(talk), "Keep as a commitment")
	bo.inThread("@app", talk, "You are in no mission yet.")
	bo.joins("#refunds", "the bank")
	bo.taps("@app", bo.standing(talk), "Keep as a commitment")
	bo.holds("I will see to it", true, "call the bank", "the number arrives")
	bo.tries("I will see to it", object{})
	bo.fills("I will see to it", object{"by": dated("2026-11-27"), "show": "here"})
	bo.finds("#refunds", "If the number arrives, then I will call the bank")
	bo.answers(shown(bo.standing(talk)), "the conversation", "You keep it as a commitment.")

	// In two missions, and for herself alone.
	ana.sets("#checkout", "Faster sign-up", "lead")
	bo.joins("#checkout", "the form")
	bo.writes("@app", "coach")
	talk = newestWith(bo.messages("@app"), "Let us take ten minutes.")
	bo.plans(talk, d.secret("If it is quiet, then I will rest"))
	bo.taps("@app", bo.standing(talk), "Keep as a commitment")
	bo.tapsForm("In Faster sign-up")
	bo.fills("I will see to it", object{"by": dated("2026-11-27")})
	if ana.finding("#checkout", "rest") != 0 {
		t.Error("the channel reads a commitment that is Bo's alone")
	}
	bo.answers(shown(bo.standing(talk)), "the conversation", "You keep it as a commitment.")
	bo.asks("@app", "journal")
	if got := shown(bo.top()); !strings.Contains(got, "it is quiet") {
		t.Errorf("the journal shows %q", got)
	}
}

func TestAConversationIsDeletedWithOneTap(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	bo := d.person("Bo")
	talk := bo.talks()
	bo.thinks(talk, d.secret("deleted goal"))
	bo.writes("@app", d.secret("deleted fact, typed"+enough), talk)
	id := conversationOf(t, bo.standing(talk))
	bo.taps("@app", bo.standing(talk), "Stop and delete")
	bo.finds("@app", "Yours stay until you delete them in Slack.")
	bo.eventually("the bot's messages are gone", func() bool {
		for _, m := range append(bo.thread("@app", talk), bo.messages("@app")...) {
			if strings.Contains(shown(m), " of 4 · ") {
				return false
			}
		}
		return true
	})
	bo.forges(1, "@app", "talk_answer", object{"e": id, "g": 2}) // as a client that has not noticed
	bo.finds("@app", "This conversation is over.")
	if again := bo.talks(); again["ts"] == talk["ts"] {
		t.Error("the next conversation is the deleted one")
	}
}

func TestConversationsTakeWhatComesTwice(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	bo := d.person("Bo")
	bo.asks("#refunds", "coach")
	d.redelivers("the command")
	d.rest()
	talk := bo.finds("@app", "Let us take ten minutes.")
	bo.thinks(talk, d.secret("a goal that comes twice"+enough))
	d.redelivers("an answer")
	bo.writes("@app", d.secret("a fact that comes twice"+enough), talk)
	d.redelivers("a reply")
	d.rest()
	if n := len(bo.thread("@app", talk)); n != 3 { // two questions and the reply
		t.Errorf("%d messages stand in the thread, want 3", n)
	}
	bo.answers(shown(bo.standing(talk)), "the conversation", "3 of 4 · Options")
	bo.taps("@app", bo.standing(talk), "Pause")
	d.redelivers("a tap")
	d.rest()
	bo.answers(shown(bo.standing(talk)), "the conversation", "Paused at step 3.")

	bo.balances("#refunds", "bbbbbbbb")
	d.redelivers("the second half of a balance")
	bo.tapsForm("All my checks")
	if n := strings.Count(shown(bo.gets("Your balance")), "Both, in all eight."); n != 1 {
		t.Errorf("%d checks are kept, want 1", n)
	}
	bo.closes(true)
	bo.asks("#refunds", "mirror")
	bo.taps("#refunds", bo.latest("#refunds"), "Turn it on for me")
	bo.fills("Your mirror", object{"text": d.secret("a look that comes twice")})
	d.redelivers("the mirror")
	if n := strings.Count(shown(bo.gets("Your mirror")), "a look that comes twice"); n != 1 {
		t.Errorf("%d looks in the mirror are kept, want 1", n)
	}
}

func TestAConversationClosesAfterAWeekByItself(t *testing.T) {
	t.Parallel()
	d, stop, start := openTwoDesks(t, mondayMorning)
	bo := d.person("Bo")
	talk := bo.talks()
	bo.thinks(talk, d.secret("kept goal of a week"))
	stop()
	start()
	if n := d.goes("2026-11-29T09:00:00Z"); n != 0 {
		t.Errorf("%d messages came in the week", n)
	}
	id := conversationOf(t, bo.standing(talk))
	d.goes("2026-12-01T09:00:00Z")
	bo.answers(shown(bo.standing(talk)), "after a week the question", "This conversation has closed by itself.")
	bo.forges(1, "@app", "talk_answer", object{"e": id, "g": 1})
	bo.finds("@app", "This conversation is over.")
}

func TestHeavyWordsAreNotKept(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	bo := d.person("Bo")
	talk := bo.talks()
	bo.writes("@app", d.secret("I want to die, typed"), talk)
	bo.inThread("@app", talk, "That sounds heavy, and I am only a program.")
	bo.answers(shown(bo.again("@app", talk)), "the question", "1 of 4 · Goal")
	if !bo.offers("@app", talk, "Answer") {
		t.Error("the question is closed")
	}
	bo.taps("@app", talk, "Answer")
	bo.tries(thinkIt, object{"text": d.secret("suicide, in a form")})
	bo.holds(thinkIt, true, "That sounds heavy", "suicide, in a form", "nobody is told")
	bo.closes(true)
	if !bo.offers("@app", talk, "Answer") {
		t.Error("the words were kept")
	}
	bo.taps("@app", talk, "Answer")
	bo.tries(thinkIt, object{"text": d.secret("a heart attack of a plan")})
	bo.gets(thinkIt)
	bo.fills(thinkIt, object{"text": d.secret("a heart attack of a plan")})
	bo.answers(shown(bo.again("@app", talk)), "the question", "kept")
}

// conversationOf is the id that the buttons of a question carry.
func conversationOf(t *testing.T, m object) string {
	t.Helper()
	var meta struct{ E string }
	for _, b := range items(m["blocks"]) {
		for _, e := range list(b, "elements") {
			_ = json.Unmarshal([]byte(text(e, "value")), &meta)
		}
	}
	if meta.E == "" {
		t.Fatal("the question carries no conversation")
	}
	return meta.E
}

func TestForgedConversationsAreNobodys(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	bo, dee := d.person("Bo"), d.person("Dee")
	talk := bo.talks()
	bo.thinks(talk, d.secret("goal that is Bo's"))
	id := conversationOf(t, bo.byNow("@app", talk))
	for i, action := range strings.Fields("talk_answer talk_pause talk_go_on talk_keep talk_delete") {
		dee.forges(700+i, "@app", action, object{"e": id})
	}
	for i, form := range strings.Fields("talk_answer talk_plan") {
		dee.submitsForged(800+i, form, object{"e": id})
	}
	if strings.Contains(dee.screen(), "goal that is Bo's") {
		t.Error("Dee reads Bo's words")
	}
	if !bo.offers("@app", bo.standing(talk), "Answer") {
		t.Errorf("Bo's conversation stands at %q", shown(bo.standing(talk)))
	}
	dee.forges(900, "@app", "talk_answer", object{"e": id, "g": 99})
}
