package nudges

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The bounds of a question's text.
const (
	minRunes       = 25
	maxRunes       = 140
	maxWords       = 24
	maxWordLetters = 5.5 // on average
)

// wording is a text taken apart for the rules.
type wording struct {
	audience Audience
	theme    string
	text     string   // as written
	bare     string   // without slots
	words    []string // lower case, a slot is one word
	spaced   string   // the words with a blank before, between and after, to look for phrases in
}

// textRule is one rule about a text. It returns a sentence where the text breaks it.
type textRule struct {
	name   string
	broken func(wording) string
}

// textRules are the rules about the words of a question, each named by what it asks for or forbids.
var textRules = []textRule{
	{"question-mark", questionMark},
	{"length", length},
	{"word-count", wordCount},
	{"one-sentence", oneSentence},
	{"first-word", firstWord},
	{"verb-first", verbFirst},
	{"if-then", ifThen},
	{"mirror", mirrorFirst},
	{"why", noneOf("Ask what or how instead of %q.", whyWords)},
	{"one-question", oneQuestion},
	{"never", noneOf("We never say %q.", neverWords)},
	{"pressing", noneOf("Leave out %q.", pressingWords)},
	{"ranking", ranking},
	{"digit", digit},
	{"scale", noneOf("%q asks for a measurement.", scaleWords)},
	{"percent", percent},
	{"exclamation", exclamation},
	{"emoji", emoji},
	{"marks", marks},
	{"name", name},
	{"slot", slot},
	{"address", address},
	{"letters", letters},
	{"topic", noneOf("%q touches health, family, belief or pay.", topicWords)},
}

var (
	anySlot    = regexp.MustCompile(`\{[^{}]*\}`)
	knownSlots = []string{"{mission}", "{piece}", "{done_when}", "{date}"}
)

func newWording(text string, a Audience, theme string) wording {
	words := wordsOf(text)
	return wording{
		audience: a,
		theme:    theme,
		text:     text,
		bare:     anySlot.ReplaceAllString(text, ""),
		words:    words,
		spaced:   " " + strings.Join(words, " ") + " ",
	}
}

// wordsOf returns the words of a text in lower case. A hyphen parts words, an apostrophe does not.
func wordsOf(text string) []string {
	text = anySlot.ReplaceAllString(text, "slot")
	text = strings.ReplaceAll(strings.ToLower(text), "’", "'")
	return strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\''
	})
}

// has reports whether a word or a phrase of several words stands in the text.
func (t wording) has(phrase string) bool { return strings.Contains(t.spaced, " "+phrase+" ") }

func (t wording) hasAny(phrases []string) (string, bool) {
	i := slices.IndexFunc(phrases, t.has)
	if i < 0 {
		return "", false
	}
	return phrases[i], true
}

func (t wording) first() string {
	if len(t.words) == 0 {
		return ""
	}
	return t.words[0]
}

// noneOf makes a rule that forbids words; format tells people which one was found.
func noneOf(format string, phrases []string) func(wording) string {
	return func(t wording) string {
		if found, ok := t.hasAny(phrases); ok {
			return fmt.Sprintf(format, found)
		}
		return ""
	}
}

// when returns the message where the rule is broken.
func when(broken bool, message string) string {
	if broken {
		return message
	}
	return ""
}

func questionMark(t wording) string {
	return when(strings.Count(t.text, "?") != 1 || !strings.HasSuffix(t.text, "?"),
		"It needs one question mark, at the end.")
}

func length(t wording) string {
	n := utf8.RuneCountInString(t.text)
	return when(n < minRunes || n > maxRunes,
		fmt.Sprintf("It has %d characters; keep it between %d and %d.", n, minRunes, maxRunes))
}

func wordCount(t wording) string {
	return when(len(t.words) > maxWords, fmt.Sprintf("It has %d words; keep it to %d.", len(t.words), maxWords))
}

func oneSentence(t wording) string {
	return when(strings.ContainsAny(t.bare, ".;:…\n\r\t"), "Make it one sentence.")
}

func firstWord(t wording) string {
	return when(!slices.Contains(openers, t.first()) && !slices.Contains(closedVerbs, t.first()),
		"Begin with What, How, Which, Who, Whose, Where, When or If.")
}

func verbFirst(t wording) string {
	return when(slices.Contains(closedVerbs, t.first()), "A verb in front invites yes or no; begin with What or How.")
}

func ifThen(t wording) string {
	if t.first() != "if" {
		return ""
	}
	_, rest, _ := strings.Cut(t.text, ",")
	then := wordsOf(rest)
	return when(len(then) == 0 || then[0] != "what" && then[0] != "how", "After If … a comma and what or how follow.")
}

func mirrorFirst(t wording) string {
	return when(t.theme == themeMirror && t.first() != "what", "A mirror question begins with What.")
}

func oneQuestion(t wording) string {
	ands := 0
	for _, w := range t.words {
		if w == "and" {
			ands++
		}
	}
	return when(ands > 1 || t.has("or") || strings.Count(t.text, ",") > 1,
		"Ask one thing: at most one comma, one and, no or.")
}

func ranking(t wording) string {
	_, people := t.hasAny(peopleWords)
	word, ranks := t.hasAny(rankingWords)
	return when(people && ranks, fmt.Sprintf("%q beside a question about people ranks them.", word))
}

func digit(t wording) string {
	return when(strings.ContainsFunc(t.text, unicode.IsDigit), "Write it without digits.")
}

func percent(t wording) string {
	return when(strings.ContainsAny(t.text, "%‰") || t.has("percent") || t.has("per cent"), "It asks for a share.")
}

func exclamation(t wording) string {
	return when(strings.ContainsAny(t.text, "!¡"), "Leave out the exclamation mark.")
}

// emoji also refuses invisible characters, of which many emoji are made.
func emoji(t wording) string {
	odd := func(r rune) bool {
		return unicode.In(r, unicode.So, unicode.Sk, unicode.Cf, unicode.Co, unicode.Mn, unicode.Me) && r != '`'
	}
	return when(strings.ContainsFunc(t.text, odd), "Leave out emoji and invisible characters.")
}

// marks refuses what Slack would read as style, a mention or a link
// (docs.slack.dev/messaging/formatting-message-text).
func marks(t wording) string {
	return when(strings.ContainsAny(t.bare, "*_~`<>&@#\\/|"), "Leave out marks, mentions and links.")
}

// name takes every capital after the first letter for a name: questions have no other use for one.
func name(t wording) string {
	_, size := utf8.DecodeRuneInString(t.bare)
	return when(strings.ContainsFunc(t.bare[size:], unicode.IsUpper), "Name nobody and nothing; write small letters after the first.")
}

func slot(t wording) string {
	for _, s := range anySlot.FindAllString(t.text, -1) {
		if !slices.Contains(knownSlots, s) {
			return fmt.Sprintf("The slot %s is unknown; use %s.", s, strings.Join(knownSlots, ", "))
		}
	}
	return when(strings.ContainsAny(t.bare, "{}"), "A slot is a word between braces.")
}

func address(t wording) string {
	_, you := t.hasAny(youWords)
	if t.audience != Channel {
		return when(!you, "Speak to the reader as you.")
	}
	_, we := t.hasAny(weWords)
	return when(!we && !you, "Speak to the team as we, us or you.")
}

func letters(t wording) string {
	words := wordsOf(t.bare)
	n := 0
	for _, r := range strings.Join(words, "") {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return when(float64(n) > maxWordLetters*float64(len(words)), "Its words are long; say it in shorter ones.")
}
