package main

import (
	"strings"
	"testing"
	"time"
)

// dates starts a mission with target dates of its own, and returns its card.
func (p person) dates(channel, name, steer, beginning, middle, end string) object {
	p.t.Helper()
	p.asks(channel, "start "+name)
	p.fills("Start a mission", object{"end_state": "nine in ten arrive", "steer": steer, "rest": writeNow})
	p.fills("Why it matters", object{})
	p.fills("Three phases", object{"done_when_beginning": "ten refunds are followed",
		"target_beginning": beginning, "target_middle": middle, "target_end": end})
	return p.card(channel)
}

// came returns when the messages with some words were posted to a conversation.
func (d *desk) came(channel, words string) []string {
	d.t.Helper()
	var at []string
	calls, _ := d.tape(0)
	for _, c := range calls {
		args, _ := c["args"].(object)
		if c["method"] == "chat.postMessage" && args["channel"] == channel && strings.Contains(text(args, "text"), words) {
			when, err := time.Parse(time.RFC3339Nano, text(c, "at"))
			if err != nil {
				d.t.Fatal(err)
			}
			at = append(at, when.UTC().Format("Mon 2 Jan 15:04"))
		}
	}
	return at
}

// comes holds messages with some words to having been posted at these minutes, in UTC.
func (p person) comes(channel, words string, at ...string) {
	p.t.Helper()
	if got := p.d.came(p.channel(channel), words); strings.Join(got, ", ") != strings.Join(at, ", ") {
		p.t.Errorf("%q came to %s at %q, want %q", words, channel, got, at)
	}
}

const (
	halfIsPast = "Half of the planned time is past"
	areWeThere = "Are we there, or has it changed?"
	stillAfter = "still what we are after?"
	whoWould   = "Who would want a piece in"
)

func TestTheMidpointComesOnceAndTurnsIntoWhatWasDecided(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo, dee, emi := d.person("Ana"), d.person("Bo"), d.person("Dee"), d.person("Emi")
	ana.dates("#refunds", "Refunds in a day", "lead", "2026-12-16", "2026-12-21", "2026-12-25") // half is Wednesday 9 December
	bo.joins("#refunds", "the phones")
	dee.joins("#refunds", "the bank")
	d.goes("2026-12-03T09:00:00Z")
	ana.asks("#refunds", "progress followed ten refunds")
	d.goes("2026-12-09T10:01:00Z")
	ana.comes("#refunds", halfIsPast, "Wed 9 Dec 10:00")
	asked := emi.finds("#refunds", halfIsPast)
	emi.answers(shown(asked), "the midpoint", "Keep what works · Change what does not · Stop what no longer serves the end we want.")

	bo.taps("#refunds", asked, "Say what I see")
	bo.answers(jsonText(bo.tries("What I see", object{})), "an empty form", "One of the three needs a few words.")
	bo.fills("What I see", object{"keep": "The daily look.", "stop": "The list nobody reads."})
	bo.inThread("#refunds", asked, "The daily look.")
	bo.inThread("#refunds", asked, "Stop: The list nobody reads.")

	bo.taps("#refunds", asked, "Say what we do")
	bo.finds("#refunds", "Ana leads this mission and tells what its midpoint decided.")
	emi.taps("#refunds", asked, "Two days later")
	emi.finds("#refunds", "This is for people in the mission.")
	dee.taps("#refunds", asked, "Two days later")
	dee.answers(shown(dee.again("#refunds", asked)), "later", "The question of the midpoint comes again on Friday 11 December, says Dee.")
	bo.taps("#refunds", asked, "Undo")
	bo.answers(shown(bo.again("#refunds", asked)), "undone", halfIsPast)
	bo.taps("#refunds", asked, "Two days later")
	d.goes("2026-12-11T10:01:00Z")
	ana.comes("#refunds", halfIsPast, "Wed 9 Dec 10:00", "Fri 11 Dec 10:00")

	second := ana.finds("#refunds", halfIsPast)
	ana.taps("#refunds", second, "Say what we do")
	ana.fills("What we decided", object{"keep": "The daily look."})
	said := shown(ana.again("#refunds", second))
	ana.answers(said, "the question by now", "At the midpoint of Refunds in a day we decided, says Ana:")
	ana.answers(said, "the question by now", "The daily look.")
	if n := ana.finding("#refunds", "we decided, says Ana"); n != 1 {
		t.Errorf("the decision stands %d times, want once", n)
	}
	d.goes("2026-12-16T12:00:00Z")
	ana.comes("#refunds", halfIsPast, "Wed 9 Dec 10:00", "Fri 11 Dec 10:00")
	ana.comes("#refunds", "No decision was written")
}

func TestAMidpointThatNobodyAnswersSaysSoOnceInItsThread(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	ana.dates("#refunds", "Refunds in a day", "together", "2026-12-16", "2026-12-21", "2026-12-25")
	bo.joins("#refunds", "the phones")
	d.goes("2026-12-03T09:00:00Z")
	bo.asks("#refunds", "progress followed ten refunds")
	d.goes("2026-12-15T09:00:00Z")
	asked := bo.finds("#refunds", halfIsPast)
	ana.comes("#refunds", halfIsPast, "Wed 9 Dec 10:00")
	bo.inThread("#refunds", asked, "No decision was written. The mission goes on as it was.")
	ana.comes("#refunds", "No decision was written", "Mon 14 Dec 10:00")
	bo.taps("#refunds", asked, "Not this time")
	bo.answers(shown(bo.again("#refunds", asked)), "left", "The midpoint is left out this time, says Bo.")
	bo.taps("#refunds", asked, "Say what we do") // any member, where nobody leads
	bo.fills("What we decided", object{"change": "The hours."})
	bo.answers(shown(bo.again("#refunds", asked)), "decided after all", "The hours.")
}

func TestDatesAreAskedAboutBeforeAndOnceAfterAndFollowWhereTheyMove(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo, dee, emi := d.person("Ana"), d.person("Bo"), d.person("Dee"), d.person("Emi")
	ana.dates("#refunds", "Refunds in a day", "lead", "2026-12-05", "2027-01-20", "2027-03-05")
	bo.joins("#refunds", "the phones")
	dee.joins("#refunds", "the bank")
	d.goes("2026-11-27T09:00:00Z")
	bo.asks("#refunds", "progress followed one refund")
	d.goes("2026-12-02T10:01:00Z")
	ana.comes("#refunds", areWeThere, "Wed 2 Dec 10:00")
	asked := bo.finds("#refunds", areWeThere)
	bo.answers(shown(asked), "the question", "The beginning is planned until Saturday 5 December.")
	bo.answers(shown(asked), "the question", "ten refunds are followed")

	bo.taps("#refunds", asked, "We are there")
	bo.taps("#refunds", asked, "We are there")
	bo.answers(shown(bo.again("#refunds", asked)), "one says so", "Bo says we are there. Ana can close the phase.")
	dee.taps("#refunds", asked, "We are there")
	dee.answers(shown(dee.again("#refunds", asked)), "two say so", "Bo and Dee say we are there. Ana can close the phase.")
	emi.taps("#refunds", asked, "We are there")
	emi.finds("#refunds", "This is for people in the mission.")
	bo.taps("#refunds", asked, "Not yet")
	bo.finds("#refunds", "Ana leads this mission and changes its wording.")
	bo.taps("#refunds", asked, "It has changed")
	bo.gets("Tell a change")
	bo.closes(true)

	ana.taps("#refunds", asked, "Not yet")
	ana.answers(jsonText(ana.tries("Not yet", object{})), "no day", "Please complete this required field.")
	ana.answers(jsonText(ana.tries("Not yet", object{"target": "2027-02-01"})), "a day behind the middle", "The middle cannot be done before the beginning.")
	ana.fills("Not yet", object{"target": "2026-12-17", "moved_why": "The bank takes a week longer."})
	ana.answers(shown(ana.again("#refunds", asked)), "moved", "The date has moved: the beginning is planned until Thursday 17 December.")
	ana.inThread("#refunds", ana.card("#refunds"), "The bank takes a week longer.")
	ana.answers(shown(ana.card("#refunds")), "the card", "Thursday 17 December")

	d.goes("2026-12-18T12:00:00Z")
	ana.comes("#refunds", areWeThere, "Wed 2 Dec 10:00", "Mon 14 Dec 10:00", "Fri 18 Dec 10:00")
	last := ana.finds("#refunds", "The beginning was planned until Thursday 17 December.")
	ana.taps("#refunds", last, "We are there")
	ana.fills("Close the beginning", object{"reached": "yes"})
	ana.answers(shown(ana.again("#refunds", last)), "closed", "The beginning is closed, since Friday 18 December.")
	ana.taps("#refunds", ana.again("#refunds", asked), "Details")
}

func TestQuietWeeksAreAskedAboutAndThenTheMissionRests(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo, dee := d.person("Ana"), d.person("Bo"), d.person("Dee")
	ana.dates("#refunds", "Refunds in a day", "lead", "2027-02-19", "2027-03-19", "2027-04-16")
	bo.joins("#refunds", "the phones", "reflect")
	d.goes("2026-11-25T09:00:00Z")
	bo.asks("#refunds", "commit send the file by 2027-01-04")
	bo.asks("#refunds", "progress followed one refund")
	d.goes("2026-12-01T09:00:00Z")
	ana.comes("#refunds", stillAfter) // a week after the start, but a few days after the entry
	d.goes("2026-12-02T10:01:00Z")
	ana.comes("#refunds", stillAfter, "Wed 2 Dec 10:00")
	asked := bo.finds("#refunds", stillAfter)
	bo.answers(shown(asked), "the question", "A quiet week. Is Refunds in a day still what we are after?")
	dee.taps("#refunds", asked, "Still true")
	dee.finds("#refunds", "This is for people in the mission.")
	bo.taps("#refunds", asked, "Still true")
	bo.answers(shown(bo.again("#refunds", asked)), "answered", "Still true, says Bo, Wednesday 2 December.")

	d.goes("2027-01-12T09:00:00Z")
	ana.comes("#refunds", stillAfter, "Wed 2 Dec 10:00", "Wed 9 Dec 10:00", "Wed 16 Dec 10:00", "Wed 30 Dec 10:00")
	bo.finds("#refunds", "No answer came, so *Refunds in a day* rests until someone goes on.")
	ana.comes("#refunds", "Nobody said for weeks", "Wed 6 Jan 10:00")
	card := shown(ana.card("#refunds"))
	ana.answers(card, "the card", "At rest  until someone goes on.")
	ana.answers(shown(bo.home()), "Home", "*Refunds in a day* rests until someone goes on.")
	quiet := d.questions(bo.channel("#refunds"))
	reflections := len(d.questions(bo.channel("@app")))
	d.goes("2027-02-03T12:00:00Z")
	if n := len(d.questions(bo.channel("#refunds"))); n != len(quiet) {
		t.Errorf("the channel of a mission at rest was asked %d times", n-len(quiet))
	}
	if n := len(d.questions(bo.channel("@app"))); n != reflections {
		t.Errorf("a member of a mission at rest was asked %d times", n-reflections)
	}
	bo.asks("#refunds", "progress and on we go")
	if strings.Contains(shown(ana.card("#refunds")), "At rest") {
		t.Error("the card of a mission in which somebody told something says that it rests")
	}
	d.goes("2027-02-11T12:00:00Z")
	ana.comes("#refunds", stillAfter, "Wed 2 Dec 10:00", "Wed 9 Dec 10:00", "Wed 16 Dec 10:00", "Wed 30 Dec 10:00", "Wed 10 Feb 10:00")
}

func TestAMissionRestsUntilADayAndComesBackByItself(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo, dee := d.person("Ana"), d.person("Bo"), d.person("Dee")
	ana.sets("#refunds", "Refunds in a day", "lead")
	bo.joins("#refunds", "the phones")
	d.goes("2026-11-30T10:01:00Z")
	asked := bo.finds("#refunds", stillAfter)
	dee.taps("#refunds", asked, "Let it rest")
	dee.finds("#refunds", "This is for people in the mission.")
	bo.taps("#refunds", asked, "Let it rest")
	bo.answers(jsonText(bo.tries("Let it rest", object{"until": "2026-11-30"})), "today", "That day has passed.")
	bo.fills("Let it rest", object{"until": "2026-12-16"})
	bo.answers(shown(bo.again("#refunds", asked)), "at rest", "Refunds in a day rests until Wednesday 16 December, says Bo.")
	ana.inThread("#refunds", ana.card("#refunds"), "Bo lets Refunds in a day rest until Wednesday 16 December.")
	ana.answers(shown(ana.card("#refunds")), "the card", "At rest  until Wednesday 16 December.")
	d.goes("2026-12-15T12:00:00Z")
	before := len(d.questions(bo.channel("#refunds")))
	if before != 2 {
		t.Errorf("the channel was asked %d times before and during the rest, want 2", before)
	}
	d.goes("2026-12-17T10:01:00Z")
	if n := len(d.questions(bo.channel("#refunds"))); n != before+1 {
		t.Errorf("the channel was asked %d times once it was over, want once", n-before)
	}
	if strings.Contains(shown(ana.card("#refunds")), "At rest") {
		t.Error("the card says that it rests when that is over")
	}
	d.goes("2026-12-23T10:01:00Z")
	ana.comes("#refunds", stillAfter, "Mon 30 Nov 10:00", "Wed 23 Dec 10:00")
	again := bo.finds("#refunds", stillAfter)
	bo.taps("#refunds", again, "Let it rest")
	bo.fills("Let it rest", object{})
	bo.answers(shown(bo.again("#refunds", again)), "without a day", "rests until someone goes on, says Bo.")
	dee.taps("#refunds", again, "Go on")
	dee.answers(shown(dee.again("#refunds", again)), "gone on", "Refunds in a day goes on.")
	ana.inThread("#refunds", ana.card("#refunds"), "Dee goes on with Refunds in a day.")
}

func TestAStarterWhomNobodyJoinedIsAskedOnce(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, kiri, bo := d.person("Ana"), d.person("Kiri"), d.person("Bo")
	ana.sets("#refunds", "Refunds in a day", "lead")
	kiri.sets("#checkout", "A shorter till", "lead")
	d.goes("2026-11-25T12:00:00Z")
	bo.joins("#checkout", "the till")
	d.goes("2026-11-26T12:00:00Z") // the mirror of that morning gives way to it
	ana.comes("@app", whoWould, "Thu 26 Nov 09:05")
	kiri.comes("@app", whoWould)
	asked := ana.finds("@app", whoWould)
	ana.taps("@app", asked, "Words to copy")
	ana.gets("Words to copy")
	ana.closes(true)
	ana.taps("@app", asked, "Not now")
	ana.answers(shown(ana.again("@app", asked)), "put aside", "Fine.")
	ana.taps("@app", asked, "Post a line after all")
	line := bo.finds("#refunds", "Ana asks: who would want a piece in *Refunds in a day*?")
	ana.answers(shown(ana.again("@app", asked)), "posted", "A line stands in #refunds")
	bo.taps("#refunds", line, "Join")
	bo.fills("Join this mission", object{"piece": "the phones"})
	d.goes("2026-12-10T12:00:00Z")
	ana.comes("@app", whoWould, "Thu 26 Nov 09:05")
}

func TestAnyMemberChangesWhatComesToTheChannelAndAnyTakesItBack(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo, dee, emi := d.person("Ana"), d.person("Bo"), d.person("Dee"), d.person("Emi")
	ana.dates("#refunds", "Refunds in a day", "lead", "2026-12-29", "2027-01-27", "2027-02-26")
	bo.joins("#refunds", "the phones")
	dee.joins("#refunds", "the bank")
	d.goes("2026-11-30T10:01:00Z")
	asked := bo.finds("#refunds", stillAfter)
	emi.taps("#refunds", asked, "Turn these off here")
	emi.finds("#refunds", "This is for people in the mission.")
	bo.taps("#refunds", asked, "Skip the next one")
	bo.inThread("#refunds", asked, "Bo leaves the next question after a quiet week out. The one after it comes.")
	d.goes("2026-12-07T10:01:00Z")
	ana.comes("#refunds", stillAfter, "Mon 30 Nov 10:00")
	d.goes("2026-12-21T10:01:00Z")
	ana.comes("#refunds", stillAfter, "Mon 30 Nov 10:00", "Mon 21 Dec 10:00")
	last := bo.finds("#refunds", stillAfter)
	bo.taps("#refunds", last, "Still true")

	question := dee.finds("#refunds", "A question for #refunds")
	dee.taps("#refunds", question, "Fewer of these")
	fewer := dee.inThread("#refunds", question, "Dee lets the questions come half as often here.")
	bo.taps("#refunds", fewer, "Undo")
	dee.inThread("#refunds", question, "Bo took that back: the questions come as often as before.")
	bo.taps("#refunds", fewer, "Undo")
	bo.inThread("#refunds", question, "This has moved on")

	bo.taps("#refunds", question, "Why this?")
	bo.gets("Why this?")
	bo.closes(true)
}

func TestAClosedChannelIsAskedOnceItIsOpenAgainAndAnEndedMissionNoMore(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	ana.dates("#refunds", "Refunds in a day", "lead", "2026-12-04", "2026-12-28", "2027-01-29")
	bo.joins("#refunds", "the phones")
	d.goes("2026-11-27T09:00:00Z")
	bo.asks("#refunds", "progress followed one refund")
	d.goes("2026-11-30T12:00:00Z")
	ana.changes("#refunds", "archive", "")
	d.goes("2026-12-01T12:00:00Z")
	ana.comes("#refunds", areWeThere)
	ana.changes("#refunds", "unarchive", "")
	d.goes("2026-12-04T10:01:00Z")
	ana.comes("#refunds", stillAfter, "Fri 4 Dec 10:00")
	ana.comes("#refunds", areWeThere, "Wed 2 Dec 10:00")
	quiet, due := bo.finds("#refunds", stillAfter), bo.finds("#refunds", areWeThere)
	ana.ends("#refunds", "completed", "It is done.", nil, "later")
	bo.taps("#refunds", quiet, "Still true")
	bo.finds("#refunds", "Refunds in a day* was completed on")
	bo.answers(shown(bo.again("#refunds", due)), "the question of an ended mission", "The mission has ended")
	bo.taps("#refunds", quiet, "Fewer of these")
	bo.finds("#refunds", "so nothing comes from it any more.")
	d.goes("2027-01-30T12:00:00Z")
	ana.comes("#refunds", areWeThere, "Wed 2 Dec 10:00")
	ana.comes("#refunds", halfIsPast)
}
