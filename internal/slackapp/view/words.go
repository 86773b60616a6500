package view

import (
	"slices"
	"strings"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// kindWords are the words for a kind of entry.
type kindWords struct {
	kind  mission.EntryKind
	mark  string // the one emoji that may stand before the word
	word  string // the title of the message and the line in a menu
	told  string // after "Bo told …"
	one   string // after "Your …" and "A …"
	form  string // the title of the form
	field string // the label of the form's text
	which string // asked where the words are missing
}

// kinds are those that can be told, in the order of menus.
var kinds = [...]kindWords{
	{mission.Progress, "▶️", "Progress", "progress", "step", "Tell a step", "What moved?", "A step of what?"},
	{mission.Win, "⭐", "Win", "a win", "win", "Tell a win", "What changed, and for whom?", "Which win?"},
	{mission.Learned, "💡", "Lesson", "a lesson", "lesson", "Tell a lesson", "What did we learn?", "Which lesson?"},
	{mission.Blocked, "🚧", "Blocked", "a block", "block", "Say what blocks", "What stands in the way?", "Which block?"},
	{mission.Changed, "🔀", "Change", "a change", "change", "Tell a change", "What changed?", "Which change?"},
	{mission.Thanks, "🙌", "Thanks", "thanks", "thanks", "Thank someone", "For what?", "Thanks for what?"},
}

// promiseKinds are the words for what has a day and a fate. They have forms of their own and stand in no menu of
// kinds.
var promiseKinds = [...]kindWords{
	{mission.Commitment, "📌", "Commitment", "a commitment", "commitment", "I will see to it", "I will…", "What will you see to?"},
	{mission.Risk, "🎲", "Risk", "a risk", "risk", "Try something", "We try…", "What do you try?"},
}

// replyWords are the words for an answer to one of the channel's questions, which stands in no menu.
var replyWords = kindWords{kind: mission.Reply, word: "Answer", told: "an answer", one: "answer", field: "Your words"}

// suggestionWords are the words for words that somebody suggests for the card, which stand in no menu either.
var suggestionWords = kindWords{kind: mission.Suggestion, word: "Suggestion", told: "a suggestion", one: "suggestion", field: "Your words"}

// wordsFor returns the words for a kind; a kind that is not told here reads as a step.
func wordsFor(k mission.EntryKind) kindWords {
	switch k {
	case mission.Reply:
		return replyWords
	case mission.Suggestion:
		return suggestionWords
	}
	for _, w := range slices.Concat(kinds[:], promiseKinds[:]) {
		if w.kind == k {
			return w
		}
	}
	return kinds[0]
}

// kindNames lists the kinds that can be told, as values of a menu.
func kindNames() []string {
	out := make([]string, len(kinds))
	for i, w := range kinds {
		out[i] = string(w.kind)
	}
	return out
}

// marked returns the word for a kind with its mark, as our own words.
func (e Env) marked(w kindWords) line {
	if e.NoMarks || w.mark == "" {
		return line{{text: w.word, bold: true}}
	}
	return line{{text: w.mark + " ", blocks: true}, {text: w.word, bold: true}}
}

// gains are for whom a win is one, with the sentence that says so.
var gains = [...]struct {
	gain     mission.Gain
	word     string
	sentence string
}{
	{mission.ForCustomers, "Customers", "For customers."},
	{mission.ForUs, "Us", "For us."},
	{mission.ForCompany, "The company", "For the company."},
}

func gainSentence(g mission.Gain) string {
	for _, w := range gains {
		if w.gain == g {
			return w.sentence
		}
	}
	return ""
}

// endWords are the words for an ending.
type endWords struct {
	kind     mission.EndKind
	word     string // the message and the radio button
	because  string // what the radio button adds
	past     string // after "was "
	question string // what its story answers
}

var endings = [...]endWords{
	{mission.Completed, "Completed", "We reached what we wrote.", "completed", "What did we reach, and for whom?"},
	{mission.OnPurpose, "Ended on purpose", "We chose to stop, and can say why.", "ended on purpose", "Why did we choose to stop?"},
	{mission.Overtaken, "Overtaken", "The world moved and it no longer makes sense.", "overtaken", "What changed around us?"},
}

// endingOf returns the words for an ending; an unknown one reads as completed.
func endingOf(k mission.EndKind) endWords {
	for _, w := range endings {
		if w.kind == k {
			return w
		}
	}
	return endings[0]
}

// reachedWords are the answers to "Is that true?".
var reachedWords = [...]struct {
	reached mission.Reached
	word    string
}{
	{mission.ReachedYes, "Yes"},
	{mission.ReachedPart, "In part"},
	{mission.ReachedNo, "No, and we go on knowing it"},
}

func reachedWord(r mission.Reached) string {
	for _, w := range reachedWords {
		if w.reached == r {
			return w.word
		}
	}
	return "Not said"
}

// nudgeWords are the words for a kind of nudge that a person can tick.
type nudgeWords struct {
	kind  nudges.Kind
	word  string // what is ticked
	hint  string
	plans string // after "No …", "plans …"
	are   string // plans with its verb
}

var reaching = [...]nudgeWords{
	{nudges.Reflect, "Reflections", "A private question on your last working day, 15:00 your time.", "reflections", "Reflections are"},
	{nudges.Connect, "How this fits you", "A question a day after joining, then once a month.", "questions on how this fits you", "Questions on how this fits you are"},
	{nudges.Round, "Rounds", "A form without your name. Everyone is asked the same.", "rounds", "Rounds are"},
	{nudges.OwnWords, "Own words", "A round once a phase: what the mission is for. Without your name.", "rounds in your own words", "Rounds in your own words are"},
}

// onceWords are the words for kinds that nobody ticks: an event brings each of them a single time.
var onceWords = [...]nudgeWords{
	{kind: nudges.FollowUp, word: "Your commitments", plans: "questions about your commitments", are: "Questions about your commitments are"},
	{kind: nudges.RiskDue, word: "What you try", plans: "questions about what you try", are: "Questions about what you try are"},
	{kind: nudges.Told, word: "What concerns you", plans: "lines on what concerns you", are: "Lines on what concerns you are"},
	{kind: nudges.Alone, word: "Nobody in yet", plans: "questions while nobody is in", are: "Questions while nobody is in are"},
	{kind: nudges.Follow, word: "The digest", plans: "digests", are: "Digests are"},
	{kind: nudges.Mirror, word: "Mirror", plans: "mirror questions", are: "Mirror questions are"},
}

func wordsOfNudge(k nudges.Kind) nudgeWords {
	for _, w := range slices.Concat(reaching[:], onceWords[:]) {
		if w.kind == k {
			return w
		}
	}
	return nudgeWords{kind: k, word: "Questions to the channel", plans: "questions to the channel", are: "Questions to the channel are"}
}

// sentence returns s with its first letter in upper case.
func sentence(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// phaseWord returns a phase as a word at the beginning of a sentence.
func phaseWord(p mission.Phase) string { return sentence(p.String()) }
