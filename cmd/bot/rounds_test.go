package main

import (
	"path/filepath"
	"strings"
	"testing"

	"throughline/internal/store/bolt"
)

// crew are those who join: seven, so that a round may open with its floor of five. Lou stays outside.
var crew = []string{"Ana", "Bo", "Chidi", "Dee", "Emi", "Farid", "Ines"}

// gathers starts a mission that Ana leads and brings the crew in.
func (d *desk) gathers(steer string) []person {
	d.t.Helper()
	var all []person
	for _, name := range crew {
		p := d.person(name)
		all = append(all, p)
		if name == "Ana" {
			p.sets("#refunds", "Refunds in a day", steer)
			p.ticks("rounds", "own_words")
			continue
		}
		d.unwelcomed(p)
		p.joins("#refunds", "a piece of it", "rounds")
	}
	d.goes("2026-11-23T09:12:00Z")
	return all
}

// ticks lets a person be reached by kinds of nudges, and by no other that is ticked.
func (p person) ticks(kinds ...string) {
	p.t.Helper()
	p.home()
	p.tapsHome("Change")
	p.fills("What reaches me", object{"reach": kinds})
}

// daysBefore is when desks open at which a crew gathers, so that everyone was welcomed by Monday morning: a round is
// asked on a day that has no other message.
const daysBefore = "2026-11-19T09:12"

// opensRound opens a round about energy, with what the lead expects.
func (p person) opensRound(guess string) {
	p.t.Helper()
	p.asks("#refunds", "energy")
	p.taps("#refunds", p.latest("#refunds"), "Open a round")
	values := object{}
	if guess != "" {
		values["guess"] = guess
	}
	p.fills("Open a round", values)
	p.finds("#refunds", "The round is open until")
}

// answersRound answers from the invitation in her direct messages.
func (p person) answersRound(mood, note string) {
	p.t.Helper()
	p.taps("@app", p.finds("@app", "How is your energy for"), "Answer")
	p.fills("Without your name", object{"mood": mood, "note": note})
	p.gets("Without your name")
	p.answers(shown(p.gets("Without your name")), "the form", "It is in. I can no longer tell which one is yours")
	p.closes(true)
}

func TestARoundFromItsOpeningToItsWord(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana := d.person("Ana")
	ana.sets("#refunds", "Refunds in a day", "lead")
	ana.answered("#refunds", "energy", "A round of Refunds in a day needs 6 people who ticked rounds, so that no answer shows whose it is.")
	all := []person{ana}
	for _, name := range crew[1:] {
		p := d.person(name)
		d.unwelcomed(p)
		p.joins("#refunds", "a piece of it", "rounds")
		all = append(all, p)
	}
	ana.ticks("rounds")
	bo, lou := all[1], d.person("Lou")
	if bo.offers("#refunds", bo.answered("#refunds", "energy", "Ana leads this mission and opens its rounds."), "Open a round") {
		t.Error("a member is offered to open a round")
	}
	bo.taps("#refunds", bo.latest("#refunds"), "Suggest one to Ana")
	ana.finds("@app", "Bo suggests it for Refunds in a day: open an anonymous round.")
	ana.opensRound("mixed")
	d.goes("2026-11-24T16:00:00Z")
	invited := map[string]bool{}
	for _, p := range all {
		q := shown(p.finds("@app", "How is your energy for Refunds in a day these days?"))
		p.answers(q, "the invitation", "Without your name. Kept without author or time. A result appears only once 5 answers are in")
		invited[q[:strings.Index(q, "Closes")]] = true
	}
	if len(invited) != 1 {
		t.Errorf("people are asked in %d ways: %v", len(invited), invited)
	}
	if len(lou.messages("@app")) > 0 {
		t.Error("somebody outside was asked")
	}
	lou.answered("#refunds", "energy", "A round is open until Wednesday 25 November, ")

	before := shown(bo.finds("@app", "How is your energy"))
	for i, note := range []string{"the queue tires me", "we laugh more", "calls are fewer", "I sleep well", "the bank helps"} {
		all[i+1].answersRound("45445"[i:i+1], d.secret("note: "+note))
	}
	if after := shown(bo.finds("@app", "How is your energy")); after != before {
		t.Errorf("the invitation shows that she answered: %s", after)
	}
	bo.taps("@app", bo.finds("@app", "How is your energy"), "Answer")
	bo.finds("@app", "It is in already.")
	bo.answered("#refunds", "energy", "Your answer is in already.")
	ana.asks("#refunds", "energy")
	ana.tapsForm("What will the team say?")
	ana.answers(jsonText(ana.gets("Your guess")), "the guess", `"value":"mixed"},"options"`)
	ana.fills("Your guess", object{"guess": "good"})
	ana.fills("Without your name", object{"mood": "4"})
	ana.closes(true)
	bo.taps("@app", bo.finds("@app", "How is your energy"), "Why this?")
	bo.answers(strings.ReplaceAll(shown(bo.gets("Why this?")), "*", ""), "Why this?", "Sent because Ana opened a round about Refunds in a day on Monday 23 November.")
	bo.closes(true)
	bo.asks("#refunds", "win The first shop pays out the same day.")
	lou.asks("#refunds", "changed The bank's queue is gone.")
	d.goes("2026-11-25T10:00:00Z")

	result := lou.finds("#refunds", "Energy in Refunds in a day: good.")
	drawn := lou.threadFiles("#refunds", result, 1)[0]
	if alt := text(drawn, "alt_txt"); alt != "Energy in Refunds in a day, one round, Wednesday 25 November: good." {
		t.Errorf("the picture of the result is described as %q", alt)
	}
	for _, words := range []string{"What changed so far", "The first shop pays out the same day.", "The bank's queue is gone.",
		"5 or more answers. The borders move a little each round"} {
		lou.answers(strings.ReplaceAll(shown(result), "*", ""), "the result", words)
	}
	for _, p := range all {
		p.finds("@app", "This round about Refunds in a day closed on Wednesday 25 November. Its answers are deleted.")
		if p.finding("@app", "How is your energy") > 0 {
			t.Errorf("%s is still asked", p.id)
		}
	}
	all[3].taps("#refunds", result, "Read the notes")
	notes := shown(all[3].gets("Notes"))
	for _, note := range []string{"the queue tires me", "we laugh more", "calls are fewer", "I sleep well", "the bank helps"} {
		all[3].answers(notes, "the notes", "note: "+note)
	}
	all[3].closes(true)
	lou.taps("#refunds", result, "Read the notes")
	lou.finds("#refunds", "This is for people in the mission.")
	ana.taps("#refunds", ana.answered("#refunds", "energy", "The next one can open on Sunday 6 December."), "Send me the picture")
	trend := ana.finds("@app", "Energy in Refunds in a day: good.")
	d.eventually("the picture stands in its thread", func() bool {
		return strings.Contains(jsonText(ana.thread("@app", trend)), "files")
	})
	d.nothingLeft()
}

// nothingLeft ends the desk and looks into the store: no answer, no mark and no key is left, and nobody was
// counted or named as having answered.
func (d *desk) nothingLeft() {
	d.t.Helper()
	d.lookOver()
	db, err := bolt.Open(filepath.Join(d.data, "throughline.db"), bolt.Options{})
	if err != nil {
		d.t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	err = db.View(d.t.Context(), func(tx *bolt.Tx) error {
		missions, err := tx.MissionsIn("T0ACME0001", "C0REFUNDS1")
		for _, m := range missions {
			all, errRounds := tx.RoundsOf(m.Team, m.ID)
			for _, r := range all {
				answers, errAnswers := tx.Answers(m.Team, r.ID)
				if len(answers) > 0 || r.Key != nil || errAnswers != nil {
					d.t.Errorf("%d answers and a key of %d bytes are left (%v)", len(answers), len(r.Key), errAnswers)
				}
			}
			if errRounds != nil || len(all) == 0 {
				d.t.Errorf("%d rounds, %v", len(all), errRounds)
			}
		}
		if len(missions) == 0 {
			d.t.Error("no mission was found")
		}
		return err
	})
	if err != nil {
		d.t.Error(err)
	}
}
