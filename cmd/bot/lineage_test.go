package main

import (
	"strings"
	"testing"
)

// TestABookHoldsTheWholeLineage ends a mission, starts the one that follows from it, ends that too, and reads
// both as one story. The team leads itself: any member steers.
func TestABookHoldsTheWholeLineage(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo, chidi := d.person("Ana"), d.person("Bo"), d.person("Chidi")
	d.unwelcomed(bo)
	ana.sets("#refunds", "Refunds in a day", "together")
	bo.joins("#refunds", "the phones")
	bo.asks("#refunds", "learned Two of the bank's five days were our own queue.")
	bo.asks("#refunds", "win The first shop pays out the same day.")
	bo.asks("#refunds", "progress These words are taken back.")
	bo.taps("#refunds", bo.latest("#refunds"), "Withdraw")
	bo.taps("#refunds", bo.latest("#refunds"), "Withdraw")
	chidi.answered("#refunds", "phase", "This is for people in the mission. Join first?")
	bo.asks("#refunds", "phase")
	bo.fills("Close the beginning", object{"reached": "part", "learned": "We asked too late.", "ahead": "one shop first"})
	bo.asks("#refunds", "edit")
	bo.fills("Change the wording", object{"reason": "the bank changed its rules", "end_state": "nine refunds in ten within two days"})
	bo.fills("Why it matters", object{})
	bo.fills("Three phases", object{})
	bo.ends("#refunds", "on_purpose", "The bank does this itself from March.", []string{"lessons"}, "now")
	bo.fills("Start a mission", object{"name": "Refunds abroad", "end_state": "from every country", "steer": "together", "rest": writeNow})
	bo.fills("Why it matters", object{})
	bo.fills("Three phases", object{})
	bo.asks("#refunds", "win A refund to Lagos took a day.")
	bo.ends("#refunds", "completed", "From every country, within a day.", nil, "later")

	chidi.taps("#refunds", chidi.answered("#refunds", "book", "The book of #refunds"), "Send it to me")
	book, ok := chidi.downloads(files(chidi.finds("@app", "The book of #refunds."))[0])
	if !ok {
		t.Fatal("Chidi cannot open what was sent")
	}
	at := -1
	for _, words := range []string{
		"## Refunds in a day", "We asked too late.", "the bank changed its rules", "The first shop pays out the same day.",
		"Two of the bank's five days were our own queue.", "The bank does this itself from March.",
		"## Refunds abroad", "A refund to Lagos took a day.", "From every country, within a day.",
	} {
		if !strings.Contains(book, words) {
			t.Errorf("the book does not say %q:\n%s", words, book)
		}
		if strings.HasPrefix(words, "## ") {
			if next := strings.Index(book, words); next < at {
				t.Errorf("%q stands too early", words)
			} else {
				at = next
			}
		}
	}
	if strings.Contains(book, "taken back") {
		t.Error("the book holds withdrawn words")
	}
}
