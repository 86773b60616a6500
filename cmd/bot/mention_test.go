package main

import (
	"strings"
	"testing"
)

// TestMentionsTakeEveryWord types each word after a mention, in a thread, where commands do not work.
func TestMentionsTakeEveryWord(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	card := ana.sets("#refunds", "Refunds in a day", "lead")
	bo.joins("#refunds", "the phones")
	me := "<@" + d.bot() + "> "
	for _, c := range []struct{ words, says string }{
		{"progress by mention", "Bo told progress on Refunds in a day: by mention"},
		{"commit call the bank by friday", "call the bank"},
		{"thanks <@" + ana.id + "> for the map", "Bo thanks Ana on Refunds in a day: the map"},
	} {
		bo.writes("#refunds", me+c.words, card)
		ana.finds("#refunds", c.says)
	}
	for _, c := range []struct{ words, says string }{
		{"snooze 1 week", "Nothing from me until Monday 30 November."},
		{"away until friday", "You are away through Friday 27 November."},
		{"resume", "You are back."},
		{"quiet 18-9", "Quiet from 18:00 to 09:00, Chicago time."},
		{"days mon-thu", "Your working days: Monday to Thursday."},
		{"snooze", "For how long?"},
		{"reflect my own words", "That is private, and this is a channel. I kept nothing."},
		{"journal", "That is private, and this is a channel. I kept nothing."},
		{"coach", "That is private, and this is a channel. I kept nothing."},
		{"help", "Every day"},
	} {
		before := len(ana.thread("#refunds", card))
		bo.writes("#refunds", me+c.words, card)
		bo.eventually(c.words+" is answered", func() bool {
			return strings.Contains(shown(newest(bo.thread("#refunds", card))), c.says)
		})
		if n := len(ana.thread("#refunds", card)) - before; n != 1 {
			t.Errorf("%q put %d messages before Ana, and not Bo's alone", c.words, n)
		}
	}
}
