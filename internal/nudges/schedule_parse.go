package nudges

import (
	"errors"
	"fmt"
	"math/bits"
	"strconv"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// cronField is one of the five fields of an expression.
type cronField struct {
	name     string
	min, max int
	values   string // what may stand there, in words
}

var cronFields = [5]cronField{
	{"minute", 0, 59, "0 to 59"},
	{"hour", 0, 23, "0 to 23"},
	{"day of the month", 1, 31, "1 to 31"},
	{"month", 1, 12, "1 to 12, or jan to dec"},
	{"weekday", 0, 6, "0 to 6 from Sunday on, or sun to sat"},
}

// ScheduleError says in a sentence for people what is wrong with the text of a plan. The sentence may
// quote the text, so it is to be escaped like any other words of a user.
type ScheduleError struct{ Sentence string }

// Error returns the sentence.
func (e *ScheduleError) Error() string { return e.Sentence }

func badSchedule(format string, args ...any) error {
	return &ScheduleError{Sentence: fmt.Sprintf(format, args...)}
}

// maxExprLen bounds an expression; listing every minute takes 169 characters.
const maxExprLen = 300

// parseExpr reads an expression. Its errors name the field to mend.
func parseExpr(expr string) (*cron.SpecSchedule, error) {
	expr = strings.TrimSpace(expr)
	switch {
	case len(expr) > maxExprLen:
		return nil, badSchedule("That cron line is too long.")
	case strings.HasPrefix(expr, "@"):
		return nil, badSchedule("%q is not a time on the wall; write five fields, such as 0 10 * * 2,4.", expr)
	case strings.Contains(expr, "="):
		return nil, badSchedule("The time zone has a place of its own; leave it out of the cron line.")
	}
	fields := strings.Fields(expr)
	if len(fields) != len(cronFields) {
		return nil, badSchedule(
			"A cron line has five fields (minute, hour, day of the month, month, weekday); this one has %d.", len(fields))
	}
	for i, f := range cronFields {
		if err := f.check(fields[i]); err != nil {
			return nil, err
		}
	}
	spec, err := parseCron(strings.Join(fields, " "))
	if err != nil {
		return nil, explain(fields)
	}
	return spec, checkFires(spec, expr)
}

// check refuses what the parser takes but nobody means.
func (f cronField) check(text string) error {
	for part := range strings.SplitSeq(text, ",") {
		span, step, stepped := strings.Cut(part, "/")
		if part == "" || len(span) > 1 && strings.ContainsAny(span, "*?") {
			return f.refuse(part)
		}
		if n, err := strconv.Atoi(step); stepped && err == nil && n > f.max-f.min {
			return badSchedule("The step %s is too big for the %s; use at most %d.", step, f.name, f.max-f.min)
		}
	}
	return nil
}

func (f cronField) refuse(part string) error {
	return badSchedule("%q does not fit the %s; use %s.", part, f.name, f.values)
}

// explain says which part of which field the parser does not take, by trying each alone.
func explain(fields []string) error {
	for i, f := range cronFields {
		for part := range strings.SplitSeq(fields[i], ",") {
			alone := [len(cronFields)]string{"*", "*", "*", "*", "*"}
			alone[i] = part
			if _, err := parseCron(strings.Join(alone[:], " ")); err != nil {
				return f.refuse(part)
			}
		}
	}
	return badSchedule("I cannot read the cron line %q.", strings.Join(fields, " "))
}

// farPast is a fixed day to look from whether an expression ever fires. Within five years, which is as
// far as the parser looks, comes a leap year.
var farPast = time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)

// CheckDaily refuses an expression that comes more than once a day: no place gets more than one nudge a day, so the
// others could only be dropped. Its errors are of type [ScheduleError].
func CheckDaily(expr string) error {
	spec, err := parseExpr(expr)
	if err != nil {
		return err
	}
	n := bits.OnesCount64(spec.Hour&cronValues) * bits.OnesCount64(spec.Minute&cronValues)
	if n > 1 {
		return badSchedule("That would come %d times a day. One message a day is the most; name one minute and one hour.", n)
	}
	return nil
}

func checkFires(spec *cron.SpecSchedule, expr string) error {
	if spec.Next(farPast).IsZero() {
		return badSchedule("%q names a day that no month has, so it would never come.", expr)
	}
	return nil
}

// parseCron reads five fields. The parser panics on some texts, which counts as an error
// (github.com/robfig/cron, issues 470 and 554).
func parseCron(line string) (spec *cron.SpecSchedule, err error) {
	defer func() {
		if r := recover(); r != nil {
			spec, err = nil, fmt.Errorf("unreadable: %v", r)
		}
	}()
	parser := cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow)
	schedule, err := parser.Parse(line)
	if err != nil {
		return nil, err
	}
	spec, ok := schedule.(*cron.SpecSchedule)
	if !ok {
		return nil, errors.New("not a plain expression")
	}
	spec.Location = time.UTC
	return spec, nil
}
