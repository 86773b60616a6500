package metrics

import "slices"

// Words that every list has.
const (
	other = "other"
	none  = "none"
)

// list holds the values that a label may have.
type list []string

// of returns the word, or "other" where it is not on the list; an empty one is "none".
func (l list) of(word string) string {
	switch {
	case word == "":
		return none
	case slices.Contains(l, word):
		return word
	}
	return other
}

var (
	logLevels  = list{"debug", "info", "warn", "error"}
	commitEnds = list{"ok", "failed"}
)

type vocabulary struct {
	envelopes, envelopeOutcomes, socketEnds list
	asks, askOutcomes, failures             list
	methods, callOutcomes                   list
	kinds, states, reasons, checks          list
}

func newVocabulary(v Vocabulary) vocabulary {
	return vocabulary{
		envelopes: v.Envelopes, envelopeOutcomes: v.EnvelopeOutcomes, socketEnds: v.SocketEnds,
		asks: v.Asks, askOutcomes: v.AskOutcomes, failures: v.Failures,
		methods: v.Methods, callOutcomes: v.CallOutcomes,
		kinds: v.Kinds, states: v.States, reasons: v.Reasons, checks: v.Checks,
	}
}

// kindOfCall orders the methods of the Web API by what a person notices of them: what appears, what opens, and the
// rest. A histogram for each method would cost more than it tells.
func kindOfCall(method string) string {
	switch method {
	case "chat.postMessage", "chat.postEphemeral", "chat.update", "response_url":
		return "post"
	case "views.open", "views.push", "views.update", "views.publish":
		return "view"
	}
	return "look"
}
