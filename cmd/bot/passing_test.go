package main

import (
	"strings"
	"testing"
)

// A day that passes is no reminder in front of others: what was for it is its author's to speak of.
func TestADayThatPassedIsNobodysReminder(t *testing.T) {
	t.Parallel()
	d, ana, chidi, _ := withChidi(t)
	chidi.asks("#refunds", "commit send the bank our test file by friday")
	chidi.asks("#refunds", "commit call the second shop by 2026-12-10")
	said := ana.finds("#refunds", "send the bank our test file")
	ana.answers(ana.asks("#refunds", ""), "the card", "Chidi, by Friday 27 November")
	d.goes("2026-11-30T09:31:00Z")
	digest := ana.finds("#refunds", "23 to 29 November.")
	words := shown(digest)
	holds(t, "the digest", words, "Ahead\nThursday 10 December: call the second shop (Chidi)")
	lacks(t, "the digest", words, "test file")
	if card := ana.asks("#refunds", ""); strings.Contains(card, "Chidi, by Friday 27 November") || !strings.Contains(card, "Chidi, by Thursday 10 December") {
		t.Errorf("the card has what passed ahead: %q", card)
	}
	ana.answers(shown(ana.again("#refunds", said)), "the commitment", "by Friday 27 November") // as it was said
	d.goes("2026-12-21T12:00:00Z")
	card := ana.asks("#refunds", "")
	holds(t, "the card", card, "The date of the beginning was Friday 18 December.")
	lacks(t, "the card", card, "Next: the beginning")
}

// Who leaves is not asked after what was promised, and the promise does not say so.
func TestWhatIsNotAskedAfterDoesNotSaySo(t *testing.T) {
	t.Parallel()
	_, ana, chidi, _ := withChidi(t)
	chidi.asks("#refunds", "commit send the bank our test file by friday")
	said := ana.finds("#refunds", "send the bank our test file")
	const asked = "I come back to Chidi once, in private"
	ana.answers(shown(said), "the commitment", asked)
	chidi.asks("#refunds", "leave")
	chidi.taps("#refunds", chidi.latest("#refunds"), "Leave")
	lacks(t, "the commitment", shown(ana.again("#refunds", said)), asked)
	chidi.asks("#refunds", "join the bank")
	ana.answers(shown(ana.again("#refunds", said)), "the commitment", asked)
}
