package view

import (
	"fmt"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
	"throughline/internal/rounds"
)

// The lines of a card's thread are the mission's own log: by name, quiet, the newest last.

// ThreadStarted says who began the mission and what it grew from.
func ThreadStarted(e Env, m mission.Mission, from *mission.Mission) Message {
	var p canvas
	p.section("%s started *%s* on %s.", e.who(m.Starter), title(m), e.on(m, m.StartedAt))
	if from != nil {
		p.section("It follows *%s*%s.", title(*from), carried(*from, m.Carried))
	}
	return p.message()
}

// carried says what was taken along.
func carried(from mission.Mission, c mission.CarryOver) line {
	words := carryWords(from, c)
	if len(words) == 0 {
		return nil
	}
	return append(line{{text: " and takes along "}}, list(words)...)
}

// carryWords names what is taken along from a mission, where it is there.
func carryWords(from mission.Mission, c mission.CarryOver) []line {
	var lessons []mission.ID
	if from.Outcome != nil {
		lessons = from.Outcome.Lessons
	}
	var out []line
	for _, w := range carrying {
		if *w.of(&c) && w.there(from, lessons) {
			out = append(out, fill(w.plain))
		}
	}
	return out
}

// ThreadJoined says who is in, with which piece.
func ThreadJoined(e Env, member mission.Member) Message {
	var p canvas
	if Clean(member.Piece) == "" {
		p.section("%s is in.", e.who(member.User))
		return p.message()
	}
	p.instead(fill("%s is in. Piece: %s", e.who(member.User), member.Piece), func() {
		p.section("%s is in. Piece:", e.who(member.User))
		p.quote(member.Piece)
	})
	return p.message()
}

// ThreadPiece says what a member's piece is, after it was changed.
func ThreadPiece(e Env, member mission.Member) Message {
	var p canvas
	if Clean(member.Piece) == "" {
		p.section("%s took the piece back.", e.who(member.User))
		return p.message()
	}
	p.instead(fill("%s's piece: %s", e.who(member.User), member.Piece), func() {
		p.section("%s's piece:", e.who(member.User))
		p.quote(member.Piece)
	})
	return p.message()
}

// ThreadReworded keeps what the card said before, what it says after, and why. After is the wording that
// followed the revision.
func ThreadReworded(e Env, m mission.Mission, r mission.Revision, after mission.Wording) Message {
	var p canvas
	p.section("%s changed the wording.", e.who(r.By))
	if Clean(r.Reason) != "" {
		p.rich("*What made the change*  %s", r.Reason)
	}
	for _, c := range changes(r.Wording, after, m.Today(e.Now)) {
		p.rich("*"+c.label+"*  before: %s", writtenOr(c.before))
		p.rich("after: %s", writtenOr(c.after))
	}
	p.actions(button(ActReadRest, "Read the whole wording", Meta{Mission: m.ID}))
	return p.message()
}

// change is one line of a wording that is not what it was.
type change struct{ label, before, after string }

// changes lists what differs between two wordings.
func changes(before, after mission.Wording, today mission.Date) []change {
	all := []change{
		{"Name", before.Name, after.Name},
		{"After", before.Aspiration, after.Aspiration},
		{"Done when", before.EndState, after.EndState},
		{"For customers", before.Why.Customers, after.Why.Customers},
		{"For us", before.Why.Us, after.Why.Us},
		{"For the company", before.Why.Company, after.Why.Company},
	}
	for _, p := range mission.Phases {
		b, a := before.Plan[p], after.Plan[p]
		all = append(all,
			change{fmt.Sprintf("The %s is done when", p), b.DoneWhen, a.DoneWhen},
			change{fmt.Sprintf("The %s is done by", p), Day(b.Target, today), Day(a.Target, today)})
	}
	var out []change
	for _, c := range all {
		if c.before != c.after {
			out = append(out, c)
		}
	}
	return out
}

// ThreadReopened says that the closing of a phase was taken back.
func ThreadReopened(e Env, m mission.Mission, by mission.UserID) Message {
	return one(fill("%s took the closing of the %s back. The %s goes on.", e.who(by), m.Phase.String(), m.Phase.String()))
}

// ThreadUnended says that an ending was taken back.
func ThreadUnended(e Env, m mission.Mission, by mission.UserID) Message {
	return one(fill("%s took the ending back. *%s* goes on.", e.who(by), title(m)))
}

// ThreadNoLead asks once who will lead, after the lead has left.
func ThreadNoLead(_ Env, m mission.Mission) Message {
	return one(fill("Nobody leads this mission any more, so any member can change or close things. Who would like to lead?"),
		button(ActEdit, "Say who steers", Meta{Mission: m.ID}))
}

// ThreadLed says who leads, or that the members govern the mission together.
func ThreadLed(e Env, _ mission.Mission, lead mission.UserID) Message {
	if lead == "" {
		return one(fill("You govern it together: any member can change or close things."))
	}
	return one(fill("%s leads.", e.who(lead)))
}

// ThreadAsk puts to the team what is still to be written, as questions.
func ThreadAsk(e Env, m mission.Mission) Message {
	var p canvas
	p.section("Some of this mission is still to be written, and %s asks you for words:", e.who(m.Starter))
	var questions []line
	for i, words := range [3]string{m.Why.Customers, m.Why.Us, m.Why.Company} {
		if Clean(words) == "" {
			questions = append(questions, fill(whyFields[i].label))
		}
	}
	for _, phase := range mission.Phases {
		if Clean(m.Plan[phase].DoneWhen) == "" {
			questions = append(questions, fill("How will we know that the "+phase.String()+" is done?"))
		}
	}
	p.bullets("*To be written*", questions)
	who := "Whoever leads writes them on the card: /mission edit"
	if m.SelfGoverned() {
		who = "Any member can write them on the card: /mission edit"
	}
	p.context("Answer in this thread among yourselves: I do not read it. %s", who)
	p.actions(button(ActSuggestWords, "Suggest words", Meta{Mission: m.ID}))
	return p.message()
}

// HelpOffered names in a block's thread who offers to help. Its author is really mentioned.
func HelpOffered(e Env, entry mission.Entry, helper mission.UserID) Message {
	return one(fill("%s offers to help, %s.", e.who(helper), e.at(entry.Author)))
}

// AnsweredHere is an answer to a question of the channel, in its thread, under its author's name.
func AnsweredHere(e Env, by mission.UserID, words string) Message {
	var p canvas
	p.instead(fill("%s answers: %s", e.who(by), words), func() {
		p.section("*Answer* · %s", e.who(by))
		p.quoteWhole(atMost(words))
	})
	return p.message()
}

// QuestionsOff says in a question's thread who turned the channel's questions off.
func QuestionsOff(e Env, m mission.Mission, by mission.UserID) Message {
	return one(fill("%s turned the questions here off. Any member can turn them on again.", e.who(by)),
		button(ActOnHere, "Turn on again", Meta{Mission: m.ID}))
}

// QuestionsOn says who turned them on again.
func QuestionsOn(e Env, _ mission.Mission, by mission.UserID) Message {
	return one(fill("%s turned the questions here on again.", e.who(by)))
}

// QuestionSkipped says who leaves the next question out, or took that back.
func QuestionSkipped(e Env, m mission.Mission, by mission.UserID, back bool) Message {
	if back {
		return one(fill("%s took that back: the next question comes.", e.who(by)))
	}
	return one(fill("%s leaves the next question out. The one after it comes.", e.who(by)),
		button(ActUnskip, "Undo", Meta{Mission: m.ID}))
}

// Suggestion puts somebody's idea to whoever leads, in a direct message.
func Suggestion(e Env, m mission.Mission, by mission.UserID, do mission.Action) Message {
	var act slack.BlockElement
	meta := Meta{Mission: m.ID, Phase: int(m.Phase)}
	switch do {
	case mission.ClosePhaseOf:
		act = button(ActClosePhase, "Close this phase", meta)
	case mission.EndMission:
		act = button(ActEnd, "End the mission", meta)
	case mission.DecideMidpoint:
		act = button(ActDecide, "What we decided", meta)
	case mission.AnswerRelated:
		act = nil
	case mission.PlanNudges:
		act = button(ActPlans, "Nudges here", meta)
	case mission.OpenRound:
		act = button(ActRoundOpen, "Open a round", Meta{Mission: m.ID, Kind: string(rounds.Energy)})
	default:
		act = button(ActEdit, "Change the wording", meta)
	}
	return one(fill("%s suggests it for *%s*: %s.", e.who(by), title(m), doing(do, m)), act, button(ActDetails, "Details", meta))
}

// Suggested is told to whoever made the suggestion.
func Suggested(e Env, m mission.Mission) Message {
	return one(fill("Suggested to %s, in a direct message.", e.who(m.Lead)))
}

// doing names something that only whoever steers may do.
func doing(do mission.Action, m mission.Mission) string {
	switch do {
	case mission.ClosePhaseOf:
		return "close the " + m.Phase.String()
	case mission.EndMission:
		return "end the mission"
	case mission.AnswerRelated:
		return "answer the question about another mission, in the channel"
	case mission.DecideMidpoint:
		return "tell what the midpoint decided"
	case mission.PlanNudges:
		return "change when questions come"
	case mission.OpenRound:
		return "open an anonymous round"
	}
	return "change the wording"
}
