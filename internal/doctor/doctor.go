// Package doctor looks at an installation from outside and says, check by check, what is in order,
// what to know and what to mend.
//
// [Look] gathers facts: it asks Slack, the store and the files that belong to the bot. The checks in [Facts.Report]
// judge the facts and touch nothing. A bot that runs is asked for what it alone can tell, and Slack is not dialled beside
// it, since a second connection would be sent what belongs to that bot. Nothing is written but a file that is removed at
// once.
package doctor

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"
)

// State is the outcome of a check, as a word because colour alone says nothing.
type State string

// The states, as printed.
const (
	OK   State = "ok"
	Fail State = "FAIL"
	Warn State = "warn"
)

// Result is one line of the report, with what follows from it and what to do.
type Result struct {
	State State  `json:"state"`
	Check string `json:"check"`
	Text  string `json:"text"`
	So    string `json:"so,omitempty"`
	Mend  string `json:"mend,omitempty"`
}

// Report is all results, in the order in which a new installation would mend them.
type Report struct {
	Checks []Result `json:"checks"`
	ToMend int      `json:"to_mend"`
	ToKnow int      `json:"to_know"`
}

// Report judges the facts.
func (f Facts) Report() Report {
	var r Report
	for _, check := range []func(Facts) []Result{
		checkSettings,
		checkBotToken,
		checkScopes,
		checkSocket,
		checkStore,
		checkCopies,
		checkBackup,
		checkLeft,
		checkKey,
		checkJournal,
		checkFiles,
		checkQuestions,
		checkHolidays,
		checkMetrics,
		checkZones,
		checkClock,
	} {
		for _, result := range check(f) {
			r.add(result)
		}
	}
	return r
}

func (r *Report) add(result Result) {
	result.Text, result.So, result.Mend = plain(result.Text), plain(result.So), plain(result.Mend)
	switch result.State {
	case Fail:
		r.ToMend++
	case Warn:
		r.ToKnow++
	}
	r.Checks = append(r.Checks, result)
}

// plain drops control characters: names of workspaces and answers of servers are not ours, and could
// steer a terminal.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, s)
}

// WriteText writes the report for people.
func (r Report) WriteText(w io.Writer) error {
	var b strings.Builder
	for _, c := range r.Checks {
		fmt.Fprintf(&b, "%-6s%-11s%s\n", c.State, c.Check, c.Text)
		if c.So != "" {
			fmt.Fprintf(&b, "%-6s%-11s%s\n", "", "so", c.So)
		}
		if c.Mend != "" {
			fmt.Fprintf(&b, "%-6s%-11s%s\n", "", "mend", c.Mend)
		}
	}
	b.WriteString(r.summary() + "\n")
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

// WriteJSON writes the report for programs.
func (r Report) WriteJSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	if err := enc.Encode(r); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

func (r Report) summary() string {
	switch {
	case r.ToMend == 0 && r.ToKnow == 0:
		return "Nothing to mend."
	case r.ToMend == 0:
		return fmt.Sprintf("Nothing to mend, %d to know.", r.ToKnow)
	}
	return fmt.Sprintf("%d to mend, %d to know.", r.ToMend, r.ToKnow)
}
