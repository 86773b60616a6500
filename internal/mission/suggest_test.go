package mission_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/internal/mission"
)

func TestEmptyLines(t *testing.T) {
	t.Parallel()
	m := whole()
	want := []mission.Line{mission.LineAspiration, mission.LineCustomers, mission.LineUs, mission.LineCompany}
	if got := mission.EmptyLines(m); !slices.Equal(got, want) {
		t.Errorf("empty lines: %v, want %v", got, want)
	}
	m.Plan = [3]mission.PhasePlan{}
	m.Phase = mission.Middle
	if got := mission.EmptyLines(m); slices.Contains(got, mission.LineBeginning) || !slices.Contains(got, mission.LineMiddle) {
		t.Errorf("empty lines in the middle: %v", got)
	}
	m.Outcome = &mission.Outcome{}
	if got := mission.EmptyLines(m); len(got) != 0 {
		t.Errorf("empty lines of an ended mission: %v", got)
	}
}

func TestSuggestedWordsAreUsed(t *testing.T) {
	t.Parallel()
	for _, line := range mission.Lines {
		s := newTwo()
		if _, err := mission.SuggestWords(s, begin, mission.Actor{Team: "T1", User: "UKIRI"}, s.refunds, "E0", line, "x"); verdict(err) != "not_in_channel" {
			t.Errorf("somebody outside suggests: %v", err)
		}
		if _, err := mission.SuggestWords(s, begin, inside("UBO"), s.refunds, "E0", line, " "); verdict(err) != "empty" {
			t.Errorf("nothing is suggested: %v", err)
		}
		if _, err := mission.SuggestWords(s, begin, inside("UBO"), s.refunds, "E0", line, strings.Repeat("x", 301)); verdict(err) != "too_long" {
			t.Errorf("too much is suggested: %v", err)
		}
		e, err := mission.SuggestWords(s, begin, inside("UBO"), s.refunds, "E1", line, " calm mornings ")
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := mission.UseWords(s, begin, inside("UBO"), s.refunds, e.ID); verdict(err) != "lead_only" {
			t.Errorf("Bo uses them: %v", err)
		}
		m, e, err := mission.UseWords(s, begin, inside("UANA"), s.refunds, e.ID)
		if err != nil || e.UsedBy != "UANA" || len(m.Earlier) != 1 {
			t.Fatalf("%s: %+v, %v", line, e, err)
		}
		if left := mission.EmptyLines(m); slices.Contains(left, line) {
			t.Errorf("%s is still empty", line)
		}
		if _, _, err := mission.UseWords(s, begin, inside("UANA"), m, e.ID); verdict(err) != "moved_on" {
			t.Errorf("used twice: %v", err)
		}
	}
	s := newTwo()
	if _, err := mission.SuggestWords(s, begin, inside("UBO"), s.refunds, "E1", "name", "x"); verdict(err) != "bad_choice" {
		t.Errorf("a line that there is not: %v", err)
	}
	e, err := mission.SuggestWords(s, begin, inside("UBO"), s.refunds, "E1", mission.LineUs, "x")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := mission.Withdraw(s, begin, inside("UBO"), s.refunds, e.ID); err != nil {
		t.Fatal(err)
	}
	if _, _, err := mission.UseWords(s, begin, inside("UANA"), s.refunds, e.ID); verdict(err) != "moved_on" {
		t.Errorf("words that were withdrawn: %v", err)
	}
	if n := s.missions["M1"].Tally.Count(mission.Suggestion); n != 0 {
		t.Errorf("a withdrawn suggestion counts %d", n)
	}
}

func TestTheMidpointDecides(t *testing.T) {
	t.Parallel()
	s := newTwo()
	m := s.refunds
	m.Plan[mission.Ending].Target = mission.DateOf(begin).AddDays(10)
	decision := mission.NewDecision{Keep: "the daily look", Stop: "the weekly list"}
	for _, c := range []struct {
		name string
		by   mission.Actor
		days int
		in   mission.NewDecision
		want string
	}{
		{"before half of the time", inside("UANA"), 4, decision, "too_early"},
		{"at half of the time", inside("UANA"), 5, decision, "ok"},
		{"after it", inside("UANA"), 9, decision, "ok"},
		{"by somebody who does not steer", inside("UBO"), 5, decision, "lead_only"},
		{"with nothing said", inside("UANA"), 5, mission.NewDecision{Keep: " "}, "empty"},
	} {
		got, first, err := mission.Decide(s, begin.AddDate(0, 0, c.days), c.by, m, c.in)
		if verdict(err) != c.want || (err == nil) != first {
			t.Errorf("%s: %s, first %v; want %s", c.name, verdict(err), first, c.want)
		}
		if err == nil && (got.Midpoint == nil || got.Midpoint.Keep != "the daily look") {
			t.Errorf("%s: %+v", c.name, got.Midpoint)
		}
	}
	m, _, err := mission.Decide(s, begin.Add(5*24*time.Hour), inside("UANA"), m, decision)
	if err != nil {
		t.Fatal(err)
	}
	m.Midpoint.Message = mission.MessageRef{Channel: "C1", TS: "1.1"}
	m, first, err := mission.Decide(s, begin.Add(6*24*time.Hour), inside("UANA"), m, mission.NewDecision{Change: "the hours"})
	if err != nil || first || m.Midpoint.Keep != "" || m.Midpoint.Message.TS != "1.1" {
		t.Errorf("said anew: %+v, first %v, %v", m.Midpoint, first, err)
	}
}
