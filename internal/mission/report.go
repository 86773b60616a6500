package mission

import (
	"errors"
	"slices"
	"time"
)

// Span says what time a report tells of.
type Span string

// The spans.
const (
	ThisWeek  Span = "week"  // the seven days up to today
	ThisPhase Span = "phase" // the phase that the mission is in
	AllOfIt   Span = "all"
)

// Spans lists the spans, the shortest first.
var Spans = [3]Span{ThisWeek, ThisPhase, AllOfIt}

// Valid reports whether s is one of the spans.
func (s Span) Valid() bool { return slices.Contains(Spans[:], s) }

// Days returns the first and the last day that a span covers at this moment, in the mission's zone. They lie
// between the days on which the mission began and ended.
func (m Mission) Days(s Span, now time.Time) (from, to Date) {
	began := m.Today(m.StartedAt)
	from, to = began, m.Today(now)
	if m.Outcome != nil {
		to = m.Today(m.Outcome.At)
	}
	switch n := len(m.Closings); {
	case s == ThisWeek:
		from = to.AddDays(-6)
	case s == ThisPhase && n > 0:
		from = m.Today(m.Closings[n-1].At)
	}
	if from.Before(began) {
		from = began
	}
	return from, to
}

// Story is what was told of a mission in some days, each list the newest first, and none of it withdrawn.
type Story struct {
	From, To Date
	Steps    []Entry
	Wins     []Entry
	Lessons  []Entry
	Changes  []Entry
	Thanks   []Entry
	// Blocks are those that still stood when the days were over, whenever they were told.
	Blocks []Entry
	// Risks are those that were looked at in these days, and Looks what they taught, by the risk.
	Risks []Entry
	Looks map[ID]Entry
	// Kept, Changed and LetGo are commitments of which this was said in these days.
	Kept, Changed, LetGo []Entry
	// Ahead are the commitments and risks whose day is still to come, the nearest first. Where it has passed its
	// author alone is asked, and no list speaks of it.
	Ahead []Entry
}

// Moved reports whether there is anything to tell.
func (s Story) Moved() bool {
	for _, list := range [][]Entry{s.Steps, s.Wins, s.Lessons, s.Changes, s.Thanks, s.Blocks, s.Risks, s.Kept, s.Changed, s.LetGo} {
		if len(list) > 0 {
			return true
		}
	}
	return false
}

// StoryOf reads what was told of a mission from one day to another, both included. What a person keeps to
// herself is no part of it.
func StoryOf(tx Tx, m Mission, from, to Date) (Story, error) {
	loc := m.Location()
	s := Story{From: from, To: to, Looks: make(map[ID]Entry)}
	span := within{from.At(0, 0, loc), to.AddDays(1).At(0, 0, loc)}
	told, err := entriesSince(tx, m, span.from, func(e Entry) bool { return !e.Withdrawn() && span.has(e.At) },
		Progress, Win, Learned, Changed, Thanks)
	if err != nil {
		return s, err
	}
	blocks, err := entriesOf(tx, m, func(e Entry) bool { return !e.Withdrawn() }, Blocked) // one may stand for long
	if err != nil {
		return s, err
	}
	for _, e := range append(told, blocks...) {
		s.add(e, span)
	}
	promised, err := PromisesSince(tx, m, span.from)
	if err != nil {
		return s, err
	}
	for _, e := range promised {
		s.addPromise(e, span)
	}
	if s.Ahead, err = waiting(tx, m, span, to); err != nil {
		return s, err
	}
	return s, s.readLooks(tx, m)
}

// within is a time from one moment up to another, which is no part of it.
type within struct{ from, to time.Time }

func (w within) has(t time.Time) bool { return !t.Before(w.from) && t.Before(w.to) }

func (s *Story) add(e Entry, span within) {
	switch e.Kind {
	case Progress:
		s.Steps = append(s.Steps, e)
	case Win:
		s.Wins = append(s.Wins, e)
	case Learned:
		s.Lessons = append(s.Lessons, e)
	case Changed:
		s.Changes = append(s.Changes, e)
	case Thanks:
		s.Thanks = append(s.Thanks, e)
	case Blocked:
		if e.At.Before(span.to) && (e.OpenedAt.IsZero() || !e.OpenedAt.Before(span.to)) {
			s.Blocks = append(s.Blocks, e)
		}
	}
}

func (s *Story) addPromise(e Entry, span within) {
	switch {
	case e.Kind == Risk && e.Fate != Awaited && span.has(e.FateAt):
		s.Risks = append(s.Risks, e)
	case e.Kind != Commitment:
	case e.Fate == Kept && span.has(e.FateAt):
		s.Kept = append(s.Kept, e)
	case e.Fate == LetGo && span.has(e.FateAt):
		s.LetGo = append(s.LetGo, e)
	case e.Fate == Awaited && span.has(e.EditedAt):
		s.Changed = append(s.Changed, e)
	}
}

// waiting returns what waits for its day, from the last day of the story on, of what was promised before it was over.
func waiting(tx Tx, m Mission, span within, last Date) ([]Entry, error) {
	if !m.Running() {
		return nil, nil
	}
	open, err := OpenPromises(tx, m)
	open = slices.DeleteFunc(open, func(e Entry) bool { return !e.At.Before(span.to) || e.Day().Before(last) })
	slices.SortStableFunc(open, func(a, b Entry) int { return a.Day().At(0, 0, time.UTC).Compare(b.Day().At(0, 0, time.UTC)) })
	return open, err
}

// readLooks finds what the risks that were looked at have taught. A lesson that stands with its risk stands in
// no other list.
func (s *Story) readLooks(tx Tx, m Mission) error {
	for _, r := range s.Risks {
		if r.Lesson == "" {
			continue
		}
		l, err := tx.Entry(m.Team, m.ID, r.Lesson)
		if errors.Is(err, ErrNotFound) { // the risk was taken along by m, or m's by another
			l, err = tx.Entry(r.Team, r.Mission, r.Lesson)
		}
		if errors.Is(err, ErrNotFound) || err == nil && l.Withdrawn() {
			continue
		}
		if err != nil {
			return err
		}
		s.Looks[r.ID] = l
	}
	s.Lessons = slices.DeleteFunc(s.Lessons, func(e Entry) bool { return e.Of != "" && s.Looks[e.Of].ID == e.ID })
	return nil
}
