package holidays

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/rickar/cal/v2"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// Own is a calendar that a team lists for itself.
type Own struct {
	Code string
	Name string // as people choose it
	// Base is the code of a country's calendar whose days are off too, or empty.
	Base string
	Days []Span
}

// Span is a run of days off, both ends included.
type Span struct{ From, To mission.Date }

// Entry is a calendar that can be chosen.
type Entry struct{ Code, Name string }

// Book holds every calendar that can be chosen. It never changes, and may be shared.
type Book struct {
	calendars map[string]*calendar
	entries   []Entry
}

// calendar is one of them.
type calendar struct {
	name  string
	rules *cal.Calendar // nil where the team listed all days itself
	own   []Span
}

// New returns the calendars of the library with those of the team. A code of the team's that is a country's stands
// in its place.
func New(own []Own) (*Book, error) {
	b := &Book{calendars: countries()}
	for _, o := range own {
		c := &calendar{name: o.Name, own: o.Days}
		if o.Base != "" {
			base, ok := countries()[strings.ToLower(o.Base)]
			if !ok {
				return nil, fmt.Errorf("holidays %q: there is no calendar %q to begin from; leave base out, or choose one of %s",
					o.Code, o.Base, strings.Join(slices.Sorted(maps.Keys(countries())), ", "))
			}
			c.rules = base.rules
		}
		b.calendars[strings.ToLower(o.Code)] = c
	}
	for code, c := range b.calendars {
		b.entries = append(b.entries, Entry{code, c.name})
	}
	slices.SortFunc(b.entries, func(x, y Entry) int {
		return cmp.Or(strings.Compare(x.Name, y.Name), strings.Compare(x.Code, y.Code))
	})
	return b, nil
}

// All returns the calendars in the order of their names.
func (b *Book) All() []Entry { return slices.Clone(b.entries) }

// Name returns what a calendar is called, or "" where there is none of that code.
func (b *Book) Name(code string) string {
	c, ok := b.calendars[strings.ToLower(code)]
	if !ok {
		return ""
	}
	return c.name
}

// Calendar returns the calendar of a code such as "de" or "de-by", and false where there is none: one that a team
// listed for itself may have gone from its settings.
func (b *Book) Calendar(code string) (nudges.Calendar, bool) {
	c, ok := b.calendars[strings.ToLower(code)]
	if !ok {
		return nil, false
	}
	return c, true
}

// Holiday returns the name of a day off, in the language of the country, and false for any other day. A holiday that
// is kept on another day, because it falls on a weekend, is off on both.
func (c *calendar) Holiday(d mission.Date) (string, bool) {
	for _, s := range c.own {
		if !d.Before(s.From) && !s.To.Before(d) {
			return c.name, true
		}
	}
	if c.rules == nil {
		return "", false
	}
	actual, observed, h := c.rules.IsHoliday(time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, cal.DefaultLoc))
	if !actual && !observed {
		return "", false
	}
	return h.Name, true
}
