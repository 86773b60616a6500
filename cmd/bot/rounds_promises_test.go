package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"throughline/internal/store/bolt"
)

func TestARoundBelowItsFloorIsForgotten(t *testing.T) {
	t.Parallel()
	d := openDesk(t, daysBefore)
	all := d.gathers("lead")
	ana, bo, chidi, dee, farid := all[0], all[1], all[2], all[3], all[5]
	ana.opensRound("")
	d.goes("2026-11-24T15:00:00Z")
	for i, p := range []person{ana, bo, chidi, dee} {
		p.answersRound("3", d.secret([]string{"low note: a", "low note: b", "low note: c", "low note: d"}[i]))
	}

	asked := farid.finds("@app", "How is your energy")
	said := d.secretTyped(farid, "typed: I am worn out", asked)
	farid.inThread("@app", asked, "Here it would carry your name, so I kept nothing. Use the form, and delete your message if you like.")
	farid.call("edit", object{"as": farid.id, "channel": "@app", "ts": said["ts"], "text": d.secret("typed: I am well")})
	farid.writes("@app", d.secret("typed: in the open"))
	farid.finds("@app", "A round is open. Here an answer would carry your name, so I kept nothing.")
	farid.writes("#refunds", "<@"+d.bot()+"> energy "+d.secret("typed: for all to see"))
	farid.finds("#refunds", "Here it would carry your name, so I kept nothing. Delete your message")
	if got := farid.asks("#refunds", "energy "+d.secret("typed: after a command")); strings.Contains(got, "typed") {
		t.Errorf("the words after the command come back: %s", got)
	}
	farid.gets("Without your name")
	d.goes("2026-11-25T09:30:00Z")
	if out := farid.tries("Without your name", object{"mood": "3", "note": d.secret("typed: after the close")}); !strings.Contains(jsonText(farid.top()), "This round closed on Wednesday 25 November. The next one can open on Sunday 6 December.") {
		t.Errorf("an answer after the close led to %v", out)
	}
	farid.closes(true)
	d.goes("2026-11-25T12:00:00Z")
	farid.finds("#refunds", "Energy in Refunds in a day: not enough answers for a result. They are deleted; the next round asks afresh.")
	farid.finds("@app", "This round about Refunds in a day closed on Wednesday 25 November.")
	ana.answered("#refunds", "energy", "Energy in Refunds in a day: not enough answers.")
}

// secretTyped types words that are meant for nobody, in the thread of a message.
func (d *desk) secretTyped(p person, words string, parent object) object {
	d.t.Helper()
	return p.writes("@app", d.secret(words), parent)
}

func TestRoundsTurnedOffStayOff(t *testing.T) {
	t.Parallel()
	d := openDesk(t, daysBefore)
	all := d.gathers("together")
	ana, bo, chidi := all[0], all[1], all[2]
	chidi.opensRound("")
	d.goes("2026-11-23T16:00:00Z")
	asked := bo.finds("@app", "How is your energy")
	bo.taps("@app", asked, "Turn these off")
	off := bo.finds("@app", "Rounds are off for you, in this mission. They stay off.")
	bo.answers(shown(bo.again("@app", asked)), "the invitation", "How is your energy")
	ana.taps("@app", ana.finds("@app", "How is your energy"), "Turn these off")
	ana.taps("@app", ana.finds("@app", "Rounds are off for you"), "Turn on again")
	d.goes("2026-12-07T11:00:00Z")
	ana.opensRound("")
	d.goes("2026-12-08T16:00:00Z")
	ana.finds("@app", "How is your energy")
	if n := bo.finding("@app", "How is your energy"); n != 0 {
		t.Errorf("who turned rounds off is asked %d times", n)
	}
	bo.taps("@app", off, "Turn on again")
	bo.finds("@app", "Rounds of Refunds in a day reach you again.")
	bo.answered("#refunds", "energy", "for those who had ticked rounds when it opened.")
}

func TestARoundOutlivesTheBot(t *testing.T) {
	t.Parallel()
	d, stop, start := openTwoDesks(t, daysBefore)
	all := d.gathers("lead")
	all[0].opensRound("good")
	d.goes("2026-11-24T15:00:00Z")
	for _, p := range all[1:4] {
		p.answersRound("1", d.secret("kept over night by "+p.id))
	}
	stop()
	d.keepsWithoutNames(all, 3)
	start()
	all[1].taps("@app", all[1].finds("@app", "How is your energy"), "Answer")
	all[1].finds("@app", "It is in already.")
	for _, p := range all[4:6] {
		p.answersRound("1", "")
	}
	stop()
	d.call("clock", object{"advance": "30h"})
	start()
	d.rest()
	d.goes("2026-11-26T09:30:00Z")
	all[0].finds("#refunds", "Energy in Refunds in a day: heavy.")
	stop()
	start()
	d.goes("2026-11-27T09:30:00Z")
	if n := all[0].finding("#refunds", "Energy in Refunds in a day: heavy."); n != 1 {
		t.Errorf("the result was told %d times", n)
	}
	for _, p := range all {
		if n := p.finding("@app", "This round about Refunds in a day closed on"); n != 1 {
			t.Errorf("%s reads %d times that it is closed", p.id, n)
		}
	}
	d.nothingLeft()
}

// keepsWithoutNames looks into the store of a bot that was killed while a round runs: the answers are there, and
// nobody's name stands with one.
func (d *desk) keepsWithoutNames(people []person, want int) {
	d.t.Helper()
	db, err := bolt.Open(filepath.Join(d.data, "throughline.db"), bolt.Options{})
	if err != nil {
		d.t.Fatal(err)
	}
	err = db.View(d.t.Context(), func(tx *bolt.Tx) error {
		m, err := tx.ActiveMission("T0ACME0001", "C0REFUNDS1")
		if err != nil {
			return err
		}
		all, err := tx.RoundsOf(m.Team, m.ID)
		if err != nil || len(all) != 1 {
			d.t.Fatalf("%d rounds, %v", len(all), err)
		}
		answers, err := tx.Answers(m.Team, all[0].ID)
		if len(answers) != want {
			d.t.Errorf("%d answers, want %d", len(answers), want)
		}
		for _, a := range answers {
			for _, p := range people {
				if strings.Contains(a.Key+string(a.Body), p.id) {
					d.t.Errorf("the name of %s stands with an answer", p.id)
				}
			}
		}
		return err
	})
	if err != nil {
		d.t.Error(err)
	}
	if err := db.Close(); err != nil {
		d.t.Error(err)
	}
	raw, err := os.ReadFile(filepath.Join(d.data, "throughline.db"))
	if err != nil {
		d.t.Fatal(err)
	}
	for _, trace := range []string{`"did":"round"`, `"did":""`, "form/round"} {
		if strings.Contains(string(raw), trace) {
			d.t.Errorf("a request that answered is remembered as %s", trace)
		}
	}
}

func TestTheTeamsOwnWords(t *testing.T) {
	t.Parallel()
	d := openDesk(t, daysBefore)
	all := d.gathers("lead")
	ana, bo := all[0], all[1]
	bo.answered("#refunds", "own-words", "Nobody has been asked yet to tell Refunds in a day in their own words")
	ana.taps("#refunds", ana.answered("#refunds", "own-words", "Nobody has been asked yet"), "Open a round")
	ana.fills("Open a round", object{})
	d.goes("2026-11-24T15:00:00Z")
	for i, words := range []string{
		"A customer's money is back before Zanzibar wakes", "Customers have their money the same evening", "Money goes back to the customer, with no call",
		"No calls: the money is there", "We end the calls about money",
	} {
		p := all[i]
		p.taps("@app", p.finds("@app", "In your own words: what is Refunds in a day for"), "Answer")
		p.fills("Without your name", object{"own_words": d.secret(words), "own_needs": d.secret("The bank has to trust us, as number " + p.id)})
		p.closes(true)
	}
	bo.answered("#refunds", "own-words", "Your answer is in already.")
	d.goes("2026-11-25T12:00:00Z")
	result := bo.finds("#refunds", "Refunds in a day, in our own words")
	for _, words := range []string{
		"Most of us say: call, customer, money", "We say it, the mission does not: call, customer, money",
		"In the mission, and fewer than three of us say it: day, refunds", "For this to work", "Most of us say: bank, number, trust",
		"No sentence, no name.",
	} {
		bo.answers(strings.ReplaceAll(shown(result), "*", ""), "the result", words)
	}
	ana.answered("#refunds", "own-words", "Own words are asked once a phase, and were in the beginning. The next phase asks again.")
	d.nothingLeft()
}

func TestAResultStaysAmongMembersWhereTheChannelIsShared(t *testing.T) {
	t.Parallel()
	d := openDesk(t, daysBefore)
	ana := d.person("Ana")
	ana.invites("#partners")
	ana.sets("#partners", "Paper by the tonne", "lead")
	all := []person{ana}
	for _, name := range []string{"Jonas", "Bo", "Chidi", "Dee"} {
		p := d.person(name)
		if name != "Jonas" {
			ana.call("channel", object{"as": ana.id, "op": "invite", "channel": "#partners", "user": p.id})
		}
		d.unwelcomed(p)
		p.joins("#partners", "a piece of it", "rounds")
		all = append(all, p)
	}
	ana.ticks("rounds")
	d.goes("2026-11-23T09:12:00Z")
	ana.taps("#partners", ana.answered("#partners", "energy", "needs 6 people who ticked rounds"), "Shown from 5 answers on")
	ana.fills("How many answers", object{"floor": "4"})
	ana.taps("#partners", ana.answered("#partners", "energy", "No round about energy has closed"), "Open a round")
	ana.fills("Open a round", object{})
	ana.asks("#partners", "energy")
	ana.closes(true)
	ana.taps("#partners", newestWith(ana.messages("#partners"), "From the next round of"), "Change")
	ana.finds("#partners", "The floor is fixed while a round runs. It can change after Wednesday 25 November.")
	d.goes("2026-11-24T15:00:00Z")
	for _, p := range all {
		p.answersRound("5", "")
	}
	ana.ends("#partners", "completed", "The paper comes by the tonne.", nil, "later")
	d.goes("2026-11-25T15:00:00Z")
	for _, p := range all {
		p.finds("@app", "Energy in Paper by the tonne: good.")
		p.finds("@app", "For people in the mission alone: #partners is shared with another organisation.")
	}
	if n := ana.finding("#partners", "Energy in Paper by the tonne"); n != 0 {
		t.Errorf("the shared channel reads the result %d times", n)
	}
}
