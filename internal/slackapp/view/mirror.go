package view

import (
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"throughline/internal/coaching"
	"throughline/internal/mission"
	"throughline/internal/rounds"
)

// The mirror: one question a day about oneself, for whoever leads and for everyone who wants it. And what else
// is the lead's own: whose turn it is to be talked with, and how her guesses fared. All of it stands in forms.

// MirrorData is what the mirror's form shows.
type MirrorData struct {
	Question, QuestionID string
	// Row is the key of the nudge that today's question is, or empty.
	Row string
	// In is the mission that the answer is about, or empty.
	In mission.ID
	// Leads are the missions that she leads and may see.
	Leads []mission.Mission
	// TurnedOn says that she has it without leading anything.
	TurnedOn bool
}

// leadsShown is how many missions the mirror has buttons for.
const leadsShown = 5

var mirrorField = field{block: BlockText, label: "Your words", max: maxField, long: true, required: true}

// Mirror is the form with today's question.
func Mirror(_ Env, d MirrorData) slack.ModalViewRequest {
	f := &form{callback: ViewMirror, title: "Your mirror", submit: "Keep", close: "Cancel",
		meta: Meta{Mission: d.In, Kind: d.QuestionID}}
	f.question(d.Question)
	f.textInput(mirrorField, "")
	f.sealedNote()
	f.actions(button(ActMirrorPast, "What I wrote before", Meta{}),
		when(d.TurnedOn && len(d.Leads) == 0, button(ActMirrorOff, "Turn it off", Meta{})))
	for i, m := range d.Leads[:min(len(d.Leads), leadsShown)] {
		if i == 0 {
			f.divide()
		}
		meta := Meta{Mission: m.ID}
		f.rich("*%s*, which you lead", title(m))
		f.actions(about(button(ActWhom, "Whom to talk with", meta), "Whom to talk with, in "+title(m)),
			about(button(ActGuesses, "Your guesses", meta), "Your guesses, in "+title(m)))
	}
	return f.view()
}

// ParseMirror reads the form.
func ParseMirror(state *slack.ViewState) (string, FieldErrors) {
	a := read(state)
	return andWrong(a, a.text(mirrorField))
}

// MirrorOffer is told to somebody who leads nothing and has not turned it on.
func MirrorOffer(Env) Message {
	return one(fill("The mirror is a question a day about oneself, for whoever leads. You can have one too. Nobody is told."),
		button(ActMirrorOn, "Turn it on for me", Meta{}), button(ActDismiss, "Not now", Meta{}))
}

// MirrorOff says that it is off.
func MirrorOff(Env) slack.ModalViewRequest {
	f := reader("Your mirror")
	f.section("It is off. What you wrote stays in your journal. `/mission mirror` turns it on again.")
	return f.view()
}

// MirrorNote is something that was written in the mirror.
type MirrorNote struct {
	ID       mission.ID
	At       time.Time
	Question string
	Words    string
	Locked   bool
}

// MirrorPage is a page of them, newest first.
type MirrorPage struct {
	Notes     []MirrorNote
	At, Pages int
	// Kept says that one was written a moment ago.
	Kept bool
}

// MirrorPast lists what was written in the mirror.
func MirrorPast(e Env, d MirrorPage) slack.ModalViewRequest {
	f := reader("Your mirror")
	if d.Kept {
		f.section("Kept. Only you read it.")
	}
	if len(d.Notes) == 0 {
		f.section("Nothing is written here yet.")
	}
	for i, n := range d.Notes {
		opens := about(button(numbered(ActNote, i), "Open", Meta{Entry: n.ID}), "Open what you wrote on "+e.on(my, n.At))
		f.sectionWith(opens, "*%s*", e.on(my, n.At))
		if n.Question != "" {
			f.context("%s", n.Question)
		}
		if n.Locked {
			f.section("I cannot open this note: the key that sealed it is missing. Your admin can mend it (bot doctor).")
			continue
		}
		f.quote(n.Words)
	}
	f.turn(ActMirrorPast, Meta{}, d.At, d.Pages)
	f.context("Only you see this. *Open* shows the whole, to change or to delete. It all lies in your journal too.")
	return f.view()
}

// WhomData is whose turn it is to be talked with, by whoever leads a mission.
type WhomData struct {
	Mission mission.Mission
	// User is whose turn it is, or nobody where she is alone in the mission.
	User mission.UserID
	// Question is one that she could ask.
	Question string
	// Shared says that this person let her lead read a sentence.
	Shared bool
	// Until is when the turn comes that she put off, or zero.
	Until time.Time
}

// Whom shows it. There is no field for notes about another person.
func Whom(e Env, d WhomData) slack.ModalViewRequest {
	f := reader("Whom to talk with")
	f.meta = Meta{Mission: d.Mission.ID, User: d.User}
	f.rich("*%s*", title(d.Mission))
	if d.User == "" {
		f.section("Nobody else is in this mission yet.")
		return f.view()
	}
	name := e.who(d.User)
	switch {
	case d.Until.After(e.Now):
		f.rich("It is %s's turn, and it waits until %s.", name, e.on(my, d.Until))
	default:
		f.rich("This week's conversation could be with %s. It is %s's turn; everyone comes round.", name, name)
	}
	if d.Question != "" {
		f.section("One question that you could ask:")
		f.question(d.Question)
	}
	meta := f.meta
	f.actions(when(d.Shared, button(ActReadShared, "What was shared with you", meta)))
	f.actions(button(ActWhomTalked, "We talked", meta), button(ActWhomLater, "Next week", meta), button(ActWhomElse, "Someone else", meta))
	f.context("The order was drawn by lot. It knows nothing of what anybody did, and I keep no notes about people. Only you see this.")
	return f.view()
}

// TurnData is whose turn a mirror's message tells of.
type TurnData struct {
	Mission mission.Mission
	Nudge   string // the key of the message's row
	User    mission.UserID
	// Question is one that whoever leads could ask.
	Question string
	// Shared says that this person let her lead read a sentence.
	Shared bool
	// Became is what she said of it, and Until when it comes that she put off.
	Became coaching.Became
	Until  time.Time
}

// WithTurn adds to a message whose turn it is to be talked with. There is no field for notes about another person.
func WithTurn(e Env, m Message, d TurnData) Message {
	p := canvas{blocks: m.Blocks, text: []string{m.Text}}
	name := e.who(d.User)
	switch d.Became {
	case coaching.Talked:
		p.section("You talked with %s. Next week it is someone else's turn.", name)
		return p.message()
	case coaching.Put:
		p.section("It is %s's turn, and it waits until %s.", name, e.on(my, d.Until))
		return p.message()
	}
	p.section("This week's conversation could be with %s. It is %s's turn; everyone comes round.", name, name)
	if d.Question != "" {
		p.section("One question that you could ask: %s", oneLine(d.Question))
	}
	meta := Meta{Mission: d.Mission.ID, User: d.User, Nudge: d.Nudge}
	p.actions(button(ActWhomTalked, "We talked", meta), button(ActWhomLater, "Next week", meta), button(ActWhomElse, "Someone else", meta),
		when(d.Shared, button(ActReadShared, "What was shared with you", Meta{Mission: d.Mission.ID, User: d.User})))
	return p.message()
}

// guessesShown is how many guesses are told one by one, and looked back on.
const guessesShown = 6

// Guesses shows the lead how her guesses about the team fared, newest first. They come oldest first.
func Guesses(e Env, m mission.Mission, all []rounds.Fared) slack.ModalViewRequest {
	f := reader("Your guesses")
	f.meta = Meta{Mission: m.ID}
	f.rich("*%s*", title(m))
	if len(all) == 0 {
		f.section("No guess of yours has met a result yet. Before a round closes I ask what you expect.")
		return f.view()
	}
	last := all[max(0, len(all)-guessesShown):]
	newest := last[len(last)-1]
	if newest.Expected == newest.Said {
		f.section("You expected %s, and so says the team.", wordOf(newest.Topic, newest.Said))
	} else {
		f.section("You expected %s; the team says %s.", wordOf(newest.Topic, newest.Expected), wordOf(newest.Topic, newest.Said))
	}
	if len(last) > 1 {
		f.section("%s", own(lookedBack(last)))
	}
	f.section("What might people not be telling you?")
	var rows []line
	for _, g := range slices.Backward(last) {
		rows = append(rows, fill("%s, %s: expected %s, said %s", e.on(m, g.ClosedAt), own(strings.ToLower(TopicName(g.Topic))), wordOf(g.Topic, g.Expected), wordOf(g.Topic, g.Said)))
	}
	f.bullets("*Round by round*", rows)
	f.context("Only you see how your guesses fare.")
	return f.view()
}

// lookedBack says of the last guesses how many met the word, and how many stood above or below it.
func lookedBack(all []rounds.Fared) string {
	at := map[rounds.Word]int{rounds.Heavy: 0, rounds.Mixed: 1, rounds.Good: 2}
	met, higher, lower := 0, 0, 0
	for _, g := range all {
		switch d := at[g.Expected] - at[g.Said]; {
		case d == 0:
			met++
		case d > 0:
			higher++
		default:
			lower++
		}
	}
	var parts []string
	for _, p := range []struct {
		n         int
		one, many string
	}{{met, "met", "met"}, {higher, "was higher", "were higher"}, {lower, "was lower", "were lower"}} {
		switch {
		case p.n == 1:
			parts = append(parts, counted[1]+" "+p.one)
		case p.n > 1:
			parts = append(parts, counted[p.n]+" "+p.many)
		}
	}
	return "Of your last " + counted[len(all)] + " guesses " + strings.Join(parts, ", ") + "."
}
