package main

import (
	"strings"
	"time"

	"throughline/internal/holidays"
	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// keepsItsWord holds the twelve weeks to what nudges promise, by what the local Slack has on record.
func (w *twelve) keepsItsWord(rows []storedRow) {
	w.t.Helper()
	for _, c := range append([]*castMember{w.here}, w.cast...) {
		var own []*got
		for _, g := range w.all {
			if g.to == c.name {
				own = append(own, g)
			}
		}
		w.inHours(c, own)
		w.withinBudget(c, own)
		w.notTwice(c, own)
	}
	w.inPhase(rows)
}

// inHours holds nudges to working days and hours, holidays and absences.
func (w *twelve) inHours(c *castMember, own []*got) {
	w.t.Helper()
	loc := w.zone(c)
	book, err := holidays.New(nil)
	if err != nil {
		w.t.Fatal(err)
	}
	uk, ok := book.Calendar("gb")
	if !ok {
		w.t.Fatal("there is no calendar of the United Kingdom")
	}
	for _, g := range own {
		at := g.at.In(loc)
		day := mission.DateOf(at)
		minute := 60*at.Hour() + at.Minute()
		name, off := uk.Holiday(day)
		switch {
		case minute < 8*60+30 || minute >= 18*60:
			w.t.Errorf("%s got %s in her quiet hours, %s", c.name, g.kind, at)
		case !c.isDayOf(at.Weekday()):
			w.t.Errorf("%s got %s on a day off, %s", c.name, g.kind, at)
		case off:
			w.t.Errorf("%s got %s on %s, %s", c.name, g.kind, name, at)
		case c.away[0] != "" && day.String() >= c.away[0] && day.String() <= c.away[1]:
			w.t.Errorf("%s got %s while away, %s", c.name, g.kind, at)
		}
	}
}

// withinBudget holds a place to one nudge a day, and a person to three within any seven days. What somebody follows
// she asked for by name.
func (w *twelve) withinBudget(c *castMember, own []*got) {
	w.t.Helper()
	loc := w.zone(c)
	for i, g := range own {
		week := 0
		for _, before := range own[:i+1] {
			days := mission.DateOf(before.at.In(loc)).DaysUntil(mission.DateOf(g.at.In(loc)))
			if days == 0 && before != g {
				w.t.Errorf("%s got %s and %s on %s", c.name, before.kind, g.kind, g.at.In(loc))
			}
			if days < 7 {
				week++
			}
		}
		if c != w.here && week > nudges.DMsAWeek {
			w.t.Errorf("%s got %d within the week before %s", c.name, week, g.at.In(loc))
		}
	}
}

// notTwice holds the questions of a place to being new there.
func (w *twelve) notTwice(c *castMember, own []*got) {
	w.t.Helper()
	asked := map[string]bool{}
	for _, g := range own {
		if g.kind != "coach" && g.kind != "reflect" && g.kind != "mirror" {
			continue
		}
		first, _, _ := strings.Cut(strings.TrimPrefix(g.words, "A question for #refunds: "), "\n")
		if asked[first] {
			w.t.Errorf("%s was asked twice: %q", c.name, first)
		}
		asked[first] = true
	}
	if c.name == "Ana" && len(asked) < 12 {
		w.t.Errorf("only %d questions of Ana's were looked at", len(asked))
	}
}

// inPhase holds every question of the library to the phase that the mission was in when it was asked.
func (w *twelve) inPhase(rows []storedRow) {
	w.t.Helper()
	looked := 0
	for _, r := range rows {
		q, ok := nudges.Builtin().ByID(r.Nudge.Question)
		if !ok || r.TS == "" {
			continue
		}
		looked++
		phase := mission.Beginning
		switch at := atTS(r.TS); {
		case at.After(time.Date(2027, 3, 19, 12, 0, 0, 0, time.UTC)):
			phase = mission.Ending
		case at.After(time.Date(2027, 2, 5, 12, 0, 0, 0, time.UTC)):
			phase = mission.Middle
		}
		fits := false
		for _, p := range q.Phases {
			fits = fits || p == phase
		}
		if !fits || r.Nudge.Phase != phase.String() {
			w.t.Errorf("in the %s %q was asked, which is for %v", phase, q.Text, q.Phases)
		}
	}
	if looked < 30 {
		w.t.Errorf("only %d questions of the library were asked", looked)
	}
}

// allTold holds every message that came by itself to having been met: nothing reached anybody on a way of its own.
func (w *twelve) allTold(calls []object, conversations map[string]string) {
	w.t.Helper()
	met := map[string]bool{}
	for _, g := range w.all {
		met[g.to+g.ts] = true
	}
	for _, c := range calls {
		args, _ := c["args"].(object)
		answer, _ := c["response"].(object)
		to, known := conversations[text(args, "channel")]
		if c["method"] != "chat.postMessage" || !known || !strings.Contains(jsonText(args["blocks"]), "Why this?") {
			continue
		}
		if !met[to+text(answer, "ts")] {
			w.t.Errorf("nobody met what came to %s: %q", to, text(args, "text"))
		}
	}
}
