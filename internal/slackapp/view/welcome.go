package view

import (
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// WelcomeQuestion is asked of whoever joins, below the mission's story so far.
const WelcomeQuestion = "What would you like to bring that nobody has asked you for?"

// BlockWelcome is the choice in the settings whether a welcome comes.
const BlockWelcome = "welcome"

// WelcomeData is a mission's story so far, for somebody who joined it.
type WelcomeData struct {
	NudgeData
	// Win and Lesson are the newest ones that stand, or nil.
	Win, Lesson *mission.Entry
	// Before are the missions that it grew from, the latest first.
	Before []mission.Mission
	// Piece says that the reader has written her piece.
	Piece bool
	// Reach are the kinds that she ticked by now.
	Reach []nudges.Kind
	// Kept says that she answered, and Form that she did so in its form.
	Kept, Form bool
}

// Welcome tells whoever joined the story so far, in a direct message, and asks one question. Its words are literal.
func Welcome(e Env, d WelcomeData) Message {
	var p canvas
	m := d.Mission
	p.section("Welcome to *%s*. Its story so far, in one minute.", title(m))
	story := strings.Join(e.storySoFar(d), "\n")
	p.add(slack.NewSectionBlock(plain(story), nil, nil), entities.Replace(story))
	piece := when(!d.Piece, button(ActMyPiece, "Write my piece", Meta{Mission: m.ID}))
	if d.Kept {
		if d.Form {
			p.section("Your answer is kept. Only you read it.")
		} else {
			p.section("Your answer is kept in your journal.")
		}
		p.actions(when(d.Form, button(ActAnswer, "Change", d.onMission())), when(d.Form, button(ActNotAnswer, "Take it out", d.onMission())), piece)
		p.welcomeTicks(d)
		return p.message()
	}
	p.question(WelcomeQuestion)
	p.context("Answer opens a form that only I keep · a reply typed here also stays in Slack's history")
	p.actions(button(ActAnswer, "Answer", d.onMission()), piece,
		overflow(d.meta(), choice{action: ActWhy, label: "Why this?"}, choice{action: ActOff, label: "No more welcomes"}))
	p.welcomeTicks(d)
	return p.message()
}

// welcomeTicks offers once more, with one tap each, what may reach her. Nothing is ticked for anybody.
func (p *canvas) welcomeTicks(d WelcomeData) {
	var on []line
	var offers []slack.BlockElement
	for i, k := range joinReach {
		if slices.Contains(d.Reach, k) {
			on = append(on, own(wordsOfNudge(k).word))
			continue
		}
		meta := d.meta()
		meta.Kind = string(k)
		offers = append(offers, button(numbered(ActWelcomeTick, i), wordsOfNudge(k).word, meta))
	}
	switch {
	case len(on) == 0:
		p.section("What else may reach you? None of these comes unless you choose it.")
	case len(offers) == 0:
		p.section("All three reach you: reflections, how this fits you, rounds.")
	default:
		p.section("You chose: %s. What else may reach you?", list(on))
	}
	p.actions(append(offers, button(ActReaches, "What reaches me", Meta{Mission: d.Mission.ID}))...)
}

// TickOffered reports whether joining and the welcome offer a kind.
func TickOffered(k nudges.Kind) bool { return slices.Contains(joinReach, k) }

// storySoFar are the lines of the story: what for, how it will be known, where it is, and the newest of what was told.
func (e Env) storySoFar(d WelcomeData) []string {
	m := d.Mission
	var lines []string
	add := func(label, words string) {
		if words = Cut(oneLine(words), cutChannel); words != "" {
			lines = append(lines, label+": "+words)
		}
	}
	add("After", m.Aspiration)
	add("Done when", writtenOr(m.EndState))
	add("Where it is", e.where(m))
	if d.Win != nil {
		add("Latest win", d.Win.Text)
	}
	if d.Lesson != nil {
		add("Latest lesson", d.Lesson.Text)
	}
	for _, before := range d.Before {
		add("It grew from", title(before)+", "+endingOf(before.Outcome.Kind).past+" on "+e.on(m, before.Outcome.At))
	}
	return lines
}

// welcomeOff takes the place of a welcome whose reader wants none any more.
func welcomeOff(d NudgeData) Message {
	return one(fill("No welcome comes any more when you join a mission."), button(ActOn, "Turn on again", d.meta()))
}

// whyWelcome explains a welcome.
const whyWelcome = "Sent because you joined. It comes once a mission. The question below it is the same for everyone."

// welcomeCheck adds to the settings whether a welcome comes.
func (f *form) welcomeCheck(on bool) {
	var ticked []string
	if on {
		ticked = append(ticked, BlockWelcome)
	}
	f.checks(field{block: BlockWelcome, label: "When you join a mission"}, ticked,
		option(BlockWelcome, "Tell me its story so far", "Once, by direct message, with one question."))
}

// WelcomeOver is what a welcome becomes for somebody who may no longer see the mission.
func WelcomeOver(Env) Message {
	return one(fill("The story so far is open to members of its channel."))
}
