package nudges

import (
	"strconv"
	"strings"
	"time"
	"unicode"
)

// dayNames are the weekdays as people write them; three letters are enough.
var dayNames = [7]string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}

// ParseDays reads working days as people type them: "mon-thu", "mon, tue and thu", "sun to thu", "weekdays",
// "every day". It reports false for what it cannot read, and for no days at all.
func ParseDays(text string) (Days, bool) {
	text = plainWords(text)
	switch text {
	case "weekdays", "working days", "workdays", "default":
		return MonToFri, true
	case "every day", "everyday", "all", "all days", "daily":
		return everyDay, true
	}
	var days Days
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == '+' || r == ';' || r == '/' }) {
		for _, stretch := range stretches(part) {
			set, ok := parseStretch(stretch)
			if !ok {
				return 0, false
			}
			days |= set
		}
	}
	return days, days != 0
}

// stretches splits "mon tue thu-sat" into days and stretches of days.
func stretches(part string) []string {
	part = strings.NewReplacer(" to ", "-", " - ", "-", " through ", "-", " and ", " ", " & ", " ").Replace(" " + part + " ")
	return strings.Fields(part)
}

// parseStretch reads one day, or a stretch from one to another, which may go over the end of a week.
func parseStretch(s string) (Days, bool) {
	first, last, both := strings.Cut(s, "-")
	from, ok := parseDay(first)
	if !both || !ok {
		return 1 << from, ok
	}
	to, ok := parseDay(last)
	if !ok {
		return 0, false
	}
	var days Days
	for d := from; ; d = (d + 1) % 7 {
		days |= 1 << d
		if d == to {
			return days, true
		}
	}
}

// parseDay reads a weekday by its name or the beginning of it, in three letters or more, also in the plural.
func parseDay(s string) (time.Weekday, bool) {
	s = strings.TrimSuffix(s, ".")
	if len(s) < 3 {
		return 0, false
	}
	for day, name := range dayNames {
		if strings.HasPrefix(name, s) || s == name+"s" || s == name[:3]+"s" {
			return time.Weekday(day), true
		}
	}
	return 0, false
}

// ParseQuiet reads quiet hours as people type them: "18-9", "18:00 to 8:30", "6pm-9am", "22.30-7", "off". It
// reports false for what it cannot read.
func ParseQuiet(text string) (Quiet, bool) {
	text = plainWords(text)
	switch text {
	case "off", "none", "never", "no":
		return Quiet{}, true
	case "default", "usual":
		return DefaultQuiet, true
	}
	text = strings.TrimPrefix(text, "from ")
	for _, between := range []string{" to ", " until ", " till ", "-"} {
		first, last, ok := strings.Cut(text, between)
		if !ok {
			continue
		}
		from, okFrom := parseClock(first)
		to, okTo := parseClock(last)
		return Quiet{From: from, To: to}, okFrom && okTo && from != to
	}
	return Quiet{}, false
}

// parseClock reads a time of the day into minutes after midnight. 24 is midnight.
func parseClock(s string) (int, bool) {
	s = strings.ReplaceAll(strings.TrimSpace(s), " ", "")
	switch s {
	case "midnight":
		return 0, true
	case "noon":
		return 12 * 60, true
	}
	s, half := cutHalf(s)
	hours, minutes, both := strings.Cut(strings.Map(colons, s), ":")
	h, ok := digits(hours)
	m := 0
	if both && ok {
		m, ok = digits(minutes)
		ok = ok && len(minutes) == 2
	}
	if !ok || m > 59 || h > 24 || h == 24 && m > 0 || half != "" && (h < 1 || h > 12) {
		return 0, false
	}
	if half != "" {
		h %= 12
	}
	if half == "p" {
		h += 12
	}
	return (h*60 + m) % minutesADay, true
}

// cutHalf takes "am", "p.m." and the like off a time, and returns which half of the day it was.
func cutHalf(s string) (rest, half string) {
	for _, suffix := range []string{"a.m.", "p.m.", "am", "pm"} {
		if rest, ok := strings.CutSuffix(s, suffix); ok {
			return rest, suffix[:1]
		}
	}
	return strings.TrimSuffix(s, "h"), ""
}

func colons(r rune) rune {
	if r == '.' || r == 'h' {
		return ':'
	}
	return r
}

// digits reads one or two digits.
func digits(s string) (int, bool) {
	if len(s) < 1 || len(s) > 2 || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}

// plainWords writes text in lower case, with single spaces and plain hyphens.
func plainWords(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Pd, r):
			return '-'
		case unicode.IsSpace(r):
			return ' '
		}
		return unicode.ToLower(r)
	}, text)
	return strings.Join(strings.Fields(text), " ")
}
