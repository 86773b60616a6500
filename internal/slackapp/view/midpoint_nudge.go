package view

import (
	"strings"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
)

// The midpoint's question to a channel, and what it turns into.

// SingleNudge is a question that a mission brings its channel a single time.
type SingleNudge struct {
	NudgeData
	// By is who pressed what the message says by now, and On when.
	By mission.UserID
	On mission.Date
	// Again is the day on which the question is asked once more, or no day.
	Again mission.Date
}

// MidpointAsked asks a channel to look up, once.
func MidpointAsked(e Env, d SingleNudge) Message {
	m := d.Mission
	var p canvas
	p.section("Half of the planned time is past, half is ahead: until %s. A good day to look up.", e.day(m, m.EndDate()))
	p.section("*Keep* what works · *Change* what does not · *Stop* what no longer serves the end we want.")
	p.actions(primary(ActSee, "Say what I see", d.meta()), button(ActDecide, "Say what we do", Meta{Mission: m.ID}),
		overflow(d.meta(),
			choice{action: ActWhy, label: "Why this?"},
			choice{action: ActLater, label: "Two days later"},
			choice{action: ActNotThisTime, label: "Not this time"},
			choice{action: ActOffHere, label: "Turn these off here"},
			choice{action: ActPlans, label: "Nudges here"},
		))
	return p.message()
}

// MidpointLater says when the question comes again, and who asked for that.
func MidpointLater(e Env, d SingleNudge) Message {
	return one(fill("The question of the midpoint comes again on %s, says %s.", e.day(d.Mission, d.Again), e.who(d.By)),
		button(ActDecide, "Say what we do", Meta{Mission: d.Mission.ID}), button(ActAskAgain, "Undo", d.meta()))
}

// MidpointNot says who left it.
func MidpointNot(e Env, d SingleNudge) Message {
	return one(fill("The midpoint is left out this time, says %s.", e.who(d.By)),
		button(ActDecide, "Say what we do", Meta{Mission: d.Mission.ID}), button(ActAskAgain, "Undo", d.meta()))
}

// MidpointUndecided says in the thread that nobody answered.
func MidpointUndecided(_ Env, _ mission.Mission) Message {
	return one(fill("No decision was written. The mission goes on as it was."))
}

// seeFields are what somebody sees at the midpoint. Together they fit into one answer.
var seeFields = [3]field{
	{block: BlockKeep, label: "What works, and is worth keeping?", max: maxSeen, long: true},
	{block: BlockChange, label: "What would work better another way?", max: maxSeen, long: true},
	{block: BlockStop, label: "What no longer serves the end we want?", max: maxSeen, long: true},
}

// maxSeen is how long each of the three may be.
const maxSeen = 900

// See is the form for what one sees at the midpoint.
func See(e Env, d NudgeData) slack.ModalViewRequest {
	f := &form{callback: ViewSee, title: "What I see", submit: "Post", close: "Cancel", meta: d.meta()}
	f.rich("*%s*  is done when %s", title(d.Mission), stopped(d.Mission.EndState))
	for _, in := range seeFields {
		f.textInput(in, "")
	}
	f.context("Posted in the thread in %s, under your name.", e.channel(d.Mission.Channel))
	return f.view()
}

// ParseSee reads the form as the words of one answer.
func ParseSee(state *slack.ViewState) (string, FieldErrors) {
	a := read(state)
	var said []string
	for i, label := range [3]string{"Keep: ", "Change: ", "Stop: "} {
		if words := a.text(seeFields[i]); words != "" {
			said = append(said, label+words)
		}
	}
	if len(said) == 0 {
		a.errs.put(BlockKeep, "One of the three needs a few words.")
	}
	return strings.Join(said, "\n"), a.errs
}
