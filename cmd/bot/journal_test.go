package main

import (
	"fmt"
	"maps"
	"strings"
	"testing"
)

// reflects writes a note by command.
func (p person) reflects(channel, words string, more object) {
	p.t.Helper()
	p.opens(channel, "reflect", "Reflect")
	values := object{"text": words}
	maps.Copy(values, more)
	p.fills("Reflect", values)
	p.answers(shown(p.gets("Reflect")), "the form", "Kept in your journal. Only you can open it.")
	p.closes(true)
}

// rows are the beginnings of the notes on the page of the journal that is open.
func (p person) rows() []string {
	p.t.Helper()
	var rows []string
	for line := range strings.SplitSeq(shown(p.gets("My journal")), "\n") {
		if strings.HasPrefix(line, "note ") {
			rows = append(rows, line)
		}
	}
	return rows
}

func TestAJournalIsPagedSearchedAndCleared(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	bo := d.person("Bo")
	d.person("Ana").sets("#refunds", "Refunds in a day", "lead")
	bo.joins("#refunds", "the phones")
	for n := 1; n <= 25; n++ {
		about := "none"
		if n%5 == 0 {
			about = carried(t, bo.card("#refunds"))
		}
		bo.reflects("#refunds", d.secret(fmt.Sprintf("note %d of twenty-five, on the %s", n, []string{"Bank", "phones"}[n%2])), object{"mission": about})
	}
	bo.asks("#refunds", "journal")
	for _, page := range []struct{ n, first, press string }{{"10", "note 25 ", "Show more"}, {"10", "note 15 ", "Show more"}, {"5", "note 5 ", "Earlier"}} {
		rows := bo.rows()
		if fmt.Sprint(len(rows)) != page.n || !strings.HasPrefix(rows[0], page.first) {
			t.Errorf("the page shows %q, want %s from %q on", rows, page.n, page.first)
		}
		bo.tapsForm(page.press)
	}
	bo.fills("My journal", object{"find": "bank TWENTY"})
	if rows := bo.rows(); len(rows) != 10 || !strings.HasPrefix(rows[0], "note 24 ") {
		t.Errorf("of the bank it finds %q", rows)
	}
	bo.tapsForm("Show more")
	if rows := bo.rows(); len(rows) != 2 || !strings.HasPrefix(rows[0], "note 4 ") {
		t.Errorf("on the second page it finds %q", rows)
	}
	bo.tapsForm("Open")
	bo.answers(shown(bo.gets("My journal")), "the note", "note 4 of twenty-five, on the Bank")
	bo.tapsForm("Change")
	bo.fills("Change a note", object{"text": d.secret("note 4 is about the bank of twenty birches")})
	if rows := bo.rows(); len(rows) != 2 || rows[0] != "note 4 is about the bank of twenty birches" {
		t.Errorf("after a change the page shows %q", rows)
	}
	bo.tapsForm("Delete")
	bo.answers(shown(bo.gets("Delete a note")), "the form", "Delete this note? It cannot be brought back.")
	bo.tapsForm("Back")
	bo.tapsForm("Delete")
	bo.fills("Delete a note", object{})
	if rows := bo.rows(); len(rows) != 1 || !strings.HasPrefix(rows[0], "note 2 ") {
		t.Errorf("after a deletion the page shows %q", rows)
	}
	bo.fills("My journal", object{"find": "", "mission": carried(t, bo.card("#refunds"))})
	if rows := bo.rows(); len(rows) != 5 || !strings.HasPrefix(rows[4], "note 5 ") {
		t.Errorf("about the mission it finds %q", rows)
	}
	bo.closes(true)
	bo.asks("@app", "journal phones")
	if rows := bo.rows(); len(rows) != 10 || !strings.HasPrefix(rows[0], "note 25 ") {
		t.Errorf("by the command it finds %q", rows)
	}
	bo.fills("My journal", object{"find": "elephants"})
	bo.answers(shown(bo.gets("My journal")), "the journal", "No note of yours has these words.")
}

func TestAJournalIsItsAuthorsAlone(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	ana.invites("#quiet-room")
	card := ana.sets("#quiet-room", "Zanzibar", "lead")
	bo.joins("#quiet-room", "a boat")
	bo.reflects("#quiet-room", d.secret("note of Bo alone"), nil)
	bo.asks("@app", "journal")
	form, _ := bo.top()["view"].(object)
	note := cutOut(jsonText(form), `\"e\":\"`, `\"`)
	if !strings.Contains(shown(form), "Zanzibar") {
		t.Errorf("the journal does not name the mission: %q", shown(form))
	}
	bo.closes(true)
	for n, p := range []person{ana, d.person("Dee")} {
		_, since := d.tape(0)
		for _, action := range []string{"note", "note_change", "note_delete", "journal", "reflect"} {
			p.forges(n, "@app", action, object{"e": note, "m": carried(t, card), "u": bo.id})
		}
		for _, form := range []string{"note", "note_delete", "journal", "reflect"} {
			p.submitsForged(n, form, object{"e": note, "m": carried(t, card)})
		}
		calls, _ := d.tape(since)
		if got := sees(jsonText(calls), "note of Bo"); got != "" {
			t.Errorf("%s reads %q", p.id, got)
		}
	}
	// After she left the room the note stays, and the mission's name does not show.
	ana.call("channel", object{"as": ana.id, "op": "kick", "channel": "#quiet-room", "user": bo.id})
	d.rest()
	bo.asks("@app", "journal")
	form = bo.gets("My journal")
	if got := shown(form); !strings.Contains(got, "note of Bo alone") || strings.Contains(got, "Zanzibar") {
		t.Errorf("after leaving the journal shows %q", got)
	}
}

func TestWritingPrivatelyFromAnywhere(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	bo := d.person("Bo")
	d.person("Ana").sets("#refunds", "Refunds in a day", "lead")
	bo.joins("#refunds", "the phones", "reflect")

	// By the global shortcut, without a command's channel.
	bo.call("shortcut", object{"as": bo.id, "callback_id": "mission_reflect"})
	bo.answers(shown(bo.gets("Reflect")), "the form", "A question to start from, if you like:")
	bo.fills("Reflect", object{"text": d.secret("note by a shortcut")})
	bo.tapsForm("Open my journal")
	if rows := bo.rows(); len(rows) != 1 {
		t.Errorf("the journal shows %q", rows)
	}
	bo.closes(true)

	// By a mention in the channel, which keeps nothing and opens the form for Bo alone.
	bo.writes("#refunds", "<@"+d.bot()+"> reflect the day was long")
	private := bo.finds("#refunds", "That is private, and this is a channel. I kept nothing.")
	bo.taps("#refunds", private, "Write it privately")
	bo.fills("Reflect", object{"text": d.secret("note after a mention")})
	bo.closes(true)

	// By a word typed to the bot, which cannot open a form by itself, nor answers the question that is open.
	d.goes("2026-11-27T21:01:00Z")
	question := newest(bo.messages("@app"))
	bo.writes("@app", "journal")
	bo.taps("@app", bo.finds("@app", "That opens in a form, which only you see."), "Open it")
	bo.gets("My journal")
	bo.closes(true)

	// An answer stands in the journal, and deleting it there says so beside the question.
	bo.taps("@app", question, "Answer")
	bo.fills("Your answer", object{"text": d.secret("note in an answer")})
	bo.asks("@app", "journal answer")
	bo.tapsForm("Delete")
	bo.fills("Delete a note", object{})
	bo.closes(true)
	bo.answers(shown(bo.again("@app", question)), "the question", "Your answer is deleted. Nothing of it is kept.")

	// From the mission's details.
	bo.asks("#refunds", "")
	bo.taps("#refunds", bo.latest("#refunds"), "My corner")
	bo.gets("My corner")
	bo.tapsForm("Reflect")
	bo.fills("Reflect", object{"text": d.secret("note from the corner")})
	bo.tapsForm("Open my journal")
	if rows := bo.rows(); len(rows) != 3 || rows[0] != "note from the corner" {
		t.Errorf("the journal shows %q", rows)
	}
	bo.closes(true)

	// A slip of the finger gives private words back in no message.
	bo.answers(bo.asks("#refunds", "reflct "+d.secret("note with a slip")), "/mission reflct", "Did you mean reflect?")
	bo.asks("#refunds", "reflect "+d.secret("note typed after the word"))
	bo.fills("Reflect", object{})
	bo.closes(true)
	bo.has("note by a shortcut", "note after a mention", "note from the corner", "note typed after the word")
}
