package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"throughline/internal/mission"
)

// goesOn walks from Friday to Friday, beginning with one in Lagos, until a question came whose library entry has one
// that may follow. Two in five have, so that twenty Fridays without are as good as impossible.
func (p person) goesOn(first mission.Date, long string, answer func(asked object)) object {
	p.t.Helper()
	ana := p.d.person("Ana")
	for week := range 20 {
		ana.asks("#refunds", fmt.Sprint("progress shop ", week, " is through")) // so that the mission does not rest
		p.d.goes(first.AddDays(7*week).String() + "T14:01:00Z")
		asked := newest(p.messages("@app"))
		answer(asked)
		for _, m := range p.messages("@app") {
			if strings.Contains(shown(m), "One more, if you like. I ask no third.") {
				return m
			}
		}
	}
	p.t.Fatalf("no question followed %q", long)
	return nil
}

// chidisFriday is the first day on which Chidi is asked.
var chidisFriday = mission.Date{Year: 2026, Month: time.November, Day: 27}

// One more question follows an answer of more than forty characters, once, and a message answers it.
func TestOneMoreQuestionFollowsALongAnswer(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, chidi := d.person("Ana"), d.person("Chidi")
	ana.sets("#refunds", "Refunds in a day", "lead")
	d.unwelcomed(chidi)
	chidi.joins("#refunds", "the bank", "reflect")
	long := d.secret("a long answer: the bank called back, and we laughed about the queue")
	kept := chidi.goesOn(chidisFriday, long, func(object) { chidi.writes("@app", long) })
	if n := chidi.finding("@app", "One more, if you like."); n != 1 {
		t.Errorf("%d questions follow", n)
	}
	chidi.writes("@app", d.secret("and one more long answer, of well over forty characters in all"))
	if n := chidi.finding("@app", "One more, if you like."); n != 1 {
		t.Errorf("a third question came: %d", n)
	}
	chidi.writes("@app", "something else")
	chidi.finds("@app", "No question of mine is open.")
	chidi.asks("@app", "journal")
	chidi.closes(true)
	if got := ana.screen(); strings.Contains(got, "One more, if you like") {
		t.Error("Ana sees a question to Chidi")
	}
	ana.forges(1, "@app", "further", object{"n": nudgeIn(t, kept)})
	if ana.top() != nil {
		t.Error("Ana opens Chidi's question")
	}
}

// The same holds for answers in the form, and a short answer has nothing that follows.
func TestOneMoreQuestionFollowsInTheForm(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, chidi := d.person("Ana"), d.person("Chidi")
	ana.sets("#refunds", "Refunds in a day", "lead")
	d.unwelcomed(chidi)
	chidi.joins("#refunds", "the bank", "reflect")
	d.goes("2026-11-27T14:01:00Z")
	short := newest(chidi.messages("@app"))
	chidi.taps("@app", short, "Answer")
	chidi.fills("Your answer", object{"text": d.secret("short answer")})
	chidi.answers(shown(chidi.again("@app", short)), "a short answer", "Kept. Only you read it.")
	if strings.Contains(shown(chidi.again("@app", short)), "One more") {
		t.Error("a question follows a short answer")
	}
	long := d.secret("a long answer in the form: the bank called back, and we laughed")
	asked := chidi.goesOn(chidisFriday.AddDays(7), long, func(asked object) {
		chidi.taps("@app", asked, "Answer")
		chidi.fills("Your answer", object{"text": long})
	})
	chidi.taps("@app", asked, "Answer")
	chidi.fills("Your answer", object{"text": d.secret("one more in the form")})
	after := shown(chidi.again("@app", asked))
	if strings.Contains(after, "One more") || !strings.Contains(after, "Kept. Only you read it.") {
		t.Errorf("after the second answer the message says %q", after)
	}
	chidi.taps("@app", chidi.again("@app", asked), "Change")
	chidi.holds("Your answer", true, "a long answer in the form")
	chidi.closes(true)
}

// Who follows a mission that ended stops that by the same word.
func TestUnfollowAfterTheEnd(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, emi := d.person("Ana"), d.person("Emi")
	ana.sets("#refunds", "Refunds in a day", "lead")
	emi.asks("#refunds", "follow")
	ana.ends("#refunds", "completed", "Refunds come in a day.", nil, "later")
	emi.answered("#refunds", "unfollow", "The digest of Refunds in a day no longer comes to you.")
	emi.answered("#refunds", "unfollow", "No mission is running in #refunds.")
}

// A direct message that begins like a command is asked about, and one tap carries its words over.
func TestAMessageLikeACommandIsAskedAbout(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, chidi := d.person("Ana"), d.person("Chidi")
	ana.sets("#refunds", "Refunds in a day", "lead")
	chidi.asks("#refunds", "join the bank") // the welcome's question is open from here on
	chidi.finds("@app", "Welcome to")
	chidi.writes("@app", "blocked The bank's test system is closed.")
	asked := chidi.finds("@app", "Did you mean /mission blocked …?")
	if n := ana.finding("#refunds", "test system is closed"); n != 0 {
		t.Error("it was posted before she said so")
	}
	chidi.taps("@app", asked, "Tell it in the mission")
	chidi.holds("Say what blocks", true, "The bank's test system is closed.")
	chidi.fills("Say what blocks", object{})
	ana.finds("#refunds", "The bank's test system is closed.")
}
