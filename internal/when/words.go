package when

import (
	"slices"
	"strings"
	"time"
	"unicode"
)

// longest bounds what is looked at: no day is written in more words or bytes.
const (
	longest  = 80 // bytes
	mostWord = 9  // words
)

var weekdays = map[string]time.Weekday{
	"monday": time.Monday, "mon": time.Monday,
	"tuesday": time.Tuesday, "tue": time.Tuesday, "tues": time.Tuesday,
	"wednesday": time.Wednesday, "wed": time.Wednesday, "weds": time.Wednesday,
	"thursday": time.Thursday, "thu": time.Thursday, "thur": time.Thursday, "thurs": time.Thursday,
	"friday": time.Friday, "fri": time.Friday,
	"saturday": time.Saturday, "sat": time.Saturday,
	"sunday": time.Sunday, "sun": time.Sunday,
}

var months = map[string]time.Month{
	"january": time.January, "jan": time.January,
	"february": time.February, "feb": time.February,
	"march": time.March, "mar": time.March,
	"april": time.April, "apr": time.April,
	"may":  time.May,
	"june": time.June, "jun": time.June,
	"july": time.July, "jul": time.July,
	"august": time.August, "aug": time.August,
	"september": time.September, "sep": time.September, "sept": time.September,
	"october": time.October, "oct": time.October,
	"november": time.November, "nov": time.November,
	"december": time.December, "dec": time.December,
}

var numbers = map[string]int{
	"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
	"nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}

// leading are the words that may stand before a day and say nothing about which one.
var leading = []string{"by", "on", "in", "until", "till", "til", "for", "the"}

// parts of a day that may follow it and are left out.
var timesOfDay = []string{"morning", "afternoon", "evening", "night", "noon", "midday", "midnight", "lunch", "lunchtime", "eod", "cob"}

// split returns the words of a text in lower case, without the marks round them. A text that is too long to
// be a day has none.
func split(text string) []string {
	if len(text) > longest {
		return nil
	}
	text = strings.ReplaceAll(strings.ToLower(text), ",", " ")
	var words []string
	for _, w := range strings.FieldsFunc(text, unicode.IsSpace) {
		if w = strings.Trim(w, ".;:!?\"'()*_`’‘“”"); w != "" {
			words = append(words, w)
		}
	}
	if len(words) > mostWord {
		return nil
	}
	return words
}

// daysOnly takes off what says nothing about the day: the words before it, and the time of the day.
func daysOnly(words []string) []string {
	words = withoutTime(words)
	for len(words) > 1 && slices.Contains(leading, words[0]) {
		words = words[1:]
	}
	return slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == "the" })
}

// withoutTime takes a time of the day off the end, where a day stands before it. "End of day friday" names the
// time first.
func withoutTime(words []string) []string {
	n := len(words)
	switch {
	case n > 3 && joined(words[:3]) == "end of day":
		return words[3:]
	case n > 1 && (words[0] == "eod" || words[0] == "cob"):
		return words[1:]
	case n > 1 && slices.Contains(timesOfDay, words[n-1]), n > 1 && clock(words[n-1]):
		words = words[:n-1]
	case n > 2 && (words[n-1] == "am" || words[n-1] == "pm") && clock(words[n-2]+words[n-1]):
		words = words[:n-2]
	default:
		return words
	}
	for n = len(words); n > 1 && slices.Contains([]string{"at", "in", "before", "by", "the"}, words[n-1]); n-- {
		words = words[:n-1]
	}
	return words
}

// clock reports whether a word is a time of the day: 17:00, 5pm, 9.30am.
func clock(word string) bool {
	half := strings.HasSuffix(word, "am") || strings.HasSuffix(word, "pm")
	word = strings.TrimSuffix(strings.TrimSuffix(word, "am"), "pm")
	hour, minute, split := strings.Cut(word, ":")
	if half && !split {
		hour, minute, split = strings.Cut(word, ".")
	}
	if !split && !half || len(hour) < 1 || len(hour) > 2 {
		return false
	}
	h, ok := digits([]string{hour})
	if !ok || h[0] > 23 || split && len(minute) != 2 {
		return false
	}
	if !split {
		return true
	}
	m, ok := digits([]string{minute})
	return ok && m[0] < 60
}

func joined(words []string) string { return strings.Join(words, " ") }
