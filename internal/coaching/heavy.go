package coaching

import (
	"strings"
	"unicode"
)

// heavy are words of danger or illness, in lower case and without apostrophes. The list is short on purpose: it
// is for what people say plainly, and it stands here where everyone can read it.
var heavy = []string{
	"suicide", "suicidal", "kill myself", "killing myself", "end my life", "ending my life", "take my own life",
	"want to die", "wish i was dead", "wish i were dead", "better off dead", "no reason to live", "dont want to live",
	"do not want to live", "cannot go on living", "cant go on living",
	"hurt myself", "hurting myself", "harm myself", "harming myself", "self harm", "cut myself", "overdose",
	"hits me", "beats me", "threatens me", "afraid for my life", "abuses me", "raped", "assaulted me",
	"depression", "depressed", "panic attack", "panic attacks", "nervous breakdown", "burnout", "burned out", "burnt out",
	"eating disorder", "psychosis", "cancer", "stroke", "heart attack", "chemotherapy", "terminally ill",
}

// Heavy reports whether words speak of danger or illness, for which a program is no company. The answer is
// for the one moment in which the words were written; nobody keeps it.
func Heavy(words string) bool {
	words = strings.NewReplacer("'", "", "’", "", "ʼ", "").Replace(strings.ToLower(words))
	plain := " " + strings.Join(strings.FieldsFunc(words, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ") + " "
	for _, w := range heavy {
		if strings.Contains(plain, " "+w+" ") {
			return true
		}
	}
	return false
}
