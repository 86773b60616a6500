package showcase

import (
	"fmt"
	"time"
)

// Script is a story that was read.
type Script struct {
	name   string
	zone   *time.Location
	ends   moment
	scenes []scene
}

// moment is a minute of a week, the first week being 1.
type moment struct {
	week    int
	weekday time.Weekday
	minute  int // of the day
}

// scene is what happens one after the other from a moment on.
type scene struct {
	line int
	at   moment
	acts []act
}

// act is one thing that people do.
type act struct {
	line   int
	who    []string
	place  string // "#refunds", "@app", "home", or "" for the form in front
	verb   string
	label  string // what is pressed, the emoji, or the title of the form
	on     string // words of the message that is meant
	text   string // what is typed
	fields []field
}

// field is one line of a form.
type field struct {
	line        int
	name, value string
}

// Fault is a line of a story that cannot be read or played.
type Fault struct {
	Name string // of the story
	Line int
	Err  error
}

// Error names the line first, as editors expect it.
func (f *Fault) Error() string { return fmt.Sprintf("%s:%d: %v", f.Name, f.Line, f.Err) }

// Unwrap returns what is wrong with the line.
func (f *Fault) Unwrap() error { return f.Err }

// dayOf is the days from the Monday of the first week.
func (m moment) dayOf() int { return (m.week-1)*7 + (int(m.weekday)+6)%7 }

func (m moment) before(other moment) bool {
	return m.dayOf() < other.dayOf() || m.dayOf() == other.dayOf() && m.minute < other.minute
}

// on is the moment where the first week begins with a Monday. It goes by the calendar, so that an hour of the wall
// stays that hour when the clocks change.
func (m moment) on(monday time.Time) time.Time {
	y, month, d := monday.Date()
	return time.Date(y, month, d+m.dayOf(), m.minute/60, m.minute%60, 0, 0, monday.Location())
}

// firstMonday is the Monday with which the story begins so that it ends by a time, and less than a week before it.
func (s *Script) firstMonday(by time.Time) time.Time {
	by = by.In(s.zone)
	y, month, d := by.Date()
	back := (int(by.Weekday()) - int(s.ends.weekday) + 7) % 7
	monday := time.Date(y, month, d-back-s.ends.dayOf(), 0, 0, 0, 0, s.zone)
	if s.ends.on(monday).After(by) {
		monday = monday.AddDate(0, 0, -7)
	}
	return monday
}

// Begins is when the local Slack's clock has to stand at first, for a story that ends by a time: a quarter of an hour
// before anything happens.
func (s *Script) Begins(by time.Time) time.Time {
	return s.scenes[0].at.on(s.firstMonday(by)).Add(-15 * time.Minute)
}
