package when

import (
	"strconv"
	"strings"
	"time"
	"unicode"

	"throughline/internal/mission"
)

// mostUnits bounds the number of a span, so that no arithmetic overflows.
const mostUnits = 5000

// span reads "3d", "3 days", "a week", "two weeks", "1 month", "2 weeks from now".
func span(words []string, today mission.Date) (mission.Date, error) {
	if n := len(words); n > 2 && words[n-2] == "from" && (words[n-1] == "now" || words[n-1] == "today") {
		words = words[:n-2]
	}
	if len(words) == 1 {
		words = apart(words[0])
	}
	if len(words) != 2 {
		return mission.Date{}, ErrUnknown
	}
	n, ok := count(words[0])
	if !ok {
		return mission.Date{}, ErrUnknown
	}
	switch words[1] {
	case "d", "day", "days":
		return today.AddDays(n), nil
	case "w", "wk", "wks", "week", "weeks":
		return today.AddDays(7 * n), nil
	case "fortnight", "fortnights":
		return today.AddDays(14 * n), nil
	case "mo", "month", "months":
		return addMonths(today, n), nil
	case "y", "year", "years":
		return addMonths(today, 12*n), nil
	}
	return mission.Date{}, ErrUnknown
}

// apart splits "3d" into "3" and "d"; "fortnight" is one of them.
func apart(word string) []string {
	if word == "fortnight" {
		return []string{"1", word}
	}
	i := strings.IndexFunc(word, func(r rune) bool { return !unicode.IsDigit(r) })
	if i <= 0 {
		return nil
	}
	return []string{word[:i], word[i:]}
}

// count reads how many, as digits or as a word.
func count(word string) (int, bool) {
	if n, ok := numbers[word]; ok {
		return n, true
	}
	n, err := strconv.Atoi(word)
	return n, err == nil && n >= 0 && n <= mostUnits && word[0] != '+'
}

// addMonths moves a day by whole months; the 31st becomes the last day of a month that has none.
func addMonths(d mission.Date, n int) mission.Date {
	last := lastOf(d.Year, d.Month+time.Month(n))
	if d.Day < last.Day {
		last.Day = d.Day
	}
	return last
}

// edge reads "end of month", "end of next week", "start of january", "eow".
func edge(words []string, today mission.Date) (mission.Date, error) {
	switch words[0] {
	case "eod", "cob":
		return only(words, today)
	case "eow":
		return only(words, endOfWeek(today))
	case "eom":
		return only(words, lastOf(today.Year, today.Month))
	case "eoy":
		return only(words, lastOf(today.Year, time.December))
	}
	if len(words) < 3 || words[1] != "of" {
		return mission.Date{}, ErrUnknown
	}
	stretch := joined(words[2:])
	switch words[0] {
	case "end":
		return endOf(stretch, today)
	case "start", "beginning":
		return startOf(stretch, today)
	}
	return mission.Date{}, ErrUnknown
}

// only returns a day where a single word was given for it.
func only(words []string, d mission.Date) (mission.Date, error) {
	if len(words) != 1 {
		return mission.Date{}, ErrUnknown
	}
	return d, nil
}

func endOf(stretch string, today mission.Date) (mission.Date, error) {
	switch stretch {
	case "day", "today":
		return today, nil
	case "tomorrow":
		return today.AddDays(1), nil
	case "week", "this week":
		return endOfWeek(today), nil
	case "next week":
		return monday(today).AddDays(7 + 4), nil
	case "month", "this month":
		return lastOf(today.Year, today.Month), nil
	case "next month":
		return lastOf(today.Year, today.Month+1), nil
	case "year", "this year":
		return lastOf(today.Year, time.December), nil
	case "next year":
		return lastOf(today.Year+1, time.December), nil
	}
	if month, ok := months[stretch]; ok {
		return lastOf(yearOf(month, today), month), nil
	}
	return mission.Date{}, ErrUnknown
}

func startOf(stretch string, today mission.Date) (mission.Date, error) {
	switch stretch {
	case "next week":
		return monday(today).AddDays(7), nil
	case "next month":
		return firstOf(today.Year, today.Month+1), nil
	case "next year":
		return firstOf(today.Year+1, time.January), nil
	}
	if month, ok := months[stretch]; ok {
		d := firstOf(today.Year, month)
		if d.Before(today) {
			d.Year++
		}
		return d, nil
	}
	return mission.Date{}, ErrUnknown
}

// endOfWeek is this week's Friday, and on a weekend the next one.
func endOfWeek(today mission.Date) mission.Date {
	return today.AddDays((int(time.Friday) - int(today.Weekday()) + 7) % 7)
}

// yearOf returns the year in which a month ends next.
func yearOf(month time.Month, today mission.Date) int {
	if month < today.Month {
		return today.Year + 1
	}
	return today.Year
}
