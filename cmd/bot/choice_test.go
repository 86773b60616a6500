package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/store/bolt"
)

// settings writes a settings file for the store of a desk and returns its path.
func (d *desk) settings() string {
	d.t.Helper()
	file := filepath.Join(d.t.TempDir(), "throughline.toml")
	body := fmt.Sprintf("[store]\npath = %q\n", filepath.Join(d.data, "throughline.db"))
	if err := os.WriteFile(file, []byte(body), 0o600); err != nil {
		d.t.Fatal(err)
	}
	return file
}

// reads runs a transaction on the store of a desk whose bot was stopped.
func (d *desk) reads(f func(tx nudges.Tx) error) {
	d.t.Helper()
	db, err := bolt.Open(filepath.Join(d.data, "throughline.db"), bolt.Options{})
	if err != nil {
		d.t.Fatal(err)
	}
	if err := db.Nudges().Update(d.t.Context(), f); err != nil {
		d.t.Error(err)
	}
	if err := db.Check(d.t.Context()); err != nil {
		d.t.Error(err)
	}
	if err := db.Close(); err != nil {
		d.t.Fatal(err)
	}
}

// madeAgain returns how many choices were made again where none of them differs, and -1 where one does.
func madeAgain(out string) (n int) {
	differ := 0
	_, err := fmt.Sscanf(out, "choices made again: %d, of which %d differ", &n, &differ)
	if err != nil || differ > 0 {
		return -1
	}
	return n
}

// chosen returns every logged choice.
func chosen(t *testing.T, tx nudges.Tx) []nudges.Chosen {
	t.Helper()
	all, next, err := tx.ChosenSince(time.Time{}, "", 1000)
	if err != nil || next != "" || len(all) == 0 {
		t.Fatalf("%d choices, %q, %v", len(all), next, err)
	}
	return all
}

// Every question is chosen by lot and the lot is kept; what somebody ticked draws with it and shows nowhere.
func TestHowQuestionsAreChosenIsKeptAndCanBeMadeAgain(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo, chidi := d.person("Ana"), d.person("Bo"), d.person("Chidi")
	ana.sets("#refunds", "Refunds in a day", "lead")
	for _, p := range []person{bo, chidi} {
		p.joins("#refunds", "a piece", "reflect")
	}
	bo.opens("#refunds", "connect", "This mission and you")
	bo.fills("This mission and you", object{"powers": []string{string(mission.Teaching), string(mission.Learning)}})
	bo.finds("@app", "Kept. Only you read it.")

	d.goes("2026-11-24T10:01:00Z")
	q := bo.finds("#refunds", "A question for #refunds:")
	ana.taps("#refunds", q, "We talked about it")
	d.goes("2026-11-27T21:31:00Z")
	for _, p := range []person{bo, chidi} {
		asked := newest(p.messages("@app"))
		p.taps("@app", asked, "Why this?")
		p.answers(shown(p.gets("Why this?")), "Why this?", "themes had rested four weeks; this one drew")
		p.answers(shown(p.top()), "Why this?", "Those near the kinds of work that you ticked count twice.")
		p.closes(true)
	}
	bo.taps("@app", newest(bo.messages("@app")), "Answer")
	bo.fills("Your answer", object{"text": d.secret("the part with the children")})
	bo.finds("@app", "Kept. Only you read it.")
	d.goes("2026-12-11T21:31:00Z")
	refunds := ana.channel("#refunds")
	d.lookOver() // stops the bot

	file := d.settings()
	replay := call(t, nil, "nudges", "replay", "--config", file)
	if replay.code != 0 || madeAgain(replay.stdout) < 12 {
		t.Fatalf("replay: exit code %d\n%s%s", replay.code, replay.stdout, replay.stderr)
	}
	later := call(t, nil, "nudges", "replay", "--config", file, "--since", "2026-12-10")
	if n := madeAgain(later.stdout); later.code != 0 || n < 3 || n >= madeAgain(replay.stdout) {
		t.Errorf("replay since a day: exit code %d\n%s%s", later.code, later.stdout, later.stderr)
	}
	value := call(t, nil, "nudges", "value", "--config", file, "--policy", "uniform")
	if value.code != 0 || !strings.Contains(value.stdout, "cannot tell") || strings.Contains(value.stdout, "%") {
		t.Errorf("value: exit code %d\n%s%s", value.code, value.stdout, value.stderr)
	}

	team := mission.TeamID("")
	d.reads(func(tx nudges.Tx) error {
		hidden := map[int]bool{}
		for _, c := range chosen(t, tx) {
			team = c.Team
			if c.User == "" {
				if len(c.Hidden) != 0 || c.Channel == "" {
					t.Errorf("a channel's choice is %+v", c)
				}
				continue
			}
			hidden[len(c.Hidden)-len(c.Key)-len(c.Draw.Themes)] = true
			if c.Draw.Lot.PickTheme != 0 || len(c.Hidden) == 0 || c.Channel != "" {
				t.Errorf("a person's choice tells %+v", c.Draw.Lot)
			}
		}
		if len(hidden) != 1 {
			t.Errorf("beside their keys and a mark a theme the hidden parts have the lengths %v, which may tell what was ticked", hidden)
		}
		here, err := tx.PlaceCounts(team, refunds)
		all, errAll := tx.AudienceCounts(team, nudges.Channel)
		answered, asked := 0, 0
		for theme, c := range here.Themes {
			answered, asked = answered+c.Answered, asked+c.Asked
			if all.Themes[theme] != c {
				t.Errorf("of %s the channel counts %+v and the workspace %+v", theme, c, all.Themes[theme])
			}
		}
		// The last Thursday's question has a day left, and on that Friday it is looked at for the last time.
		if answered != 1 || asked != 5 || err != nil || errAll != nil {
			t.Errorf("the channel answered %d of %d, %v, %v; want 1 of 5", answered, asked, err, errAll)
		}
		hers, err := tx.PlaceCounts(team, bo.id)
		for _, c := range hers.Themes {
			answered += c.Answered
		}
		if answered != 2 {
			t.Errorf("Bo's counts are %+v", hers)
		}
		return err
	})

	d.reads(func(tx nudges.Tx) error { // Somebody changes the log.
		c := chosen(t, tx)[0]
		c.Draw.Theme = (c.Draw.Theme + 1) % len(c.Draw.Themes)
		return tx.PutChosen(c)
	})
	changed := call(t, nil, "nudges", "replay", "--config", file)
	if changed.code != 1 || !strings.Contains(changed.stdout, "channel 1") || !strings.Contains(changed.stdout, "of which 1 differ") {
		t.Errorf("replay of a changed log: exit code %d\n%s%s", changed.code, changed.stdout, changed.stderr)
	}
	for _, id := range []string{bo.id, chidi.id, ana.id} {
		if strings.Contains(replay.stdout+value.stdout+changed.stdout, id) {
			t.Errorf("an id of a person is printed:\n%s", changed.stdout)
		}
	}
}

func TestTheLogOfChoicesIsAskedForBadly(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	d.lookOver()
	file := d.settings()
	for name, c := range map[string]struct {
		code int
		says string
		args []string
	}{
		"no choice yet":     {0, "choices made again: 0, of which 0 differ", []string{"replay"}},
		"no day":            {1, "write a day as 2026-11-24", []string{"replay", "--since", "last week"}},
		"no policy":         {2, "missing flags: --policy", []string{"value"}},
		"an unknown policy": {2, "must be one of", []string{"value", "--policy", "luck"}},
		"nothing to value":  {0, "cannot tell", []string{"value", "--policy", "best"}},
	} {
		got := call(t, nil, append(append([]string{"nudges"}, c.args...), "--config", file)...)
		if got.code != c.code || !strings.Contains(got.stdout+got.stderr, c.says) {
			t.Errorf("%s: exit code %d, want %d with %q:\n%s%s", name, got.code, c.code, c.says, got.stdout, got.stderr)
		}
	}
}
