package main

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// question is a nudge that was posted: when, where, and its first line.
type question struct {
	at        time.Time
	to, words string
}

func (q question) String() string {
	return fmt.Sprintf("%s to %s: %s", q.at.UTC().Format("Mon 2 Jan 15:04"), q.to, q.words)
}

// questions are the nudges that were posted to a conversation so far, oldest first.
func (d *desk) questions(channel string) []question {
	d.t.Helper()
	var all []question
	calls, _ := d.tape(0)
	for _, c := range calls {
		args, _ := c["args"].(object)
		blocks := jsonText(args["blocks"])
		if c["method"] != "chat.postMessage" || args["channel"] != channel || !strings.Contains(blocks, `not_now`) && !strings.Contains(blocks, `talked`) {
			continue
		}
		at, err := time.Parse(time.RFC3339Nano, text(c, "at"))
		if err != nil {
			d.t.Fatal(err)
		}
		first, _, _ := strings.Cut(text(args, "text"), "\n")
		all = append(all, question{at, channel, first})
	}
	return all
}

// asked holds the questions to a person or a channel to having come at these minutes, and returns them.
func (p person) asked(channel string, at ...string) []question {
	p.t.Helper()
	got := p.d.questions(p.channel(channel))
	var times []string
	for _, q := range got {
		times = append(times, q.at.UTC().Format("Mon 2 Jan 15:04"))
	}
	if strings.Join(times, ", ") != strings.Join(at, ", ") {
		p.t.Errorf("%s was asked in %s at %q, want %q", p.id, channel, times, at)
	}
	return got
}

func TestTheChannelIsAskedOnTuesdaysAndThursdaysInTheMissionsZone(t *testing.T) {
	t.Parallel()
	d := openDesk(t, "2027-03-22T09:12") // the week before Lisbon's summer time
	ana, emi, kiri := d.person("Ana"), d.person("Emi"), d.person("Kiri")
	ana.sets("#refunds", "Refunds in a day", "lead")
	kiri.sets("#checkout", "A shorter till", "lead") // New Zealand: ten in the morning is nine or ten the evening before
	d.goes("2027-04-06T12:00:00Z")
	emi.asked("#refunds", "Tue 23 Mar 10:00", "Thu 25 Mar 10:00", "Tue 30 Mar 09:00", "Thu 1 Apr 09:00", "Tue 6 Apr 09:00")
	kiri.asked("#checkout", "Mon 22 Mar 21:00", "Wed 24 Mar 21:00", "Mon 29 Mar 21:00", "Wed 31 Mar 21:00", "Mon 5 Apr 22:00")
	q := emi.finds("#refunds", "A question for #refunds:")
	emi.answers(shown(q), "the question", "Answer in the thread among yourselves: I do not read it. Or:")
}

func TestNothingReachesWhoTickedNothing(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo, dee := d.person("Ana"), d.person("Bo"), d.person("Dee")
	ana.sets("#refunds", "Refunds in a day", "together") // who leads has the mirror from the start
	bo.joins("#refunds", "the phones")
	dee.asks("#refunds", "join the bank")
	d.goes("2026-12-14T09:00:00Z")
	for name, most := range map[string]int{"Ana": 0, "Bo": 1, "Dee": 1, "Emi": 0} {
		messages := d.person(name).messages("@app")
		if len(messages) != most || most == 1 && !strings.Contains(shown(messages[0]), "Welcome to Refunds in a day.") {
			t.Errorf("%s was written to %d times: %q", name, len(messages), shown(newest(messages)))
		}
	}
	home := shown(dee.home())
	dee.answers(home, "Home", "Refunds in a day: you ticked no question")
	dee.tapsHome("Change")
	dee.fills("What reaches me", object{"reach": []string{"reflect"}})
	dee.answers(shown(dee.home()), "Home", "Refunds in a day: Reflections")
	d.goes("2026-12-18T09:31:00Z")
	dee.asked("@app", "Fri 18 Dec 09:30")
}

func TestAReflectionComesOnFridayAtThreeWhereOneLives(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana := d.person("Ana")
	ana.sets("#refunds", "Refunds in a day", "together")
	people := []struct{ name, at, next string }{
		{"Emi", "Fri 27 Nov 06:00", "Fri 4 Dec 06:00"},
		{"Dee", "Fri 27 Nov 09:30", "Fri 4 Dec 09:30"},
		{"Ana", "Fri 27 Nov 15:00", "Fri 4 Dec 15:00"},
		{"Bo", "Fri 27 Nov 21:00", "Fri 4 Dec 21:00"},
	}
	for _, p := range people {
		if p.name != "Ana" {
			d.person(p.name).joins("#refunds", "a piece", "reflect")
		}
	}
	ana.taps("#refunds", ana.answered("#refunds", "", "Your piece"), "What reaches me")
	ana.fills("What reaches me", object{"reach": []string{"reflect"}})
	ana.finds("#refunds", "What reaches you from Refunds in a day: Reflections.")
	d.goes("2026-12-05T09:00:00Z")
	for _, p := range people {
		all := d.person(p.name).asked("@app", p.at, p.next)
		if len(all) == 2 && all[0].words == all[1].words {
			t.Errorf("%s was asked the same again: %s", p.name, all[0].words)
		}
	}
}

func TestHowAMissionFitsIsAskedTheDayAfterJoiningAndOnceAMonth(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo, dee := d.person("Ana"), d.person("Bo"), d.person("Dee")
	personal, serves := d.secret("to teach my niece to sail"), d.secret("fewer calls on a Saturday")
	ana.sets("#refunds", "Refunds in a day", "lead")
	bo.joins("#refunds", "the phones", "connect")
	d.goes("2026-11-27T09:00:00Z")
	dee.joins("#refunds", "the bank", "connect") // on a Friday, so that the day after is a Monday
	bo.asked("@app", "Tue 24 Nov 15:05")
	first := bo.finds("@app", "How does Refunds in a day touch something you are after yourself?")
	for _, c := range []struct{ tap, says, back string }{
		{"Snooze 1 week", "No questions on how this fits you until Friday 4 December. They come back by themselves.", "Undo"},
		{"Turn these off", "Questions on how this fits you are off for you, in this mission. They stay off.", "Turn on again"},
		{"Not now", "Fine.", "Write it after all"},
	} {
		bo.taps("@app", first, c.tap)
		bo.answers(shown(bo.again("@app", first)), c.tap, c.says)
		bo.taps("@app", first, c.back)
	}
	bo.gets("This mission and you")
	bo.closes(true)
	bo.taps("@app", first, "Write it after all")
	if out := bo.tries("This mission and you", object{}); !strings.Contains(jsonText(out["errors"]), "Write one of the three, or press Cancel.") {
		t.Errorf("nothing was taken: %v", out)
	}
	bo.fills("This mission and you", object{"personal": personal, "serves": serves})
	bo.answers(shown(bo.again("@app", first)), "the question", "Kept. Only you read it.")
	bo.taps("@app", first, "Change")
	bo.holds("This mission and you", true, personal, serves)
	bo.closes(true)

	d.goes("2026-12-29T09:00:00Z")
	bo.asks("#refunds", "progress and on it goes") // a mission of which nothing is told rests
	dee.asked("@app", "Mon 30 Nov 03:35")
	bo.asked("@app", "Tue 24 Nov 15:05", "Mon 28 Dec 15:05") // what was written on the 27th stands for a month
	again := bo.finds("@app", "Is this still how Refunds in a day touches something you are after yourself?")
	bo.taps("@app", again, "Still so")
	bo.answers(shown(bo.again("@app", again)), "the question", "It stands as you wrote it.")
	bo.taps("@app", again, "Show it")
	bo.holds("This mission and you", true, personal, serves)
	bo.closes(true)
	d.goes("2027-01-30T09:00:00Z")
	bo.asked("@app", "Tue 24 Nov 15:05", "Mon 28 Dec 15:05", "Fri 29 Jan 15:05")
	changed := newestWith(bo.messages("@app"), "Is this still how")
	bo.taps("@app", changed, "It has changed")
	bo.fills("This mission and you", object{"personal": "", "serves": ""})
	bo.answers(shown(bo.again("@app", changed)), "the question", "Taken back. Nothing of it is kept.")
	bo.taps("@app", changed, "Write it anew")
	bo.holds("This mission and you", false, personal, serves)
}

func TestWhatOneTapDoesToAReflection(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	ana.sets("#refunds", "Refunds in a day", "lead")
	bo.joins("#refunds", "the phones", "reflect")
	d.goes("2026-11-27T21:01:00Z")
	q := newest(bo.messages("@app"))
	asked := shown(q)
	bo.taps("@app", q, "Why this?")
	why := shown(bo.gets("Why this?"))
	for _, words := range []string{
		"Sent because Refunds in a day planned reflections for Friday, 15:00 (Chicago).",
		"This question, because the mission is in its beginning.", "of 100 tickets", "count twice", "you have not had it in 90 days.",
		"You ticked it when you joined, or since.",
	} {
		bo.answers(strings.ReplaceAll(why, "*", ""), "Why this?", words)
	}
	bo.tapsForm("What reaches me")
	bo.gets("What reaches me")
	bo.closes(true)

	says := func(words string) { t.Helper(); bo.answers(shown(bo.again("@app", q)), "the message", words) }
	bo.taps("@app", q, "Not now")
	says("Fine.")
	bo.taps("@app", q, "Answer after all")
	bo.fills("Your answer", object{"text": d.secret("I was afraid of the meeting")})
	says("Kept. Only you read it.")
	bo.taps("@app", q, "Change")
	bo.holds("Your answer", true, "I was afraid of the meeting")
	bo.fills("Your answer", object{"text": d.secret("I was glad of the meeting")})
	bo.taps("@app", q, "Change")
	bo.holds("Your answer", true, "I was glad of the meeting")
	bo.closes(true)
	bo.taps("@app", q, "Take it out")
	says("Answer opens a form that only I keep")
	bo.taps("@app", q, "Answer")
	bo.holds("Your answer", false, "I was")
	bo.fills("Your answer", object{"text": d.secret("I was afraid after all")})
	says("Kept. Only you read it.")

	d.goes("2026-12-04T21:01:00Z")
	q = newest(bo.messages("@app"))
	if shown(q) == asked {
		t.Error("the same question came again")
	}
	bo.taps("@app", q, "Snooze 1 week")
	says("No reflections until Friday 11 December. They come back by themselves.")
	bo.taps("@app", q, "Undo")
	says("Answer opens a form that only I keep")
	d.goes("2026-12-11T21:01:00Z")
	q = newest(bo.messages("@app"))
	says("Answer opens a form that only I keep")
	bo.taps("@app", q, "Snooze 1 week")
	d.goes("2026-12-25T21:01:00Z")
	bo.asked("@app", "Fri 27 Nov 21:00", "Fri 4 Dec 21:00", "Fri 11 Dec 21:00", "Fri 25 Dec 21:00")

	bo.asks("#refunds", "progress and on it goes") // a mission of which nothing is told rests
	q = newest(bo.messages("@app"))
	bo.taps("@app", q, "Turn these off")
	says("Reflections are off for you, in this mission. They stay off.")
	bo.answers(shown(bo.home()), "Home", "Refunds in a day: you ticked no question")
	d.goes("2027-01-08T21:01:00Z")
	bo.taps("@app", q, "Turn on again")
	says("Answer opens a form that only I keep")
	d.goes("2027-01-15T21:01:00Z")
	bo.asked("@app", "Fri 27 Nov 21:00", "Fri 4 Dec 21:00", "Fri 11 Dec 21:00", "Fri 25 Dec 21:00", "Fri 15 Jan 21:00")
	bo.has("I was afraid after all")
}

func TestWhatMembersDoToTheChannelsQuestions(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo, emi := d.person("Ana"), d.person("Bo"), d.person("Emi")
	card := ana.sets("#refunds", "Refunds in a day", "lead")
	bo.joins("#refunds", "the phones")
	d.goes("2026-11-24T10:01:00Z")
	q := bo.finds("#refunds", "A question for #refunds:")
	bo.taps("#refunds", q, "Why this?")
	why := strings.ReplaceAll(shown(bo.gets("Why this?")), "*", "")
	for _, words := range []string{
		"Sent because Refunds in a day planned questions for Tuesday and Thursday, 10:00 (Lisbon).",
		"it was not asked here in 90 days.", "Any member can skip the next one or turn these off, in the menu beside it.",
	} {
		bo.answers(why, "Why this?", words)
	}
	bo.closes(true)
	for _, label := range []string{"Skip the next one", "Turn these off here"} {
		emi.taps("#refunds", q, label)
	}
	if n := emi.finding("#refunds", "This is for people in the mission. Join first? It takes ten seconds."); n != 2 {
		t.Errorf("an outsider was refused %d times, want twice", n)
	}
	emi.taps("#refunds", q, "We talked about it")
	bo.answers(shown(bo.again("#refunds", q)), "the question", "Talked about, says Emi.")
	emi.taps("#refunds", q, "Answer here")
	emi.fills("Answer here", object{"text": "We always have."})
	answer := bo.inThread("#refunds", q, "Emi answers: We always have.")
	bo.answers(shown(answer), "the answer", "Emi")

	bo.taps("#refunds", q, "Skip the next one")
	skipped := bo.inThread("#refunds", q, "Bo leaves the next question out. The one after it comes.")
	d.goes("2026-11-26T12:01:00Z")
	ana.asked("#refunds", "Tue 24 Nov 10:00")
	bo.asks("#refunds", "progress and on it goes") // a quiet week would have the day
	bo.taps("#refunds", q, "Skip the next one")
	ana.taps("#refunds", newestWith(ana.thread("#refunds", q), "leaves the next question out"), "Undo")
	ana.inThread("#refunds", q, "Ana took that back: the next question comes.")
	emi.taps("#refunds", skipped, "Undo")
	d.goes("2026-12-01T10:01:00Z")
	ana.asked("#refunds", "Tue 24 Nov 10:00", "Tue 1 Dec 10:00")

	bo.taps("#refunds", q, "Turn these off here")
	off := ana.inThread("#refunds", q, "Bo turned the questions here off. Any member can turn them on again.")
	if !ana.offers("#refunds", ana.answered("#refunds", "", "Questions to the channel are off."), "Turn on again") {
		t.Error("Details do not offer to turn them on again")
	}
	d.goes("2026-12-08T10:01:00Z")
	bo.asks("#refunds", "progress and on it goes")
	ana.taps("#refunds", off, "Turn on again")
	bo.inThread("#refunds", q, "Ana turned the questions here on again.")
	bo.taps("#refunds", q, "Turn these off here")
	ana.taps("#refunds", ana.answered("#refunds", "", "Questions to the channel are off."), "Turn on again")
	bo.inThread("#refunds", card, "Ana turned the questions here on again.")
	d.goes("2026-12-10T10:01:00Z")
	ana.asked("#refunds", "Tue 24 Nov 10:00", "Tue 1 Dec 10:00", "Thu 10 Dec 10:00")
}
