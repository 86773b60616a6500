package when

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"throughline/internal/mission"
)

// iso reads 2026-12-04, and the same with slashes or points: the year first leaves no doubt.
func iso(words []string, _ mission.Date) (mission.Date, error) {
	if len(words) != 1 {
		return mission.Date{}, ErrUnknown
	}
	parts := strings.FieldsFunc(words[0], func(r rune) bool { return r == '-' || r == '/' || r == '.' })
	if len(parts) != 3 || len(parts[0]) != 4 {
		return mission.Date{}, ErrUnknown
	}
	n, ok := digits(parts)
	if !ok {
		return mission.Date{}, ErrUnknown
	}
	return dayOf(n[0], time.Month(n[1]), n[2])
}

// slashed reads 03/04, 3-4-2027 and the like, which half of the world begins with the day and the other half
// with the month. Where both are days that can be meant, both are returned in an [Ambiguous].
func slashed(words []string, today mission.Date) (mission.Date, error) {
	n, year, ok := shortDate(words, today, "/-")
	if !ok {
		return mission.Date{}, ErrUnknown
	}
	a, dayFirst := known(oneOf(year, time.Month(n[1]), n[0], today))
	b, monthFirst := known(oneOf(year, time.Month(n[0]), n[1], today))
	switch {
	case !dayFirst && !monthFirst:
		return mission.Date{}, ErrUnknown
	case !monthFirst || a == b, dayFirst && b.Before(today):
		return a, nil
	case !dayFirst || a.Before(today):
		return b, nil
	case b.Before(a):
		return mission.Date{}, &Ambiguous{b, a}
	}
	return mission.Date{}, &Ambiguous{a, b}
}

func known(d mission.Date, err error) (mission.Date, bool) { return d, err == nil }

// dotted reads 4.12. and 4.12.2026, which always begin with the day.
func dotted(words []string, today mission.Date) (mission.Date, error) {
	n, year, ok := shortDate(words, today, ".")
	if !ok {
		return mission.Date{}, ErrUnknown
	}
	return oneOf(year, time.Month(n[1]), n[0], today)
}

// shortDate reads two numbers, and perhaps a year of two or four digits after them. Year is 0 where none was
// given.
func shortDate(words []string, today mission.Date, marks string) (n []int, year int, ok bool) {
	if len(words) != 1 || !strings.ContainsAny(words[0], marks) {
		return nil, 0, false
	}
	parts := strings.FieldsFunc(words[0], func(r rune) bool { return strings.ContainsRune(marks, r) })
	if len(parts) < 2 || len(parts) > 3 || len(parts[0]) > 2 || len(parts[1]) > 2 {
		return nil, 0, false
	}
	if n, ok = digits(parts); !ok {
		return nil, 0, false
	}
	if len(parts) == 2 {
		return n, 0, true
	}
	switch len(parts[2]) {
	case 2:
		return n, today.Year/100*100 + n[2], true
	case 4:
		return n, n[2], true
	}
	return nil, 0, false
}

// digits reads whole numbers without a sign.
func digits(parts []string) ([]int, bool) {
	n := make([]int, len(parts))
	for i, p := range parts {
		if strings.ContainsFunc(p, func(r rune) bool { return r < '0' || r > '9' }) {
			return nil, false
		}
		var err error
		if n[i], err = strconv.Atoi(p); err != nil {
			return nil, false
		}
	}
	return n, true
}

// monthAndDay reads "4 dec", "dec 4th", "4th of december 2027" and "friday 4 december". A weekday that the
// day does not fall on makes two readings: the date, and the next such weekday.
func monthAndDay(words []string, today mission.Date) (mission.Date, error) {
	meant, named := weekdays[words[0]]
	if named {
		words = words[1:]
	}
	words = slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == "of" || w == "the" })
	year := 0
	if len(words) == 3 && len(words[2]) == 4 {
		n, ok := digits(words[2:])
		if !ok {
			return mission.Date{}, ErrUnknown
		}
		year, words = n[0], words[:2]
	}
	if len(words) != 2 {
		return mission.Date{}, ErrUnknown
	}
	month, isMonth := months[words[0]]
	number := words[1]
	if !isMonth {
		month, isMonth = months[words[1]]
		number = words[0]
	}
	day, isDay := ordinal(number)
	if !isMonth || !isDay {
		return mission.Date{}, ErrUnknown
	}
	d, err := oneOf(year, month, day, today)
	if err != nil || !named || d.Weekday() == meant {
		return d, err
	}
	return mission.Date{}, twoReadings(d, today.AddDays((int(meant)-int(today.Weekday())+7)%7), today)
}

// twoReadings returns both days in order, or the date alone where it has passed.
func twoReadings(d, other, today mission.Date) error {
	switch {
	case d.Before(today):
		return &Past{d}
	case other.Before(d):
		return &Ambiguous{other, d}
	}
	return &Ambiguous{d, other}
}

// dayOfMonth reads "the 4th", and "friday the 4th" where that is a Friday: the next such day.
func dayOfMonth(words []string, today mission.Date) (mission.Date, error) {
	meant, named := weekdays[words[0]]
	if named {
		words = words[1:]
	}
	if len(words) == 2 && words[0] == "the" {
		words = words[1:]
	}
	if len(words) != 1 || !strings.ContainsFunc(words[0], unicode.IsLetter) {
		return mission.Date{}, ErrUnknown
	}
	day, ok := ordinal(words[0])
	if !ok {
		return mission.Date{}, ErrUnknown
	}
	for n := range 12 {
		first := firstOf(today.Year, today.Month+time.Month(n))
		d, err := dayOf(first.Year, first.Month, day)
		if err == nil && !d.Before(today) && (!named || d.Weekday() == meant) {
			return d, nil
		}
	}
	return mission.Date{}, ErrUnknown
}

// ordinal reads the number of a day in a month: "4", "4th", "1st".
func ordinal(word string) (int, bool) {
	for _, end := range []string{"st", "nd", "rd", "th"} {
		if cut, ok := strings.CutSuffix(word, end); ok {
			word = cut
			break
		}
	}
	n, ok := digits([]string{word})
	if !ok || word == "" || n[0] < 1 || n[0] > 31 {
		return 0, false
	}
	return n[0], true
}

// oneOf returns a day of a month in the given year, or where the year is 0 the next one, unless it has only
// just passed: then that one, so that whoever asked is told so.
func oneOf(year int, month time.Month, day int, today mission.Date) (mission.Date, error) {
	if year != 0 {
		return dayOf(year, month, day)
	}
	var passed mission.Date
	for y := today.Year - 1; y <= today.Year+8; y++ { // 29 February comes after eight years at the latest
		d, err := dayOf(y, month, day)
		switch {
		case err != nil:
			continue
		case !d.Before(today):
			if !passed.IsZero() && passed.DaysUntil(today) <= justPassed {
				return passed, nil
			}
			return d, nil
		}
		passed = d
	}
	return mission.Date{}, ErrUnknown
}

// dayOf returns a day that exists.
func dayOf(year int, month time.Month, day int) (mission.Date, error) {
	d := mission.Date{Year: year, Month: month, Day: day}
	if year < 1 || year > 9999 || month < time.January || month > time.December || d.AddDays(0) != d {
		return mission.Date{}, ErrUnknown
	}
	return d, nil
}
