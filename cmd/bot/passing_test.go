package main

import (
	"strings"
	"testing"
)

// A day that passes is no reminder in front of others: what was for it is its author's to speak of.
func TestADayThatPassedIsNobodysReminder(t *testing.T) {
	t.Parallel()
	d, ana, chidi, _ := withChidi(t)
	d.goes("2026-11-25T09:00:00Z")
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

// Who was removed from a private channel still puts aside what was asked of her, and learns nothing of what the
// mission has become.
func TestWhoWasRemovedLearnsNothingMore(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	ana.invites("#quiet-room")
	ana.sets("#quiet-room", "Quiet plans", "lead")
	bo.joins("#quiet-room", "the boat", "reflect", "connect")
	bo.asks("#quiet-room", "follow")
	ana.asks("#quiet-room", "win the old one")
	d.goes("2026-11-30T16:00:00Z")
	asked := bo.messages("@app")
	ana.call("channel", object{"as": ana.id, "op": "kick", "channel": "#quiet-room", "user": bo.id})
	d.rest()
	ana.edits("#quiet-room", object{"name": "Zanzibar"})
	ana.asks("#quiet-room", "win Zanzibar is reached")
	if len(asked) != 4 {
		t.Fatalf("Bo got %d messages", len(asked))
	}
	taps := 0
	for _, m := range asked {
		for label := range strings.SplitSeq("Why this?|Answer|Write it|Snooze 1 week|Undo|Turn these off|No more welcomes|Turn on again|Stop following|Details|Read all", "|") {
			if !bo.offers("@app", m, label) {
				continue
			}
			taps++
			bo.taps("@app", m, label)
			if bo.top() != nil {
				bo.closes(true)
			}
		}
		bo.writes("@app", "a reply", m)
	}
	if taps < 15 {
		t.Errorf("only %d buttons were there to press", taps)
	}
	bo.home()
	calls, _ := d.tape(0)
	for _, c := range calls {
		sent := jsonText(c["args"]) + jsonText(c["response"])
		if strings.Contains(sent, "Zanzibar") && (strings.Contains(sent, bo.id) || strings.Contains(sent, bo.channel("@app"))) {
			t.Errorf("Bo learns it by %v: %s", c["method"], sent)
		}
	}
	lacks(t, "Bo's screen", bo.screen(), "Zanzibar")
}

// A mission that has ended still has something to tell.
func TestAReportOfWhatHasEnded(t *testing.T) {
	t.Parallel()
	_, ana, chidi, _ := withChidi(t)
	ana.answered("#checkout", "report", "No mission is running in #checkout.")
	chidi.asks("#refunds", "win the first shop pays out the same day")
	ana.ends("#refunds", "completed", "all shops pay out", nil, "later")
	report := chidi.answered("#refunds", "report", "Refunds in a day, 23 November.* *Completed* on Monday 23 November.")
	chidi.answers(shown(report), "the report", "the first shop pays out the same day (Chidi)")
	chidi.taps("#refunds", report, "Post it here")
	ana.finds("#refunds", "Chidi posted this report.")
}
