package view

import (
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/rounds"
)

// RoundData is an anonymous round as a member meets it.
type RoundData struct {
	Mission mission.Mission
	Round   rounds.Round
	// Leads says that the reader leads, so that she is asked what she expects before there is a result.
	Leads bool
}

func (d RoundData) meta() Meta { return Meta{Mission: d.Mission.ID, Round: d.Round.ID} }

// question is the round's one question.
func (d RoundData) question() line {
	if d.Round.Topic == rounds.OwnWords {
		return fill("In your own words: what is *%s* for, and how will we know it is done?", title(d.Mission))
	}
	return fill(wordsOfTopic(d.Round.Topic).question, title(d.Mission))
}

// rules say what becomes of an answer. They stand above the buttons, always.
func (d RoundData) rules(e Env) line {
	closes := e.until(d.Mission, d.Round.ClosesAt)
	if d.Round.Topic == rounds.OwnWords {
		return fill("Without your name. Kept without author or time. The team sees words that at least 3 people used, once %s answers are in: "+
			"no sentence and no name. Nobody is shown who answered, and I keep no list with names. "+
			"Whoever runs my server could watch an answer arrive. Closes %s.", number(d.Round.Floor), closes)
	}
	floor := number(d.Round.Floor)
	return fill("Without your name. Kept without author or time. A result appears only once %s answers are in, notes only once %s notes are. "+
		"Nobody is shown who answered, and I keep no list with names. Whoever runs my server could watch an answer arrive. Closes %s.",
		floor, floor, closes)
}

// RoundAsked invites a member to a round. It is the same for everyone who is asked, whatever she did with it.
func RoundAsked(e Env, d RoundData) Message {
	var p canvas
	q := d.question()
	p.add(slack.NewSectionBlock(mrkdwn(q), nil, nil), q.text())
	p.contextLine(d.rules(e))
	if d.Leads && d.Round.Topic.Mood() {
		p.sectionWith(button(ActRoundGuess, "What will the team say?", d.meta()),
			"You lead, so first: what do you expect the team to say? Only you will see how your guesses fare.")
	}
	p.context("Answer opens a form. A reply typed here would carry your name, so I keep none.")
	p.actions(button(ActRoundAnswer, "Answer", d.meta()), d.menu())
	return p.message()
}

// menu stands beside an invitation. What is chosen from it is answered to the one who chose, and leaves the
// invitation as it is.
func (d RoundData) menu() *slack.OverflowBlockElement {
	choices := []choice{
		{action: ActRoundWhy, label: "Why this?"},
		{action: ActRoundSnooze, label: "Snooze 1 week"},
		{action: ActRoundUntil, label: "Snooze until…"},
	}
	if d.Round.Topic != rounds.OwnWords {
		choices = append(choices, choice{action: ActRoundFewer, label: "Fewer of these"})
	}
	return overflow(d.meta(), append(choices, choice{action: ActRoundOff, label: "Turn these off"})...)
}

// RoundsSnoozed says until when no round is sent to a person.
func RoundsSnoozed(e Env, d RoundData, k nudges.Kind, until time.Time) Message {
	return one(append(snoozedLine(e, d.Mission, k, until), own(" You can still answer this one.")...), button(ActRoundBack, "Undo", d.meta()))
}

// RoundsFewer says that every second round is sent to her.
func RoundsFewer(_ Env, d RoundData) Message {
	return one(fill("Every second round from now on. You can still answer this one."), button(ActRoundBack, "Undo", d.meta()))
}

// RoundOver takes the place of the invitation once the round is closed, for all alike.
func RoundOver(e Env, d RoundData) Message {
	return one(fill("This round about *%s* closed on %s. Its answers are deleted.", title(d.Mission), e.on(d.Mission, d.Round.ClosedAt)))
}

// RoundWhy explains a round.
func RoundWhy(e Env, d RoundData) slack.ModalViewRequest {
	f := reader("Why this?")
	f.section("%s", d.because(e))
	f.section("Everyone in the mission who had ticked rounds by then got the same. A round is open for 48 hours, and comes once in 13 days at most.")
	stays := "one word stays"
	if d.Round.Topic == rounds.OwnWords {
		stays = "the words that several used stay"
	}
	f.section("How it is kept: your answer gets a random name. When the round closes the answers are deleted, and %s.", own(stays))
	f.section("You can turn these off in the menu beside it. `/mission energy` and `/mission own-words` find an open round too.")
	f.actions(button(ActReaches, "What reaches me", Meta{Mission: d.Mission.ID}),
		when(d.Mission.Running(), button(ActPlans, "The mission's plan", Meta{Mission: d.Mission.ID})),
		button(ActRoundOff, "Turn these off", d.meta()))
	return f.view()
}

// because says what brought a round.
func (d RoundData) because(e Env) line {
	switch {
	case d.Round.OpenedBy != "":
		return fill("Sent because %s opened a round about *%s* on %s.", e.who(d.Round.OpenedBy), title(d.Mission), e.on(d.Mission, d.Round.OpenedAt))
	case d.Round.Topic == rounds.OwnWords:
		return fill("Sent because *%s* asks for everyone's own words once a phase, and it is in its %s.", title(d.Mission), d.Round.Phase.String())
	}
	return fill("Sent because *%s* plans rounds. Energy, load, outlook and trust take turns.", title(d.Mission))
}

// RoundsOff says that rounds no longer reach a person, in this mission, or that they do again.
func RoundsOff(_ Env, d RoundData, off bool) Message {
	if !off {
		return one(fill("Rounds of *%s* reach you again.", title(d.Mission)))
	}
	return one(fill("Rounds are off for you, in this mission. They stay off. You can still answer this one."),
		button(ActRoundOn, "Turn on again", d.meta()))
}

// RoundTyped answers what is typed where a round asks: it is not kept, since it would carry a name. In a thread
// the round alone is meant; elsewhere it may have been something else.
func RoundTyped(_ Env, d RoundData, said mission.MessageRef, inThread bool) Message {
	if d.Round.Closed() {
		return one(fill("That round is closed, and what is typed to one I never keep. Delete your message if you like."))
	}
	if inThread {
		return one(fill("Here it would carry your name, so I kept nothing. Use the form, and delete your message if you like."),
			button(ActRoundAnswer, "Answer", d.meta()))
	}
	m := Meta{Channel: said.Channel, TS: said.TS}
	return one(fill("A round is open. Here an answer would carry your name, so I kept nothing. Use the form, and delete your message if you like."),
		button(ActRoundAnswer, "Answer", d.meta()), button(ActTell, "Tell a step", m), button(ActKeepReflection, "Keep as reflection", m))
}

// RoundOpened tells whoever opened a round.
func RoundOpened(e Env, d RoundData) Message {
	return one(fill("The round is open until %s. Everyone who ticked rounds is asked, each in private, when they work. The result comes after that.",
		e.until(d.Mission, d.Round.ClosesAt)),
		button(ActRoundAnswer, "Answer", d.meta()))
}

// RoundsFew says in the card's thread that a planned round did not open, since it would not hide its answers.
func RoundsFew(_ Env, m mission.Mission, need string) Message {
	return one(fill("No round this time. A round of *%s* opens once %s people tick rounds, so that no answer shows whose it is. I look again each time, and say so only now.",
		title(m), need), button(ActReaches, "What reaches me", Meta{Mission: m.ID}))
}

// RoundHere answers a mention in a channel that brought an answer along. The words it does not give back.
func RoundHere(_ Env, verb string) Message {
	return one(fill("Here it would carry your name, so I kept nothing. Delete your message, then write `/mission " + verb + "`: it opens a form."))
}

// FloorKept says how many have to answer from the next round on.
func FloorKept(_ Env, m mission.Mission, floor int) Message {
	return one(fill("From the next round of *%s* on, a result appears once %s answers are in.", title(m), number(floor)),
		button(ActRoundFloor, "Change", Meta{Mission: m.ID}))
}

// orMore writes how many answers a result rests on at least; more is never said.
func orMore(floor int) string { return fmt.Sprintf("%d or more", floor) }
