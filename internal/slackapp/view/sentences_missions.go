package view

import (
	"cmp"
	"fmt"
	"time"

	"throughline/internal/mission"
)

// The sentences about a mission and what state it is in.

func noMission(_ *mission.Refusal, c RefusalContext) said {
	return say("No mission is running in %s. Start one with `/mission start`.", c.here()).
		with(button(ActStart, "Start a mission", Meta{Channel: c.Channel}))
}

// justStarted is how long a mission that runs already counts as started while the form was open.
const justStarted = 10 * time.Minute

func missionRuns(r *mission.Refusal, c RefusalContext) said {
	var s said
	if c.Meanwhile && c.Mission != nil && c.Now.Sub(c.Mission.StartedAt) < justStarted {
		s = say("%s started *%s* here a minute ago.%s", c.who(r.By), c.name(), own(c.draft()))
	} else {
		s = say("*%s* is running here; one channel has one mission. End it first, or start yours in another channel.%s", c.name(), own(c.draft()))
	}
	s.kept = !c.DraftUntil.IsZero()
	return s.with(button(ActDetails, "Details", Meta{Mission: r.Mission}))
}

func hasEnded(_ *mission.Refusal, c RefusalContext) said { return c.ended("this was not added") }

func nothingComes(_ *mission.Refusal, c RefusalContext) said {
	return c.ended("nothing comes from it any more")
}

// ended says that a mission has ended, and what follows for what somebody tried.
func (c RefusalContext) ended(so string) said {
	m := c.mission()
	if m.Outcome == nil {
		return say("That mission has ended, so %s.", so)
	}
	return say("*%s* was %s on %s, so %s.", c.name(), endingOf(m.Outcome.Kind).past, c.on(m, m.Outcome.At), so).
		with(button(ActReadStory, "Read its story", Meta{Mission: m.ID}), button(ActStartNext, "Start the next one", Meta{Channel: m.Channel, Mission: m.ID}))
}

func movedOn(r *mission.Refusal, c RefusalContext) said {
	m := c.mission()
	details := button(ActDetails, "Details", Meta{Mission: m.ID})
	switch n := len(m.Closings); {
	case c.Mission == nil:
		return say("This has moved on, and nothing was changed.")
	case m.Outcome != nil:
		return hasEnded(r, c)
	case n == 0:
		return say("This has moved on. Here is how it stands now: %s.", c.where(m)).with(details)
	default:
		return say("This has moved on: the %s began on %s. Here is how it stands now: %s.",
			m.Phase.String(), c.on(m, m.Closings[n-1].At), c.where(m)).with(details)
	}
}

func datePast(r *mission.Refusal, c RefusalContext) said {
	return say("%s has passed. Which day did you mean?", Day(r.Date, c.today(c.mission())))
}

func datesOutOfOrder(r *mission.Refusal, c RefusalContext) said {
	day := Day(r.Date, c.today(c.mission()))
	if r.Field == BlockNextTarget {
		return say("The middle cannot be done after the end. Choose a day before %s.", day)
	}
	return say("A phase cannot be done before the one before it. Choose a day after %s.", day)
}

func tooLate(_ *mission.Refusal, c RefusalContext) said {
	return say("That can be taken back for 24 hours, by whoever did it. The wording can still be changed.").
		with(button(ActDetails, "Details", Meta{Mission: c.mission().ID}))
}

func tooEarly(_ *mission.Refusal, c RefusalContext) said {
	m := c.mission()
	if m.StartedAt.IsZero() {
		return say("Half of the planned time is not over yet, so nothing was kept.")
	}
	return say("Half of the planned time is over on %s. Then what you keep, change and stop can be told here.", c.day(m, m.Halfway())).
		with(button(ActDetails, "Details", Meta{Mission: m.ID}))
}

func botOutside(_ *mission.Refusal, c RefusalContext) said {
	return say("I cannot post here yet. Invite me with /invite %s and try again.", c.bot())
}

func channelClosed(r *mission.Refusal, c RefusalContext) said {
	if r.Mission != "" { // which is in that channel, and cannot choose
		return say("%s takes no messages from me now. Try again once it does.", c.here())
	}
	return say("%s takes no messages from me now. Choose another channel, or try again once it does.", c.here())
}

func unforeseen(_ *mission.Refusal, c RefusalContext) said {
	word := oneLine(c.Reference)
	if word == "" {
		return say("Something broke on my side and nothing was changed. Please try again.")
	}
	return say("Something broke on my side and nothing was changed. Please try again; if it stays, tell %s this word: *%s*.", c.whomToTell(), word)
}

func (c RefusalContext) whomToTell() string { return cmp.Or(oneLine(c.Support), "whoever runs me") }

// wordToTell ends the other sentences that somebody may have to pass on: the word under which the log has what happened.
func wordToTell(code mission.Code, c RefusalContext) line {
	word := oneLine(c.Reference)
	switch {
	case word == "":
		return nil
	case code == CannotSave: // It asks to tell them already.
		return fill(" The word for it is *%s*.", word)
	case code == NotConfirmed, code == NotSaved, code == CannotRead, code == NoKey:
		return fill(" If it goes on, tell %s this word: *%s*.", c.whomToTell(), word)
	}
	return nil
}

// referenceWords are the first halves of reference words: short, and hard to mishear.
var referenceWords = [...]string{
	"amber", "anchor", "apple", "basil", "beacon", "birch", "cedar", "clover", "copper", "coral", "dahlia", "ember",
	"fern", "garnet", "hazel", "indigo", "iris", "juniper", "lemon", "linen", "maple", "marble", "meadow", "olive",
	"orchid", "pebble", "pepper", "quartz", "river", "saffron", "velvet", "willow",
}

// Reference returns the word by which people tell of a fault and the log knows it, such as "ember-427".
func Reference(n uint64) string {
	count := uint64(len(referenceWords))
	return fmt.Sprintf("%s-%03d", referenceWords[n%count], n/count%1000)
}
