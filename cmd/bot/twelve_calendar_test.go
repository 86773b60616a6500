package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"throughline/internal/nudges"
)

// storedRow is a row of the outbox as the store keeps it.
type storedRow struct {
	Key, Subject, Channel, User, State, Reason, TS string
	Update                                         bool
	Due, NotBefore                                 int64
	Nudge                                          *struct {
		Kind, Question, Phase, Answer string
	}
}

// rows returns the nudges that the store holds, earliest first.
func (w *twelve) rows() []storedRow {
	w.t.Helper()
	var all []storedRow
	for key, value := range w.inStore() {
		if !strings.HasPrefix(key, "row ") {
			continue
		}
		var r storedRow
		if err := json.Unmarshal(value, &r); err != nil {
			w.t.Fatal(err)
		}
		if r.Nudge != nil && !r.Update && r.Nudge.Kind != string(nudges.MirrorHome) {
			all = append(all, r)
		}
	}
	slices.SortFunc(all, func(a, b storedRow) int {
		if a.Due != b.Due {
			return int(a.Due - b.Due)
		}
		return strings.Compare(a.Nudge.Kind+a.User, b.Nudge.Kind+b.User)
	})
	return all
}

// conversations are the channels in which the cast is written to, by their ids.
func (w *twelve) conversations() map[string]string {
	w.t.Helper()
	at := map[string]string{w.here.channel("#refunds"): "#refunds"}
	for _, c := range w.cast {
		at[c.channel("@app")] = c.name
	}
	return at
}

// kinds holds what people took each nudge for to what the store says that it was.
func (w *twelve) kinds(rows []storedRow, conversations map[string]string) {
	w.t.Helper()
	byTS := map[string]storedRow{}
	for _, r := range rows {
		if r.State == string(nudges.Settled) && r.TS != "" {
			byTS[conversations[r.Channel]+r.TS] = r
		}
	}
	for _, g := range w.all {
		r, ok := byTS[g.to+g.ts]
		if !ok || r.Nudge.Kind != g.kind {
			w.t.Errorf("%s took this for %s, and the store has %+v: %q", g.to, g.kind, r, g.words)
		}
		delete(byTS, g.to+g.ts)
	}
	for _, r := range byTS {
		w.t.Errorf("nobody met %s of %s", r.Nudge.Kind, time.UnixMilli(r.Due).UTC())
	}
}

// calendar is the page: what each of the five got and why, and what did not come.
func (w *twelve) calendar(rows []storedRow) string {
	w.t.Helper()
	var b strings.Builder
	b.WriteString(calendarHead)
	for _, c := range append(w.cast[:5:5], w.here) {
		w.writes(&b, c, rows)
	}
	return b.String()
}

const calendarHead = `# Twelve weeks

A mission of twelve weeks in the local Slack, with five people in four time zones, and three more who are in its
rounds: what reached each of them, why, and what they did with it. The mission keeps the holidays of the United
Kingdom. Its beginning is planned until Friday 5 February 2027, its middle until Friday 19 March, its end until Friday
9 April. In between the clocks of Chicago (14 March) and Lisbon (28 March) are set forward.

This page is written by a test, which also holds it to what comes:
` + "`go test -run TestTwelveWeeks -v ./cmd/bot`" + ` prints it, with every question as it was drawn, and ` + "`-update`" + ` writes
it anew. A change of the rules shows here. Times are those of the wall where somebody lives. What such a mission costs the
engine alone is measured by ` + "`go test -run '^$' -bench BenchmarkTwelveWeeks ./internal/nudges`" + `.
`

func (w *twelve) writes(b *strings.Builder, c *castMember, rows []storedRow) {
	w.t.Helper()
	loc := w.zone(c)
	if c == w.here {
		b.WriteString("\n## #refunds\n\nThe channel, on the wall of Lisbon.\n")
	} else {
		fmt.Fprintf(b, "\n## %s, %s\n\n%s %s\n", c.name, cityOf(c.zone), c.name, c.about)
	}
	b.WriteString("\n| when | what | why | and then |\n|---|---|---|---|\n")
	for _, g := range w.all {
		if g.to == c.name {
			fmt.Fprintf(b, "| %s | %s | %s | %s |\n", g.at.In(loc).Format("Mon _2 Jan 15:04"), nameOf(g.kind), g.why, g.did)
		}
	}
	w.writesLeftOut(b, c, rows, loc)
}

// writesLeftOut lists what was due and did not come.
func (w *twelve) writesLeftOut(b *strings.Builder, c *castMember, rows []storedRow, loc *time.Location) {
	var lines []string
	for _, r := range rows {
		to := r.User == c.id
		if c == w.here {
			to = r.User == ""
		}
		if to && leftOut(r) {
			lines = append(lines, fmt.Sprintf("| %s | %s | %s |\n", time.UnixMilli(r.Due).In(loc).Format("Mon _2 Jan 15:04"), nameOf(r.Nudge.Kind), whyLeftOut(r.Reason)))
		}
	}
	if len(lines) > 0 {
		b.WriteString("\n| left out | what | because |\n|---|---|---|\n" + strings.Join(lines, ""))
	}
}

// leftOut reports whether a nudge did not come that somebody could have waited for: a silence that ended, and a date
// that was met, need no question.
func leftOut(r storedRow) bool {
	needless := r.Reason == string(nudges.ReasonMoved) || r.Reason == string(nudges.ReasonSettled)
	return !needless && (r.State == string(nudges.Dropped) || r.State == string(nudges.Skipped))
}

func (w *twelve) zone(c *castMember) *time.Location {
	w.t.Helper()
	loc, err := time.LoadLocation(c.zone)
	if err != nil {
		w.t.Fatal(err)
	}
	return loc
}

func cityOf(zone string) string { return zone[strings.LastIndex(zone, "/")+1:] }

func nameOf(kind string) string { return strings.ReplaceAll(kind, "_", "-") }

// whyLeftOut says in words for which reason a nudge was left out. One that has no words here stands as it is.
func whyLeftOut(reason string) string {
	words := map[nudges.Reason]string{
		nudges.ReasonAway: "away on leave", nudges.ReasonSnoozed: "snoozed", nudges.ReasonHoliday: "a holiday",
		nudges.ReasonBudgetDay: "another one had that day", nudges.ReasonBudgetWeek: "others had the week",
		nudges.ReasonGivesWayDay: "another one had that day", nudges.ReasonGivesWayWeek: "others had the week",
		nudges.ReasonNothingMoved: "nothing moved", nudges.ReasonTalking: "two people told something that morning",
		nudges.ReasonMissionEnded: "the mission ended", nudges.ReasonConnected: "it was written within a month",
		nudges.ReasonReflected: "a reflection was written that day", nudges.ReasonOutsideHours: "outside of working hours", nudges.ReasonPlanOff: "it is off",
	}
	if said, ok := words[nudges.Reason(reason)]; ok {
		return said
	}
	return "`" + reason + "`"
}
