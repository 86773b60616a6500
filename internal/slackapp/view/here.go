package view

import (
	"github.com/slack-go/slack"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// hereMenu is the menu beside every question to a channel.
func hereMenu(d NudgeData) *slack.OverflowBlockElement {
	choices := []choice{{action: ActWhy, label: "Why this?"}}
	if d.Kind != nudges.Midpoint { // which comes once
		choices = append(choices, choice{action: ActSkip, label: "Skip the next one"}, choice{action: ActFewerHere, label: "Fewer of these"})
	}
	choices = append(choices, choice{action: ActOffHere, label: "Turn these off here"}, choice{action: ActPlans, label: "Nudges here"})
	return overflow(d.meta(), choices...)
}

// What was done to a kind of nudge in a channel.
const (
	HereSkipped = "skip"
	HereFewer   = "fewer"
	HereOff     = "off"
)

// hereNames name kinds of nudges to a channel, in the middle of a sentence.
var hereNames = map[nudges.Kind]struct{ all, next, come, them string }{
	nudges.Coach:       {"the questions", "the next question", "come", "them"},
	nudges.Digest:      {"the Monday digest", "the next digest", "comes", "it"},
	nudges.Midpoint:    {"the question at the midpoint", "the question at the midpoint", "comes", "it"},
	nudges.PhaseDue:    {"the questions about dates", "the next question about a date", "come", "them"},
	nudges.StillTrue:   {"the questions after quiet weeks", "the next question after a quiet week", "come", "them"},
	nudges.RoundResult: {"the results of rounds", "the next result of a round", "come", "them"},
}

// ChangedHere says in a thread who changed what about a kind of nudge here. Any member can take it back.
func ChangedHere(e Env, m mission.Mission, k nudges.Kind, what, turn string, by mission.UserID) Message {
	name := hereNames[k]
	back := button(ActHereBack, "Undo", Meta{Mission: m.ID, Kind: string(k) + " " + what + " " + turn})
	switch what {
	case HereSkipped:
		return one(fill("%s leaves %s out. The one after it comes.", e.who(by), own(name.next)), back)
	case HereFewer:
		return one(fill("%s lets %s come half as often here. Any member can take that back.", e.who(by), own(name.all)), back)
	}
	return one(fill("%s turned %s off here. Any member can turn %s on again.", e.who(by), own(name.all), own(name.them)), back)
}

// ChangedBack says who took that back.
func ChangedBack(e Env, _ mission.Mission, k nudges.Kind, what string, by mission.UserID) Message {
	name := hereNames[k]
	switch what {
	case HereSkipped:
		return one(fill("%s took that back: %s comes.", e.who(by), own(name.next)))
	case HereFewer:
		return one(fill("%s took that back: %s %s as often as before.", e.who(by), own(name.all), own(name.come)))
	}
	return one(fill("%s turned %s here on again.", e.who(by), own(name.all)))
}
