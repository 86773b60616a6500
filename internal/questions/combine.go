package questions

import (
	"fmt"
	"slices"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// combine puts a file together with the program's questions. What is not right is told and left out.
func combine(base nudges.Library, f File) Loaded {
	c := combiner{base: base, file: f, own: make(map[string]*entry, len(f.entries))}
	for i := range f.entries {
		c.own[f.entries[i].id] = &f.entries[i]
	}
	c.complete()
	c.judge()
	l := c.library()
	l.Mistakes = inOrder(slices.Concat(f.mistakes, c.mistakes))
	l.Alike = inOrder(c.notes)
	l.Thin = nudges.Thin(l.Library)
	return l
}

type combiner struct {
	base     nudges.Library
	file     File
	own      map[string]*entry
	mistakes []Mistake
	notes    []Mistake
}

// complete gives each entry what it leaves to the question of the program whose place it takes.
func (c *combiner) complete() {
	for i := range c.file.entries {
		e := &c.file.entries[i]
		of, known := c.base.ByID(e.id)
		switch {
		case e.off && !known:
			c.mistakes = append(c.mistakes, e.block.mistake("id",
				"There is no question %q to switch off. bot questions list prints them.", e.id))
		case e.off || e.broken:
		case known:
			e.fill(of)
		default:
			e.derive()
		}
	}
}

// fill takes from the question of the program what the block leaves out. New words have follow-ups of their own.
func (e *entry) fill(of nudges.Question) {
	if !e.given["audience"] {
		e.q.Audience = of.Audience
	}
	if !e.given["theme"] {
		e.q.Theme = of.Theme
	}
	if !e.given["text"] {
		e.q.Text = of.Text
	}
	if !e.given["follow_ups"] && !e.given["text"] {
		e.q.FollowUps = of.FollowUps
	}
	if !e.given["source"] {
		e.q.Source = of.Source
	}
	if !e.given["phases"] {
		e.q.Phases = of.Phases
	}
	switch {
	case e.given["function"]:
	case e.given["phases"]:
		e.derive()
	default:
		e.q.Function = of.Function
	}
}

// derive finds the function where the block has none: that of its first phase.
func (e *entry) derive() {
	if e.given["function"] || len(e.q.Phases) == 0 {
		if e.q.Function == "" {
			e.q.Function = nudges.FunctionEffort
		}
		return
	}
	e.q.Function = map[mission.Phase]nudges.Function{
		mission.Beginning: nudges.FunctionEffort, mission.Middle: nudges.FunctionStrategy, mission.Ending: nudges.FunctionLessons,
	}[e.q.Phases[0]]
}

// judge holds the file's questions to the rules of question craft, among themselves and beside those of the
// program that stay. One that reads like another does no harm, and whether it repeats it is the team's to say.
func (c *combiner) judge() {
	if len(c.file.entries) == 0 {
		return // Those of the program are held to them by its tests.
	}
	var all []nudges.Question
	for _, q := range c.base.All() {
		if c.own[q.ID] == nil && !c.file.Only {
			all = append(all, q)
		}
	}
	for _, e := range c.file.entries {
		if !e.off && !e.broken {
			all = append(all, e.q)
		}
	}
	for _, p := range nudges.Check(nudges.NewLibrary(all)) {
		e := c.own[p.ID]
		switch {
		case e == nil:
		case p.Rule == nudges.RuleOverlap:
			c.notes = append(c.notes, e.block.mistake(keyOfProblem(p), "%s", p.Message))
		default:
			e.broken = true
			c.mistakes = append(c.mistakes, e.block.mistake(keyOfProblem(p), "%s (%s)", p.Message, p.Rule))
		}
	}
}

// keyOfProblem names the key of a question at which a problem is shown.
func keyOfProblem(p nudges.Problem) string {
	switch {
	case p.Rule == nudges.RuleFields || p.Rule == nudges.RuleUniqueID:
		return "id"
	case p.Rule == nudges.RulePhase:
		return "phases"
	case p.Rule == nudges.RuleFollowUps || p.FollowUp:
		return "follow_ups"
	}
	return "text"
}

// library makes what is asked: the program's questions in their order, each in its own or in the team's words, and
// then those that the team adds.
func (c *combiner) library() Loaded {
	var l Loaded
	var asked, gone []nudges.Question
	for _, q := range c.base.All() {
		e := c.own[q.ID]
		switch {
		case e == nil && !c.file.Only:
			asked = append(asked, q)
		case e == nil || e.off || e.broken:
			gone = append(gone, q)
			l.Off++
		default:
			asked = append(asked, e.q)
			l.Changed++
		}
	}
	for _, e := range c.file.entries {
		if _, known := c.base.ByID(e.id); !known && !e.off && !e.broken {
			asked = append(asked, e.q)
			l.Added++
		}
	}
	l.Library = nudges.NewLibrary(asked).Remembering(gone)
	return l
}

// String sums up in a line what is asked.
func (l Loaded) String() string {
	if l.File == "" {
		return fmt.Sprintf("%d questions of the program", l.Library.Len())
	}
	return fmt.Sprintf("%s: %d added, %d changed, %d off; %d questions in all", l.File, l.Added, l.Changed, l.Off, l.Library.Len())
}
