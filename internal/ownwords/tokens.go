package ownwords

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Language is what has to be known of a language to tell its telling words from the others.
type Language struct {
	// stop are the words that say nothing by themselves.
	stop map[string]bool
	// stem brings the forms of a word together.
	stem func(string) string
	// least is how many letters a word has at least.
	least int
}

// English drops words under three letters and the common ones, and looks through plural, -ing, -ed and a
// final -e.
var English = Language{stop: wordSet(englishStop), stem: stemEnglish, least: 3}

// Unknown is any other language. Without a list of its common words, those under five letters are dropped,
// and each form of a word stands for itself.
var Unknown = Language{stem: func(s string) string { return s }, least: 5}

func wordSet(words string) map[string]bool {
	set := make(map[string]bool)
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}

// longest is how many letters a word has at most. What is longer was not written to be read.
const longest = 40

// words returns the telling words of a text in lower case, each form as it stands there.
func (l Language) words(text string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(strings.ToLower(strings.ReplaceAll(text, "’", "'")), outside) {
		w = strings.TrimSuffix(strings.Trim(w, "'"), "'s")
		if n := utf8.RuneCountInString(w); n < l.least || n > longest || l.stop[w] {
			continue
		}
		out = append(out, w)
	}
	return out
}

// outside reports what stands between words: everything but letters, the marks on them and apostrophes.
func outside(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) && r != '\'' }

// stemEnglish returns what the forms of an English word have in common. It is light on purpose: two words
// that mean different things are worse taken for one than two forms for two.
func stemEnglish(w string) string {
	w = singular(w)
	for _, end := range [2]string{"ing", "ed"} {
		if stem, ok := strings.CutSuffix(w, end); ok && utf8.RuneCountInString(stem) >= 3 && hasVowel(stem) {
			w = undouble(stem)
			break
		}
	}
	if stem, ok := strings.CutSuffix(w, "e"); ok && utf8.RuneCountInString(stem) >= 3 {
		w = stem
	}
	return w
}

// singular takes the sign of a plural, or of a verb's third person, off.
func singular(w string) string {
	switch {
	case utf8.RuneCountInString(w) < 4, strings.HasSuffix(w, "ss"), strings.HasSuffix(w, "us"), strings.HasSuffix(w, "is"):
		return w
	case strings.HasSuffix(w, "ies") && utf8.RuneCountInString(w) > 4:
		return w[:len(w)-3] + "y"
	case sibilant(strings.TrimSuffix(w, "es")) && strings.HasSuffix(w, "es"):
		return w[:len(w)-2]
	}
	return strings.TrimSuffix(w, "s")
}

// sibilant reports the endings after which a plural has an e.
func sibilant(w string) bool {
	for _, end := range [5]string{"sh", "ch", "x", "ss", "zz"} {
		if strings.HasSuffix(w, end) {
			return true
		}
	}
	return false
}

func hasVowel(w string) bool { return strings.ContainsAny(w, "aeiouy") }

// undouble makes one of the consonant that English doubles before an ending: "planned" and "plan".
func undouble(w string) string {
	n := len(w)
	if n < 3 || w[n-1] != w[n-2] || strings.IndexByte("bdgmnprt", w[n-1]) < 0 {
		return w
	}
	return w[:n-1]
}
