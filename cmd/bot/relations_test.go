package main

import (
	"strings"
	"testing"
)

// edits walks through the three views of the wording, with what is to be changed in the first one.
func (p person) edits(channel string, first object) {
	p.t.Helper()
	p.asks(channel, "edit")
	first["reason"] = "We found each other."
	p.fills("Change the wording", first)
	p.fills("Why it matters", object{})
	p.fills("Three phases", object{})
}

// closesPhase closes the phase that a mission is in.
func (p person) closesPhase(channel, title string) {
	p.t.Helper()
	p.asks(channel, "phase")
	p.fills(title, object{"reached": "yes", "learned": "Half of the days were our own."})
}

// anew waits until the five minutes are over for which Slack's answers are trusted.
func (d *desk) anew() {
	d.t.Helper()
	d.call("clock", object{"advance": "6m"})
}

func (p person) converts(channel, op string) {
	p.t.Helper()
	p.call("channel", object{"as": p.id, "op": op, "channel": channel})
}

// related sets up two missions: Ana's in #refunds says that it serves Chidi's in #checkout.
func related(t *testing.T) (d *desk, ana, chidi, dee person) {
	t.Helper()
	d = openDesk(t, mondayMorning)
	ana, chidi, dee = d.person("Ana"), d.person("Chidi"), d.person("Dee")
	ana.sets("#refunds", "Refunds in a day", "lead")
	chidi.sets("#checkout", "A shorter till", "lead")
	ana.edits("#refunds", object{"serving": []string{ana.channel("#checkout")}})
	return d, ana, chidi, dee
}

func TestMissionsServeOneAnother(t *testing.T) {
	t.Parallel()
	d, ana, chidi, dee := related(t)
	ana.finds("#refunds", "The wording is as it was. #checkout is asked whether to be told.")
	ask := dee.finds("#checkout", "Be told when #refunds closes a phase?")
	dee.answers(shown(ask), "the question", "Its mission *Refunds in a day* says that it serves this one.")
	if strings.Contains(shown(ana.card("#refunds")), "serves") {
		t.Error("the card says it before the other side agreed")
	}

	dee.taps("#checkout", ask, "Yes")
	dee.finds("#checkout", "Chidi leads this mission and")
	chidi.taps("#checkout", ask, "Yes")
	chidi.finds("#checkout", "This channel is told when #refunds closes a phase, says Chidi.")
	ana.answers(shown(ana.card("#refunds")), "Ana's card", "serves the mission in #checkout")
	chidi.answers(shown(chidi.card("#checkout")), "Chidi's card", "is served by the mission in #refunds")

	ana.asks("#refunds", "phase")
	ana.holds("Close the beginning", true, "Posted in #refunds. Told once, as they agreed: #checkout.")
	ana.fills("Close the beginning", object{"reached": "part"})
	told := dee.finds("#checkout", "*Refunds in a day* in #refunds: the beginning is closed. Its middle has begun.")
	dee.answers(shown(told), "what is told", "What do you need from us now?")
	dee.taps("#checkout", told, "Offer help")
	dee.finds("#checkout", "Your offer stands in #refunds, in the thread of what they told.")
	dee.taps("#checkout", told, "Offer help")
	dee.finds("#checkout", "Your offer stands in #refunds already.")
	closed := ana.finds("#refunds", "The beginning is closed. The middle starts today.")
	ana.inThread("#refunds", closed, "Dee of #checkout offers help.")
	if n := len(ana.thread("#refunds", closed)); n != 1 {
		t.Errorf("the thread has %d lines", n)
	}

	ana.taps("#refunds", ana.finds("#refunds", "You closed the beginning."), "Undo")
	dee.finds("#checkout", "#refunds took that back. Refunds in a day goes on, in its beginning.")
	ana.closesPhase("#refunds", "Close the beginning")
	dee.finds("#checkout", "*Refunds in a day* in #refunds: the beginning is done. Its middle has begun.")
	if n := dee.finding("#checkout", "in #refunds: the beginning is"); n != 1 {
		t.Errorf("it is told %d times", n)
	}
	d.rest()
}

func TestARelationIsStoppedByEitherSide(t *testing.T) {
	t.Parallel()
	_, ana, chidi, dee := related(t)
	ask := chidi.finds("#checkout", "Be told when #refunds closes a phase?")
	chidi.taps("#checkout", ask, "No")
	chidi.finds("#checkout", "#refunds tells nothing here, says Chidi.")
	ana.edits("#refunds", object{"serving": []string{}})
	ana.edits("#refunds", object{"needing": []string{ana.channel("#checkout")}})
	ana.finds("#refunds", "The wording is as it was.")
	if n := dee.finding("#checkout", "Be told when #refunds"); n != 0 {
		t.Errorf("a mission that said no is asked again: %d", n)
	}
	chidi.taps("#checkout", ask, "Be told after all")
	chidi.answers(shown(chidi.card("#checkout")), "Chidi's card", "is needed by the mission in #refunds")

	chidi.edits("#checkout", object{"told_by": []object{}})
	chidi.finds("#checkout", "#refunds tells nothing here, says Chidi.")
	ana.closesPhase("#refunds", "Close the beginning")
	if n := dee.finding("#checkout", "in #refunds: the beginning"); n != 0 {
		t.Errorf("it is told although it was stopped")
	}
	chidi.taps("#checkout", ask, "Be told after all")
	ana.closesPhase("#refunds", "Close the middle")
	told := dee.finds("#checkout", "in #refunds: the middle is done. Its end has begun.")
	dee.taps("#checkout", told, "Stop these")
	dee.finds("#checkout", "Chidi leads this mission and")
	chidi.taps("#checkout", told, "Stop these")
	chidi.finds("#checkout", "#refunds tells nothing here any more.")
	if strings.Contains(shown(ana.card("#refunds")), "#checkout") {
		t.Error("the card still names the other mission")
	}
}

func TestWhatIsPrivateIsRelatedToNothing(t *testing.T) {
	t.Parallel()
	d, ana, chidi, dee := related(t)
	ana.invites("#quiet-room")
	ana.sets("#quiet-room", "Quiet plans", "lead")
	ana.asks("#quiet-room", "edit")
	ana.holds("Change the wording", true, "This channel is not open to the whole workspace, so its mission is told nowhere else.")
	ana.closes(true)
	ana.asks("#refunds", "edit")
	refused := ana.tries("Change the wording", object{"reason": "x", "serving": []string{ana.channel("#refunds")}})
	ana.answers(jsonText(refused), "its own channel", "That is this mission's own channel.")
	refused = ana.tries("Change the wording", object{"serving": []string{ana.channel("#general")}})
	ana.answers(jsonText(refused), "a channel without a mission", "No mission that can be named is running in #general.")
	both := []string{ana.channel("#checkout")}
	refused = ana.tries("Change the wording", object{"serving": both, "needing": both})
	ana.answers(jsonText(refused), "both ways", "Choose each mission once, above or here.")
	ana.closes(true)

	chidi.taps("#checkout", chidi.finds("#checkout", "Be told when #refunds closes a phase?"), "Yes")
	ana.closesPhase("#refunds", "Close the beginning")
	told := dee.finds("#checkout", "in #refunds: the beginning is done.")
	ana.converts("#refunds", "make_private")
	d.anew()
	ana.asks("#refunds", "")
	d.eventually("no card names a mission that was made private, and it names none", func() bool {
		return !strings.Contains(shown(chidi.card("#checkout")), "#refunds") && !strings.Contains(shown(ana.card("#refunds")), "#checkout")
	})
	before := dee.finding("#checkout", "#refunds")
	dee.taps("#checkout", told, "Offer help")
	ana.closesPhase("#refunds", "Close the middle")
	ana.taps("#refunds", newestWith(ana.messages("#refunds"), "You closed the middle."), "Undo")
	if n := dee.finding("#checkout", "#refunds"); n > before {
		t.Errorf("a private mission tells: %d messages name it, %d did", n, before)
	}
	ana.converts("#refunds", "make_public")
	d.anew()
	ana.asks("#refunds", "")
	d.eventually("the relation is back", func() bool {
		return strings.Contains(shown(chidi.card("#checkout")), "is served by the mission in #refunds")
	})
}

func TestAnEndingIsToldOnce(t *testing.T) {
	t.Parallel()
	_, ana, chidi, dee := related(t)
	chidi.taps("#checkout", chidi.finds("#checkout", "Be told when #refunds closes a phase?"), "Yes")
	ana.asks("#refunds", "complete")
	ana.fills("End the mission", object{"ending": "on_purpose"})
	ana.fills("Its story", object{"story": "The bank does this itself from March."})
	ana.holds("What comes next", true, "Told once, as they agreed: #checkout.")
	ana.fills("What comes next", object{})
	dee.finds("#checkout", "*Refunds in a day* in #refunds was ended on purpose on Monday 23 November.")
	if strings.Contains(shown(chidi.card("#checkout")), "#refunds") {
		t.Error("a card names a mission that has ended")
	}
	ana.taps("#refunds", ana.finds("#refunds", "You ended"), "Undo")
	dee.finds("#checkout", "#refunds took that back. Refunds in a day goes on, in its beginning.")
	chidi.answers(shown(chidi.card("#checkout")), "Chidi's card", "is served by the mission in #refunds")
	chidi.asks("#checkout", "complete")
	chidi.fills("End the mission", object{"ending": "completed"})
	chidi.fills("Its story", object{"story": "Two steps fewer."})
	chidi.fills("What comes next", object{})
	if strings.Contains(shown(ana.card("#refunds")), "#checkout") {
		t.Error("a card names a mission that has ended")
	}
	ana.asks("#refunds", "phase")
	if form := shown(ana.gets("Close the beginning")); strings.Contains(form, "Told once") {
		t.Errorf("the form says that an ended mission is told: %q", form)
	}
	ana.closes(true)
}

func TestEntriesStandInTheCardsThread(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo, chidi := d.person("Ana"), d.person("Bo"), d.person("Chidi")
	ana.sets("#refunds", "Refunds in a day", "lead")
	ana.edits("#refunds", object{"entries_in": "thread"})
	card := ana.card("#refunds")
	chidi.asks("#refunds", "blocked The bank's test system is closed.")
	block := chidi.inThread("#refunds", card, "The bank's test system is closed.")
	if n := bo.finding("#refunds", "told a block on"); n != 0 {
		t.Errorf("the entry stands in the channel too: %d", n)
	}
	bo.taps("#refunds", block, "I can help")
	bo.inThread("#refunds", card, "Bo offers to help")
	bo.taps("#refunds", block, "It is open again")
	bo.inThread("#refunds", card, "Open again")
	ana.edits("#refunds", object{"entries_in": "channel"})
	chidi.asks("#refunds", "progress The bank answers.")
	bo.finds("#refunds", "Chidi told progress on Refunds in a day: The bank answers.")
}

// A mission is asked although the bot was removed from its channel: the channel is public, so it joins again.
func TestAMissionIsAskedWhereTheBotWasRemoved(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, chidi, dee := d.person("Ana"), d.person("Chidi"), d.person("Dee")
	ana.sets("#refunds", "Refunds in a day", "lead")
	chidi.sets("#checkout", "A shorter till", "together")
	chidi.call("channel", object{"as": chidi.id, "op": "kick", "channel": "#checkout", "user": d.bot()})
	d.rest()
	ana.edits("#refunds", object{"needing": []string{ana.channel("#checkout")}})
	ask := dee.finds("#checkout", "Be told when #refunds closes a phase?")
	dee.answers(shown(ask), "the question", "Any member answers for this mission.")
	dee.taps("#checkout", ask, "Yes")
	dee.finds("#checkout", "This is for people in the mission. Join first?")
	dee.asks("#checkout", "join the signs")
	dee.taps("#checkout", ask, "Yes")
	dee.finds("#checkout", "This channel is told when #refunds closes a phase, says Dee.")
}

// Looking at many missions asks Slack a few questions, not one a channel.
func TestManyMissionsAreListedWithFewQuestions(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	const many = 12
	for i := range many {
		name := "many-" + string(rune('a'+i))
		ana.call("channel", object{"as": ana.id, "op": "create", "name": name, "is_private": i%4 == 0})
		ana.invites("#" + name)
		ana.sets("#"+name, "Mission "+name, "lead")
	}
	d.anew()
	_, since := d.tape(0)
	first := bo.asks("#refunds", "list")
	bo.taps("#refunds", bo.latest("#refunds"), "Show more")
	all := first + shown(bo.latest("#refunds"))
	calls, _ := d.tape(since)
	asked := 0
	for _, c := range calls {
		if method := text(c, "method"); method == "conversations.info" || method == "conversations.members" {
			asked++
		}
	}
	if asked > 4 {
		t.Errorf("a list of %d missions asked about single channels %d times", many, asked)
	}
	for i := range many {
		name := "Mission many-" + string(rune('a'+i))
		if private := i%4 == 0; strings.Contains(all, name) == private {
			t.Errorf("Bo's list has %s: %v; private: %v", name, !private, private)
		}
	}
}
