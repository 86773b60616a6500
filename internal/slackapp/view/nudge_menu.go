package view

import (
	"time"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// What stands in the menu beside every nudge to a person, and the lines into which it turns with one tap, each with a
// way back.

// nudgeMenu is that menu. What comes a single time by its nature has nothing to make fewer.
func nudgeMenu(d NudgeData) *slack.OverflowBlockElement {
	choices := []choice{
		{action: ActWhy, label: "Why this?"},
		{action: ActSnooze, label: "Snooze 1 week"},
		{action: ActSnoozeUntil, label: "Snooze until…"},
	}
	if fewerWords(d) != nil {
		choices = append(choices, choice{action: ActFewer, label: "Fewer of these"})
	}
	return overflow(d.meta(), append(choices, choice{action: ActOff, label: "Turn these off"})...)
}

// fewerWords say what fewer of a kind means, or are nil for a kind that comes once.
func fewerWords(d NudgeData) line {
	switch d.Kind {
	case nudges.Reflect:
		return own("Every second week from now on.")
	case nudges.Mirror:
		return own("Half as often from now on.")
	case nudges.Follow:
		return own("Every second digest from now on.")
	case nudges.Connect:
		return own("Every second month from now on.")
	case nudges.Told:
		return own("Once a week at most from now on; the rest stands on Home. What somebody waits for still comes the same day.")
	}
	return nil
}

// Fewer says that a kind comes less often from now on.
func Fewer(_ Env, d NudgeData) Message {
	return d.aside(fill("%s", fewerWords(d)), button(ActUnfewer, "Undo", d.meta()))
}

// Snoozed says until when nothing of the kind comes.
func Snoozed(e Env, d NudgeData, until time.Time) Message {
	return d.aside(snoozedLine(e, d.Mission, d.Kind, until), button(ActUnsnooze, "Undo", d.meta()))
}

func snoozedLine(e Env, m mission.Mission, k nudges.Kind, until time.Time) line {
	return fill("No %s until %s. They come back by themselves.", wordsOfNudge(k).plans, e.on(m, until))
}

// TurnedOff says that a kind is off for this person, in this mission or in all of hers.
func TurnedOff(_ Env, d NudgeData, all bool) Message {
	if d.Kind == nudges.Welcome {
		return welcomeOff(d)
	}
	if all {
		return d.aside(fill("%s off for you, in all of your missions. They stay off.", wordsOfNudge(d.Kind).are),
			button(ActOn, "Turn on again here", d.meta()))
	}
	return d.aside(fill("%s off for you, in this mission. They stay off.", wordsOfNudge(d.Kind).are),
		button(ActOn, "Turn on again", d.meta()), button(ActOffAll, "Off in all missions", d.meta()))
}

// SnoozeUntil is the form for the day until which a kind of nudge is put off.
func SnoozeUntil(e Env, k nudges.Kind, meta Meta) slack.ModalViewRequest {
	f := &form{callback: ViewSnooze, title: "Snooze until…", submit: "Snooze", close: "Cancel", meta: meta}
	f.dateInput(field{block: BlockUntil, label: "No " + wordsOfNudge(k).plans + " until", required: true,
		hint: "On that day they come back by themselves."}, e.today(my).AddDays(14))
	return f.view()
}
