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
	longWord       = 10  // letters from which a word is long
	maxLongWords   = 2
	longestWord    = 13 // letters that no word passes
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
	// anyLanguage says that the rule does not go by English words.
	anyLanguage bool
}

// textRules are the rules about the words of a question, each named by what it asks for or forbids.
var textRules = []textRule{
	{"question-mark", wording.questionMark, true},
	{"length", wording.length, true},
	{"word-count", wording.wordCount, true},
	{"one-sentence", wording.oneSentence, true},
	{"first-word", wording.firstWord, false},
	{"verb-first", wording.verbFirst, false},
	{"if-then", wording.ifThen, false},
	{"mirror", wording.mirrorFirst, false},
	{"why", noneOf("Ask what or how instead of %q.", whyWords), false},
	{"one-question", wording.oneQuestion, false},
	{"never", noneOf("We never say %q.", neverWords), false},
	{"pressing", noneOf("Leave out %q.", pressingWords), false},
	{"ranking", wording.ranking, false},
	{"digit", wording.digit, true},
	{"scale", noneOf("%q asks for a measurement.", scaleWords), false},
	{"percent", wording.percent, true},
	{"exclamation", wording.exclamation, true},
	{"emoji", wording.emoji, true},
	{"marks", wording.marks, true},
	{"name", wording.name, false},
	{"slot", wording.slot, true},
	{"address", wording.address, false},
	{"letters", wording.letters, false},
	{"long-words", wording.longWords, false},
	{"jargon", noneOf("%q is office talk; say what is done, by whom, for whom.", jargonWords), false},
	{"blame", noneOf("%q looks for somebody to blame.", blameWords), false},
	{"assumption", noneOf("%q takes something for granted about who the reader, or somebody else, is.", whoWords), false},
	{"topic", noneOf("%q touches health, family, belief or pay.", topicWords), false},
}

// calendar are the names of days and months.
var calendar = regexp.MustCompile(`\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b|` +
	`\b(January|February|March|April|May|June|July|August|September|October|November|December)\b`)

// anySlot is a word between braces, as in a form letter.
var anySlot = regexp.MustCompile(`\{[^{}]*\}`)

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

// ifSo returns the message where the rule is broken.
func ifSo(broken bool, message string) string {
	if broken {
		return message
	}
	return ""
}

func (t wording) questionMark() string {
	return ifSo(strings.Count(t.text, "?") != 1 || !strings.HasSuffix(t.text, "?"),
		"It needs one question mark, at the end.")
}

func (t wording) length() string {
	n := utf8.RuneCountInString(t.text)
	return ifSo(n < minRunes || n > maxRunes,
		fmt.Sprintf("It has %d characters; keep it between %d and %d.", n, minRunes, maxRunes))
}

func (t wording) wordCount() string {
	return ifSo(len(t.words) > maxWords, fmt.Sprintf("It has %d words; keep it to %d.", len(t.words), maxWords))
}

func (t wording) oneSentence() string {
	return ifSo(strings.ContainsAny(t.bare, ".;:…\n\r\t"), "Make it one sentence.")
}

func (t wording) firstWord() string {
	return ifSo(!slices.Contains(openers, t.first()) && !slices.Contains(closedVerbs, t.first()),
		"Begin with What, How, Which, Who, Whose, Where, When or If.")
}

func (t wording) verbFirst() string {
	return ifSo(slices.Contains(closedVerbs, t.first()), "A verb in front invites yes or no; begin with What or How.")
}

func (t wording) ifThen() string {
	if t.first() != "if" {
		return ""
	}
	_, rest, _ := strings.Cut(t.text, ",")
	then := wordsOf(rest)
	return ifSo(len(then) == 0 || then[0] != "what" && then[0] != "how", "After If … a comma and what or how follow.")
}

// mirrorFirst holds what a person is asked about herself: every question for a lead, and the mirror of everyone.
func (t wording) mirrorFirst() string {
	return ifSo((t.theme == themeMirror || t.audience == Lead) && t.first() != "what",
		"A question that holds up a mirror begins with What.")
}

func (t wording) oneQuestion() string {
	ands := 0
	for _, w := range t.words {
		if w == "and" {
			ands++
		}
	}
	return ifSo(ands > 1 || t.has("or") || strings.Count(t.text, ",") > 1,
		"Ask one thing: at most one comma, one and, no or.")
}

func (t wording) ranking() string {
	_, people := t.hasAny(peopleWords)
	word, ranks := t.hasAny(rankingWords)
	return ifSo(people && ranks, fmt.Sprintf("%q beside a question about people ranks them.", word))
}

func (t wording) digit() string {
	return ifSo(strings.ContainsFunc(t.text, unicode.IsDigit), "Write it without digits.")
}

func (t wording) percent() string {
	return ifSo(strings.ContainsAny(t.text, "%‰") || t.has("percent") || t.has("per cent"), "It asks for a share.")
}

func (t wording) exclamation() string {
	return ifSo(strings.ContainsAny(t.text, "!¡"), "Leave out the exclamation mark.")
}

// emoji also refuses invisible characters, of which many emoji are made.
func (t wording) emoji() string {
	odd := func(r rune) bool {
		if r == '\n' || r == '\r' || r == '\t' {
			return false // a matter of oneSentence
		}
		return unicode.In(r, unicode.So, unicode.Sk, unicode.Cc, unicode.Cf, unicode.Co, unicode.Mn, unicode.Me) && r != '`'
	}
	return ifSo(strings.ContainsFunc(t.text, odd), "Leave out emoji and invisible characters.")
}

// marks refuses what Slack would read as style, a mention or a link
// (docs.slack.dev/messaging/formatting-message-text).
func (t wording) marks() string {
	return ifSo(strings.ContainsAny(t.bare, "*_~`<>&@#\\/|"), "Leave out marks, mentions and links.")
}

// name takes every capital after the first letter for a name, except that of a day or a month: questions have no
// other use for one.
func (t wording) name() string {
	_, size := utf8.DecodeRuneInString(t.bare)
	rest := calendar.ReplaceAllString(t.bare[size:], "")
	return ifSo(strings.ContainsFunc(rest, unicode.IsUpper), "Name nobody and nothing; write small letters after the first.")
}

// slot refuses braces: a question goes out as it stands, and people's words do not stand in it.
func (t wording) slot() string {
	return ifSo(strings.ContainsAny(t.text, "{}"), "Words in braces are not filled in; leave them out.")
}

func (t wording) address() string {
	_, you := t.hasAny(youWords)
	if t.audience != Channel {
		return ifSo(!you, "Speak to the reader as you.")
	}
	_, we := t.hasAny(weWords)
	return ifSo(!we && !you, "Speak to the team as we, us or you.")
}

func (t wording) letters() string {
	words := wordsOf(t.bare)
	n := 0
	for _, r := range strings.Join(words, "") {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return ifSo(float64(n) > maxWordLetters*float64(len(words)), "Its words are long; say it in shorter ones.")
}

func (t wording) longWords() string {
	long := 0
	for _, w := range t.words {
		switch n := utf8.RuneCountInString(w); {
		case n > longestWord:
			return fmt.Sprintf("%q is a long word; take shorter ones.", w)
		case n >= longWord:
			long++
		}
	}
	return ifSo(long > maxLongWords, fmt.Sprintf("It has %d long words; keep at most %d.", long, maxLongWords))
}
