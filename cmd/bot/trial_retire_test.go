package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"throughline/internal/mission"
	"throughline/internal/store/bolt"
	"throughline/internal/trial"
)

const acme = mission.TeamID("T0ACME0001")

// edits changes the store of a bot that is stopped.
func (d *desk) edits(change func(*bolt.Tx) error) {
	d.t.Helper()
	db, err := bolt.Open(filepath.Join(d.data, "throughline.db"), bolt.Options{})
	if err != nil {
		d.t.Fatal(err)
	}
	if err := db.Update(d.t.Context(), change); err != nil {
		d.t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		d.t.Fatal(err)
	}
}

// lookSoon moves the beginning of every trial back, so that the nth look comes at a moment.
func lookSoon(tx *bolt.Tx, n int, at time.Time) error {
	all, err := tx.TrialsOf(acme)
	if err != nil {
		return err
	}
	for _, t := range all {
		back := t.LookAt(n).Sub(at)
		t.From, t.Until = t.From.Add(-back), t.Until.Add(-back)
		if err := tx.PutTrial(t); err != nil {
			return err
		}
	}
	return soon(tx, "chore/trial_look:", fmt.Sprintf(":%d", n), at)
}

// soon lets chores come at a moment, by the beginning and the end of their keys.
func soon(tx *bolt.Tx, start, end string, at time.Time) error {
	rows, err := tx.RowsWith(acme, start)
	if err != nil {
		return err
	}
	for _, r := range rows {
		if strings.HasSuffix(r.Key, end) {
			r.Due, r.NotBefore = at, at
			if err := tx.PutRow(r); err != nil {
				return err
			}
		}
	}
	return nil
}

// noteTosses writes what a trial of many people would have noted: reflections after which progress was told as often
// as after none.
func noteTosses(tx *bolt.Tx, n int) error {
	all, err := tx.TrialsOf(acme)
	if err != nil {
		return err
	}
	for _, t := range all {
		for i := range n {
			d := trial.Decision{
				Team: t.Team, Trial: t.ID, Nudge: fmt.Sprintf("made-up/%d", i), Kind: "reflect",
				User: mission.UserID(fmt.Sprintf("U9MADE%04d", i%40)), Due: t.From.Add(time.Duration(i) * time.Minute),
				Rho: t.Rho, Withheld: i%2 == 0, Outcome: trial.NotTold,
			}
			if i%8 < 2 {
				d.Outcome = trial.Told
			}
			d.Until = d.Due.Add(24 * time.Hour)
			if t.Channel == "" {
				continue
			}
			if err := tx.PutTrialDecision(d); err != nil {
				return err
			}
		}
	}
	return nil
}

// A kind of nudge that moves nothing leaves by itself, unless somebody keeps it, and asks half a year later. After its
// last look a trial is over, and a month later nothing that it noted of people is left.
func TestAKindWithoutEffectRetires(t *testing.T) {
	t.Parallel()
	d, stop, start := openTwoDesks(t, mondayMorning)
	again := func(change func(tx *bolt.Tx) error) {
		stop()
		d.edits(change)
		start()
	}
	ana, bo, dee := d.person("Ana"), d.person("Bo"), d.person("Dee")
	ana.invites("#refunds")
	ana.sets("#refunds", "Refunds in a day", "lead")
	bo.joins("#refunds", "find where the days go", "reflect")
	ana.triesIt("#refunds")
	bo.taps("#refunds", bo.finds("#refunds", "Ana turned on a trial here"), "Leave the trial")
	d.goes("2026-11-24T12:00:00Z")
	again(func(tx *bolt.Tx) error {
		if err := lookSoon(tx, 1, time.Date(2026, 11, 25, 10, 0, 0, 0, time.UTC)); err != nil {
			return err
		}
		return noteTosses(tx, 4000)
	})

	d.goes("2026-11-25T12:00:00Z")
	said := bo.finds("#refunds", "No effect worth a message: at most 4 points. This kind of nudge retires on Friday; one tap keeps it.")
	bo.answers(shown(said), "the announcement", "That is Friday 4 December")
	bo.answers(bo.asks("#refunds", "report all"), "the report", "This kind of nudge retires on Friday")
	dee.taps("#refunds", said, "Keep it")
	if dee.finding("#refunds", "Dee keeps it") > 0 {
		t.Error("Dee, who is not in the mission, keeps a kind of nudge")
	}

	d.goes("2026-12-04T12:00:00Z")
	bo.answers(bo.asks("#refunds", "report all"), "the report", "It retired on Friday 4 December")
	before := bo.finding("@app", "Refunds in a day")
	d.goes("2026-12-12T12:00:00Z")
	if after := bo.finding("@app", "Refunds in a day"); after != before {
		t.Errorf("%d messages came to Bo after reflections had retired", after-before)
	}
	again(func(tx *bolt.Tx) error {
		return soon(tx, "chore/trial_offer:", "", time.Date(2026, 12, 14, 10, 0, 0, 0, time.UTC))
	})
	d.goes("2026-12-14T12:00:00Z")
	offered := bo.finds("#refunds", "left half a year ago")
	bo.taps("#refunds", offered, "Bring it back")
	bo.inThread("#refunds", offered, "Reflections: Bo keeps it, as before.")
	d.goes("2026-12-19T12:00:00Z")
	if after := bo.finding("@app", "Refunds in a day"); after == before {
		t.Error("reflections that were brought back do not come")
	}

	stop()
	d.tells("withheld 2", "look 1, 2026-11-25", "no_effect", "next look on", "person 1")
	d.edits(func(tx *bolt.Tx) error { return lookSoon(tx, 3, time.Date(2026, 12, 21, 10, 0, 0, 0, time.UTC)) })
	start()
	d.goes("2026-12-21T12:00:00Z")
	bo.finds("#refunds", "The trial here is over, after its last look.")
	bo.answers(bo.asks("#refunds", "report all"), "the report", "There is no further look.")
	again(func(tx *bolt.Tx) error {
		return soon(tx, "chore/trial_erase:", "", time.Date(2026, 12, 21, 13, 0, 0, 0, time.UTC))
	})
	d.goes("2026-12-21T14:00:00Z")
	stop()
	d.tells("nothing is kept of its tosses", "no_effect")
}

// tells holds bot nudges trial to saying some words of the store of a bot that is stopped, and none of anybody's id.
func (d *desk) tells(words ...string) {
	d.t.Helper()
	file := filepath.Join(d.t.TempDir(), "throughline.toml")
	settings := fmt.Sprintf("[store]\npath = %q\n", filepath.Join(d.data, "throughline.db"))
	if err := os.WriteFile(file, []byte(settings), 0o600); err != nil {
		d.t.Fatal(err)
	}
	got := call(d.t, nil, "nudges", "trial", "--config", file)
	for _, w := range words {
		if !strings.Contains(got.stdout, w) {
			d.t.Errorf("bot nudges trial does not say %q (exit code %d):\n%s%s", w, got.code, got.stdout, got.stderr)
		}
	}
	if strings.Contains(got.stdout, "U9MADE") || strings.Contains(got.stdout, "U0") {
		d.t.Errorf("bot nudges trial names people:\n%s", got.stdout)
	}
}
