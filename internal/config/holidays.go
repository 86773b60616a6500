package config

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Holiday is a calendar of days off that the team lists for itself.
type Holiday struct {
	// Code is how a mission names it, such as "acme". Where it is that of a country it stands in its place.
	Code string
	// Name is how people see it.
	Name string
	// Base is the code of a country, or a part of one, whose days are off too; empty for none.
	Base string
	// Days are the days off in between, both ends included.
	Days []HolidaySpan
}

// HolidaySpan is a run of days, both included, as "2026-12-24". One day has both ends alike.
type HolidaySpan struct{ From, To string }

const (
	holidaysList = "holidays"
	// mostHolidays bounds the days of one list, and mostSpan the days of one run.
	mostHolidays, mostSpan = 1000, 366
)

// readHolidays reads the lists of days off. A mistake names the line on which its list begins.
func (c *Config) readHolidays(file string, text []byte, values map[string]any) Mistakes {
	value, given := values[holidaysList]
	if !given {
		return nil
	}
	var lines []int
	for _, r := range rows(text) {
		if len(r.path) == 1 && r.path[0] == holidaysList {
			lines = append(lines, r.line)
		}
	}
	at := func(i int) int { return lines[min(i, len(lines)-1)] }
	lists, ok := value.([]any)
	if !ok {
		return Mistakes{{File: file, Line: at(0), Wrong: holidaysList + " is " + show(value), Mend: "Write [[holidays]], once for each list."}}
	}
	var found Mistakes
	for i, list := range lists {
		h, wrong, mend := readHoliday(list)
		if wrong == "" && slices.ContainsFunc(c.Holidays, func(o Holiday) bool { return strings.EqualFold(o.Code, h.Code) }) {
			wrong, mend = fmt.Sprintf("the code %q is given twice", h.Code), "Give each list a code of its own."
		}
		if wrong != "" {
			found = append(found, Mistake{File: file, Line: at(i), Wrong: "[[holidays]]: " + wrong, Mend: mend})
			continue
		}
		c.Set++
		c.Holidays = append(c.Holidays, h)
	}
	return found
}

// holidayCode is letters and digits, with hyphens between.
var holidayCode = regexp.MustCompile(`^[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*$`)

func readHoliday(value any) (h Holiday, wrong, mend string) {
	list, ok := value.(map[string]any)
	if !ok {
		return h, "a list is " + show(value), "Write [[holidays]] on a line of its own, and code, name and days below."
	}
	for name := range list {
		if !slices.Contains([]string{"code", "name", "base", "days"}, name) {
			return h, "it has no setting " + name, "It knows code, name, base, days."
		}
	}
	code, codeOK := list["code"].(string)
	if !codeOK || !holidayCode.MatchString(code) || len(code) > 40 {
		return h, "code is " + shown(list, "code"), `Write a short word such as code = "acme": letters, digits and hyphens.`
	}
	name, nameOK := list["name"].(string)
	if name = strings.TrimSpace(name); !nameOK || name == "" || len([]rune(name)) > 60 || strings.ContainsAny(name, "\n\r\t") {
		return h, "name is " + shown(list, "name"), `Write what people see, in at most 60 characters: name = "Acme, Lisbon".`
	}
	base, baseOK := list["base"].(string)
	if _, given := list["base"]; given && (!baseOK || !holidayCode.MatchString(base)) {
		return h, "base is " + shown(list, "base"), `Write the code of a country such as base = "es", or leave the line out.`
	}
	days, wrong, mend := readDays(list["days"])
	return Holiday{Code: strings.ToLower(code), Name: name, Base: strings.ToLower(base), Days: days}, wrong, mend
}

// shown names a value of a list, or says that it is not there.
func shown(list map[string]any, name string) string {
	if v, given := list[name]; given {
		return show(v)
	}
	return "not given"
}

const daysMend = `Write days = ["2026-12-24", "2026-12-28 to 2026-12-31"].`

func readDays(value any) (out []HolidaySpan, wrong, mend string) {
	days, ok := value.([]any)
	if !ok || len(days) == 0 {
		return nil, "days are missing", daysMend
	}
	if len(days) > mostHolidays {
		return nil, fmt.Sprintf("days are %d, at most %d are read", len(days), mostHolidays), "Leave out those that are over."
	}
	for _, d := range days {
		text, ok := dayText(d)
		if !ok {
			return nil, "a day is " + show(d), daysMend
		}
		from, to, isSpan := strings.Cut(text, " to ")
		if !isSpan {
			to = from
		}
		first, err := time.Parse(time.DateOnly, strings.TrimSpace(from))
		last, errLast := time.Parse(time.DateOnly, strings.TrimSpace(to))
		switch {
		case err != nil || errLast != nil:
			return nil, "a day is " + show(text), daysMend
		case last.Before(first):
			return nil, fmt.Sprintf("%q ends before it begins", text), "Write the earlier day first."
		case last.Sub(first) > mostSpan*24*time.Hour:
			return nil, fmt.Sprintf("%q is longer than a year", text), "Write at most a year in one."
		}
		out = append(out, HolidaySpan{first.Format(time.DateOnly), last.Format(time.DateOnly)})
	}
	return out, "", ""
}

// dayText returns a day as text, also where it was written as a date of TOML.
func dayText(v any) (string, bool) {
	switch d := v.(type) {
	case string:
		return d, true
	case fmt.Stringer:
		return d.String(), true
	}
	return "", false
}
