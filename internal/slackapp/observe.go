package slackapp

import (
	"cmp"
	"errors"
	"slices"

	"throughline/internal/mission"
)

// Observer is told what people ask for and what fails, for whoever counts. Its methods return at once. They are told
// words of fixed lists alone: nothing that was typed, and nobody's name.
type Observer interface {
	// Asked tells of a request that was answered; see [Asks] for what, and [AskOutcomes] for how.
	Asked(what, outcome string)
	// Failed tells of an error that somebody was told of with a reference; see [Failures] for the class.
	Failed(class string)
}

// unobserved is the observer of an App that was given none.
type unobserved struct{}

func (unobserved) Asked(string, string) {}
func (unobserved) Failed(string)        {}

// What is asked for where it is no command that a channel may know of.
const (
	askCard    = "card"        // /mission alone
	askUnknown = "unknown"     // a word that there is not
	askPrivate = "private"     // whatever is between one person and the bot
	askRound   = "round"       // a round; never an answer to one
	askPress   = "interaction" // a button, a form or a shortcut
	askMention = "mention"
)

// askedAlone are commands that belong to one person. In a small team even their number at a time would tell of her, so
// they are counted together.
var askedAlone = []verb{
	verbMyData, verbForgetMe, verbSnooze, verbAway, verbResume, verbQuiet, verbDays, verbConnect, verbReflect, verbJournal,
	verbCoach, verbBalance, verbMirror,
}

// Asks returns everything that [Observer.Asked] can be told as what was asked.
func Asks() []string {
	out := []string{askCard, askUnknown, askPrivate, askRound, askPress, askMention}
	for _, v := range verbs {
		if !slices.Contains(askedAlone, v) && !v.round() {
			out = append(out, string(v))
		}
	}
	return out
}

// How a request ended: done, answered with a refusal that says why, or failed by a fault of ours or of Slack's.
const (
	askDone    = "done"
	askRefused = "refused"
	askFailed  = "failed"
)

// AskOutcomes returns every outcome of a request.
func AskOutcomes() []string { return []string{askDone, askRefused, askFailed} }

// Classes of errors that people were told of with a reference.
const (
	failUnconfirmed = "unconfirmed" // it may or may not be saved: the store is slow
	failNotSaved    = "not_saved"   // its time ran out, and it is surely not saved
	failAway        = "away"        // Slack could not be asked, and nothing is saved
	failGone        = "gone"        // what it was about is no longer there
	failNoKey       = "no_key"      // private words cannot be opened or sealed
	failEvent       = "event"       // an event could not be handled; nobody was told
	failPanic       = "panic"       // a fault of ours stopped the handler
	failUnforeseen  = "unforeseen"
)

// Failures returns every class that [Observer.Failed] can be told.
func Failures() []string {
	return []string{failUnconfirmed, failNotSaved, failAway, failGone, failNoKey, failEvent, failPanic, failUnforeseen}
}

// observe tells what became of a request.
func (a *App) observe(r *request, err error) {
	outcome := askDone
	if err != nil {
		outcome = askRefused
		if _, asks := errors.AsType[*whichError](err); !asks && !isRefusal(err) {
			outcome = askFailed
		}
	}
	a.observer.Asked(whatAsked(r), outcome)
}

func isRefusal(err error) bool {
	_, ok := mission.Refused(err)
	return ok
}

// whatAsked names what a request asks for by a word of [Asks].
func whatAsked(r *request) string {
	v := verb(r.verb)
	switch {
	case r.source == fromMention:
		return askMention
	case r.source == fromMessage:
		return askPrivate
	case r.source != fromCommand:
		return askPress
	case v.round():
		return askRound
	case slices.Contains(askedAlone, v):
		return askPrivate
	case r.unknown:
		return askUnknown
	}
	return cmp.Or(string(v), askCard)
}
