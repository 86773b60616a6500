package main

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// A preview names what rounds bring, and is what then comes.
func TestThePreviewForeseesRoundsAndOwnWords(t *testing.T) {
	t.Parallel()
	d := openDesk(t, daysBefore)
	bo := d.gathers("lead")[1]
	preview := bo.asks("#refunds", "nudges preview")
	for _, want := range []string{
		": a round in your own words", ", 14:00 (Chicago): a round", ": the result of a round", "a question after a quiet week, if nothing is told until then",
	} {
		if !strings.Contains(preview, want) {
			t.Errorf("the preview has no %q:\n%s", want, preview)
		}
	}
	if strings.Contains(preview, "after a quiet week is skipped") {
		t.Errorf("the preview tells of silences that are over:\n%s", preview)
	}
	d.goes("2026-12-05T00:00:00Z")
	chicago, err := time.LoadLocation("America/Chicago")
	if err != nil {
		t.Fatal(err)
	}
	for begins, one := range map[string]string{"In your own words:": "a round in your own words", "How is your energy for": "a round"} {
		at := bo.toldAt("@app", chicago.String(), begins)
		if len(at) != 1 {
			t.Errorf("%q came at %v", begins, at)
			continue
		}
		when, err := time.ParseInLocation("Mon 2 Jan 15:04", at[0], chicago)
		if err != nil {
			t.Fatal(err)
		}
		if want := fmt.Sprintf("%s: %s", when.Format("2 January, 15:04 (Chicago)"), one); !strings.Contains(preview, want) {
			t.Errorf("%s came and was not foreseen:\n%s", want, preview)
		}
	}
}

// Rounds come every second time, on each person's own wall, and never closer together than they may.
func TestTheTimesOfRounds(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana := d.person("Ana")
	ana.sets("#refunds", "Refunds in a day", "lead")
	ana.asks("#refunds", "nudges")
	ana.choosesFor("Rounds", "Another time…")
	if form := shown(ana.gets("Another time")); strings.Contains(form, "By whose clock?") || !strings.Contains(form, "on their own clock") {
		t.Errorf("the form for rounds reads %q", form)
	}
	for _, often := range []object{
		{"days": []string{"Monday", "Wednesday"}, "time": object{"v": "15:00"}},
		{"cron": "0 15 * * 1-5"},
	} {
		if out := ana.tries("Another time", often); out["result"] != "errors" || !strings.Contains(jsonText(out), "Choose one day a week") {
			t.Errorf("%v is answered by %v", often, out)
		}
	}
	ana.fills("Another time", object{"cron": "", "days": []string{"Monday"}, "time": object{"v": "15:00"}})
	reads := func(want string) {
		t.Helper()
		ana.eventually("the form says "+want, func() bool {
			return strings.Contains(shown(ana.gets("Nudges here")), want)
		})
	}
	reads("every second Monday, 15:00 (each person's own zone)")
	ana.choosesFor("Rounds", "Half as often")
	reads("every fourth Monday, 15:00 (each person's own zone)")
	ana.choosesFor("Rounds", "Every second time")
	reads("every second Monday, 15:00")
	ana.choosesFor("Results of rounds", "Off")
	reads("*Results of rounds* · off")
	ana.choosesFor("Results of rounds", "When it is time")
	reads("*Results of rounds* · once a round has closed")
	ana.choosesFor("Questions", "Another time…")
	ana.changes("#refunds", "archive", "")
	d.rest()
	if out := ana.tries("Another time", object{"cron": "0 11 * * 3"}); out["result"] != "errors" ||
		!strings.Contains(jsonText(out), "#refunds takes no messages from me now. Try again once it does.") {
		t.Errorf("in an archived channel the form is answered by %v", out)
	}
	ana.closes(true)
}
