package when

import (
	"errors"
	"time"

	"throughline/internal/mission"
)

// ErrUnknown says that a text is no day that this package can read. It holds none of the words.
var ErrUnknown = errors.New("not understood as a day")

// Ambiguous says that a text can be read as two days, the earlier one first.
type Ambiguous struct{ A, B mission.Date }

// Error names neither day: what people type stays out of logs.
func (*Ambiguous) Error() string { return "two days fit" }

// Past says that a text is a day that has passed.
type Past struct{ Date mission.Date }

// Error names no day: what people type stays out of logs.
func (*Past) Error() string { return "the day has passed" }

// The furthest that a day may lie ahead, and how long after a day without a year has passed it still counts
// as that one rather than as the one of next year.
const (
	yearsAhead = 10
	justPassed = 45 // days
)

// Day reads a day, which is today or later. The errors are [ErrUnknown], [*Ambiguous] and [*Past]; no other
// error is returned. Spans are days too: "3d" is three days from today.
func Day(text string, today mission.Date) (mission.Date, error) {
	words := daysOnly(split(text))
	if len(words) == 0 {
		return mission.Date{}, ErrUnknown
	}
	for _, read := range readers {
		d, err := read(words, today)
		if errors.Is(err, ErrUnknown) {
			continue
		}
		if err != nil {
			return mission.Date{}, err
		}
		return within(d, today)
	}
	return mission.Date{}, ErrUnknown
}

// Until reads how long something is to rest, and returns the day on which it is over: "1 week", "for 3 days"
// and "until friday" are all days, and "today" is over tomorrow. The errors are those of [Day].
func Until(text string, today mission.Date) (mission.Date, error) {
	d, err := Day(text, today)
	if err == nil && d == today {
		d = d.AddDays(1)
	}
	return d, err
}

// within holds a day to lying ahead, and not further than anybody plans.
func within(d, today mission.Date) (mission.Date, error) {
	if d.Before(today) {
		return mission.Date{}, &Past{d}
	}
	if d.Year > today.Year+yearsAhead {
		return mission.Date{}, ErrUnknown
	}
	return d, nil
}

// reader reads one way to write a day, from lower-case words. It returns ErrUnknown where the words are
// something else.
type reader func(words []string, today mission.Date) (mission.Date, error)

// readers are tried in order; the first that knows the words decides.
var readers = [...]reader{
	named, weekday, span, edge, iso, slashed, dotted, monthAndDay, dayOfMonth,
}

// named reads the days that have a name of their own.
func named(words []string, today mission.Date) (mission.Date, error) {
	switch joined(words) {
	case "today", "tonight":
		return today, nil
	case "tomorrow", "tmrw":
		return today.AddDays(1), nil
	case "day after tomorrow":
		return today.AddDays(2), nil
	case "yesterday":
		return today.AddDays(-1), nil
	case "next week":
		return monday(today).AddDays(7), nil
	case "next month":
		return firstOf(today.Year, today.Month+1), nil
	case "next year":
		return firstOf(today.Year+1, time.January), nil
	}
	return mission.Date{}, ErrUnknown
}

// weekday reads "friday", "this friday", "coming friday" and "next friday".
func weekday(words []string, today mission.Date) (mission.Date, error) {
	which := ""
	if len(words) == 2 {
		which, words = words[0], words[1:]
	}
	day, ok := weekdays[words[0]]
	if len(words) != 1 || !ok {
		return mission.Date{}, ErrUnknown
	}
	ahead := (int(day) - int(today.Weekday()) + 7) % 7
	switch which {
	case "this":
		return today.AddDays(ahead), nil
	case "next":
		return monday(today).AddDays(7 + (int(day)+6)%7), nil
	case "", "coming":
		if ahead == 0 {
			ahead = 7
		}
		return today.AddDays(ahead), nil
	}
	return mission.Date{}, ErrUnknown
}

// monday returns the first day of the week that a day is in.
func monday(d mission.Date) mission.Date { return d.AddDays(-(int(d.Weekday()) + 6) % 7) }

// firstOf returns the first of a month; a month past December is in the year after.
func firstOf(year int, month time.Month) mission.Date {
	return mission.DateOf(time.Date(year, month, 1, 0, 0, 0, 0, time.UTC))
}

// lastOf returns the last of a month.
func lastOf(year int, month time.Month) mission.Date { return firstOf(year, month+1).AddDays(-1) }
