package mission_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"throughline/internal/mission"
)

func TestDaysOfASpan(t *testing.T) {
	day := func(n int) time.Time { return begin.AddDate(0, 0, n) }
	run := mission.Mission{Zone: "UTC", StartedAt: begin}
	closed := run
	closed.Closings = []mission.Closing{{Phase: mission.Beginning, At: day(18)}}
	over := closed
	over.Outcome = &mission.Outcome{At: day(40)}
	for _, tc := range []struct {
		why      string
		m        mission.Mission
		span     mission.Span
		now      int
		from, to int
	}{
		{"A week is the seven days up to today.", run, mission.ThisWeek, 20, 14, 20},
		{"No day lies before the mission.", run, mission.ThisWeek, 2, 0, 2},
		{"The first phase began with the mission.", run, mission.ThisPhase, 20, 0, 20},
		{"A phase began when the one before was closed.", closed, mission.ThisPhase, 20, 18, 20},
		{"All of it.", closed, mission.AllOfIt, 20, 0, 20},
		{"No day lies behind the ending.", over, mission.AllOfIt, 90, 0, 40},
		{"The last week of one that ended.", over, mission.ThisWeek, 90, 34, 40},
	} {
		from, to := tc.m.Days(tc.span, day(tc.now))
		if from != mission.DateOf(day(tc.from)) || to != mission.DateOf(day(tc.to)) {
			t.Errorf("%s got %s to %s", tc.why, from, to)
		}
	}
}

// What a report tells of is a table: each entry, and the lists that it stands in.
func TestStoryOf(t *testing.T) {
	from, to := mission.DateOf(begin).AddDays(7), mission.DateOf(begin).AddDays(13)
	before, during, after := begin, begin.AddDate(0, 0, 9), begin.AddDate(0, 0, 15)
	late := mission.DateOf(begin).AddDays(30)
	for _, tc := range []struct {
		why  string
		e    mission.Entry
		list string
	}{
		{"A step.", mission.Entry{Kind: mission.Progress, At: during}, "steps"},
		{"A win.", mission.Entry{Kind: mission.Win, At: during}, "wins"},
		{"A win before.", mission.Entry{Kind: mission.Win, At: before}, ""},
		{"A win after.", mission.Entry{Kind: mission.Win, At: after}, ""},
		{"A win that was withdrawn.", mission.Entry{Kind: mission.Win, At: during, WithdrawnAt: after}, ""},
		{"A lesson.", mission.Entry{Kind: mission.Learned, At: during}, "lessons"},
		{"Thanks.", mission.Entry{Kind: mission.Thanks, At: during}, "thanks"},
		{"A reply is no entry of the story.", mission.Entry{Kind: mission.Reply, At: during}, ""},
		{"A block that stands.", mission.Entry{Kind: mission.Blocked, At: before}, "blocks"},
		{"A block that was opened.", mission.Entry{Kind: mission.Blocked, At: before, OpenedAt: during}, ""},
		{"A block that was opened later.", mission.Entry{Kind: mission.Blocked, At: during, OpenedAt: after}, "blocks"},
		{"A commitment that was kept.", mission.Entry{Kind: mission.Commitment, At: before, Fate: mission.Kept, FateAt: during}, "kept"},
		{"One that was kept before.", mission.Entry{Kind: mission.Commitment, At: before, Fate: mission.Kept, FateAt: before}, ""},
		{"One that was let go.", mission.Entry{Kind: mission.Commitment, At: before, Fate: mission.LetGo, FateAt: during}, "let go"},
		{"One that was changed and waits.", mission.Entry{Kind: mission.Commitment, At: during, EditedAt: during, By: late}, "changed ahead"},
		{"One made before that was changed.", mission.Entry{Kind: mission.Commitment, At: before, EditedAt: during, By: late}, "changed ahead"},
		{"One that waits.", mission.Entry{Kind: mission.Commitment, At: before, By: late}, "ahead"},
		{"One that waits on the last day.", mission.Entry{Kind: mission.Commitment, At: before, By: to}, "ahead"},
		{"One whose day has passed is for its author alone.", mission.Entry{Kind: mission.Commitment, At: before, By: to.AddDays(-1)}, ""},
		{"A risk that was looked at.", mission.Entry{Kind: mission.Risk, At: before, Fate: mission.Looked, FateAt: during}, "risks"},
		{"A risk that waits.", mission.Entry{Kind: mission.Risk, At: during, Look: late}, "ahead"},
	} {
		store := newMemory()
		m := mission.Mission{ID: "M1", Team: "T1", Zone: "UTC", StartedAt: begin}
		store.missions[m.ID] = m
		tc.e.ID, tc.e.Team, tc.e.Mission = "E1", "T1", "M1"
		store.entries["E1"] = tc.e
		s, err := mission.StoryOf(store, m, from, to)
		if err != nil {
			t.Fatal(err)
		}
		if got := listsOf(s); got != tc.list {
			t.Errorf("%s stands in %q, want %q", tc.why, got, tc.list)
		}
		if moved := tc.list != "" && tc.list != "ahead"; s.Moved() != moved {
			t.Errorf("%s moved is %t", tc.why, s.Moved())
		}
	}
}

func listsOf(s mission.Story) string {
	out := ""
	for _, l := range []struct {
		name string
		list []mission.Entry
	}{
		{"steps", s.Steps}, {"wins", s.Wins}, {"lessons", s.Lessons}, {"changes", s.Changes}, {"thanks", s.Thanks},
		{"blocks", s.Blocks}, {"risks", s.Risks}, {"kept", s.Kept}, {"changed", s.Changed}, {"let go", s.LetGo}, {"ahead", s.Ahead},
	} {
		if len(l.list) == 0 {
			continue
		}
		if out != "" {
			out += " "
		}
		out += l.name
	}
	return out
}

func TestALessonStandsWithItsRisk(t *testing.T) {
	store := newMemory()
	m := mission.Mission{ID: "M1", Team: "T1", Zone: "UTC", StartedAt: begin}
	store.missions[m.ID] = m
	at := begin.AddDate(0, 0, 1)
	store.entries["R"] = mission.Entry{ID: "R", Team: "T1", Mission: "M1", Kind: mission.Risk, At: begin, Fate: mission.Looked, FateAt: at, Lesson: "L"}
	store.entries["L"] = mission.Entry{ID: "L", Team: "T1", Mission: "M1", Kind: mission.Learned, At: at, Of: "R", Text: "the bank is slower"}
	s, err := mission.StoryOf(store, m, m.Today(begin), m.Today(at))
	if err != nil || s.Looks["R"].ID != "L" || len(s.Lessons) != 0 {
		t.Errorf("the risk taught %v, lessons beside it %v, %v", s.Looks["R"].Text, s.Lessons, err)
	}
	if !slices.Contains(mission.Spans[:], mission.ThisWeek) || mission.Span("day").Valid() {
		t.Error("a span that is none is taken for one")
	}
}

// pages counts how often entries are read.
type pages struct {
	*memory
	read int
}

func (p *pages) Entries(team mission.TeamID, m, before mission.ID, limit int, kinds ...mission.EntryKind) ([]mission.Entry, error) {
	p.read++
	return p.memory.Entries(team, m, before, limit, kinds...)
}

// TestAWeekOfALongStoryIsReadAlone tells of one week of five hundred.
func TestAWeekOfALongStoryIsReadAlone(t *testing.T) {
	tx := &pages{memory: newMemory()}
	m := mission.Mission{ID: "M1", Team: "T1", Zone: "UTC", StartedAt: begin}
	for n := range 2000 {
		e := mission.Entry{ID: mission.ID(fmt.Sprintf("E%04d", n)), Team: "T1", Mission: m.ID, Kind: mission.Progress, At: begin.AddDate(0, 0, n)}
		if err := tx.PutEntry(e); err != nil {
			t.Fatal(err)
		}
	}
	last := mission.DateOf(begin).AddDays(1999)
	s, err := mission.StoryOf(tx, m, last.AddDays(-6), last)
	if err != nil || len(s.Steps) != 7 || tx.read > 5 {
		t.Errorf("%d steps from %d pages, %v", len(s.Steps), tx.read, err)
	}
}
